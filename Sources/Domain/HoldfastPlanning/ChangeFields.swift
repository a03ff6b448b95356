internal import HoldfastModel

/// AWS's own field names for what a change sets, as its APIs read them back.
enum ChangeFields {
    static func vault(name: String, encryptionKeyARN: String?) -> FieldValue {
        object(["BackupVaultName": .string(name), "EncryptionKeyArn": encryptionKeyARN.map(FieldValue.string)])
    }

    static func plan(name: String, rules: [BackupRule], settings: [AdvancedBackupSetting]) -> FieldValue {
        object([
            "BackupPlanName": .string(name), "Rules": .array(rules.map(rule)),
            "AdvancedBackupSettings": settings.isEmpty
                ? nil
                : .array(
                    settings.map { setting in
                        .object([
                            "ResourceType": .string(setting.resourceType), "BackupOptions": texts(setting.options),
                        ])
                    }),
        ])
    }

    static func selection(_ selection: BackupSelection) -> FieldValue {
        let equals = selection.conditions.stringEquals.map { parameter in
            FieldValue.object([
                "ConditionKey": .string(parameter.key), "ConditionValue": .string(parameter.value),
            ])
        }
        return object([
            "SelectionName": .string(selection.name), "IamRoleArn": .string(selection.roleARN),
            "Resources": .array(selection.resources.map(FieldValue.string)),
            "Conditions": equals.isEmpty ? nil : .object(["StringEquals": .array(equals)]),
        ])
    }

    static func optIn(_ preferences: [String: Bool]) -> FieldValue {
        .object(["ResourceTypeOptInPreference": .object(preferences.mapValues(FieldValue.bool))])
    }

    static func tag(_ key: String, _ value: String?) -> FieldValue {
        .object(["Tags": .object([key: value.map(FieldValue.string) ?? .null])])
    }

    private static func rule(_ rule: BackupRule) -> FieldValue {
        object([
            "RuleName": .string(rule.name), "TargetBackupVaultName": .string(rule.targetVaultName),
            "ScheduleExpression": rule.scheduleExpression.map(FieldValue.string),
            "ScheduleExpressionTimezone": rule.scheduleTimezone.map(FieldValue.string),
            "StartWindowMinutes": rule.startWindowMinutes.map(FieldValue.integer),
            "CompletionWindowMinutes": rule.completionWindowMinutes.map(FieldValue.integer),
            "Lifecycle": lifecycle(rule.lifecycle),
            "CopyActions": rule.copyActions.isEmpty ? nil : .array(rule.copyActions.map(copy)),
            "EnableContinuousBackup": rule.enablesContinuousBackup ? .bool(true) : nil,
            "RecoveryPointTags": rule.recoveryPointTags.isEmpty ? nil : texts(rule.recoveryPointTags),
        ])
    }

    private static func copy(_ copy: CopyAction) -> FieldValue {
        object([
            "DestinationBackupVaultArn": .string(copy.destinationVaultARN.rawValue),
            "Lifecycle": lifecycle(copy.lifecycle),
        ])
    }

    private static func lifecycle(_ lifecycle: Lifecycle?) -> FieldValue? {
        guard let lifecycle, lifecycle != Lifecycle() else { return nil }
        return object([
            "MoveToColdStorageAfterDays": lifecycle.moveToColdStorageAfter.map { .integer(Int64($0.rawValue)) },
            "DeleteAfterDays": lifecycle.deleteAfter.map { .integer(Int64($0.rawValue)) },
            "OptInToArchiveForSupportedResources": lifecycle.optInToArchive.map(FieldValue.bool),
        ])
    }

    private static func texts(_ texts: [String: String]) -> FieldValue { .object(texts.mapValues(FieldValue.string)) }

    private static func object(_ members: [String: FieldValue?]) -> FieldValue {
        .object(members.compactMapValues(\.self))
    }
}
