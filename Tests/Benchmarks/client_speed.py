#!/usr/bin/env python3
"""Compares the client's signing, reading and fetching with what others do: signatures, answers, pages over HTTP.

usage: client_speed.py HOLDFAST-BINARY [--bench-folder DIR] [--pairs N] [--only sign,parse,sweep,tls,throttle]

Each comparison runs the peer and ours in turn on one core, the server on another, counts processor time alone, and
checks that both did the same work. Prints a JSON document; ends with 1 when a ratio misses its "must".
"""
from __future__ import annotations

import json
import os
import subprocess
import sys

import bench_support as bench
from bench_support import BODIES, BUILD, PYTHON, figure, ours, require, run

CLIENT, _ = bench.cores()
BOTOCORE_CHECK = """
import datetime, json, sys
import botocore.auth
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
figures = json.load(sys.stdin)
moment = datetime.datetime.strptime(figures["timestamp"], "%Y%m%dT%H%M%SZ")
botocore.auth.get_current_datetime = lambda *_: moment
request = AWSRequest("GET", figures["url"])
keys = Credentials(figures["accessKeyId"], figures["secretAccessKey"], figures["sessionToken"])
SigV4Auth(keys, "backup", "us-east-1").add_auth(request)
print(request.headers["Authorization"])
"""


def sign(options, verdicts) -> None:
    """Goal 3: one signature against the arithmetic's floor and botocore's."""
    bench.build(options.bench_folder, "sigv4_limit")
    rounds = []
    for _ in range(options.pairs):
        peer = figure(run([BUILD / "sigv4_limit", 200_000], core=CLIENT), r"cached signing key: cpu_us/req=([\d.]+)")
        rounds.append((ours(options.binary, "sign", "200000", core=CLIENT), peer))
    figures = rounds[-1][0]
    judged = subprocess.run([PYTHON, "-c", BOTOCORE_CHECK], input=json.dumps(figures), text=True, capture_output=True)
    require(judged.stdout.strip() == figures["authorization"],
            f"botocore signs {judged.stdout or judged.stderr}, we {figures['authorization']}")
    mine = [row["cpuMicroseconds"] for row, _ in rounds]
    verdicts.add("3 signature, against sigv4_limit", mine, [peer for _, peer in rounds], "us", moonshot=2.5)
    script = options.bench_folder / "a_sweep/botocore_sign.py"
    text = script.read_text().split("m = botocore.session")[0]
    slow = [figure(run([PYTHON, "-c", text, 2000], core=CLIENT), r"sign cpu_us/req=(\d+)") for _ in range(2)]
    verdicts.add("3 signature, against botocore", mine[:2], slow, "us", must=0.1)


def parse(options, verdicts) -> None:
    """Goal 13: answers of 5 MB into structures, against Foundation, simdjson and libxml2."""
    bench.build(options.bench_folder, "json_swift", "json_simdjson", "xml_swift", "xml_c")
    json_body, xml_body = BODIES / "v5m.json", BODIES / "volumes.xml"
    items = {"json": json_body.read_bytes().count(b'"RecoveryPointArn"'),
             "xml": xml_body.read_bytes().count(b"<attachmentSet>")}
    speeds: dict[str, list[float]] = {}

    def note(name: str, speed: float) -> None:
        speeds.setdefault(name, []).append(speed)

    for _ in range(options.pairs):
        for form, body in (("json", json_body), ("xml", xml_body)):
            row = ours(options.binary, "parse", form, body, "11", core=CLIENT)
            require(row["items"] == items[form], f"{row['items']} items read of {items[form]} in {body}")
            note(form, row["megabytesPerSecond"])
        text = run([BUILD / "json_swift", json_body, 3, "codable"], core=CLIENT)
        require(figure(text, r"items (\d+)") == items["json"], "JSONDecoder read other items")
        note("codable", figure(text, r"([\d.]+) MB/s"))
        text = run([BUILD / "json_simdjson", json_body, 11], core=CLIENT)
        require(figure(text, r"items (\d+)") == items["json"], "simdjson read other items")
        note("simdjson", figure(text, r"DOM.*?([\d.]+) MB/s"))
        note("xmlparser", figure(run([BUILD / "xml_swift", xml_body, 3], core=CLIENT), r"XMLParser.*?([\d.]+) MB/s"))
        note("sax", figure(run([BUILD / "xml_c", xml_body, 5], core=CLIENT), r"SAX2.*?([\d.]+) MB/s"))
    for name, form, peer, must, moonshot in (
            ("13 JSON, against Foundation's JSONDecoder", "json", "codable", 5, 18),
            ("13 JSON, against simdjson's DOM", "json", "simdjson", None, 0.5),
            ("13 XML, against Foundation's XMLParser", "xml", "xmlparser", 5, None),
            ("13 XML, against libxml2's SAX2", "xml", "sax", None, 2.2)):
        verdicts.add(name, speeds[form], speeds[peer], "MB/s", must=must, moonshot=moonshot, more_is_better=True)


class Sweep:
    """Pages over HTTP by the three clients, from one endpoint."""

    def __init__(self, options, endpoint: str, certificate=None, concurrency: int = 32) -> None:
        self.options, self.endpoint, self.concurrency = options, endpoint, concurrency
        self.certificate = certificate
        self.environment = {"HF_BASE": endpoint}
        if certificate:
            self.environment |= {"SSL_CERT_FILE": str(certificate), "AWS_CA_BUNDLE": str(certificate)}

    def holdfast(self, vault: str, requests: int) -> float:
        """Microseconds of ours."""
        trust = ["--ca-bundle", self.certificate] if self.certificate else []
        row = ours(self.options.binary, "sweep", self.endpoint, "--vault", vault, "--requests", requests,
                   "--concurrency", self.concurrency, *trust, core=CLIENT)
        self.check(row["items"], vault, requests)
        return row["cpuMicroseconds"]

    def go(self, vault: str, requests: int) -> float:
        """Microseconds of aws-sdk-go-v2."""
        text = run([BUILD / "go_sweep_v2", self.concurrency, requests, vault], core=CLIENT,
                   environment=self.environment)
        self.check(figure(text, r"rows=(\d+)"), vault, requests)
        return figure(text, r" cpu_us/req=([\d.]+)")

    def boto3(self, vault: str, requests: int) -> float:
        """Microseconds of boto3 with one thread, its best."""
        script = self.options.bench_folder / "a_sweep/boto_sweep.py"
        environment = self.environment | {"AWS_MAX_ATTEMPTS": "10", "AWS_RETRY_MODE": "standard"}
        text = run([PYTHON, script, 1, requests, vault, self.endpoint], core=CLIENT, environment=environment)
        self.check(figure(text, r"rows=(\d+)"), vault, requests)
        return figure(text, r" cpu_us/req=([\d.]+)")

    @staticmethod
    def check(rows: float, vault: str, requests: int) -> None:
        """Holds the recovery points a client counted against those that were served."""
        served = (BODIES / f"{vault}.json").read_bytes().count(b'"RecoveryPointArn"') * requests
        require(rows == served, f"{rows} recovery points read, {served} served")


def sweep(options, verdicts, server) -> None:
    """Goals 1 and 2: one signed page of 20 KB, and how its cost grows with the body."""
    bench.build(options.bench_folder, "go_sweep_v2", "curl_multi")
    clients = Sweep(options, bench.PLAIN)
    mine: dict[str, list[float]] = {}
    go: dict[str, list[float]] = {}
    floor, boto = [], []
    for _ in range(options.pairs):
        for vault in ("v5k", "v20k", "v50k"):
            go.setdefault(vault, []).append(clients.go(vault, 2_000))
            mine.setdefault(vault, []).append(clients.holdfast(vault, 6_000))
        text = run([BUILD / "curl_multi", 32, 6_000, "v20k", "plain"], core=CLIENT)
        floor.append(figure(text, r"cpu_us/req=([\d.]+)"))
        boto.append(clients.boto3("v20k", 200))
    verdicts.add("1 page of 20 KB, against Go's SDK", mine["v20k"], go["v20k"], "us", must=0.2, moonshot=0.1)
    verdicts.add("1 page of 20 KB, against boto3", mine["v20k"], boto, "us", moonshot=0.02)
    verdicts.add("1 page of 20 KB, against libcurl alone, neither signed nor read", mine["v20k"], floor, "us")
    kilobytes = ((BODIES / "v50k.json").stat().st_size - (BODIES / "v5k.json").stat().st_size) / 1_000

    def growth(figures: dict[str, list[float]]) -> list[float]:
        return [(large - small) / kilobytes for large, small in zip(figures["v50k"], figures["v5k"])]

    verdicts.add("2 growth with the body, against Go's SDK", growth(mine), growth(go), "us/KB", must=0.2, moonshot=0.06)


def paired(options, verdicts, name: str, clients: Sweep, requests: int) -> None:
    """The page of goal 1 from another endpoint, against the same peers."""
    bench.build(options.bench_folder, "go_sweep_v2")
    go, mine, boto = [], [], []
    for _ in range(options.pairs):
        go.append(clients.go("v20k", requests))
        mine.append(clients.holdfast("v20k", requests))
        boto.append(clients.boto3("v20k", 100))
    verdicts.add(f"1 {name}, against Go's SDK", mine, go, "us", must=0.2, moonshot=0.1)
    verdicts.add(f"1 {name}, against boto3", mine, boto, "us", moonshot=0.02)


def main() -> int:
    """Runs what is asked for."""
    options = bench.arguments(
        __doc__.splitlines()[0], only={"default": "sign,parse,sweep,tls,throttle", "help": "what is compared"})
    only = options.only.split(",")
    os.chdir(BUILD.parent)
    bench.bodies(options.bench_folder)
    verdicts = bench.Verdicts()
    if "sign" in only:
        sign(options, verdicts)
    if "parse" in only:
        parse(options, verdicts)
    if {"sweep", "tls", "throttle"} & set(only):
        with bench.Server() as server:
            if "sweep" in only:
                sweep(options, verdicts, server)
            if "tls" in only:
                paired(options, verdicts, "page of 20 KB over TLS", Sweep(options, bench.TLS, server.certificate), 2_000)
            if "throttle" in only:
                paired(options, verdicts, "page of 20 KB, every tenth answer a throttle after 200 ms",
                       Sweep(options, bench.FAULTY), 1_000)
    return verdicts.finish()


if __name__ == "__main__":
    sys.exit(main())
