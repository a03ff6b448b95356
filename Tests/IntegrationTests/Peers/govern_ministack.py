#!/usr/bin/env python3
"""Lets the real binary govern three accounts of MiniStack, an AWS nobody here wrote, and reads every change back.

usage: govern_ministack.py HOLDFAST-BINARY MINISTACK-BINARY

Makes an organization of three accounts with roles and data, runs sweep, plan, apply, plan and sweep, and compares every
field of every change with what boto3 reads afterwards. Prints one JSON summary; exits 1 when anything deviates.
"""
from __future__ import annotations

import json
import os
import pathlib
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

import boto3

MANAGEMENT = "111111111111"
REGION = "us-east-1"
EXTERNAL_ID = "ministack-demo"

CONFIGURATION = f"""apiVersion: holdfast/v1
aws:
  regions: [{REGION}]
  role:
    arn: arn:{{partition}}:iam::{{account}}:role/HoldfastMember
    externalId: {EXTERNAL_ID}
"""

POLICY = """apiVersion: holdfast/v1
backupRole: arn:{partition}:iam::{account}:role/HoldfastBackupRole
tagging: {key: "holdfast:tier", enabled: true}
tiers:
  daily:
    rpo: 24h
    retention: 120d
    coldStorage: {after: 30d}
    vault: {name: holdfast}
assignments:
  - name: everything marked
    when: {tag: {backup: daily}}
    tier: daily
enforcement: {mode: enforce}
"""


def free_port() -> int:
    """A port of loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Cloud:
    """MiniStack with one client per account and service."""

    def __init__(self, binary: str):
        self.endpoint = f"http://127.0.0.1:{free_port()}"
        environment = dict(os.environ, GATEWAY_PORT=self.endpoint.rsplit(":", 1)[1], BIND_HOST="127.0.0.1",
                           LOG_LEVEL="WARNING")
        self.process = subprocess.Popen([binary], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        deadline = time.monotonic() + 60
        while True:
            try:
                urllib.request.urlopen(self.endpoint + "/_ministack/health", timeout=1)
                break
            except urllib.error.HTTPError:
                break
            except OSError:
                if time.monotonic() > deadline or self.process.poll() is not None:
                    raise SystemExit("MiniStack did not start")
                time.sleep(0.05)

    def client(self, service: str, account: str):
        """A client that acts as the account itself: MiniStack takes twelve digits for an account's own key."""
        return boto3.client(service, endpoint_url=self.endpoint, region_name=REGION, aws_access_key_id=account,
                            aws_secret_access_key="test")

    def stop(self) -> None:
        """Ends the server."""
        self.process.terminate()
        self.process.wait(10)


def make_world(cloud: Cloud) -> list[str]:
    """Two member accounts by CreateAccount, roles with trust in all three, and data marked for backup."""
    organizations = cloud.client("organizations", MANAGEMENT)
    root = organizations.list_roots()["Roots"][0]["Id"]
    unit = organizations.create_organizational_unit(ParentId=root, Name="Workloads")["OrganizationalUnit"]["Id"]
    accounts = [MANAGEMENT]
    for name in ["orders", "billing"]:
        status = organizations.create_account(Email=f"{name}@example.com", AccountName=name)["CreateAccountStatus"]
        organizations.move_account(AccountId=status["AccountId"], SourceParentId=root, DestinationParentId=unit)
        accounts.append(status["AccountId"])
    for account in accounts:
        iam = cloud.client("iam", account)
        trust = {"Version": "2012-10-17", "Statement": [{
            "Effect": "Allow", "Principal": {"AWS": f"arn:aws:iam::{MANAGEMENT}:root"}, "Action": "sts:AssumeRole",
            "Condition": {"StringEquals": {"sts:ExternalId": EXTERNAL_ID}}}]}
        iam.create_role(RoleName="HoldfastMember", AssumeRolePolicyDocument=json.dumps(trust))
        trust["Statement"][0] |= {"Principal": {"Service": "backup.amazonaws.com"}}
        del trust["Statement"][0]["Condition"]
        iam.create_role(RoleName="HoldfastBackupRole", AssumeRolePolicyDocument=json.dumps(trust))
        make_data(cloud, account)
    # Where a recorder runs, inventory asks AWS Config, whose queries MiniStack does not implement.
    config = cloud.client("config", accounts[2])
    config.put_configuration_recorder(ConfigurationRecorder={
        "name": "default", "roleARN": f"arn:aws:iam::{accounts[2]}:role/HoldfastMember",
        "recordingGroup": {"allSupported": True}})
    config.put_delivery_channel(DeliveryChannel={"name": "default", "s3BucketName": f"data-{accounts[2]}"})
    config.start_configuration_recorder(ConfigurationRecorderName="default")
    return accounts


def make_data(cloud: Cloud, account: str) -> None:
    """One of each kind MiniStack can tag, marked for backup, and a volume that is not."""
    marks = [{"Key": "backup", "Value": "daily"}]
    cloud.client("dynamodb", account).create_table(
        TableName="orders", AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}], BillingMode="PAY_PER_REQUEST", Tags=marks)
    ec2 = cloud.client("ec2", account)
    ec2.create_volume(AvailabilityZone=f"{REGION}a", Size=8,
                      TagSpecifications=[{"ResourceType": "volume", "Tags": marks}])
    ec2.create_volume(AvailabilityZone=f"{REGION}a", Size=8)
    cloud.client("efs", account).create_file_system(CreationToken="shared", Tags=marks)
    s3 = cloud.client("s3", account)
    s3.create_bucket(Bucket=f"data-{account}")
    s3.put_bucket_tagging(Bucket=f"data-{account}", Tagging={"TagSet": marks})
    cloud.client("rds", account).create_db_instance(
        DBInstanceIdentifier="ledger", DBInstanceClass="db.t4g.micro", Engine="postgres", AllocatedStorage=20,
        MasterUsername="holder", MasterUserPassword="not-a-secret", Tags=marks)


class Readback:
    """Reads what a change wrote, in the shape of its `after`."""

    def __init__(self, cloud: Cloud):
        self.cloud = cloud

    def actual(self, change: dict) -> dict:
        """What AWS's own client reads back for the target of a change."""
        reader = {"create-vault": self.vault, "create-plan": self.plan, "update-plan": self.plan,
                  "create-selection": self.selection, "tag-resource": self.tags}[change["action"]]
        return reader(change, change["accountId"])

    def vault(self, change: dict, account: str) -> dict:
        return self.cloud.client("backup", account).describe_backup_vault(
            BackupVaultName=change["after"]["BackupVaultName"])

    def plan_id(self, account: str, name: str) -> str:
        plans = self.cloud.client("backup", account).list_backup_plans()["BackupPlansList"]
        ids = [plan["BackupPlanId"] for plan in plans if plan["BackupPlanName"] == name]
        if len(ids) != 1:
            raise AssertionError(f"{account} has {len(ids)} plans named {name}")
        return ids[0]

    def plan(self, change: dict, account: str) -> dict:
        identity = self.plan_id(account, change["after"]["BackupPlanName"])
        return self.cloud.client("backup", account).get_backup_plan(BackupPlanId=identity)["BackupPlan"]

    def selection(self, change: dict, account: str) -> dict:
        backup = self.cloud.client("backup", account)
        for plan in backup.list_backup_plans()["BackupPlansList"]:
            identity = plan["BackupPlanId"]
            for entry in backup.list_backup_selections(BackupPlanId=identity)["BackupSelectionsList"]:
                if entry["SelectionName"] == change["after"]["SelectionName"]:
                    return backup.get_backup_selection(
                        BackupPlanId=identity, SelectionId=entry["SelectionId"])["BackupSelection"]
        raise AssertionError(f"{account} has no selection {change['after']['SelectionName']}")

    def tags(self, change: dict, account: str) -> dict:
        return {"Tags": self.resource_tags(change["target"], account)}

    def resource_tags(self, arn: str, account: str) -> dict:
        service, resource = arn.split(":")[2], arn.split(":", 5)[5]
        client = self.cloud.client({"elasticfilesystem": "efs"}.get(service, service), account)
        if service == "dynamodb":
            found = client.list_tags_of_resource(ResourceArn=arn)["Tags"]
        elif service == "ec2":
            found = client.describe_tags(
                Filters=[{"Name": "resource-id", "Values": [resource.split("/")[1]]}])["Tags"]
        elif service == "elasticfilesystem":
            found = client.list_tags_for_resource(ResourceId=resource.split("/")[1])["Tags"]
        elif service == "s3":
            found = client.get_bucket_tagging(Bucket=resource)["TagSet"]
        else:
            found = client.list_tags_for_resource(ResourceName=arn)["TagList"]
        return {tag["Key"]: tag["Value"] for tag in found}


def differences(path: str, wanted, found) -> list[str]:
    """Every field of `wanted` that `found` has otherwise, or not at all."""
    if isinstance(wanted, dict):
        if not isinstance(found, dict):
            return [f"{path}: {found!r} instead of an object"]
        return [line for key, value in wanted.items() for line in differences(f"{path}.{key}", value, found.get(key))]
    if isinstance(wanted, list):
        if not isinstance(found, list) or len(found) != len(wanted):
            return [f"{path}: {found!r} instead of {wanted!r}"]
        return [line for index, value in enumerate(wanted)
                for line in differences(f"{path}[{index}]", value, found[index])]
    return [] if wanted == found else [f"{path}: {found!r} instead of {wanted!r}"]


class Administrator:
    """Runs the binary as an administrator of the management account would."""

    def __init__(self, binary: str, cloud: Cloud, folder: pathlib.Path):
        self.binary = binary
        self.folder = folder
        self.environment = {k: v for k, v in os.environ.items() if not k.startswith(("AWS_", "HOLDFAST_"))}
        self.environment |= {"AWS_ACCESS_KEY_ID": MANAGEMENT, "AWS_SECRET_ACCESS_KEY": "test", "AWS_REGION": REGION,
                             "AWS_ENDPOINT_URL": cloud.endpoint, "XDG_STATE_HOME": str(folder / "state")}
        (folder / "holdfast.yaml").write_text(CONFIGURATION)
        (folder / "policy.yaml").write_text(POLICY)

    def run(self, *arguments: str) -> subprocess.CompletedProcess:
        """Runs one verb."""
        return subprocess.run(
            [self.binary, *arguments, "--config.file", "holdfast.yaml", "--policy.file", "policy.yaml", "--progress",
             "none"], env=self.environment, cwd=self.folder, capture_output=True, text=True, timeout=300)

    def plan(self, name: str) -> tuple[int, dict]:
        """Saves a plan and gives its exit code and content."""
        result = self.run("plan", "--out", f"{name}.json")
        path = self.folder / f"{name}.json"
        if not path.exists():
            raise SystemExit(f"plan saved nothing, exit {result.returncode}: {result.stderr}")
        return result.returncode, json.loads(path.read_text())


def changes_of(plan: dict) -> list[dict]:
    """All changes of a saved plan."""
    document = plan.get("plan", plan)
    return [change for account in document["accounts"] for change in account["changes"]]


def main() -> int:
    """Boots MiniStack and governs it."""
    # A test runner may have blocked signals, which children would inherit.
    signal.pthread_sigmask(signal.SIG_SETMASK, [])
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    binary, ministack = sys.argv[1:3]
    cloud = Cloud(ministack)
    try:
        with tempfile.TemporaryDirectory(prefix="holdfast-ministack-") as folder:
            return govern(cloud, Administrator(binary, cloud, pathlib.Path(folder)))
    finally:
        cloud.stop()


def govern(cloud: Cloud, administrator: Administrator) -> int:
    """Sweeps, plans, applies, plans again, and judges."""
    accounts = make_world(cloud)
    failures: list[str] = []
    sweep = administrator.run("sweep", "-o", "json")
    if sweep.returncode != 4:
        failures.append(f"sweep ended with {sweep.returncode}, expected 4: {sweep.stderr[-600:]}")
    if not sweep.stdout.startswith("{"):
        raise SystemExit(f"sweep gave no report, exit {sweep.returncode}: {sweep.stderr[-2000:]}")
    report = json.loads(sweep.stdout)
    gaps = sorted({gap["api"] for entry in report["coverage"] for gap in entry.get("gaps", [])})
    unknown = sum(finding["verdict"] == "unknown" for finding in report["findings"])
    if not gaps or not unknown:
        failures.append(f"expected gaps with unknown findings, found {gaps} and {unknown}")
    if {entry["accountId"] for entry in report["coverage"]} != set(accounts):
        failures.append("coverage does not name exactly the three accounts")

    _, first = administrator.plan("first")
    changes = changes_of(first)
    apply = administrator.run("apply", "first.json")
    if apply.returncode not in (0, 4):
        failures.append(f"apply ended with {apply.returncode}: {apply.stdout[-600:]} {apply.stderr[-600:]}")
    by_account = {account: {c["action"] for c in changes if c["accountId"] == account} for account in accounts}
    for account, actions in by_account.items():
        missing = {"create-vault", "create-plan", "create-selection", "tag-resource"} - actions
        if missing:
            failures.append(f"account {account}: no {', '.join(sorted(missing))} was planned")
    if len(changes) < 12:
        failures.append(f"{len(changes)} changes planned, expected at least 12")

    readback = Readback(cloud)
    fields = 0
    for change in changes:
        try:
            found = readback.actual(change)
        except Exception as error:  # a target that cannot be read back is a deviation like any other
            failures.append(f"{change['action']} {change['target']}: {error}")
            continue
        fields += json.dumps(change["after"]).count(":")
        failures += differences(f"{change['accountId']} {change['action']} {change['target']}", change["after"], found)

    _, second = administrator.plan("second")
    if changes_of(second):
        failures.append(f"the second plan has {len(changes_of(second))} changes: "
                        f"{[(c['action'], c['target']) for c in changes_of(second)][:5]}")
    print(json.dumps({"changes": len(changes), "fieldsReadBack": fields, "secondPlan": len(changes_of(second)),
                      "gaps": gaps, "unknownFindings": unknown, "sweepExit": sweep.returncode,
                      "applyExit": apply.returncode, "failures": failures}, indent=2))
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
