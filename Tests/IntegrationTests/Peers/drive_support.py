"""What the driver's cases stand on: sessions, calls that are counted and judged, paging, and the simulator's clock."""

import datetime
import json
import urllib.request

import botocore.auth
import botocore.config
import botocore.exceptions
import botocore.session
import strict


class Failure(Exception):
    """An expectation that did not hold and without which a case cannot go on."""


class Credentials:
    """The three parts a request is signed with."""

    def __init__(self, access_key, secret_key, token=None):
        self.access_key, self.secret_key, self.token = access_key, secret_key, token

    def with_wrong_secret(self):
        last = "B" if self.secret_key.endswith("A") else "A"
        return Credentials(self.access_key, self.secret_key[:-1] + last, self.token)


class Driver:
    """Makes calls with botocore, has every raw answer judged, and remembers which operations were reached and how."""

    def __init__(self, endpoint):
        self.endpoint = endpoint
        # The credentials of the management account's user, set by who drives.
        self.base = None
        self.checker = strict.StrictChecker()
        self.implemented = {}
        self.operations = {}
        self.failures = []
        self.calls = 0
        self.advanced = datetime.timedelta()
        self._clients = {}
        self._session = self.session()
        clock = botocore.auth.get_current_datetime
        # A signer whose time is the simulator's: the world judges signatures by its own clock.
        botocore.auth.get_current_datetime = lambda *args, **kwargs: clock(*args, **kwargs) + self.advanced

    def session(self, session=None):
        """Attaches judge and counter to a botocore session, a new one unless given."""
        session = session or botocore.session.Session()
        self.checker.attach(session)
        session.get_component("event_emitter").register_last("after-call", self._after_call)
        return session

    def _after_call(self, model, parsed, http_response, **_):
        self.calls += 1
        name = f"{model.service_model.service_name}.{model.name}"
        counts = self.operations.setdefault(name, {"data": 0, "empty": 0, "error": 0})
        if http_response.status_code >= 300:
            counts["error"] += 1
        elif model.output_shape is None or not model.output_shape.members:
            counts["data"] += 1
        else:
            values = [value for key, value in parsed.items() if key != "ResponseMetadata"]
            has_data = any(value not in (None, "", [], {}) for value in values)
            counts["data" if has_data else "empty"] += 1

    def client(self, service, region, credentials, **options):
        """A client of one service for one set of credentials; it never retries."""
        settings = tuple(sorted(options.items()))
        key = (service, region, credentials.access_key, credentials.secret_key, credentials.token, settings)
        if key not in self._clients:
            config = botocore.config.Config(
                retries={"total_max_attempts": 1}, parameter_validation=False,
                s3={"addressing_style": options.get("addressing", "path")},
            )  # fmt: skip
            self._clients[key] = self._session.create_client(
                service, region_name=region, endpoint_url=options.get("endpoint", self.endpoint), config=config,
                aws_access_key_id=credentials.access_key, aws_secret_access_key=credentials.secret_key,
                aws_session_token=credentials.token,
            )  # fmt: skip
        return self._clients[key]

    def has(self, service, operation):
        """Whether the simulator says that it implements an operation."""
        return operation in self.implemented.get(service, ())

    def fail(self, what):
        """Remembers an expectation that did not hold."""
        self.failures.append(what)

    def expect(self, condition, what):
        """Remembers `what` unless the condition holds."""
        if not condition:
            self.fail(what)

    def attempt(self, client, operation, **parameters):
        """Makes one call and gives its answer, or nothing and the code it was refused with."""
        try:
            return client._make_api_call(operation, parameters), None
        except botocore.exceptions.ClientError as error:
            return None, error.response["Error"].get("Code", "")
        except botocore.exceptions.BotoCoreError as error:
            return None, f"{type(error).__name__}: {error}"

    def call(self, client, operation, expect=None, **parameters):
        """Makes one call; `expect` is the error code it must end with, none when it must succeed."""
        answer, code = self.attempt(client, operation, **parameters)
        if code != expect:
            name = f"{client.meta.service_model.service_name}.{operation}"
            self.fail(f"{name}({parameters}) ended with {code or 'success'} where {expect or 'success'} is expected")
        return answer

    def pages(self, client, operation, items, sent, received, **parameters):
        """Every item of every page, by a token sent as `sent` and received as `received`."""
        found, token, seen = [], None, set()
        while True:
            page = self.call(client, operation, **parameters, **({sent: token} if token else {}))
            if page is None:
                return found
            found += page.get(items, [])
            token = page.get(received)
            if not token:
                return found
            if token in seen:
                self.fail(f"{operation} gave the same token twice")
                return found
            seen.add(token)

    def same_in_pages(self, client, operation, items, sent, received, size, identify, **parameters):
        """Reads once in large and once in small pages, and requires the same items, each once, in the same order."""
        whole = [identify(item) for item in self.pages(client, operation, items, sent, received, **parameters)]
        small = [identify(item) for item in self.pages(client, operation, items, sent, received, **parameters, **size)]
        self.expect(whole == small, f"{operation} gives {len(small)} items in pages of {size}, {len(whole)} without")
        self.expect(len(set(whole)) == len(whole), f"{operation} gives an item twice")
        return whole

    def control(self, path, body=None):
        """Calls the simulator's own interface."""
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.endpoint + path, data=data, headers={"Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=30) as response:
            return json.loads(response.read())

    def advance(self, minutes):
        """Steps the simulator's clock and the signer's with it."""
        self.control("/_simulator/clock", {"advance": f"PT{minutes}M"})
        self.advanced += datetime.timedelta(minutes=minutes)
