#!/usr/bin/env python3
"""Shows Holdfast at work on a simulated organization, and checks that it did what it says.

Boots the simulator and the aggregator of one binary on loopback and sweeps; then starts an agent, which enforces the
example policy; and looks again when the agent is done and once more after the first backups have run. With --once it
ends there, with exit code 0 only if the outcome is the demo world's written expectation: every sweep ends with exit
code 4 with exactly the denied account missing from coverage, the agent made changes, a plan made afterwards has none,
and both /metrics, scraped with gzip, count what the report counts.
"""
from __future__ import annotations

import argparse
import gzip
import json
import os
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[2]
STATUSES = ["protected", "pending", "unprotected", "unknown", "waived"]


class Demo:
    """One run of the demo: its processes, its folder and what it found out."""

    def __init__(self, binary: str, accounts: int, resources: int):
        self.binary = binary
        self.accounts = accounts
        self.resources = resources
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="holdfast-demo-"))
        self.processes: list[tuple[str, subprocess.Popen]] = []
        self.environment = {k: v for k, v in os.environ.items() if not k.startswith(("AWS_", "HOLDFAST_"))}
        self.failures: list[str] = []
        self.refused: dict[str, list[str]] = {}

    # Processes

    def start(self, name: str, *arguments: str) -> subprocess.Popen:
        """Starts one long-running verb of the binary, its output in a file of the demo's folder."""
        log = open(self.folder / f"{name}.log", "wb")
        process = subprocess.Popen(
            [self.binary, *arguments], env=self.environment, stdout=log, stderr=subprocess.STDOUT, cwd=self.folder)
        self.processes.append((name, process))
        return process

    def run(self, *arguments: str) -> subprocess.CompletedProcess:
        """Runs one verb of the binary to its end."""
        return subprocess.run(
            [self.binary, *arguments], env=self.environment, capture_output=True, text=True, cwd=self.folder)

    def stop(self) -> None:
        """Ends every process, newest first, and says when one did not end within five seconds."""
        for name, process in reversed(self.processes):
            if process.poll() is not None:
                continue
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(5)
            except subprocess.TimeoutExpired:
                process.kill()
                self.failures.append(f"{name} did not end within 5 s of SIGTERM")
        self.processes.clear()

    def wait_for(self, url: str, name: str, seconds: float = 60) -> None:
        """Waits until a URL answers 200, or ends the demo with the process's own last words."""
        deadline = time.monotonic() + seconds
        reason = "no answer"
        while time.monotonic() < deadline:
            process = dict(self.processes).get(name)
            if process is not None and process.poll() is not None:
                reason = f"ended with exit code {process.returncode}"
                break
            try:
                with urllib.request.urlopen(url, timeout=2) as answer:
                    if answer.status == 200:
                        return
            except urllib.error.HTTPError as error:
                reason = error.read().decode(errors="replace").strip()
            except OSError as error:
                reason = str(error)
            time.sleep(0.1)
        tail = (self.folder / f"{name}.log").read_text(errors="replace")[-2000:]
        raise SystemExit(f"demo: {name} is not ready: {reason}\n{tail}")

    # Steps

    def boot(self) -> None:
        """Starts the simulator and the aggregator."""
        self.choose_ports({"simulator": 4599, "agent": 10317, "aggregator": 10318})
        self.start_simulator()
        self.start_aggregator()

    def choose_ports(self, wanted: dict[str, int]) -> None:
        """Gives every server the port that is wanted for it, or another; 0 wants any."""
        self.ports = {name: free_port(port) for name, port in wanted.items()}

    def start_simulator(self) -> None:
        """Starts the simulated organization, and points the environment of every later verb at it."""
        self.start("simulator", "simulator", "--listen-address", f"127.0.0.1:{self.ports['simulator']}",
                   "--accounts", str(self.accounts), "--resources", str(self.resources),
                   "--role-policy", str(ROOT / "deploy" / "cloudformation" / "holdfast-member.yaml"),
                   "--role-policy-parameter", "EnableEnforcement=true")
        self.wait_for(self.url("simulator", "/_simulator/clock"), "simulator")
        exports = re.findall(r"^export (\w+)=(\S+)$", (self.folder / "simulator.log").read_text(), re.M)
        self.environment |= dict(exports)
        # The demo steps the simulated clock, so every verb takes its time from the endpoint.
        self.environment["HOLDFAST_CLOCK"] = "endpoint"
        for file in ["holdfast.yaml", "policy.yaml"]:
            shutil.copy(ROOT / "deploy" / "examples" / file, self.folder / file)

    def start_aggregator(self) -> None:
        """Starts the aggregator."""
        self.start("aggregator", "aggregator", "--config.file", "holdfast.yaml", "--state.directory", "aggregator-state",
                   "--web.listen-address", f"127.0.0.1:{self.ports['aggregator']}")
        self.wait_for(self.url("aggregator", "/-/healthy"), "aggregator")

    def start_agent(self) -> None:
        """Starts the agent, which sweeps and enforces at once."""
        self.start("agent", "agent", "--config.file", "holdfast.yaml", "--state.directory", "agent-state",
                   "--web.listen-address", f"127.0.0.1:{self.ports['agent']}", "--web.enable-lifecycle",
                   "--aggregator.url", self.url("aggregator", ""))
        self.wait_for(self.url("agent", "/-/ready"), "agent", 120)

    def url(self, name: str, path: str) -> str:
        """The URL of a path of one of the servers."""
        return f"http://127.0.0.1:{self.ports[name]}{path}"

    def sweep(self, name: str) -> dict:
        """Sweeps the organization and checks that exactly the denied account is missing."""
        result = self.run("sweep", "--config.file", "holdfast.yaml", "-o", "json", "--progress", "none")
        if not result.stdout.startswith("{"):
            raise SystemExit(f"demo: sweep gave no report (exit {result.returncode}):\n{result.stderr[-2000:]}")
        report = json.loads(result.stdout)
        self.expect(result.returncode == 4, f"{name}: sweep ended with {result.returncode}, expected 4")
        self.check_coverage(name, report)
        return report

    def plan(self) -> list[dict]:
        """The changes that are still to be made."""
        result = self.run("plan", "--config.file", "holdfast.yaml", "--out", "plan.json", "--progress", "none")
        path = self.folder / "plan.json"
        if not path.exists():
            raise SystemExit(f"demo: plan gave none (exit {result.returncode}):\n{result.stderr[-2000:]}")
        document = json.loads(path.read_text())
        path.unlink()
        accounts = document.get("plan", document)["accounts"]
        self.refused = {account["accountId"]: sorted({refusal["code"] for refusal in account["refusals"]})
                        for account in accounts}
        return [change for account in accounts for change in account["changes"]]

    def step_clock(self, duration: str) -> str:
        """Moves the simulated clock and gives its new time."""
        answer = self.post(self.url("simulator", "/_simulator/clock"), {"advance": duration})
        return answer["now"]

    def sweep_again(self) -> None:
        """Asks the agent for a sweep and waits until one that began after now has ended.

        The first sweep to end may have begun before it was asked for, the second cannot.
        """
        for _ in range(2):
            before = self.completions()
            self.post(self.url("agent", "/-/reload"), None)
            deadline = time.monotonic() + 120
            while any(before.get(place) == end for place, end in self.completions().items()):
                if time.monotonic() > deadline:
                    raise SystemExit("demo: the agent finished no sweep within two minutes")
                time.sleep(0.1)

    def completions(self) -> dict[str, str]:
        """When the last sweep of each account and Region ended, as the agent tells it."""
        return dict(line.rsplit(" ", 1) for line in self.scrape("agent", checks=False).splitlines()
                    if line.startswith("holdfast_sweep_last_completion_timestamp_seconds{"))

    def get(self, url: str) -> dict:
        """Reads a JSON document."""
        with urllib.request.urlopen(url, timeout=60) as answer:
            return json.loads(answer.read())

    def post(self, url: str, document: dict | None) -> dict:
        """Sends a JSON document and reads one, where one comes back."""
        data = b"" if document is None else json.dumps(document).encode()
        request = urllib.request.Request(url, method="POST", data=data, headers={"Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=60) as answer:
            body = answer.read()
            return json.loads(body) if body.startswith(b"{") else {}

    # Judgement

    def expect(self, truth: bool, sentence: str) -> None:
        """Notes a failure when something did not come out as written."""
        if not truth:
            self.failures.append(sentence)

    def check_coverage(self, name: str, report: dict) -> None:
        """Exactly the denied account may be missing, every other account × Region must be complete and there once."""
        ledger = self.get(self.url("simulator", "/_simulator/ledger"))
        found: dict[str, list] = {}
        for entry in report["coverage"]:
            found.setdefault(entry["accountId"], []).append(entry)
        self.expect(set(found) == {a["accountId"] for a in ledger["accounts"]}, f"{name}: other accounts than the world's")
        for account in ledger["accounts"]:
            entries = found.get(account["accountId"], [])
            wanted = "denied" if account["denied"] else "complete" if account["state"] == "ACTIVE" else "suspended"
            for entry in entries:
                self.expect(entry["status"] == wanted, f"{name}: {account['name']} {entry.get('region')} is "
                            f"{entry['status']}, expected {wanted}: {json.dumps(entry.get('gaps'))[:300]}")
            if wanted == "complete":
                regions = sorted(entry["region"] for entry in entries)
                self.expect(regions == sorted(ledger["regions"]), f"{name}: {account['name']} was swept in {regions}")

    def scrape(self, name: str, checks: bool = True) -> str:
        """Scrapes with gzip."""
        request = urllib.request.Request(self.url(name, "/metrics"), headers={"Accept-Encoding": "gzip"})
        with urllib.request.urlopen(request, timeout=30) as answer:
            coding, body = answer.headers.get("Content-Encoding"), answer.read()
        if checks:
            self.expect(coding == "gzip", f"{name}: /metrics came with Content-Encoding {coding}, expected gzip")
        return (gzip.decompress(body) if coding == "gzip" else body).decode()

    def check_metrics(self, name: str, report: dict) -> None:
        """Compares the scraped counts of resources with the report's, status by status."""
        text = self.scrape(name)
        for status in STATUSES:
            scraped = sum(float(line.rsplit(" ", 1)[1]) for line in text.splitlines()
                          if line.startswith("holdfast_resources{") and f'status="{status}"' in line)
            wanted = report["summary"]["resources"][status]
            self.expect(scraped == wanted, f"{name}: {scraped:.0f} resources {status} in /metrics, {wanted} in the report")

    def created(self) -> dict[str, dict[str, int]]:
        """The plans and selections that were made, by account, as the simulator's own log of writes tells."""
        counts: dict[str, dict[str, int]] = {}
        for write in self.get(self.url("simulator", "/_simulator/writes"))["writes"]:
            if write["operation"] in ("CreateBackupPlan", "CreateBackupSelection"):
                row = counts.setdefault(write["account"], {"CreateBackupPlan": 0, "CreateBackupSelection": 0})
                row[write["operation"]] += 1
        return counts

    def show(self, stages: list[tuple[str, dict]], drift: list[dict]) -> None:
        """Prints a line for each account and a group of columns for each sweep."""
        ledger = self.get(self.url("simulator", "/_simulator/ledger"))
        made = self.created()
        columns = ["total", "protected", "pending", "unprotected", "unknown"]
        titles = "".join(f" | {title:<24}" for title, _ in stages)
        print(f"\n{'':33}{titles} |")
        print(f"{'ACCOUNT':<13} {'NAME':<19}" + "".join(" |   res prot pend unpr unkn" for _ in stages)
              + " | plans  sel drift")
        sums = [dict.fromkeys(columns, 0) for _ in stages]
        for account in ledger["accounts"]:
            identity = account["accountId"]
            line = f"{identity:<13} {account['name'][:19]:<19}"
            for index, (_, report) in enumerate(stages):
                counts = report["summary"]["resourcesByAccount"].get(identity)
                readable = counts and not account["denied"]
                line += " |" + "".join(f"{counts[c] if readable else '?':>{6 if c == 'total' else 5}}" for c in columns)
                for column in columns if readable else []:
                    sums[index][column] += counts[column]
            row = made.get(identity, {})
            left = sum(change["accountId"] == identity for change in drift)
            note = ", ".join(self.refused.get(identity, []))
            note = "denied" if account["denied"] else note if account["state"] == "ACTIVE" else account["state"].lower()
            print(f"{line} |{row.get('CreateBackupPlan', 0):>6}{row.get('CreateBackupSelection', 0):>5}"
                  f"{'?' if account['denied'] else left:>6} {note}".rstrip())
        total = f"{len(ledger['accounts'])} accounts".ljust(33)
        for counts in sums:
            total += " |" + "".join(f"{counts[c]:>{6 if c == 'total' else 5}}" for c in columns)
        plans = sum(row["CreateBackupPlan"] for row in made.values())
        selections = sum(row["CreateBackupSelection"] for row in made.values())
        print(f"{total} |{plans:>6}{selections:>5}{len(drift):>6}\n")

    # The whole

    def play(self) -> None:
        """Goes through all stages and prints the table."""
        began = time.monotonic()
        say("booting a simulated organization, the aggregator and an agent on loopback")
        self.boot()
        before = self.sweep("before")
        say(f"swept {len(before['coverage'])} account-Regions; the agent now enforces deploy/examples/policy.yaml")
        self.start_agent()
        self.sweep_again()
        writes = self.get(self.url("simulator", "/_simulator/ledger"))["writes"]
        self.expect(writes > 0, "the agent made no change")
        drift = self.plan()
        self.expect(not drift, f"a plan after the apply still has {len(drift)} changes: {[c['target'] for c in drift[:5]]}")
        after = self.sweep("after apply")
        say(f"{writes} writes were made; stepping the simulated clock by 26 hours, past the first run")
        self.step_clock("PT26H")
        first_run = self.sweep("after the first run")
        self.sweep_again()
        drift += self.plan()
        self.expect(not drift, f"a plan after the first run has {len(drift)} changes: {[c['target'] for c in drift[:5]]}")
        for name in ["agent", "aggregator"]:
            self.check_metrics(name, first_run)
        counts = [report["summary"]["resources"] for report in [before, after, first_run]]
        self.expect(counts[1]["pending"] > counts[0]["pending"], "the apply left nothing pending")
        self.expect(counts[2]["protected"] > counts[0]["protected"], "the first run protected nothing more")
        self.show([("before", before), ("after apply", after), ("after the first run", first_run)], drift)
        say(f"done in {time.monotonic() - began:.0f} s")

    def stay(self) -> None:
        """Prints the URLs and waits for Ctrl-C."""
        for name, what in [("agent", "metrics of the agent"), ("aggregator", "metrics of the organization")]:
            print(f"  {self.url(name, '/metrics'):<44} {what}")
        for path in ["accounts", "coverage", "findings"]:
            print(f"  {self.url('aggregator', '/api/v1/' + path):<44} {path} of the organization")
        print(f"  {self.url('simulator', '/_simulator/ledger'):<44} what the simulated world holds")
        print(f"  point the aws CLI at it:  set -a; . {self.folder}/simulator.env")
        (self.folder / "simulator.env").write_text(
            "".join(f"{k}={v}\n" for k, v in self.environment.items() if k.startswith("AWS_")))
        say("Ctrl-C ends it")
        try:
            signal.pause()
        except KeyboardInterrupt:
            print()


def say(sentence: str) -> None:
    """Tells what happens, on stderr."""
    print(f"demo: {sentence}", file=sys.stderr, flush=True)


def free_port(wanted: int) -> int:
    """The wanted port where it is free, else any that is."""
    for port in [wanted, 0]:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return probe.getsockname()[1]
    raise SystemExit("demo: no free port on loopback")


def main() -> int:
    """Plays the demo and says whether it came out as expected."""
    # A test runner may have blocked signals, which children would inherit.
    signal.pthread_sigmask(signal.SIG_SETMASK, [])
    parser = argparse.ArgumentParser(description="Shows Holdfast at work on a simulated organization.")
    parser.add_argument("binary", help="the holdfast binary")
    parser.add_argument("--once", action="store_true", help="end after the table, with exit code 0 only if all is well")
    parser.add_argument("--accounts", type=int, default=20, help="member accounts of the organization")
    parser.add_argument("--resources", type=int, default=1000, help="resources in all accounts together, about")
    arguments = parser.parse_args()
    demo = Demo(os.path.abspath(arguments.binary), arguments.accounts, arguments.resources)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        demo.play()
        if not arguments.once:
            demo.stay()
    except KeyboardInterrupt:
        print()
    finally:
        demo.stop()
    for failure in demo.failures:
        say(f"FAILED: {failure}")
    if not demo.failures:
        shutil.rmtree(demo.folder)
    return 1 if demo.failures else 0


if __name__ == "__main__":
    sys.exit(main())
