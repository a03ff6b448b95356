"""What buckets and file systems are set to do with their data, and Amazon FSx."""


def play(cloud, model):
    buckets(cloud, model)
    file_systems(cloud, model)
    windows_and_lustre(cloud)


def buckets(cloud, model):
    name = (model.get("bucket") or {}).get("Name")
    if name:
        for status in ("Enabled", "Suspended"):
            cloud.step(status, "s3", "PutBucketVersioning", Bucket=name, VersioningConfiguration={"Status": status})
            cloud.step(status, "s3", "GetBucketVersioning", Bucket=name)
        cloud.step("a status that is none", "s3", "PutBucketVersioning", Bucket=name,
                   VersioningConfiguration={"Status": "Nonsense"})  # fmt: skip
        cloud.ask("s3", "DeleteBucketLifecycle", Bucket=name)
        cloud.step("none", "s3", "GetBucketLifecycleConfiguration", Bucket=name)
        rule = {"ID": "comparison", "Status": "Enabled", "Filter": {"Prefix": "logs/"},
                "Transitions": [{"Days": 30, "StorageClass": "GLACIER"}], "Expiration": {"Days": 365},
                "NoncurrentVersionExpiration": {"NoncurrentDays": 30},
                "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": 7}}  # fmt: skip
        cloud.step("a rule", "s3", "PutBucketLifecycleConfiguration", lambda answer: {}, Bucket=name,
                   LifecycleConfiguration={"Rules": [rule]})  # fmt: skip
        cloud.step("a rule", "s3", "GetBucketLifecycleConfiguration", lambda answer: answer["Rules"], Bucket=name)
        cloud.step("a rule", "s3", "DeleteBucketLifecycle", Bucket=name)
        cloud.step("none", "s3", "GetBucketReplication", Bucket=name)
        cloud.step("on or off", "s3", "GetObjectLockConfiguration", Bucket=name)
        cloud.step("none", "s3", "GetBucketPolicy", Bucket=name)
        cloud.step("tags", "s3", "DeleteBucketTagging", Bucket=name)
        cloud.step("no more", "s3", "GetBucketTagging", Bucket=name)
    nothing = "holdfast-comparison-nothing"
    for operation in ("GetBucketVersioning", "GetBucketLifecycleConfiguration", "GetBucketReplication",
                      "GetBucketNotificationConfiguration", "GetObjectLockConfiguration", "GetBucketEncryption",
                      "GetPublicAccessBlock", "GetBucketPolicy"):  # fmt: skip
        cloud.step("no bucket", "s3", operation, Bucket=nothing)


def file_systems(cloud, model):
    identifier = next((value for value, word in cloud.words.items() if word == "<file-system>"), None)
    if model.get("fileSystem") and identifier:
        for status in ("ENABLED", "DISABLED"):
            cloud.step(status, "efs", "PutBackupPolicy", status_only, FileSystemId=identifier,
                       BackupPolicy={"Status": status})  # fmt: skip
            if cloud.has("efs.PutBackupPolicy"):
                cloud.step(status, "efs", "DescribeBackupPolicy", status_only, FileSystemId=identifier)
        policies = [{"TransitionToIA": "AFTER_30_DAYS"}, {"TransitionToPrimaryStorageClass": "AFTER_1_ACCESS"}]
        cloud.step("two", "efs", "PutLifecycleConfiguration", FileSystemId=identifier, LifecyclePolicies=policies)
        cloud.step("two", "efs", "DescribeLifecycleConfiguration", FileSystemId=identifier)
        cloud.step("a tag", "efs", "UntagResource", ResourceId=identifier, TagKeys=["compared"])
        cloud.step("none", "efs", "DescribeReplicationConfigurations", FileSystemId=identifier)
    nothing = "fs-0123456789abcdef0"
    cloud.step("no file system", "efs", "DescribeBackupPolicy", FileSystemId=nothing)
    cloud.step("no file system", "efs", "DescribeLifecycleConfiguration", FileSystemId=nothing)
    cloud.step("no file system", "efs", "PutBackupPolicy", FileSystemId=nothing, BackupPolicy={"Status": "ENABLED"})


def status_only(answer):
    """Whether it is on or off, settled or on its way."""
    return answer.get("BackupPolicy", {}).get("Status", "").replace("ENABLING", "ENABLED").replace(
        "DISABLING", "DISABLED")  # fmt: skip


def windows_and_lustre(cloud):
    cloud.step("none", "fsx", "DescribeFileSystems", FileSystemIds=["fs-0123456789abcdef0"])
    cloud.step("none", "fsx", "DescribeBackups", BackupIds=["backup-0123456789abcdef0"])
    cloud.step("none", "fsx", "DeleteBackup", BackupId="backup-0123456789abcdef0")
    cloud.step("of nothing", "fsx", "CreateBackup", FileSystemId="fs-0123456789abcdef0")
    cloud.step("none", "fsx", "UpdateFileSystem", FileSystemId="fs-0123456789abcdef0")
    arn = f"arn:aws:fsx:us-east-1:{cloud.account}:file-system/fs-0123456789abcdef0"
    cloud.step("none", "fsx", "ListTagsForResource", ResourceARN=arn)
    cloud.step("none", "fsx", "UntagResource", ResourceARN=arn, TagKeys=["a"])
    cloud.step("none", "fsx", "TagResource", ResourceARN=arn, Tags=[{"Key": "a", "Value": "b"}])
