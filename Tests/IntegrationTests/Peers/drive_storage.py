"""Calls about the configuration of buckets and of EFS file systems."""

OPERATIONS = {
    "s3": [
        "DeleteBucketIntelligentTieringConfiguration", "DeleteBucketLifecycle", "DeleteBucketTagging",
        "GetBucketEncryption", "GetBucketIntelligentTieringConfiguration", "GetBucketLifecycleConfiguration",
        "GetBucketNotificationConfiguration", "GetBucketPolicy", "GetBucketReplication", "GetBucketVersioning",
        "GetObjectLockConfiguration", "GetPublicAccessBlock", "ListBucketIntelligentTieringConfigurations",
        "PutBucketIntelligentTieringConfiguration", "PutBucketLifecycleConfiguration", "PutBucketVersioning",
    ],
    "efs": [
        "DescribeBackupPolicy", "DescribeLifecycleConfiguration", "DescribeReplicationConfigurations",
        "PutBackupPolicy", "PutLifecycleConfiguration", "UntagResource",
    ],
}  # fmt: skip

# What a bucket need not have, and the code that says so.
OPTIONAL = {
    "GetBucketLifecycleConfiguration": "NoSuchLifecycleConfiguration",
    "GetBucketReplication": "ReplicationConfigurationNotFoundError",
    "GetObjectLockConfiguration": "ObjectLockConfigurationNotFoundError",
    "GetBucketPolicy": "NoSuchBucketPolicy",
    "GetPublicAccessBlock": "NoSuchPublicAccessBlockConfiguration",
}
ALWAYS = ["GetBucketVersioning", "GetBucketEncryption", "GetBucketNotificationConfiguration",
          "ListBucketIntelligentTieringConfigurations"]  # fmt: skip

RULES = [
    {"ID": "tier", "Status": "Enabled", "Filter": {"Prefix": "logs/"}, "Expiration": {"Days": 400},
     "Transitions": [{"Days": 30, "StorageClass": "STANDARD_IA"}, {"Days": 120, "StorageClass": "GLACIER"}]},
    {"Status": "Disabled", "Filter": {"And": {"Prefix": "a", "Tags": [{"Key": "k", "Value": "v & w"}]}},
     "NoncurrentVersionExpiration": {"NoncurrentDays": 30, "NewerNoncurrentVersions": 3}},
]  # fmt: skip
ARCHIVE = {"Id": "driver", "Status": "Enabled", "Tierings": [{"Days": 90, "AccessTier": "ARCHIVE_ACCESS"}]}


def drive(driver, place):
    """Every operation with data and as an error."""
    s3, efs = place.client("s3"), place.client("efs")
    for name in place.found["bucket"]:
        for operation in ALWAYS:
            driver.call(s3, operation, Bucket=name)
        for operation, code in OPTIONAL.items():
            answer, found = driver.attempt(s3, operation, Bucket=name)
            driver.expect(answer or found == code, f"{operation} of {name} ended with {found}")
    for name in place.found["bucket"][:1]:
        change_bucket(driver, s3, name)
    # Later topics read the tags of the first.
    for name in place.found["bucket"][1:2]:
        driver.call(s3, "DeleteBucketTagging", Bucket=name)
        driver.call(s3, "GetBucketTagging", "NoSuchTagSet", Bucket=name)
    bucket_errors(driver, place, s3)
    for identifier in place.found["fileSystem"][:1]:
        change_file_system(driver, efs, identifier)
    driver.call(efs, "DescribeReplicationConfigurations")
    file_system_errors(driver, place, efs)


def change_bucket(driver, s3, name):
    """Sets and reads back versions, lifecycle and tiering, and takes tags away."""
    driver.call(s3, "PutBucketVersioning", Bucket=name, VersioningConfiguration={"Status": "Enabled"})
    answer = driver.call(s3, "GetBucketVersioning", Bucket=name)
    driver.expect(answer and answer.get("Status") == "Enabled", "the bucket keeps versions once told so")
    driver.call(s3, "PutBucketLifecycleConfiguration", Bucket=name, LifecycleConfiguration={"Rules": RULES})
    answer = driver.call(s3, "GetBucketLifecycleConfiguration", Bucket=name) or {"Rules": []}
    driver.expect(len(answer["Rules"]) == 2 and answer["Rules"][0] == RULES[0], f"rules come back: {answer['Rules']}")
    driver.expect(answer["Rules"][1].get("ID"), "S3 names a rule without an id")
    driver.expect({**answer["Rules"][1], "ID": ""} == {**RULES[1], "ID": ""}, "the second rule comes back")
    driver.call(s3, "DeleteBucketLifecycle", Bucket=name)
    driver.call(s3, "GetBucketLifecycleConfiguration", "NoSuchLifecycleConfiguration", Bucket=name)
    one = {"Bucket": name, "Id": "driver"}
    driver.call(s3, "PutBucketIntelligentTieringConfiguration", IntelligentTieringConfiguration=ARCHIVE, **one)
    answer = driver.call(s3, "GetBucketIntelligentTieringConfiguration", **one)
    driver.expect(answer and answer["IntelligentTieringConfiguration"] == ARCHIVE, "the configuration comes back")
    driver.call(s3, "ListBucketIntelligentTieringConfigurations", Bucket=name)
    driver.call(s3, "DeleteBucketIntelligentTieringConfiguration", **one)
    driver.call(s3, "DeleteBucketIntelligentTieringConfiguration", "NoSuchConfiguration", **one)
    bad = {"Status": "Enabled", "Filter": {"Prefix": ""}}
    for change, code in (
        ({"Transitions": [{"Days": 3, "StorageClass": "STANDARD_IA"}]}, "InvalidArgument"),
        ({"Transitions": [{"Days": 90, "StorageClass": "GLACIER"}], "Expiration": {"Days": 80}}, "InvalidArgument"),
        ({}, "InvalidRequest"), ({"Transitions": [{"Days": 90, "StorageClass": "ICE"}]}, "MalformedXML"),
    ):  # fmt: skip
        driver.call(s3, "PutBucketLifecycleConfiguration", code, Bucket=name,
                    LifecycleConfiguration={"Rules": [{**bad, **change}]})  # fmt: skip
    driver.call(s3, "PutBucketVersioning", "IllegalVersioningConfigurationException", Bucket=name,
                VersioningConfiguration={"Status": "Sometimes"})  # fmt: skip


def bucket_errors(driver, place, s3):
    """Every operation on a bucket nobody has."""
    gone = {"Bucket": "holdfast-no-such-bucket"}
    for operation in [*ALWAYS, *OPTIONAL, "DeleteBucketLifecycle", "DeleteBucketTagging"]:
        driver.call(s3, operation, "NoSuchBucket", **gone)
    driver.call(s3, "PutBucketVersioning", "NoSuchBucket", VersioningConfiguration={"Status": "Enabled"}, **gone)
    driver.call(s3, "PutBucketLifecycleConfiguration", "NoSuchBucket", LifecycleConfiguration={"Rules": RULES}, **gone)
    driver.call(s3, "PutBucketIntelligentTieringConfiguration", "NoSuchBucket", Id="driver",
                IntelligentTieringConfiguration=ARCHIVE, **gone)  # fmt: skip
    for operation in ("GetBucketIntelligentTieringConfiguration", "DeleteBucketIntelligentTieringConfiguration"):
        driver.call(s3, operation, "NoSuchBucket", Id="driver", **gone)


def change_file_system(driver, efs, identifier):
    """Sets and reads back the backup policy and the lifecycle, and takes a tag away."""
    for wanted in ("ENABLED", "DISABLED"):
        answer = driver.call(efs, "PutBackupPolicy", FileSystemId=identifier, BackupPolicy={"Status": wanted})
        driver.expect(answer and answer["BackupPolicy"]["Status"].startswith(wanted[:4]), f"the policy is {answer}")
    driver.call(efs, "DescribeBackupPolicy", FileSystemId=identifier)
    policies = [{"TransitionToIA": "AFTER_30_DAYS"}, {"TransitionToArchive": "AFTER_90_DAYS"},
                {"TransitionToPrimaryStorageClass": "AFTER_1_ACCESS"}]  # fmt: skip
    driver.call(efs, "PutLifecycleConfiguration", FileSystemId=identifier, LifecyclePolicies=policies)
    answer = driver.call(efs, "DescribeLifecycleConfiguration", FileSystemId=identifier)
    driver.expect(answer and answer["LifecyclePolicies"] == policies, f"the lifecycle comes back: {answer}")
    for bad in ([{"TransitionToIA": "AFTER_90_DAYS"}, {"TransitionToArchive": "AFTER_30_DAYS"}], [{}]):
        driver.call(efs, "PutLifecycleConfiguration", "BadRequest", FileSystemId=identifier, LifecyclePolicies=bad)
    driver.call(efs, "PutBackupPolicy", "ValidationException", FileSystemId=identifier,
                BackupPolicy={"Status": "ENABLING"})  # fmt: skip
    driver.call(efs, "UntagResource", ResourceId=identifier, TagKeys=["driver:own", "driver:two"])


def file_system_errors(driver, place, efs):
    """Every operation on a file system nobody has."""
    gone = {"FileSystemId": "fs-0123456789abcdef0"}
    driver.call(efs, "PutBackupPolicy", "FileSystemNotFound", BackupPolicy={"Status": "ENABLED"}, **gone)
    driver.call(efs, "PutLifecycleConfiguration", "FileSystemNotFound", LifecyclePolicies=[], **gone)
    for operation in (
        "DescribeBackupPolicy", "DescribeLifecycleConfiguration", "DescribeReplicationConfigurations"
    ):  # fmt: skip
        driver.call(efs, operation, "FileSystemNotFound", **gone)
    driver.call(efs, "UntagResource", "FileSystemNotFound", ResourceId=gone["FileSystemId"], TagKeys=["a"])
