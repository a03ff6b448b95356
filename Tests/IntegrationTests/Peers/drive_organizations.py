"""AWS Organizations from the management account: delegation, tags, and backup policies with what they come to."""

import json

TOKEN = ("NextToken", "NextToken")
OPERATIONS = {
    "organizations": [
        "AttachPolicy", "CreatePolicy", "DeletePolicy", "DeregisterDelegatedAdministrator", "DescribeAccount",
        "DescribeEffectivePolicy", "DescribeOrganizationalUnit", "DescribePolicy", "DetachPolicy",
        "DisableAWSServiceAccess", "DisablePolicyType", "EnableAWSServiceAccess", "EnablePolicyType",
        "ListAWSServiceAccessForOrganization", "ListAccountsWithInvalidEffectivePolicy", "ListChildren",
        "ListDelegatedAdministrators", "ListDelegatedServicesForAccount", "ListEffectivePolicyValidationErrors",
        "ListParents", "ListPolicies", "ListPoliciesForTarget", "ListTargetsForPolicy", "RegisterDelegatedAdministrator",
        "TagResource", "UntagResource", "UpdatePolicy",
    ],
}  # fmt: skip
BACKUP, TYPE = "backup.amazonaws.com", "BACKUP_POLICY"
INVALID, CONSTRAINT = "InvalidInputException", "ConstraintViolationException"
NO_EFFECT = "EffectivePolicyNotFoundException"


def assign(value):
    return {"@@assign": value}


def plan(regions, **rule):
    """A backup policy with one plan of one rule."""
    role = "arn:aws:iam::$account:role/service-role/AWSBackupDefaultServiceRole"
    rules = {"daily": {"schedule_expression": assign("cron(0 5 ? * * *)"),
                       "target_backup_vault_name": assign("Default"),
                       "lifecycle": {"delete_after_days": assign("35")}, **rule}}  # fmt: skip
    tags = {"all": {"iam_role_arn": assign(role), "tag_key": assign("backup"), "tag_value": assign(["daily"])}}
    body = {"regions": assign(regions), "rules": rules, "selections": {"tags": tags}}
    return json.dumps({"plans": {"driver": body}})


def drive(driver, place):
    """A member account reads nothing but its own effective policy."""
    client = place.client("organizations")
    driver.call(client, "DescribeOrganization")
    driver.call(client, "DescribeEffectivePolicy", NO_EFFECT, PolicyType=TYPE)
    driver.call(client, "ListAccounts", "AccessDeniedException")
    driver.call(client, "ListPolicies", "AccessDeniedException", Filter=TYPE)


def govern(driver, home, members):
    """Everything the management account decides, undone again."""
    client = home[0].client("organizations")
    root = driver.call(client, "ListRoots")["Roots"][0]["Id"]
    delegation(driver, client, members)
    tags(driver, client, root, members[0].account)
    driver.call(client, "EnablePolicyType", RootId=root, PolicyType=TYPE)
    driver.call(client, "EnablePolicyType", "PolicyTypeAlreadyEnabledException", RootId=root, PolicyType=TYPE)
    driver.call(client, "EnablePolicyType", "RootNotFoundException", RootId="r-zzzz", PolicyType=TYPE)
    policies(driver, client, root, members)
    driver.call(client, "DisablePolicyType", RootId=root, PolicyType=TYPE)
    driver.call(client, "DisablePolicyType", "PolicyTypeNotEnabledException", RootId=root, PolicyType=TYPE)
    errors(driver, client)


def delegation(driver, client, members):
    """An account is made a delegated administrator, may then read, and is made none again."""
    account, there = members[0].account, members[0].client("organizations")
    key = {"AccountId": account, "ServicePrincipal": BACKUP}
    driver.call(client, "RegisterDelegatedAdministrator", **key)
    driver.call(client, "RegisterDelegatedAdministrator", "AccountAlreadyRegisteredException", **key)
    driver.call(client, "DisableAWSServiceAccess", CONSTRAINT, ServicePrincipal=BACKUP)
    told = driver.call(client, "ListDelegatedAdministrators", ServicePrincipal=BACKUP)["DelegatedAdministrators"]
    driver.expect([item["Id"] for item in told] == [account], "the delegated administrator is listed")
    driver.call(client, "ListDelegatedServicesForAccount", AccountId=account)
    driver.call(there, "ListAccounts", MaxResults=2)
    driver.call(there, "ListPolicies", Filter=TYPE)
    driver.call(there, "TagResource", "AccessDeniedException", ResourceId=account, Tags=[{"Key": "a", "Value": "b"}])
    driver.call(client, "DeregisterDelegatedAdministrator", **key)
    driver.call(client, "DeregisterDelegatedAdministrator", "AccountNotRegisteredException", **key)
    driver.call(client, "ListDelegatedServicesForAccount", "AccountNotRegisteredException", AccountId=account)
    driver.call(there, "ListAccounts", "AccessDeniedException")
    service = {"ServicePrincipal": "ssm.amazonaws.com"}
    untrusted = {"AccountId": account, **service}
    driver.call(client, "RegisterDelegatedAdministrator", CONSTRAINT, **untrusted)
    driver.call(client, "EnableAWSServiceAccess", **service)
    trusted = driver.same_in_pages(
        client, "ListAWSServiceAccessForOrganization", "EnabledServicePrincipals", *TOKEN, {"MaxResults": 1},
        lambda item: item["ServicePrincipal"],
    )  # fmt: skip
    driver.expect("ssm.amazonaws.com" in trusted and BACKUP in trusted, f"trusted services are {trusted}")
    driver.call(client, "DisableAWSServiceAccess", **service)


def tags(driver, client, root, account):
    """Tags are set, read and taken away, of an account and of the root."""
    for identifier in (root, account):
        before = driver.pages(client, "ListTagsForResource", "Tags", *TOKEN, ResourceId=identifier)
        driver.call(client, "TagResource", ResourceId=identifier, Tags=[{"Key": "driver:tag", "Value": "yes"}])
        during = driver.pages(client, "ListTagsForResource", "Tags", *TOKEN, ResourceId=identifier)
        driver.call(client, "UntagResource", ResourceId=identifier, TagKeys=["driver:tag"])
        after = driver.pages(client, "ListTagsForResource", "Tags", *TOKEN, ResourceId=identifier)
        driver.expect(before == after and len(during) == len(before) + 1, f"tags of {identifier} come and go")


def policies(driver, client, root, members):
    """A policy of the root, changed for one account by another, and what it comes to."""
    made = driver.call(client, "CreatePolicy", Name="driver-root", Description="d", Type=TYPE, Content=plan(["us-east-1"]))
    above = made["Policy"]["PolicySummary"]["Id"]
    change = json.dumps({"plans": {"driver": {"regions": {"@@append": ["eu-west-1"]}}}})
    made = driver.call(
        client, "CreatePolicy", Name="driver-account", Description="", Type=TYPE, Content=change,
        Tags=[{"Key": "k", "Value": "v"}],
    )  # fmt: skip
    below = made["Policy"]["PolicySummary"]["Id"]
    first, other = members[0].account, next(place.account for place in members if place.account != members[0].account)
    driver.call(client, "AttachPolicy", PolicyId=above, TargetId=root)
    driver.call(client, "AttachPolicy", PolicyId=below, TargetId=first)
    driver.call(client, "AttachPolicy", "DuplicatePolicyAttachmentException", PolicyId=below, TargetId=first)
    for account, regions in ((first, ["us-east-1", "eu-west-1"]), (other, ["us-east-1"])):
        told = driver.call(client, "DescribeEffectivePolicy", PolicyType=TYPE, TargetId=account)["EffectivePolicy"]
        found = json.loads(told["PolicyContent"])["plans"]["driver"]["regions"]
        driver.expect(found == regions, f"the regions of {account} are {found}")
    driver.call(members[0].client("organizations"), "DescribeEffectivePolicy", PolicyType=TYPE)
    plans(driver, next(place for place in members if place.region == "us-east-1"))
    driver.call(client, "DescribeEffectivePolicy", INVALID, PolicyType=TYPE, TargetId=root)
    names = driver.same_in_pages(
        client, "ListPolicies", "Policies", *TOKEN, {"MaxResults": 1}, lambda item: item["Name"], Filter=TYPE
    )
    driver.expect(names == ["driver-root", "driver-account"], f"the policies are {names}")
    driver.call(client, "ListPoliciesForTarget", TargetId=first, Filter=TYPE)
    driver.call(client, "ListTargetsForPolicy", PolicyId=below)
    driver.call(client, "DescribePolicy", PolicyId=below)
    key = {"PolicyType": TYPE}
    driver.expect(
        not driver.call(client, "ListAccountsWithInvalidEffectivePolicy", **key)["Accounts"], "every account is sound"
    )
    short = plan(["us-east-1"], start_backup_window_minutes=assign("5"))
    driver.call(client, "UpdatePolicy", PolicyId=below, Content=short, Description="short window")
    broken = driver.pages(client, "ListAccountsWithInvalidEffectivePolicy", "Accounts", *TOKEN, **key)
    driver.expect([item["Id"] for item in broken] == [first], f"{broken} have an invalid policy")
    told = driver.call(client, "ListEffectivePolicyValidationErrors", AccountId=first, **key)
    paths = [item["PathToError"] for item in told["EffectivePolicyValidationErrors"]]
    driver.expect(paths == ["plans/driver/rules/daily/start_backup_window_minutes"], f"the problems are at {paths}")
    driver.call(client, "DeletePolicy", "PolicyInUseException", PolicyId=below)
    driver.call(client, "UpdatePolicy", "DuplicatePolicyException", PolicyId=below, Name="driver-root")
    driver.call(client, "DetachPolicy", PolicyId=below, TargetId=first)
    driver.call(client, "DetachPolicy", "PolicyNotAttachedException", PolicyId=below, TargetId=first)
    driver.call(client, "DetachPolicy", PolicyId=above, TargetId=root)
    for policy in (above, below):
        driver.call(client, "DeletePolicy", PolicyId=policy)


def plans(driver, place):
    """The plan a policy in force makes in an account, which the account may read and not change."""
    client = place.client("backup")
    listed = driver.pages(client, "ListBackupPlans", "BackupPlansList", "NextToken", "NextToken")
    made = [item["BackupPlanId"] for item in listed if item["BackupPlanId"].startswith("orgs/")]
    driver.expect(len(made) == 1, f"{made} are the organization's plans of {place}")
    for identifier in made:
        driver.call(client, "GetBackupPlan", BackupPlanId=identifier)
        driver.call(client, "DeleteBackupPlan", "InvalidParameterValueException", BackupPlanId=identifier)


def errors(driver, client):
    """One refused call, at least, of each operation that was not refused before."""
    none, account = {"PolicyId": "p-12345678"}, {"AccountId": "999999999999"}
    words = {"Name": "n", "Description": "", "Type": TYPE}
    for operation, code, parameters in (
        ("CreatePolicy", "MalformedPolicyDocumentException", {**words, "Content": '{"plan":{}}'}),
        ("CreatePolicy", CONSTRAINT, {**words, "Content": " " * 10_001}),
        ("UpdatePolicy", "PolicyNotFoundException", none),
        ("DescribePolicy", "PolicyNotFoundException", none),
        ("DescribePolicy", INVALID, {"PolicyId": "x"}),
        ("ListPolicies", INVALID, {"Filter": "NO_POLICY"}),
        ("ListPoliciesForTarget", "TargetNotFoundException", {"TargetId": "999999999999", "Filter": TYPE}),
        ("ListTargetsForPolicy", "PolicyNotFoundException", none),
        ("ListAccountsWithInvalidEffectivePolicy", NO_EFFECT, {"PolicyType": TYPE}),
        ("ListEffectivePolicyValidationErrors", "AccountNotFoundException", {**account, "PolicyType": TYPE}),
        ("ListDelegatedAdministrators", INVALID, {"ServicePrincipal": "nothing.amazonaws.com"}),
        ("ListAWSServiceAccessForOrganization", INVALID, {"NextToken": "nothing"}),
        ("EnableAWSServiceAccess", INVALID, {"ServicePrincipal": "nothing.amazonaws.com"}),
        ("TagResource", "TargetNotFoundException", {"ResourceId": "999999999999", "Tags": [{"Key": "a", "Value": "b"}]}),
        ("UntagResource", "TargetNotFoundException", {"ResourceId": "999999999999", "TagKeys": ["a"]}),
    ):
        driver.call(client, operation, code, **parameters)
