"""The error answers of the five protocols: code, shape, status and request id."""

import strict_trees as trees

# "Common Error Types" of the API references, under the names the wire carries.
JSON_COMMON = {
    "AccessDeniedException": 400, "ExpiredTokenException": 400, "IncompleteSignatureException": 400,
    "InternalFailure": 500, "InternalServerError": 500, "InvalidSignatureException": 400,
    "MissingAuthenticationTokenException": 400, "NotAuthorized": 400, "OptInRequired": 403, "RequestExpired": 400,
    "SerializationException": 400,
    "ServiceUnavailable": 503, "ThrottlingException": 400, "UnknownOperationException": 400,
    "UnrecognizedClientException": 400, "ValidationException": 400,
}  # fmt: skip
# REST services answer authentication and authorisation failures with 403.
REST_STATUS = {
    "AccessDeniedException": 403, "ExpiredTokenException": 403, "IncompleteSignatureException": 403,
    "InvalidSignatureException": 403, "MissingAuthenticationTokenException": 403, "UnrecognizedClientException": 403,
    "ThrottlingException": 429, "UnknownOperationException": 404,
}  # fmt: skip
QUERY_COMMON = {
    "AccessDenied": 403, "ExpiredToken": 403, "IncompleteSignature": 403, "InternalFailure": 500, "InvalidAction": 400,
    "InvalidClientTokenId": 403, "InvalidParameterCombination": 400, "InvalidParameterValue": 400,
    "InvalidQueryParameter": 400, "MalformedQueryString": 400, "MissingAction": 400, "MissingAuthenticationToken": 403,
    "MissingParameter": 400, "OptInRequired": 403, "RequestExpired": 400, "ServiceUnavailable": 503,
    "SignatureDoesNotMatch": 403, "Throttling": 400, "ValidationError": 400,
}  # fmt: skip
# Amazon EC2 API Reference, "Error codes for the Amazon EC2 API".
EC2_COMMON = {
    "AuthFailure": 401, "Blocked": 400, "ConcurrentSnapshotLimitExceeded": 400, "DryRunOperation": 412,
    "IncorrectModificationState": 400, "IncorrectState": 400, "InternalError": 500, "InvalidAMIID.Malformed": 400,
    "InvalidAMIID.NotFound": 400, "InvalidAction": 400, "InvalidFilter": 400,
    "InvalidID": 400, "InvalidInstanceID.Malformed": 400, "InvalidInstanceID.NotFound": 400, "InvalidNextToken": 400,
    "InvalidParameter": 400, "InvalidParameterCombination": 400, "InvalidParameterValue": 400,
    "InvalidSnapshot.InUse": 400, "InvalidSnapshot.NotFound": 400, "InvalidSnapshotID.Malformed": 400,
    "InvalidVolume.NotFound": 400, "InvalidVolumeID.Malformed": 400, "InvalidVolumeModification.NotFound": 400,
    "MissingParameter": 400, "OperationNotPermitted": 400, "RequestExpired": 400, "RequestLimitExceeded": 503,
    "ResourceLimitExceeded": 400, "TagLimitExceeded": 400, "UnauthorizedOperation": 403, "UnknownParameter": 400,
    "UnsupportedOperation": 400, "VolumeModificationRateExceeded": 400,
}  # fmt: skip
# Amazon S3 API Reference, "Error responses".
S3_COMMON = {
    "AccessDenied": 403, "AuthorizationHeaderMalformed": 400, "AuthorizationQueryParametersError": 400,
    "BadDigest": 400, "ExpiredToken": 400, "IllegalVersioningConfigurationException": 400, "InternalError": 500,
    "InvalidAccessKeyId": 403, "InvalidArgument": 400, "InvalidBucketName": 400, "InvalidBucketState": 409,
    "InvalidRequest": 400, "InvalidTag": 400, "InvalidToken": 400, "MalformedXML": 400, "MethodNotAllowed": 405,
    "NoSuchBucket": 404, "NoSuchBucketPolicy": 404, "NoSuchConfiguration": 404, "NoSuchLifecycleConfiguration": 404,
    "NoSuchPublicAccessBlockConfiguration": 404, "NoSuchTagSet": 404, "NotImplemented": 501,
    "ObjectLockConfigurationNotFoundError": 404, "PermanentRedirect": 301,
    "ReplicationConfigurationNotFoundError": 404, "RequestTimeTooSkewed": 403, "SignatureDoesNotMatch": 403,
    "SlowDown": 503, "TemporaryRedirect": 307, "TooManyConfigurations": 400,
}  # fmt: skip


def wire_code(shape):
    """The code of an error shape as the wire carries it."""
    return shape.metadata.get("error", {}).get("code", shape.name)


def modelled_errors(operation):
    """The error shapes of an operation by wire code, those of its whole service beside them."""
    known = {wire_code(shape): shape for shape in operation.service_model.error_shapes}
    known.update({wire_code(shape): shape for shape in operation.error_shapes})
    return known


def code_problems(operation, code, status, common):
    """Yields what is wrong with an error's code and the status it came with."""
    own = {wire_code(shape): shape for shape in operation.error_shapes}
    shape = own.get(code)
    if shape is not None:
        wanted = shape.metadata.get("error", {}).get("httpStatusCode")
        if wanted is None and "ValidationException" in common:  # the JSON services' default, fault or not
            wanted = 500 if shape.metadata.get("fault") else 400
    elif code in common:
        wanted = common[code]
    else:
        yield "$", f"error code: {code!r} is neither one of {operation.name} nor common"
        return
    if wanted is not None and status != wanted:
        yield "$", f"error status: {status} where {code} goes with {wanted}"


def json_error_problems(operation, status, headers, body, is_rest):
    """Yields the problems of an error in a json or rest-json service."""
    if not isinstance(body, dict):
        yield "$", "type: an error's body is an object"
        return
    header = headers.get("x-amzn-errortype")
    if is_rest and not header:
        yield "$", "error shape: x-amzn-errortype is missing"
    if not is_rest and "__type" not in body:
        yield "$", "error shape: __type is missing"
    code = header.split(":")[0] if is_rest and header else str(body.get("__type", ""))
    if "#" in code:
        code = code.split("#")[1]
    if header and "__type" in body and body["__type"].split("#")[-1] != code:
        yield "$.__type", f"error shape: {body['__type']} where the header says {code}"
    common = dict(JSON_COMMON, **REST_STATUS) if is_rest else JSON_COMMON
    # A service that once spoke the query protocol goes on telling its old code, in a header beside the new one.
    old = headers.get("x-amzn-query-error")
    if old is not None:
        new, common = code, QUERY_COMMON
        code, _, fault = old.partition(";")
        if "awsQueryCompatible" not in operation.service_model.metadata:
            yield "$", f"error shape: {old} of a service that never spoke the query protocol"
        if fault != ("Sender" if status < 500 else "Receiver"):
            yield "$", f"error shape: {old} does not say whose fault a {status} is"
        if code != new and getattr(modelled_errors(operation).get(code), "name", new) != new:
            yield "$.__type", f"error shape: {new} where the header says {code}"
    yield from code_problems(operation, code, status, common)
    shape = modelled_errors(operation).get(code)
    members = {name: value for name, value in body.items() if name != "__type"}
    if shape is not None and shape.members:
        # AWS's JSON front end writes `message` or `Message` whichever the model says; anything else is a member.
        yield from trees.json_problems(shape, members, "$")
    else:
        for name, value in members.items():
            if name.lower() != "message":
                yield f"$.{name}", f"unknown: an error of code {code} has no member {name}"
            elif not isinstance(value, str):
                yield f"$.{name}", "type: a message is text"
    if not any(name.lower() == "message" for name in members):
        yield "$", "error shape: no message"


def query_error_problems(operation, status, root, walk, is_ec2, request_id):
    """Yields the problems of an error in a query or ec2 service."""
    wanted_root = "Response" if is_ec2 else "ErrorResponse"
    if walk.local_name(root) != wanted_root:
        yield "$", f"error shape: root {walk.local_name(root)} where {wanted_root} is expected"
        return
    children = {walk.local_name(child): child for child in root}
    identifier = "RequestID" if is_ec2 else "RequestId"
    wanted = {"Errors", identifier} if is_ec2 else {"Error", identifier}
    if set(children) != wanted:
        yield "$", f"error shape: {sorted(children)} where {sorted(wanted)} are expected"
        return
    if (children[identifier].text or "") != request_id:
        yield f"$.{identifier}", "request id: body and header differ"
    error = children["Errors"][0] if is_ec2 and len(children["Errors"]) else children.get("Error")
    if error is None:
        yield "$.Errors", "error shape: empty"
        return
    fields = {walk.local_name(child): child.text or "" for child in error}
    allowed = {"Code", "Message"} | (set() if is_ec2 else {"Type"})
    for name in sorted(set(fields) - allowed):
        yield f"$.Error.{name}", f"unknown: an error has no member {name}"
    for name in sorted(allowed - set(fields)):
        yield f"$.Error.{name}", f"required: an error needs {name}"
    if not is_ec2 and fields.get("Type") not in ("Sender", "Receiver"):
        yield "$.Error.Type", f"enum: {fields.get('Type')!r} is neither Sender nor Receiver"
    yield from code_problems(operation, fields.get("Code", ""), status, EC2_COMMON if is_ec2 else QUERY_COMMON)


def s3_error_problems(operation, status, root, request_id):
    """Yields the problems of an error body of Amazon S3."""
    if root.tag != "Error":
        yield "$", f"error shape: root {root.tag} where Error without a namespace is expected"
        return
    fields = {child.tag: child.text or "" for child in root}
    for name in ("Code", "Message", "RequestId", "HostId"):
        if name not in fields:
            yield f"$.{name}", f"required: an error needs {name}"
    if fields.get("RequestId") != request_id:
        yield "$.RequestId", "request id: body and header differ"
    yield from code_problems(operation, fields.get("Code", ""), status, S3_COMMON)
