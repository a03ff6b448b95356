"""Drives a running simulator with botocore and the aws CLI, judging every raw answer.

Usage: AWS_ENDPOINT_URL=http://127.0.0.1:PORT AWS_ACCESS_KEY_ID=… AWS_SECRET_ACCESS_KEY=… python3 drive_simulator.py
[--role-name HoldfastMember] [--external-id holdfast-demo] [--minimum-calls 1000]

Prints one JSON summary. Exits 1 when an answer deviates from the model, an expectation does not hold, fewer calls were
made than asked for, or an operation the simulator implements was not reached both with data and as an error.
"""

import argparse
import collections
import contextlib
import io
import json
import os
import socket
import sys

import drive_backup as backup
import drive_backup_audit
import drive_backup_documents
import drive_backup_jobs
import drive_backup_testing
import drive_backup_vaults
import drive_config
import drive_databases
import drive_figures
import drive_further_types
import drive_governance as governance
import drive_keys
import drive_lifecycle
import drive_organizations
import drive_permissions
import drive_resources as resources
import drive_snapshots
import drive_storage
from drive_support import Credentials, Driver

RESOURCE_SERVICES = {
    "ec2": ["DescribeInstances", "DescribeVolumes", "DescribeRegions", "CreateTags", "DescribeTags"],
    "rds": ["DescribeDBInstances", "DescribeDBClusters", "ListTagsForResource", "AddTagsToResource"],
    "dynamodb": ["ListTables", "DescribeTable", "ListTagsOfResource", "TagResource"],
    "efs": ["DescribeFileSystems", "TagResource", "ListTagsForResource"],
    "s3": ["ListBuckets", "GetBucketLocation", "GetBucketTagging", "PutBucketTagging", "HeadBucket"],
    "resourcegroupstaggingapi": ["GetResources", "TagResources", "UntagResources", "GetTagKeys", "GetTagValues"],
    "iam": ["GetRole"],
    "config": [
        "DescribeConfigurationRecorders", "DescribeConfigurationRecorderStatus", "DescribeConfigRules",
        "GetComplianceDetailsByConfigRule", "DescribeComplianceByConfigRule", "SelectResourceConfig",
    ],
    "sts": ["GetCallerIdentity", "AssumeRole"],
    "organizations": [
        "ListRoots", "ListOrganizationalUnitsForParent", "ListAccountsForParent", "ListAccounts", "ListTagsForResource",
    ],
    "backup": [
        "ListBackupVaults", "DescribeBackupVault", "CreateBackupVault", "ListBackupPlans", "ListBackupSelections",
        "ListProtectedResources", "ListRecoveryPointsByBackupVault", "DescribeRegionSettings", "UpdateRegionSettings",
        "ListTags", "TagResource", "ListBackupJobs", "GetBackupVaultAccessPolicy", "DeleteBackupSelection",
    ],
}  # fmt: skip

# Further topics, a module each: OPERATIONS names what the simulator must implement for it, by service, and
# drive(driver, place) makes its calls in one account and Region. A line each, so that topics can be added side by side.
# A topic that steps the clock, which ends every session, has afterwards(driver, fresh): it is called once, at the end,
# and fresh() gives a place with a new session.
# A topic that has govern(driver, home, members) is also called once with the places of the management account.
TOPICS = [
    drive_backup_audit,
    drive_backup_documents,
    drive_backup_jobs,
    drive_backup_testing,
    drive_backup_vaults,
    drive_config,
    drive_databases,
    drive_figures,
    drive_further_types,
    drive_keys,
    drive_lifecycle,
    drive_organizations,
    drive_permissions,
    drive_snapshots,
    drive_storage,
]

# botocore's names of services whose signing name is another.
SIGNING_NAMES = {"elasticfilesystem": "efs", "monitoring": "cloudwatch", "tagging": "resourcegroupstaggingapi"}

# The code each kind of service gives a signature made with another secret, and a session that is over.
WRONG_SECRET = {"ec2": "AuthFailure", "s3": "SignatureDoesNotMatch", "rds": "SignatureDoesNotMatch",
                "iam": "SignatureDoesNotMatch", "sts": "SignatureDoesNotMatch"}  # fmt: skip
EXPIRED = {"ec2": "RequestExpired", "s3": "ExpiredToken", "rds": "ExpiredToken", "iam": "ExpiredToken",
           "sts": "ExpiredToken"}  # fmt: skip
HARMLESS = {
    "ec2": "DescribeRegions", "s3": "ListBuckets", "rds": "DescribeDBInstances", "iam": "GetRole",
    "sts": "GetCallerIdentity", "dynamodb": "ListTables", "efs": "DescribeFileSystems", "backup": "ListBackupPlans",
    "config": "DescribeConfigRules", "resourcegroupstaggingapi": "GetTagKeys", "organizations": "ListRoots",
}  # fmt: skip
# These refuse nothing but the caller: they take no input, or none that can be wrong.
REFUSE_ONLY_THE_CALLER = [
    ("sts", "GetCallerIdentity"), ("organizations", "DescribeOrganization"), ("backup", "DescribeRegionSettings"),
    ("backup", "DescribeGlobalSettings"), ("backup", "GetSupportedResourceTypes"),
    ("config", "GetComplianceSummaryByConfigRule"),
]  # fmt: skip


class Place:
    """One account in one Region, and what was found there."""

    def __init__(self, driver, account, region, credentials):
        self.driver, self.account, self.region, self.credentials = driver, account, region, credentials
        self.found = collections.defaultdict(list)

    def client(self, service, **options):
        return self.driver.client(service, self.region, self.credentials, **options)

    def __str__(self):
        return f"{self.account}/{self.region}"


def assume(driver, client, role, external_id, **parameters):
    """Assumes a role and gives its credentials, or nothing when it is denied."""
    answer, code = driver.attempt(
        client, "AssumeRole", RoleArn=role, RoleSessionName="strict-driver", ExternalId=external_id, **parameters
    )
    driver.expect(code in (None, "AccessDenied"), f"AssumeRole of {role} ended with {code}")
    if answer is None:
        return None
    given = answer["Credentials"]
    return Credentials(given["AccessKeyId"], given["SecretAccessKey"], given["SessionToken"])


def refused_callers(driver, place, base, sts, role, external_id):
    """A wrong secret and an expired session, in every service."""
    wrong = base.with_wrong_secret()
    for service, operation in HARMLESS.items():
        if service not in driver.implemented:
            continue
        parameters = {"RoleName": "x"} if service == "iam" else {}
        client = driver.client(service, place.region, wrong)
        driver.call(client, operation, WRONG_SECRET.get(service, "InvalidSignatureException"), **parameters)
    for service, operation in REFUSE_ONLY_THE_CALLER:
        if driver.has(service, operation):
            expected = WRONG_SECRET.get(service, "InvalidSignatureException")
            driver.call(driver.client(service, place.region, wrong), operation, expected)
    session = assume(driver, sts, role, external_id, DurationSeconds=900)
    driver.call(driver.client("sts", place.region, session), "GetCallerIdentity")
    driver.advance(minutes=20)
    for service, operation in HARMLESS.items():
        if service not in driver.implemented:
            continue
        parameters = {"RoleName": "x"} if service == "iam" else {}
        client = driver.client(service, place.region, session)
        driver.call(client, operation, EXPIRED.get(service, "ExpiredTokenException"), **parameters)


def command_line(driver, place):
    """A few calls of the aws CLI, in this process so that its raw answers are judged too."""
    import awscli.clidriver

    os.environ.update(
        AWS_ACCESS_KEY_ID=place.credentials.access_key, AWS_SECRET_ACCESS_KEY=place.credentials.secret_key,
        AWS_SESSION_TOKEN=place.credentials.token or "", AWS_DEFAULT_REGION=place.region, AWS_PAGER="",
    )  # fmt: skip
    for arguments in (
        ["sts", "get-caller-identity"],
        ["backup", "list-backup-vaults"],
        ["backup", "list-backup-plans", "--max-items", "1"],
        ["ec2", "describe-volumes", "--page-size", "5"],
        ["ec2", "describe-instances", "--filters", "Name=instance-state-name,Values=running"],
        ["rds", "describe-db-instances"],
        ["dynamodb", "list-tables", "--page-size", "1"],
        ["efs", "describe-file-systems"],
        ["s3api", "list-buckets"],
        ["resourcegroupstaggingapi", "get-resources", "--resource-type-filters", "ec2:volume"],
        ["configservice", "describe-config-rules"],
    ):
        if arguments[0] == "backup" and "backup" not in driver.implemented:
            continue
        command = awscli.clidriver.create_clidriver()
        driver.session(command.session)
        output, complaints = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(output), contextlib.redirect_stderr(complaints):
            status = command.main([*arguments, "--endpoint-url", driver.endpoint, "--output", "json"])
        driver.expect(status == 0, f"aws {' '.join(arguments)} exits {status}: {complaints.getvalue().strip()}")
        if status == 0:
            json.loads(output.getvalue() or "{}")


def foreign_buckets(driver, first, second):
    """A bucket asked for in the wrong Region, where botocore follows S3's redirect, and one of another account."""
    elsewhere = driver.client("s3", second.region, first.credentials)
    for name in first.found["bucket"][:1]:
        for operation in ("GetBucketTagging", "HeadBucket"):
            driver.call(elsewhere, operation, Bucket=name)
        stranger = next(place for place in second.others if place.account != first.account)
        driver.call(stranger.client("s3"), "GetBucketTagging", "AccessDenied", Bucket=name)
        driver.call(stranger.client("s3"), "HeadBucket", "403", Bucket=name)


def virtual_hosted(driver, place):
    """One bucket by the host name instead of the path."""
    for name in place.found["bucket"][:1]:
        endpoint = driver.endpoint.replace("127.0.0.1", "localhost")
        resolve = socket.getaddrinfo
        # Not every resolver knows that every name below localhost is this machine (RFC 6761).
        socket.getaddrinfo = lambda host, *rest, **more: resolve(
            "127.0.0.1" if str(host).endswith("localhost") else host, *rest, **more
        )
        client = place.client("s3", addressing="virtual", endpoint=endpoint)
        driver.call(client, "GetBucketLocation", Bucket=name)
        socket.getaddrinfo = resolve


def drive(driver, options):
    """Every case, over every account that lets us in and every Region."""
    base = Credentials(os.environ["AWS_ACCESS_KEY_ID"], os.environ["AWS_SECRET_ACCESS_KEY"])
    driver.base = base
    home = driver.client("ec2", "us-east-1", base)
    regions = options.regions or [region["RegionName"] for region in driver.call(home, "DescribeRegions")["Regions"]]
    home_region = regions[0]
    sts = driver.client("sts", home_region, base)
    caller = driver.call(sts, "GetCallerIdentity")["Account"]
    organizations = driver.client("organizations", home_region, base)
    accounts = governance.organization(driver, organizations)
    governance.organization_errors(driver, organizations)
    places, refused = [], []
    for account in accounts:
        role = f"arn:aws:iam::{account['Id']}:role/{options.role_name}"
        if account["Id"] == caller:
            credentials = base
        else:
            credentials = assume(driver, sts, role, options.external_id)
            is_active = account["Status"] == "ACTIVE"
            driver.expect(is_active or not credentials, f"the role of suspended account {account['Id']} was given")
            if is_active and not credentials:
                refused.append(account["Id"])
        if credentials:
            places += [Place(driver, account["Id"], region, credentials) for region in regions]
    driver.expect(len(refused) <= 1, f"one account, at most, refuses its role: {refused}")
    members = [place for place in places if place.account != caller]
    roleless = set()
    for place in places:
        resources.read(driver, place)
        role, code = driver.attempt(place.client("iam"), "GetRole", RoleName=governance.BACKUP_ROLE)
        driver.expect(role or code == "NoSuchEntity", f"GetRole ended with {code} in {place}")
        roleless.update([] if role else [place.account])
        governance.config(driver, place)
        if "backup" in driver.implemented:
            backup.read(driver, place)
            backup.jobs(driver, place)
    driver.expect(len(roleless) == 1, f"one account has no {governance.BACKUP_ROLE}: {sorted(roleless)}")
    for place in members[:6]:
        resources.read_by_name(driver, place)
        resources.write(driver, place)
        resources.errors(driver, place)
        governance.config_errors(driver, place)
        if "backup" in driver.implemented:
            backup.write(driver, place)
            backup.errors(driver, place)
        for topic in TOPICS:
            topic.drive(driver, place)
    for topic in TOPICS:
        if hasattr(topic, "govern"):
            topic.govern(driver, [place for place in places if place.account == caller], members)
    command_line(driver, members[0])
    second = next(place for place in members if place.region != members[0].region)
    second.others = members
    foreign_buckets(driver, members[0], second)
    virtual_hosted(driver, members[0])
    role = f"arn:aws:iam::{members[0].account}:role/{options.role_name}"
    governance.sts(driver, sts, role, options.external_id)
    refused_callers(driver, members[0], base, sts, role, options.external_id)

    def fresh():
        return Place(driver, members[0].account, members[0].region, assume(driver, sts, role, options.external_id))

    for topic in TOPICS:
        if hasattr(topic, "afterwards"):
            topic.afterwards(driver, fresh)


def coverage_gaps(driver, implemented):
    """The operations that were not reached with data or not as an error."""
    for service, operations in sorted(implemented.items()):
        for operation in sorted(operations):
            counts = driver.operations.get(f"{service}.{operation}", {"data": 0, "error": 0})
            for kind in ("data", "error"):
                if not counts[kind]:
                    yield f"{service}.{operation} never answered with {'data' if kind == 'data' else 'an error'}"
    for expected in [RESOURCE_SERVICES, *(topic.OPERATIONS for topic in TOPICS)]:
        for service, operations in expected.items():
            for operation in operations:
                if operation not in implemented.get(service, ()):
                    yield f"{service}.{operation} is not implemented"


def main():
    """Drives, prints the summary, and gives the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--role-name", default="HoldfastMember")
    parser.add_argument("--external-id", default="holdfast-demo")
    parser.add_argument("--regions", type=lambda text: text.split(","), default=[])
    parser.add_argument("--minimum-calls", type=int, default=1000)
    options = parser.parse_args()
    driver = Driver(os.environ["AWS_ENDPOINT_URL"].rstrip("/"))
    told = driver.control("/_simulator/operations")
    implemented = {SIGNING_NAMES.get(name, name): operations for name, operations in told.items()}
    driver.implemented = implemented
    drive(driver, options)
    deviations = collections.Counter(
        f"{item.service}.{item.operation} {item.status} {item.path}: {item.problem}"
        for item in driver.checker.deviations
    )
    gaps = list(coverage_gaps(driver, implemented))
    if driver.calls < options.minimum_calls:
        gaps.append(f"{driver.calls} calls where {options.minimum_calls} are asked for")
    summary = {
        "calls": driver.calls, "checked": driver.checker.checked, "operations": driver.operations,
        "deviations": [f"{text} ({count}×)" for text, count in deviations.most_common()],
        "failures": driver.failures, "gaps": gaps,
    }  # fmt: skip
    print(json.dumps(summary, indent=1, ensure_ascii=False))
    return 1 if deviations or driver.failures or gaps else 0


if __name__ == "__main__":
    sys.exit(main())
