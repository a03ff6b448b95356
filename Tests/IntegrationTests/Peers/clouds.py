"""The clouds that are asked the same: a simulated account, and the servers of MiniStack and moto."""

import json
import os
import re
import socket
import subprocess
import time
import urllib.error
import urllib.request

import botocore.config
import botocore.exceptions
import botocore.parsers
import botocore.session

REGION = "us-east-1"
# How servers say that they do not have an operation: by these words, or by a page instead of an error.
LACKING = re.compile("not.*implemented|Unsupported service|No route for|[Uu]nknown operation|not supported|"
                     "is not valid for this web service|InvalidAction|UnknownOperation")


class Cloud:
    """One account in one Region, the trace of what it was asked, and the words its own ids are compared by."""

    def __init__(self, name, endpoint, credentials, management=None):
        self.name, self.endpoint = name, endpoint
        self.management = management or self
        self.trace = {}
        self.lacking = set()
        self.words = {}
        self._credentials = credentials
        self._session = botocore.session.Session()
        self._clients = {}

    def client(self, service):
        """A client that sends whatever it is given and never asks twice."""
        if service == "organizations" and self.management is not self:
            return self.management.client(service)
        if service not in self._clients:
            config = botocore.config.Config(
                retries={"total_max_attempts": 1}, parameter_validation=False, s3={"addressing_style": "path"},
                connect_timeout=5, read_timeout=30)
            key, secret, token = self._credentials
            self._clients[service] = self._session.create_client(
                service, region_name=REGION, endpoint_url=self.endpoint, config=config, aws_access_key_id=key,
                aws_secret_access_key=secret, aws_session_token=token)
        return self._clients[service]

    def ask(self, service, operation, **parameters):
        """Makes one call outside the comparison; gives the answer, or nothing and the code of the refusal."""
        try:
            answer = self.client(service)._make_api_call(operation, parameters)
        except botocore.exceptions.ClientError as error:
            code = error.response["Error"].get("Code", "")
            words = f"{code} {error.response['Error'].get('Message', '')}"
            status = error.response["ResponseMetadata"]["HTTPStatusCode"]
            is_lacking = status == 501 or LACKING.search(words) or code in ("400", "404", "500") and service != "s3"
            return None, "lacking" if is_lacking else code
        except botocore.parsers.ResponseParserError:
            return None, "lacking"
        except botocore.exceptions.BotoCoreError as error:
            return None, f"{type(error).__name__}"
        answer.pop("ResponseMetadata", None)
        return answer, None

    def step(self, name, service, operation, pick=None, **parameters):
        """Makes one call and keeps what came of it under a name that all clouds share; gives the answer or nothing.

        `pick` leaves of an answer what can be compared: a cloud that was there before has more than one just started.
        """
        answer, code = self.ask(service, operation, **parameters)
        if code == "lacking":
            self.lacking.add(f"{service}.{operation}")
        kept = pick(answer) if answer is not None and pick else answer
        self.trace[f"{service}.{operation}: {name}"] = {"error": code} if code else {"answer": kept}
        return answer

    def has(self, operation):
        """Whether nothing has been said yet of the operation's being unknown here."""
        return operation not in self.lacking

    def call(self, value, word):
        """From now on the value is compared as that word, wherever it stands."""
        if value:
            self.words[str(value)] = f"<{word}>"
        return value

    def normal(self, value):
        """The value with everything that is this cloud's own replaced by words."""
        if isinstance(value, dict):
            return {self.text(str(key)): self.normal(item) for key, item in value.items()}
        if isinstance(value, list):
            items = [self.normal(item) for item in value]
            return sorted(items, key=lambda item: json.dumps(item, sort_keys=True, default=str))
        if hasattr(value, "isoformat"):
            return "<instant>"
        if isinstance(value, bytes):
            return self.text(value.decode(errors="replace"))
        return self.text(value) if isinstance(value, str) else value

    def text(self, text):
        for value, word in sorted(self.words.items(), key=lambda pair: -len(pair[0])):
            text = text.replace(value, word)
        text = re.sub(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "<uuid>", text, flags=re.I)
        text = re.sub(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[.\d]*(Z|\+00:00)", "<instant>", text)
        return re.sub(r"\b(vol|i|ami|eni|fs|subnet|vpc|sg|r|snap|eipalloc)-[0-9a-f]{8,17}\b", r"<\1-id>", text)


class Server:
    """A foreign server, started for as long as the comparison takes."""

    def __init__(self, command, health, environment=None):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.endpoint = f"http://127.0.0.1:{port}"
        variables = {name: value.format(port=port) for name, value in (environment or {}).items()}
        self._process = subprocess.Popen(
            [part.format(port=port) for part in command], env=dict(os.environ, **variables),
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        deadline = time.monotonic() + 60
        while True:
            try:
                urllib.request.urlopen(self.endpoint + health, timeout=5)
                return
            except urllib.error.HTTPError:
                return
            except OSError:
                if time.monotonic() > deadline or self._process.poll() is not None:
                    raise SystemExit(f"{command[0]} did not start")
                time.sleep(0.05)

    def stop(self):
        """Ends the server."""
        self._process.terminate()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


def ministack(binary):
    """MiniStack, in which twelve digits are an account's own key."""
    server = Server([binary], "/_ministack/health",
                    {"GATEWAY_PORT": "{port}", "BIND_HOST": "127.0.0.1", "LOG_LEVEL": "WARNING"})
    return server, Cloud("ministack", server.endpoint, ("111111111111", "test", None))


def moto(binary):
    """moto's server, in which every key is of one account."""
    server = Server([binary, "-H", "127.0.0.1", "-p", "{port}"], "/moto-api/")
    return server, Cloud("moto", server.endpoint, ("test", "test", None))


def simulated(endpoint, key, secret):
    """A member account of the simulated organization, where data lies and nobody else writes."""
    home = Cloud("home", endpoint, (key, secret, None))
    accounts = home.ask("organizations", "ListAccounts")[0]["Accounts"]
    caller = home.ask("sts", "GetCallerIdentity")[0]["Account"]
    for account in accounts:
        role = f"arn:aws:iam::{account['Id']}:role/HoldfastMember"
        answer, _ = home.ask("sts", "AssumeRole", RoleArn=role, RoleSessionName="comparison",
                             ExternalId="holdfast-demo")
        if account["Id"] != caller and answer:
            given = answer["Credentials"]
            session = given["AccessKeyId"], given["SecretAccessKey"], given["SessionToken"]
            return Cloud("simulator", endpoint, session, management=home)
    raise SystemExit("no account of the simulated organization lets anybody in")
