"""Backup, copy and restore jobs of AWS Backup, from their start to their end, and the recovery points they make.

The clock is stepped, which ends sessions; so the cases run once, after everything else.
"""

OPERATIONS = {
    "backup": [
        "StartBackupJob", "DescribeBackupJob", "StopBackupJob", "ListBackupJobs", "StartCopyJob", "DescribeCopyJob",
        "ListCopyJobs", "StartRestoreJob", "DescribeRestoreJob", "ListRestoreJobs", "GetRestoreJobMetadata",
        "ListRestoreJobsByProtectedResource", "DescribeRecoveryPoint", "ListRecoveryPointsByResource",
        "GetRecoveryPointRestoreMetadata", "UpdateRecoveryPointLifecycle", "DeleteRecoveryPoint",
        "DisassociateRecoveryPoint", "DisassociateRecoveryPointFromParent", "DescribeProtectedResource",
        "ListProtectedResourcesByBackupVault", "DescribeGlobalSettings", "UpdateGlobalSettings",
        "GetSupportedResourceTypes",
    ],
}  # fmt: skip

INVALID, GONE, REFUSED = "InvalidParameterValueException", "ResourceNotFoundException", "InvalidRequestException"
MISSING, STATE = "MissingParameterValueException", "InvalidResourceStateException"
VAULT, DAY = "driver-jobs", 24 * 60


def drive(driver, place):
    """Nothing here: the clock must be stepped."""


def role(place):
    """The role every account has."""
    return f"arn:aws:iam::{place.account}:role/service-role/AWSBackupDefaultServiceRole"


def vault_arn(place, name=VAULT):
    return f"arn:aws:backup:{place.region}:{place.account}:backup-vault:{name}"


def resources(driver, place, kind):
    """The ARNs of the place's resources of a type, by their tags."""
    client = place.client("resourcegroupstaggingapi")
    page = driver.call(client, "GetResources", ResourceTypeFilters=[kind]) or {}
    return [item["ResourceARN"] for item in page.get("ResourceTagMappingList", [])]


def afterwards(driver, fresh):
    """Every case, in a place whose session is new whenever `fresh` is called."""
    place = fresh()
    client = place.client("backup")
    volumes = resources(driver, place, "ec2:volume")
    driver.call(client, "CreateBackupVault", BackupVaultName=VAULT)
    settings(driver, client, place)
    point = backup(driver, fresh, volumes[0])
    if not point:
        return
    copies(driver, fresh, point)
    restores(driver, fresh, point)
    recovery_points(driver, fresh, point)
    composite(driver, fresh, volumes)
    continuous(driver, fresh)


def settings(driver, client, place):
    """What there is to read of the organization's settings, which only the management account changes."""
    driver.call(client, "GetSupportedResourceTypes")
    driver.call(client, "UpdateGlobalSettings", REFUSED, GlobalSettings={"isCrossAccountBackupEnabled": "true"})
    management = driver.client("backup", place.region, driver.base)
    for value in ("true", "false"):
        driver.call(management, "UpdateGlobalSettings", GlobalSettings={"isCrossAccountBackupEnabled": value})
        told = (driver.call(client, "DescribeGlobalSettings") or {}).get("GlobalSettings", {})
        driver.expect(told.get("isCrossAccountBackupEnabled") == value, f"the setting is {told}")
    driver.call(management, "UpdateGlobalSettings", MISSING)
    driver.call(management, "UpdateGlobalSettings", INVALID, GlobalSettings={"isCrossAccountBackupEnabled": "maybe"})
    driver.call(management, "UpdateGlobalSettings", INVALID, GlobalSettings={"isFriday": "true"})


def backup(driver, fresh, arn):
    """A backup that is stopped and one that ends well; gives the point of the second."""
    place = fresh()
    client = place.client("backup")
    order = {"BackupVaultName": VAULT, "ResourceArn": arn, "IamRoleArn": role(place)}
    stopped = driver.call(client, "StartBackupJob", **order) or {}
    driver.call(client, "StopBackupJob", BackupJobId=stopped.get("BackupJobId"))
    state = (driver.call(client, "DescribeBackupJob", BackupJobId=stopped.get("BackupJobId")) or {}).get("State")
    driver.expect(state == "ABORTING", f"a stopped job is {state}")
    driver.call(client, "StopBackupJob", REFUSED, BackupJobId=stopped.get("BackupJobId"))
    options = {
        "IdempotencyToken": "driver-1", "Lifecycle": {"DeleteAfterDays": 35}, "RecoveryPointTags": {"made": "driver"},
        "StartWindowMinutes": 60, "CompleteWindowMinutes": 600,
    }  # fmt: skip
    job = driver.call(client, "StartBackupJob", **order, **options) or {}
    again = driver.call(client, "StartBackupJob", **order, **options) or {}
    driver.expect(job.get("BackupJobId") == again.get("BackupJobId"), "the same token gives the same job")
    volume = f"arn:aws:ec2:{place.region}:{place.account}:volume/vol-0123456789abcdef0"
    for code, refused in (
        (MISSING, {"BackupVaultName": VAULT, "IamRoleArn": role(place)}), (GONE, {**order, "ResourceArn": volume}),
        (INVALID, {**order, "ResourceArn": "volume"}), (INVALID, {**order, "IamRoleArn": "nobody"}),
        (GONE, {**order, "BackupVaultName": "nothing-here"}), (INVALID, {**order, "BackupVaultName": "a b"}),
        (INVALID, {**order, "StartWindowMinutes": 59}), (INVALID, {**order, "BackupOptions": {"Fast": "yes"}}),
        (INVALID, {**order, "StartWindowMinutes": 60, "CompleteWindowMinutes": 90}),
        (INVALID, {**order, "Lifecycle": {"MoveToColdStorageAfterDays": 30, "DeleteAfterDays": 100}}),
    ):  # fmt: skip
        driver.call(client, "StartBackupJob", code, **refused)
    driver.advance(minutes=DAY)
    client = fresh().client("backup")
    read = driver.call(client, "DescribeBackupJob", BackupJobId=job.get("BackupJobId")) or {}
    driver.expect(read.get("State") == "COMPLETED", f"the job is {read.get('State')} after a day")
    for state in ("ABORTED", "COMPLETED"):
        page = driver.call(client, "ListBackupJobs", ByBackupVaultName=VAULT, ByState=state) or {}
        driver.expect(len(page.get("BackupJobs", [])) == 1, f"one job of the vault is {state}")
    return read.get("RecoveryPointArn")


def copies(driver, fresh, point):
    """A copy that ends well, those that fail by their vault, and every filter of the list."""
    place = fresh()
    client = place.client("backup")
    order = {
        "RecoveryPointArn": point, "SourceBackupVaultName": VAULT, "IamRoleArn": role(place),
        "DestinationBackupVaultArn": vault_arn(place, "Default"),
    }  # fmt: skip
    nowhere = {**order, "DestinationBackupVaultArn": vault_arn(place, "nothing-here")}
    good = driver.call(client, "StartCopyJob", **order, Lifecycle={"DeleteAfterDays": 14}, IdempotencyToken="c") or {}
    bad = driver.call(client, "StartCopyJob", **nowhere) or {}
    for code, refused in (
        (GONE, {**order, "RecoveryPointArn": point + "0"}), (INVALID, {**order, "DestinationBackupVaultArn": "there"}),
        (GONE, {**order, "SourceBackupVaultName": "nothing-here"}), (MISSING, {"RecoveryPointArn": point}),
        (INVALID, {**order, "Lifecycle": {"DeleteAfterDays": 0}}),
    ):  # fmt: skip
        driver.call(client, "StartCopyJob", code, **refused)
    driver.call(client, "DescribeCopyJob", CopyJobId=good.get("CopyJobId"))
    driver.advance(minutes=3 * 60)
    client = fresh().client("backup")
    for job, state in ((good, "COMPLETED"), (bad, "FAILED")):
        read = (driver.call(client, "DescribeCopyJob", CopyJobId=job.get("CopyJobId")) or {}).get("CopyJob", {})
        driver.expect(read.get("State") == state, f"the copy is {read.get('State')} where {state} is expected")
        page = driver.call(client, "ListCopyJobs", ByState=state, BySourceRecoveryPointArn=point) or {}
        driver.expect([item["CopyJobId"] for item in page.get("CopyJobs", [])] == [job.get("CopyJobId")], f"one {state}")
    for filters in (
        {"ByDestinationVaultArn": vault_arn(place, "Default")}, {"ByResourceType": "EBS"}, {"ByAccountId": place.account},
    ):  # fmt: skip
        page = driver.call(client, "ListCopyJobs", **filters) or {}
        driver.expect(page.get("CopyJobs"), f"{filters} finds the copy")
    driver.call(client, "ListCopyJobs", INVALID, ByState="TIRED")
    driver.call(client, "DescribeCopyJob", GONE, CopyJobId="nothing")


def restores(driver, fresh, point):
    """A restore to its end; what it made is in the inventory, and the resource tells of it."""
    place = fresh()
    client = place.client("backup")
    kept = driver.call(client, "GetRecoveryPointRestoreMetadata", BackupVaultName=VAULT, RecoveryPointArn=point) or {}
    driver.expect(kept.get("RestoreMetadata"), "the point keeps metadata")
    driver.call(client, "GetRecoveryPointRestoreMetadata", GONE, BackupVaultName=VAULT, RecoveryPointArn=point + "0")
    metadata = {"availabilityZone": place.region + "a", "encrypted": "true"}
    order = {"RecoveryPointArn": point, "Metadata": metadata, "IamRoleArn": role(place)}
    made = driver.call(client, "StartRestoreJob", **order, IdempotencyToken="r", CopySourceTagsToRestoredResource=True)
    again = driver.call(client, "StartRestoreJob", **order, IdempotencyToken="r")
    driver.expect(made == again or (made or {}).get("RestoreJobId") == (again or {}).get("RestoreJobId"), "one restore")
    for code, refused in (
        (MISSING, {"RecoveryPointArn": point}), (MISSING, {**order, "Metadata": {"encrypted": "true"}}),
        (GONE, {**order, "RecoveryPointArn": point + "0"}), (INVALID, {**order, "RecoveryPointArn": "point"}),
        (INVALID, {**order, "ResourceType": "RDS"}),
    ):  # fmt: skip
        driver.call(client, "StartRestoreJob", code, **refused)
    job = {"RestoreJobId": (made or {}).get("RestoreJobId")}
    first = driver.call(client, "DescribeRestoreJob", **job) or {}
    driver.expect(first.get("Status") == "PENDING", f"a new restore is {first.get('Status')}")
    driver.call(client, "PutRestoreValidationResult", REFUSED, **job, ValidationStatus="SUCCESSFUL")
    driver.advance(minutes=4 * 60)
    place = fresh()
    client = place.client("backup")
    last = driver.call(client, "DescribeRestoreJob", **job) or {}
    driver.expect(last.get("Status") == "COMPLETED", f"the restore is {last.get('Status')}")
    driver.expect(last.get("CreatedResourceArn") in resources(driver, place, "ec2:volume"), "the volume is there")
    told = driver.call(client, "GetRestoreJobMetadata", **job) or {}
    driver.expect(told.get("Metadata") == metadata, f"the metadata is read back: {told.get('Metadata')}")
    source = last.get("SourceResourceArn", "")
    for operation, parameters in (
        ("ListRestoreJobs", {"ByStatus": "COMPLETED", "ByResourceType": "EBS"}),
        ("ListRestoreJobsByProtectedResource", {"ResourceArn": source, "ByStatus": "COMPLETED"}),
    ):  # fmt: skip
        page = driver.call(client, operation, **parameters) or {}
        driver.expect([item["RestoreJobId"] for item in page.get("RestoreJobs", [])] == list(job.values()), operation)
    resource = driver.call(client, "DescribeProtectedResource", ResourceArn=source) or {}
    driver.expect("LatestRestoreJobCreationDate" in resource, "the resource tells of its restore")
    read = driver.call(client, "DescribeRecoveryPoint", BackupVaultName=VAULT, RecoveryPointArn=point) or {}
    driver.expect("LastRestoreTime" in read, "the point tells of its restore")
    driver.call(client, "ListRestoreJobs", INVALID, ByStatus="TIRED")
    driver.call(client, "DescribeRestoreJob", GONE, RestoreJobId="nothing")
    driver.call(client, "GetRestoreJobMetadata", GONE, RestoreJobId="nothing")
    driver.call(client, "ListRestoreJobsByProtectedResource", GONE, ResourceArn=source + "0")


def recovery_points(driver, fresh, point):
    """Other lifecycles, lists by resource and vault, deletion, and what stands in its way."""
    place = fresh()
    client = place.client("backup")
    names = {"BackupVaultName": VAULT, "RecoveryPointArn": point}
    lifecycle = {"MoveToColdStorageAfterDays": 8, "DeleteAfterDays": 98, "OptInToArchiveForSupportedResources": True}
    update = "UpdateRecoveryPointLifecycle"
    changed = driver.call(client, update, **names, Lifecycle=lifecycle) or {}
    dates = changed.get("CalculatedLifecycle", {})
    span = (dates["DeleteAt"] - dates["MoveToColdStorageAt"]).days if len(dates) == 2 else None
    driver.expect(span == 90, f"the point is deleted 90 days after it goes cold: {dates}")
    driver.call(client, update, INVALID, **names, Lifecycle={"MoveToColdStorageAfterDays": 8, "DeleteAfterDays": 97})
    driver.call(client, update, GONE, BackupVaultName=VAULT, RecoveryPointArn=point + "0", Lifecycle=lifecycle)
    driver.call(client, "PutBackupVaultLockConfiguration", BackupVaultName=VAULT, MinRetentionDays=10, MaxRetentionDays=200)
    driver.call(client, update, INVALID, **names, Lifecycle={"DeleteAfterDays": 9})
    driver.call(client, "DeleteRecoveryPoint", REFUSED, **names)
    driver.call(client, "DeleteBackupVaultLockConfiguration", BackupVaultName=VAULT)
    driver.call(client, "DeleteBackupVault", REFUSED, BackupVaultName=VAULT)
    read = driver.call(client, "DescribeRecoveryPoint", **names) or {}
    driver.expect(read.get("StorageClass") == "WARM", f"the point is {read.get('StorageClass')}")
    source = read.get("ResourceArn", "")
    page = driver.call(client, "ListRecoveryPointsByResource", ResourceArn=source, MaxResults=100) or {}
    driver.expect(point in [item["RecoveryPointArn"] for item in page.get("RecoveryPoints", [])], "found by its resource")
    page = driver.call(client, "ListProtectedResourcesByBackupVault", BackupVaultName=VAULT) or {}
    driver.expect([item["ResourceArn"] for item in page.get("Results", [])] == [source], "found by its vault")
    driver.call(client, "ListProtectedResourcesByBackupVault", GONE, BackupVaultName="nothing-here")
    driver.call(client, "DisassociateRecoveryPoint", REFUSED, **names)
    driver.call(client, "DisassociateRecoveryPointFromParent", REFUSED, **names)
    driver.advance(minutes=9 * DAY)
    client = fresh().client("backup")
    read = driver.call(client, "DescribeRecoveryPoint", **names) or {}
    driver.expect(read.get("StorageClass") == "COLD", f"the point is {read.get('StorageClass')} nine days on")
    copy = {"SourceBackupVaultName": VAULT, "DestinationBackupVaultArn": vault_arn(place, "Default")}
    driver.call(client, "StartCopyJob", REFUSED, RecoveryPointArn=point, IamRoleArn=role(place), **copy)
    driver.call(client, "DeleteRecoveryPoint", **names)
    driver.call(client, "DeleteRecoveryPoint", GONE, **names)
    driver.call(client, "DescribeRecoveryPoint", INVALID, BackupVaultName=VAULT, RecoveryPointArn="point")


def composite(driver, fresh, volumes):
    """A stack's backup with a child that fails: a partial parent, whose nested point can leave it."""
    place = fresh()
    client = place.client("backup")
    lever = {"account": place.account, "region": place.region}
    members = volumes[:2]
    stack = driver.control("/_simulator/world", {**lever, "action": "addStack", "name": "driver", "members": members})
    end = {"action": "endNextBackup", "resource": members[0], "state": "FAILED", "message": "as asked"}
    driver.control("/_simulator/world", {**lever, **end})
    order = {"BackupVaultName": VAULT, "ResourceArn": stack["resource"], "IamRoleArn": role(place)}
    job = driver.call(client, "StartBackupJob", **order) or {}
    driver.advance(minutes=DAY)
    client = fresh().client("backup")
    read = driver.call(client, "DescribeBackupJob", BackupJobId=job.get("BackupJobId")) or {}
    driver.expect(read.get("State") == "PARTIAL", f"the parent is {read.get('State')}")
    driver.expect(read.get("NumberOfChildJobs") == len(members), f"it has {read.get('NumberOfChildJobs')} children")
    children = driver.call(client, "ListBackupJobs", ByParentJobId=job.get("BackupJobId")) or {}
    states = sorted(child["State"] for child in children.get("BackupJobs", []))
    driver.expect(states == ["COMPLETED", "FAILED"], f"its children are {states}")
    parent = {"BackupVaultName": VAULT, "ByParentRecoveryPointArn": job.get("RecoveryPointArn")}
    page = driver.call(client, "ListRecoveryPointsByBackupVault", **parent) or {}
    nested = [item["RecoveryPointArn"] for item in page.get("RecoveryPoints", [])]
    driver.expect(len(nested) == 1, f"one nested point: {nested}")
    for arn in nested:
        names = {"BackupVaultName": VAULT, "RecoveryPointArn": arn}
        driver.call(client, "DeleteRecoveryPoint", REFUSED, **names)
        driver.call(client, "DisassociateRecoveryPointFromParent", **names)
        driver.call(client, "DeleteRecoveryPoint", **names)
    driver.call(client, "DeleteRecoveryPoint", BackupVaultName=VAULT, RecoveryPointArn=job.get("RecoveryPointArn"))


def continuous(driver, fresh):
    """A rule's continuous backup, which can leave AWS Backup."""
    place = fresh()
    client = place.client("backup")
    clusters = (driver.call(place.client("rds"), "DescribeDBClusters") or {}).get("DBClusters", [])
    # DocumentDB and Neptune answer here too, and have no continuous backups.
    aurora = {cluster["DBClusterArn"] for cluster in clusters if cluster["Engine"].startswith("aurora")}
    databases = resources(driver, place, "rds:db")
    databases += [arn for arn in resources(driver, place, "rds:cluster") if arn in aurora]
    rule = {
        "RuleName": "continuous", "TargetBackupVaultName": VAULT, "EnableContinuousBackup": True,
        "Lifecycle": {"DeleteAfterDays": 35},
    }  # fmt: skip
    plan = driver.call(client, "CreateBackupPlan", BackupPlan={"BackupPlanName": "driver-pitr", "Rules": [rule]}) or {}
    selection = {"SelectionName": "databases", "IamRoleArn": role(place), "Resources": databases}
    driver.call(client, "CreateBackupSelection", BackupPlanId=plan.get("BackupPlanId"), BackupSelection=selection)
    # Whatever time of the day it is: a run is due within a day, and its jobs take hours.
    driver.advance(minutes=DAY + 9 * 60)
    client = fresh().client("backup")
    page = driver.call(client, "ListRecoveryPointsByBackupVault", BackupVaultName=VAULT) or {}
    found = [point for point in page.get("RecoveryPoints", []) if ":continuous:" in point["RecoveryPointArn"]]
    driver.expect(len(found) == len(databases), f"{len(found)} continuous points of {len(databases)} databases")
    for point in found[:1]:
        names = {"BackupVaultName": VAULT, "RecoveryPointArn": point["RecoveryPointArn"]}
        driver.expect(point["Status"] == "AVAILABLE", f"a continuous point is {point['Status']}")
        driver.call(client, "DisassociateRecoveryPoint", **names)
        driver.call(client, "DisassociateRecoveryPoint", GONE, **names)
