"""Vaults of AWS Backup: locks, access policies, notifications, air-gapped ones, and what keeps a vault from deletion."""

import json

OPERATIONS = {
    "backup": [
        "CreateLogicallyAirGappedBackupVault", "DeleteBackupVault", "PutBackupVaultLockConfiguration",
        "DeleteBackupVaultLockConfiguration", "PutBackupVaultAccessPolicy", "GetBackupVaultAccessPolicy",
        "DeleteBackupVaultAccessPolicy", "PutBackupVaultNotifications", "GetBackupVaultNotifications",
        "DeleteBackupVaultNotifications", "UntagResource",
    ],
}  # fmt: skip

INVALID, GONE, REFUSED = "InvalidParameterValueException", "ResourceNotFoundException", "InvalidRequestException"
MISSING, EXISTS, DENIED = "MissingParameterValueException", "AlreadyExistsException", "AccessDeniedException"


def drive(driver, place):
    """Everything that can be set on a vault, there and back, and refused."""
    client = place.client("backup")
    name = "driver-settings"
    vault = driver.call(client, "CreateBackupVault", BackupVaultName=name) or {}
    arn = vault.get("BackupVaultArn", "")
    names = {"BackupVaultName": name}
    locks(driver, client, names)
    policies(driver, client, names, arn)
    notifications(driver, client, place, names)
    driver.call(client, "TagResource", ResourceArn=arn, Tags={"a": "1", "b": "2"})
    driver.call(client, "UntagResource", ResourceArn=arn, TagKeyList=["a", "never-there"])
    tags = driver.call(client, "ListTags", ResourceArn=arn) or {}
    driver.expect(tags.get("Tags") == {"b": "2"}, f"a tag is removed: {tags.get('Tags')}")
    driver.call(client, "UntagResource", INVALID, ResourceArn=arn, TagKeyList=[])
    driver.call(client, "DeleteBackupVault", REFUSED, BackupVaultName="Default")
    driver.call(client, "DeleteBackupVault", **names)
    driver.call(client, "DescribeBackupVault", GONE, **names)
    air_gapped(driver, client)


def locks(driver, client, names):
    """Governance and compliance locks, their bounds, and what a vault tells of them."""

    def told():
        answer = driver.call(client, "DescribeBackupVault", **names) or {}
        return answer.get("Locked"), answer.get("MinRetentionDays"), answer.get("MaxRetentionDays"), "LockDate" in answer

    put = "PutBackupVaultLockConfiguration"
    driver.expect(told() == (False, None, None, False), f"a new vault has no lock: {told()}")
    driver.call(client, put, **names, MinRetentionDays=7, MaxRetentionDays=365)
    driver.expect(told() == (True, 7, 365, False), f"a governance lock is told: {told()}")
    driver.call(client, put, **names, MinRetentionDays=9, ChangeableForDays=3)
    driver.expect(told() == (True, 9, None, True), f"a compliance lock has a date: {told()}")
    for refused in (
        {"MinRetentionDays": 0}, {"MaxRetentionDays": 36501}, {"MinRetentionDays": 8, "MaxRetentionDays": 7},
        {"ChangeableForDays": 2}, {"ChangeableForDays": 36501},
    ):  # fmt: skip
        driver.call(client, put, INVALID, **names, **refused)
    driver.call(client, "DeleteBackupVaultLockConfiguration", **names)
    driver.expect(told() == (False, None, None, False), f"a lock is gone: {told()}")
    driver.call(client, "DeleteBackupVaultLockConfiguration", GONE, BackupVaultName="nothing-here")


def policies(driver, client, names, arn):
    """An access policy there and back; one that denies deletions is obeyed."""

    def statement(effect, action, resource="*"):
        return {"Effect": effect, "Principal": "*", "Action": action, "Resource": resource}

    def policy(*statements):
        return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})

    put = "PutBackupVaultAccessPolicy"
    denying = policy(statement("Deny", "backup:DeleteBackupVault"))
    driver.call(client, put, **names, Policy=denying)
    read = driver.call(client, "GetBackupVaultAccessPolicy", **names) or {}
    driver.expect(json.loads(read.get("Policy", "{}")) == json.loads(denying), "the policy is read back")
    driver.call(client, "DeleteBackupVault", DENIED, **names)
    for text in ("nonsense", "[]", "{}", policy({"Effect": "Maybe"}), policy(statement("Deny", "s3:GetObject"))):
        driver.call(client, put, INVALID, **names, Policy=text)
    driver.call(client, "DeleteBackupVaultAccessPolicy", **names)
    driver.call(client, "GetBackupVaultAccessPolicy", GONE, **names)
    driver.call(client, put, GONE, BackupVaultName="nothing-here", Policy=denying)
    driver.call(client, "DeleteBackupVaultAccessPolicy", GONE, BackupVaultName="nothing-here")


def notifications(driver, client, place, names):
    """A topic and its events, there and back, and what is no topic or event."""
    topic = f"arn:aws:sns:{place.region}:{place.account}:backups"
    events = ["BACKUP_JOB_COMPLETED", "COPY_JOB_FAILED"]
    put = "PutBackupVaultNotifications"
    driver.call(client, "GetBackupVaultNotifications", GONE, **names)
    driver.call(client, put, **names, SNSTopicArn=topic, BackupVaultEvents=events)
    read = driver.call(client, "GetBackupVaultNotifications", **names) or {}
    driver.expect((read.get("SNSTopicArn"), read.get("BackupVaultEvents")) == (topic, events), f"read back: {read}")
    driver.call(client, put, INVALID, **names, SNSTopicArn=topic + ".fifo", BackupVaultEvents=events)
    driver.call(client, put, INVALID, **names, SNSTopicArn=topic, BackupVaultEvents=["LUNCH_STARTED"])
    driver.call(client, put, MISSING, **names, SNSTopicArn=topic)
    driver.call(client, put, INVALID, **names, SNSTopicArn=topic.replace(place.account, "1" * 12), BackupVaultEvents=events)
    driver.call(client, "DeleteBackupVaultNotifications", **names)
    driver.call(client, "GetBackupVaultNotifications", GONE, **names)
    driver.call(client, "DeleteBackupVaultNotifications", GONE, BackupVaultName="nothing-here")


def air_gapped(driver, client):
    """A vault that is locked from the start."""
    create, name = "CreateLogicallyAirGappedBackupVault", {"BackupVaultName": "driver-air-gapped"}
    made = driver.call(client, create, **name, MinRetentionDays=7, MaxRetentionDays=30, CreatorRequestId="gap.1") or {}
    again = driver.call(client, create, **name, MinRetentionDays=7, MaxRetentionDays=30, CreatorRequestId="gap.1") or {}
    driver.expect(made.get("BackupVaultArn") == again.get("BackupVaultArn"), "the same request id, the same vault")
    driver.call(client, create, EXISTS, **name, MinRetentionDays=7, MaxRetentionDays=30)
    driver.call(client, create, MISSING, BackupVaultName="driver-gap", MinRetentionDays=7)
    driver.call(client, create, INVALID, BackupVaultName="driver-gap", MinRetentionDays=6, MaxRetentionDays=30)
    driver.call(client, create, INVALID, BackupVaultName="driver-gap", MinRetentionDays=31, MaxRetentionDays=30)
    listed = driver.call(client, "ListBackupVaults", ByVaultType="LOGICALLY_AIR_GAPPED_BACKUP_VAULT") or {}
    found = [(vault["BackupVaultName"], vault["Locked"]) for vault in listed.get("BackupVaultList", [])]
    driver.expect(found == [("driver-air-gapped", True)], f"the air-gapped vault alone is listed: {found}")
    driver.call(client, "DeleteBackupVaultLockConfiguration", REFUSED, **name)
    driver.call(client, "PutBackupVaultLockConfiguration", REFUSED, **name, MinRetentionDays=7)
    driver.call(client, "DeleteBackupVault", **name)
