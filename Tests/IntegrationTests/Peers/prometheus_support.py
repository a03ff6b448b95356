"""A real Prometheus between the rules and a simulated world: its process, what goes over the wire, and its alerts."""
from __future__ import annotations

import http.server
import json
import pathlib
import re
import subprocess
import threading
import time
import urllib.error
import urllib.parse
import urllib.request

CONFIGURATION = """global: {{scrape_interval: 1s, scrape_timeout: 1s, evaluation_interval: 1s}}
rule_files: [{rules}]
scrape_configs:
  - job_name: holdfast-agent
    honor_labels: true
    metrics_path: /agent/metrics
    static_configs: [{{targets: ['{wire}']}}]
  - job_name: holdfast-aggregator
    honor_labels: true
    metrics_path: /aggregator/metrics
    static_configs: [{{targets: ['{wire}']}}]
  - job_name: world
    metrics_path: /world/metrics
    static_configs: [{{targets: ['{wire}']}}]
"""
SECONDS = {"ms": 0.001, "s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800}


class Wire:
    """Stands between Prometheus and its targets, passes every scrape on as it is, and notes what both sides said.

    `/world/metrics` is its own: the simulated time as a metric, for the rules' copies.
    """

    def __init__(self, targets: dict[str, str], world_time):
        self.scrapes: dict[str, set[tuple[str, str, str]]] = {name: set() for name in targets}
        wire = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                name = self.path.split("/")[1]
                try:
                    if name == "world":
                        text = f"# TYPE simulated_time_seconds gauge\nsimulated_time_seconds {world_time():.3f}\n"
                        return self.reply(200, {"Content-Type": "text/plain; version=0.0.4"}, text.encode())
                    asked = {k: v for k, v in self.headers.items() if k.lower() not in ("host", "connection")}
                    request = urllib.request.Request(targets[name] + self.path.removeprefix(f"/{name}"), headers=asked)
                    with urllib.request.urlopen(request, timeout=5) as answer:
                        body, told = answer.read(), answer.headers
                    coding, kind = told.get("Content-Encoding", ""), told.get("Content-Type", "")
                    wire.scrapes[name].add((asked.get("Accept-Encoding", ""), coding, kind))
                    self.reply(200, {k: v for k, v in [("Content-Type", kind), ("Content-Encoding", coding)] if v}, body)
                except Exception as error:  # A target that is down is what some alerts wait for.
                    self.reply(502, {"Content-Type": "text/plain"}, str(error).encode())

            def reply(self, status, headers, body):
                self.send_response(status)
                for key, value in (headers | {"Content-Length": str(len(body))}).items():
                    self.send_header(key, value)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.address = f"127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


def shortened(rules: str) -> str:
    """A copy of a rule file for a world in a hurry.

    Every wait becomes two seconds, every range is 75 times as short, and the clock is the world's, which can be stepped,
    and not the machine's. Everything else stays as it is.
    """
    text = re.sub(r"^(\s+for:).*$", r"\1 2s", rules, flags=re.M)

    def window(match: re.Match) -> str:
        return f"[{max(4, round(int(match[1]) * SECONDS[match[2]] / 75))}s]"

    text = re.sub(r"\[(\d+)(ms|[smhdw])\]", window, text)
    return text.replace("time()", "scalar(simulated_time_seconds)")


class Prometheus:
    """A Prometheus that scrapes both servers each second, and what fires on it."""

    def __init__(self, tools: pathlib.Path, folder: pathlib.Path, rules: list[pathlib.Path], wire: Wire, port: int):
        self.url = f"http://127.0.0.1:{port}"
        self.began = time.monotonic()
        self.began_at = time.time()
        self.driven: dict[str, list[float | None]] = {}
        self.firing: set[tuple[str, frozenset]] = set()
        copies = []
        for rule in rules:
            copy = folder / rule.name
            copy.write_text(shortened(rule.read_text()))
            copies.append(str(copy))
        config = folder / "prometheus.yml"
        config.write_text(CONFIGURATION.format(rules=", ".join(json.dumps(copy) for copy in copies), wire=wire.address))
        self.log = folder / "prometheus.log"
        self.process = subprocess.Popen(
            [tools / "prometheus", f"--config.file={config}", f"--storage.tsdb.path={folder / 'tsdb'}",
             f"--web.listen-address=127.0.0.1:{port}", "--log.level=warn"],
            stdout=open(self.log, "wb"), stderr=subprocess.STDOUT, cwd=folder)

    def get(self, path: str, **query: object) -> object:
        """Asks the HTTP API and gives what is under `data`."""
        url = f"{self.url}/api/v1/{path}?{urllib.parse.urlencode(query, doseq=True)}"
        try:
            with urllib.request.urlopen(url, timeout=10) as answer:
                return json.loads(answer.read())["data"]
        except urllib.error.HTTPError as error:
            raise SystemExit(f"prometheus refuses {path} {query}: {error.read().decode(errors='replace')}")

    def look(self) -> None:
        """Takes the alerts of this moment in."""
        self.firing = {(alert["labels"]["alertname"], frozenset(alert["labels"].items()))
                       for alert in self.get("alerts")["alerts"] if alert["state"] == "firing"}

    def matching(self, name: str, **labels: str) -> set:
        """The alerts of a name that fire now, with those labels."""
        return {key for key in self.firing if key[0] == name and set(labels.items()) <= key[1]}

    def wait(self, what: str, truth, seconds: float = 40) -> None:
        """Looks at the alerts until something is true of them, or ends the run."""
        deadline = time.monotonic() + seconds
        while True:
            try:
                self.look()
                if truth():
                    return
            except (OSError, ConnectionError):
                if self.process.poll() is not None:
                    raise SystemExit(f"prometheus ended: {self.log.read_text()[-2000:]}")
            if time.monotonic() > deadline:
                firing = sorted(json.dumps(dict(key[1]), sort_keys=True) for key in self.firing)
                raise SystemExit(f"not within {seconds:.0f} s: {what}; firing are\n  " + "\n  ".join(firing))
            time.sleep(0.3)

    def elapsed(self) -> float:
        """Seconds since it was started."""
        return round(time.monotonic() - self.began, 1)

    def fires(self, name: str, **labels: str) -> None:
        """Waits until an alert fires, and notes when it first was seen to."""
        self.wait(f"{name} {labels} fires", lambda: self.matching(name, **labels))
        self.driven.setdefault(name, [self.elapsed(), None])

    def resolves(self, name: str, **labels: str) -> None:
        """Waits until an alert that fired does so no more, and notes when it last was seen to."""
        self.wait(f"{name} {labels} is resolved", lambda: not self.matching(name, **labels))
        self.driven[name][1] = self.elapsed()


WORDS = {"by", "without", "on", "ignoring", "group_left", "group_right", "and", "or", "unless", "bool", "offset", "inf",
         "nan", "atan2", "start", "end"}


def selectors(expression: str) -> tuple[list[tuple[str, frozenset[str], str]], set[str]]:
    """The series selectors of a PromQL expression (name, label keys, whole text) and the labels it groups by."""
    text = re.sub(r'"(?:\\.|[^"\\])*"|\'(?:\\.|[^\'\\])*\'', lambda m: m[0].translate({ord(c): "_" for c in "{}()[],"}),
                  expression)
    groups: set[str] = set()

    def take(match: re.Match) -> str:
        groups.update(label.strip() for label in match[2].split(",") if label.strip())
        return " "

    text = re.sub(r"\b(by|without|on|ignoring|group_left|group_right)\s*\(([^)]*)\)", take, text)
    text = re.sub(r"\[[^\]]*\]", " ", text)
    found = []
    for match in re.finditer(r"(?<![\w:\"'$])([a-zA-Z_:][\w:]*)\s*(\{[^}]*\})?(\s*\()?", text):
        name, braces, call = match.groups()
        if call or name in WORDS:
            continue
        keys = frozenset(re.findall(r"([a-zA-Z_]\w*)\s*(?:=~|!~|!=|=)", braces or ""))
        found.append((name, keys, name + (braces or "")))
    return found, groups - {"job", "instance"}


def dashboard_expressions(document: object) -> list[str]:
    """Every query of a dashboard, in panels and in variables."""
    found: list[str] = []
    if isinstance(document, dict):
        for key, value in document.items():
            if isinstance(value, str) and key == "expr":
                found.append(value)
            elif isinstance(value, str) and (match := re.match(r"label_values\((.+),\s*(\w+)\)$", value)):
                found.append(f"count by ({match[2]}) ({match[1]})")
            else:
                found += dashboard_expressions(value)
    elif isinstance(document, list):
        for value in document:
            found += dashboard_expressions(value)
    return found
