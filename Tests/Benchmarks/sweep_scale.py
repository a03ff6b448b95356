#!/usr/bin/env python3
"""Measures what a sweep costs as the organization grows, with the resources per account held still.

usage: sweep_scale.py HOLDFAST-BINARY ACCOUNTS [ACCOUNTS...] [--per-account N] [--ratio R] [--limit-mb M]

For each number of accounts a simulator and an agent are started as processes of their own; the agent sweeps once. Prints
one JSON document with a row for each size: accounts × Regions swept, resources, API calls, seconds and peak memory of the
agent. Fails when the resources differ from the simulator's ledger, an account × Region is missing or there twice, the
peak of the largest organization is more than R times that of the smallest, or above M megabytes.
"""
from __future__ import annotations

import argparse
import json
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

ROOT = pathlib.Path(__file__).resolve().parents[2]


def get(url: str) -> bytes:
    """Reads a URL."""
    with urllib.request.urlopen(url, timeout=60) as answer:
        return answer.read()


def wait_for(pattern: str, log: pathlib.Path, process: subprocess.Popen, seconds: float) -> str:
    """Waits until a process's log says something, and gives what it said."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        found = re.search(pattern, log.read_text(errors="replace"))
        if found:
            return found.group(1)
        if process.poll() is not None:
            raise SystemExit(f"ended with {process.returncode}: {log.read_text()[-1000:]}")
        time.sleep(0.05)
    raise SystemExit(f"{log.name} never said {pattern}: {log.read_text()[-1000:]}")


def memory(process: subprocess.Popen) -> float:
    """The peak memory of a process in megabytes, as the kernel counts it."""
    status = pathlib.Path(f"/proc/{process.pid}/status").read_text()
    return int(re.search(r"VmHWM:\s+(\d+) kB", status).group(1)) / 1024


def cpu(process: subprocess.Popen) -> float:
    """The processor time of a process in seconds."""
    fields = pathlib.Path(f"/proc/{process.pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def series(text: str, name: str) -> list[tuple[dict[str, str], float]]:
    """Labels and value of every series of a metric."""
    rows = []
    for line in text.splitlines():
        if line.startswith(name + "{"):
            labels, value = line[len(name) + 1:].rsplit("} ", 1)
            rows.append((dict(re.findall(r'(\w+)="([^"]*)"', labels)), float(value)))
    return rows


def measure(binary: str, accounts: int, per_account: int) -> dict:
    """Sweeps one organization once and gives its row."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("AWS_", "HOLDFAST_"))}
    processes: list[subprocess.Popen] = []
    with tempfile.TemporaryDirectory(prefix="holdfast-bench-") as name:
        folder = pathlib.Path(name)

        def start(verb: str, *arguments: str) -> tuple[subprocess.Popen, pathlib.Path]:
            log = folder / f"{verb}.log"
            with open(log, "wb") as sink:
                process = subprocess.Popen([binary, verb, *arguments], env=environment, stdout=sink, stderr=sink,
                                           cwd=folder)
            processes.append(process)
            return process, log

        try:
            simulator, log = start("simulator", "--listen-address", "127.0.0.1:0", "--accounts", str(accounts),
                                   "--resources", str(accounts * per_account))
            wait_for(r"export (AWS_ENDPOINT_URL)=", log, simulator, 60)
            environment |= dict(re.findall(r"^export (\w+)=(\S+)$", log.read_text(), re.M))
            policy = (ROOT / "deploy/examples/policy.yaml").read_text().replace("mode: enforce", "mode: observe")
            (folder / "policy.yaml").write_text(policy)
            configuration = (ROOT / "deploy/examples/holdfast.yaml").read_text()
            (folder / "holdfast.yaml").write_text(re.sub(r"  push:\n    url: .*\n", "", configuration))
            began = time.monotonic()
            agent, log = start("agent", "--config.file", "holdfast.yaml", "--state.directory", "state",
                               "--web.listen-address", "127.0.0.1:0")
            address = wait_for(r"listening\D+?(127\.0\.0\.1:\d+)", log, agent, 60)
            seconds = wait_ready(f"http://{address}", agent, began)
            row = {"accounts": accounts, "seconds": round(seconds, 2), "cpuSeconds": round(cpu(agent), 2),
                   "peakMegabytes": round(memory(agent), 1)}
            text = get(f"http://{address}/metrics").decode()
            ledger = json.loads(get(environment["AWS_ENDPOINT_URL"] + "/_simulator/ledger"))
            return row | compare(text, ledger)
        finally:
            for process in processes:
                process.send_signal(signal.SIGTERM)
            for process in processes:
                try:
                    process.wait(10)
                except subprocess.TimeoutExpired:
                    process.kill()


def wait_ready(url: str, agent: subprocess.Popen, began: float) -> float:
    """Waits for the end of the first sweep and gives the seconds it took."""
    while time.monotonic() - began < 1800:
        try:
            get(f"{url}/-/ready")
            return time.monotonic() - began
        except urllib.error.HTTPError:
            time.sleep(0.05)
        if agent.poll() is not None:
            raise SystemExit(f"the agent ended with {agent.returncode}")
    raise SystemExit("the first sweep did not end within 30 minutes")


def compare(text: str, ledger: dict) -> dict:
    """Holds what the agent counted against what the world holds."""
    failures = []
    readable = {(a["accountId"], r["region"]): r["resources"] for a in ledger["accounts"]
                if a["state"] == "ACTIVE" and not a["denied"] for r in a["regions"]}
    swept = [(labels["account_id"], labels["region"]) for labels, value in series(text, "holdfast_sweep_success")
             if value == 1]
    if sorted(swept) != sorted(readable):
        failures.append(f"{len(swept)} account-Regions swept, {len(readable)} can be read")
    counted = sum(value for _, value in series(text, "holdfast_resources"))
    ignored = sum(value for _, value in series(text, "holdfast_resources_ignored"))
    if counted + ignored != sum(readable.values()):
        failures.append(f"{counted:.0f} resources counted and {ignored:.0f} ignored, the ledger has "
                        f"{sum(readable.values())}")
    calls = sum(value for _, value in series(text, "holdfast_aws_api_requests_total"))
    return {"accountRegions": len(swept), "resources": int(counted + ignored), "apiCalls": int(calls),
            "failures": failures}


def main() -> int:
    """Measures every size and judges."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("binary")
    parser.add_argument("accounts", nargs="+", type=int)
    parser.add_argument("--per-account", type=int, default=50)
    parser.add_argument("--ratio", type=float, default=1.2)
    parser.add_argument("--limit-mb", type=float, default=150)
    arguments = parser.parse_args()
    # A test runner may have blocked signals, which children would inherit.
    signal.pthread_sigmask(signal.SIG_SETMASK, [])
    rows = [measure(os.path.abspath(arguments.binary), n, arguments.per_account) for n in sorted(arguments.accounts)]
    failures = [f"{row['accounts']} accounts: {failure}" for row in rows for failure in row.pop("failures")]
    ratio = rows[-1]["peakMegabytes"] / rows[0]["peakMegabytes"]
    if ratio > arguments.ratio:
        failures.append(f"memory grew {ratio:.2f} times from {rows[0]['accounts']} to {rows[-1]['accounts']} accounts")
    if rows[-1]["peakMegabytes"] > arguments.limit_mb:
        failures.append(f"the agent took {rows[-1]['peakMegabytes']} MB, allowed are {arguments.limit_mb}")
    print(json.dumps({"rows": rows, "memoryRatio": round(ratio, 3), "failures": failures}, indent=2))
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
