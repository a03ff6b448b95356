"""What the comparisons share: peers built from the bench folder, a pinned server, runs in turn, ratios and verdicts.

The programs of the peers are not part of this repository: their folder is given by --bench-folder or HOLDFAST_BENCH, and
is `../shared/bench` otherwise. What is built of them goes to `.build/bench`.
"""
from __future__ import annotations

import argparse
import json
import os
import pathlib
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = ROOT / ".build/bench"
BODIES = BUILD / "bodies"
PYTHON = ROOT / ".build/venv/bin/python"
NGINX = ROOT / ".build/tools/usr/sbin/nginx"
PLAIN, TLS, FAULTY = "http://127.0.0.1:4600", "https://localhost:4604", "http://127.0.0.1:4605"


def arguments(summary: str, **more: dict) -> argparse.Namespace:
    """Reads the command line every comparison has, and what one of them adds."""
    parser = argparse.ArgumentParser(description=summary)
    parser.add_argument("binary", type=os.path.abspath, help="the release binary of holdfast")
    parser.add_argument("--bench-folder", type=pathlib.Path,
                        default=pathlib.Path(os.environ.get("HOLDFAST_BENCH", ROOT.parent / "shared/bench")))
    parser.add_argument("--pairs", type=int, default=5)
    for name, options in more.items():
        parser.add_argument("--" + name.replace("_", "-"), **options)
    found = parser.parse_args()
    found.bench_folder = found.bench_folder.resolve()
    if not (found.bench_folder / "setup.sh").exists():
        parser.error(f"{found.bench_folder} holds no programs to compare with; name the folder with --bench-folder")
    # A test runner may have blocked signals, which children would inherit.
    signal.pthread_sigmask(signal.SIG_SETMASK, [])
    return found


# --- Pinning and processor time

def cores() -> tuple[set[int], set[int]]:
    """The core of the client and the core of the server; the same one where there is no other."""
    free = sorted(os.sched_getaffinity(0))
    return {free[0]}, {free[-1]}


def run(command: list, *, core: set[int], environment: dict | None = None) -> str:
    """Runs a program on one core and gives what it printed; a program that fails ends the comparison."""
    done = subprocess.run([str(part) for part in command], env=os.environ | (environment or {}), text=True,
                          capture_output=True, preexec_fn=lambda: os.sched_setaffinity(0, core))
    if done.returncode:
        raise SystemExit(f"{command[0]} ended with {done.returncode}: {(done.stderr or done.stdout)[-2000:]}")
    return done.stdout


def ours(binary: str, *words, core: set[int]) -> dict:
    """Runs one of our benches and gives its figures."""
    return json.loads(run([binary, "bench", *words], core=core))


def figure(text: str, pattern: str) -> float:
    """The number a program printed, by a pattern with one group."""
    found = re.search(pattern, text)
    if not found:
        raise SystemExit(f"no {pattern} in: {text[-500:]}")
    return float(found.group(1))


# --- Ratios and verdicts

class Verdicts:
    """Collects ratios, prints each, and says at the end whether every "must" was met."""

    def __init__(self) -> None:
        self.rows: list[dict] = []

    def add(self, name: str, ours: list[float], peer: list[float], unit: str, *, must: float | None = None,
            moonshot: float | None = None, more_is_better: bool = False) -> None:
        """Takes the figures of the pairs, in their order; the ratio is ours to the peer's."""
        ratios = [a / b for a, b in zip(ours, peer)]
        middle = statistics.median(ratios)

        def reached(goal: float | None) -> bool | None:
            return None if goal is None else middle >= goal if more_is_better else middle <= goal

        row = {"name": name, "unit": unit, "ours": spread(ours), "peer": spread(peer), "ratio": spread(ratios),
               "must": must, "mustReached": reached(must), "moonshot": moonshot,
               "moonshotReached": reached(moonshot), "pairs": len(ratios)}
        self.rows.append(row)
        print(f"{name}: {row['ours'][0]:.4g} against {row['peer'][0]:.4g} {unit}; ratio {middle:.3g} "
              f"({min(ratios):.3g}-{max(ratios):.3g}), must {must}, moonshot {moonshot}", file=sys.stderr)

    def finish(self) -> int:
        """Prints everything as JSON and gives the status of the process."""
        failures = [f"{row['name']}: ratio {row['ratio'][0]:.3g}, must be {row['must']}" for row in self.rows
                    if row["mustReached"] is False]
        print(json.dumps({"rows": self.rows, "failures": failures}, indent=2))
        return 1 if failures else 0


def spread(figures: list[float]) -> list[float]:
    """Median, least and most, rounded to four digits."""
    return [float(f"{value:.4g}") for value in (statistics.median(figures), min(figures), max(figures))]


def require(condition: bool, words: str) -> None:
    """Ends the comparison when both sides did not do the same work."""
    if not condition:
        raise SystemExit(words)


# --- The peers

def bodies(folder: pathlib.Path) -> None:
    """Writes the answers both sides read, by the peers' own generator; its metrics are left out."""
    if (BODIES / "volumes.xml").exists():
        return
    BODIES.mkdir(parents=True, exist_ok=True)
    text = (folder / "common/gen_bodies.py").read_text().split('if __name__ == "__main__":')[0]
    subprocess.run([sys.executable, "-", str(BODIES)], input=text, text=True, check=True)


def build(folder: pathlib.Path, *names: str) -> None:
    """Builds those of the peers that are not there yet."""
    BUILD.mkdir(parents=True, exist_ok=True)
    commands = {
        "sigv4_limit": ["gcc", "-O2", "a_sweep/sigv4_limit.c", "-lcrypto"],
        "curl_multi": ["gcc", "-O2", "a_sweep/curl_multi.c", "-lcurl"],
        "json_simdjson": ["g++", "-O3", "-march=native", "-std=c++17", "d_parse/json_simdjson.cpp", "-lsimdjson"],
        "xml_c": ["gcc", "-O2", "-I/usr/include/libxml2", "d_parse/xml_c.c", "-lexpat", "-lxml2"],
        "json_swift": ["swiftc", "-O", "d_parse/json_swift.swift"],
        "xml_swift": ["swiftc", "-O", "d_parse/xml_swift.swift"],
    }
    for name in names:
        if (BUILD / name).exists():
            continue
        print(f"building {name}", file=sys.stderr)
        if name == "go_sweep_v2":
            build_go(folder)
        else:
            subprocess.run([*commands[name], "-w" if commands[name][0] != "swiftc" else "-suppress-warnings", "-o",
                            str(BUILD / name)], cwd=folder, check=True)


def build_go(folder: pathlib.Path) -> None:
    """Builds the Go SDK's client, with the endpoint from a variable and enough attempts for a server with faults."""
    with tempfile.TemporaryDirectory() as name:
        source = pathlib.Path(name)
        text = (folder / "a_sweep/go_sweep_v2/main.go").read_text()
        changed = text.replace('"http://127.0.0.1:4600"', 'os.Getenv("HF_BASE")')
        changed = changed.replace('Region: "us-east-1",', 'Region: "us-east-1", RetryMaxAttempts: 10,')
        require(changed.count("HF_BASE") == 1 and changed.count("RetryMaxAttempts") == 1, "main.go is not as known")
        (source / "main.go").write_text(changed)
        environment = {"GO111MODULE": "off", "GOPATH": "/usr/share/gocode", "GOCACHE": str(BUILD / "gocache")}
        subprocess.run(["go", "build", "-o", str(BUILD / "go_sweep_v2"), "."], cwd=source,
                       env=os.environ | environment, check=True)


# --- The server

CONFIGURATION = """
load_module {modules}/ngx_http_echo_module.so;
daemon off; pid {state}/nginx.pid; error_log {state}/error.log crit; worker_processes 1;
events {{ worker_connections 4096; }}
http {{
  access_log off; sendfile on; tcp_nopush on; tcp_nodelay on; keepalive_requests 100000000; keepalive_timeout 300;
  open_file_cache max=1000; open_file_cache_valid 600s; default_type application/json;
  client_body_temp_path {state}/1; proxy_temp_path {state}/2; fastcgi_temp_path {state}/3;
  uwsgi_temp_path {state}/4; scgi_temp_path {state}/5;
  root {bodies};
  split_clients "$request_id" $refused {{ 10% 1; * 0; }}
  server {{ listen 127.0.0.1:4600; rewrite ^/backup-vaults/(v[0-9]+[km])/recovery-points/?$ /$1.json last; }}
  server {{
    listen 127.0.0.1:4604 ssl; ssl_certificate {state}/tls.crt; ssl_certificate_key {state}/tls.key;
    ssl_protocols TLSv1.2 TLSv1.3; rewrite ^/backup-vaults/(v[0-9]+[km])/recovery-points/?$ /$1.json last;
  }}
  server {{  # every tenth answer, by chance, is a throttle after 200 ms
    listen 127.0.0.1:4605;
    if ($refused) {{ rewrite ^ /throttled last; }}
    rewrite ^/backup-vaults/(v[0-9]+[km])/recovery-points/?$ /$1.json last;
    location /throttled {{
      add_header x-amzn-errortype ThrottlingException always;
      echo_status 429; echo_sleep 0.2; echo '{{"message":"Rate exceeded"}}';
    }}
  }}
}}
"""


class Server:
    """nginx with the canned answers, on a core of its own, for the length of a `with`."""

    def __init__(self) -> None:
        self.state = pathlib.Path(tempfile.mkdtemp(prefix="holdfast-bench-"))
        self.certificate = self.state / "tls.crt"

    def __enter__(self) -> "Server":
        subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", self.state / "tls.key",
                        "-out", self.certificate, "-days", "30", "-subj", "/CN=localhost", "-addext",
                        "subjectAltName=DNS:localhost,IP:127.0.0.1"], check=True, capture_output=True)
        require(NGINX.exists(), f"{NGINX} is missing; run .ci/install bench")
        # From memory, as in the peers' own set-up.
        memory = pathlib.Path(tempfile.mkdtemp(prefix="holdfast-bench-", dir="/dev/shm"))
        self.memory = memory
        for body in BODIES.glob("v*k.json"):
            shutil.copy(body, memory)
        os.chmod(memory, 0o755)
        os.chmod(self.state, 0o755)
        modules = ROOT / ".build/tools/usr/lib/nginx/modules"
        (self.state / "nginx.conf").write_text(
            CONFIGURATION.format(state=self.state, bodies=memory, modules=modules))
        _, core = cores()
        self.process = subprocess.Popen([NGINX, "-p", self.state, "-c", self.state / "nginx.conf"],
                                        preexec_fn=lambda: os.sched_setaffinity(0, core))
        deadline = time.monotonic() + 10
        while not (self.state / "nginx.pid").exists() and time.monotonic() < deadline:
            require(self.process.poll() is None, "nginx did not start; is a port of 4600, 4604, 4605 taken?")
            time.sleep(0.05)
        time.sleep(0.2)
        return self

    def __exit__(self, *_) -> None:
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
        shutil.rmtree(self.state, ignore_errors=True)
        shutil.rmtree(self.memory, ignore_errors=True)
