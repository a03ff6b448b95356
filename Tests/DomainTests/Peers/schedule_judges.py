"""What two published readers of AWS's cron expressions say, and what the clocks of a zone show minute by minute.

    schedule_judges.py runs N SEED      N random expressions on which both readers agree over ten years, with their runs,
                                        and every expression met on the way on which they do not
    schedule_judges.py judge            reads expressions as lines and prints what each reader says of the next runs
    schedule_judges.py expand SEED N FROM UNTIL     N random expressions in each of six zones, expanded minute by minute
"""

import calendar
import datetime
import json
import random
import sys

UTC = datetime.timezone.utc
START = datetime.datetime(2026, 1, 1, tzinfo=UTC)
END = datetime.datetime(2036, 1, 1, tzinfo=UTC)
ZONES = ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Africa/Cairo", "America/St_Johns",
         "Africa/Casablanca"]
MONTHS = "JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC".split()
DAYS = "SUN MON TUE WED THU FRI SAT".split()


def readers():
    from aws_croniter import AwsCroniter
    from pyawscron import AWSCron
    return {"pyawscron": AWSCron, "aws-croniter": AwsCroniter}


def runs(reader, text, start, end, most=None):
    """The runs in minutes since 1970 as a reader tells them, or why it tells none."""
    try:
        expression = reader(text)
        found = []
        moment = start - datetime.timedelta(seconds=1)
        while most is None or len(found) < most:
            moment = expression.occurrence(moment).next()
            if moment is None or moment >= end:
                break
            found.append(int(moment.timestamp()) // 60)
        return found
    except Exception as error:
        return f"{type(error).__name__}: {error}"[:120]


def number(dice, low, high, names):
    value = dice.randint(low, high)
    return dice.choice([str(value), names[value - low], names[value - low].lower()]) if names else str(value)


def field(dice, low, high, names=(), width=3, steps=True):
    """One field of numbers: a list of values, ranges and steps, or a star."""
    def part():
        draw = dice.random()
        if draw < 0.5:
            return number(dice, low, high, names)
        first = dice.randint(low, high)
        last = dice.randint(low, high) if dice.random() < 0.05 else dice.randint(first, high)
        ends = [dice.choice([str(v), names[v - low]]) if names else str(v) for v in (first, last)]
        if draw < 0.75 or not steps:
            return "-".join(ends)
        base = dice.choice(["*", ends[0], "-".join(ends)])
        return f"{base}/{dice.randint(2, max(3, (high - low) // width))}"
    if dice.random() < 0.3:
        return "*"
    return ",".join(part() for _ in range(dice.choice([1, 1, 1, 2, 3])))


def times(dice, rare):
    """Few times of day where there are many days, so that ten years stay short."""
    if rare and dice.random() < 0.5:
        return field(dice, 0, 59, width=2), field(dice, 0, 23, width=2)
    if dice.random() < 0.2:
        return str(dice.randint(0, 59)), f"{dice.randint(0, 23)}/{dice.choice([6, 8, 12])}"
    return str(dice.randint(0, 59)), ",".join(str(dice.randint(0, 23)) for _ in range(dice.choice([1, 1, 2])))


def is_long(reader, text, rare):
    """Whether a day has too many runs for ten years of them to be walked by the thousand."""
    try:
        expression = reader(text)
        return len(expression.minutes) * len(expression.hours) > (24 if rare else 3)
    except Exception:
        return False


def random_expression(dice):
    month = field(dice, 1, 12, MONTHS) if dice.random() < 0.4 else "*"
    year = "*" if dice.random() < 0.8 else field(dice, 2026, 2034, width=2)
    day, weekday = "?", "?"
    draw = dice.random()
    if draw < 0.1:
        day = dice.choice(["L", f"L-{dice.randint(1, 30)}"])
    elif draw < 0.2:
        day = f"{dice.randint(1, 31)}W"
    elif draw < 0.5:
        day = field(dice, 1, 31)
    elif draw < 0.6:
        weekday = number(dice, 1, 7, DAYS) + "L"
    elif draw < 0.7:
        weekday = f"{number(dice, 1, 7, DAYS)}#{dice.randint(1, 5)}"
    elif draw < 0.72:
        weekday = "L"
    elif draw < 0.74:
        day = "LW"
    else:
        weekday = field(dice, 1, 7, DAYS, steps=dice.random() < 0.1)
    rare = draw < 0.2 or 0.5 <= draw < 0.7
    return " ".join([*times(dice, rare), day, month, weekday, year]), rare


def agreed(count, seed):
    dice = random.Random(seed)
    both = readers()
    met = 0
    while met < count:
        text, rare = random_expression(dice)
        if is_long(both["aws-croniter"], text, rare):
            continue
        answers = {name: runs(reader, text, START, END) for name, reader in both.items()}
        lists = [answer for answer in answers.values() if isinstance(answer, list)]
        if len(lists) == 2 and lists[0] == lists[1]:
            met += 1
            print(text, "agree", "", *lists[0], sep="\t")
        else:
            said = " | ".join(str(len(a)) if isinstance(a, list) else a for a in answers.values())
            print(text, "differ", said, *(lists[0] if len(lists) == 1 else []), sep="\t")


def judged():
    both = readers()
    for line in sys.stdin:
        text = line.strip()
        answers = {name: runs(reader, text, START, END, most=4) for name, reader in both.items()}
        print(json.dumps(answers))


def expand(seed, count, start, end):
    """Walks every minute of UTC and asks the zone's clock what it shows; a time shown before has had its run."""
    import zoneinfo
    zoneinfo.reset_tzpath(to=[])
    dice = random.Random(seed)
    for name in ZONES:
        zone = zoneinfo.ZoneInfo(name)
        expressions = [zoned_expression(dice) for _ in range(count)]
        found = [[] for _ in expressions]
        seen = set()
        # Clocks that go back show again what they showed up to a day before.
        for minute in range(start - 1440, end):
            shown = datetime.datetime.fromtimestamp(minute * 60, zone).replace(tzinfo=None, fold=0)
            if shown in seen:
                continue
            seen.add(shown)
            if minute < start:
                continue
            weekday = shown.isoweekday() % 7 + 1
            last = calendar.monthrange(shown.year, shown.month)[1]
            for (_, fits), kept in zip(expressions, found):
                if shown.minute in fits["minutes"] and shown.hour in fits["hours"] and fits["day"](shown, weekday, last):
                    kept.append(minute)
        for (text, _), kept in zip(expressions, found):
            print(text, name, *kept, sep="\t")


def zoned_expression(dice):
    """An expression of the hours in which clocks change, with its meaning in sets and a test of days."""
    minutes = set(dice.sample(range(60), dice.choice([1, 1, 2, 4])))
    hours = set(dice.sample([0, 1, 2, 3, 23, dice.randint(0, 23)], dice.choice([1, 2, 3])))
    if dice.random() < 0.2:
        hours = set(range(24))
    chosen = dice.randint(1, 7)
    day, weekday, fits = dice.choice([
        ("*", "?", lambda d, w, last: True),
        ("?", str(chosen), lambda d, w, last: w == chosen),
        ("L", "?", lambda d, w, last: d.day == last),
        ("?", "1L", lambda d, w, last: w == 1 and d.day + 7 > last),
        ("?", "1#2", lambda d, w, last: w == 1 and 8 <= d.day <= 14),
        ("?", "6L", lambda d, w, last: w == 6 and d.day + 7 > last),
        ("1-15", "?", lambda d, w, last: d.day <= 15),
    ])
    hour_text = "*" if len(hours) == 24 else ",".join(map(str, sorted(hours)))
    text = f"{','.join(map(str, sorted(minutes)))} {hour_text} {day} * {weekday} *"
    return text, {"minutes": minutes, "hours": hours, "day": fits}


if sys.argv[1] == "runs":
    agreed(int(sys.argv[2]), int(sys.argv[3]))
elif sys.argv[1] == "judge":
    judged()
else:
    expand(*map(int, sys.argv[2:6]))
