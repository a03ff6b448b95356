#!/usr/bin/env python3
"""Measures what a very large simulated organization costs: to be born, and to be swept in part.

usage: world_scale.py HOLDFAST-BINARY [--accounts N] [--resources N] [--regions A,B] [--touch N] [--sweep N]

Starts a simulator and prints one JSON document: seconds until it listens, resident memory then, memory after so many
accounts were looked at, and seconds and memory of a sweep of so many accounts by the real verb. Fails when birth takes
longer than --limit-seconds or memory ever passes --limit-mb.
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

from sweep_scale import ROOT, get, memory, wait_for

PAGE = 20


def resident(process: subprocess.Popen) -> float:
    """The memory a process holds now, in megabytes."""
    status = pathlib.Path(f"/proc/{process.pid}/status").read_text()
    return round(int(re.search(r"VmRSS:\s+(\d+) kB", status).group(1)) / 1024, 1)


def accounts_of(endpoint: str, count: int) -> list[str]:
    """The first accounts of the ledger, page by page; telling one generates it."""
    found: list[str] = []
    while len(found) < count:
        limit = min(PAGE, count - len(found))
        page = json.loads(get(f"{endpoint}/_simulator/ledger?offset={len(found)}&limit={limit}"))
        found += [account["accountId"] for account in page["accounts"]]
        if not page["accounts"]:
            break
    return found


def sweep(binary: str, folder: pathlib.Path, environment: dict, accounts: list[str], regions: str) -> float:
    """Sweeps those accounts with the verb and gives the seconds it took."""
    configuration = (ROOT / "deploy/examples/holdfast.yaml").read_text()
    (folder / "holdfast.yaml").write_text(re.sub(r"  push:\n    url: .*\n", "", configuration))
    (folder / "policy.yaml").write_text((ROOT / "deploy/examples/policy.yaml").read_text())
    began = time.monotonic()
    done = subprocess.run(
        [binary, "sweep", "--config.file", "holdfast.yaml", "--account", ",".join(accounts), "--region", regions,
         "-o", "json", "--output-file", "report.json"],
        cwd=folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False)
    if done.returncode not in (0, 3, 4):
        raise SystemExit(f"the sweep ended with {done.returncode}: {done.stderr[-1000:]}")
    return round(time.monotonic() - began, 1)


def main() -> int:
    """Measures once and prints the row."""
    parser = argparse.ArgumentParser()
    parser.add_argument("binary")
    parser.add_argument("--accounts", type=int, default=10_000)
    parser.add_argument("--resources", type=int, default=8_000_000)
    parser.add_argument("--regions", default="us-east-1,us-west-2,eu-west-1,eu-central-1")
    parser.add_argument("--touch", type=int, default=500)
    parser.add_argument("--sweep", type=int, default=500)
    parser.add_argument("--limit-seconds", type=float, default=10)
    parser.add_argument("--limit-mb", type=float, default=1_500)
    given = parser.parse_args()
    binary = str(pathlib.Path(given.binary).absolute())
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("AWS_", "HOLDFAST_"))}
    with tempfile.TemporaryDirectory(prefix="holdfast-world-") as name:
        folder = pathlib.Path(name)
        log = folder / "simulator.log"
        began = time.monotonic()
        with open(log, "wb") as sink:
            simulator = subprocess.Popen(
                [binary, "simulator", "--listen-address", "127.0.0.1:0", "--accounts", str(given.accounts),
                 "--resources", str(given.resources), "--regions", given.regions],
                env=environment, stdout=sink, stderr=sink, cwd=folder)
        try:
            endpoint = wait_for(r"export AWS_ENDPOINT_URL=(\S+)", log, simulator, 300)
            row = {"accounts": given.accounts, "regions": given.regions.count(",") + 1, "resources": given.resources,
                   "bootSeconds": round(time.monotonic() - began, 2), "bootMegabytes": resident(simulator)}
            if given.touch:
                accounts_of(endpoint, given.touch)
                row |= {"touchedAccounts": given.touch, "touchedMegabytes": resident(simulator)}
            if given.sweep:
                exports = dict(re.findall(r"^export (\w+)=(\S+)$", log.read_text(), re.M))
                chosen = accounts_of(endpoint, given.sweep)
                seconds = sweep(binary, folder, environment | exports, chosen, given.regions)
                row |= {"sweptAccounts": given.sweep, "sweepSeconds": seconds, "sweptMegabytes": resident(simulator)}
            row["peakMegabytes"] = round(memory(simulator), 1)
        finally:
            simulator.send_signal(signal.SIGTERM)
            try:
                simulator.wait(10)
            except subprocess.TimeoutExpired:
                simulator.kill()
    failures = []
    if row["bootSeconds"] > given.limit_seconds:
        failures.append(f"birth took {row['bootSeconds']} s, more than {given.limit_seconds}")
    if row["peakMegabytes"] > given.limit_mb:
        failures.append(f"memory reached {row['peakMegabytes']} MB, more than {given.limit_mb}")
    print(json.dumps(row | {"failures": failures}, indent=2))
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
