"""Loads the configuration of a running agent and aggregator anew, by signal and by request, good and bad.

Usage: drive_reload.py HOLDFAST. Ends with 0 when all held, else with what did not.
"""
from __future__ import annotations

import os
import pathlib
import re
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

POLICY = """apiVersion: holdfast/v1
kind: ProtectionPolicy
backupRole: arn:{{partition}}:iam::{{account}}:role/HoldfastBackupRole
tagging: {{key: holdfast:tier, enabled: true}}
tiers:
  {tier}: {{rpo: 24h, retention: 35d, vault: {{name: holdfast}}}}
assignments:
  - {{name: everything, when: {{}}, tier: {tier}}}
"""


class Server:
    """One server of the binary under test, with its log in a file."""

    def __init__(self, folder: pathlib.Path, environment: dict[str, str], *arguments: str):
        self.log = folder / f"{arguments[1]}.log"
        self.output = folder / f"{arguments[1]}.out"
        self.process = subprocess.Popen(
            arguments, env=environment, cwd=folder, stdout=open(self.output, "wb"), stderr=open(self.log, "wb"))

    def address(self) -> str:
        """The address the log names."""
        return await_value(lambda: re.search(r"address=(\S+)", self.log.read_text()), self.log.read_text).group(1)

    def ask(self, method: str, path: str, token: str | None = None) -> tuple[int, str]:
        """Sends a request and gives status and text."""
        request = urllib.request.Request(f"http://{self.address()}{path}", method=method)
        if token:
            request.add_header("Authorization", f"Bearer {token}")
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    def metric(self, line: str) -> bool:
        """Whether the metrics hold a line that begins so."""
        return f"\n{line}" in self.ask("GET", "/metrics")[1]

    def hang_up(self) -> None:
        """Sends SIGHUP."""
        self.process.send_signal(signal.SIGHUP)

    def await_metric(self, line: str) -> None:
        """Waits until the metrics hold a line that begins so."""
        await_value(lambda: self.metric(line), lambda: f"{line!r} not in metrics; log:\n{self.log.read_text()}")


def await_value(read, describe):
    """Waits until `read` gives something, at most a minute."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        value = read()
        if value:
            return value
        time.sleep(0.05)
    raise SystemExit(f"drive_reload: waited in vain: {describe()}")


def expect(condition: bool, message: str) -> None:
    """Ends the run unless something holds."""
    if not condition:
        raise SystemExit(f"drive_reload: {message}")


def drive_agent(agent: Server, policy: pathlib.Path) -> None:
    """A broken policy by signal, a repaired one by signal, both again by request."""
    agent.await_metric('holdfast_policy_rpo_seconds{policy="first"')
    expect(agent.metric("holdfast_config_last_reload_successful 1"), "the first load does not count")
    policy.write_text(POLICY.format(tier="second").replace("tier: second", "tier: secnd"))
    agent.hang_up()
    agent.await_metric("holdfast_config_last_reload_successful 0")
    expect(agent.metric('holdfast_policy_rpo_seconds{policy="first"'), "the old policy is not in use")
    status, text = agent.ask("POST", "/-/reload")
    expect(status == 500 and "policy.yaml:8:" in text, f"a broken policy answers {status}: {text}")
    expect(agent.ask("GET", "/-/ready")[0] == 200, "a broken policy made the agent unready")

    policy.write_text(POLICY.format(tier="second"))
    agent.hang_up()
    agent.await_metric("holdfast_config_last_reload_successful 1")
    # The sweep that a reload asks for; the next one by itself is an hour away.
    agent.await_metric('holdfast_policy_rpo_seconds{policy="second"')
    policy.write_text(POLICY.format(tier="third"))
    status, text = agent.ask("POST", "/-/reload")
    expect(status == 200, f"a good policy answers {status}: {text}")
    agent.await_metric('holdfast_policy_rpo_seconds{policy="third"')
    expect(not agent.metric('holdfast_policy_rpo_seconds{policy="second"'), "the old policy is still shown")
    expect(agent.ask("GET", "/-/reload")[0] == 405, "GET is not refused")


def drive_aggregator(aggregator: Server, token: pathlib.Path) -> None:
    """A token file that changes, goes, and comes back."""
    def takes(text: str) -> bool:
        # Without a report in it, a request with the right token is a bad one, with a wrong token a refused one.
        return aggregator.ask("POST", "/api/v1/reports", token=text)[0] != 401

    expect(takes("one") and not takes("two"), "the token of the file does not hold")
    token.write_text("two\n")
    aggregator.hang_up()
    await_value(lambda: takes("two"), aggregator.log.read_text)
    expect(not takes("one"), "the old token still holds")
    token.unlink()
    aggregator.hang_up()
    aggregator.await_metric("holdfast_config_last_reload_successful 0")
    expect(takes("two") and not takes(""), "the token did not stay")
    token.write_text("three\n")
    status, text = aggregator.ask("POST", "/-/reload")
    expect(status == 200 and takes("three"), f"a good token file answers {status}: {text}")
    expect(aggregator.metric("holdfast_config_last_reload_successful 1"), "the metric did not recover")


def main(binary: str) -> None:
    """Runs both."""
    with tempfile.TemporaryDirectory(prefix="holdfast-reload-") as name:
        folder = pathlib.Path(name)
        policy, token = folder / "policy.yaml", folder / "token"
        policy.write_text(POLICY.format(tier="first"))
        token.write_text("one\n")
        environment = {k: v for k, v in os.environ.items() if not k.startswith(("AWS_", "HOLDFAST_"))}
        servers: list[Server] = []
        try:
            simulator = Server(folder, environment, binary, "simulator", "--listen-address", "127.0.0.1:0",
                               "--accounts", "2", "--regions", "us-east-1", "--resources", "20")
            servers.append(simulator)
            await_value(lambda: "AWS_SECRET_ACCESS_KEY" in simulator.output.read_text() and
                        simulator.output.read_text().endswith("\n"), simulator.log.read_text)
            exports = re.findall(r"^export (\w+)=(.*)$", simulator.output.read_text(), re.MULTILINE)
            environment |= {key: value.strip("'\"") for key, value in exports}
            web = ["--web.listen-address", "127.0.0.1:0", "--web.enable-lifecycle"]
            aggregator = Server(folder, environment, binary, "aggregator", "--token-file", "token",
                                "--state.directory", "aggregator-state", *web)
            servers.append(aggregator)
            agent = Server(folder, environment, binary, "agent", "--policy.file", "policy.yaml", "--region",
                           "us-east-1", "--state.directory", "agent-state", *web)
            servers.append(agent)
            drive_aggregator(aggregator, token)
            drive_agent(agent, policy)
            for server in (agent, aggregator):
                expect(server.process.poll() is None, f"a hang-up ended a server:\n{server.log.read_text()}")
                server.process.terminate()
                status = server.process.wait(20)
                expect(status == 143, f"SIGTERM ends a server with {status}")
        finally:
            for server in servers:
                if server.process.poll() is None:
                    server.process.kill()
                    server.process.wait()
    print("reload: all held")


if __name__ == "__main__":
    main(os.path.abspath(sys.argv[1]))
