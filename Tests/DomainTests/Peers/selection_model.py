"""A model of which resources a backup selection means, by brute force over what AWS's pages say.

Whatever the pages leave open, and whatever was not read, is a set of possible worlds: each entry, tag, condition and
setting has a set of readings, every combination of them is tried, and the answer is yes or no only where all of them
agree. Nothing here is shared with the program it judges.

    selection_model.py judge            reads cases as JSON lines and prints each answer
    selection_model.py random N SEED    prints N random cases, each with its answer
"""

import itertools
import json
import random
import re
import sys

YES_OR_NO = frozenset({True, False})
SHARED_FORMS = re.compile(r"arn:[^:]+:(rds:[^:]*:[^:]*:cluster:|fsx:[^:]*:[^:]*:file-system/)")


def expression(pattern, question_mark=r"\?"):
    """The pattern as a regular expression in which * stands for zero or more non-whitespace characters."""
    return re.compile("".join({"*": r"\S*", "?": question_mark}.get(c, re.escape(c)) for c in pattern), re.DOTALL)


def readings_of_entry(entry, arn):
    """Every answer to whether an entry of Resources or NotResources covers an ARN."""
    answers = {bool(expression(entry).fullmatch(arn))}
    parts = entry.split(":", 5)
    if "?" in entry:
        answers |= {bool(expression(entry, r"\S").fullmatch(arn)), False}
    body = enumerate(entry.removesuffix("*").split(":", 5))
    if any("*" in part for index, part in body if index not in (3, 4) or part != "*"):
        answers |= {False}
    if len(parts) == 6 and parts[2] != "s3" and parts[3:5] == ["", ""]:
        anywhere = ":".join(parts[:3] + ["*", "*"] + parts[5:])
        answers |= {False, *(bool(expression(anywhere, mark).fullmatch(arn)) for mark in (r"\?", r"\S"))}
    return answers


def readings_of_explicitness(entry, arn, kind):
    """Every answer to whether an entry assigns the resource or its type explicitly, and not a service only."""
    if kind in ("Aurora", "Neptune", "DocumentDB") or SHARED_FORMS.match(arn):
        return {False}
    if entry == arn:
        return {True}
    parts = entry.split(":", 5)
    if len(parts) < 6:
        return {False}
    before_wildcard = re.match(r"[^*?]*", parts[5]).group()
    if kind == "S3":
        return {True} if before_wildcard or parts[3:5] == ["", ""] else {True, False}
    word = re.match(r"[^/:]*[/:]", arn.split(":", 5)[5])
    if word and before_wildcard.startswith(word.group()):
        return {True}
    return {False} if word and not before_wildcard else {True, False}


def readings_of_tag(condition, tags):
    """Every answer to whether one of ListOfTags finds its tag."""
    kind, key, value = condition
    if tags is None or kind.lower() != "stringequals":
        return set(YES_OR_NO)
    answers = {tags.get(key) == value}
    if key.startswith("aws:ResourceTag/"):
        answers.add(tags.get(key.removeprefix("aws:ResourceTag/")) == value)
    return answers


def readings_of_condition(operator, key, value, tags):
    """Every answer to whether a typed condition holds."""
    if not key.startswith("aws:ResourceTag/") or tags is None:
        return set(YES_OR_NO)
    found = tags.get(key.removeprefix("aws:ResourceTag/"))
    negated = "Not" in operator
    if found is None:
        if not negated:
            return {False}
        return {True} if tags else set(YES_OR_NO)
    if operator.endswith("Equals"):
        return {(found == value) != negated}
    if "${" in value:
        return set(YES_OR_NO)
    marks = (r"\?", r".")
    return {bool(likeness(value, mark).fullmatch(found)) != negated for mark in marks}


def likeness(pattern, question_mark):
    """A pattern for tag values, in which * stands for anything."""
    return re.compile("".join({"*": ".*", "?": question_mark}.get(c, re.escape(c)) for c in pattern), re.DOTALL)


def opt_in(case):
    """Every pair of answers to whether the type is opted in and whether AWS Backup offers it here."""
    settings, kind = case["settings"], case["type"]
    if case.get("origin") == "organization" or settings == "unread":
        return {(True, True), (False, True)}
    if settings == "all":
        return {(True, True)}
    if kind not in settings:
        return {(True, True)}
    return {(settings[kind] is True, settings[kind] is not None)}


def answer(case):
    arn, kind, tags = case["arn"], case["type"], case["tags"]
    resources = case.get("resources", [])
    listed = case.get("listOfTags", [])
    atoms = [opt_in(case)]
    atoms += [readings_of_entry(entry, arn) for entry in resources]
    atoms += [readings_of_explicitness(entry, arn, kind) for entry in resources]
    atoms += [readings_of_tag(tag, tags) for tag in listed]
    excluded_from = len(atoms)
    atoms += [readings_of_entry(entry, arn) for entry in case.get("notResources", [])]
    held_from = len(atoms)
    for operator in ("stringEquals", "stringNotEquals", "stringLike", "stringNotLike"):
        atoms += [readings_of_condition(operator, key, value, tags) for key, value in case.get(operator, [])]
    outcomes = set()
    for world in itertools.product(*atoms):
        opted_in, offered = world[0]
        count = len(resources)
        named = zip(world[1:1 + count], world[1 + count:1 + 2 * count])
        means = any(covers and (offered if explicit else opted_in) for covers, explicit in named)
        means |= any(world[1 + 2 * count:excluded_from]) and opted_in
        if not resources and not listed:
            means = opted_in
        outcomes.add(means and not any(world[excluded_from:held_from]) and all(world[held_from:]))
        if len(outcomes) == 2:
            return "unknown"
    return "yes" if outcomes == {True} else "no"


KINDS = [
    ("EBS", "ec2", "volume/", ["vol-1", "vol-12", "vol-x1"]), ("EC2", "ec2", "instance/", ["i-1", "i-12"]),
    ("RDS", "rds", "db:", ["shop", "shop-2"]), ("RDS", "rds", "cluster:", ["multi"]),
    ("Aurora", "rds", "cluster:", ["shop", "web"]), ("Neptune", "rds", "cluster:", ["graph"]),
    ("DocumentDB", "rds", "cluster:", ["docs"]), ("DynamoDB", "dynamodb", "table/", ["orders", "order"]),
    ("EFS", "elasticfilesystem", "file-system/", ["fs-1"]), ("FSx", "fsx", "file-system/", ["fs-9"]),
    ("FSx", "fsx", "volume/", ["fs-9/fsvol-1"]), ("EKS", "eks", "cluster/", ["main"]),
    ("Redshift", "redshift", "cluster:", ["dw"]), ("CloudFormation", "cloudformation", "stack/", ["web/0a1b"]),
    ("Timestream", "timestream", "database/", ["iot/table/m"]), ("S3", "s3", "", ["logs-2026", "data", "logs"]),
]
KEYS = ["backup", "stage", "team", "Backup"]
VALUES = ["daily", "weekly", "production", "prod", "prod/web", "test", "", "Daily", "a?b", "true"]
PATTERNS = ["*", "prod*", "*rod*", "da*y", "daily", "t?st", "prod/*", "Prod*", "**", "*a*", "a?b", "?rod", "${x}*", ""]


def resource(dice):
    kind, service, word, names = dice.choice(KINDS)
    partition, region = dice.choice([("aws", "eu-central-1")] * 4 + [("aws", "us-east-1"), ("aws-cn", "cn-north-1"),
                                                                     ("aws-us-gov", "us-gov-west-1")])
    place = ":" if service == "s3" else f"{region}:{dice.choice(['111122223333', '444455556666'])}"
    return kind, f"arn:{partition}:{service}:{place}:{word}{dice.choice(names)}"


def entry(dice, arn):
    """A pattern, usually made of the resource's own ARN so that many of them match."""
    if dice.random() < 0.4:
        arn = resource(dice)[1]
    parts = arn.split(":", 5)
    draw = dice.random()
    if draw < 0.15:
        return "*"
    if draw < 0.3:
        return arn
    if draw < 0.38:
        return ":".join(parts[:3]) + ":*"
    if dice.random() < 0.7 and parts[2] != "s3":
        parts[3] = dice.choice(["*", "*", parts[3], "us-*", "eu-*", ""])
        parts[4] = dice.choice(["*", "*", parts[4], "1111*"]) if parts[3] else ""
    elif parts[2] == "s3" and dice.random() < 0.15:
        parts[3:5] = ["*", "*"]
    name = parts[5]
    cut = dice.randrange(len(name) + 1)
    word = (re.match(r"[^/:]*[/:]", name) or re.match("", name)).group()
    parts[5] = dice.choice([name, word + "*", name[:cut] + "*", "*" + name[cut:], name[:cut] + "*" + name[cut + 1:],
                            name[:cut] + "?" + name[cut + 1:], "*", word + "*", word + "*", name[:cut] + "*"])
    if dice.random() < 0.05:
        parts[2] = "*"
    if dice.random() < 0.03:
        parts[1] = dice.choice(["aws", "aws-cn"])
    return ":".join(parts)


def some(dice, most, make):
    return [make() for _ in range(dice.choice([0, 0, 1, 1, 2, most]))]


def case(dice):
    kind, arn = resource(dice)
    tags = dice.choice([None, {}] + [{}] + [1] * 9)
    if tags == 1:
        tags = {key: dice.choice(VALUES) for key in dice.sample(KEYS, dice.randint(1, 3))}
    own = list((tags or {}).items())

    def pair(values):
        if own and dice.random() < 0.6:
            key, value = dice.choice(own)
            return key, value if dice.random() < 0.5 else dice.choice(values)
        return dice.choice(KEYS), dice.choice(values)

    def listed():
        form = dice.choice(["STRINGEQUALS"] * 12 + ["StringEquals", "STRINGLIKE"])
        key, value = pair(VALUES)
        return [form, ("aws:ResourceTag/" if dice.random() < 0.06 else "") + key, value]

    def condition(values):
        key, value = pair(values)
        return [("" if dice.random() < 0.03 else "aws:ResourceTag/") + key, value]

    settings = dice.choice(["all"] * 6 + ["unread"] + [1] * 4)
    if settings == 1:
        settings = {one: dice.choice([True, False, False, None]) for one in {kind, dice.choice(KINDS)[0]}}
    made = {"arn": arn, "type": kind, "tags": tags, "settings": settings,
            "origin": "organization" if dice.random() < 0.05 else "account",
            "resources": some(dice, 4, lambda: entry(dice, arn)), "listOfTags": some(dice, 3, listed)}
    if dice.random() < 0.4:
        made["notResources"] = some(dice, 2, lambda: entry(dice, arn))
    for operator, values in (("stringEquals", VALUES), ("stringNotEquals", VALUES), ("stringLike", PATTERNS),
                             ("stringNotLike", PATTERNS)):
        if dice.random() < 0.25:
            made[operator] = [condition(values) for _ in range(dice.choice([1, 1, 2]))]
    return made


if sys.argv[1] == "judge":
    for line in sys.stdin:
        print(answer(json.loads(line)))
else:
    dice = random.Random(int(sys.argv[3]))
    for _ in range(int(sys.argv[2])):
        one = case(dice)
        print(json.dumps(one | {"answer": answer(one)}))
