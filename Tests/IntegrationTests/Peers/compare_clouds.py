"""Makes the same calls to MiniStack, moto and a running simulator, and compares what they answer and what they keep.

usage: AWS_ENDPOINT_URL=… AWS_ACCESS_KEY_ID=… AWS_SECRET_ACCESS_KEY=… compare_clouds.py MINISTACK MOTO_SERVER [--print]

Every difference must stand in differences.json with its reason and the page of AWS's documentation that says who is
right, and every row of it must occur. Prints one JSON summary; exits 1 when either does not hold. --print prints the
rows that are missing, to be completed by hand.
"""

import argparse
import collections
import json
import os
import sys
import urllib.request

import cloud_backup
import cloud_evidence
import cloud_governance
import cloud_identity
import cloud_keys
import cloud_records
import cloud_resources
import cloud_snapshots
import cloud_storage
import clouds
import differences

# A module each: play(cloud, model) makes its calls. The simulator comes first and leaves in the model what the peers
# must be given to be asked the same.
TOPICS = [
    cloud_identity, cloud_backup, cloud_resources, cloud_governance, cloud_keys, cloud_snapshots, cloud_storage,
    cloud_evidence, cloud_records,
]  # fmt: skip


def simulated_operations(endpoint):
    """What the simulator answers, by botocore's names of services."""
    names = {"elasticfilesystem": "efs", "monitoring": "cloudwatch", "tagging": "resourcegroupstaggingapi"}
    with urllib.request.urlopen(endpoint + "/_simulator/operations", timeout=30) as response:
        told = json.loads(response.read())
    return {f"{names.get(service, service)}.{name}" for service, operations in told.items() for name in operations}


def play(cloud, model):
    """Plays every topic in one cloud."""
    caller, code = cloud.ask("sts", "GetCallerIdentity")
    if code:
        raise SystemExit(f"{cloud.name} refuses GetCallerIdentity with {code}")
    cloud.account = caller["Account"]
    cloud.call(cloud.account, "account")
    for topic in TOPICS:
        topic.play(cloud, model)


def main():
    """Plays, compares, prints the summary, and gives the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("ministack")
    parser.add_argument("moto")
    parser.add_argument("--print", action="store_true", dest="prints")
    options = parser.parse_args()
    endpoint = os.environ["AWS_ENDPOINT_URL"].rstrip("/")
    ours = clouds.simulated(endpoint, os.environ["AWS_ACCESS_KEY_ID"], os.environ["AWS_SECRET_ACCESS_KEY"])
    model, found, compared = {}, {}, {}
    play(ours, model)
    asked = {step.split(":", 1)[0] for step in ours.trace}
    for start, binary in ((clouds.ministack, options.ministack), (clouds.moto, options.moto)):
        server, theirs = start(binary)
        try:
            play(theirs, model)
        finally:
            server.stop()
        found |= differences.between(ours, theirs)
        compared[theirs.name] = {"operations": len(asked - theirs.lacking), "steps": len(theirs.trace)}
    unlisted, stale = differences.judge(found, differences.read_table())
    if options.prints:
        for difference in unlisted:
            row = {**difference._asdict(), "why": "", "page": "", "step": found[difference]}
            print(json.dumps(row, ensure_ascii=False))
        return 0
    summary = {
        "compared": compared, "differences": len(found),
        "byPeer": collections.Counter(difference.peer for difference in found),
        "unlisted": [f"{' | '.join(difference)} ({found[difference]})" for difference in unlisted],
        "stale": [" | ".join(row[key] for key in differences.KEYS[:5]) for row in stale],
        "lacking": sorted(ours.lacking),
        "notAsked": sorted(simulated_operations(endpoint) - asked),
    }  # fmt: skip
    print(json.dumps(summary, indent=1, ensure_ascii=False))
    return 1 if unlisted or stale or ours.lacking else 0


if __name__ == "__main__":
    sys.exit(main())
