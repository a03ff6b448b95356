"""Calls to the services that hold resources: ec2, rds, dynamodb, efs, s3, tagging and iam."""


def read(driver, place):
    """Reads everything of one account in one Region, once in large and once in small pages."""
    ec2, rds, dynamodb, efs, s3, tagging = (
        place.client(name) for name in ("ec2", "rds", "dynamodb", "efs", "s3", "resourcegroupstaggingapi")
    )
    token = ("NextToken", "NextToken")
    reservations = driver.same_in_pages(
        ec2, "DescribeInstances", "Reservations", *token, {"MaxResults": 5},
        lambda item: tuple(instance["InstanceId"] for instance in item["Instances"]),
    )  # fmt: skip
    place.found["instance"] = [identifier for reservation in reservations for identifier in reservation]
    for key, client, operation, items, tokens, size, identity in (
        ("volume", ec2, "DescribeVolumes", "Volumes", token, {"MaxResults": 5}, "VolumeId"),
        ("database", rds, "DescribeDBInstances", "DBInstances", ("Marker", "Marker"), {"MaxRecords": 20},
         "DBInstanceArn"),
        ("cluster", rds, "DescribeDBClusters", "DBClusters", ("Marker", "Marker"), {"MaxRecords": 20}, "DBClusterArn"),
        ("table", dynamodb, "ListTables", "TableNames", ("ExclusiveStartTableName", "LastEvaluatedTableName"),
         {"Limit": 2}, None),
        ("fileSystem", efs, "DescribeFileSystems", "FileSystems", ("Marker", "NextMarker"), {"MaxItems": 1},
         "FileSystemId"),
        ("tagged", tagging, "GetResources", "ResourceTagMappingList", ("PaginationToken", "PaginationToken"),
         {"ResourcesPerPage": 7}, "ResourceARN"),
    ):  # fmt: skip
        place.found[key] = driver.same_in_pages(
            client, operation, items, *tokens, size, lambda item, name=identity: item[name] if name else item
        )
    place.found["bucket"] = driver.same_in_pages(
        s3, "ListBuckets", "Buckets", "ContinuationToken", "ContinuationToken", {"MaxBuckets": 2},
        lambda item: item["Name"], BucketRegion=place.region,
    )  # fmt: skip
    driver.call(ec2, "DescribeRegions")
    driver.call(ec2, "DescribeTags")
    driver.call(tagging, "GetTagKeys")
    driver.call(tagging, "GetTagValues", Key="holdfast:tier")
    for name in place.found["table"][:2]:
        table = driver.call(dynamodb, "DescribeTable", TableName=name)
        if table:
            driver.call(dynamodb, "ListTagsOfResource", ResourceArn=table["Table"]["TableArn"])
    for name in place.found["bucket"][:2]:
        location = driver.call(s3, "GetBucketLocation", Bucket=name)
        region = (location or {}).get("LocationConstraint") or "us-east-1"
        driver.expect(region == place.region, f"bucket {name} lies in {region}, listed for {place.region}")
        driver.call(s3, "HeadBucket", Bucket=name)
    for arn in (place.found["database"] + place.found["cluster"])[:2]:
        driver.call(rds, "ListTagsForResource", ResourceName=arn)
    for identifier in place.found["fileSystem"][:2]:
        driver.call(efs, "ListTagsForResource", ResourceId=identifier)


def read_by_name(driver, place):
    """Asks for single resources by id, and filters by tag."""
    ec2, rds, efs, tagging = (place.client(name) for name in ("ec2", "rds", "efs", "resourcegroupstaggingapi"))
    found = place.found
    if found["volume"]:
        one = driver.call(ec2, "DescribeVolumes", VolumeIds=found["volume"][:1])
        driver.expect(one and len(one["Volumes"]) == 1, "DescribeVolumes by id gives one volume")
        filters = [{"Name": "volume-id", "Values": found["volume"][:2]}]
        some = driver.call(ec2, "DescribeVolumes", Filters=filters)
        driver.expect(some and len(some["Volumes"]) == len(found["volume"][:2]), "DescribeVolumes filters by volume-id")
        filters = [{"Name": "resource-id", "Values": found["volume"]}]
        tags = driver.call(ec2, "DescribeTags", Filters=filters)
        for tag in (tags or {}).get("Tags", [])[:1]:
            filters = [{"Name": f"tag:{tag['Key']}", "Values": [tag["Value"]]}]
            same = driver.call(ec2, "DescribeVolumes", Filters=filters)
            ids = [volume["VolumeId"] for volume in (same or {}).get("Volumes", [])]
            driver.expect(tag["ResourceId"] in ids, f"DescribeVolumes by tag:{tag['Key']} finds {tag['ResourceId']}")
    if found["instance"]:
        one = driver.call(ec2, "DescribeInstances", InstanceIds=found["instance"][:1])
        driver.expect(one and len(one["Reservations"]) == 1, "DescribeInstances by id gives one reservation")
    for arn in found["cluster"][:1]:
        cluster = driver.call(rds, "DescribeDBClusters", DBClusterIdentifier=arn.split(":")[-1])
        for member in cluster["DBClusters"][0]["DBClusterMembers"] if cluster else []:
            instance = driver.call(rds, "DescribeDBInstances", DBInstanceIdentifier=member["DBInstanceIdentifier"])
            owner = instance["DBInstances"][0].get("DBClusterIdentifier") if instance else None
            driver.expect(owner == arn.split(":")[-1], f"member {member['DBInstanceIdentifier']} names its cluster")
    for identifier in found["fileSystem"][:1]:
        driver.call(efs, "DescribeFileSystems", FileSystemId=identifier)
    types = ["ec2:volume", "dynamodb:table"]
    some = driver.call(tagging, "GetResources", ResourceTypeFilters=types)
    driver.expect(
        some and all(":volume/" in item["ResourceARN"] or ":table/" in item["ResourceARN"]
                     for item in some["ResourceTagMappingList"]),
        "GetResources filters by type",
    )  # fmt: skip
    for arn in found["tagged"][:1]:
        one = driver.call(tagging, "GetResources", ResourceARNList=[arn])
        driver.expect(one and len(one["ResourceTagMappingList"]) == 1, "GetResources by ARN gives one resource")


def write(driver, place):
    """Tags one resource of each service by the service's own call, and reads the tag back through the tagging API."""
    own = {"Key": "driver:own", "Value": "yes"}
    found, tagging = place.found, place.client("resourcegroupstaggingapi")
    arns = []
    base = f"{place.region}:{place.account}"
    if found["volume"]:
        driver.call(place.client("ec2"), "CreateTags", Resources=found["volume"][:1], Tags=[own])
        arns.append(f"arn:aws:ec2:{base}:volume/{found['volume'][0]}")
    for arn in (found["database"] + found["cluster"])[:1]:
        driver.call(place.client("rds"), "AddTagsToResource", ResourceName=arn, Tags=[own])
        arns.append(arn)
    for name in found["table"][:1]:
        arn = f"arn:aws:dynamodb:{base}:table/{name}"
        driver.call(place.client("dynamodb"), "TagResource", ResourceArn=arn, Tags=[own])
        arns.append(arn)
    for identifier in found["fileSystem"][:1]:
        driver.call(place.client("efs"), "TagResource", ResourceId=identifier, Tags=[own])
        arns.append(f"arn:aws:elasticfilesystem:{base}:file-system/{identifier}")
    for name in found["bucket"][:1]:
        s3 = place.client("s3")
        driver.call(s3, "PutBucketTagging", Bucket=name, Tagging={"TagSet": [own]})
        tags = driver.call(s3, "GetBucketTagging", Bucket=name)
        driver.expect(tags and tags["TagSet"] == [own], "GetBucketTagging gives back what PutBucketTagging set")
        arns.append(f"arn:aws:s3:::{name}")
    if not arns:
        return
    tagged = driver.call(tagging, "GetResources", TagFilters=[{"Key": own["Key"], "Values": [own["Value"]]}])
    names = {item["ResourceARN"] for item in (tagged or {}).get("ResourceTagMappingList", [])}
    driver.expect(set(arns) <= names, f"GetResources finds what was tagged: {sorted(set(arns) - names)} missing")
    missing = f"arn:aws:ec2:{base}:volume/vol-0123456789abcdef0"
    bulk = {"Tags": {"driver:bulk": "1"}}
    for operation, what in (("TagResources", bulk), ("UntagResources", {"TagKeys": ["none"]})):
        answer = driver.call(tagging, operation, ResourceARNList=arns + [missing], **what)
        failed = (answer or {}).get("FailedResourcesMap", {})
        driver.expect(list(failed) == [missing], f"{operation} fails for the unknown resource only: {failed}")
    values = driver.call(tagging, "GetTagValues", Key="driver:bulk")
    driver.expect(values and values["TagValues"] == ["1"], "GetTagValues gives the value just set")
    driver.call(tagging, "UntagResources", ResourceARNList=arns, TagKeys=["driver:bulk"])
    values = driver.call(tagging, "GetTagValues", Key="driver:bulk")
    driver.expect(values and values["TagValues"] == [], "GetTagValues gives nothing once the tag is gone")


def errors(driver, place):
    """One refused call, at least, of each operation."""
    ec2, rds, dynamodb, efs, s3, tagging, iam = (
        place.client(name) for name in ("ec2", "rds", "dynamodb", "efs", "s3", "resourcegroupstaggingapi", "iam")
    )
    base = f"{place.region}:{place.account}"
    bad = [{"Name": "no-such-filter", "Values": ["x"]}]
    for operation in ("DescribeInstances", "DescribeVolumes", "DescribeTags", "DescribeRegions"):
        driver.call(ec2, operation, "InvalidParameterValue", Filters=bad)
    driver.call(ec2, "DescribeInstances", "InvalidInstanceID.NotFound", InstanceIds=["i-0123456789abcdef0"])
    driver.call(ec2, "DescribeInstances", "InvalidInstanceID.Malformed", InstanceIds=["instance"])
    driver.call(ec2, "DescribeVolumes", "InvalidVolume.NotFound", VolumeIds=["vol-0123456789abcdef0"])
    driver.call(ec2, "DescribeVolumes", "InvalidParameterValue", MaxResults=1)
    driver.call(ec2, "DescribeRegions", "InvalidParameterValue", RegionNames=["mars-north-1"])
    tag = {"Key": "a", "Value": "b"}
    driver.call(ec2, "CreateTags", "InvalidVolume.NotFound", Resources=["vol-0123456789abcdef0"], Tags=[tag])
    driver.call(ec2, "CreateTags", "InvalidParameterValue", Resources=["vol-0123456789abcdef0"],
                Tags=[{"Key": "aws:x", "Value": "b"}])  # fmt: skip
    driver.call(rds, "DescribeDBInstances", "DBInstanceNotFound", DBInstanceIdentifier="nothing")
    driver.call(rds, "DescribeDBInstances", "InvalidParameterValue", MaxRecords=5)
    driver.call(rds, "DescribeDBClusters", "DBClusterNotFoundFault", DBClusterIdentifier="nothing")
    driver.call(rds, "ListTagsForResource", "DBInstanceNotFound", ResourceName=f"arn:aws:rds:{base}:db:nothing")
    driver.call(rds, "AddTagsToResource", "DBClusterNotFoundFault", Tags=[tag],
                ResourceName=f"arn:aws:rds:{base}:cluster:nothing")  # fmt: skip
    driver.call(rds, "ListTagsForResource", "InvalidParameterValue", ResourceName="nothing")
    table = f"arn:aws:dynamodb:{base}:table/nothing"
    driver.call(dynamodb, "ListTables", "ValidationException", Limit=101)
    driver.call(dynamodb, "DescribeTable", "ResourceNotFoundException", TableName="nothing")
    driver.call(dynamodb, "DescribeTable", "ValidationException", TableName="a b")
    driver.call(dynamodb, "ListTagsOfResource", "ResourceNotFoundException", ResourceArn=table)
    driver.call(dynamodb, "TagResource", "ResourceNotFoundException", ResourceArn=table, Tags=[tag])
    driver.call(efs, "DescribeFileSystems", "FileSystemNotFound", FileSystemId="fs-0123456789abcdef0")
    driver.call(efs, "DescribeFileSystems", "BadRequest", FileSystemId="file-system")
    driver.call(efs, "ListTagsForResource", "FileSystemNotFound", ResourceId="fs-0123456789abcdef0")
    driver.call(efs, "TagResource", "FileSystemNotFound", ResourceId="fs-0123456789abcdef0", Tags=[tag])
    for operation in ("GetBucketLocation", "GetBucketTagging"):
        driver.call(s3, operation, "NoSuchBucket", Bucket="holdfast-no-such-bucket")
    driver.call(s3, "HeadBucket", "404", Bucket="holdfast-no-such-bucket")
    driver.call(s3, "PutBucketTagging", "NoSuchBucket", Bucket="holdfast-no-such-bucket", Tagging={"TagSet": [tag]})
    for name in place.found.get("bucket", [])[:1]:
        driver.call(s3, "PutBucketTagging", "InvalidTag", Bucket=name, Tagging={"TagSet": [tag, tag]})
    driver.call(s3, "ListBuckets", "InvalidArgument", MaxBuckets=10001)
    driver.call(tagging, "GetResources", "InvalidParameterException", ResourcesPerPage=101)
    driver.call(tagging, "GetResources", "InvalidParameterException", PaginationToken="nothing")
    driver.call(tagging, "GetTagKeys", "InvalidParameterException", PaginationToken="nothing")
    driver.call(tagging, "GetTagValues", "InvalidParameterException", Key="")
    driver.call(tagging, "TagResources", "InvalidParameterException", ResourceARNList=[], Tags={"a": "b"})
    driver.call(tagging, "UntagResources", "InvalidParameterException", ResourceARNList=["nothing"], TagKeys=["a"])
    driver.call(iam, "GetRole", "NoSuchEntity", RoleName="nothing")
