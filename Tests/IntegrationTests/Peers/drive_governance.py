"""Calls to the services that govern: organizations, sts and config."""

import json

BACKUP_ROLE = "HoldfastBackupRole"


def organization(driver, client):
    """Walks the whole tree, in pages, and gives every account."""
    token = ("NextToken", "NextToken")
    driver.call(client, "DescribeOrganization")
    roots = driver.same_in_pages(client, "ListRoots", "Roots", *token, {"MaxResults": 1}, lambda root: root["Id"])
    below, units, parents = [], [], list(roots)
    while parents:
        parent = parents.pop()
        arguments = (*token, {"MaxResults": 2}, lambda item: item["Id"])
        children = driver.same_in_pages(
            client, "ListOrganizationalUnitsForParent", "OrganizationalUnits", *arguments, ParentId=parent
        )
        below += driver.same_in_pages(client, "ListAccountsForParent", "Accounts", *arguments, ParentId=parent)
        units += children
        parents += children
        driver.call(client, "ListTagsForResource", ResourceId=parent)
        if driver.has("organizations", "ListChildren"):
            for kind in ("ACCOUNT", "ORGANIZATIONAL_UNIT"):
                driver.call(client, "ListChildren", ParentId=parent, ChildType=kind)
    identifiers = driver.same_in_pages(
        client, "ListAccounts", "Accounts", *token, {"MaxResults": 3}, lambda account: account["Id"]
    )
    driver.expect(sorted(below) == sorted(identifiers), "the tree holds the accounts of ListAccounts")
    accounts = driver.pages(client, "ListAccounts", "Accounts", *token)
    for account in accounts:
        driver.call(client, "ListTagsForResource", ResourceId=account["Id"])
        if driver.has("organizations", "DescribeAccount"):
            driver.call(client, "DescribeAccount", AccountId=account["Id"])
        if driver.has("organizations", "ListParents"):
            driver.call(client, "ListParents", ChildId=account["Id"])
    for unit in units:
        if driver.has("organizations", "DescribeOrganizationalUnit"):
            driver.call(client, "DescribeOrganizationalUnit", OrganizationalUnitId=unit)
    return accounts


def organization_errors(driver, client):
    """One refused call, at least, of each operation of AWS Organizations."""
    missing = "ou-zzzz-zzzzzzzz"
    for operation in ("ListOrganizationalUnitsForParent", "ListAccountsForParent"):
        driver.call(client, operation, "ParentNotFoundException", ParentId=missing)
        driver.call(client, operation, "InvalidInputException", ParentId="nothing")
    driver.call(client, "ListRoots", "InvalidInputException", MaxResults=21)
    driver.call(client, "ListAccounts", "InvalidInputException", NextToken="nothing")
    driver.call(client, "ListTagsForResource", "TargetNotFoundException", ResourceId="999999999999")
    for operation, code, parameters in (
        ("ListChildren", "ParentNotFoundException", {"ParentId": missing, "ChildType": "ACCOUNT"}),
        ("DescribeAccount", "AccountNotFoundException", {"AccountId": "999999999999"}),
        ("ListParents", "ChildNotFoundException", {"ChildId": "999999999999"}),
        ("DescribeOrganizationalUnit", "OrganizationalUnitNotFoundException", {"OrganizationalUnitId": missing}),
    ):
        if driver.has("organizations", operation):
            driver.call(client, operation, code, **parameters)


def config(driver, place):
    """Reads recorder, rules, results and inventory of one account in one Region."""
    client = place.client("config")
    recorders = driver.call(client, "DescribeConfigurationRecorders") or {}
    driver.call(client, "DescribeConfigurationRecorderStatus")
    token = ("NextToken", "NextToken")
    rules = driver.pages(client, "DescribeConfigRules", "ConfigRules", *token)
    driver.pages(client, "DescribeComplianceByConfigRule", "ComplianceByConfigRules", *token)
    for rule in rules:
        name = rule["ConfigRuleName"]
        driver.same_in_pages(
            client, "GetComplianceDetailsByConfigRule", "EvaluationResults", *token, {"Limit": 3},
            lambda item: item["EvaluationResultIdentifier"]["EvaluationResultQualifier"]["ResourceId"],
            ConfigRuleName=name, ComplianceTypes=["NON_COMPLIANT"],
        )  # fmt: skip
        driver.call(client, "DescribeComplianceByConfigRule", ConfigRuleNames=[name])
    select = "SELECT resourceId, resourceType, arn, awsRegion, accountId, tags, configurationItemCaptureTime"
    types = "'AWS::EC2::Volume', 'AWS::DynamoDB::Table', 'AWS::S3::Bucket'"
    results = driver.same_in_pages(
        client, "SelectResourceConfig", "Results", *token, {"Limit": 4}, lambda text: text,
        Expression=f"{select} WHERE resourceType IN ({types})",
    )  # fmt: skip
    if recorders.get("ConfigurationRecorders"):
        expected = place.found["volume"] + place.found["table"] + place.found["bucket"]
        names = [json.loads(text)["resourceId"] for text in results]
        driver.expect(sorted(names) == sorted(expected), f"Config knows what the services list in {place}")
        databases = driver.pages(
            client, "SelectResourceConfig", "Results", *token,
            Expression="SELECT arn, configuration.dBClusterIdentifier WHERE resourceType LIKE 'AWS::RDS::DB%'",
        )  # fmt: skip
        arns = [json.loads(text)["arn"] for text in databases]
        expected = place.found["database"] + place.found["cluster"]
        driver.expect(sorted(arns) == sorted(expected), f"Config knows the databases of {place}")
    else:
        driver.expect(not results and not rules, f"without a recorder Config knows nothing in {place}")
    text = "SELECT resourceId WHERE resourceType = 'AWS::EC2::Volume' AND awsRegion = '%s'" % place.region
    driver.call(client, "SelectResourceConfig", Expression=text, Limit=5)


def config_errors(driver, place):
    """One refused call, at least, of each operation of AWS Config."""
    client = place.client("config")
    name = "no-such-rule"
    missing = "NoSuchConfigurationRecorderException"
    driver.call(client, "DescribeConfigurationRecorders", missing, ConfigurationRecorderNames=["nothing"])
    driver.call(client, "DescribeConfigurationRecorderStatus", missing, ConfigurationRecorderNames=["nothing"])
    driver.call(client, "DescribeConfigRules", "NoSuchConfigRuleException", ConfigRuleNames=[name])
    driver.call(client, "DescribeConfigRules", "InvalidNextTokenException", NextToken="nothing")
    driver.call(client, "GetComplianceDetailsByConfigRule", "NoSuchConfigRuleException", ConfigRuleName=name)
    driver.call(client, "GetComplianceDetailsByConfigRule", "ValidationException", ConfigRuleName=name, Limit=101)
    driver.call(client, "DescribeComplianceByConfigRule", "NoSuchConfigRuleException", ConfigRuleNames=[name])
    whole = "SELECT resourceId WHERE resourceType = 5x"
    for expression in ("SELECT", "DELETE resourceId", "SELECT resourceId WHERE", whole):
        driver.call(client, "SelectResourceConfig", "InvalidExpressionException", Expression=expression)
    driver.call(client, "SelectResourceConfig", "InvalidLimitException", Expression="SELECT resourceId", Limit=101)


def sts(driver, client, role, external_id):
    """Who the caller is, and every way in which AssumeRole is refused."""
    driver.call(client, "GetCallerIdentity")
    session = "strict-driver"
    driver.call(client, "AssumeRole", "AccessDenied", RoleArn=role, RoleSessionName=session)
    driver.call(client, "AssumeRole", "AccessDenied", RoleArn=role, RoleSessionName=session, ExternalId="wrong-one")
    driver.call(client, "AssumeRole", "AccessDenied", RoleArn=role.rsplit("/", 1)[0] + "/NoSuchRole",
                RoleSessionName=session, ExternalId=external_id)  # fmt: skip
    driver.call(client, "AssumeRole", "ValidationError", RoleArn=role, RoleSessionName="a b", ExternalId=external_id)
    driver.call(client, "AssumeRole", "ValidationError", RoleArn=role, RoleSessionName=session,
                ExternalId=external_id, DurationSeconds=60)  # fmt: skip
