"""Restore testing plans and their runs, and legal holds of AWS Backup.

The runs need the clock to be stepped, which ends sessions; so they come once, after everything else.
"""

OPERATIONS = {
    "backup": [
        "CreateRestoreTestingPlan", "GetRestoreTestingPlan", "ListRestoreTestingPlans", "UpdateRestoreTestingPlan",
        "DeleteRestoreTestingPlan", "CreateRestoreTestingSelection", "GetRestoreTestingSelection",
        "ListRestoreTestingSelections", "UpdateRestoreTestingSelection", "DeleteRestoreTestingSelection",
        "GetRestoreTestingInferredMetadata", "PutRestoreValidationResult", "CreateLegalHold", "GetLegalHold",
        "ListLegalHolds", "CancelLegalHold", "ListRecoveryPointsByLegalHold",
    ],
}  # fmt: skip

INVALID, GONE, REFUSED = "InvalidParameterValueException", "ResourceNotFoundException", "InvalidRequestException"
MISSING, STATE, EXISTS = "MissingParameterValueException", "InvalidResourceStateException", "AlreadyExistsException"
TOKEN = ("NextToken", "NextToken")


def role(place):
    return f"arn:aws:iam::{place.account}:role/service-role/AWSBackupDefaultServiceRole"


def plan(name, **more):
    """A plan that restores the latest snapshot of the last 30 days each day."""
    points = {"Algorithm": "LATEST_WITHIN_WINDOW", "IncludeVaults": ["*"], "RecoveryPointTypes": ["SNAPSHOT"]}
    return {
        "RestoreTestingPlanName": name, "ScheduleExpression": "cron(0 7 ? * * *)", "RecoveryPointSelection": points,
        "StartWindowHours": 2, **more,
    }  # fmt: skip


def selection(place, name, **more):
    """A selection of every volume."""
    return {
        "RestoreTestingSelectionName": name, "ProtectedResourceType": "EBS", "IamRoleArn": role(place),
        "ProtectedResourceArns": ["*"], "ValidationWindowHours": 4, **more,
    }  # fmt: skip


def drive(driver, place):
    """Plans and selections there and back, changed and deleted, and every refusal."""
    client = place.client("backup")
    name = {"RestoreTestingPlanName": "driver_documents"}
    given = plan(**{"name": name["RestoreTestingPlanName"]}, ScheduleExpressionTimezone="Europe/Berlin")
    create = "CreateRestoreTestingPlan"
    made = driver.call(client, create, RestoreTestingPlan=given, CreatorRequestId="t1", Tags={"driver": "yes"}) or {}
    again = driver.call(client, create, RestoreTestingPlan=given, CreatorRequestId="t1") or {}
    driver.expect(made.get("RestoreTestingPlanArn") == again.get("RestoreTestingPlanArn"), "one plan for one request id")
    driver.call(client, create, EXISTS, RestoreTestingPlan=given)
    read = (driver.call(client, "GetRestoreTestingPlan", **name) or {}).get("RestoreTestingPlan", {})
    for member, value in given.items():
        if member != "RecoveryPointSelection":
            driver.expect(read.get(member) == value, f"{member} is read back: {read.get(member)}")
    points = read.get("RecoveryPointSelection", {})
    driver.expect(points.get("SelectionWindowDays") == 30, f"the window is 30 days unless said: {points}")
    tags = driver.call(client, "ListTags", ResourceArn=made.get("RestoreTestingPlanArn")) or {}
    driver.expect(tags.get("Tags") == {"driver": "yes"}, f"its tags are read back: {tags.get('Tags')}")
    driver.call(client, "UpdateRestoreTestingPlan", **name, RestoreTestingPlan={"StartWindowHours": 5})
    read = (driver.call(client, "GetRestoreTestingPlan", **name) or {}).get("RestoreTestingPlan", {})
    driver.expect((read.get("StartWindowHours"), "LastUpdateTime" in read) == (5, True), "the change is read back")
    driver.same_in_pages(client, "ListRestoreTestingPlans", "RestoreTestingPlans", *TOKEN, {"MaxResults": 1},
                         lambda item: item["RestoreTestingPlanName"])  # fmt: skip
    refused_plans(driver, client, name)
    selections(driver, client, place, name)
    driver.call(client, "DeleteRestoreTestingPlan", **name)
    driver.call(client, "DeleteRestoreTestingPlan", REFUSED, **name)
    driver.call(client, "GetRestoreTestingPlan", GONE, **name)


def refused_plans(driver, client, name):
    """Every plan that must be refused."""
    good = plan("driver_refused")["RecoveryPointSelection"]
    for code, refused in (
        (INVALID, plan("a-b")), (INVALID, plan("x" * 51)), (INVALID, plan("p", ScheduleExpression="nonsense")),
        (INVALID, plan("p", ScheduleExpressionTimezone="Mars/Olympus")), (INVALID, plan("p", StartWindowHours=169)),
        (INVALID, plan("p", RecoveryPointSelection={**good, "SelectionWindowDays": 366})),
        (INVALID, plan("p", RecoveryPointSelection={**good, "Algorithm": "LUCK"})),
        (INVALID, plan("p", RecoveryPointSelection={**good, "RecoveryPointTypes": ["TAPE"]})),
        (INVALID, plan("p", RecoveryPointSelection={**good, "IncludeVaults": ["primary"]})),
        (MISSING, {"RestoreTestingPlanName": "p", "ScheduleExpression": "cron(0 7 ? * * *)"}),
        (MISSING, {"RestoreTestingPlanName": "p", "RecoveryPointSelection": good}),
    ):  # fmt: skip
        driver.call(client, "CreateRestoreTestingPlan", code, RestoreTestingPlan=refused)
    driver.call(client, "UpdateRestoreTestingPlan", INVALID, **name, RestoreTestingPlan={"StartWindowHours": 0})
    driver.call(client, "ListRestoreTestingPlans", INVALID, MaxResults=0)


def selections(driver, client, place, name):
    """A selection there and back, changed and deleted, and every refusal."""
    condition = {"Key": "aws:ResourceTag/env", "Value": "prod"}
    given = selection(
        place, "volumes", ProtectedResourceConditions={"StringEquals": [condition], "StringNotEquals": []},
        RestoreMetadataOverrides={"availabilityZone": place.region + "b"},
    )  # fmt: skip
    create, names = "CreateRestoreTestingSelection", {**name, "RestoreTestingSelectionName": "volumes"}
    driver.call(client, create, **name, RestoreTestingSelection=given, CreatorRequestId="s1")
    driver.call(client, create, **name, RestoreTestingSelection=given, CreatorRequestId="s1")
    driver.call(client, create, EXISTS, **name, RestoreTestingSelection=given)
    read = (driver.call(client, "GetRestoreTestingSelection", **names) or {}).get("RestoreTestingSelection", {})
    for member, value in given.items():
        driver.expect(read.get(member) == value, f"{member} is read back: {read.get(member)}")
    driver.call(client, "UpdateRestoreTestingSelection", **names, RestoreTestingSelection={"ValidationWindowHours": 9})
    listed = driver.call(client, "ListRestoreTestingSelections", **name) or {}
    hours = [item["ValidationWindowHours"] for item in listed.get("RestoreTestingSelections", [])]
    driver.expect(hours == [9], f"the change is listed: {hours}")
    other = selection(place, "refused")
    for code, refused in (
        (INVALID, {**other, "ProtectedResourceType": "Toaster"}), (INVALID, {**other, "ValidationWindowHours": 169}),
        (INVALID, {**other, "RestoreTestingSelectionName": "a b"}), (INVALID, {**other, "IamRoleArn": "nobody"}),
        (INVALID, {**other, "ProtectedResourceArns": ["volume"]}),
        (INVALID, {**other, "ProtectedResourceConditions": {"StringEquals": [{"Key": "env", "Value": "prod"}]}}),
        (MISSING, {key: value for key, value in other.items() if key != "ProtectedResourceArns"}),
        (MISSING, {key: value for key, value in other.items() if key != "IamRoleArn"}),
    ):  # fmt: skip
        driver.call(client, create, code, **name, RestoreTestingSelection=refused)
    nowhere = {"RestoreTestingPlanName": "nothing_here"}
    driver.call(client, create, GONE, **nowhere, RestoreTestingSelection=other)
    driver.call(client, "ListRestoreTestingSelections", GONE, **nowhere)
    driver.call(client, "UpdateRestoreTestingSelection", GONE, **nowhere, RestoreTestingSelectionName="x",
                RestoreTestingSelection={"ValidationWindowHours": 1})  # fmt: skip
    driver.call(client, "DeleteRestoreTestingPlan", REFUSED, **name)
    driver.call(client, "DeleteRestoreTestingSelection", **names)
    driver.call(client, "DeleteRestoreTestingSelection", GONE, **names)
    driver.call(client, "GetRestoreTestingSelection", GONE, **names)


def afterwards(driver, fresh):
    """A run of a plan, its verdicts, and a legal hold over what it restored from."""
    place = fresh()
    client = place.client("backup")
    point = points(driver, client)
    made = driver.call(client, "CreateRestoreTestingPlan", RestoreTestingPlan=plan("driver_run")) or {}
    name = {"RestoreTestingPlanName": "driver_run"}
    chosen = selection(place, "volumes", ValidationWindowHours=24)
    driver.call(client, "CreateRestoreTestingSelection", **name, RestoreTestingSelection=chosen)
    driver.advance(minutes=24 * 60)
    client = fresh().client("backup")
    arn = made.get("RestoreTestingPlanArn")
    page = driver.call(client, "ListRestoreJobs", ByRestoreTestingPlanArn=arn) or {}
    jobs = page.get("RestoreJobs", [])
    driver.expect(jobs and all(job["CreatedBy"]["RestoreTestingPlanArn"] == arn for job in jobs), "the plan's restores ran")
    driver.advance(minutes=60)
    client = fresh().client("backup")
    verdicts(driver, client, jobs)
    inferred = driver.call(client, "GetRestoreTestingInferredMetadata", BackupVaultName=point["BackupVaultName"],
                           RecoveryPointArn=point["RecoveryPointArn"]) or {}  # fmt: skip
    driver.expect(inferred.get("InferredMetadata"), "metadata is inferred")
    driver.call(client, "GetRestoreTestingInferredMetadata", GONE, BackupVaultName="nothing-here",
                RecoveryPointArn=point["RecoveryPointArn"])  # fmt: skip
    driver.call(client, "DeleteRestoreTestingSelection", **name, RestoreTestingSelectionName="volumes")
    driver.call(client, "DeleteRestoreTestingPlan", **name)
    legal_hold(driver, fresh, point)


def points(driver, client):
    """A snapshot of the place, of a vault that takes deletions."""
    driver.call(client, "ListBackupVaults")
    page = driver.call(client, "ListRecoveryPointsByBackupVault", BackupVaultName="Default", ByResourceType="EBS") or {}
    return page["RecoveryPoints"][-1]


def verdicts(driver, client, jobs):
    """A verdict on one restore, which is final, and none on what is no test."""
    done = []
    for job in jobs:
        read = driver.call(client, "DescribeRestoreJob", RestoreJobId=job["RestoreJobId"]) or {}
        if read.get("Status") == "COMPLETED" and "ValidationStatus" not in read:
            done.append(job["RestoreJobId"])
    driver.expect(done, "a restore is done and waits for its verdict")
    put = "PutRestoreValidationResult"
    for job in done[:1]:
        driver.call(client, put, RestoreJobId=job, ValidationStatus="VALIDATING")
        driver.call(client, put, RestoreJobId=job, ValidationStatus="SUCCESSFUL", ValidationStatusMessage="it mounts")
        driver.call(client, put, REFUSED, RestoreJobId=job, ValidationStatus="FAILED")
        read = driver.call(client, "DescribeRestoreJob", RestoreJobId=job) or {}
        told = (read.get("ValidationStatus"), read.get("ValidationStatusMessage"), read.get("DeletionStatus"))
        driver.expect(told == ("SUCCESSFUL", "it mounts", "DELETING"), f"the verdict is told: {told}")
        driver.call(client, put, INVALID, RestoreJobId=job, ValidationStatus="PERHAPS")
        driver.call(client, put, MISSING, RestoreJobId=job)
    driver.call(client, put, GONE, RestoreJobId="nothing", ValidationStatus="SUCCESSFUL")


def legal_hold(driver, fresh, point):
    """A hold that keeps a point until it is cancelled, and every refusal."""
    client = fresh().client("backup")
    vault, arn = point["BackupVaultName"], point["RecoveryPointArn"]
    selected = {"ResourceIdentifiers": [point["ResourceArn"]], "VaultNames": []}
    given = {"Title": "case 1", "Description": "driver", "IdempotencyToken": "h", "Tags": {"driver": "yes"}}
    hold = driver.call(client, "CreateLegalHold", **given, RecoveryPointSelection=selected) or {}
    again = driver.call(client, "CreateLegalHold", **given) or {}
    driver.expect(hold.get("LegalHoldId") == again.get("LegalHoldId"), "one hold for one token")
    names = {"LegalHoldId": hold.get("LegalHoldId")}
    driver.call(client, "CancelLegalHold", STATE, **names, CancelDescription="too early")
    driver.call(client, "CreateLegalHold", MISSING, Title="no description")
    dates = {"FromDate": "2026-01-02T00:00:00Z", "ToDate": "2026-01-01T00:00:00Z"}
    driver.call(client, "CreateLegalHold", INVALID, Title="t", Description="d", RecoveryPointSelection={"DateRange": dates})
    driver.advance(minutes=2)
    read = driver.call(client, "GetLegalHold", **names) or {}
    driver.expect(read.get("Status") == "ACTIVE", f"the hold is {read.get('Status')}")
    driver.same_in_pages(client, "ListLegalHolds", "LegalHolds", *TOKEN, {"MaxResults": 1}, lambda item: item["LegalHoldId"])
    held = driver.pages(client, "ListRecoveryPointsByLegalHold", "RecoveryPoints", *TOKEN, **names)
    driver.expect(arn in [item["RecoveryPointArn"] for item in held], "the point is held")
    delete = {"BackupVaultName": vault, "RecoveryPointArn": arn}
    driver.call(client, "DeleteRecoveryPoint", REFUSED, **delete)
    driver.call(client, "CancelLegalHold", MISSING, **names, CancelDescription="")
    driver.call(client, "CancelLegalHold", **names, CancelDescription="closed", RetainRecordInDays=30)
    driver.advance(minutes=2)
    read = driver.call(client, "GetLegalHold", **names) or {}
    told = (read.get("Status"), read.get("CancelDescription"), "RetainRecordUntil" in read)
    driver.expect(told == ("CANCELED", "closed", True), f"the hold is cancelled: {told}")
    driver.call(client, "DeleteRecoveryPoint", **delete)
    driver.call(client, "GetLegalHold", GONE, LegalHoldId="nothing")
    driver.call(client, "CancelLegalHold", GONE, LegalHoldId="nothing", CancelDescription="none")
    driver.call(client, "ListRecoveryPointsByLegalHold", INVALID, LegalHoldId="nothing")
    driver.call(client, "ListLegalHolds", INVALID, MaxResults=1001)
