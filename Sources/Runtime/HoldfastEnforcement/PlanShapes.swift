internal import AWSBackup
internal import HoldfastModel
internal import HoldfastPlanning

/// Turns plans as they shall be into AWS Backup's shapes.
enum PlanShapes {
    /// The plan to send.
    ///
    /// - Parameters:
    ///   - specification: The plan as it shall be.
    ///   - current: The plan as it is; what a policy does not speak of is kept from its rules of the same name.
    static func plan(
        _ specification: PlanSpecification, keeping current: AWSBackup.BackupPlan?
    ) -> BackupPlanInput {
        let rules = specification.rules.map { rule in
            self.rule(rule, keeping: current?.rules?.first { $0.ruleName == rule.name })
        }
        let settings = specification.advancedSettings.map {
            AWSBackup.AdvancedBackupSetting(resourceType: $0.resourceType, backupOptions: $0.options)
        }
        return BackupPlanInput(
            backupPlanName: specification.name, rules: rules,
            advancedBackupSettings: settings.isEmpty ? nil : settings, scanSettings: current?.scanSettings)
    }

    private static func rule(
        _ rule: HoldfastModel.BackupRule, keeping current: AWSBackup.BackupRule?
    ) -> BackupRuleInput {
        BackupRuleInput(
            ruleName: rule.name, targetBackupVaultName: rule.targetVaultName,
            targetLogicallyAirGappedBackupVaultARN: current?.targetLogicallyAirGappedBackupVaultARN,
            scheduleExpression: rule.scheduleExpression, startWindowMinutes: rule.startWindowMinutes.map { Int($0) },
            completionWindowMinutes: rule.completionWindowMinutes.map { Int($0) },
            lifecycle: rule.lifecycle.map(lifecycle),
            recoveryPointTags: rule.recoveryPointTags.isEmpty ? nil : rule.recoveryPointTags,
            copyActions: rule.copyActions.isEmpty ? nil : rule.copyActions.map(copy),
            enableContinuousBackup: rule.enablesContinuousBackup ? true : nil,
            scheduleExpressionTimezone: rule.scheduleTimezone, indexActions: current?.indexActions,
            scanActions: current?.scanActions)
    }

    private static func lifecycle(_ lifecycle: HoldfastModel.Lifecycle) -> AWSBackup.Lifecycle {
        AWSBackup.Lifecycle(
            moveToColdStorageAfterDays: lifecycle.moveToColdStorageAfter?.rawValue,
            deleteAfterDays: lifecycle.deleteAfter?.rawValue,
            optInToArchiveForSupportedResources: lifecycle.optInToArchive)
    }

    private static func copy(_ copy: HoldfastModel.CopyAction) -> AWSBackup.CopyAction {
        AWSBackup.CopyAction(
            destinationBackupVaultARN: copy.destinationVaultARN.rawValue, lifecycle: copy.lifecycle.map(lifecycle))
    }
}

/// Turns selections as they shall be into AWS Backup's shapes.
enum SelectionShapes {
    /// The selection to send.
    static func selection(_ selection: HoldfastModel.BackupSelection) -> AWSBackup.BackupSelection {
        let tags = selection.listOfTags.map {
            Condition(
                conditionType: ConditionType(rawValue: $0.type), conditionKey: $0.key, conditionValue: $0.value)
        }
        let conditions = selection.conditions
        return AWSBackup.BackupSelection(
            selectionName: selection.name, iamRoleARN: selection.roleARN,
            resources: selection.resources.isEmpty ? nil : selection.resources,
            listOfTags: tags.isEmpty ? nil : tags,
            notResources: selection.notResources.isEmpty ? nil : selection.notResources,
            conditions: conditions.isEmpty
                ? nil
                : Conditions(
                    stringEquals: parameters(conditions.stringEquals),
                    stringNotEquals: parameters(conditions.stringNotEquals),
                    stringLike: parameters(conditions.stringLike),
                    stringNotLike: parameters(conditions.stringNotLike)))
    }

    /// Whether the selection names resources or tags at all.
    static func selectsSomething(_ selection: AWSBackup.BackupSelection) -> Bool {
        selection.resources?.isEmpty == false || selection.listOfTags?.isEmpty == false
    }

    private static func parameters(_ parameters: [SelectionConditions.Parameter]) -> [ConditionParameter]? {
        parameters.isEmpty
            ? nil : parameters.map { ConditionParameter(conditionKey: $0.key, conditionValue: $0.value) }
    }
}
