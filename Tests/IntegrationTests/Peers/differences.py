"""What differs between two traces of the same calls, and the table that explains every difference."""

import fnmatch
import json
import pathlib
from collections import namedtuple

TABLE = pathlib.Path(__file__).with_name("differences.json")
KEYS = ["peer", "operation", "member", "ours", "theirs", "why", "page"]

Difference = namedtuple("Difference", "peer operation member ours theirs")


def between(ours, theirs):
    """Every difference between the simulator's trace and a peer's, each once; steps either lacks are passed."""
    found = {}
    for step, mine in ours.trace.items():
        other = theirs.trace.get(step)
        operation = step.split(":", 1)[0]
        if other is None or "lacking" in (mine.get("error"), other.get("error")):
            continue
        if "error" in mine or "error" in other:
            codes = mine.get("error", "success"), other.get("error", "success")
            if codes[0] != codes[1]:
                found.setdefault(Difference(theirs.name, operation, "error", *codes), step)
            continue
        for member, one, two in _unequal(ours.normal(mine["answer"]), theirs.normal(other["answer"]), "$"):
            found.setdefault(Difference(theirs.name, operation, member, one, two), step)
    return found


def _unequal(ours, theirs, path):
    if isinstance(ours, dict) and isinstance(theirs, dict):
        for name in sorted({*ours, *theirs}):
            if name not in ours:
                yield f"{path}.{name}", "absent", _words(theirs[name])
            elif name not in theirs:
                yield f"{path}.{name}", _words(ours[name]), "absent"
            else:
                yield from _unequal(ours[name], theirs[name], f"{path}.{name}")
    elif isinstance(ours, list) and isinstance(theirs, list):
        if len(ours) != len(theirs):
            yield f"{path}[]", f"{len(ours)} elements", f"{len(theirs)} elements"
        for one, two in zip(ours, theirs):
            yield from _unequal(one, two, f"{path}[]")
    elif type(ours) is not type(theirs) or ours != theirs:
        yield path, _words(ours), _words(theirs)


def _words(value):
    text = value if isinstance(value, str) else json.dumps(value, sort_keys=True, default=str)
    return text if len(text) <= 80 else text[:77] + "..."


def read_table():
    """The rows of the table, checked; a row of several members is as many rows."""
    rows = []
    for row in json.loads(TABLE.read_text()):
        members = row.get("member")
        for member in members if isinstance(members, list) else [members]:
            one = {**row, "member": member}
            is_said = all(one.get(key) for key in KEYS if key not in ("ours", "theirs"))
            if sorted(row) != sorted(KEYS) or not is_said or not all(isinstance(one[key], str) for key in KEYS):
                raise SystemExit(f"{TABLE.name}: a row must have {KEYS}, in words: {row}")
            rows.append(one)
    return rows


def _explains(row, difference):
    pairs = [(row["peer"], difference.peer)] if row["peer"] != "both" else []
    pairs += [(row[key], getattr(difference, key)) for key in ("operation", "member", "ours", "theirs")]
    # Brackets of a list's path and of values stand for themselves.
    return all(fnmatch.fnmatchcase(text, pattern.replace("[", "[[]")) for pattern, text in pairs)


def judge(found, rows):
    """The differences no row explains, and the rows that explain none any more."""
    unlisted = [difference for difference in found if not any(_explains(row, difference) for row in rows)]
    stale = [row for row in rows if not any(_explains(row, difference) for difference in found)]
    return unlisted, stale
