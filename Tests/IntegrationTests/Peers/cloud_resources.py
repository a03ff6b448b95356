"""The services that hold resources, each with one of the simulated account's and the same made in the peers."""


def first(cloud, service, operation, items, **parameters):
    """The first of a list, or nothing."""
    answer, _ = cloud.ask(service, operation, **parameters)
    return next(iter((answer or {}).get(items, [])), None)


def tables(cloud, model):
    if cloud.name == "simulator":
        name = first(cloud, "dynamodb", "ListTables", "TableNames")
        model["table"] = name and cloud.ask("dynamodb", "DescribeTable", TableName=name)[0]["Table"]
        model["tableTags"] = name and cloud.ask(
            "dynamodb", "ListTagsOfResource", ResourceArn=model["table"]["TableArn"])[0]["Tags"]
    elif model["table"]:
        given = model["table"]
        cloud.ask("dynamodb", "CreateTable", TableName=given["TableName"], KeySchema=given["KeySchema"],
                  AttributeDefinitions=given["AttributeDefinitions"], BillingMode="PAY_PER_REQUEST",
                  Tags=model["tableTags"],
                  SSESpecification={"Enabled": "SSEDescription" in given, "SSEType": "KMS"})  # fmt: skip
    if model["table"]:
        name = model["table"]["TableName"]
        table = cloud.step("a table", "dynamodb", "DescribeTable", TableName=name)
        arn = (table or {}).get("Table", {}).get("TableArn", "")
        cloud.step("a table", "dynamodb", "TagResource", ResourceArn=arn, Tags=[{"Key": "compared", "Value": "yes"}])
        cloud.step("a table", "dynamodb", "ListTagsOfResource", only_tag("Tags", "compared"), ResourceArn=arn)
        cloud.step("by name", "dynamodb", "ListTables", lambda answer: {
            "TableNames": [one for one in answer.get("TableNames", []) if one == name]})
        cloud.step("no table", "dynamodb", "ListTagsOfResource", ResourceArn=arn + "-nothing")
        cloud.step("no table", "dynamodb", "TagResource", ResourceArn=arn + "-nothing", Tags=[])
    cloud.step("none", "dynamodb", "DescribeTable", TableName="nothing")
    cloud.step("too many", "dynamodb", "ListTables", Limit=101)


def only_tag(items, name):
    """Leaves of a list of tags one of them."""
    return lambda answer: {**answer, items: [tag for tag in answer.get(items, []) if tag.get("Key") == name]}


def volumes(cloud, model):
    if cloud.name == "simulator":
        model["volume"] = first(cloud, "ec2", "DescribeVolumes", "Volumes",
                                Filters=[{"Name": "status", "Values": ["available"]}])
        made = model["volume"]
    elif model["volume"]:
        given = model["volume"]
        tags = [{"ResourceType": "volume", "Tags": given["Tags"]}] if given.get("Tags") else []
        kind = {name: given[name] for name in ("VolumeType", "Size", "Encrypted", "AvailabilityZone") if name in given}
        made, _ = cloud.ask("ec2", "CreateVolume", TagSpecifications=tags, **kind)
    identifier = model["volume"] and cloud.call(made["VolumeId"], "volume")
    if identifier:
        cloud.step("a volume", "ec2", "DescribeVolumes", VolumeIds=[identifier])
        cloud.step("a volume", "ec2", "CreateTags", Resources=[identifier], Tags=[{"Key": "compared", "Value": "yes"}])
        cloud.step("a volume", "ec2", "DescribeTags", Filters=[
            {"Name": "resource-id", "Values": [identifier]}, {"Name": "key", "Values": ["compared"]}])
    cloud.step("none", "ec2", "DescribeVolumes", VolumeIds=["vol-0123456789abcdef0"])
    cloud.step("an id that is none", "ec2", "DescribeVolumes", VolumeIds=["nothing"])
    cloud.step("none", "ec2", "DescribeInstances", InstanceIds=["i-0123456789abcdef0"])
    cloud.step("an id that is none", "ec2", "DescribeInstances", InstanceIds=["nothing"])
    cloud.step("a filter nothing has", "ec2", "DescribeInstances", Filters=[{"Name": "tag:none", "Values": ["x"]}])
    cloud.step("nothing there", "ec2", "CreateTags", Resources=["vol-0123456789abcdef0"],
               Tags=[{"Key": "a", "Value": "b"}])  # fmt: skip
    cloud.step("one", "ec2", "DescribeRegions", RegionNames=["us-east-1"])
    cloud.step("none", "ec2", "DescribeRegions", RegionNames=["xx-nowhere-1"])


def databases(cloud, model):
    if cloud.name == "simulator":
        found, _ = cloud.ask("rds", "DescribeDBInstances")
        model["database"] = next((one for one in found["DBInstances"] if "DBClusterIdentifier" not in one), None)
    elif model["database"]:
        given = model["database"]
        names = ("DBInstanceIdentifier", "DBInstanceClass", "Engine", "AllocatedStorage", "BackupRetentionPeriod",
                 "StorageEncrypted", "MultiAZ", "DeletionProtection", "StorageType", "EngineVersion",
                 "MasterUsername", "PreferredBackupWindow", "PreferredMaintenanceWindow",
                 "CopyTagsToSnapshot")  # fmt: skip
        cloud.ask("rds", "CreateDBInstance", MasterUserPassword="comparison", Tags=given.get("TagList", []),
                  **{name: given[name] for name in names if name in given})  # fmt: skip
    if model["database"]:
        name = model["database"]["DBInstanceIdentifier"]
        answer = cloud.step("one", "rds", "DescribeDBInstances", DBInstanceIdentifier=name)
        one = next(iter((answer or {}).get("DBInstances", [])), {})
        cloud.call(one.get("DbiResourceId"), "database-id")
        cloud.call(one.get("Endpoint", {}).get("Address"), "host")
        arn = one.get("DBInstanceArn", "")
        cloud.step("one", "rds", "AddTagsToResource", ResourceName=arn, Tags=[{"Key": "compared", "Value": "yes"}])
        cloud.step("one", "rds", "ListTagsForResource", only_tag("TagList", "compared"), ResourceName=arn)
        cloud.step("none", "rds", "ListTagsForResource", ResourceName=arn + "-nothing")
    cloud.step("none", "rds", "DescribeDBInstances", DBInstanceIdentifier="nothing")
    cloud.step("none", "rds", "DescribeDBClusters", DBClusterIdentifier="nothing")
    cloud.step("an ARN that is none", "rds", "ListTagsForResource", ResourceName="nothing")
    cloud.step("a page of 5", "rds", "DescribeDBInstances", MaxRecords=5)


def file_systems(cloud, model):
    if cloud.name == "simulator":
        model["fileSystem"] = made = first(cloud, "efs", "DescribeFileSystems", "FileSystems")
    elif model["fileSystem"]:
        given = model["fileSystem"]
        made, _ = cloud.ask("efs", "CreateFileSystem", CreationToken=given["CreationToken"], Tags=given.get("Tags", []),
                            Encrypted=given["Encrypted"], PerformanceMode=given["PerformanceMode"],
                            ThroughputMode=given["ThroughputMode"])
    if model["fileSystem"]:
        identifier = cloud.call(made["FileSystemId"], "file-system")
        cloud.step("one", "efs", "DescribeFileSystems", FileSystemId=identifier)
        cloud.step("one", "efs", "TagResource", ResourceId=identifier, Tags=[{"Key": "compared", "Value": "yes"}])
        cloud.step("one", "efs", "ListTagsForResource", only_tag("Tags", "compared"), ResourceId=identifier)
    cloud.step("none", "efs", "DescribeFileSystems", FileSystemId="fs-0123456789abcdef0")
    cloud.step("none", "efs", "ListTagsForResource", ResourceId="fs-0123456789abcdef0")


def buckets(cloud, model):
    if cloud.name == "simulator":
        model["bucket"] = first(cloud, "s3", "ListBuckets", "Buckets", BucketRegion="us-east-1")
        lock = cloud.ask("s3", "GetObjectLockConfiguration", Bucket=(model["bucket"] or {}).get("Name"))[0]
        model["bucketLocks"] = lock is not None
    elif model["bucket"]:
        cloud.ask("s3", "CreateBucket", Bucket=model["bucket"]["Name"], ObjectLockEnabledForBucket=model["bucketLocks"])
    if model["bucket"]:
        name = cloud.call(model["bucket"]["Name"], "bucket")
        cloud.step("one", "s3", "HeadBucket", Bucket=name)
        cloud.step("one", "s3", "GetBucketLocation", Bucket=name)
        cloud.step("one", "s3", "PutBucketTagging", Bucket=name, Tagging={"TagSet": [{"Key": "compared", "Value": "yes"}]})
        cloud.step("one", "s3", "GetBucketTagging", Bucket=name)
        cloud.step("a key twice", "s3", "PutBucketTagging", Bucket=name, Tagging={
            "TagSet": [{"Key": "a", "Value": "1"}, {"Key": "a", "Value": "2"}]})
        cloud.step("by name", "s3", "ListBuckets", lambda answer: {"Buckets": [
            {key: one.get(key) for key in ("Name",)} for one in answer.get("Buckets", []) if one["Name"] == name]})
    cloud.step("none", "s3", "HeadBucket", Bucket="holdfast-comparison-nothing")
    cloud.step("none", "s3", "GetBucketLocation", Bucket="holdfast-comparison-nothing")
    cloud.step("none", "s3", "GetBucketTagging", Bucket="holdfast-comparison-nothing")


def play(cloud, model):
    for topic in (tables, volumes, databases, file_systems, buckets):
        topic(cloud, model)
