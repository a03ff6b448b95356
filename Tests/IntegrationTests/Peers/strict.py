"""A strict judge of an AWS endpoint's answers, for botocore clients.

botocore accepts nearly anything. `StrictChecker` hooks the event before botocore parses an answer and compares the raw
body with the service model: members the model does not have, wrong types, nulls, enum values, patterns, lengths,
required members, timestamp formats, XML names and wrappers, content types, error shapes and request ids.
"""

import binascii
import json
import re
import xml.etree.ElementTree as ElementTree
from collections import namedtuple

import strict_errors as errors
import strict_scalars as scalars
import strict_trees as trees

Deviation = namedtuple("Deviation", "service operation status path problem")

UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
DYNAMODB_ID = re.compile(r"[0-9A-Z]{52}")
S3_ID = re.compile(r"[0-9A-Z]{16}")

S3_NAMESPACE = "http://s3.amazonaws.com/doc/2006-03-01/"
# Amazon S3 API Reference, "Response Syntax" of each operation: the model has no name for these roots.
S3_ROOTS = {
    "GetBucketEncryption": "ServerSideEncryptionConfiguration",
    "GetBucketIntelligentTieringConfiguration": "IntelligentTieringConfiguration",
    "GetBucketLifecycleConfiguration": "LifecycleConfiguration",
    "GetBucketNotificationConfiguration": "NotificationConfiguration",
    "GetBucketReplication": "ReplicationConfiguration",
    "GetBucketTagging": "Tagging",
    "GetBucketVersioning": "VersioningConfiguration",
    "GetObjectLockConfiguration": "ObjectLockConfiguration",
    "GetPublicAccessBlock": "PublicAccessBlockConfiguration",
    "ListBucketIntelligentTieringConfigurations": "ListBucketIntelligentTieringConfigurationsOutput",
    "ListBuckets": "ListAllMyBucketsResult",
}


class DuplicateMember(ValueError):
    """A JSON object in which a name occurs twice."""


def _unique(pairs):
    names = [name for name, _ in pairs]
    if len(names) != len(set(names)):
        raise DuplicateMember(f"a member occurs twice among {names}")
    return dict(pairs)


def _no_constant(text):
    raise ValueError(f"{text} is no JSON")


# What AWS answers against its own model, by member, as its API references show it: "DescribeTable" of DynamoDB counts no
# decreases today as 0, and "BatchGetResourceConfig" of AWS Config lists no unprocessed keys as an empty list.
AWS_ITSELF = {
    ("NumberOfDecreasesToday", "min: 0 is below 1"),
    ("unprocessedResourceKeys", "min: length 0 is below 1"),
}


class StrictChecker:
    """Collects every deviation of the answers that clients of the attached sessions receive."""

    def __init__(self):
        self.deviations = []
        self.checked = 0

    def attach(self, session):
        """Listens to a botocore session; clients made from it afterwards are judged."""
        session.get_component("event_emitter").register_last("before-parse", self._before_parse)

    def _before_parse(self, operation_model, response_dict, **_):
        self.check(
            operation_model, response_dict["status_code"], dict(response_dict["headers"]), response_dict["body"]
        )

    def check(self, operation, status, headers, body):
        """Judges one answer; `body` is what came over the wire, before any parsing."""
        self.checked += 1
        headers = {name.lower(): value for name, value in headers.items()}
        service = operation.service_model.service_name
        try:
            found = list(response_problems(operation, status, headers, body))
        except Exception as error:  # a body the checker cannot walk is a deviation, never a pass
            found = [("$", f"checker: {type(error).__name__}: {error}")]
        self.deviations += [
            Deviation(service, operation.name, status, path, text) for path, text in found
            if (path.rpartition(".")[2], text) not in AWS_ITSELF
        ]


def response_problems(operation, status, headers, body):
    """Yields (path, problem) for one answer of any protocol."""
    protocol = operation.service_model.resolved_protocol
    length = headers.get("content-length")
    if length is not None and operation.http.get("method") != "HEAD" and int(length) != len(body):
        yield "$", f"length: Content-Length says {length}, the body has {len(body)} bytes"
    if "date" not in headers:
        yield "$", "header: Date is missing"
    else:
        yield from (("$", text) for text in scalars.text_timestamp_problems(headers["date"], "rfc822"))
    if protocol in ("json", "rest-json"):
        yield from _json_response(operation, status, headers, body, protocol == "rest-json")
    elif protocol in ("query", "ec2"):
        yield from _query_response(operation, status, headers, body, protocol == "ec2")
    elif protocol == "rest-xml":
        yield from _s3_response(operation, status, headers, body)
    else:
        yield "$", f"protocol: the checker does not know {protocol}"
    if status < 300 and operation.output_shape is not None:
        yield from _header_members(operation.output_shape, headers)


def _header_members(shape, headers):
    required = set(shape.metadata.get("required", ()))
    for name, member in shape.members.items():
        if member.serialization.get("location") != "header":
            continue
        wire = member.serialization.get("name", name).lower()
        if wire in headers:
            problems = scalars.text_scalar_problems(member, headers[wire], "rfc822")
            yield from ((f"header.{wire}", text) for text in problems)
        elif name in required:
            yield f"header.{wire}", f"required: {shape.name} needs {name}"


def _request_id_problems(headers, name, *patterns):
    identifier = headers.get(name)
    if identifier is None:
        yield "$", f"request id: {name} is missing"
    elif not any(pattern.fullmatch(identifier) for pattern in patterns):
        yield "$", f"request id: {identifier!r} is none"


def _json_response(operation, status, headers, body, is_rest):
    yield from _request_id_problems(headers, "x-amzn-requestid", UUID, DYNAMODB_ID)
    service = operation.service_model
    if service.service_name == "dynamodb":
        if headers.get("x-amz-crc32") != str(binascii.crc32(body) & 0xFFFFFFFF):
            yield "$", "crc32: x-amz-crc32 is missing or is not the body's"
    is_error = status >= 300
    shape = operation.output_shape
    if not body and not is_error and (shape is None or not trees.body_members(shape)):
        return
    version = service.metadata.get("jsonVersion", "1.1")
    wanted = "application/json" if is_rest else f"application/x-amz-json-{version}"
    if headers.get("content-type") != wanted:
        yield "$", f"content type: {headers.get('content-type')!r} where {wanted} is expected"
    try:
        value = json.loads(body.decode("utf-8"), object_pairs_hook=_unique, parse_constant=_no_constant)
    except ValueError as error:
        yield "$", f"json: {error}"
        return
    if is_error:
        yield from errors.json_error_problems(operation, status, headers, value, is_rest)
    elif shape is None:
        if value != {}:
            yield "$", f"unknown: {operation.name} answers nothing"
    elif "payload" in shape.serialization:
        yield from trees.json_problems(shape.members[shape.serialization["payload"]], value, "$")
    else:
        yield from trees.json_problems(shape, value, "$")


def _xml_root(body):
    if b"<!DOCTYPE" in body or b"<!ENTITY" in body:
        raise ElementTree.ParseError("a document type is not part of any answer")
    return ElementTree.fromstring(body)


def _query_response(operation, status, headers, body, is_ec2):
    yield from _request_id_problems(headers, "x-amzn-requestid", UUID)
    request_id = headers.get("x-amzn-requestid")
    wanted = "text/xml;charset=UTF-8" if is_ec2 else "text/xml"
    if headers.get("content-type") != wanted:
        yield "$", f"content type: {headers.get('content-type')!r} where {wanted} is expected"
    try:
        root = _xml_root(body)
    except ElementTree.ParseError as error:
        yield "$", f"xml: {error}"
        return
    namespace = operation.service_model.metadata["xmlNamespace"]
    if is_ec2:
        namespace = namespace.rstrip("/") + "/"
    if status >= 300:
        walk = trees.XMLWalk(None if is_ec2 else namespace)
        yield from errors.query_error_problems(operation, status, root, walk, is_ec2, request_id)
        return
    walk = trees.XMLWalk(namespace)
    if walk.local_name(root) != f"{operation.name}Response":
        yield "$", f"root: {root.tag} where {operation.name}Response in {namespace} is expected"
        return
    if is_ec2:
        yield from _ec2_body(operation, root, walk, request_id)
    else:
        yield from _query_body(operation, root, walk, request_id)


def _ec2_body(operation, root, walk, request_id):
    identifiers = [child.text for child in root if walk.local_name(child) == "requestId"]
    if identifiers != [request_id]:
        yield "$.requestId", f"request id: {identifiers} where the header says {request_id}"
    if operation.output_shape is not None:
        yield from walk.structure(operation.output_shape, root, "$", ignored=("requestId",))
        return
    # Operations that the model gives no output answer <return>true</return> beside the request id.
    rest = [(walk.local_name(child), child.text) for child in root if walk.local_name(child) != "requestId"]
    if rest != [("return", "true")]:
        yield "$", f"unknown: {rest} where only <return>true</return> is expected"


def _query_body(operation, root, walk, request_id):
    children = [(walk.local_name(child), child) for child in root]
    metadata = [child for name, child in children if name == "ResponseMetadata"]
    found = [(walk.local_name(child), child.text) for element in metadata for child in element]
    if found != [("RequestId", request_id)]:
        yield "$.ResponseMetadata", f"request id: {found} where RequestId {request_id} is expected"
    shape = operation.output_shape
    wrapper = shape.serialization.get("resultWrapper") if shape is not None else None
    others = [name for name, _ in children if name != "ResponseMetadata"]
    if wrapper is None:
        if others:
            yield "$", f"unknown: {others} where {operation.name} answers nothing"
    elif others != [wrapper]:
        yield "$", f"wrapper: {others} where {wrapper} is expected"
    else:
        yield from walk.structure(shape, dict(children)[wrapper], "$")


def _s3_response(operation, status, headers, body):
    yield from _request_id_problems(headers, "x-amz-request-id", S3_ID)
    if not headers.get("x-amz-id-2"):
        yield "$", "request id: x-amz-id-2 is missing"
    if operation.http.get("method") == "HEAD":
        if body:
            yield "$", "body: an answer to HEAD has none"
        return
    if not body:
        shape = operation.output_shape
        if status >= 300 or (shape is not None and trees.body_members(shape)):
            yield "$", "body: empty"
        return
    if operation.name == "GetBucketPolicy" and status < 300:
        yield from _bucket_policy(headers, body)
        return
    if headers.get("content-type") != "application/xml":
        yield "$", f"content type: {headers.get('content-type')!r} where application/xml is expected"
    try:
        root = _xml_root(body)
    except ElementTree.ParseError as error:
        yield "$", f"xml: {error}"
        return
    if status >= 300:
        yield from errors.s3_error_problems(operation, status, root, headers.get("x-amz-request-id"))
        return
    walk = trees.XMLWalk(S3_NAMESPACE)
    if operation.name == "GetBucketLocation":
        yield from _bucket_location(operation, root, walk)
    elif walk.local_name(root) != S3_ROOTS.get(operation.name):
        yield "$", f"root: {root.tag} where {S3_ROOTS.get(operation.name)} in {S3_NAMESPACE} is expected"
    else:
        payload = operation.output_shape.serialization.get("payload")
        shape = operation.output_shape.members[payload] if payload else operation.output_shape
        yield from walk.structure(shape, root, "$")


def _bucket_policy(headers, body):
    if headers.get("content-type") != "application/json":
        yield "$", f"content type: {headers.get('content-type')!r} where application/json is expected"
    try:
        policy = json.loads(body.decode("utf-8"), object_pairs_hook=_unique, parse_constant=_no_constant)
    except ValueError as error:
        yield "$", f"json: {error}"
        return
    if not isinstance(policy, dict) or "Statement" not in policy:
        yield "$", "policy: a bucket policy is an object with statements"


def _bucket_location(operation, root, walk):
    if walk.local_name(root) != "LocationConstraint":
        yield "$", f"root: {root.tag} where LocationConstraint in {S3_NAMESPACE} is expected"
    elif root.text:  # a bucket in us-east-1 has an empty constraint
        yield from walk.value(operation.output_shape.members["LocationConstraint"], root, "$")
