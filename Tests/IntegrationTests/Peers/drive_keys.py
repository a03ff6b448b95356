"""AWS KMS: keys, aliases, policies, rotation and grants; and the lists of IAM."""

import json

NOT_FOUND, BAD_MARKER = "NotFoundException", "InvalidMarkerException"
OPERATIONS = {
    "kms": [
        "CreateGrant", "DescribeKey", "GetKeyPolicy", "GetKeyRotationStatus", "ListAliases", "ListGrants", "ListKeys",
        "ListResourceTags",
    ],
    "iam": ["ListAccountAliases", "ListRoles"],
}  # fmt: skip
MARKER = ("Marker", "NextMarker")


def drive(driver, place):
    """Every key of one account in one Region, a grant, and every refusal."""
    client = place.client("kms")
    keys = driver.same_in_pages(client, "ListKeys", "Keys", *MARKER, {"Limit": 2}, lambda key: key["KeyId"])
    aliases = driver.pages(client, "ListAliases", "Aliases", *MARKER, Limit=3)
    driver.expect({alias["TargetKeyId"] for alias in aliases} == set(keys), f"every key of {place} has an alias")
    states, arns = {}, {}
    for key in keys:
        told = driver.call(client, "DescribeKey", KeyId=key)["KeyMetadata"]
        states[told["KeyState"]] = key
        arns[key] = told["Arn"]
        policy = driver.call(client, "GetKeyPolicy", KeyId=key, PolicyName="default")
        json.loads(policy["Policy"])
        driver.call(client, "GetKeyRotationStatus", KeyId=key)
        driver.call(client, "ListResourceTags", KeyId=key)
    driver.expect(set(states) == {"Enabled", "Disabled", "PendingDeletion"}, f"the keys are in the states {states}")
    data = driver.call(client, "DescribeKey", KeyId="alias/data")["KeyMetadata"]
    driver.call(client, "ListAliases", KeyId=data["Arn"])
    vaults = driver.pages(place.client("backup"), "ListBackupVaults", "BackupVaultList", "NextToken", "NextToken")
    named = {vault["EncryptionKeyArn"] for vault in vaults if vault["BackupVaultName"] in ("Default", "primary")}
    driver.expect(named <= set(arns.values()), f"the keys of the vaults of {place} exist")
    grant = {
        "KeyId": data["Arn"], "GranteePrincipal": "backup.amazonaws.com", "Operations": ["Decrypt", "CreateGrant"],
        "Name": "driver", "Constraints": {"EncryptionContextSubset": {"a": "b"}},
    }  # fmt: skip
    made = driver.call(client, "CreateGrant", **grant)
    again = driver.call(client, "CreateGrant", **grant)
    driver.expect(made["GrantId"] == again["GrantId"], "a grant of the same name is the same")
    listed = driver.pages(client, "ListGrants", "Grants", *MARKER, KeyId=data["Arn"], Limit=1)
    driver.expect([item["GrantId"] for item in listed] == [made["GrantId"]], "the grant is listed")
    errors(driver, client, states, grant)
    lists(driver, place.client("iam"))


def errors(driver, client, states, grant):
    """One refused call, at least, of each operation of AWS KMS."""
    missing = "00000000-0000-4000-8000-000000000000"
    for operation in ("DescribeKey", "GetKeyPolicy", "GetKeyRotationStatus", "ListGrants", "ListResourceTags"):
        driver.call(client, operation, NOT_FOUND, KeyId=missing)
        driver.call(client, operation, "InvalidArnException", KeyId="arn:aws:s3:::bucket")
    driver.call(client, "DescribeKey", NOT_FOUND, KeyId="alias/nothing")
    driver.call(client, "ListKeys", BAD_MARKER, Marker="nothing")
    driver.call(client, "ListAliases", BAD_MARKER, Marker="nothing")
    driver.call(client, "ListKeys", "ValidationException", Limit=1001)
    driver.call(client, "CreateGrant", "DisabledException", **{**grant, "KeyId": states["Disabled"]})
    driver.call(client, "CreateGrant", "KMSInvalidStateException", **{**grant, "KeyId": states["PendingDeletion"]})
    driver.call(client, "CreateGrant", "InvalidArnException", **{**grant, "GranteePrincipal": "nobody"})
    driver.call(client, "ListGrants", "InvalidGrantIdException", KeyId=grant["KeyId"], GrantId="0" * 64)


def lists(driver, client):
    """Roles in pages and by path, and the alias."""
    roles = driver.same_in_pages(
        client, "ListRoles", "Roles", "Marker", "Marker", {"MaxItems": 1}, lambda role: role["RoleName"]
    )
    for name in roles[:2]:
        driver.call(client, "GetRole", RoleName=name)
    service = driver.call(client, "ListRoles", PathPrefix="/service-role/")["Roles"]
    driver.expect(
        [role["RoleName"] for role in service] == ["AWSBackupDefaultServiceRole"], "roles are listed by their path"
    )
    driver.call(client, "ListRoles", "ValidationError", MaxItems=0)
    driver.expect(len(driver.call(client, "ListAccountAliases")["AccountAliases"]) == 1, "an account has one alias")
    driver.call(client, "ListAccountAliases", "ValidationError", Marker="nothing")
