"""Checks of single values against a botocore shape: type, range, length, pattern, enum and timestamp format."""

import base64
import binascii
import datetime
import re

MIN_EPOCH = datetime.datetime(2000, 1, 1, tzinfo=datetime.timezone.utc).timestamp()
MAX_EPOCH = datetime.datetime(2200, 1, 1, tzinfo=datetime.timezone.utc).timestamp()

ISO_TIMESTAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z")
HTTP_TIMESTAMP = re.compile(
    r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} \d\d:\d\d:\d\d GMT"
)
INTEGER_TEXT = re.compile(r"-?(0|[1-9]\d*)")
FLOAT_TEXT = re.compile(r"-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?")

# Python's re does not know Java's classes; these are the nearest it has.
UNICODE_CLASSES = ((r"\p{L}", r"\w"), (r"\p{Z}", r"\s"), (r"\p{N}", r"\d"), (r"\p{all}", r"\s\S"))

# Values AWS itself sends against its model's pattern: the names of these resource types hold spaces, as the model's own
# description of ListBackupJobs' ByResourceType says.
AGAINST_PATTERN = {
    ("ResourceType", r"^[a-zA-Z0-9\-\_\.]{1,50}$"): {
        "Redshift Serverless", "SAP HANA on Amazon EC2", "Storage Gateway",
    },
}  # fmt: skip

INTEGER_BITS = {"integer": 32, "long": 64, "short": 16, "byte": 8}


def constraint_problems(shape, value):
    """Yields what the model's enum, pattern, min and max say against a value of the right type."""
    metadata = shape.metadata
    if shape.type_name == "string":
        enum = metadata.get("enum")
        if enum and value not in enum:
            yield f"enum: {value!r} is not one of {len(enum)} values of {shape.name}"
        yield from _pattern_problems(shape, value)
        yield from length_problems(shape, len(value))
    elif shape.type_name in ("integer", "long", "short", "byte", "float", "double"):
        if "min" in metadata and value < float(metadata["min"]):
            yield f"min: {value} is below {metadata['min']}"
        if "max" in metadata and value > float(metadata["max"]):
            yield f"max: {value} is above {metadata['max']}"


def length_problems(shape, length):
    """Yields what the model's min and max say against the length of a string, list, map or blob."""
    low, high = shape.metadata.get("min"), shape.metadata.get("max")
    if low is not None and length < low:
        yield f"min: length {length} is below {low}"
    if high is not None and length > high:
        yield f"max: length {length} is above {high}"


def _pattern_problems(shape, value):
    pattern = shape.metadata.get("pattern")
    if not pattern or value in AGAINST_PATTERN.get((shape.name, pattern), ()):
        return
    for java, python in UNICODE_CLASSES:
        pattern = pattern.replace(java, python)
    compiled = re.compile(pattern, re.DOTALL)
    # AWS's own servers match the whole text, whether or not the pattern is anchored.
    if not compiled.fullmatch(value):
        yield f"pattern: {value!r} does not match {pattern}"


def json_scalar_problems(shape, value, timestamp_format):
    """Yields what is wrong with a scalar of a JSON body."""
    kind = shape.type_name
    if kind in ("string", "character"):
        if not isinstance(value, str):
            yield f"type: {type(value).__name__} where a string is expected"
            return
    elif kind == "boolean":
        if not isinstance(value, bool):
            yield f"type: {type(value).__name__} where a boolean is expected"
        return
    elif kind in INTEGER_BITS:
        if isinstance(value, bool) or not isinstance(value, int):
            yield f"type: {type(value).__name__} where an integer is expected"
            return
        if not -(2 ** (INTEGER_BITS[kind] - 1)) <= value < 2 ** (INTEGER_BITS[kind] - 1):
            yield f"range: {value} does not fit {kind}"
    elif kind in ("float", "double"):
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            yield f"type: {type(value).__name__} where a number is expected"
            return
    elif kind == "timestamp":
        yield from _json_timestamp_problems(shape, value, timestamp_format)
        return
    elif kind == "blob":
        yield from _blob_problems(shape, value)
        return
    else:
        yield f"type: the checker does not know {kind}"
        return
    yield from constraint_problems(shape, value)


def _json_timestamp_problems(shape, value, timestamp_format):
    wanted = shape.serialization.get("timestampFormat", timestamp_format)
    if wanted == "unixTimestamp":
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            yield f"timestamp: {value!r} where seconds since the epoch are expected"
        elif not MIN_EPOCH <= value < MAX_EPOCH:
            yield f"timestamp: {value} is no time between 2000 and 2200 in seconds"
    elif not isinstance(value, str):
        yield f"timestamp: {value!r} where text is expected"
    else:
        yield from text_timestamp_problems(value, wanted)


def text_timestamp_problems(text, wanted):
    """Yields what is wrong with a timestamp written as text, in `iso8601` or `rfc822`."""
    if wanted == "iso8601":
        if not ISO_TIMESTAMP.fullmatch(text):
            yield f"timestamp: {text!r} is not ISO 8601 in UTC"
        else:
            try:
                datetime.datetime.strptime(text[:19], "%Y-%m-%dT%H:%M:%S")
            except ValueError:
                yield f"timestamp: {text!r} is no date"
    elif wanted == "rfc822":
        if not HTTP_TIMESTAMP.fullmatch(text):
            yield f"timestamp: {text!r} is no HTTP date"
    elif not FLOAT_TEXT.fullmatch(text) or not MIN_EPOCH <= float(text) < MAX_EPOCH:
        yield f"timestamp: {text!r} is not seconds since the epoch"


def _blob_problems(shape, value):
    if not isinstance(value, str):
        yield f"type: {type(value).__name__} where base64 text is expected"
        return
    try:
        yield from length_problems(shape, len(base64.b64decode(value, validate=True)))
    except (binascii.Error, ValueError):
        yield "type: not base64"


def text_scalar_problems(shape, text, timestamp_format):
    """Yields what is wrong with a scalar written as text, in an XML element or in a header."""
    kind = shape.type_name
    if kind == "boolean":
        if text not in ("true", "false"):
            yield f"type: {text!r} is neither true nor false"
    elif kind in INTEGER_BITS:
        if not INTEGER_TEXT.fullmatch(text):
            yield f"type: {text!r} is not an integer"
        else:
            yield from json_scalar_problems(shape, int(text), timestamp_format)
    elif kind in ("float", "double"):
        if not FLOAT_TEXT.fullmatch(text):
            yield f"type: {text!r} is not a number"
        else:
            yield from constraint_problems(shape, float(text))
    elif kind == "timestamp":
        wanted = shape.serialization.get("timestampFormat", timestamp_format)
        yield from text_timestamp_problems(text, wanted)
    elif kind == "blob":
        yield from _blob_problems(shape, text)
    elif kind in ("string", "character"):
        yield from constraint_problems(shape, text)
    else:
        yield f"type: the checker does not know {kind}"
