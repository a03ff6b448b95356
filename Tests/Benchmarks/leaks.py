#!/usr/bin/env python3
"""Makes very many calls over one client and holds its memory and descriptors against those of the first ones.

usage: leaks.py HOLDFAST-BINARY [--bench-folder DIR] [--requests N]

One process fetches and reads N signed pages over 32 connections while its resident memory and open descriptors are
noted. Ends with 1 when the last tenth of the notes has more descriptors than the second one had at most, or over 5 % and
2 MB more memory; the first tenth is warming up.
"""
from __future__ import annotations

import json
import os
import pathlib
import re
import subprocess
import sys
import time

import bench_support as bench


def note(process: subprocess.Popen) -> tuple[float, int]:
    """Resident megabytes and open descriptors."""
    place = pathlib.Path(f"/proc/{process.pid}")
    status = (place / "status").read_text()
    return int(re.search(r"VmRSS:\s+(\d+) kB", status).group(1)) / 1024, len(os.listdir(place / "fd"))


def main() -> int:
    """Runs, notes and judges."""
    options = bench.arguments(__doc__.splitlines()[0], requests={"type": int, "default": 1_000_000})
    bench.bodies(options.bench_folder)
    client, _ = bench.cores()
    notes: list[tuple[float, int]] = []
    with bench.Server():
        process = subprocess.Popen(
            [options.binary, "bench", "sweep", bench.PLAIN, "--vault", "v5k", "--requests", str(options.requests),
             "--accounts", "100"], stdout=subprocess.PIPE, text=True,
            preexec_fn=lambda: os.sched_setaffinity(0, client))
        pause = max(0.02, min(1.0, options.requests / 500_000))
        while process.poll() is None:
            try:
                notes.append(note(process))
            except (OSError, AttributeError):
                break  # It has just ended.
            time.sleep(pause)
        text = process.communicate()[0]
    bench.require(process.returncode == 0, f"the calls failed: {process.returncode}")
    figures = json.loads(text)
    bench.require(figures["requests"] == options.requests and figures["items"] == options.requests * 5,
                  f"not every page was read: {figures}")
    tenth = len(notes) // 10
    bench.require(tenth >= 2, f"only {len(notes)} notes; ask for more requests")
    early, late = notes[tenth:2 * tenth], notes[-tenth:-1] or notes[-1:]
    memory = (max(m for m, _ in early), max(m for m, _ in late))
    descriptors = (max(d for _, d in early), max(d for _, d in late))
    failures = []
    if descriptors[1] > descriptors[0]:
        failures.append(f"{descriptors[1]} descriptors at the end, {descriptors[0]} at the start")
    if memory[1] > memory[0] * 1.05 + 2:
        failures.append(f"{memory[1]:.1f} MB at the end, {memory[0]:.1f} MB at the start")
    print(json.dumps({"requests": options.requests, "notes": len(notes), "residentMegabytes": memory,
                      "descriptors": descriptors, "failures": failures}, indent=2))
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
