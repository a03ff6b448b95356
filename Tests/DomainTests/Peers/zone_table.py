"""Prints the Swift table of time zones, from the pinned tzdata package.

Each zone: minutes ahead of UTC at the start of 2020, the changes since as minute:offset, and the yearly rule after them
as standard, daylight, start and end, each end month.week.weekday/minute. A zone equal to one before it is a link.
"""

import datetime
import importlib.resources
import re
import struct
import textwrap
import zoneinfo

START = 1_577_836_800
files = importlib.resources.files("tzdata")
version = (files / "zoneinfo" / "tzdata.zi").read_text().split()[2]
names = sorted((files / "zones").read_text().split())


def zone(name):
    data = files.joinpath("zoneinfo", *name.split("/")).read_bytes()
    skipped = struct.unpack(">6l", data[20:44])
    isut, isstd, leap, times, types, characters = skipped
    data = data[44 + times * 5 + types * 6 + characters + leap * 8 + isstd + isut:]
    isut, isstd, leap, times, types, characters = struct.unpack(">6l", data[20:44])
    moments = struct.unpack(f">{times}q", data[44:44 + times * 8])
    kinds = data[44 + times * 8:44 + times * 9]
    start = 44 + times * 9
    offsets = [struct.unpack(">l", data[start + i * 6:start + i * 6 + 4])[0] for i in range(types)]
    footer = data.rsplit(b"\n", 2)[1].decode()
    with files.joinpath("zoneinfo", *name.split("/")).open("rb") as file:
        clock = zoneinfo.ZoneInfo.from_file(file)
    first = datetime.datetime.fromtimestamp(START, clock).utcoffset() // datetime.timedelta(seconds=1)
    changes = [f"{whole(moment)}:{whole(offsets[kind])}" for moment, kind in zip(moments, kinds) if moment > START]
    return " ".join([str(whole(first)), *changes, *rule(footer)])


def whole(seconds):
    minutes, rest = divmod(seconds, 60)
    assert rest == 0, seconds
    return minutes


def rule(footer):
    name = r"(?:<[^>]+>|[A-Za-z]+)"
    time = r"[+-]?\d+(?::\d+)?"
    form = re.fullmatch(
        rf"{name}({time})(?:{name}({time})?,M(\d+)\.(\d)\.(\d)(?:/({time}))?,M(\d+)\.(\d)\.(\d)(?:/({time}))?)?", footer)
    assert form, footer
    standard = -minutes(form[1])
    if not form[3]:
        return [f"={standard}"]
    daylight = -minutes(form[2]) if form[2] else standard + 60
    ends = [f"{form[i]}.{form[i + 1]}.{form[i + 2]}/{minutes(form[i + 3] or '2')}" for i in (3, 7)]
    return [f"={standard},{daylight},{','.join(ends)}"]


def minutes(text):
    hours, _, rest = text.lstrip("+-").partition(":")
    return (-1 if text.startswith("-") else 1) * (int(hours) * 60 + int(rest or 0))


print(f"""// Made by Tests/DomainTests/Peers/zone_table.py from tzdata {version}; `make time-zones` makes it anew.

/// The time zones of the IANA database, from 2020 on.
enum TimeZoneTable {{
    /// The version of the database.
    static let version = "{version}"

    /// The zones, one a line.
    ///
    /// A line is a name, minutes ahead of UTC at the start, changes as `minute:minutes` and the rule after them as
    /// `=standard,daylight,start,end`; or a name and that of an equal zone after `@`.
    static let text = #\"\"\"""")
seen = {}
for name in names:
    text = zone(name)
    line = f"{name} @{seen[text]}" if text in seen else f"{name} {text}"
    seen.setdefault(text, name)
    wrapped = textwrap.wrap(line, 108, break_long_words=False, break_on_hyphens=False)
    print(textwrap.indent(" \\#\n".join(wrapped), " " * 8))
print("""        \"\"\"#
}""")
