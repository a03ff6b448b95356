internal import AWSBackup
internal import HoldfastModel

/// Turns AWS Backup's shapes into the words of the model; nothing for a shape that cannot be one.
enum BackupShapes {
    /// The rules of a plan; nothing when the list or what a rule cannot be without is missing.
    static func rules(_ rules: [AWSBackup.BackupRule]?) -> [HoldfastModel.BackupRule]? {
        guard let rules else { return nil }
        var result: [HoldfastModel.BackupRule] = []
        for rule in rules {
            guard let name = rule.ruleName.present, let vault = rule.targetBackupVaultName.present,
                let copies = copies(rule.copyActions ?? [])
            else { return nil }
            result.append(
                HoldfastModel.BackupRule(
                    id: rule.ruleID.present, name: name, targetVaultName: vault,
                    scheduleExpression: rule.scheduleExpression.present,
                    scheduleTimezone: rule.scheduleExpressionTimezone.present,
                    startWindowMinutes: rule.startWindowMinutes.map { Int64($0) },
                    completionWindowMinutes: rule.completionWindowMinutes.map { Int64($0) },
                    lifecycle: rule.lifecycle.map(lifecycle), copyActions: copies,
                    enablesContinuousBackup: rule.enableContinuousBackup ?? false,
                    recoveryPointTags: rule.recoveryPointTags ?? [:],
                    indexedTypes: (rule.indexActions ?? []).flatMap { $0.resourceTypes ?? [] }))
        }
        return result
    }

    /// A lifecycle; AWS's older plans write -1 for "never".
    static func lifecycle(_ lifecycle: AWSBackup.Lifecycle) -> HoldfastModel.Lifecycle {
        HoldfastModel.Lifecycle(
            moveToColdStorageAfter: days(lifecycle.moveToColdStorageAfterDays),
            deleteAfter: days(lifecycle.deleteAfterDays),
            optInToArchive: lifecycle.optInToArchiveForSupportedResources)
    }

    /// The advanced settings of a plan.
    static func settings(_ settings: [AWSBackup.AdvancedBackupSetting]) -> [HoldfastModel.AdvancedBackupSetting] {
        settings.compactMap { setting in
            setting.resourceType.present.map {
                HoldfastModel.AdvancedBackupSetting(resourceType: $0, options: setting.backupOptions ?? [:])
            }
        }
    }

    /// A selection.
    static func selection(
        _ selection: AWSBackup.BackupSelection?, id: String, createdAt: Instant?
    ) -> HoldfastModel.BackupSelection? {
        guard let selection, let name = selection.selectionName.present, let role = selection.iamRoleARN.present
        else { return nil }
        let conditions = selection.conditions
        var alternatives: [HoldfastModel.BackupSelection.TagCondition] = []
        for tag in selection.listOfTags ?? [] {
            guard let type = tag.conditionType?.rawValue, let key = tag.conditionKey, let value = tag.conditionValue
            else { return nil }
            alternatives.append(.init(type: type, key: key, value: value))
        }
        guard let equals = parameters(conditions?.stringEquals), let differs = parameters(conditions?.stringNotEquals),
            let like = parameters(conditions?.stringLike), let unlike = parameters(conditions?.stringNotLike)
        else { return nil }
        return HoldfastModel.BackupSelection(
            id: id, name: name, roleARN: role, resources: selection.resources ?? [],
            notResources: selection.notResources ?? [], listOfTags: alternatives,
            conditions: SelectionConditions(
                stringEquals: equals, stringNotEquals: differs, stringLike: like, stringNotLike: unlike),
            createdAt: createdAt)
    }

    private static func copies(_ actions: [AWSBackup.CopyAction]) -> [HoldfastModel.CopyAction]? {
        var copies: [HoldfastModel.CopyAction] = []
        for action in actions {
            guard let arn = action.destinationBackupVaultARN.flatMap(ResourceARN.init(rawValue:)) else { return nil }
            copies.append(
                HoldfastModel.CopyAction(destinationVaultARN: arn, lifecycle: action.lifecycle.map(lifecycle)))
        }
        return copies
    }

    private static func parameters(_ parameters: [ConditionParameter]?) -> [SelectionConditions.Parameter]? {
        var result: [SelectionConditions.Parameter] = []
        for parameter in parameters ?? [] {
            guard let key = parameter.conditionKey, let value = parameter.conditionValue else { return nil }
            result.append(.init(key: key, value: value))
        }
        return result
    }

    private static func days(_ number: Int?) -> CalendarDays? {
        number.flatMap { $0 < 0 ? nil : CalendarDays($0) }
    }
}
