#!/usr/bin/env python3
"""Lets a real Prometheus scrape the real binary over a simulated world, and drives its alerts by changing that world.

usage: prove_alerts.py HOLDFAST-BINARY TOOLS-FOLDER

Checks that both /metrics are good in the eyes of Prometheus, promtool and prometheus_client, and come with gzip; that
every selector of rules, rule tests and dashboards matches series that were scraped; and that alerts fire and are
resolved as accounts are denied and allowed, resources appear, backups fail and heal, and time passes. Prints one JSON
summary; exits 1 when anything deviates.
"""
from __future__ import annotations

import datetime
import json
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / "deploy" / "demo"))

import demo  # noqa: E402
from prometheus_support import Prometheus, Wire, dashboard_expressions, selectors  # noqa: E402

RULES = sorted((ROOT / "rules").glob("*.yml"))
ABSENT = ["HoldfastDown", "HoldfastSweepMissing", "HoldfastResourcesMissing", "HoldfastAPICallsMissing"]


class Proof(demo.Demo):
    """One run: the world, both servers, a Prometheus and what was found out."""

    def __init__(self, binary: str, tools: pathlib.Path):
        super().__init__(binary, accounts=6, resources=120)
        self.tools = tools
        self.prometheus: Prometheus | None = None
        self.summary: dict = {}

    # The world

    def world(self, action: str, account: str, **more: object) -> dict:
        """Changes the world from outside."""
        return self.post(self.url("simulator", "/_simulator/world"), {"action": action, "account": account, **more})

    def observe(self) -> None:
        """Makes the agent's policy one that only watches, and keeps the enforcing one for `apply`."""
        enforcing = (self.folder / "policy.yaml").read_text()
        (self.folder / "enforcing.yaml").write_text(enforcing)
        (self.folder / "policy.yaml").write_text(enforcing.replace("mode: enforce", "mode: observe"))
        config = (self.folder / "holdfast.yaml").read_text()
        (self.folder / "apply.yaml").write_text(config.replace("policyFile: policy.yaml", "policyFile: enforcing.yaml"))

    def enforce(self) -> None:
        """Brings the organization to policy by `apply`, and lets the agent see it."""
        for _ in range(3):
            result = self.run("apply", "--config.file", "apply.yaml", "--state.directory", "apply-state",
                              "--progress", "none")
            if result.returncode not in (0, 4):
                raise SystemExit(f"apply ended with {result.returncode}:\n{result.stdout[-1500:]}{result.stderr[-1500:]}")
            if result.stdout.startswith("No changes"):
                return self.sweep_again()
        raise SystemExit("apply still finds changes the third time")

    def now(self) -> float:
        """The simulated time in seconds since the epoch."""
        text = self.get(self.url("simulator", "/_simulator/clock"))["now"]
        return datetime.datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp()

    # Judges

    def fetch(self, name: str, accept: str) -> str:
        """Scrapes in one of the two formats."""
        request = urllib.request.Request(self.url(name, "/metrics"), headers={"Accept": accept})
        with urllib.request.urlopen(request, timeout=10) as answer:
            kind = answer.headers.get("Content-Type", "")
            self.expect(accept.split(";")[0] in kind, f"{name}: asked for {accept}, got {kind}")
            return answer.read().decode()

    def judge_metrics(self) -> None:
        """Asks promtool and prometheus_client what they think of both /metrics."""
        try:
            from prometheus_client.openmetrics.parser import text_string_to_metric_families
        except ImportError:
            text_string_to_metric_families = None
        for name in ["agent", "aggregator"]:
            text = self.fetch(name, "text/plain;version=0.0.4")
            result = subprocess.run([self.tools / "promtool", "check", "metrics"], input=text, capture_output=True, text=True)
            said = (result.stdout + result.stderr).strip()
            self.expect(result.returncode == 0 and not said, f"{name}: promtool check metrics: {said[:500]}")
            self.expect(text_string_to_metric_families is not None, "prometheus_client is not installed")
            if text_string_to_metric_families:
                open_text = self.fetch(name, "application/openmetrics-text;version=1.0.0")
                try:
                    count = sum(len(family.samples) for family in text_string_to_metric_families(open_text))
                    self.summary.setdefault("openmetrics_samples", {})[name] = count
                except ValueError as error:
                    self.expect(False, f"{name}: prometheus_client refuses the OpenMetrics form: {error}")
        for arguments in [["check", "rules", *RULES], ["test", "rules", *sorted((ROOT / "rules" / "tests").glob("*.yml"))]]:
            result = subprocess.run([self.tools / "promtool", *arguments], capture_output=True, text=True)
            self.expect(result.returncode == 0, f"promtool {arguments[0]} rules: {(result.stdout + result.stderr)[-800:]}")

    def judge_wire(self, wire: Wire) -> None:
        """Every scrape was asked for, and answered, with gzip, and in OpenMetrics."""
        for name, seen in wire.scrapes.items():
            self.expect(bool(seen), f"{name} was never scraped")
            for asked, coding, kind in seen:
                self.expect("gzip" in asked and coding == "gzip", f"{name}: asked for {asked}, got {coding}")
                self.expect(kind.startswith("application/openmetrics-text"), f"{name}: got {kind}")
        self.summary["gzip"] = all(coding == "gzip" for seen in wire.scrapes.values() for _, coding, _ in seen)

    def judge_selectors(self, prometheus: Prometheus) -> None:
        """Every selector must have matched a series of this run: those of rules with their values, others with keys."""
        wanted: dict[str, tuple[str, str]] = {}
        labels: dict[str, tuple[set[str], set[str]]] = {}

        def take(source: str, expression: str, whole: bool) -> None:
            found, groups = selectors(expression)
            self.expect(bool(found) or "vector(" in expression, f"{source}: no selector in {expression}")
            for name, keys, text in found:
                keyed = name + "{" + ",".join(f'{key}!=""' for key in sorted(keys)) + "}"
                wanted.setdefault(keyed, (source, name))
                if whole:
                    wanted.setdefault(text, (source, name))
            if groups:
                labels[f"{source}: {expression}"] = (groups, {name for name, _, _ in found})

        for rule in RULES:
            for expression in expressions(rule.read_text()):
                take(rule.name, expression, whole=True)
        for test in sorted((ROOT / "rules" / "tests").glob("*.yml")):
            for series in re.findall(r"^\s*- series: (['\"])(.*)\1\s*$", test.read_text(), re.M):
                take(f"tests/{test.name}", series[1], whole=False)
        for board in sorted((ROOT / "dashboards").glob("*.json")):
            for expression in dashboard_expressions(json.loads(board.read_text())):
                take(board.name, expression, whole=False)
        unmatched, known = [], {}
        for selector, (source, name) in wanted.items():
            found = prometheus.get("series", **{"match[]": selector, "start": prometheus.began_at, "end": time.time()})
            known.setdefault(name, set()).update(key for series in found for key in series)
            if not found:
                unmatched.append(f"{source}: {selector}")
        for place, (groups, names) in labels.items():
            there = set().union(*(known[name] for name in names))
            unmatched += [f"{place}: no series has the label {label}" for label in sorted(groups - there)]
        self.summary |= {"selectors": len(wanted), "unmatched": unmatched}
        self.expect(not unmatched, f"selectors without series: {unmatched}")

    # The whole

    def play(self) -> None:
        """Goes through all changes of the world."""
        self.choose_ports(dict.fromkeys(["simulator", "agent", "aggregator", "prometheus"], 0))
        wire = Wire({name: self.url(name, "") for name in ["agent", "aggregator"]}, self.now)
        prometheus = self.prometheus = Prometheus(self.tools, self.folder, RULES, wire, self.ports["prometheus"])
        self.processes.append(("prometheus", prometheus.process))
        # Before anything runs, exactly its absence is told.
        for name in ABSENT + ["HoldfastWatchdog"]:
            prometheus.fires(name)
        self.start_simulator()
        self.observe()
        self.start_aggregator()
        self.start_agent()
        for name in ABSENT:
            prometheus.resolves(name)
        prometheus.wait("all three targets are up", lambda: prometheus.get("query", query="count(up == 1) == 3")["result"])
        self.judge_metrics()
        self.refusal()
        self.protection()
        self.reachability()
        self.staleness()
        self.configuration()
        prometheus.resolves("HoldfastReportsRefused")
        self.judge_selectors(prometheus)
        self.judge_wire(wire)
        prometheus.look()
        self.expect(bool(prometheus.matching("HoldfastWatchdog")), "HoldfastWatchdog fires no more")

    def protection(self) -> None:
        """An organization out of policy is brought to it, loses it by one resource, and gets it back."""
        prometheus = self.prometheus
        account = self.member()
        place = {"account_id": account, "region": "us-west-2"}
        drifted = ["HoldfastDrift", "HoldfastResourcesUnprotected"]
        prometheus.fires("HoldfastNeverBackedUp", account_id=account)
        prometheus.fires("HoldfastRPOBreached", **place)
        for name in drifted:
            prometheus.fires(name)
        self.enforce()
        # One account of the world has lost its backup role: nothing can be planned there, and it stays unprotected.
        prometheus.resolves("HoldfastDrift")
        self.step_clock("PT26H")
        self.sweep_again()
        prometheus.resolves("HoldfastNeverBackedUp", account_id=account)
        prometheus.resolves("HoldfastRPOBreached", account_id=account)
        without_role = {dict(key[1])["account_id"] for key in prometheus.matching("HoldfastResourcesUnprotected")}
        self.expect(len(without_role) == 1 and account not in without_role,
                    f"unprotected after the apply are {sorted(without_role)}, expected is the account without a backup role")
        volume = self.world("addResource", account, region="us-west-2", type="AWS::EC2::Volume",
                            tags={"backup": "daily"})["resource"]
        self.sweep_again()
        for name in drifted + ["HoldfastNeverBackedUp"]:
            prometheus.fires(name, **place)
        self.enforce()
        for name in drifted:
            prometheus.resolves(name, **place)
        self.step_clock("PT26H")
        self.sweep_again()
        prometheus.resolves("HoldfastNeverBackedUp", **place)
        prometheus.resolves("HoldfastRPOBreached", **place)
        self.world("failBackups", account, resource=volume)
        self.step_clock("P3D")
        self.sweep_again()
        breached = {"name": "HoldfastRPOBreached", **place, "policy": "silver"}
        prometheus.fires(**breached, resource_type="EBS")
        # A resource without any backup must not hide the other's age.
        self.world("addResource", account, region="us-west-2", type="AWS::EC2::Volume", tags={"backup": "daily"})
        self.sweep_again()
        prometheus.wait("HoldfastRPOBreached fires beside a resource that was never backed up", lambda: any(
            "resource_type" not in dict(key[1]) for key in prometheus.matching(**breached)))
        self.enforce()
        self.world("healBackups", account, resource=volume)
        self.step_clock("PT26H")
        self.sweep_again()
        prometheus.resolves("HoldfastRPOBreached", **place)

    def member(self) -> str:
        """An account that can be read and is not the management account."""
        ledger = self.get(self.url("simulator", "/_simulator/ledger"))
        return next(account["accountId"] for account in ledger["accounts"] if account["state"] == "ACTIVE"
                    and not account["denied"] and account["accountId"] != ledger["managementAccountId"])

    def reachability(self) -> None:
        """An account refuses its role, and gives in."""
        account = self.member()
        self.world("deny", account)
        self.ask_for_sweep()
        self.prometheus.fires("HoldfastAccountUnreachable", account_id=account)
        self.world("allow", account)
        self.ask_for_sweep()
        self.prometheus.resolves("HoldfastAccountUnreachable", account_id=account)

    def ask_for_sweep(self) -> None:
        """Asks the agent for a sweep, and leaves waiting to the alerts."""
        self.post(self.url("agent", "/-/reload"), None)

    def staleness(self) -> None:
        """Hours pass without a sweep."""
        self.step_clock("PT3H")
        self.prometheus.fires("HoldfastSweepStale")
        self.ask_for_sweep()
        self.prometheus.resolves("HoldfastSweepStale")

    def configuration(self) -> None:
        """A policy with a mistake changes nothing; one with a waiver that has expired tells of it until it is removed."""
        policy = self.folder / "policy.yaml"
        good = policy.read_text()
        policy.write_text(good.replace("rpo: 24h", "rpo: 24 parsecs", 1))
        try:
            self.ask_for_sweep()
            self.expect(False, "the agent took a policy with a mistake")
        except urllib.error.HTTPError as error:
            reason = error.read().decode()
            self.expect(error.code == 500 and re.search(r"policy\.yaml:\d+:\d+", reason) is not None,
                        f"the agent answers {error.code} to a policy with a mistake: {reason}")
        self.prometheus.wait("the failed reload shows", lambda: self.prometheus.get(
            "query", query="holdfast_config_last_reload_successful == 0")["result"])
        policy.write_text(good + "\nwaivers:\n  - {id: W-1, reason: moved, owner: data@example.com, expires: 2020-01-31, "
                          "controls: [HF-COV-01]}\n")
        self.ask_for_sweep()
        self.prometheus.fires("HoldfastWaiverExpired")
        policy.write_text(good)
        # What a hangup does is what the endpoint does.
        dict(self.processes)["agent"].send_signal(signal.SIGHUP)
        self.prometheus.resolves("HoldfastWaiverExpired")

    def refusal(self) -> None:
        """Somebody sends the aggregator what is no report."""
        try:
            self.post(self.url("aggregator", "/api/v1/reports"), {"no": "report"})
            self.expect(False, "the aggregator took what is no report")
        except urllib.error.HTTPError as error:
            self.expect(error.code == 400, f"the aggregator answers {error.code} to what is no report")
        self.prometheus.fires("HoldfastReportsRefused", outcome="invalid")

    def finish(self) -> dict:
        """The summary: for each alert when it was first seen to fire and last to be resolved, in seconds of the run.

        Alerts nobody waited for are left out: they may just have gone with the account that was denied.
        """
        driven = self.prometheus.driven if self.prometheus else {}
        alerts = {name: span for name, span in sorted(driven.items()) if span[1] is not None}
        return {"alerts": alerts, **self.summary, "failures": self.failures}


def expressions(rules: str) -> list[str]:
    """The expressions of a rule file, which are quoted, plain, or a block."""
    found = []
    for match in re.finditer(r"^( +)expr: (.*)\n((?:\1 +.*\n)*)", rules, re.M):
        first = match[2].strip()
        if first in ("|", ">-"):
            found.append(" ".join(match[3].split()))
        else:
            found.append(first[1:-1].replace("''", "'") if first.startswith("'") else first)
    return found


def main() -> int:
    """Runs the proof and prints its summary."""
    # A child of the Swift test runner inherits its blocked signals, and would never hear of the end.
    signal.pthread_sigmask(signal.SIG_SETMASK, [])
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    proof = Proof(str(pathlib.Path(sys.argv[1]).resolve()), pathlib.Path(sys.argv[2]).resolve())
    began = time.monotonic()
    try:
        proof.play()
    except SystemExit as end:
        proof.failures.append(str(end.code))
    finally:
        proof.stop()
    summary = proof.finish() | {"seconds": round(time.monotonic() - began)}
    print(json.dumps(summary, indent=1))
    if proof.failures:
        print(f"the logs are in {proof.folder}", file=sys.stderr)
    else:
        shutil.rmtree(proof.folder)
    return 1 if proof.failures else 0


if __name__ == "__main__":
    sys.exit(main())
