"""Plans and selections of AWS Backup: every field there and back, and every document that must be refused."""

from drive_governance import BACKUP_ROLE

INVALID, LIMIT, MISSING = "InvalidParameterValueException", "LimitExceededException", "MissingParameterValueException"
EXISTS = "AlreadyExistsException"
VAULT = "driver-documents"
OPERATIONS = {
    "backup": [
        "CreateBackupVault", "CreateBackupPlan", "GetBackupPlan", "UpdateBackupPlan", "CreateBackupSelection",
        "GetBackupSelection",
    ],
}  # fmt: skip


def full_rule(place):
    """A rule with every field a caller may give."""
    destination = f"arn:aws:backup:{place.region}:{place.account}:backup-vault:Default"
    return {
        "RuleName": "every.field", "TargetBackupVaultName": VAULT, "ScheduleExpression": "cron(15 3/12 ? * MON-FRI *)",
        "ScheduleExpressionTimezone": "Europe/Berlin", "StartWindowMinutes": 90, "CompletionWindowMinutes": 600,
        "Lifecycle": {
            "MoveToColdStorageAfterDays": 10, "DeleteAfterDays": 365, "OptInToArchiveForSupportedResources": True,
        },
        "RecoveryPointTags": {"tier": "gold", "empty": ""},
        "CopyActions": [
            {"DestinationBackupVaultArn": destination, "Lifecycle": {"DeleteAfterDays": 30}},
            {"DestinationBackupVaultArn": destination.replace(place.region, "eu-west-1")},
        ],
        "EnableContinuousBackup": False, "IndexActions": [{"ResourceTypes": ["S3"]}],
        "ScanActions": [{"MalwareScanner": "GUARDDUTY", "ScanMode": "FULL_SCAN"}],
    }  # fmt: skip


def full_plan(place, name="driver-document"):
    """A plan with every field a caller may give."""
    return {
        "BackupPlanName": name,
        "Rules": [full_rule(place), {"RuleName": "defaults", "TargetBackupVaultName": VAULT}],
        "AdvancedBackupSettings": [
            {"ResourceType": "EC2", "BackupOptions": {"WindowsVSS": "enabled"}},
            {"ResourceType": "S3", "BackupOptions": {"BackupACLs": "disabled", "BackupObjectTags": "disabled"}},
        ],
        "ScanSettings": [
            {"MalwareScanner": "GUARDDUTY", "ResourceTypes": ["EC2"], "ScannerRoleArn": role(place)},
        ],
    }  # fmt: skip


def full_selection(place, name="every-field"):
    """A selection with every field a caller may give."""

    def condition(key, value):
        return {"ConditionKey": f"aws:ResourceTag/{key}", "ConditionValue": value}

    return {
        "SelectionName": name, "IamRoleArn": role(place),
        "Resources": ["arn:aws:ec2:*:*:volume/*", f"arn:aws:dynamodb:{place.region}:{place.account}:table/none"],
        "NotResources": ["arn:aws:ec2:*:*:volume/vol-0123456789abcdef0"],
        "ListOfTags": [{"ConditionType": "STRINGEQUALS", "ConditionKey": "driver:documents", "ConditionValue": "yes"}],
        "Conditions": {
            "StringEquals": [condition("driver:a", "1")], "StringNotEquals": [condition("driver:b", "2")],
            "StringLike": [condition("driver:c", "3*"), condition("driver:d", "*")],
            "StringNotLike": [condition("driver:e", "*5")],
        },
    }  # fmt: skip


def role(place):
    return f"arn:aws:iam::{place.account}:role/{BACKUP_ROLE}"


def drive(driver, place):
    """Every field there and back, idempotence, and every refusal."""
    client = place.client("backup")
    driver.call(client, "CreateBackupVault", BackupVaultName=VAULT, CreatorRequestId="documents.1")
    driver.call(client, "CreateBackupVault", BackupVaultName=VAULT, CreatorRequestId="documents.1")
    driver.call(client, "CreateBackupVault", EXISTS, BackupVaultName=VAULT, CreatorRequestId="documents.2")
    plan = full_plan(place)
    made = driver.call(client, "CreateBackupPlan", BackupPlan=plan, CreatorRequestId="documents.1")
    again = driver.call(client, "CreateBackupPlan", BackupPlan=plan, CreatorRequestId="documents.1")
    if not made or not again:
        return
    identifier = made["BackupPlanId"]
    driver.expect(again["BackupPlanId"] == identifier, "the same request id gives the same plan")
    driver.call(client, "CreateBackupPlan", EXISTS, BackupPlan=plan)
    answer = driver.call(client, "GetBackupPlan", BackupPlanId=identifier) or {}
    expect_document(driver, answer.get("BackupPlan", {}), plan)
    before = {rule["RuleName"]: rule["RuleId"] for rule in answer.get("BackupPlan", {}).get("Rules", [])}
    changed = {**plan, "Rules": plan["Rules"][:1], "BackupPlanName": "driver-changed"}
    update = driver.call(client, "UpdateBackupPlan", BackupPlanId=identifier, BackupPlan=changed) or {}
    driver.expect(update.get("VersionId") not in (None, made["VersionId"]), "an update makes a new version")
    answer = driver.call(client, "GetBackupPlan", BackupPlanId=identifier) or {}
    document = answer.get("BackupPlan", {})
    driver.expect(document.get("BackupPlanName") == "driver-changed" and len(document["Rules"]) == 1, "the update is read")
    driver.expect(document["Rules"][0]["RuleId"] == before["every.field"], "a rule keeps its id by its name")
    selections(driver, place, client, identifier)
    for code, refused in refused_plans(place):
        driver.call(client, "CreateBackupPlan", code, BackupPlan=refused)
        # UpdateBackupPlan has no error of its own for quotas.
        driver.call(client, "UpdateBackupPlan", INVALID if code == LIMIT else code, BackupPlanId=identifier, BackupPlan=refused)
    driver.call(client, "CreateBackupPlan", INVALID, BackupPlan=plan, CreatorRequestId="no spaces here")


def expect_document(driver, read, given):
    """What was given is read back, rule by rule; AWS adds ids and its defaults."""
    defaults = {
        "ScheduleExpression": "cron(0 5 ? * * *)", "ScheduleExpressionTimezone": "Etc/UTC", "StartWindowMinutes": 480,
        "CompletionWindowMinutes": 10080,
    }  # fmt: skip
    for name in ("BackupPlanName", "AdvancedBackupSettings", "ScanSettings"):
        driver.expect(read.get(name) == given[name], f"{name} is read back: {read.get(name)}")
    for was, rule in zip(given["Rules"], read.get("Rules", [])):
        for name, value in {**defaults, **was}.items():
            driver.expect(rule.get(name) == value, f"{name} of {was['RuleName']} is read back: {rule.get(name)}")
        unknown = set(rule) - set(was) - set(defaults) - {"RuleId"}
        driver.expect(not unknown and rule.get("RuleId"), f"{was['RuleName']} has nothing else: {unknown}")


def selections(driver, place, client, plan):
    """A selection there and back, twice with one request id, and every refused one."""
    given = full_selection(place)
    names = {"BackupPlanId": plan}
    made = driver.call(client, "CreateBackupSelection", **names, BackupSelection=given, CreatorRequestId="documents.1")
    again = driver.call(client, "CreateBackupSelection", **names, BackupSelection=given, CreatorRequestId="documents.1")
    driver.expect(made and again and made["SelectionId"] == again["SelectionId"], "the same request id, the same selection")
    driver.call(client, "CreateBackupSelection", EXISTS, **names, BackupSelection=given)
    read = driver.call(client, "GetBackupSelection", **names, SelectionId=made["SelectionId"]) or {}
    driver.expect(read.get("BackupSelection") == given, f"the selection is read back: {read.get('BackupSelection')}")
    driver.expect(read.get("CreatorRequestId") == "documents.1", "the request id is read back")
    for code, refused in refused_selections(place):
        driver.call(client, "CreateBackupSelection", code, **names, BackupSelection=refused)


def refused_plans(place):
    """Each code with a plan that must be refused with it."""

    def with_rule(**fields):
        rule = {"RuleName": "r", "TargetBackupVaultName": VAULT, **fields}
        return {"BackupPlanName": "refused", "Rules": [{k: v for k, v in rule.items() if v is not None}]}

    copy = {"DestinationBackupVaultArn": f"arn:aws:backup:{place.region}:{place.account}:backup-vault:Default"}
    yield MISSING, {"Rules": []}
    yield MISSING, {"BackupPlanName": "refused"}
    yield INVALID, {"BackupPlanName": "refused", "Rules": []}
    yield INVALID, {**with_rule(), "BackupPlanName": "a b"}
    yield INVALID, {**with_rule(), "BackupPlanName": "x" * 51}
    yield LIMIT, {"BackupPlanName": "refused", "Rules": [
        {"RuleName": f"r{number}", "TargetBackupVaultName": VAULT} for number in range(11)]}  # fmt: skip
    yield INVALID, {"BackupPlanName": "refused", "Rules": with_rule()["Rules"] * 2}
    yield MISSING, with_rule(RuleName=None)
    yield MISSING, with_rule(TargetBackupVaultName=None)
    for fields in (
        {"RuleName": "a b"}, {"TargetBackupVaultName": "v!"}, {"TargetBackupVaultName": "no-such-vault"},
        {"ScheduleExpression": "nonsense"}, {"ScheduleExpression": "cron(0 5 * * * *)"},
        {"ScheduleExpression": "cron(61 5 ? * * *)"}, {"ScheduleExpression": "rate(0 hours)"},
        {"ScheduleExpressionTimezone": "Mars/Olympus"}, {"StartWindowMinutes": 59},
        {"StartWindowMinutes": 120, "CompletionWindowMinutes": 121}, {"StartWindowMinutes": 52560001},
        {"Lifecycle": {"DeleteAfterDays": 0}}, {"Lifecycle": {"DeleteAfterDays": 36501}},
        {"Lifecycle": {"MoveToColdStorageAfterDays": 30, "DeleteAfterDays": 119}},
        {"Lifecycle": {"DeleteAfterEvent": "DELETE_AFTER_COPY"}},
        {"EnableContinuousBackup": True, "Lifecycle": {"DeleteAfterDays": 36}},
        {"EnableContinuousBackup": True, "Lifecycle": {"MoveToColdStorageAfterDays": 8, "DeleteAfterDays": 98}},
        {"RecoveryPointTags": {"aws:own": "x"}}, {"CopyActions": [{"DestinationBackupVaultArn": "arn:aws:s3:::bucket"}]},
        {"CopyActions": [{**copy, "Lifecycle": {"MoveToColdStorageAfterDays": 1, "DeleteAfterDays": 90}}]},
        {"IndexActions": [{"ResourceTypes": ["EC2"]}]}, {"IndexActions": [{"ResourceTypes": ["S3"]}] * 2},
        {"ScanActions": [{"MalwareScanner": "NORTON", "ScanMode": "FULL_SCAN"}]},
    ):  # fmt: skip
        yield INVALID, with_rule(**fields)
    yield LIMIT, with_rule(CopyActions=[copy] * 6)
    yield MISSING, with_rule(CopyActions=[{}])
    yield INVALID, {**with_rule(), "AdvancedBackupSettings": [{"ResourceType": "EC2", "BackupOptions": {"WindowsVSS": "x"}}]}
    yield INVALID, {**with_rule(), "ScanSettings": [{"MalwareScanner": "GUARDDUTY"}]}


def refused_selections(place):
    """Each code with a selection that must be refused with it."""
    base = {"SelectionName": "refused", "IamRoleArn": role(place), "Resources": ["*"]}
    condition = {"ConditionKey": "aws:ResourceTag/a", "ConditionValue": "b"}
    tag = {"ConditionType": "STRINGEQUALS", "ConditionKey": "a", "ConditionValue": "b"}
    volume = "arn:aws:ec2:us-east-1:123456789012:volume/vol-%017x"
    yield MISSING, {name: value for name, value in base.items() if name != "SelectionName"}
    yield MISSING, {name: value for name, value in base.items() if name != "IamRoleArn"}
    yield INVALID, {**base, "SelectionName": "a b"}
    yield INVALID, {**base, "IamRoleArn": "HoldfastBackupRole"}
    yield INVALID, {**base, "IamRoleArn": "arn:aws:iam::123:role/short"}
    yield INVALID, {**base, "Resources": ["volume/vol-1"]}
    yield INVALID, {**base, "NotResources": ["vol-1"]}
    yield LIMIT, {**base, "Resources": [volume % number for number in range(501)]}
    yield LIMIT, {**base, "Resources": [(volume % number)[:-1] + "*" for number in range(31)]}
    yield LIMIT, {**base, "ListOfTags": [tag] * 31}
    yield INVALID, {**base, "ListOfTags": [{**tag, "ConditionType": "STRINGLIKE"}]}
    yield MISSING, {**base, "ListOfTags": [{"ConditionType": "STRINGEQUALS", "ConditionKey": "a"}]}
    yield LIMIT, {**base, "Conditions": {"StringEquals": [condition] * 16, "StringLike": [condition] * 15}}
    yield INVALID, {**base, "Resources": [], "Conditions": {"StringEquals": [condition]}}
