"""Calls to the services that govern: organizations, sts, config and backup."""

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


def backup(driver, place):
    """Reads all of AWS Backup in one account and Region."""
    client = place.client("backup")
    token = ("NextToken", "NextToken")

    def listed(operation, items, identify, **parameters):
        return driver.same_in_pages(client, operation, items, *token, {"MaxResults": 3}, identify, **parameters)

    vaults = listed("ListBackupVaults", "BackupVaultList", lambda vault: vault["BackupVaultName"])
    plans = listed("ListBackupPlans", "BackupPlansList", lambda plan: (plan["BackupPlanId"], plan["BackupPlanArn"]))
    protected = listed("ListProtectedResources", "Results", lambda result: result["ResourceArn"])
    driver.call(client, "DescribeRegionSettings")
    for operation in ("DescribeGlobalSettings", "GetSupportedResourceTypes", "ListRestoreJobs"):
        if driver.has("backup", operation):
            driver.call(client, operation)
    for kind in ("Backup", "Copy"):
        operation, items, identity = f"List{kind}Jobs", f"{kind}Jobs", f"{kind}JobId"
        if driver.has("backup", operation):
            jobs = driver.call(client, operation, MaxResults=5) or {items: []}
            single = "Describe" + operation[4:-1]
            if driver.has("backup", single):
                for job in jobs[items][:2]:
                    driver.call(client, single, **{identity: job[identity]})
    for name in vaults:
        description = driver.call(client, "DescribeBackupVault", BackupVaultName=name) or {}
        page = driver.call(client, "ListRecoveryPointsByBackupVault", BackupVaultName=name, MaxResults=20) or {}
        for point in page.get("RecoveryPoints", [])[:2]:
            arn = point["RecoveryPointArn"]
            if driver.has("backup", "DescribeRecoveryPoint"):
                driver.call(client, "DescribeRecoveryPoint", BackupVaultName=name, RecoveryPointArn=arn)
        if "BackupVaultArn" in description:
            driver.call(client, "ListTags", ResourceArn=description["BackupVaultArn"])
    for identifier, arn in plans:
        driver.call(client, "GetBackupPlan", BackupPlanId=identifier)
        driver.call(client, "ListTags", ResourceArn=arn)
        if driver.has("backup", "ListBackupPlanVersions"):
            driver.call(client, "ListBackupPlanVersions", BackupPlanId=identifier)
        for selection in listed("ListBackupSelections", "BackupSelectionsList", lambda item: item["SelectionId"],
                                BackupPlanId=identifier):  # fmt: skip
            driver.call(client, "GetBackupSelection", BackupPlanId=identifier, SelectionId=selection)
    for arn in protected[:2]:
        for operation in ("ListRecoveryPointsByResource", "DescribeProtectedResource"):
            if driver.has("backup", operation):
                driver.call(client, operation, ResourceArn=arn)


def backup_writes(driver, place):
    """Creates, reads back, changes and deletes a vault, a plan and a selection."""
    client = place.client("backup")
    vault = driver.call(client, "CreateBackupVault", BackupVaultName="driver-vault", BackupVaultTags={"driver": "yes"})
    driver.call(client, "CreateBackupVault", "AlreadyExistsException", BackupVaultName="driver-vault")
    rule = {
        "RuleName": "daily", "TargetBackupVaultName": "driver-vault", "ScheduleExpression": "cron(0 5 ? * * *)",
        "StartWindowMinutes": 60, "CompletionWindowMinutes": 180, "Lifecycle": {"DeleteAfterDays": 35},
    }  # fmt: skip
    body = {"BackupPlanName": "driver-plan", "Rules": [rule]}
    plan = driver.call(client, "CreateBackupPlan", BackupPlan=body, BackupPlanTags={"driver": "yes"})
    if not vault or not plan:
        return
    identifier = plan["BackupPlanId"]
    driver.call(client, "TagResource", ResourceArn=vault["BackupVaultArn"], Tags={"second": "1"})
    if driver.has("backup", "UntagResource"):
        driver.call(client, "UntagResource", ResourceArn=vault["BackupVaultArn"], TagKeyList=["second"])
    tags = driver.call(client, "ListTags", ResourceArn=vault["BackupVaultArn"]) or {}
    driver.expect(tags.get("Tags", {}).get("driver") == "yes", f"the vault's tags are read back: {tags.get('Tags')}")
    changed = {**body, "Rules": [{**rule, "Lifecycle": {"DeleteAfterDays": 70}}]}
    driver.call(client, "UpdateBackupPlan", BackupPlanId=identifier, BackupPlan=changed)
    read = driver.call(client, "GetBackupPlan", BackupPlanId=identifier)
    lifecycle = read["BackupPlan"]["Rules"][0]["Lifecycle"] if read else {}
    driver.expect(lifecycle.get("DeleteAfterDays") == 70, f"the plan's change is read back: {lifecycle}")
    condition = {"ConditionKey": "aws:ResourceTag/driver:own", "ConditionValue": "yes"}
    selection = {
        "SelectionName": "driver", "IamRoleArn": f"arn:aws:iam::{place.account}:role/{BACKUP_ROLE}", "Resources": ["*"],
        "Conditions": {"StringEquals": [condition]},
    }  # fmt: skip
    made = driver.call(client, "CreateBackupSelection", BackupPlanId=identifier, BackupSelection=selection)
    if made:
        names = {"BackupPlanId": identifier, "SelectionId": made["SelectionId"]}
        read = driver.call(client, "GetBackupSelection", **names)
        conditions = read["BackupSelection"].get("Conditions", {}) if read else {}
        driver.expect(conditions.get("StringEquals") == [condition], f"the selection is read back: {conditions}")
        if driver.has("backup", "DeleteBackupSelection"):
            driver.call(client, "DeleteBackupSelection", **names)
    if driver.has("backup", "DeleteBackupPlan"):
        driver.call(client, "DeleteBackupPlan", BackupPlanId=identifier)
    if driver.has("backup", "DeleteBackupVault"):
        driver.call(client, "DeleteBackupVault", BackupVaultName="driver-vault")
    driver.call(client, "UpdateRegionSettings", ResourceTypeOptInPreference={"DynamoDB": True})


def backup_errors(driver, place):
    """One refused call, at least, of each operation of AWS Backup that can refuse one."""
    client = place.client("backup")
    gone, invalid, missing = "ResourceNotFoundException", "InvalidParameterValueException", "nothing-here"
    point = f"arn:aws:backup:{place.region}:{place.account}:recovery-point:nothing"
    vault = f"arn:aws:backup:{place.region}:{place.account}:backup-vault:{missing}"
    rule = {"RuleName": "r", "TargetBackupVaultName": "v!", "ScheduleExpression": "nonsense"}
    plan = {"BackupPlanName": "p", "Rules": [rule]}
    role = f"arn:aws:iam::{place.account}:role/{BACKUP_ROLE}"
    selection = {"SelectionName": "s", "IamRoleArn": role, "Resources": ["*"]}
    resource = f"arn:aws:ec2:{place.region}:{place.account}:volume/vol-0123456789abcdef0"
    for operation, code, parameters in (
        ("ListBackupVaults", invalid, {"MaxResults": 1001}),
        ("ListBackupPlans", invalid, {"NextToken": "nothing"}),
        ("ListProtectedResources", invalid, {"MaxResults": 0}),
        ("ListBackupJobs", invalid, {"MaxResults": 1001}),
        ("ListCopyJobs", invalid, {"MaxResults": 1001}),
        ("ListRestoreJobs", invalid, {"MaxResults": 1001}),
        ("DescribeBackupVault", gone, {"BackupVaultName": missing}),
        ("CreateBackupVault", invalid, {"BackupVaultName": "a b"}),
        ("CreateBackupPlan", invalid, {"BackupPlan": plan}),
        ("GetBackupPlan", gone, {"BackupPlanId": missing}),
        ("UpdateBackupPlan", gone, {"BackupPlanId": missing, "BackupPlan": {**plan, "Rules": []}}),
        ("DeleteBackupPlan", gone, {"BackupPlanId": missing}),
        ("ListBackupPlanVersions", gone, {"BackupPlanId": missing}),
        ("ListBackupSelections", gone, {"BackupPlanId": missing}),
        ("GetBackupSelection", gone, {"BackupPlanId": missing, "SelectionId": missing}),
        ("DeleteBackupSelection", gone, {"BackupPlanId": missing, "SelectionId": missing}),
        ("CreateBackupSelection", invalid, {"BackupPlanId": missing, "BackupSelection": selection}),
        ("ListRecoveryPointsByBackupVault", gone, {"BackupVaultName": missing}),
        ("ListRecoveryPointsByResource", invalid, {"ResourceArn": "nothing"}),
        ("DescribeProtectedResource", gone, {"ResourceArn": resource}),
        ("DescribeRecoveryPoint", gone, {"BackupVaultName": missing, "RecoveryPointArn": point}),
        ("DescribeBackupJob", gone, {"BackupJobId": missing}),
        ("DescribeCopyJob", gone, {"CopyJobId": missing}),
        ("ListTags", gone, {"ResourceArn": vault}),
        ("TagResource", gone, {"ResourceArn": vault, "Tags": {"a": "b"}}),
        ("UntagResource", gone, {"ResourceArn": vault, "TagKeyList": ["a"]}),
        ("UpdateRegionSettings", invalid, {"ResourceTypeOptInPreference": {"Toaster": True}}),
        ("PutBackupVaultLockConfiguration", gone, {"BackupVaultName": missing, "MinRetentionDays": 7}),
        ("StartBackupJob", gone, {"BackupVaultName": missing, "ResourceArn": resource, "IamRoleArn": role}),
        ("DeleteBackupVault", gone, {"BackupVaultName": missing}),
    ):
        if driver.has("backup", operation):
            driver.call(client, operation, code, **parameters)
