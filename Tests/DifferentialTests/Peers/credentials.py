"""Says, for layouts of files and variables, which access key id botocore's own chain ends with.

Standard input holds a JSON list of {"name", "environment", "files", "profile"}; the paths of the files are relative to a
home folder of the layout's own. Nothing is sent: every request is answered here, by the rule that the access key id
tells who was asked for what in whose name (the Swift side has the same rule).
"""

import json
import os
import re
import sys
import tempfile
from urllib.parse import parse_qs, urlsplit

import botocore.awsrequest
import botocore.httpsession
import botocore.session

END = "2099-01-01T00:00:00Z"


def session(operation, key):
    return (f"<{operation}Response><{operation}Result><Credentials><AccessKeyId>{key}</AccessKeyId>"
            f"<SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken><Expiration>{END}</Expiration>"
            f"</Credentials></{operation}Result></{operation}Response>")


def metadata(key):
    return json.dumps({"Code": "Success", "AccessKeyId": key, "SecretAccessKey": "s", "Token": "t", "Expiration": END})


def text(value):
    return value.decode() if isinstance(value, bytes) else value or ""


def answer(request):
    url = urlsplit(request.url)
    headers = {name.lower(): text(value) for name, value in request.headers.items()}
    host, body = url.netloc, text(request.body)
    if host.startswith("sts."):
        form = {name: values[0] for name, values in parse_qs(body).items()}
        role = form["RoleArn"].rsplit("/", 1)[-1]
        if form["Action"] == "AssumeRole":
            signer = re.search(r"Credential=([^/]*)/", headers["authorization"]).group(1)
            return session("AssumeRole", f"{role}.BY.{signer}.IN.{host}")
        return session("AssumeRoleWithWebIdentity", f"{role}.FOR.{form['WebIdentityToken']}.IN.{host}")
    if host.startswith("portal.sso."):
        asked = parse_qs(url.query)
        key = f"{asked['role_name'][0]}.IN.{asked['account_id'][0]}.FOR.{headers['x-amz-sso_bearer_token']}"
        return json.dumps({"roleCredentials": {"accessKeyId": key, "secretAccessKey": "s", "sessionToken": "t",
                                               "expiration": 4070908800000}})
    if host.startswith("oidc."):
        return json.dumps({"accessToken": "RENEWED-" + json.loads(body)["refreshToken"], "expiresIn": 28800,
                           "tokenType": "Bearer"})
    if host == "169.254.169.254":
        if request.method == "PUT":
            return "IMDS"
        return metadata("INSTANCE") if url.path.rstrip("/").endswith("web") else "web"
    return metadata(f"CONTAINER.{url.path.strip('/')}.{headers.get('authorization', 'none')}")


class Raw:
    def __init__(self, data):
        self.data = data

    def stream(self, *_, **__):
        yield self.data

    def read(self, *_, **__):
        data, self.data = self.data, b""
        return data


def send(self, request):
    body = answer(request).encode()
    kind = "application/json" if body[:1] == b"{" else "text/xml"
    return botocore.awsrequest.AWSResponse(request.url, 200, {"content-type": kind}, Raw(body))


botocore.httpsession.URLLib3Session.send = send

real = dict(os.environ)
results = []
for layout in json.load(sys.stdin):
    with tempfile.TemporaryDirectory() as home:
        for path, content in layout["files"].items():
            os.makedirs(os.path.dirname(os.path.join(home, path)), exist_ok=True)
            with open(os.path.join(home, path), "w") as file:
                file.write(content)
        os.environ.clear()
        os.environ.update({"PATH": real["PATH"], "HOME": home})
        os.environ.update({name: value.replace("$HOME", home) for name, value in layout["environment"].items()})
        # These folders are class attributes, found out when the module was imported.
        cache = os.path.join(home, ".aws/sso/cache")
        import botocore.credentials
        import botocore.tokens
        import botocore.utils
        botocore.credentials.SSOProvider._SSO_TOKEN_CACHE_DIR = cache
        botocore.tokens.SSOTokenProvider._SSO_TOKEN_CACHE_DIR = cache
        try:
            found = botocore.session.Session(profile=layout.get("profile")).get_credentials()
            key = found.get_frozen_credentials().access_key if found else None
            results.append({"key": key})
        except Exception as error:
            results.append({"error": f"{type(error).__name__}: {error}"})
json.dump(results, sys.stdout)
