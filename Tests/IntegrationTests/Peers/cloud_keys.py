"""KMS: keys, their policies, rotation, grants, names and tags."""


def play(cloud, model):
    if cloud.name == "simulator":
        keys = (cloud.ask("kms", "ListKeys")[0] or {}).get("Keys", [])
        described = [cloud.ask("kms", "DescribeKey", KeyId=one["KeyId"])[0]["KeyMetadata"] for one in keys]
        made = next((one for one in described if one["KeyManager"] == "CUSTOMER" and one["Enabled"]), None)
        model["key"] = made
    elif model["key"]:
        answer, _ = cloud.ask("kms", "CreateKey", Description=model["key"].get("Description", ""))
        made = (answer or {}).get("KeyMetadata")
    else:
        made = None
    if made:
        a_key(cloud, made["KeyId"])
    nothing = "00000000-0000-4000-8000-000000000000"
    for operation in ("DescribeKey", "GetKeyPolicy", "GetKeyRotationStatus", "ListGrants", "ListResourceTags"):
        more = {"PolicyName": "default"} if operation == "GetKeyPolicy" else {}
        cloud.step("none", "kms", operation, KeyId=nothing, **more)
    cloud.step("a name there is not", "kms", "DescribeKey", KeyId="alias/nothing")
    cloud.step("too many", "kms", "ListKeys", Limit=1001)


def a_key(cloud, key):
    cloud.step("by id", "kms", "DescribeKey", KeyId=key)
    cloud.step("by ARN", "kms", "DescribeKey", KeyId=f"arn:aws:kms:us-east-1:{cloud.account}:key/{key}")
    cloud.step("by id", "kms", "ListKeys", lambda answer: {"Keys": [
        one for one in answer.get("Keys", []) if one["KeyId"] == key]})
    cloud.step("its rotation", "kms", "GetKeyRotationStatus", lambda answer: "KeyRotationEnabled" in answer, KeyId=key)
    cloud.step("its policy", "kms", "GetKeyPolicy", lambda answer: sorted(answer), KeyId=key, PolicyName="default")
    cloud.step("its tags", "kms", "ListResourceTags", lambda answer: sorted(set(answer) - {"Tags"}), KeyId=key)
    cloud.step("its names", "kms", "ListAliases", lambda answer: sorted(set(answer) - {"Aliases"}), KeyId=key)
    grantee = f"arn:aws:iam::{cloud.account}:role/HoldfastBackupRole"
    made = cloud.step("new", "kms", "CreateGrant", lambda answer: sorted(answer), KeyId=key, GranteePrincipal=grantee,
                      Operations=["Decrypt", "Encrypt"], Name="comparison")  # fmt: skip
    cloud.call((made or {}).get("GrantId"), "grant")
    cloud.step("the new", "kms", "ListGrants", lambda answer: {"Grants": [
        one for one in answer.get("Grants", []) if one.get("Name") == "comparison"]}, KeyId=key)
    cloud.step("an operation that is none", "kms", "CreateGrant", KeyId=key, GranteePrincipal=grantee,
               Operations=["Nonsense"])  # fmt: skip
