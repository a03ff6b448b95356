"""Signs the requests given on standard input, a JSON object a line, with botocore, and prints what it adds."""

import datetime
import json
import sys

import botocore.auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

for line in sys.stdin:
    case = json.loads(line)
    moment = datetime.datetime.fromtimestamp(case["seconds"], datetime.timezone.utc)
    botocore.auth.get_current_datetime = lambda moment=moment: moment
    request = AWSRequest(method=case["method"], url=case["url"], data=bytes.fromhex(case["body"]))
    for name, value in case["headers"]:
        request.headers[name] = value
    credentials = Credentials(case["key"], case["secret"], case.get("token"))
    scope = credentials, case["service"], case["region"]
    is_s3 = case["service"] == "s3"
    if "expires" in case:
        kind = botocore.auth.S3SigV4QueryAuth if is_s3 else botocore.auth.SigV4QueryAuth
        signer = kind(*scope, expires=case["expires"])
    else:
        signer = (botocore.auth.S3SigV4Auth if is_s3 else botocore.auth.SigV4Auth)(*scope)
    signer.add_auth(request)
    print(json.dumps({
        "url": request.url,
        "authorization": request.headers.get("Authorization"),
        "payload": request.headers.get("X-Amz-Content-SHA256"),
        "canonical": signer.canonical_request(request),
    }))
