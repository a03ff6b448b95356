"""Calls about EBS snapshots: their life, tiers, locks, images, blocks, volumes' changes and zones."""

OPERATIONS = {
    "ec2": [
        "CopySnapshot", "CreateSnapshot", "DeleteSnapshot", "DeleteTags", "DescribeAvailabilityZones", "DescribeImages",
        "DescribeLockedSnapshots", "DescribeSnapshotAttribute", "DescribeSnapshotTierStatus", "DescribeSnapshots",
        "DescribeVolumeStatus", "DescribeVolumesModifications", "DisableEbsEncryptionByDefault",
        "EnableEbsEncryptionByDefault", "GetEbsEncryptionByDefault", "LockSnapshot", "ModifySnapshotTier",
        "ModifyVolume", "RestoreSnapshotTier", "UnlockSnapshot",
    ],
    "ebs": ["ListSnapshotBlocks", "ListChangedBlocks"],
}  # fmt: skip

MISSING = "snap-0123456789abcdef0"


def drive(driver, place):
    """Every operation with data and as an error."""
    ec2 = place.client("ec2")
    if not getattr(driver, "snapshots_paged", False):
        # Thousands of snapshots: read to the end in one place only.
        driver.snapshots_paged = True
        pages(driver, ec2)
    read(driver, ec2)
    errors(driver, place, ec2)
    tiers(driver, ec2)
    for volume in place.found["volume"][:1]:
        life(driver, place, ec2, volume)
        driver.call(ec2, "ModifyVolume", VolumeId=volume, Iops=4000)
        driver.call(ec2, "ModifyVolume", "IncorrectModificationState", VolumeId=volume, Iops=5000)
        driver.call(ec2, "DescribeVolumesModifications", VolumeIds=[volume])


def pages(driver, ec2):
    """Reads all snapshots and their tiers in large and small pages."""
    token = ("NextToken", "NextToken")
    ids = driver.same_in_pages(ec2, "DescribeSnapshots", "Snapshots", *token, {"MaxResults": 300},
                               lambda item: item["SnapshotId"], OwnerIds=["self"])  # fmt: skip
    found = driver.pages(ec2, "DescribeSnapshotTierStatus", "SnapshotTierStatuses", *token)
    driver.expect(ids == [item["SnapshotId"] for item in found], "DescribeSnapshotTierStatus tells of every snapshot")


def read(driver, ec2):
    """Reads images and snapshots by who made them, zones and the encryption by default."""
    images = (driver.call(ec2, "DescribeImages", Owners=["self"], MaxResults=20) or {}).get("Images", [])
    inside = [device["Ebs"]["SnapshotId"] for image in images for device in image["BlockDeviceMappings"]]
    some = driver.call(ec2, "DescribeSnapshots", SnapshotIds=inside[:5]) if inside else None
    driver.expect(not inside or some, "the snapshots of images are snapshots")
    for identifier in inside[:1]:
        driver.call(ec2, "DeleteSnapshot", "InvalidSnapshot.InUse", SnapshotId=identifier)
    for image in images[:1]:
        driver.call(ec2, "DescribeImages", ImageIds=[image["ImageId"]])
    managed = driver.call(ec2, "DescribeSnapshots", OwnerIds=["self"], MaxResults=50,
                          Filters=[{"Name": "tag-key", "Values": ["aws:backup:source-resource"]}])  # fmt: skip
    for item in (managed or {}).get("Snapshots", []):
        if "AWS Backup" in item["Description"]:
            driver.call(ec2, "DeleteSnapshot", "InvalidParameterValue", SnapshotId=item["SnapshotId"])
            break
    driver.call(ec2, "DescribeSnapshots", OwnerIds=["amazon"])
    driver.call(ec2, "DescribeSnapshots", RestorableByUserIds=["self"], MaxResults=5)
    driver.call(ec2, "DescribeVolumeStatus")
    driver.call(ec2, "DescribeVolumesModifications")
    driver.call(ec2, "DescribeLockedSnapshots")
    zones = driver.call(ec2, "DescribeAvailabilityZones")
    driver.expect(zones and len(zones["AvailabilityZones"]) == 3, "a Region has three zones")
    for operation in ("GetEbsEncryptionByDefault", "EnableEbsEncryptionByDefault"):
        driver.call(ec2, operation)
    on = driver.call(ec2, "GetEbsEncryptionByDefault")
    driver.expect(on and on["EbsEncryptionByDefault"], "EBS encryption by default is on once enabled")
    driver.call(ec2, "DisableEbsEncryptionByDefault")


def life(driver, place, ec2, volume):
    """Makes, tags, copies, shares, locks, unlocks and deletes snapshots, and reads their blocks."""
    tags = [{"ResourceType": "snapshot", "Tags": [{"Key": "Name", "Value": "driver"}]}]
    made = driver.call(ec2, "CreateSnapshot", VolumeId=volume, Description="driver", TagSpecifications=tags)
    other = driver.call(ec2, "CreateSnapshot", VolumeId=volume)
    if not made or not other:
        return
    driver.expect(made["State"] == "pending", "a new snapshot is pending")
    identifier = made["SnapshotId"]
    elsewhere = "us-west-2" if place.region == "us-east-1" else "us-east-1"
    driver.call(ec2, "CopySnapshot", "IncorrectState", SourceRegion=place.region, SourceSnapshotId=identifier)
    driver.call(ec2, "ModifySnapshotTier", "IncorrectState", SnapshotId=identifier)
    found = driver.call(ec2, "DescribeSnapshots", SnapshotIds=[identifier, other["SnapshotId"]])
    driver.expect(found and len(found["Snapshots"]) == 2, "DescribeSnapshots by id gives the two made")
    driver.call(ec2, "DeleteTags", Resources=[identifier], Tags=[{"Key": "Name"}])
    found = driver.call(ec2, "DescribeSnapshots", Filters=[{"Name": "snapshot-id", "Values": [identifier]}])
    driver.expect(found and "Tags" not in found["Snapshots"][0], "DeleteTags takes the tag away")
    for attribute in ("createVolumePermission", "productCodes"):
        driver.call(ec2, "DescribeSnapshotAttribute", SnapshotId=identifier, Attribute=attribute)
    driver.call(ec2, "LockSnapshot", SnapshotId=identifier, LockMode="governance", LockDuration=2)
    locked = driver.call(ec2, "DescribeLockedSnapshots", SnapshotIds=[identifier])
    driver.expect(locked and locked["Snapshots"][0]["LockState"] == "governance", "the lock is in force")
    driver.call(ec2, "DeleteSnapshot", "OperationNotPermitted", SnapshotId=identifier)
    driver.call(ec2, "UnlockSnapshot", SnapshotId=identifier)
    driver.call(ec2, "UnlockSnapshot", "IncorrectState", SnapshotId=identifier)
    driver.call(ec2, "DeleteSnapshot", SnapshotId=other["SnapshotId"])
    driver.call(ec2, "DeleteSnapshot", "InvalidSnapshot.NotFound", SnapshotId=other["SnapshotId"])
    filters = [{"Name": "status", "Values": ["completed"]}]
    old = [item for item in driver.call(ec2, "DescribeSnapshots", MaxResults=100, Filters=filters)["Snapshots"]
           if item["VolumeId"] != "vol-ffffffff"]  # fmt: skip
    blocks(driver, place.client("ebs"), old)
    for item in old[:1]:
        target = driver.client("ec2", elsewhere, place.credentials)
        copy = driver.call(target, "CopySnapshot", SourceRegion=place.region, SourceSnapshotId=item["SnapshotId"])
        found = driver.call(target, "DescribeSnapshots", SnapshotIds=[copy["SnapshotId"]]) if copy else None
        driver.expect(found and found["Snapshots"][0]["VolumeId"] == "vol-ffffffff", "a copy has no volume of its own")


def blocks(driver, ebs, snapshots):
    """Reads the blocks of a snapshot, and those that changed since the one of its volume before."""
    by_volume = {}
    for item in snapshots:
        earlier = by_volume.get(item["VolumeId"])
        if earlier and item["StorageTier"] == earlier["StorageTier"] == "standard":
            first, second = earlier["SnapshotId"], item["SnapshotId"]
            whole = driver.call(ebs, "ListSnapshotBlocks", SnapshotId=second, MaxResults=100)
            driver.expect(whole and len(whole["Blocks"]) == 100, "a page holds as many blocks as asked for")
            if whole and "NextToken" in whole:
                driver.call(ebs, "ListSnapshotBlocks", SnapshotId=second, NextToken=whole["NextToken"], MaxResults=100)
            driver.call(ebs, "ListChangedBlocks", FirstSnapshotId=first, SecondSnapshotId=second, MaxResults=100)
            driver.call(ebs, "ListChangedBlocks", SecondSnapshotId=second, MaxResults=100)
            return
        by_volume[item["VolumeId"]] = item


def tiers(driver, ec2):
    """Archives what was made by hand, and brings back what has long been archived."""
    for tier in ("standard", "archive"):
        filters = [{"Name": "description", "Values": ["manual *"]}, {"Name": "storage-tier", "Values": [tier]}]
        found = driver.call(ec2, "DescribeSnapshots", Filters=filters)
        for item in (found or {}).get("Snapshots", [])[:1]:
            identifier = item["SnapshotId"]
            if tier == "standard":
                driver.call(ec2, "ModifySnapshotTier", SnapshotId=identifier, StorageTier="archive")
                driver.call(ec2, "RestoreSnapshotTier", "IncorrectState", SnapshotId=identifier, TemporaryRestoreDays=3)
            else:
                driver.call(ec2, "RestoreSnapshotTier", SnapshotId=identifier, TemporaryRestoreDays=3)
            driver.call(ec2, "ModifySnapshotTier", "IncorrectState", SnapshotId=identifier)
            filters = [{"Name": "snapshot-id", "Values": [identifier]}]
            status = driver.call(ec2, "DescribeSnapshotTierStatus", Filters=filters)
            moves = [item["LastTieringOperationStatus"] for item in (status or {}).get("SnapshotTierStatuses", [])]
            wanted = "archival-in-progress" if tier == "standard" else "temporary-restore-in-progress"
            driver.expect(moves == [wanted], f"the snapshot moves: {moves}")


def errors(driver, place, ec2):
    """One refused call, at least, of each operation."""
    bad = [{"Name": "no-such-filter", "Values": ["x"]}]
    for operation in (
        "DescribeSnapshots", "DescribeSnapshotTierStatus", "DescribeImages", "DescribeVolumeStatus",
        "DescribeVolumesModifications", "DescribeLockedSnapshots", "DescribeAvailabilityZones",
    ):  # fmt: skip
        driver.call(ec2, operation, "InvalidParameterValue", Filters=bad)
    for operation in ("DescribeSnapshots", "DescribeLockedSnapshots"):
        driver.call(ec2, operation, "InvalidSnapshot.NotFound", SnapshotIds=[MISSING])
        driver.call(ec2, operation, "InvalidSnapshotID.Malformed", SnapshotIds=["snapshot"])
    driver.call(ec2, "DescribeImages", "InvalidAMIID.NotFound", ImageIds=["ami-0123456789abcdef0"])
    driver.call(ec2, "DescribeImages", "InvalidAMIID.Malformed", ImageIds=["image"])
    driver.call(ec2, "CreateSnapshot", "InvalidVolume.NotFound", VolumeId="vol-0123456789abcdef0")
    for operation, parameters in (
        ("DeleteSnapshot", {}), ("ModifySnapshotTier", {}), ("RestoreSnapshotTier", {"TemporaryRestoreDays": 1}),
        ("LockSnapshot", {"LockMode": "governance", "LockDuration": 1}), ("UnlockSnapshot", {}),
        ("DescribeSnapshotAttribute", {"Attribute": "productCodes"}),
    ):  # fmt: skip
        driver.call(ec2, operation, "InvalidSnapshot.NotFound", SnapshotId=MISSING, **parameters)
        driver.call(ec2, operation, "DryRunOperation", SnapshotId=MISSING, DryRun=True, **parameters)
    driver.call(ec2, "RestoreSnapshotTier", "MissingParameter", SnapshotId=MISSING)
    driver.call(ec2, "CopySnapshot", "InvalidParameterValue", SourceRegion="mars-north-1", SourceSnapshotId=MISSING)
    driver.call(ec2, "CopySnapshot", "InvalidSnapshot.NotFound", SourceRegion=place.region, SourceSnapshotId=MISSING)
    driver.call(ec2, "ModifyVolume", "InvalidVolume.NotFound", VolumeId="vol-0123456789abcdef0", Size=10)
    for volume in place.found["volume"][:1]:
        driver.call(ec2, "ModifyVolume", "InvalidParameterValue", VolumeId=volume, VolumeType="gp9")
        driver.call(ec2, "DescribeVolumesModifications", "InvalidVolumeModification.NotFound", VolumeIds=[volume])
    driver.call(ec2, "DeleteTags", "InvalidSnapshot.NotFound", Resources=[MISSING])
    driver.call(ec2, "DescribeAvailabilityZones", "InvalidParameterValue", ZoneNames=["mars-north-1a"])
    for operation in ("GetEbsEncryptionByDefault", "EnableEbsEncryptionByDefault", "DisableEbsEncryptionByDefault"):
        driver.call(ec2, operation, "DryRunOperation", DryRun=True)
    ebs = place.client("ebs")
    driver.call(ebs, "ListSnapshotBlocks", "ResourceNotFoundException", SnapshotId=MISSING)
    driver.call(ebs, "ListChangedBlocks", "ResourceNotFoundException", SecondSnapshotId=MISSING)
    driver.call(ebs, "ListSnapshotBlocks", "ValidationException", SnapshotId="snapshot")
