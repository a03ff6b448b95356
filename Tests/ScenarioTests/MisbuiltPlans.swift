import AWSBackup
import AWSCore

/// Plans as people misbuild them, made through AWS Backup's own calls.
struct MisbuiltPlans {
    private let service: BackupAPI
    private let role: String

    /// Makes plans with the calls of an account in a Region.
    init(_ caller: any AWSCaller, account: String) {
        service = BackupAPI(caller)
        role = "arn:aws:iam::\(account):role/HoldfastBackupRole"
    }

    /// Rules that run into each other, and selections that say what they do not mean.
    func makeConfused() async throws {
        _ = try await service.createBackupVault(CreateBackupVaultInput(backupVaultName: "spare"))
        let settings = AdvancedBackupSetting(resourceType: "S3", backupOptions: ["BackupACLs": "disabled"])
        let together = try await plan(
            "together",
            [rule("a", indexed: ["EBS"]), rule("b", vault: "spare", days: 7)], settings: [settings])
        try await select(together, "all", resources: ["*"], notResources: ["arn:aws:ec2:*"])
        let apart = try await plan("apart", [rule("a"), rule("b", vault: "spare", cron: "cron(0 17 ? * * *)")])
        try await select(apart, "stray", resources: ["arn:aws:rds:*:*:instance:*"])
        try await select(apart, "empty")
        let wrongCase = ConditionParameter(conditionKey: "aws:ResourceTag/BACKUP", conditionValue: "daily")
        try await select(apart, "case", resources: ["*"], conditions: Conditions(stringEquals: [wrongCase]))
        let tags = (0..<25).map {
            Condition(conditionType: .stringequals, conditionKey: "key-\($0)", conditionValue: "v")
        }
        try await select(apart, "many", tags: tags)
        for name in ["first", "second"] {
            let id = try await plan(name, [rule("a", isContinuous: true)])
            try await select(id, "all", resources: ["*"])
        }
    }

    /// A plan that takes everything but what matters.
    func makeExcluding() async throws {
        let id = try await plan("excluding", [rule("a")])
        try await select(id, "all", resources: ["*"], notResources: ["arn:aws:ec2:*", "arn:aws:rds:*"])
    }

    private func rule(
        _ name: String, vault: String = "Default", cron: String = "cron(0 5 ? * * *)", days: Int = 35,
        isContinuous: Bool = false, indexed: [String] = []
    ) -> BackupRuleInput {
        BackupRuleInput(
            ruleName: name, targetBackupVaultName: vault, scheduleExpression: cron,
            lifecycle: Lifecycle(deleteAfterDays: days), enableContinuousBackup: isContinuous,
            indexActions: indexed.isEmpty ? nil : [IndexAction(resourceTypes: indexed)])
    }

    private func plan(
        _ name: String, _ rules: [BackupRuleInput], settings: [AdvancedBackupSetting]? = nil
    ) async throws -> String {
        let output = try await service.createBackupPlan(
            CreateBackupPlanInput(
                backupPlan: BackupPlanInput(
                    backupPlanName: name, rules: rules, advancedBackupSettings: settings)))
        return output.backupPlanID ?? ""
    }

    private func select(
        _ plan: String, _ name: String, resources: [String]? = nil, notResources: [String]? = nil,
        tags: [Condition]? = nil, conditions: Conditions? = nil
    ) async throws {
        _ = try await service.createBackupSelection(
            CreateBackupSelectionInput(
                backupPlanID: plan,
                backupSelection: BackupSelection(
                    selectionName: name, iamRoleARN: role, resources: resources, listOfTags: tags,
                    notResources: notResources, conditions: conditions)))
    }
}
