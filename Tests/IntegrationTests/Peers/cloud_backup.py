"""AWS Backup: vaults, plans, selections and tags from their making to their end, and what is refused."""

RULE = {"RuleName": "daily", "TargetBackupVaultName": "comparison", "ScheduleExpression": "cron(0 5 ? * * *)",
        "StartWindowMinutes": 480, "CompletionWindowMinutes": 10080,
        "Lifecycle": {"MoveToColdStorageAfterDays": 30, "DeleteAfterDays": 120},
        "RecoveryPointTags": {"made": "by rule"}}  # fmt: skip
PLAN = {"BackupPlanName": "comparison", "Rules": [RULE]}


def named(items, key, value):
    """Leaves of a list what has that name: other things may have been there before."""
    return lambda answer: {items: [item for item in answer.get(items, []) if item.get(key) == value]}


def vaults(cloud):
    made = cloud.step("new", "backup", "CreateBackupVault", BackupVaultName="comparison",
                      BackupVaultTags={"team": "storage"})  # fmt: skip
    cloud.step("again", "backup", "CreateBackupVault", BackupVaultName="comparison")
    cloud.step("a name of one letter", "backup", "CreateBackupVault", BackupVaultName="x")
    cloud.step("a name with a space", "backup", "CreateBackupVault", BackupVaultName="with space")
    cloud.step("the new", "backup", "DescribeBackupVault", BackupVaultName="comparison")
    cloud.step("none", "backup", "DescribeBackupVault", BackupVaultName="nothing")
    cloud.step("all", "backup", "ListBackupVaults", named("BackupVaultList", "BackupVaultName", "comparison"))
    cloud.step("none", "backup", "GetBackupVaultAccessPolicy", BackupVaultName="comparison")
    arn = (made or {}).get("BackupVaultArn", "")
    cloud.step("of a vault", "backup", "ListTags", ResourceArn=arn)
    cloud.step("of a vault", "backup", "TagResource", ResourceArn=arn, Tags={"cost": "low"})
    cloud.step("of a tagged vault", "backup", "ListTags", ResourceArn=arn)
    cloud.step("of nothing", "backup", "ListTags", ResourceArn=arn.replace("comparison", "nothing"))
    cloud.step("without points", "backup", "ListRecoveryPointsByBackupVault", BackupVaultName="comparison")
    cloud.step("of no vault", "backup", "ListRecoveryPointsByBackupVault", BackupVaultName="nothing")
    cloud.step("into the new", "backup", "ListBackupJobs", ByBackupVaultName="comparison")
    cloud.step("of a vault", "backup", "UntagResource", ResourceArn=arn, TagKeyList=["cost"])
    cloud.step("of a vault that lost one", "backup", "ListTags", ResourceArn=arn)
    cloud.step("none", "backup", "DescribeBackupJob", BackupJobId="00000000-0000-4000-8000-000000000000")
    cloud.step("none", "backup", "StopBackupJob", BackupJobId="00000000-0000-4000-8000-000000000000")


def second_vault(cloud):
    """A vault that is locked, and one that is deleted."""
    cloud.ask("backup", "CreateBackupVault", BackupVaultName="comparison-locked")
    cloud.step("7 to 30 days", "backup", "PutBackupVaultLockConfiguration", BackupVaultName="comparison-locked",
               MinRetentionDays=7, MaxRetentionDays=30)  # fmt: skip
    cloud.step("no vault", "backup", "PutBackupVaultLockConfiguration", BackupVaultName="nothing", MinRetentionDays=7)
    cloud.step("the locked", "backup", "DescribeBackupVault", lambda answer: {
        name: answer.get(name) for name in ("Locked", "MinRetentionDays", "MaxRetentionDays")},
        BackupVaultName="comparison-locked")  # fmt: skip
    cloud.ask("backup", "CreateBackupVault", BackupVaultName="comparison-brief")
    cloud.step("an empty one", "backup", "DeleteBackupVault", BackupVaultName="comparison-brief")
    cloud.step("the deleted", "backup", "DescribeBackupVault", BackupVaultName="comparison-brief")


def plans(cloud):
    made = cloud.step("new", "backup", "CreateBackupPlan", BackupPlan=PLAN, BackupPlanTags={"team": "storage"})
    plan = cloud.call((made or {}).get("BackupPlanId"), "plan")
    cloud.call((made or {}).get("VersionId"), "version")
    for name, rule in (
        ("a vault that is not there", {"TargetBackupVaultName": "nothing"}),
        ("a schedule that is none", {"ScheduleExpression": "nonsense"}),
        ("an end before cold storage may end", {"Lifecycle": {"MoveToColdStorageAfterDays": 30, "DeleteAfterDays": 31}}),
        ("a rule without name", {"RuleName": ""}),
    ):
        document = {"BackupPlanName": "refused", "Rules": [{**RULE, **rule}]}
        answer = cloud.step(name, "backup", "CreateBackupPlan", BackupPlan=document)
        if answer:
            cloud.ask("backup", "DeleteBackupPlan", BackupPlanId=answer["BackupPlanId"])
    cloud.step("the new", "backup", "GetBackupPlan", BackupPlanId=plan)
    cloud.step("none", "backup", "GetBackupPlan", BackupPlanId="nothing")
    cloud.step("all", "backup", "ListBackupPlans", named("BackupPlansList", "BackupPlanName", "comparison"))
    changed = {**PLAN, "Rules": [{**RULE, "ScheduleExpression": "cron(0 17 ? * * *)"}]}
    answer = cloud.step("another schedule", "backup", "UpdateBackupPlan", BackupPlanId=plan, BackupPlan=changed)
    cloud.call((answer or {}).get("VersionId"), "second version")
    cloud.step("the changed", "backup", "GetBackupPlan", BackupPlanId=plan)
    cloud.step("both", "backup", "ListBackupPlanVersions", BackupPlanId=plan)
    cloud.step("none", "backup", "UpdateBackupPlan", BackupPlanId="nothing", BackupPlan=changed)
    return plan


def selections(cloud, plan):
    role = f"arn:aws:iam::{cloud.account}:role/HoldfastBackupRole"
    selection = {"SelectionName": "tagged", "IamRoleArn": role, "Resources": ["*"], "NotResources": [],
                 "Conditions": {"StringEquals": [{"ConditionKey": "aws:ResourceTag/tier", "ConditionValue": "gold"}]}}  # fmt: skip
    made = cloud.step("new", "backup", "CreateBackupSelection", BackupPlanId=plan, BackupSelection=selection)
    identifier = cloud.call((made or {}).get("SelectionId"), "selection") or "nothing"
    cloud.step("of no plan", "backup", "CreateBackupSelection", BackupPlanId="nothing", BackupSelection=selection)
    cloud.step("the new", "backup", "GetBackupSelection", BackupPlanId=plan, SelectionId=identifier)
    cloud.step("none", "backup", "GetBackupSelection", BackupPlanId=plan, SelectionId="nothing")
    cloud.step("all", "backup", "ListBackupSelections", BackupPlanId=plan)
    cloud.step("with selections", "backup", "DeleteBackupPlan", BackupPlanId=plan)
    cloud.step("the only one", "backup", "DeleteBackupSelection", BackupPlanId=plan, SelectionId=identifier)
    cloud.step("none", "backup", "DeleteBackupSelection", BackupPlanId=plan, SelectionId=identifier)
    cloud.step("none left", "backup", "ListBackupSelections", BackupPlanId=plan)


def play(cloud, _):
    vaults(cloud)
    second_vault(cloud)
    plan = plans(cloud)
    if plan:
        selections(cloud, plan)
        cloud.step("the empty", "backup", "DeleteBackupPlan", BackupPlanId=plan)
    cloud.step("none", "backup", "DeleteBackupPlan", BackupPlanId="nothing")
    cloud.step("none left", "backup", "ListBackupPlans", named("BackupPlansList", "BackupPlanName", "comparison"))
