#!/usr/bin/env python3
"""Feeds every reader with arbitrary bytes for a while, from the corpus of Tests/Fuzz on.

usage: fuzz.py BINARY WORK [--seconds 10] [--fold] [TARGET…]

BINARY is what HOLDFAST_FUZZ=1 builds. New inputs are kept in WORK/corpus, what goes wrong in WORK/found. --fold adds
the smallest new inputs that reach new code to Tests/Fuzz instead of searching for more. Exits 1 when something went
wrong.
"""
import argparse
import os
import pathlib
import re
import subprocess
import sys

CORPUS = pathlib.Path(__file__).resolve().parent.parent / "Fuzz"
LIMITS = ["-rss_limit_mb=1024", "-malloc_limit_mb=256", "-timeout=10", "-max_len=16384"]
# Committed inputs stay small, so that reading them again costs next to nothing.
LARGEST_COMMITTED = 2048


def run(binary, target, arguments):
    """One run of libFuzzer; gives its exit status and what it said."""
    # Swift's own report of a crash would take minutes to find every symbol.
    environment = dict(os.environ, HOLDFAST_FUZZ_TARGET=target, SWIFT_BACKTRACE="enable=no")
    process = subprocess.run([binary, *arguments], env=environment, stdout=subprocess.PIPE,
                             stderr=subprocess.STDOUT)
    return process.returncode, process.stdout.decode(errors="replace")


def search(binary, work, target, seconds):
    """Searches for a while and prints one line; whether nothing went wrong."""
    kept, found = work / "corpus" / target, work / "found" / target
    for folder in (kept, found):
        folder.mkdir(parents=True, exist_ok=True)
    status, output = run(binary, target, [
        *LIMITS, f"-max_total_time={seconds}", "-print_final_stats=1", f"-artifact_prefix={found}/", str(kept),
        str(CORPUS / target)])
    number = lambda name: int((re.findall(rf"stat::{name}:\s+(\d+)", output) or ["0"])[-1])
    coverage = (re.findall(r"cov: (\d+)", output) or ["0"])[-1]
    print(f"{target:22} {number('number_of_executed_units'):10} executions {number('average_exec_per_sec'):8}/s "
          f"{coverage:>7} edges {number('peak_rss_mb'):5} MB {'' if status == 0 else 'WENT WRONG'}", flush=True)
    if status != 0:
        print("\n".join(output.splitlines()[-25:]), flush=True)
    return status == 0


def fold(binary, work, target):
    """Adds to the committed corpus what reaches more code than it does."""
    before = len(list((CORPUS / target).iterdir()))
    small = work / "small" / target
    small.mkdir(parents=True, exist_ok=True)
    for path in (work / "corpus" / target).glob("*"):
        if path.stat().st_size <= LARGEST_COMMITTED:
            (small / path.name).write_bytes(path.read_bytes())
    status, output = run(binary, target, [*LIMITS, "-merge=1", str(CORPUS / target), str(small)])
    print(f"{target:22} {before} inputs, now {len(list((CORPUS / target).iterdir()))}", flush=True)
    if status != 0:
        print("\n".join(output.splitlines()[-25:]), flush=True)
    return status == 0


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("binary")
    parser.add_argument("work", type=pathlib.Path)
    parser.add_argument("--seconds", type=int, default=10)
    parser.add_argument("--fold", action="store_true")
    parser.add_argument("targets", nargs="*")
    options = parser.parse_args()
    known = sorted(path.name for path in CORPUS.iterdir() if path.is_dir())
    unknown = set(options.targets) - set(known)
    if unknown:
        parser.error(f"no corpus for {', '.join(sorted(unknown))}; there is one for {', '.join(known)}")
    went_well = True
    for target in options.targets or known:
        if options.fold:
            went_well &= fold(options.binary, options.work, target)
        else:
            went_well &= search(options.binary, options.work, target, options.seconds)
    sys.exit(0 if went_well else 1)


main()
