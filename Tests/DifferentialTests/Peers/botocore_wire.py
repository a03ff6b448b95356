"""Writes requests and reads answers with botocore's own serializers and parsers, for random values of the models.

usage: botocore_wire.py SEED COUNT < operations.json > cases.json

operations.json is a list of {"model": "backup/2018-11-15", "operation": "ListBackupVaults"}; the model
"features/PROTOCOL" is one of protocol_models.py. For each operation COUNT inputs are drawn and serialized, and COUNT outputs are drawn, written as the protocol has them (by the writers below,
which share nothing with ours) and parsed.
"""
import base64
import datetime
import json
import random
import re
import sys
from urllib.parse import urlencode
from xml.sax.saxutils import escape

import botocore.loaders
import botocore.model
import botocore.parsers
import botocore.serialize
from botocore.compat import HTTPHeaders

import protocol_models

# Members our generator leaves out on purpose (the allow-list's patches say why).
OMITTED = {"PutBucketTaggingRequest": {"ContentMD5", "ChecksumAlgorithm"}}
TEXTS = ["a", "vault-1", "with space", "slash/and:colon", "q?=&+%", "<tag> & \"quote\" 'single'", "Größe 漢字 🎈",
         "back\\slash", "line\nbreak\ttab", "~tilde_-.", "0", "true", "ünï"]
PLAIN = ["abc", "123456789012", "x-y.z", "with space"]
LABELS = ["a", "host-1", "x.y", "A9"]


class Draw:
    """Draws values for shapes."""

    def __init__(self, seed, whole):
        self.random = random.Random(seed)
        self.whole = whole

    def value(self, shape, depth=0, pool=TEXTS):
        draw = getattr(self, shape.type_name, None)
        if shape.type_name in ("structure", "list", "map"):
            return draw(shape, depth)
        if shape.type_name in ("string", "character"):
            return self.string(shape, pool)
        return draw(shape)

    def structure(self, shape, depth):
        drawn = {}
        for name, member in shape.members.items():
            if name in OMITTED.get(shape.name, ()):
                continue
            if name not in shape.required_members and self.random.random() > (0.7 if depth < 2 else 0.4):
                continue
            place = member.serialization.get("location")
            pool = PLAIN if place in ("header", "headers") else TEXTS
            if place == "headers":
                drawn[name] = {f"k{self.random.randint(0, 9)}": self.value(member.value, depth + 1, PLAIN)
                               for _ in range(self.random.randint(0, 3))}
                continue
            if member.serialization.get("hostLabel"):
                drawn[name] = self.random.choice(LABELS)
                continue
            if place == "header" and member.type_name == "list":
                drawn[name] = [self.value(member.member, depth + 1, ["a", "b-c", "with space"])
                               for _ in range(self.random.randint(0, 3))]
                continue
            drawn[name] = self.value(member, depth + 1, pool)
        return drawn

    def list(self, shape, depth):
        least = shape.metadata.get("min", 0) if self.whole else 0
        return [self.value(shape.member, depth + 1) for _ in range(max(least, self.random.randint(0, 3)))]

    def map(self, shape, depth):
        least = shape.metadata.get("min", 0) if self.whole else 0
        keys = sorted({self.value(shape.key) for _ in range(max(least, self.random.randint(0, 3)))})
        return {key: self.value(shape.value, depth + 1) for key in keys}

    def string(self, shape, pool=TEXTS):
        if shape.enum and self.random.random() < 0.9:
            return self.random.choice(shape.enum)
        text = self.random.choice(pool) + str(self.random.randint(0, 999))
        return text + "x" * max(0, shape.metadata.get("min", 0) - len(text))

    def integer(self, shape):
        least = shape.metadata.get("min", -5)
        most = shape.metadata.get("max", 2**31 - 1)
        return self.random.randint(least, max(least, most))

    def long(self, shape):
        return self.random.choice([0, 1, 2**40 + 7, 2**53 + 1, self.random.randint(0, 10**12)])

    def boolean(self, shape):
        return self.random.random() < 0.5

    def double(self, shape):
        return self.random.randint(1, 4000) + 0.25

    float = double

    def timestamp(self, shape):
        return datetime.datetime.fromtimestamp(
            self.random.randint(-(10**9), 4 * 10**9), datetime.timezone.utc)

    def blob(self, shape):
        return self.random.randbytes(self.random.randint(0, 12))


def tree(value):
    """A value as JSON can carry it; instants as ISO 8601."""
    if isinstance(value, datetime.datetime):
        return value.strftime("%Y-%m-%dT%H:%M:%SZ") if value.year >= 1000 else None
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    if isinstance(value, dict):
        return {key: tree(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [tree(item) for item in value]
    return value


def parsed_tree(value):
    """What a parser gave; instants as milliseconds."""
    if isinstance(value, datetime.datetime):
        epoch = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)
        return (value - epoch) // datetime.timedelta(milliseconds=1)
    if isinstance(value, dict):
        return {key: parsed_tree(item) for key, item in value.items() if item is not None}
    if isinstance(value, list):
        return [parsed_tree(item) for item in value]
    return tree(value)


def request(service, operation, protocol, drawn):
    made = botocore.serialize.create_serializer(protocol, include_validation=True).serialize_to_request(
        drawn, operation)
    path, _, fixed = made["url_path"].partition("?")
    query = [[name, value] for name, _, value in (pair.partition("=") for pair in fixed.split("&")) if name]
    for name, value in (made["query_string"] or {}).items():
        for item in value if isinstance(value, list) else [value]:
            query.append([name, str(item)])
    body = made["body"]
    if isinstance(body, dict):
        body = urlencode(body, doseq=True)
    if isinstance(body, str):
        body = body.encode()
    payload = operation.input_shape and operation.input_shape.serialization.get("payload")
    if payload and operation.input_shape.members[payload].type_name in ("blob", "string"):
        pass
    elif body and "json" in protocol:
        body = json.dumps(json.loads(body), separators=(",", ":"), ensure_ascii=False).encode()
    elif protocol == "rest-xml":
        body = body.decode()
        body = re.sub(r"^<\?xml.*?\?>\s*", "", body)
        body = re.sub(r"<([\w]+)([^<>]*?) ?/>", r"<\1\2></\1>", body).encode()
    return {"method": made["method"], "host": made.get("host_prefix") or "", "path": path, "query": query,
            "body": base64.b64encode(body).decode(),
            "headers": {name.lower(): str(value) for name, value in made["headers"].items()}}


class JSONAnswer:
    """Writes answers as the json protocols have them."""

    def __init__(self, chance):
        self.random = chance

    def body(self, operation, value):
        shape, value = self.payload(operation.output_shape, value)
        if shape.type_name in ("blob", "string"):
            return value if isinstance(value, bytes) else value.encode()
        text = self.convert(shape, value)
        if self.random.random() < 0.5:
            return json.dumps(text, indent=2).encode()
        return json.dumps(text, ensure_ascii=False).encode()

    @staticmethod
    def payload(shape, value):
        """What is in the body: the payload, or all members that have no other place."""
        name = shape.serialization.get("payload")
        if name:
            member = shape.members[name]
            empty = {"blob": b"", "string": ""}.get(member.type_name, {})
            return member, value.get(name, empty)
        return shape, {name: item for name, item in value.items()
                       if "location" not in shape.members[name].serialization}

    def convert(self, shape, value):
        kind = shape.type_name
        if kind == "structure":
            made = {}
            if self.random.random() < 0.3:
                made["SomethingNew"] = {"Deep": [1, None, {"x": "}"}], "e": 1e-3}
            for name, item in value.items():
                member = shape.members[name]
                made[member.serialization.get("name", name)] = self.convert(member, item)
            if self.random.random() < 0.2:
                for name, member in shape.members.items():
                    made.setdefault(member.serialization.get("name", name), None)
            return made
        if kind == "list":
            return [self.convert(shape.member, item) for item in value]
        if kind == "map":
            return {key: self.convert(shape.value, item) for key, item in value.items()}
        if kind == "timestamp":
            written = moment(shape, value)
            if written:
                return written
            seconds = int(value.timestamp())
            return self.random.choice([seconds, seconds + 0.125, seconds + 0.5])
        return tree(value)


def moment(shape, value, otherwise=None):
    """An instant in the format the model gives, which the protocol's own form need not be."""
    style = shape.serialization.get("timestampFormat", otherwise)
    if style == "rfc822":
        return value.strftime("%a, %d %b %Y %H:%M:%S GMT")
    if style == "unixTimestamp":
        return int(value.timestamp())
    return value.strftime("%Y-%m-%dT%H:%M:%SZ") if style == "iso8601" else None


def headers(shape, value):
    """The headers of an answer."""
    made = {}
    for name, item in value.items():
        member = shape.members[name]
        place, wire = member.serialization.get("location"), member.serialization.get("name", name)
        if place == "headers":
            made.update({wire + key: text for key, text in item.items()})
        elif place == "header" and item != []:
            made[wire] = header(member, item)
    return made


def header(shape, value):
    if shape.type_name == "list":
        return ", ".join(header(shape.member, item) for item in value)
    if shape.type_name == "timestamp":
        return str(moment(shape, value, "rfc822"))
    if shape.type_name == "boolean":
        return str(value).lower()
    return str(tree(value))


class XMLAnswer:
    """Writes answers as the XML protocols have them."""

    def __init__(self, chance, protocol, metadata):
        self.random = chance
        self.protocol = protocol
        self.namespace = metadata.get("xmlNamespace", "http://example.com/")
        if isinstance(self.namespace, dict):
            self.namespace = self.namespace["uri"]

    def body(self, operation, value):
        shape = operation.output_shape
        if operation.name == "GetBucketLocation":
            inside, root = self.text(value.get("LocationConstraint", "")), "LocationConstraint"
            return f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} xmlns="{self.namespace}">{inside}</{root}>'.encode()
        shape, value = JSONAnswer.payload(shape, value)
        if shape.type_name in ("blob", "string"):
            return value if isinstance(value, bytes) else value.encode()
        inside = self.members(shape, value)
        wrapper = shape.serialization.get("resultWrapper")
        if wrapper:
            inside = f"<{wrapper}>{inside}</{wrapper}><ResponseMetadata><RequestId>r-1</RequestId></ResponseMetadata>"
        elif self.protocol == "ec2":
            inside = f"<requestId>r-1</requestId>{inside}"
        root = operation.name + ("Response" if self.protocol != "rest-xml" else "Result")
        return f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} xmlns="{self.namespace}">{inside}</{root}>\n'.encode()

    def members(self, shape, value):
        pieces = [self.member(member.serialization.get("name", name), member, value[name])
                  for name, member in shape.members.items()
                  if name in value and not member.serialization.get("xmlAttribute")]
        if self.random.random() < 0.3:
            pieces.append("<SomethingNew a='1'><Deep>x &amp; y</Deep><Deep/></SomethingNew>")
        if self.random.random() < 0.3:
            pieces.insert(0, "<!-- noted -->\n")
        return self.random.choice(["", "\n  "]).join(pieces)

    def member(self, name, shape, value):
        """One element, or as many as a flattened collection has."""
        if not shape.serialization.get("flattened") or shape.type_name not in ("list", "map"):
            return self.element(name, shape, value)
        if shape.type_name == "list":
            inner = shape.member.serialization.get("name", name)
            return "".join(self.element(inner, shape.member, item) for item in value)
        return "".join(f"<{name}>{self.entry(shape, key, item)}</{name}>" for key, item in value.items())

    def entry(self, shape, key, value):
        names = shape.key.serialization.get("name", "key"), shape.value.serialization.get("name", "value")
        return self.element(names[0], shape.key, key) + self.element(names[1], shape.value, value)

    def element(self, name, shape, value):
        return f"<{name}{self.attributes(shape, value)}>{self.content(shape, value)}</{name}>"

    def attributes(self, shape, value):
        if shape.type_name != "structure":
            return ""
        made = [(member.serialization["name"], value[name]) for name, member in shape.members.items()
                if name in value and member.serialization.get("xmlAttribute")]
        space = shape.serialization.get("xmlNamespace")
        if not made or not space:
            return ""
        return f' xmlns:{space["prefix"]}="{space["uri"]}"' + "".join(
            f' {name}="{escape(text, {chr(34): "&quot;"})}"' for name, text in made)

    def content(self, shape, value):
        kind = shape.type_name
        if kind == "structure":
            return self.members(shape, value)
        if kind == "list":
            inner = shape.member.serialization.get("name", "member")
            return "".join(self.element(inner, shape.member, item) for item in value)
        if kind == "map":
            return "".join(f"<entry>{self.entry(shape, key, item)}</entry>" for key, item in value.items())
        if kind == "timestamp" and shape.serialization.get("timestampFormat") in ("rfc822", "unixTimestamp"):
            return str(moment(shape, value))
        if kind == "timestamp":
            return value.strftime("%Y-%m-%dT%H:%M:%S") + self.random.choice(["Z", ".500Z", ".123456Z", "+00:00"])
        if kind == "boolean":
            return str(value).lower()
        return self.text(str(tree(value)))

    def text(self, text):
        if text and self.random.random() < 0.2:
            return f"<![CDATA[{text}]]>"
        return escape(text, {'"': "&quot;", "\n": "&#10;"} if self.random.random() < 0.5 else {})


def answer(operation, protocol, metadata, drawn, chance):
    payload = operation.output_shape.serialization.get("payload")
    is_blob = payload and operation.output_shape.members[payload].type_name == "blob"
    if is_blob:
        # botocore reads a blob that is the whole body as text.
        drawn = {**drawn, payload: chance.choice(TEXTS).encode()}
    writer = JSONAnswer(chance) if "json" in protocol else XMLAnswer(chance, protocol, metadata)
    body = writer.body(operation, drawn)
    told = headers(operation.output_shape, drawn)
    parser = botocore.parsers.create_parser(protocol)
    parsed = parser.parse({"status_code": 200, "headers": HTTPHeaders.from_dict(told), "body": body},
                          operation.output_shape)
    parsed.pop("ResponseMetadata", None)
    if is_blob:
        parsed[payload] = parsed[payload].encode()
    if operation.name == "GetBucketLocation":
        # botocore reads this one in a handler of its own (botocore.handlers.parse_get_bucket_location).
        parsed = {"LocationConstraint": drawn["LocationConstraint"]} if drawn.get("LocationConstraint") else {}
    return {"body": base64.b64encode(body).decode(), "headers": told, "parsed": parsed_tree(parsed)}


def main():
    seed, count = int(sys.argv[1]), int(sys.argv[2])
    loader = botocore.loaders.Loader()
    services = {}
    cases = []
    for wanted in json.load(sys.stdin):
        name, version = wanted["model"].split("/")
        if wanted["model"] not in services:
            described = (protocol_models.model(version) if name == "features"
                         else loader.load_service_model(name, "service-2", version))
            services[wanted["model"]] = botocore.model.ServiceModel(described, name)
        service = services[wanted["model"]]
        operation = service.operation_model(wanted["operation"])
        protocol = service.resolved_protocol
        for index in range(count):
            key = f"{seed}/{name}/{operation.name}/{index}"
            draw = Draw(key, whole=True)
            drawn = draw.value(operation.input_shape) if operation.input_shape else {}
            case = {"model": wanted["model"], "operation": operation.name, "index": index, "input": tree(drawn),
                    "request": request(service, operation, protocol, drawn)}
            if operation.output_shape:
                draw = Draw(key + "/answer", whole=False)
                case["answer"] = answer(
                    operation, protocol, service.metadata, draw.value(operation.output_shape), draw.random)
            cases.append(case)
    json.dump(cases, sys.stdout)


main()
