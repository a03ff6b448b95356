"""Snapshots of volumes and databases, DynamoDB's own backups, and what else a service does for its data by itself."""

from cloud_resources import first


def play(cloud, model):
    volumes(cloud, model)
    settings(cloud)
    instances(cloud, model)
    clusters(cloud, model)
    tables(cloud, model)


def volumes(cloud, model):
    volume = next((value for value, word in cloud.words.items() if word == "<volume>"), None)
    if model.get("volume") and volume:
        made = cloud.step("of a volume", "ec2", "CreateSnapshot", VolumeId=volume, Description="comparison",
                          TagSpecifications=[{"ResourceType": "snapshot", "Tags": [{"Key": "a", "Value": "b"}]}])  # fmt: skip
        snapshot = cloud.call((made or {}).get("SnapshotId"), "snapshot") or "snap-0123456789abcdef0"
        cloud.step("the new", "ec2", "DescribeSnapshots", state_free, SnapshotIds=[snapshot])
        cloud.step("of the volume", "ec2", "DescribeSnapshots", lambda answer: [
            one["SnapshotId"] for one in answer.get("Snapshots", []) if one["SnapshotId"] == snapshot],
            OwnerIds=["self"], Filters=[{"Name": "volume-id", "Values": [volume]}])  # fmt: skip
        cloud.step("who may restore", "ec2", "DescribeSnapshotAttribute", SnapshotId=snapshot,
                   Attribute="createVolumePermission")  # fmt: skip
        copied = cloud.step("into the same Region", "ec2", "CopySnapshot", lambda answer: sorted(answer),
                            SourceSnapshotId=snapshot, SourceRegion="us-east-1", Description="copy")  # fmt: skip
        cloud.call((copied or {}).get("SnapshotId"), "copy")
        cloud.step("the volume", "ec2", "DescribeVolumeStatus", lambda answer: [
            one["VolumeStatus"]["Status"] for one in answer.get("VolumeStatuses", [])], VolumeIds=[volume])
        cloud.step("a tag", "ec2", "DeleteTags", Resources=[volume], Tags=[{"Key": "compared"}])
        cloud.step("the new", "ec2", "DeleteSnapshot", SnapshotId=snapshot)
        cloud.step("again", "ec2", "DeleteSnapshot", SnapshotId=snapshot)
    nothing = "snap-0123456789abcdef0"
    cloud.step("of nothing", "ec2", "CreateSnapshot", VolumeId="vol-0123456789abcdef0")
    cloud.step("none", "ec2", "DescribeSnapshots", SnapshotIds=[nothing])
    cloud.step("an id that is none", "ec2", "DescribeSnapshots", SnapshotIds=["nothing"])
    cloud.step("none", "ec2", "DescribeSnapshotAttribute", SnapshotId=nothing, Attribute="createVolumePermission")
    cloud.step("of nothing", "ec2", "CopySnapshot", SourceSnapshotId=nothing, SourceRegion="us-east-1")
    cloud.step("none", "ec2", "RestoreSnapshotTier", SnapshotId=nothing, PermanentRestore=True)
    cloud.step("of nothing", "ec2", "DescribeSnapshotTierStatus", Filters=[
        {"Name": "snapshot-id", "Values": [nothing]}])  # fmt: skip
    cloud.step("none", "ec2", "DescribeVolumesModifications", VolumeIds=["vol-0123456789abcdef0"])
    cloud.step("none", "ebs", "ListSnapshotBlocks", SnapshotId=nothing)
    cloud.step("none", "ebs", "ListChangedBlocks", FirstSnapshotId=nothing, SecondSnapshotId="snap-0123456789abcdef1")
    cloud.step("none", "ec2", "ModifyVolume", VolumeId="vol-0123456789abcdef0", Size=20)
    cloud.step("none", "ec2", "DescribeImages", ImageIds=["ami-0123456789abcdef0"])
    for operation in ("ModifySnapshotTier", "LockSnapshot"):
        more = {"LockMode": "governance", "LockDuration": 1} if operation == "LockSnapshot" else {
            "StorageTier": "archive"}  # fmt: skip
        cloud.step("none", "ec2", operation, SnapshotId=nothing, **more)


def state_free(answer):
    """Snapshots without what changes while they are made: the peers are done at once."""
    passing = ("State", "Progress", "CompletionTime", "FullSnapshotSizeInBytes")
    return [{name: value for name, value in one.items() if name not in passing}
            for one in answer.get("Snapshots", [])]


def settings(cloud):
    cloud.step("on", "ec2", "EnableEbsEncryptionByDefault")
    cloud.step("on", "ec2", "GetEbsEncryptionByDefault")
    cloud.step("off", "ec2", "DisableEbsEncryptionByDefault")
    cloud.step("off", "ec2", "GetEbsEncryptionByDefault")
    cloud.step("one", "ec2", "DescribeAvailabilityZones", lambda answer: [
        {name: one.get(name) for name in ("ZoneName", "RegionName", "State")}
        for one in answer.get("AvailabilityZones", [])], ZoneNames=["us-east-1a"])


def instances(cloud, model):
    if model.get("database"):
        name = model["database"]["DBInstanceIdentifier"]
        cloud.step("of an instance", "rds", "CreateDBSnapshot", snapshot_core, DBSnapshotIdentifier="comparison",
                   DBInstanceIdentifier=name)  # fmt: skip
        cloud.step("again", "rds", "CreateDBSnapshot", DBSnapshotIdentifier="comparison", DBInstanceIdentifier=name)
        cloud.step("the new", "rds", "DescribeDBSnapshots", snapshot_core, DBSnapshotIdentifier="comparison")
        cloud.step("of the instance", "rds", "DescribeDBSnapshots", lambda answer: [
            one["DBSnapshotIdentifier"] for one in answer.get("DBSnapshots", [])],
            DBInstanceIdentifier=name, SnapshotType="manual")  # fmt: skip
        cloud.step("the new", "rds", "DeleteDBSnapshot", snapshot_core, DBSnapshotIdentifier="comparison")
        cloud.step("another retention", "rds", "ModifyDBInstance", lambda answer: {
            name: answer.get("DBInstance", {}).get(name) for name in ("DBInstanceIdentifier", "Engine")},
            DBInstanceIdentifier=name, BackupRetentionPeriod=14, ApplyImmediately=True)  # fmt: skip
        cloud.step("too long a retention", "rds", "ModifyDBInstance", DBInstanceIdentifier=name,
                   BackupRetentionPeriod=36)  # fmt: skip
        arn = f"arn:aws:rds:us-east-1:{cloud.account}:db:{name}"
        cloud.step("a tag", "rds", "RemoveTagsFromResource", ResourceName=arn, TagKeys=["compared"])
        cloud.step("of the instance", "rds", "DescribeDBInstanceAutomatedBackups", lambda answer: [
            {name: one.get(name) for name in ("DBInstanceIdentifier", "Engine", "Region")}
            for one in answer.get("DBInstanceAutomatedBackups", [])], DBInstanceIdentifier=name)  # fmt: skip
    cloud.step("of nothing", "rds", "CreateDBSnapshot", DBSnapshotIdentifier="none", DBInstanceIdentifier="nothing")
    cloud.step("none", "rds", "DescribeDBSnapshots", DBSnapshotIdentifier="nothing")
    cloud.step("none", "rds", "DeleteDBSnapshot", DBSnapshotIdentifier="nothing")
    cloud.step("of nothing", "rds", "CopyDBSnapshot", SourceDBSnapshotIdentifier="nothing",
               TargetDBSnapshotIdentifier="copy")  # fmt: skip
    cloud.step("none", "rds", "ModifyDBInstance", DBInstanceIdentifier="nothing", BackupRetentionPeriod=7)


def snapshot_core(answer):
    """What a snapshot of a database is, without how far it has come."""
    names = ("DBSnapshotIdentifier", "DBInstanceIdentifier", "DBClusterSnapshotIdentifier", "DBClusterIdentifier",
             "Engine", "SnapshotType", "Encrypted", "StorageEncrypted", "AllocatedStorage", "DBSnapshotArn")  # fmt: skip
    found = answer.get("DBSnapshots") or answer.get("DBClusterSnapshots") or [
        answer.get("DBSnapshot") or answer.get("DBClusterSnapshot") or {}]
    return [{name: one[name] for name in names if name in one} for one in found]


def clusters(cloud, model):
    if cloud.name == "simulator":
        model["cluster"] = first(cloud, "rds", "DescribeDBClusters", "DBClusters")
    elif model["cluster"]:
        given = model["cluster"]
        names = ("DBClusterIdentifier", "Engine", "EngineVersion", "BackupRetentionPeriod", "StorageEncrypted",
                 "DeletionProtection", "MasterUsername", "PreferredBackupWindow")  # fmt: skip
        cloud.ask("rds", "CreateDBCluster", MasterUserPassword="comparison",
                  **{name: given[name] for name in names if name in given})  # fmt: skip
    if model["cluster"]:
        name = model["cluster"]["DBClusterIdentifier"]
        core = ("DBClusterIdentifier", "Engine", "Status", "BackupRetentionPeriod", "StorageEncrypted",
                "DeletionProtection", "MultiAZ", "DBClusterArn")  # fmt: skip
        cloud.step("one", "rds", "DescribeDBClusters", lambda answer: [
            {name: one[name] for name in core if name in one} for one in answer.get("DBClusters", [])],
            DBClusterIdentifier=name)  # fmt: skip
        cloud.step("of a cluster", "rds", "CreateDBClusterSnapshot", snapshot_core,
                   DBClusterSnapshotIdentifier="comparison-cluster", DBClusterIdentifier=name)  # fmt: skip
        cloud.step("the new", "rds", "DescribeDBClusterSnapshots", snapshot_core,
                   DBClusterSnapshotIdentifier="comparison-cluster")  # fmt: skip
        cloud.step("the new", "rds", "DeleteDBClusterSnapshot", snapshot_core,
                   DBClusterSnapshotIdentifier="comparison-cluster")  # fmt: skip
        cloud.step("another retention", "rds", "ModifyDBCluster", lambda answer: {
            name: answer.get("DBCluster", {}).get(name) for name in ("DBClusterIdentifier", "Engine")},
            DBClusterIdentifier=name, BackupRetentionPeriod=14, ApplyImmediately=True)  # fmt: skip
    cloud.step("of nothing", "rds", "CreateDBClusterSnapshot", DBClusterSnapshotIdentifier="none",
               DBClusterIdentifier="nothing")  # fmt: skip
    cloud.step("of nothing", "rds", "CopyDBClusterSnapshot", SourceDBClusterSnapshotIdentifier="nothing",
               TargetDBClusterSnapshotIdentifier="copy")  # fmt: skip
    cloud.step("none", "rds", "DescribeDBClusterSnapshots", DBClusterSnapshotIdentifier="nothing")
    cloud.step("none", "rds", "DeleteDBClusterSnapshot", DBClusterSnapshotIdentifier="nothing")
    cloud.step("none", "rds", "ModifyDBCluster", DBClusterIdentifier="nothing", BackupRetentionPeriod=7)


def tables(cloud, model):
    if model.get("table"):
        name = model["table"]["TableName"]
        arn = f"arn:aws:dynamodb:us-east-1:{cloud.account}:table/{name}"
        cloud.step("on", "dynamodb", "UpdateContinuousBackups", recovery, TableName=name,
                   PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": True})  # fmt: skip
        cloud.step("on", "dynamodb", "DescribeContinuousBackups", recovery, TableName=name)
        cloud.step("off", "dynamodb", "UpdateContinuousBackups", recovery, TableName=name,
                   PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": False})  # fmt: skip
        cloud.step("too long a period", "dynamodb", "UpdateContinuousBackups", TableName=name,
                   PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": True, "RecoveryPeriodInDays": 36})
        cloud.step("one", "dynamodb", "DescribeTimeToLive", TableName=name)
        made = cloud.step("of a table", "dynamodb", "CreateBackup", backup_core, TableName=name,
                          BackupName="comparison")  # fmt: skip
        backup = (made or {}).get("BackupDetails", {}).get("BackupArn") or arn + "/backup/01489602797149-73d8d5bc"
        cloud.call(backup, "backup")
        cloud.step("the new", "dynamodb", "DescribeBackup", backup_core, BackupArn=backup)
        cloud.step("of the table", "dynamodb", "ListBackups", lambda answer: [
            {key: one.get(key) for key in ("TableName", "BackupName", "BackupStatus", "BackupType")}
            for one in answer.get("BackupSummaries", [])], TableName=name, BackupType="USER")  # fmt: skip
        cloud.step("the new", "dynamodb", "DeleteBackup", backup_core, BackupArn=backup)
        cloud.step("again", "dynamodb", "DeleteBackup", BackupArn=backup)
        cloud.step("protected", "dynamodb", "UpdateTable", lambda answer: {
            "DeletionProtectionEnabled": answer["TableDescription"].get("DeletionProtectionEnabled")},
            TableName=name, DeletionProtectionEnabled=True)  # fmt: skip
        cloud.step("a tag", "dynamodb", "UntagResource", ResourceArn=arn, TagKeys=["compared"])
    for operation in ("DescribeContinuousBackups", "DescribeTimeToLive"):
        cloud.step("none", "dynamodb", operation, TableName="nothing")
    cloud.step("none", "dynamodb", "UpdateContinuousBackups", TableName="nothing",
               PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": True})  # fmt: skip
    cloud.step("of nothing", "dynamodb", "CreateBackup", TableName="nothing", BackupName="comparison")
    cloud.step("none", "dynamodb", "UpdateTable", TableName="nothing", DeletionProtectionEnabled=True)


def recovery(answer):
    """Whether a table can be brought back to any second."""
    told = answer.get("ContinuousBackupsDescription", {})
    return {"ContinuousBackupsStatus": told.get("ContinuousBackupsStatus"), "PointInTimeRecoveryStatus": told.get(
        "PointInTimeRecoveryDescription", {}).get("PointInTimeRecoveryStatus")}  # fmt: skip


def backup_core(answer):
    """What a backup of a table is, without how far it has come."""
    told = answer.get("BackupDetails") or answer.get("BackupDescription", {}).get("BackupDetails", {})
    return {name: told.get(name) for name in ("BackupName", "BackupType")}
