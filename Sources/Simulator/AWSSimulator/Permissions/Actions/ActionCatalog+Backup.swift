extension ActionCatalog {
    private static let vault = "arn:aws:backup:{region}:{account}:backup-vault:{backupVaultName}"
    private static let newPlan = "arn:aws:backup:{region}:{account}:backup-plan:*"
    private static let plan = "arn:aws:backup:{region}:{account}:backup-plan:{backupPlanId}"
    private static let restoreTest = "arn:aws:backup:{region}:{account}:restore-testing-plan:{RestoreTestingPlanName}"
    private static let toBackup = ["iam:passedtoservice": "backup.amazonaws.com"]

    /// AWS Backup, by "Actions, resources, and condition keys for AWS Backup".
    ///
    /// `CreateBackupVault` asks for the storage it mounts and for the key it is told, by "Access control" of the AWS
    /// Backup Developer Guide.
    static let backup: [String: [RequiredAction]] = table(backupLists, backupVaults, backupPlans, backupJobs)

    private static let backupLists = RequiredAction.plain(
        "backup",
        [
            "CancelLegalHold", "CreateFramework", "CreateLegalHold", "CreateReportPlan", "DeleteFramework",
            "DeleteReportPlan", "DescribeFramework", "DescribeGlobalSettings", "DescribeProtectedResource",
            "DescribeRegionSettings", "DescribeReportJob", "DescribeReportPlan", "GetBackupPlanFromJSON",
            "GetBackupPlanFromTemplate", "GetLegalHold", "GetSupportedResourceTypes", "ListBackupJobSummaries",
            "ListBackupJobs", "ListBackupPlanTemplates", "ListBackupPlans", "ListBackupVaults", "ListCopyJobSummaries",
            "ListCopyJobs", "ListFrameworks", "ListLegalHolds", "ListProtectedResources",
            "ListRecoveryPointsByLegalHold",
            "ListRecoveryPointsByResource", "ListReportJobs", "ListReportPlans", "ListRestoreJobSummaries",
            "ListRestoreJobs", "ListRestoreJobsByProtectedResource", "ListRestoreTestingPlans", "StartReportJob",
            "UpdateFramework", "UpdateGlobalSettings", "UpdateRegionSettings", "UpdateReportPlan",
        ])

    private static let backupVaults = table(
        RequiredAction.rows(
            "backup", on: vault,
            [
                "DeleteBackupVault", "DeleteBackupVaultAccessPolicy", "DeleteBackupVaultLockConfiguration",
                "DeleteBackupVaultNotifications", "DescribeBackupVault", "GetBackupVaultAccessPolicy",
                "GetBackupVaultNotifications", "ListProtectedResourcesByBackupVault", "ListRecoveryPointsByBackupVault",
                "PutBackupVaultAccessPolicy", "PutBackupVaultLockConfiguration", "PutBackupVaultNotifications",
            ]
        ),
        RequiredAction.rows(
            "backup", on: "{recoveryPointArn}",
            [
                "DeleteRecoveryPoint", "DescribeRecoveryPoint", "DisassociateRecoveryPoint",
                "DisassociateRecoveryPointFromParent", "GetRecoveryPointIndexDetails",
                "GetRecoveryPointRestoreMetadata",
                "UpdateRecoveryPointIndexSettings", "UpdateRecoveryPointLifecycle",
            ]),
        [
            "CreateBackupVault": createVault,
            "CreateLogicallyAirGappedBackupVault": [
                .on(vault, "backup:CreateLogicallyAirGappedBackupVault", tags: "BackupVaultTags"),
                .on(vault, "backup:TagResource", given: "BackupVaultTags", tags: "BackupVaultTags"),
                .any("backup-storage:MountCapsule"),
            ],
            "ListTags": [.on("{resourceArn}", "backup:ListTags")],
            "TagResource": [.on("{resourceArn}", "backup:TagResource", tags: "Tags")],
            "UntagResource": [.on("{resourceArn}", "backup:UntagResource")],
        ])

    private static let createVault: [RequiredAction] =
        [
            .on(vault, "backup:CreateBackupVault", tags: "BackupVaultTags"),
            .on(vault, "backup:TagResource", given: "BackupVaultTags", tags: "BackupVaultTags"),
            .any("backup-storage:MountCapsule"),
        ]
        + RequiredAction.kmsActionsOfVaults.map { .on("{EncryptionKeyArn}", "kms:\($0)", given: "EncryptionKeyArn") }

    private static let backupPlans = table(
        RequiredAction.rows(
            "backup", on: plan,
            [
                "DeleteBackupPlan", "DeleteBackupSelection", "ExportBackupPlanTemplate", "GetBackupPlan",
                "GetBackupSelection", "ListBackupPlanVersions", "ListBackupSelections", "UpdateBackupPlan",
            ]
        ),
        [
            "CreateBackupPlan": [
                .on(newPlan, "backup:CreateBackupPlan", tags: "BackupPlanTags"),
                .on(newPlan, "backup:TagResource", given: "BackupPlanTags", tags: "BackupPlanTags"),
            ],
            "CreateBackupSelection": [
                .on(plan, "backup:CreateBackupSelection"),
                .on("{BackupSelection.IamRoleArn}", "iam:PassRole", context: toBackup),
            ],
        ])

    private static let backupJobs = table(
        RequiredAction.plain(
            "backup",
            [
                "DescribeBackupJob", "DescribeCopyJob", "DescribeRestoreJob", "GetRestoreJobMetadata",
                "PutRestoreValidationResult", "StopBackupJob",
            ]
        ),
        RequiredAction.rows(
            "backup", on: restoreTest,
            [
                "CreateRestoreTestingPlan", "DeleteRestoreTestingPlan", "DeleteRestoreTestingSelection",
                "GetRestoreTestingInferredMetadata", "GetRestoreTestingPlan", "GetRestoreTestingSelection",
                "ListRestoreTestingSelections", "UpdateRestoreTestingPlan",
            ]),
        [
            "CreateRestoreTestingSelection": [
                .on(restoreTest, "backup:CreateRestoreTestingSelection"),
                .on("{RestoreTestingSelection.IamRoleArn}", "iam:PassRole", context: toBackup),
            ],
            "UpdateRestoreTestingSelection": [
                .on(restoreTest, "backup:UpdateRestoreTestingSelection"),
                .on(
                    "{RestoreTestingSelection.IamRoleArn}", "iam:PassRole", given: "RestoreTestingSelection.IamRoleArn",
                    context: toBackup),
            ],
            "StartBackupJob": [
                .on("arn:aws:backup:{region}:{account}:backup-vault:{BackupVaultName}", "backup:StartBackupJob"),
                .on("{IamRoleArn}", "iam:PassRole", context: toBackup),
            ],
            "StartCopyJob": [
                .on("{RecoveryPointArn}", "backup:StartCopyJob"),
                .on("{IamRoleArn}", "iam:PassRole", context: toBackup),
            ],
            "StartRestoreJob": [
                .on("{RecoveryPointArn}", "backup:StartRestoreJob"),
                .on("{IamRoleArn}", "iam:PassRole", given: "IamRoleArn", context: toBackup),
            ],
        ])
}

extension RequiredAction {
    /// What a new vault's key must allow, without the service's prefix.
    fileprivate static let kmsActionsOfVaults = [
        "CreateGrant", "Decrypt", "DescribeKey", "GenerateDataKey", "RetireGrant",
    ]
}
