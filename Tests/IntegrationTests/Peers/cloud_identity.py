"""STS, IAM and Organizations: who calls, what roles there are, and how the organization looks."""

import json

TRUST = {"Version": "2012-10-17", "Statement": [{
    "Effect": "Allow", "Principal": {"Service": "backup.amazonaws.com"}, "Action": "sts:AssumeRole"}]}  # fmt: skip


def organization(cloud):
    """The organization, asked by its management account."""
    cloud.ask("organizations", "CreateOrganization", FeatureSet="ALL")
    answer, _ = cloud.ask("organizations", "DescribeOrganization")
    told = (answer or {}).get("Organization", {})
    cloud.call(told.get("Id"), "organization")
    cloud.call(told.get("MasterAccountId"), "account")
    cloud.call(told.get("MasterAccountEmail"), "email")
    roots, _ = cloud.ask("organizations", "ListRoots")
    root = cloud.call((roots or {"Roots": [{}]})["Roots"][0].get("Id"), "root") or "r-none"
    cloud.step("the only", "organizations", "DescribeOrganization")
    cloud.step("the only", "organizations", "ListRoots")
    cloud.step("the management account", "organizations", "ListAccounts", lambda answer: {"Accounts": [
        one for one in answer["Accounts"] if one["Id"] == told.get("MasterAccountId")]})
    cloud.step("the root", "organizations", "ListTagsForResource", ResourceId=root)
    cloud.step("no unit", "organizations", "ListTagsForResource", ResourceId="ou-abcd-12345678")
    cloud.step("no root", "organizations", "ListAccountsForParent", ParentId="r-zzzz")
    cloud.step("no parent's id", "organizations", "ListAccountsForParent", ParentId="nothing")
    cloud.step("no root", "organizations", "ListOrganizationalUnitsForParent", ParentId="r-zzzz")
    account = told.get("MasterAccountId")
    cloud.step("the management account", "organizations", "DescribeAccount", AccountId=account)
    cloud.step("none", "organizations", "DescribeAccount", AccountId="999999999999")
    cloud.step("of the management account", "organizations", "ListParents", ChildId=account)
    cloud.step("no child", "organizations", "ListParents", ChildId="999999999999")
    cloud.step("of the root", "organizations", "ListAccountsForParent", lambda answer: {"Accounts": [
        one for one in answer["Accounts"] if one["Id"] == told.get("MasterAccountId")]}, ParentId=root)


def play(cloud, model):
    organization(cloud)
    cloud.step("the caller", "sts", "GetCallerIdentity", lambda answer: {"Account": answer.get("Account")})
    role = f"arn:aws:iam::{cloud.account}:role"
    cloud.step("a role that is not there", "sts", "AssumeRole", RoleArn=f"{role}/nothing", RoleSessionName="comparison")
    cloud.step("a session's name of one letter", "sts", "AssumeRole", RoleArn=f"{role}/nothing", RoleSessionName="x")
    cloud.step("an ARN that is none", "sts", "AssumeRole", RoleArn="nothing", RoleSessionName="comparison")
    if cloud.name == "simulator":
        model["role"] = (cloud.ask("iam", "GetRole", RoleName="HoldfastBackupRole")[0] or {}).get("Role")
    elif model["role"]:
        given = model["role"]
        cloud.ask("iam", "CreateRole", RoleName=given["RoleName"], Path=given["Path"],
                  AssumeRolePolicyDocument=json.dumps(given["AssumeRolePolicyDocument"]))  # fmt: skip
    answer = cloud.ask("iam", "GetRole", RoleName="HoldfastBackupRole")[0] or {}
    cloud.call(answer.get("Role", {}).get("RoleId"), "role-id")
    if model["role"]:
        cloud.step("a role", "iam", "GetRole", RoleName="HoldfastBackupRole")
    cloud.step("none", "iam", "GetRole", RoleName="nothing")
    cloud.step("a name with a space", "iam", "GetRole", RoleName="with space")
