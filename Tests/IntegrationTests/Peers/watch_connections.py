"""Tells what a plain HTTP client sees of answers whose connection ends by script.

Prints a JSON object: by kind of fault and method, the status, the bytes of the body that came, those that were
promised, and the exception.
"""
import http.client
import json
import os
import urllib.parse

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.session import get_session


def watch(endpoint, method, service, path):
    """One signed request, read to its end or to the end of its connection."""
    request = AWSRequest(method, endpoint + path)
    SigV4Auth(get_session().get_credentials(), service, "us-east-1").add_auth(request)
    connection = http.client.HTTPConnection(urllib.parse.urlsplit(endpoint).netloc, timeout=20)
    seen = {"status": None, "promised": None, "came": 0, "error": None}
    try:
        connection.request(method, path, headers=dict(request.headers))
        answer = connection.getresponse()
        seen.update(status=answer.status, promised=int(answer.headers["Content-Length"]))
        while answer.read(1):
            seen["came"] += 1
    except Exception as error:  # pylint: disable=broad-except
        seen["error"] = type(error).__name__
    finally:
        connection.close()
    return seen


def install(endpoint, script):
    """Puts a fault script in."""
    connection = http.client.HTTPConnection(urllib.parse.urlsplit(endpoint).netloc, timeout=20)
    connection.request("POST", "/_simulator/faults", body=script.encode())
    assert connection.getresponse().status == 200
    connection.close()


def main():
    endpoint = os.environ["AWS_ENDPOINT_URL"].rstrip("/")
    seen = {}
    for kind in ("none", "closed", "reset"):
        install(endpoint, "faults: []" if kind == "none" else f"faults: [{{kind: {kind}}}]")
        for method, service, path in (("GET", "backup", "/backup-vaults/"), ("HEAD", "s3", "/absent-bucket")):
            seen[f"{kind} {method}"] = watch(endpoint, method, service, path)
    print(json.dumps(seen))


main()
