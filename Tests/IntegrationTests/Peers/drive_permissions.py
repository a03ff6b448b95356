"""Policies of roles as IAM tells them: the inline and attached ones, and what they would allow."""

ROLE = "HoldfastMember"
SERVICE_ROLE = "AWSBackupDefaultServiceRole"
OPERATIONS = {"iam": ["GetRolePolicy", "ListRolePolicies", "ListAttachedRolePolicies", "SimulatePrincipalPolicy"]}


def drive(driver, place):
    """Reads the policies of the member role and of another, and asks what the member role might do."""
    client = place.client("iam")
    source = f"arn:aws:iam::{place.account}:role/{ROLE}"
    names = (driver.call(client, "ListRolePolicies", RoleName=ROLE) or {}).get("PolicyNames", [])
    for name in names:
        policy = driver.call(client, "GetRolePolicy", RoleName=ROLE, PolicyName=name) or {}
        driver.expect(isinstance(policy.get("PolicyDocument"), dict), f"the document of {name} is read")
    driver.expect(bool(names), "the member role has policies of its own")
    driver.call(client, "ListAttachedRolePolicies", RoleName=ROLE)
    attached = driver.call(client, "ListAttachedRolePolicies", RoleName=SERVICE_ROLE) or {}
    driver.expect(len(attached.get("AttachedPolicies", [])) == 2, "AWS Backup's own role has AWS's policies")
    asked = ["backup:ListBackupVaults", "backup:DeleteBackupVault"]
    answer = driver.call(
        client, "SimulatePrincipalPolicy", PolicySourceArn=source, ActionNames=asked, ResourceArns=["*"],
        ContextEntries=[
            {"ContextKeyName": "aws:RequestedRegion", "ContextKeyValues": [place.region], "ContextKeyType": "string"}
        ],
    ) or {}  # fmt: skip
    found = {result["EvalActionName"]: result["EvalDecision"] for result in answer.get("EvaluationResults", [])}
    last = "allowed" if names == ["AdministratorAccess"] else "implicitDeny"
    expected = {"backup:ListBackupVaults": "allowed", "backup:DeleteBackupVault": last}
    driver.expect(found == expected, f"the policy simulator says {found}")
    driver.call(client, "ListRolePolicies", "NoSuchEntity", RoleName="nobody")
    driver.call(client, "ListAttachedRolePolicies", "NoSuchEntity", RoleName="nobody")
    driver.call(client, "GetRolePolicy", "NoSuchEntity", RoleName=ROLE, PolicyName="nothing")
    driver.call(
        client, "SimulatePrincipalPolicy", "NoSuchEntity", PolicySourceArn=source + "-absent", ActionNames=asked
    )
    driver.call(client, "SimulatePrincipalPolicy", "InvalidInput", PolicySourceArn=source, ActionNames=["nothing"])
