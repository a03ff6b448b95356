#!/usr/bin/env python3
"""Counts the connections real sweeps open as the organization grows: they must not grow with it.

usage: connections.py HOLDFAST-BINARY [--bench-folder DIR] [--accounts N,N] [--concurrency C]

For each number of accounts a simulated organization is swept once through nginx, which counts what it accepts. All
services and Regions are one host there, so the limit is what the transport may have open to one host: twice the
concurrency, at least 16. Ends with 1 when more than twice as many are opened, or a sweep was not complete.
"""
from __future__ import annotations

import json
import os
import pathlib
import re
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request

import bench_support as bench
from bench_support import NGINX, ROOT
from sweep_scale import wait_for

CONFIGURATION = """
daemon off; pid {state}/nginx.pid; error_log {state}/error.log crit; worker_processes 1;
events {{ worker_connections 4096; }}
http {{
  access_log off; keepalive_requests 100000000; keepalive_timeout 300; client_max_body_size 0;
  client_body_temp_path {state}/1; proxy_temp_path {state}/2; fastcgi_temp_path {state}/3;
  uwsgi_temp_path {state}/4; scgi_temp_path {state}/5;
  upstream simulator {{ server {simulator}; keepalive 64; }}
  server {{
    listen 127.0.0.1:4606;
    location / {{
      proxy_pass http://simulator; proxy_http_version 1.1; proxy_set_header Connection "";
      proxy_set_header Host $http_host;
    }}
  }}
  server {{ listen 127.0.0.1:4607; location / {{ stub_status; }} }}
}}
"""


def accepted() -> int:
    """How many connections nginx has accepted so far, this question's own among them."""
    with urllib.request.urlopen("http://127.0.0.1:4607/", timeout=10) as answer:
        return int(re.search(r"requests\s+(\d+)", answer.read().decode()).group(1))


def measure(binary: str, accounts: int, concurrency: int) -> dict:
    """Sweeps one organization and gives the connections that took, and what was covered."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("AWS_", "HOLDFAST_"))}
    processes: list[subprocess.Popen] = []
    with tempfile.TemporaryDirectory(prefix="holdfast-bench-") as name:
        folder = pathlib.Path(name)
        os.chmod(folder, 0o755)
        try:
            log = folder / "simulator.log"
            with open(log, "wb") as sink:
                simulator = subprocess.Popen(
                    [binary, "simulator", "--listen-address", "127.0.0.1:0", "--accounts", str(accounts),
                     "--resources", str(accounts * 4)], env=environment, stdout=sink, stderr=sink, cwd=folder)
            processes.append(simulator)
            address = wait_for(r"export AWS_ENDPOINT_URL=http://(\S+)", log, simulator, 60)
            environment |= dict(re.findall(r"^export (\w+)=(\S+)$", log.read_text(), re.M))
            (folder / "nginx.conf").write_text(CONFIGURATION.format(state=folder, simulator=address))
            processes.append(subprocess.Popen([NGINX, "-p", folder, "-c", folder / "nginx.conf"]))
            deadline = time.monotonic() + 10
            while not (folder / "nginx.pid").exists() and time.monotonic() < deadline:
                bench.require(processes[-1].poll() is None, "nginx did not start; is port 4606 or 4607 taken?")
                time.sleep(0.05)
            time.sleep(0.2)
            environment["AWS_ENDPOINT_URL"] = "http://127.0.0.1:4606"
            return sweep(binary, folder, environment, concurrency) | {"accounts": accounts}
        finally:
            for process in reversed(processes):
                process.send_signal(signal.SIGTERM)
                try:
                    process.wait(10)
                except subprocess.TimeoutExpired:
                    process.kill()


def sweep(binary: str, folder: pathlib.Path, environment: dict, concurrency: int) -> dict:
    """Sweeps once and gives connections, calls and coverage."""
    policy = (ROOT / "deploy/examples/policy.yaml").read_text().replace("mode: enforce", "mode: observe")
    (folder / "policy.yaml").write_text(policy)
    configuration = (ROOT / "deploy/examples/holdfast.yaml").read_text()
    (folder / "holdfast.yaml").write_text(re.sub(r"  push:\n    url: .*\n", "", configuration))
    before = accepted()
    done = subprocess.run(
        [binary, "sweep", "--config.file", "holdfast.yaml", "--policy.file", "policy.yaml", "-o", "json",
         "--progress", "none"], env=environment | {"HOLDFAST_SWEEP_CONCURRENCY": str(concurrency)}, cwd=folder,
        capture_output=True, text=True)
    connections = accepted() - before - 1
    # 3: there are findings; 4: the world has an account that may not be read.
    bench.require(done.returncode in (0, 3, 4), f"the sweep ended with {done.returncode}: {done.stderr[-2000:]}")
    report = json.loads(done.stdout)
    complete = sum(row["status"] == "complete" for row in report["coverage"])
    return {"connections": connections, "accountRegions": len(report["coverage"]), "complete": complete,
            "apiCalls": total(report["apiCalls"])}


def total(calls) -> int:
    """All numbers in a tree of counts, by service and operation."""
    if isinstance(calls, dict):
        return sum(total(value) for value in calls.values())
    if isinstance(calls, list):
        return sum(total(value) for value in calls)
    return calls if isinstance(calls, int) and not isinstance(calls, bool) else 0


def main() -> int:
    """Measures every size and judges."""
    options = bench.arguments(
        __doc__.splitlines()[0], accounts={"default": "16,64,256"}, concurrency={"type": int, "default": 8})
    limit = max(16, options.concurrency * 2)
    rows = [measure(options.binary, int(n), options.concurrency) for n in options.accounts.split(",")]
    failures = []
    for row in rows:
        if row["connections"] > 2 * limit:
            failures.append(f"{row['accounts']} accounts took {row['connections']} connections, the limit is {limit}")
        if row["complete"] < 0.9 * row["accountRegions"] or row["connections"] < 1:
            failures.append(f"{row['accounts']} accounts: {row['complete']} of {row['accountRegions']} were complete")
    print(json.dumps({"goal": "5 connections in a sweep", "limit": limit, "rows": rows,
                      "moonshotReached": all(row["connections"] <= limit for row in rows), "failures": failures},
                     indent=2))
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
