#!/usr/bin/env python3
"""Lets the simulator put AWS Backup's events to MiniStack, an AWS nobody here wrote, and reads them from a queue there.

usage: deliver_events.py HOLDFAST-BINARY MINISTACK-BINARY

A rule on the bus of one account sends its events to a queue. The world is stepped by a day, the account is looked at,
and what arrives must be the events the simulator tells of that account and Region. Prints one JSON summary; exits 1
when anything deviates.
"""
from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request

import boto3
from botocore.config import Config
from govern_ministack import Cloud

REGION = "us-east-1"


def client(service: str, endpoint: str, account: str):
    """A client of a service, as an account of MiniStack."""
    return boto3.client(service, endpoint_url=endpoint, region_name=REGION, aws_access_key_id=account,
                        aws_secret_access_key="test", config=Config(retries={"max_attempts": 2}))


def fetch(url: str, body: dict | None = None) -> dict:
    """Reads or posts JSON."""
    data = None if body is None else json.dumps(body).encode()
    with urllib.request.urlopen(urllib.request.Request(url, data=data), timeout=30) as answer:
        return json.load(answer)


def listen(cloud: Cloud, account: str) -> tuple:
    """Makes a queue that gets the simulated events of an account, and gives its client and URL."""
    queues = client("sqs", cloud.endpoint, account)
    url = queues.create_queue(QueueName="events")["QueueUrl"]
    arn = queues.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    rules = client("events", cloud.endpoint, account)
    rules.put_rule(Name="simulated", EventPattern=json.dumps({"source": ["simulated.aws.backup"]}))
    rules.put_targets(Rule="simulated", Targets=[{"Id": "queue", "Arn": arn}])
    return queues, url


def receive(queues, url: str, wanted: int) -> list[dict]:
    """Everything in a queue, waiting for so many events at most half a minute."""
    received: list[dict] = []
    deadline = time.monotonic() + 30
    while len(received) < wanted and time.monotonic() < deadline:
        answer = queues.receive_message(QueueUrl=url, MaxNumberOfMessages=10, WaitTimeSeconds=1)
        for message in answer.get("Messages", []):
            received.append(json.loads(message["Body"]))
            queues.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
    return received


def plain(event: dict) -> tuple:
    """What must arrive unchanged of an event; MiniStack gives it a time of its own."""
    return (event["detail-type"], event["account"], event["region"], tuple(event["resources"]),
            json.dumps(event["detail"], sort_keys=True))


def prove(world: str, cloud: Cloud) -> dict:
    """Steps the world and compares what it tells with what arrives."""
    failures: list[str] = []
    ledger = fetch(f"{world}/_simulator/ledger")
    open_accounts = [a for a in ledger["accounts"] if a["state"] == "ACTIVE" and not a["denied"]
                     and a["accountId"] != ledger["managementAccountId"]]
    account = max(open_accounts, key=lambda a: sum(r["recoveryPoints"] for r in a["regions"]))["accountId"]
    queues, url = listen(cloud, account)
    fetch(f"{world}/_simulator/clock", {"advance": "PT24H"})
    # The ledger looks at every account and needs no signature.
    fetch(f"{world}/_simulator/ledger")
    told = fetch(f"{world}/_simulator/events")
    while told["next"] < told["last"]:
        more = fetch(f"{world}/_simulator/events?since={told['next']}")
        told = more | {"events": told["events"] + more["events"]}
    own = [e for e in told["events"] if e["account"] == account and e["region"] == REGION]
    received = receive(queues, url, len(own))
    if not own:
        failures.append("the account told no event")
    if sorted(map(plain, own)) != sorted(map(plain, received)):
        failures.append(f"{len(own)} events were told and {len(received)} arrived, or they differ")
    if any(event["source"] != "simulated.aws.backup" for event in received):
        failures.append("an event has another source")
    delivery: dict = {}
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        delivery = fetch(f"{world}/_simulator/events?limit=1")["delivery"]
        if sum(delivery[key] for key in ("delivered", "failed", "lost")) >= told["last"]:
            break
        time.sleep(0.1)
    if delivery.get("delivered") != told["last"] or delivery.get("failed"):
        failures.append(f"of {told['last']} events the delivery says {delivery}")
    return {"told": told["last"], "ofTheAccount": len(own), "received": len(received), "delivery": delivery,
            "kinds": sorted({event["detail-type"] for event in received}), "failures": failures}


def main() -> int:
    """Runs both servers and prints the summary."""
    binary, ministack = sys.argv[1:3]
    cloud = Cloud(ministack)
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("AWS_", "HOLDFAST_"))}
    with tempfile.TemporaryFile("w+") as log:
        simulator = subprocess.Popen(
            [binary, "simulator", "--listen-address", "127.0.0.1:0", "--accounts", "6", "--resources", "120",
             "--deliver", f"events={cloud.endpoint}"], env=clean, stdout=log, stderr=subprocess.STDOUT)
        try:
            deadline = time.monotonic() + 60
            environment: dict = {}
            while "AWS_DEFAULT_REGION" not in environment:
                if time.monotonic() > deadline or simulator.poll() is not None:
                    raise SystemExit("the simulator did not start")
                time.sleep(0.05)
                log.seek(0)
                environment = dict(re.findall(r"^export (\w+)=(\S+)$", log.read(), re.M))
            summary = prove(environment["AWS_ENDPOINT_URL"], cloud)
        finally:
            for process in (simulator, cloud.process):
                process.send_signal(signal.SIGTERM)
            for process in (simulator, cloud.process):
                try:
                    process.wait(10)
                except subprocess.TimeoutExpired:
                    process.kill()
    print(json.dumps(summary, indent=2))
    return 1 if summary["failures"] else 0


if __name__ == "__main__":
    sys.exit(main())
