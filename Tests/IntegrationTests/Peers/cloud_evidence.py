"""Policies of organizations, roles and buckets' and snapshots' lifecycles, frameworks, reports and figures."""

import datetime
import json

POLICY = {"plans": {"comparison": {
    "regions": {"@@assign": ["us-east-1"]},
    "rules": {"daily": {"schedule_expression": {"@@assign": "cron(0 5 ? * * *)"},
                        "target_backup_vault_name": {"@@assign": "comparison"}}},
    "selections": {"tags": {"gold": {"iam_role_arn": {"@@assign": "arn:aws:iam::$account:role/HoldfastBackupRole"},
                                     "tag_key": {"@@assign": "tier"}, "tag_value": {"@@assign": ["gold"]}}}}}}}  # fmt: skip


def play(cloud, _):
    policies(cloud)
    roles(cloud)
    reports(cloud)
    vault_documents(cloud)
    lifecycles(cloud)
    figures(cloud)


def policies(cloud):
    root = next((value for value, word in cloud.words.items() if word == "<root>"), "r-none")
    kind = {"PolicyType": "BACKUP_POLICY", "RootId": root}
    cloud.ask("organizations", "EnablePolicyType", **kind)
    cloud.step("already", "organizations", "EnablePolicyType", **kind)
    cloud.step("a type that is none", "organizations", "DisablePolicyType", PolicyType="NOTHING", RootId=root)
    cloud.step("a tag", "organizations", "TagResource", ResourceId=root, Tags=[{"Key": "compared", "Value": "yes"}])
    cloud.step("a tag", "organizations", "UntagResource", ResourceId=root, TagKeys=["compared"])
    administrators(cloud)
    made = cloud.step("new", "organizations", "CreatePolicy", Name="comparison", Description="made to be compared",
                      Type="BACKUP_POLICY", Content=json.dumps(POLICY))  # fmt: skip
    if made:
        a_policy(cloud, root, cloud.call(made["Policy"]["PolicySummary"]["Id"], "policy"))
    cloud.step("no JSON", "organizations", "CreatePolicy", Name="refused", Description="", Type="BACKUP_POLICY",
               Content="nonsense")  # fmt: skip
    cloud.step("none", "organizations", "DescribePolicy", PolicyId="p-99999999")
    cloud.step("none", "organizations", "DescribeOrganizationalUnit", OrganizationalUnitId="ou-abcd-12345678")
    cloud.step("no parent", "organizations", "ListChildren", ParentId="r-zzzz", ChildType="ACCOUNT")


def administrators(cloud):
    """Services that are trusted, and who acts for them."""
    service = {"ServicePrincipal": "backup.amazonaws.com"}
    cloud.step("of backup", "organizations", "EnableAWSServiceAccess", **service)
    cloud.step("of backup", "organizations", "ListAWSServiceAccessForOrganization", lambda answer: [
        one["ServicePrincipal"] for one in answer["EnabledServicePrincipals"]
        if one["ServicePrincipal"] == "backup.amazonaws.com"])  # fmt: skip
    cloud.step("of Config", "organizations", "DisableAWSServiceAccess", ServicePrincipal="config.amazonaws.com")
    cloud.step("for backup", "organizations", "ListDelegatedAdministrators", lambda answer: sorted(answer), **service)
    for operation in ("RegisterDelegatedAdministrator", "DeregisterDelegatedAdministrator"):
        cloud.step("no account", "organizations", operation, AccountId="999999999999", **service)
    cloud.step("no account", "organizations", "ListDelegatedServicesForAccount", AccountId="999999999999")


def a_policy(cloud, root, policy):
    cloud.step("again", "organizations", "CreatePolicy", Name="comparison", Description="made to be compared",
               Type="BACKUP_POLICY", Content=json.dumps(POLICY))  # fmt: skip
    cloud.step("the new", "organizations", "DescribePolicy", PolicyId=policy)
    cloud.step("another description", "organizations", "UpdatePolicy", PolicyId=policy, Description="changed")
    cloud.step("of backup", "organizations", "ListPolicies", lambda answer: [
        one for one in answer.get("Policies", []) if one["Name"] == "comparison"], Filter="BACKUP_POLICY")
    cloud.step("to the root", "organizations", "AttachPolicy", PolicyId=policy, TargetId=root)
    cloud.step("again", "organizations", "AttachPolicy", PolicyId=policy, TargetId=root)
    cloud.step("attached", "organizations", "ListTargetsForPolicy", PolicyId=policy)
    cloud.step("of the root", "organizations", "ListPoliciesForTarget", lambda answer: [
        one["Name"] for one in answer.get("Policies", []) if one["Name"] == "comparison"], TargetId=root,
        Filter="BACKUP_POLICY")  # fmt: skip
    cloud.step("attached", "organizations", "DeletePolicy", PolicyId=policy)
    cloud.step("from the root", "organizations", "DetachPolicy", PolicyId=policy, TargetId=root)
    cloud.step("the new", "organizations", "DeletePolicy", PolicyId=policy)


def roles(cloud):
    role = "HoldfastBackupRole"
    cloud.step("by name", "iam", "ListRoles", lambda answer: [
        one["RoleName"] for one in answer.get("Roles", []) if one["RoleName"] == role])
    cloud.step("of a role", "iam", "ListRolePolicies", lambda answer: sorted(answer), RoleName=role)
    cloud.step("names", "iam", "ListAccountAliases", lambda answer: sorted(answer))
    arn = f"arn:aws:iam::{cloud.account}:role/nothing"
    cloud.step("no role", "iam", "SimulatePrincipalPolicy", PolicySourceArn=arn, ActionNames=["backup:ListBackupVaults"])
    for operation in ("ListAttachedRolePolicies", "ListRolePolicies"):
        cloud.step("no role", "iam", operation, RoleName="nothing")
    cloud.step("no role", "iam", "GetRolePolicy", RoleName="nothing", PolicyName="nothing")


def reports(cloud):
    framework = {"FrameworkName": "comparison", "FrameworkControls": [
        {"ControlName": "BACKUP_RESOURCES_PROTECTED_BY_BACKUP_PLAN", "ControlInputParameters": []}]}  # fmt: skip
    cloud.step("new", "backup", "CreateFramework", lambda answer: sorted(answer), **framework)
    cloud.step("none", "backup", "DescribeFramework", FrameworkName="nothing")
    plan = {"ReportPlanName": "comparison", "ReportDeliveryChannel": {"S3BucketName": "reports"},
            "ReportSetting": {"ReportTemplate": "BACKUP_JOB_REPORT"}}  # fmt: skip
    if cloud.step("new", "backup", "CreateReportPlan", lambda answer: sorted(answer), **plan):
        cloud.step("the new", "backup", "DescribeReportPlan", lambda answer: {
            name: answer["ReportPlan"].get(name) for name in ("ReportPlanName", "ReportSetting")},
            ReportPlanName="comparison")  # fmt: skip
        cloud.step("all", "backup", "ListReportPlans", lambda answer: [
            one["ReportPlanName"] for one in answer.get("ReportPlans", [])])
        cloud.step("the new", "backup", "DeleteReportPlan", ReportPlanName="comparison")
    cloud.step("none", "backup", "DescribeReportPlan", ReportPlanName="nothing")


def vault_documents(cloud):
    cloud.ask("backup", "CreateBackupVault", BackupVaultName="documents")
    policy = json.dumps({"Version": "2012-10-17", "Statement": [{
        "Effect": "Deny", "Principal": "*", "Action": "backup:DeleteRecoveryPoint", "Resource": "*"}]})  # fmt: skip
    cloud.step("a policy", "backup", "PutBackupVaultAccessPolicy", BackupVaultName="documents", Policy=policy)
    if cloud.has("backup.PutBackupVaultAccessPolicy"):
        cloud.step("a policy", "backup", "GetBackupVaultAccessPolicy", lambda answer: json.loads(answer["Policy"]),
                   BackupVaultName="documents")  # fmt: skip
        cloud.step("a policy", "backup", "DeleteBackupVaultAccessPolicy", BackupVaultName="documents")
    topic = f"arn:aws:sns:us-east-1:{cloud.account}:backups"
    cloud.step("a topic", "backup", "PutBackupVaultNotifications", BackupVaultName="documents", SNSTopicArn=topic,
               BackupVaultEvents=["BACKUP_JOB_COMPLETED"])  # fmt: skip
    if cloud.has("backup.PutBackupVaultNotifications"):
        cloud.step("a topic", "backup", "GetBackupVaultNotifications", BackupVaultName="documents")
        cloud.step("a topic", "backup", "DeleteBackupVaultNotifications", BackupVaultName="documents")
        cloud.step("no more", "backup", "GetBackupVaultNotifications", BackupVaultName="documents")
    cloud.step("no vault", "backup", "PutBackupVaultAccessPolicy", BackupVaultName="nothing", Policy=policy)


def lifecycles(cloud):
    details = {"PolicyType": "EBS_SNAPSHOT_MANAGEMENT", "ResourceTypes": ["VOLUME"],
               "TargetTags": [{"Key": "tier", "Value": "gold"}],
               "Schedules": [{"Name": "daily", "CreateRule": {"Interval": 24, "IntervalUnit": "HOURS"},
                              "RetainRule": {"Count": 7}}]}  # fmt: skip
    role = f"arn:aws:iam::{cloud.account}:role/HoldfastBackupRole"
    made = cloud.step("new", "dlm", "CreateLifecyclePolicy", ExecutionRoleArn=role, Description="comparison",
                      State="ENABLED", PolicyDetails=details)  # fmt: skip
    policy = cloud.call((made or {}).get("PolicyId"), "lifecycle") or "policy-0123456789abcdef0"
    cloud.step("the new", "dlm", "GetLifecyclePolicy", PolicyId=policy)
    cloud.step("all", "dlm", "GetLifecyclePolicies", lambda answer: [
        one for one in answer.get("Policies", []) if one.get("Description") == "comparison"])
    cloud.step("the new", "dlm", "DeleteLifecyclePolicy", PolicyId=policy)
    cloud.step("none", "dlm", "GetLifecyclePolicy", PolicyId="policy-0123456789abcdef0")


def figures(cloud):
    end = datetime.datetime(2026, 1, 2, tzinfo=datetime.timezone.utc)
    query = {"Id": "a", "MetricStat": {"Metric": {"Namespace": "Nothing", "MetricName": "Nothing"}, "Period": 300,
                                       "Stat": "Average"}}  # fmt: skip
    day = {"StartTime": end - datetime.timedelta(days=1), "EndTime": end}
    cloud.step("nothing", "cloudwatch", "GetMetricData", MetricDataQueries=[query], **day)
    cloud.step("the wrong way", "cloudwatch", "GetMetricData", MetricDataQueries=[query], StartTime=end,
               EndTime=day["StartTime"])  # fmt: skip
    cloud.step("nothing", "cloudwatch", "ListMetrics", Namespace="Nothing")
    cloud.step("a day", "ce", "GetCostAndUsage", lambda answer: sorted(answer), Granularity="DAILY",
               Metrics=["UnblendedCost"], TimePeriod={"Start": "2026-01-01", "End": "2026-01-02"})  # fmt: skip
    cloud.step("none", "pricing", "DescribeServices", lambda answer: sorted(answer), ServiceCode="AWSBackup")
