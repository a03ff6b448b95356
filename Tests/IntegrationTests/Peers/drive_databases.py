"""Calls about databases and tables: snapshots and automated backups of RDS, backups and settings of DynamoDB."""

OPERATIONS = {
    "rds": [
        "CopyDBClusterSnapshot", "CopyDBSnapshot", "CreateDBClusterSnapshot", "CreateDBSnapshot",
        "DeleteDBClusterSnapshot", "DeleteDBSnapshot", "DescribeDBClusterAutomatedBackups",
        "DescribeDBClusterSnapshots", "DescribeDBInstanceAutomatedBackups", "DescribeDBSnapshots", "ModifyDBCluster",
        "ModifyDBInstance", "RemoveTagsFromResource",
    ],
    "dynamodb": [
        "CreateBackup", "DeleteBackup", "DescribeBackup", "DescribeContinuousBackups", "DescribeTimeToLive",
        "ListBackups", "UntagResource", "UpdateContinuousBackups", "UpdateTable",
    ],
}  # fmt: skip

TAG = {"Key": "driver:own", "Value": "yes"}


def drive(driver, place):
    """Every operation with data and as an error."""
    rds, dynamodb = place.client("rds"), place.client("dynamodb")
    for names in (
        {"kind": "db", "prefix": "DB", "source": "DBInstanceIdentifier", "missing": "DBSnapshotNotFound",
         "state": "InvalidDBSnapshotState", "taken": "DBSnapshotAlreadyExists", "gone": "DBInstanceNotFound"},
        {"kind": "cluster", "prefix": "DBCluster", "source": "DBClusterIdentifier",
         "missing": "DBClusterSnapshotNotFoundFault", "state": "InvalidDBClusterSnapshotStateFault",
         "taken": "DBClusterSnapshotAlreadyExistsFault", "gone": "DBClusterNotFoundFault"},
    ):  # fmt: skip
        snapshots(driver, rds, names)
        snapshot_errors(driver, rds, names)
    automated(driver, rds)
    modify(driver, place, rds)
    errors(driver, place, rds)
    tables(driver, place, dynamodb)
    table_errors(driver, place, dynamodb)


def snapshots(driver, rds, names):
    """Reads snapshots of all origins, makes one, and tries what must not be done with each."""
    prefix, marker = names["prefix"], ("Marker", "Marker")
    identity = f"{prefix}SnapshotIdentifier"
    driver.same_in_pages(rds, f"Describe{prefix}Snapshots", f"{prefix}Snapshots", *marker, {"MaxRecords": 20},
                         lambda item: item[identity])  # fmt: skip
    found = {}
    for kind in ("automated", "manual", "awsbackup", "shared"):
        page = driver.call(rds, f"Describe{prefix}Snapshots", SnapshotType=kind)
        found[kind] = (page or {}).get(f"{prefix}Snapshots", [])
        driver.expect(all(item["SnapshotType"] == kind for item in found[kind]), f"snapshots are {kind}")
    for item in found["automated"][:1] + found["awsbackup"][:1]:
        driver.call(rds, f"Delete{prefix}Snapshot", names["state"], **{identity: item[identity]})
        driver.call(rds, "ListTagsForResource", ResourceName=item[f"{prefix}SnapshotArn"])
    for item in found["automated"][:1]:
        source, copy = item[names["source"]], {f"Source{identity}": item[identity], f"Target{identity}": "driver-copy"}
        driver.call(rds, f"Copy{prefix}Snapshot", CopyTags=True, **copy)
        driver.call(rds, f"Copy{prefix}Snapshot", names["taken"], **copy)
        given = {identity: "driver-made", names["source"]: source, "Tags": [TAG]}
        made = driver.call(rds, f"Create{prefix}Snapshot", **given)
        driver.expect(made and made[f"{prefix}Snapshot"]["Status"] == "creating", "a new snapshot is being created")
        driver.call(rds, f"Delete{prefix}Snapshot", names["state"], **{identity: "driver-made"})
        same = driver.call(rds, f"Describe{prefix}Snapshots", **{identity: "driver-made"})
        driver.expect(same and len(same[f"{prefix}Snapshots"]) == 1, "DescribeSnapshots by identifier gives one")
        driver.call(rds, f"Describe{prefix}Snapshots", **{names["source"]: source, "SnapshotType": "manual"})
        arn = made[f"{prefix}Snapshot"][f"{prefix}SnapshotArn"] if made else ""
        driver.call(rds, "AddTagsToResource", ResourceName=arn, Tags=[{"Key": "a", "Value": "b"}])
        driver.call(rds, "RemoveTagsFromResource", ResourceName=arn, TagKeys=["a"])
        tags = driver.call(rds, "ListTagsForResource", ResourceName=arn)
        keys = [tag["Key"] for tag in (tags or {}).get("TagList", [])]
        driver.expect(TAG["Key"] in keys and "a" not in keys, f"tags of a snapshot are kept and removed: {keys}")
    for item in found["manual"][:1]:
        driver.call(rds, f"Delete{prefix}Snapshot", **{identity: item[identity]})
        driver.call(rds, f"Delete{prefix}Snapshot", names["missing"], **{identity: item[identity]})


def snapshot_errors(driver, rds, names):
    """One refused call of each operation on snapshots."""
    prefix = names["prefix"]
    identity = f"{prefix}SnapshotIdentifier"
    driver.call(rds, f"Describe{prefix}Snapshots", names["missing"], **{identity: "nothing"})
    driver.call(rds, f"Describe{prefix}Snapshots", "InvalidParameterValue", SnapshotType="secret")
    driver.call(rds, f"Delete{prefix}Snapshot", names["missing"], **{identity: "nothing"})
    driver.call(rds, f"Create{prefix}Snapshot", names["gone"], **{identity: "a", names["source"]: "nothing"})
    driver.call(rds, f"Create{prefix}Snapshot", "InvalidParameterValue", **{identity: "a--b", names["source"]: "x"})
    driver.call(rds, f"Copy{prefix}Snapshot", names["missing"],
                **{f"Source{identity}": "nothing", f"Target{identity}": "a"})  # fmt: skip


def automated(driver, rds):
    """Reads the automated backups of instances and clusters."""
    for prefix, names in (("DBInstance", "DBInstanceIdentifier"), ("DBCluster", "DBClusterIdentifier")):
        operation, items = f"Describe{prefix}AutomatedBackups", f"{prefix}AutomatedBackups"
        found = driver.pages(rds, operation, items, "Marker", "Marker")
        for item in found[:1]:
            one = driver.call(rds, operation, **{names: item[names]})
            driver.expect(one and len(one[items]) == 1, f"{operation} by identifier gives one")
            window = item["RestoreWindow"]
            driver.expect(window["EarliestTime"] < window["LatestTime"], "what can be restored is a span of time")
    driver.call(rds, "DescribeDBInstanceAutomatedBackups", "DBInstanceAutomatedBackupNotFound",
                DBInstanceIdentifier="nothing")  # fmt: skip
    driver.call(rds, "DescribeDBClusterAutomatedBackups", "DBClusterAutomatedBackupNotFoundFault",
                DBClusterIdentifier="nothing")  # fmt: skip


def modify(driver, place, rds):
    """Changes retention and protection, at once and in the next maintenance window."""
    singles = [item for item in driver.pages(rds, "DescribeDBInstances", "DBInstances", "Marker", "Marker")
               if "DBClusterIdentifier" not in item and item["DBInstanceStatus"] == "available"]  # fmt: skip
    for item in singles[:1]:
        name = item["DBInstanceIdentifier"]
        changed = driver.call(rds, "ModifyDBInstance", DBInstanceIdentifier=name, BackupRetentionPeriod=0)
        waiting = (changed or {}).get("DBInstance", {}).get("PendingModifiedValues", {})
        driver.expect(waiting.get("BackupRetentionPeriod") == 0, f"turning backups off waits: {waiting}")
        driver.call(rds, "ModifyDBInstance", "InvalidDBInstanceState", DBInstanceIdentifier=name,
                    BackupRetentionPeriod=9)  # fmt: skip
        driver.call(rds, "CreateDBSnapshot", "InvalidDBInstanceState", DBInstanceIdentifier=name,
                    DBSnapshotIdentifier="driver-late")  # fmt: skip
    for item in singles[1:2]:
        changed = driver.call(rds, "ModifyDBInstance", DBInstanceIdentifier=item["DBInstanceIdentifier"],
                              BackupRetentionPeriod=14, DeletionProtection=False, ApplyImmediately=True)  # fmt: skip
        days = (changed or {}).get("DBInstance", {}).get("BackupRetentionPeriod")
        driver.expect(days == 14, f"a longer retention is in force at once: {days}")
    for arn in place.found["cluster"][:1]:
        changed = driver.call(rds, "ModifyDBCluster", DBClusterIdentifier=arn.split(":")[-1], BackupRetentionPeriod=21)
        days = (changed or {}).get("DBCluster", {}).get("BackupRetentionPeriod")
        driver.expect(days == 21, f"the retention of a cluster is changed: {days}")


def errors(driver, place, rds):
    """Refused changes."""
    driver.call(rds, "ModifyDBInstance", "DBInstanceNotFound", DBInstanceIdentifier="nothing", BackupRetentionPeriod=7)
    driver.call(rds, "ModifyDBCluster", "DBClusterNotFoundFault", DBClusterIdentifier="nothing",
                BackupRetentionPeriod=7)  # fmt: skip
    for arn in place.found["cluster"][1:2]:
        driver.call(rds, "ModifyDBCluster", "InvalidParameterValue", DBClusterIdentifier=arn.split(":")[-1],
                    BackupRetentionPeriod=0)  # fmt: skip
    base = f"arn:aws:rds:{place.region}:{place.account}"
    driver.call(rds, "RemoveTagsFromResource", "DBInstanceNotFound", ResourceName=f"{base}:db:nothing", TagKeys=["a"])


def tables(driver, place, dynamodb):
    """Point-in-time recovery, backups, class and protection of tables."""
    states = set()
    for name in place.found["table"]:
        answer = driver.call(dynamodb, "DescribeContinuousBackups", TableName=name)
        recovery = answer["ContinuousBackupsDescription"]["PointInTimeRecoveryDescription"] if answer else {}
        states.add(recovery.get("PointInTimeRecoveryStatus"))
        driver.call(dynamodb, "DescribeTimeToLive", TableName=name)
    driver.expect(states <= {"ENABLED", "DISABLED"}, f"recovery is on or off: {states}")
    for name in place.found["table"][:1]:
        for wanted in ({"PointInTimeRecoveryEnabled": True, "RecoveryPeriodInDays": 7},
                       {"PointInTimeRecoveryEnabled": False}, {"PointInTimeRecoveryEnabled": True}):  # fmt: skip
            answer = driver.call(dynamodb, "UpdateContinuousBackups", TableName=name,
                                 PointInTimeRecoverySpecification=wanted)  # fmt: skip
            recovery = answer["ContinuousBackupsDescription"]["PointInTimeRecoveryDescription"] if answer else {}
            is_on = recovery.get("PointInTimeRecoveryStatus") == "ENABLED"
            driver.expect(is_on == wanted["PointInTimeRecoveryEnabled"], f"recovery is as wanted: {recovery}")
        made = driver.call(dynamodb, "CreateBackup", TableName=name, BackupName="driver-backup")
        arn = made["BackupDetails"]["BackupArn"] if made else ""
        driver.call(dynamodb, "DescribeBackup", BackupArn=arn)
        driver.call(dynamodb, "DeleteBackup", "BackupInUseException", BackupArn=arn)
        changed = driver.call(dynamodb, "UpdateTable", TableName=name, TableClass="STANDARD_INFREQUENT_ACCESS",
                              DeletionProtectionEnabled=True)  # fmt: skip
        driver.expect(changed and changed["TableDescription"]["TableStatus"] == "UPDATING", "the table is updated")
        driver.call(dynamodb, "UpdateTable", "ResourceInUseException", TableName=name, TableClass="STANDARD")
        driver.call(dynamodb, "CreateBackup", "TableInUseException", TableName=name, BackupName="driver-late")
        table = changed["TableDescription"]["TableArn"] if changed else ""
        driver.call(dynamodb, "UntagResource", ResourceArn=table, TagKeys=["driver:own"])
    whole = driver.same_in_pages(
        dynamodb, "ListBackups", "BackupSummaries", "ExclusiveStartBackupArn", "LastEvaluatedBackupArn", {"Limit": 20},
        lambda item: item["BackupArn"], BackupType="ALL",
    )  # fmt: skip
    managed = driver.call(dynamodb, "ListBackups", BackupType="AWS_BACKUP", Limit=1)
    for item in (managed or {}).get("BackupSummaries", []):
        driver.expect(item["BackupArn"] in whole, "a backup of AWS Backup is a backup")
        driver.call(dynamodb, "DescribeBackup", BackupArn=item["BackupArn"])
        driver.call(dynamodb, "DeleteBackup", "ValidationException", BackupArn=item["BackupArn"])
    # The first backup is a minute old once later places are driven, whose time this waits for.
    if not getattr(driver, "minute_waited", False):
        driver.minute_waited = True
        driver.advance(minutes=2)
        for item in driver.pages(dynamodb, "ListBackups", "BackupSummaries", "ExclusiveStartBackupArn",
                                 "LastEvaluatedBackupArn")[:1]:  # fmt: skip
            driver.call(dynamodb, "DeleteBackup", BackupArn=item["BackupArn"])
            driver.call(dynamodb, "DeleteBackup", "BackupNotFoundException", BackupArn=item["BackupArn"])


def table_errors(driver, place, dynamodb):
    """One refused call of each operation."""
    base = f"arn:aws:dynamodb:{place.region}:{place.account}:table/nothing"
    backup = f"{base}/backup/01489602797149-73d8d5bc"
    on = {"PointInTimeRecoveryEnabled": True}
    driver.call(dynamodb, "DescribeContinuousBackups", "TableNotFoundException", TableName="nothing")
    driver.call(dynamodb, "UpdateContinuousBackups", "TableNotFoundException", TableName="nothing",
                PointInTimeRecoverySpecification=on)  # fmt: skip
    for name in place.found["table"][:1]:
        driver.call(dynamodb, "UpdateContinuousBackups", "ValidationException", TableName=name,
                    PointInTimeRecoverySpecification={**on, "RecoveryPeriodInDays": 36})  # fmt: skip
    for name in place.found["table"][1:2]:
        driver.call(dynamodb, "UpdateTable", "ValidationException", TableName=name)
        driver.call(dynamodb, "UpdateTable", "ValidationException", TableName=name, TableClass="COLD")
    driver.call(dynamodb, "UpdateTable", "ResourceNotFoundException", TableName="nothing", TableClass="STANDARD")
    driver.call(dynamodb, "DescribeTimeToLive", "ResourceNotFoundException", TableName="nothing")
    driver.call(dynamodb, "ListBackups", "ValidationException", Limit=101)
    driver.call(dynamodb, "CreateBackup", "TableNotFoundException", TableName="nothing", BackupName="driver")
    driver.call(dynamodb, "DescribeBackup", "BackupNotFoundException", BackupArn=backup)
    driver.call(dynamodb, "DeleteBackup", "BackupNotFoundException", BackupArn=backup)
    driver.call(dynamodb, "UntagResource", "ResourceNotFoundException", ResourceArn=base, TagKeys=["a"])
