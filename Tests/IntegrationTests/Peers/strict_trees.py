"""Walks a JSON or XML body beside a botocore shape and yields (path, problem) for every difference."""

import strict_scalars as scalars

KNOWN_LOCATIONS = ("header", "headers", "statusCode", "uri", "querystring")


def body_members(shape):
    """The members of a structure that stand in the body, by their wire name."""
    return {
        member.serialization.get("name", name): (name, member)
        for name, member in shape.members.items()
        if member.serialization.get("location") not in KNOWN_LOCATIONS
    }


def required_wire_names(shape):
    """The wire names of the required members that stand in the body."""
    required = set(shape.metadata.get("required", ()))
    return {wire for wire, (name, _) in body_members(shape).items() if name in required}


def json_problems(shape, value, path, timestamp_format="unixTimestamp"):
    """Yields the problems of one JSON value."""
    kind = shape.type_name
    if value is None:
        yield path, "null: AWS leaves an absent member out"
    elif kind == "structure":
        yield from _json_structure(shape, value, path, timestamp_format)
    elif kind == "list":
        if not isinstance(value, list):
            yield path, f"type: {type(value).__name__} where a list is expected"
            return
        yield from ((path, text) for text in scalars.length_problems(shape, len(value)))
        for index, item in enumerate(value):
            yield from json_problems(shape.member, item, f"{path}[{index}]", timestamp_format)
    elif kind == "map":
        if not isinstance(value, dict):
            yield path, f"type: {type(value).__name__} where a map is expected"
            return
        yield from ((path, text) for text in scalars.length_problems(shape, len(value)))
        for key, item in value.items():
            yield from json_problems(shape.key, key, f"{path}.key({key})", timestamp_format)
            yield from json_problems(shape.value, item, f"{path}.{key}", timestamp_format)
    else:
        yield from ((path, text) for text in scalars.json_scalar_problems(shape, value, timestamp_format))


def _json_structure(shape, value, path, timestamp_format):
    if shape.is_document_type:
        return
    if not isinstance(value, dict):
        yield path, f"type: {type(value).__name__} where a structure is expected"
        return
    members = body_members(shape)
    for name, item in value.items():
        if name in members:
            yield from json_problems(members[name][1], item, f"{path}.{name}", timestamp_format)
        else:
            yield f"{path}.{name}", f"unknown: {shape.name} has no member {name}"
    if shape.is_tagged_union and len(value) != 1:
        yield path, f"union: {len(value)} members set where exactly one is expected"
    for name in sorted(required_wire_names(shape) - set(value)):
        yield f"{path}.{name}", f"required: {shape.name} needs {name}"


class XMLWalk:
    """The XML rules of one protocol: its default timestamp format and its namespace."""

    def __init__(self, namespace, flattened_allowed=True):
        self.namespace = namespace
        self.flattened_allowed = flattened_allowed

    def local_name(self, element):
        """The name of an element without its namespace, or the full name when the namespace is wrong."""
        tag = element.tag
        if self.namespace and tag.startswith("{" + self.namespace + "}"):
            return tag[len(self.namespace) + 2 :]
        return tag

    def structure(self, shape, element, path, ignored=()):
        """Yields the problems of an element that holds the members of a structure."""
        yield from self._no_text(element, path)
        members = body_members(shape)
        attributes = {
            wire.split(":")[-1] for wire, (_, member) in members.items() if member.serialization.get("xmlAttribute")
        }
        for attribute in element.attrib:
            if attribute.split("}")[-1] not in attributes:
                yield path, f"unknown: attribute {attribute}"
        elements = self._by_wire_name(members)
        seen = {}
        for child in element:
            name = self.local_name(child)
            if name in ignored:
                continue
            seen.setdefault(name, []).append(child)
        for name, children in seen.items():
            if name not in elements:
                yield f"{path}.{name}", f"unknown: {shape.name} has no member {name}"
                continue
            yield from self._member(elements[name][1], children, f"{path}.{name}")
        required = set(shape.metadata.get("required", ()))
        for wire, (name, member) in elements.items():
            if name in required and wire not in seen:
                yield f"{path}.{wire}", f"required: {shape.name} needs {wire}"

    def _by_wire_name(self, members):
        elements = {}
        for wire, (name, member) in members.items():
            if member.serialization.get("xmlAttribute"):
                continue
            if member.type_name == "list" and member.serialization.get("flattened"):
                wire = member.member.serialization.get("name", wire)
            elements[wire] = (name, member)
        return elements

    def _member(self, shape, children, path):
        if shape.type_name in ("list", "map") and shape.serialization.get("flattened"):
            yield from ((path, text) for text in scalars.length_problems(shape, len(children)))
            for index, child in enumerate(children):
                if shape.type_name == "list":
                    yield from self.value(shape.member, child, f"{path}[{index}]")
                else:
                    yield from self._entry(shape, child, f"{path}[{index}]")
            return
        if len(children) > 1:
            yield path, f"repeated: {len(children)} elements where one is expected"
        yield from self.value(shape, children[0], path)

    def value(self, shape, element, path):
        """Yields the problems of one element of that shape."""
        kind = shape.type_name
        if kind == "structure":
            yield from self.structure(shape, element, path)
        elif kind == "list":
            yield from self._no_text(element, path)
            wanted = shape.member.serialization.get("name", "member")
            yield from ((path, text) for text in scalars.length_problems(shape, len(element)))
            for index, child in enumerate(element):
                if self.local_name(child) != wanted:
                    yield f"{path}[{index}]", f"list name: {self.local_name(child)} where {wanted} is expected"
                else:
                    yield from self.value(shape.member, child, f"{path}[{index}]")
        elif kind == "map":
            yield from self._no_text(element, path)
            for index, child in enumerate(element):
                if self.local_name(child) != "entry":
                    yield f"{path}[{index}]", f"list name: {self.local_name(child)} where entry is expected"
                else:
                    yield from self._entry(shape, child, f"{path}[{index}]")
        else:
            if len(element):
                yield path, f"type: {kind} holds child elements"
                return
            text = element.text or ""
            yield from ((path, text) for text in scalars.text_scalar_problems(shape, text, "iso8601"))

    def _entry(self, shape, element, path):
        names = [shape.key.serialization.get("name", "key"), shape.value.serialization.get("name", "value")]
        found = [self.local_name(child) for child in element]
        if found != names:
            yield path, f"map entry: {found} where {names} are expected"
            return
        yield from self.value(shape.key, element[0], f"{path}.key")
        yield from self.value(shape.value, element[1], f"{path}.value")

    def _no_text(self, element, path):
        texts = [element.text] + [child.tail for child in element]
        stray = "".join(text.strip() for text in texts if text)
        if stray:
            yield path, f"type: text {stray[:40]!r} where only elements are expected"
