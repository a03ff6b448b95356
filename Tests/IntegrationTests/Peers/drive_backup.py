"""Calls to AWS Backup: reads, writes, refusals, and round trips of every field of plans and selections."""

import json

from drive_governance import BACKUP_ROLE


def read(driver, place):
    """Reads all of AWS Backup in one account and Region."""
    client = place.client("backup")
    token = ("NextToken", "NextToken")

    def listed(operation, items, identify, **parameters):
        return driver.same_in_pages(client, operation, items, *token, {"MaxResults": 3}, identify, **parameters)

    vaults = listed("ListBackupVaults", "BackupVaultList", lambda vault: vault["BackupVaultName"])
    plans = listed("ListBackupPlans", "BackupPlansList", lambda plan: (plan["BackupPlanId"], plan["BackupPlanArn"]))
    protected = listed("ListProtectedResources", "Results", lambda result: result["ResourceArn"])
    driver.call(client, "DescribeRegionSettings")
    for operation in ("DescribeGlobalSettings", "GetSupportedResourceTypes", "ListRestoreJobs"):
        if driver.has("backup", operation):
            driver.call(client, operation)
    for kind in ("Backup", "Copy"):
        operation, items, identity = f"List{kind}Jobs", f"{kind}Jobs", f"{kind}JobId"
        if driver.has("backup", operation):
            jobs = driver.call(client, operation, MaxResults=5) or {items: []}
            single = "Describe" + operation[4:-1]
            if driver.has("backup", single):
                for job in jobs[items][:2]:
                    driver.call(client, single, **{identity: job[identity]})
    for name in vaults:
        description = driver.call(client, "DescribeBackupVault", BackupVaultName=name) or {}
        policy, code = driver.attempt(client, "GetBackupVaultAccessPolicy", BackupVaultName=name)
        driver.expect(policy or code == "ResourceNotFoundException", f"GetBackupVaultAccessPolicy ended with {code}")
        if policy:
            driver.expect(json.loads(policy["Policy"])["Statement"], f"the policy of {name} is one")
        count = len(driver.pages(client, "ListRecoveryPointsByBackupVault", "RecoveryPoints", *token, BackupVaultName=name))
        told = description.get("NumberOfRecoveryPoints")
        driver.expect(count == told, f"{name} holds {count} recovery points and tells {told} in {place}")
        page = driver.call(client, "ListRecoveryPointsByBackupVault", BackupVaultName=name, MaxResults=20) or {}
        points(driver, client, name, page.get("RecoveryPoints", []))
        for point in page.get("RecoveryPoints", [])[:2]:
            arn = point["RecoveryPointArn"]
            if driver.has("backup", "DescribeRecoveryPoint"):
                driver.call(client, "DescribeRecoveryPoint", BackupVaultName=name, RecoveryPointArn=arn)
        if "BackupVaultArn" in description:
            driver.call(client, "ListTags", ResourceArn=description["BackupVaultArn"])
    for identifier, arn in plans:
        driver.call(client, "GetBackupPlan", BackupPlanId=identifier)
        driver.call(client, "ListTags", ResourceArn=arn)
        if driver.has("backup", "ListBackupPlanVersions"):
            driver.call(client, "ListBackupPlanVersions", BackupPlanId=identifier)
        preview = driver.call(client, "GetBackupPlan", BackupPlanId=identifier, MaxScheduledRunsPreview=3) or {}
        runs = [run["ExecutionTime"] for run in preview.get("ScheduledRunsPreview", [])]
        driver.expect(len(runs) == 3 and runs == sorted(runs), f"three next runs in order: {runs}")
        for selection in listed("ListBackupSelections", "BackupSelectionsList", lambda item: item["SelectionId"],
                                BackupPlanId=identifier):  # fmt: skip
            driver.call(client, "GetBackupSelection", BackupPlanId=identifier, SelectionId=selection)
    for arn in protected[:2]:
        for operation in ("ListRecoveryPointsByResource", "DescribeProtectedResource"):
            if driver.has("backup", operation):
                driver.call(client, operation, ResourceArn=arn)


def points(driver, client, vault, found):
    """Every filter of a vault's recovery points, on the points of its first page."""
    for point in found[:1]:
        when = point["CreationDate"]
        for filters, holds in (
            ({"ByResourceArn": point["ResourceArn"]}, lambda item: item["ResourceArn"] == point["ResourceArn"]),
            ({"ByResourceType": point["ResourceType"]}, lambda item: item["ResourceType"] == point["ResourceType"]),
            ({"ByBackupPlanId": point["CreatedBy"]["BackupPlanId"]}, lambda item: "CreatedBy" in item),
            ({"ByCreatedAfter": when}, lambda item: item["CreationDate"] >= when.replace(microsecond=0)),
            ({"ByCreatedBefore": when}, lambda item: item["CreationDate"] < when),
        ):
            page = driver.call(client, "ListRecoveryPointsByBackupVault", BackupVaultName=vault, **filters) or {}
            driver.expect(all(holds(item) for item in page.get("RecoveryPoints", [])), f"{filters} holds for every point")
        if point["RecoveryPointArn"].startswith("arn:aws:backup:"):
            driver.call(client, "TagResource", ResourceArn=point["RecoveryPointArn"], Tags={"driver:seen": "yes"})
            tags = driver.call(client, "ListTags", ResourceArn=point["RecoveryPointArn"]) or {}
            driver.expect(tags.get("Tags", {}).get("driver:seen") == "yes", "a recovery point's tag is read back")


def jobs(driver, place):
    """Every filter of the backup jobs."""
    client = place.client("backup")
    token = ("NextToken", "NextToken")
    everything = driver.same_in_pages(
        client, "ListBackupJobs", "BackupJobs", *token, {"MaxResults": 50}, lambda job: job["BackupJobId"]
    )
    states = (
        "CREATED", "PENDING", "RUNNING", "ABORTING", "ABORTED", "COMPLETED", "FAILED", "EXPIRED", "PARTIAL",
    )  # fmt: skip
    split = [driver.pages(client, "ListBackupJobs", "BackupJobs", *token, ByState=state) for state in states]
    driver.expect(sum(map(len, split)) == len(everything), f"the jobs of every state are all {len(everything)} jobs")
    for state, found in zip(states, split):
        driver.expect(all(job["State"] == state for job in found), f"every job is {state}")
    for job in [job for found in split for job in found][:1]:
        for name, member in (
            ("ByResourceArn", "ResourceArn"), ("ByResourceType", "ResourceType"),
            ("ByBackupVaultName", "BackupVaultName"), ("ByAccountId", "AccountId"),
        ):  # fmt: skip
            page = driver.call(client, "ListBackupJobs", **{name: job[member]}) or {}
            found = page.get("BackupJobs", [])
            driver.expect(found and all(item[member] == job[member] for item in found), f"{name} holds for every job")
        early = driver.call(client, "ListBackupJobs", ByCreatedBefore="2001-01-01T00:00:00Z") or {}
        driver.expect(early.get("BackupJobs") == [], "there are no jobs of another century")


def write(driver, place):
    """Creates, reads back, changes and deletes a vault, a plan and a selection."""
    client = place.client("backup")
    vault = driver.call(client, "CreateBackupVault", BackupVaultName="driver-vault", BackupVaultTags={"driver": "yes"})
    driver.call(client, "CreateBackupVault", "AlreadyExistsException", BackupVaultName="driver-vault")
    rule = {
        "RuleName": "daily", "TargetBackupVaultName": "driver-vault", "ScheduleExpression": "cron(0 5 ? * * *)",
        "StartWindowMinutes": 60, "CompletionWindowMinutes": 180, "Lifecycle": {"DeleteAfterDays": 35},
    }  # fmt: skip
    body = {"BackupPlanName": "driver-plan", "Rules": [rule]}
    plan = driver.call(client, "CreateBackupPlan", BackupPlan=body, BackupPlanTags={"driver": "yes"})
    if not vault or not plan:
        return
    identifier = plan["BackupPlanId"]
    driver.call(client, "TagResource", ResourceArn=vault["BackupVaultArn"], Tags={"second": "1"})
    if driver.has("backup", "UntagResource"):
        driver.call(client, "UntagResource", ResourceArn=vault["BackupVaultArn"], TagKeyList=["second"])
    tags = driver.call(client, "ListTags", ResourceArn=vault["BackupVaultArn"]) or {}
    driver.expect(tags.get("Tags", {}).get("driver") == "yes", f"the vault's tags are read back: {tags.get('Tags')}")
    changed = {**body, "Rules": [{**rule, "Lifecycle": {"DeleteAfterDays": 70}}]}
    driver.call(client, "UpdateBackupPlan", BackupPlanId=identifier, BackupPlan=changed)
    read = driver.call(client, "GetBackupPlan", BackupPlanId=identifier)
    lifecycle = read["BackupPlan"]["Rules"][0]["Lifecycle"] if read else {}
    driver.expect(lifecycle.get("DeleteAfterDays") == 70, f"the plan's change is read back: {lifecycle}")
    condition = {"ConditionKey": "aws:ResourceTag/driver:own", "ConditionValue": "yes"}
    selection = {
        "SelectionName": "driver", "IamRoleArn": f"arn:aws:iam::{place.account}:role/{BACKUP_ROLE}", "Resources": ["*"],
        "Conditions": {"StringEquals": [condition]},
    }  # fmt: skip
    made = driver.call(client, "CreateBackupSelection", BackupPlanId=identifier, BackupSelection=selection)
    if made:
        names = {"BackupPlanId": identifier, "SelectionId": made["SelectionId"]}
        read = driver.call(client, "GetBackupSelection", **names)
        conditions = read["BackupSelection"].get("Conditions", {}) if read else {}
        driver.expect(conditions.get("StringEquals") == [condition], f"the selection is read back: {conditions}")
        if driver.has("backup", "DeleteBackupSelection"):
            driver.call(client, "DeleteBackupPlan", "InvalidRequestException", BackupPlanId=identifier)
            driver.call(client, "DeleteBackupSelection", **names)
    if driver.has("backup", "DeleteBackupPlan"):
        driver.call(client, "DeleteBackupPlan", BackupPlanId=identifier)
        for deleted in (False, True):
            pages = driver.pages(client, "ListBackupPlans", "BackupPlansList", "NextToken", "NextToken", IncludeDeleted=deleted)
            driver.expect((identifier in [item["BackupPlanId"] for item in pages]) == deleted, "deleted plans when asked")
        version = driver.call(client, "GetBackupPlan", BackupPlanId=identifier, VersionId=plan["VersionId"]) or {}
        driver.expect(version.get("VersionId") == plan["VersionId"], "an earlier version is still read")
    if driver.has("backup", "DeleteBackupVault"):
        driver.call(client, "DeleteBackupVault", BackupVaultName="driver-vault")
    driver.call(client, "UpdateRegionSettings", ResourceTypeOptInPreference={"DynamoDB": True})


def errors(driver, place):
    """One refused call, at least, of each operation of AWS Backup that can refuse one."""
    client = place.client("backup")
    gone, invalid, missing = "ResourceNotFoundException", "InvalidParameterValueException", "nothing-here"
    point = f"arn:aws:backup:{place.region}:{place.account}:recovery-point:nothing"
    vault = f"arn:aws:backup:{place.region}:{place.account}:backup-vault:{missing}"
    rule = {"RuleName": "r", "TargetBackupVaultName": "v!", "ScheduleExpression": "nonsense"}
    plan = {"BackupPlanName": "p", "Rules": [rule]}
    role = f"arn:aws:iam::{place.account}:role/{BACKUP_ROLE}"
    selection = {"SelectionName": "s", "IamRoleArn": role, "Resources": ["*"]}
    resource = f"arn:aws:ec2:{place.region}:{place.account}:volume/vol-0123456789abcdef0"
    for operation, code, parameters in (
        ("ListBackupVaults", invalid, {"MaxResults": 1001}),
        ("ListBackupPlans", invalid, {"NextToken": "nothing"}),
        ("ListProtectedResources", invalid, {"MaxResults": 0}),
        ("GetBackupVaultAccessPolicy", gone, {"BackupVaultName": missing}),
        ("ListBackupVaults", invalid, {"ByVaultType": "CUPBOARD"}),
        ("ListBackupJobs", invalid, {"ByState": "TIRED"}),
        ("ListTags", invalid, {"ResourceArn": resource}),
        ("TagResource", invalid, {"ResourceArn": vault, "Tags": {"aws:own": "b"}}),
        ("UpdateRegionSettings", "MissingParameterValueException", {}),
        ("ListBackupJobs", invalid, {"MaxResults": 1001}),
        ("ListCopyJobs", invalid, {"MaxResults": 1001}),
        ("ListRestoreJobs", invalid, {"MaxResults": 1001}),
        ("DescribeBackupVault", gone, {"BackupVaultName": missing}),
        ("CreateBackupVault", invalid, {"BackupVaultName": "a b"}),
        ("CreateBackupPlan", invalid, {"BackupPlan": plan}),
        ("GetBackupPlan", gone, {"BackupPlanId": missing}),
        ("UpdateBackupPlan", gone, {"BackupPlanId": missing, "BackupPlan": {**plan, "Rules": []}}),
        ("DeleteBackupPlan", gone, {"BackupPlanId": missing}),
        ("ListBackupPlanVersions", gone, {"BackupPlanId": missing}),
        ("ListBackupSelections", gone, {"BackupPlanId": missing}),
        ("GetBackupSelection", gone, {"BackupPlanId": missing, "SelectionId": missing}),
        ("DeleteBackupSelection", gone, {"BackupPlanId": missing, "SelectionId": missing}),
        ("CreateBackupSelection", invalid, {"BackupPlanId": missing, "BackupSelection": selection}),
        ("ListRecoveryPointsByBackupVault", gone, {"BackupVaultName": missing}),
        ("ListRecoveryPointsByResource", invalid, {"ResourceArn": "nothing"}),
        ("DescribeProtectedResource", gone, {"ResourceArn": resource}),
        ("DescribeRecoveryPoint", gone, {"BackupVaultName": missing, "RecoveryPointArn": point}),
        ("DescribeBackupJob", gone, {"BackupJobId": missing}),
        ("DescribeCopyJob", gone, {"CopyJobId": missing}),
        ("ListTags", gone, {"ResourceArn": vault}),
        ("TagResource", gone, {"ResourceArn": vault, "Tags": {"a": "b"}}),
        ("UntagResource", gone, {"ResourceArn": vault, "TagKeyList": ["a"]}),
        ("UpdateRegionSettings", invalid, {"ResourceTypeOptInPreference": {"Toaster": True}}),
        ("PutBackupVaultLockConfiguration", gone, {"BackupVaultName": missing, "MinRetentionDays": 7}),
        ("StartBackupJob", gone, {"BackupVaultName": missing, "ResourceArn": resource, "IamRoleArn": role}),
        ("DeleteBackupVault", gone, {"BackupVaultName": missing}),
    ):
        if driver.has("backup", operation):
            driver.call(client, operation, code, **parameters)
