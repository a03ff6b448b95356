"""Says of each input whether Python's json or expat takes it.

usage: verdicts.py json|xml < inputs.json > verdicts.json

The input is an object of names and base64. A verdict is `taken`, `refused`, `beyond …` for what is well written by the
standard and refused by our readers on purpose, or `either …` for what they need not tell.
"""
import base64
import json
import re
import sys
import xml.parsers.expat

DEPTH = 128


def refuse(text):
    raise ValueError(text)


def deepest(value):
    """How deep a value's arrays and objects stand inside each other."""
    if isinstance(value, list):
        return 1 + max(map(deepest, value), default=0)
    if isinstance(value, Members):
        return 1 + max((deepest(item) for _, item in value.pairs), default=0)
    return 0


def texts(value):
    """Every name and string in a value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from texts(item)
    elif isinstance(value, Members):
        for name, item in value.pairs:
            yield name
            yield from texts(item)


class Members:
    """An object with all its members, those of the same name too."""

    def __init__(self, pairs):
        self.pairs = pairs


def json_verdict(body):
    try:
        value = json.loads(body.decode("utf-8"), parse_constant=refuse, parse_int=str, parse_float=str,
                           object_pairs_hook=Members)
    except RecursionError:
        return "beyond the depth"
    except ValueError:
        return "refused"
    if deepest(value) > DEPTH:
        return "beyond the depth"
    if any(re.search("[\ud800-\udfff]", text) for text in texts(value)):
        return "beyond Unicode: a surrogate stands alone"
    return "taken"


def xml_verdict(body):
    depth = deepest_seen = 0
    beyond = []

    def start(name, _):
        nonlocal depth, deepest_seen
        depth += 1
        deepest_seen = max(deepest_seen, depth)

    def end(_):
        nonlocal depth
        depth -= 1

    parser = xml.parsers.expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.StartDoctypeDeclHandler = lambda *_: beyond.append("beyond: a document type")
    parser.XmlDeclHandler = lambda _, encoding, __: (
        beyond.append("either: an encoding") if encoding and encoding.lower() != "utf-8" else None)
    try:
        parser.Parse(body, True)
    except xml.parsers.expat.ExpatError as error:
        words = xml.parsers.expat.ErrorString(error.code)
        # Attributes are passed without being kept, and every document is read as UTF-8.
        return f"either: {words}" if "attribute" in words or "encoding" in words else "refused"
    if deepest_seen > DEPTH:
        return "beyond the depth"
    if body[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "beyond: UTF-16"
    return beyond[0] if beyond else "taken"


def main():
    sys.setrecursionlimit(100_000)
    judge = {"json": json_verdict, "xml": xml_verdict}[sys.argv[1]]
    inputs = json.load(sys.stdin)
    json.dump({name: judge(base64.b64decode(text)) for name, text in inputs.items()}, sys.stdout)


main()
