"""Calls about FSx, and about the types that stand behind tagging, Config and RDS only."""

OPERATIONS = {
    "fsx": [
        "CreateBackup", "DeleteBackup", "DescribeBackups", "DescribeFileSystems", "DescribeVolumes",
        "ListTagsForResource", "TagResource", "UntagResource", "UpdateFileSystem",
    ],
}  # fmt: skip

CONFIGURATIONS = {"WINDOWS": "WindowsConfiguration", "LUSTRE": "LustreConfiguration", "ONTAP": "OntapConfiguration",
                  "OPENZFS": "OpenZFSConfiguration"}  # fmt: skip
TOKEN = ("NextToken", "NextToken")


def drive(driver, place):
    """Every operation with data and as an error."""
    fsx = place.client("fsx")
    systems = driver.pages(fsx, "DescribeFileSystems", "FileSystems", *TOKEN, MaxResults=1)
    volumes = driver.pages(fsx, "DescribeVolumes", "Volumes", *TOKEN)
    owners = {item["FileSystemId"] for item in volumes}
    driver.expect(owners <= {item["FileSystemId"] for item in systems}, "volumes belong to file systems")
    whole = driver.same_in_pages(fsx, "DescribeBackups", "Backups", *TOKEN, {"MaxResults": 5},
                                 lambda item: item["BackupId"])  # fmt: skip
    for kind in ("AUTOMATIC", "AWS_BACKUP"):
        filters = [{"Name": "backup-type", "Values": [kind]}]
        found = driver.call(fsx, "DescribeBackups", Filters=filters, MaxResults=1)
        for item in (found or {}).get("Backups", []):
            driver.expect(item["BackupId"] in whole, f"a backup of type {kind} is a backup")
            expected = None if kind == "AUTOMATIC" else "BadRequest"
            driver.call(fsx, "DeleteBackup", expected, BackupId=item["BackupId"])
    for item in systems:
        file_system(driver, fsx, item, [volume for volume in volumes if volume["FileSystemId"] == item["FileSystemId"]])
    errors(driver, place, fsx)
    engines(driver, place)
    tagged(driver, place)


def file_system(driver, fsx, system, volumes):
    """Backs up a file system or one of its volumes, changes its retention, and tags it."""
    identifier, kind = system["FileSystemId"], system["FileSystemType"]
    one = driver.call(fsx, "DescribeFileSystems", FileSystemIds=[identifier])
    driver.expect(one and len(one["FileSystems"]) == 1, "DescribeFileSystems by id gives one")
    ontap = [volume["VolumeId"] for volume in volumes if kind == "ONTAP"]
    source = {"VolumeId": ontap[0]} if ontap else {"FileSystemId": identifier}
    if kind == "ONTAP":
        driver.call(fsx, "CreateBackup", "UnsupportedOperation", FileSystemId=identifier)
    made = driver.call(fsx, "CreateBackup", Tags=[{"Key": "a", "Value": "b"}], **source)
    if made:
        driver.expect(made["Backup"]["Lifecycle"] == "CREATING", "a new backup is being made")
        driver.call(fsx, "CreateBackup", "BackupInProgress", **source)
        driver.call(fsx, "DeleteBackup", "BackupInProgress", BackupId=made["Backup"]["BackupId"])
        driver.call(fsx, "DescribeBackups", BackupIds=[made["Backup"]["BackupId"]])
        driver.call(fsx, "UntagResource", ResourceARN=made["Backup"]["ResourceARN"], TagKeys=["a"])
    own = CONFIGURATIONS[kind]
    wanted = {"AutomaticBackupRetentionDays": 14, "DailyAutomaticBackupStartTime": "02:30"}
    changed = driver.call(fsx, "UpdateFileSystem", FileSystemId=identifier, **{own: wanted})
    now = changed["FileSystem"][own] if changed else {}
    driver.expect({key: now.get(key) for key in wanted} == wanted, f"the automatic backups are changed: {now}")
    other = "LustreConfiguration" if kind != "LUSTRE" else "WindowsConfiguration"
    driver.call(fsx, "UpdateFileSystem", "IncompatibleParameterError", FileSystemId=identifier, **{other: wanted})
    driver.call(fsx, "UpdateFileSystem", "BadRequest", FileSystemId=identifier,
                **{own: {"AutomaticBackupRetentionDays": 91}})  # fmt: skip
    arn = system["ResourceARN"]
    driver.call(fsx, "TagResource", ResourceARN=arn, Tags=[{"Key": "driver:own", "Value": "yes"}])
    tags = driver.call(fsx, "ListTagsForResource", ResourceARN=arn)
    driver.expect(tags and "driver:own" in [tag["Key"] for tag in tags["Tags"]], "the tag of a file system is kept")
    driver.call(fsx, "UntagResource", ResourceARN=arn, TagKeys=["driver:own"])


def errors(driver, place, fsx):
    """One refused call, at least, of each operation."""
    gone = "fs-0123456789abcdef0"
    driver.call(fsx, "DescribeFileSystems", "FileSystemNotFound", FileSystemIds=[gone])
    driver.call(fsx, "DescribeFileSystems", "BadRequest", FileSystemIds=["file-system"])
    driver.call(fsx, "DescribeVolumes", "VolumeNotFound", VolumeIds=["fsvol-0123456789abcdef0"])
    driver.call(fsx, "DescribeBackups", "BackupNotFound", BackupIds=["backup-0123456789abcdef0"])
    driver.call(fsx, "DescribeBackups", "BadRequest", NextToken="bm90aGluZw==")
    driver.call(fsx, "CreateBackup", "FileSystemNotFound", FileSystemId=gone)
    driver.call(fsx, "DeleteBackup", "BackupNotFound", BackupId="backup-0123456789abcdef0")
    driver.call(fsx, "UpdateFileSystem", "FileSystemNotFound", FileSystemId=gone)
    arn = f"arn:aws:fsx:{place.region}:{place.account}:file-system/{gone}"
    driver.call(fsx, "ListTagsForResource", "ResourceNotFound", ResourceARN=arn)
    driver.call(fsx, "TagResource", "ResourceNotFound", ResourceARN=arn, Tags=[{"Key": "a", "Value": "b"}])
    driver.call(fsx, "UntagResource", "ResourceNotFound", ResourceARN=arn, TagKeys=["a"])
    driver.call(fsx, "ListTagsForResource", "BadRequest", ResourceARN="arn:aws:s3:::bucket")


def engines(driver, place):
    """Finds the clusters of DocumentDB and Neptune by their engine, as their own consoles do."""
    rds = place.client("rds")
    for engine in ("docdb", "neptune"):
        filters = [{"Name": "engine", "Values": [engine]}]
        clusters = driver.call(rds, "DescribeDBClusters", Filters=filters)
        for cluster in (clusters or {}).get("DBClusters", []):
            driver.expect(cluster["Engine"] == engine, f"the filter finds {engine} only: {cluster['Engine']}")
            arn = cluster["DBClusterArn"]
            driver.call(rds, "DescribeDBClusterSnapshots", DBClusterIdentifier=cluster["DBClusterIdentifier"])
            driver.call(rds, "ListTagsForResource", ResourceName=arn)


def tagged(driver, place):
    """Every further type is tagged somewhere, and Config knows it."""
    tagging = place.client("resourcegroupstaggingapi")
    types = ["redshift:cluster", "eks:cluster", "cloudformation:stack", "dsql:cluster", "backup-gateway:vm",
             "ssm-sap:HANA", "timestream:database", "storagegateway:gateway", "fsx:file-system"]  # fmt: skip
    driver.call(tagging, "GetResources", ResourceTypeFilters=types)
