"""What AWS Backup tells of jobs, recovery points, holds, tests and settings, asked for what is and for what is not."""

NO_JOB = "00000000-0000-4000-8000-000000000000"


def play(cloud, _):
    point = f"arn:aws:backup:us-east-1:{cloud.account}:recovery-point:{NO_JOB}"
    table = f"arn:aws:dynamodb:us-east-1:{cloud.account}:table/holdfast-nothing"
    ask = lambda name, operation, pick=None, **parameters: cloud.step(name, "backup", operation, pick, **parameters)
    ask("none", "DescribeCopyJob", CopyJobId=NO_JOB)
    ask("none", "DescribeRestoreJob", RestoreJobId=NO_JOB)
    ask("none", "GetRestoreJobMetadata", RestoreJobId=NO_JOB)
    ask("none", "DescribeReportJob", ReportJobId=NO_JOB)
    ask("none", "GetLegalHold", LegalHoldId=NO_JOB)
    ask("none", "ListRecoveryPointsByLegalHold", LegalHoldId=NO_JOB)
    ask("none", "GetRestoreTestingPlan", RestoreTestingPlanName="nothing")
    ask("none", "GetRestoreTestingSelection", RestoreTestingPlanName="nothing", RestoreTestingSelectionName="nothing")
    ask("none", "ListRestoreTestingSelections", RestoreTestingPlanName="nothing")
    ask("none", "DescribeProtectedResource", ResourceArn=table)
    ask("none", "DescribeRecoveryPoint", BackupVaultName="comparison", RecoveryPointArn=point)
    ask("none", "GetRecoveryPointRestoreMetadata", BackupVaultName="comparison", RecoveryPointArn=point)
    ask("of nothing", "ListRecoveryPointsByResource", ResourceArn=table)
    for operation, items in (
        ("ListCopyJobs", "CopyJobs"), ("ListRestoreJobs", "RestoreJobs"), ("ListReportJobs", "ReportJobs"),
        ("ListProtectedResources", "Results"), ("ListLegalHolds", "LegalHolds"), ("ListFrameworks", "Frameworks"),
        ("ListRestoreTestingPlans", "RestoreTestingPlans"), ("ListBackupJobSummaries", "BackupJobSummaries"),
        ("ListCopyJobSummaries", "CopyJobSummaries"), ("ListRestoreJobSummaries", "RestoreJobSummaries"),
        ("ListBackupPlanTemplates", "BackupPlanTemplatesList"),
    ):  # fmt: skip
        ask("by its name", operation, lambda answer, items=items: items in answer)
    ask("types", "GetSupportedResourceTypes", lambda answer: "EBS" in answer["ResourceTypes"])
    ask("of the Region", "DescribeRegionSettings", lambda answer: sorted(answer))
    ask("of the organization", "DescribeGlobalSettings", lambda answer: sorted(answer))
    ask("a vault that has none", "DeleteBackupVaultLockConfiguration", BackupVaultName="documents")
