internal import AWSWire

/// Reads the document of a backup plan as AWS Backup takes it, and refuses what AWS refuses.
///
/// Source: AWS Backup Developer Guide, `BackupPlanInput`, `BackupRuleInput`, `Lifecycle`, `CopyAction`, and its quotas.
struct BackupPlanReader {
    /// The Region's vaults, which rules must name.
    let backup: BackupState

    /// What a document says.
    struct Document {
        let name: String
        let rules: [BackupRule]
        let otherMembers: [WireValue.Member]
    }

    private static let mostRules = 10
    private static let mostCopies = 5
    private static let mostMinutes: Int64 = 52_560_000

    /// Reads a document.
    ///
    /// - Parameter rules: The rules of the version before, whose ids those of the same names keep.
    func plan(
        _ value: WireValue?, keeping rules: [BackupRule], _ random: inout SeededGenerator
    ) throws(ServiceFault) -> Document {
        guard let value, value.objectValue != nil else { throw BackupFault.missing("BackupPlan must not be null") }
        guard let name = value["BackupPlanName"]?.stringValue else {
            throw BackupFault.missing("BackupPlanName must not be null")
        }
        guard BackupNames.isName(name) else {
            throw BackupFault.invalid("Backup plan name \(name) must contain 1 to 50 alphanumeric or '-_.' characters")
        }
        guard let inputs = value["Rules"]?.arrayValue else { throw BackupFault.missing("Rules must not be null") }
        guard !inputs.isEmpty else { throw BackupFault.invalid("A backup plan must have at least one rule") }
        guard inputs.count <= Self.mostRules else {
            throw BackupFault.limit("A backup plan may have at most \(Self.mostRules) rules")
        }
        var read: [BackupRule] = []
        for input in inputs {
            let rule = try self.rule(input, keeping: rules, &random)
            guard !read.contains(where: { $0.name == rule.name }) else {
                throw BackupFault.invalid("Error in rule \(rule.name) : Rule names must be unique within a plan")
            }
            read.append(rule)
        }
        return Document(name: name, rules: read, otherMembers: try Self.settings(of: value))
    }

    private func rule(
        _ input: WireValue, keeping rules: [BackupRule], _ random: inout SeededGenerator
    ) throws(ServiceFault) -> BackupRule {
        guard let name = input["RuleName"]?.stringValue else {
            throw BackupFault.missing("RuleName must not be null")
        }
        guard BackupNames.isName(name) else { throw Self.refusal(name, "Rule name is not valid") }
        let vault = try vaultName(of: input, rule: name)
        let schedule = try Self.schedule(of: input, rule: name)
        let windows = try Self.windows(of: input, rule: name)
        let isContinuous = try Self.optional(input["EnableContinuousBackup"], name, "EnableContinuousBackup") {
            $0.boolValue
        }
        let lifecycle = try Self.lifecycle(input["Lifecycle"], rule: name, isContinuous: isContinuous == true)
        let tags: TagSet
        do { tags = try BackupService.tagSet(input["RecoveryPointTags"], named: "RecoveryPointTags") } catch {
            throw Self.refusal(name, error.message)
        }
        // The fresh id is drawn either way, so that ids do not hang on what was there before.
        let fresh = random.uuid()
        return BackupRule(
            id: rules.first { $0.name == name }?.id ?? fresh, name: name, vaultName: vault,
            schedule: schedule.text, parsedSchedule: schedule.parsed, timezone: schedule.timezone,
            startWindowMinutes: windows.start, completionWindowMinutes: windows.completion, lifecycle: lifecycle,
            recoveryPointTags: tags, copyActions: try Self.copies(of: input, rule: name),
            isContinuous: isContinuous, otherMembers: try BackupRuleActions.members(of: input, rule: name))
    }

    private func vaultName(of input: WireValue, rule: String) throws(ServiceFault) -> String {
        guard let vault = input["TargetBackupVaultName"]?.stringValue else {
            throw BackupFault.missing("Error in rule \(rule) : TargetBackupVaultName must not be null")
        }
        guard BackupNames.isVaultName(vault) else {
            throw Self.refusal(rule, "Backup vault name \(vault) is not valid")
        }
        guard backup.vault(named: vault) != nil else {
            throw Self.refusal(rule, "Backup vault \(vault) does not exist")
        }
        return vault
    }

    private static func schedule(
        of input: WireValue, rule: String
    ) throws(ServiceFault) -> (text: String, parsed: BackupSchedule, timezone: String) {
        let text = try optional(input["ScheduleExpression"], rule, "ScheduleExpression") { $0.stringValue }
        let zone = try optional(input["ScheduleExpressionTimezone"], rule, "ScheduleExpressionTimezone") {
            $0.stringValue
        }
        guard let rules = TimeZoneRules(identifier: zone ?? "Etc/UTC") else {
            throw refusal(rule, "Time zone \(zone ?? "") is not valid")
        }
        let expression = text ?? "cron(0 5 ? * * *)"
        guard let parsed = BackupSchedule(expression, zone: rules) else {
            throw refusal(rule, "Schedule expression \(expression) is not valid")
        }
        return (expression, parsed, zone ?? "Etc/UTC")
    }

    private static func windows(
        of input: WireValue, rule: String
    ) throws(ServiceFault) -> (start: Int64, completion: Int64) {
        let start = try optional(input["StartWindowMinutes"], rule, "StartWindowMinutes") { $0.integerValue }
        let completion = try optional(input["CompletionWindowMinutes"], rule, "CompletionWindowMinutes") {
            $0.integerValue
        }
        if let start, !(60...mostMinutes).contains(start) {
            throw refusal(rule, "StartWindowMinutes cannot be less than 60 or more than \(mostMinutes) minutes")
        }
        // A window left out is AWS's own of eight hours and seven days.
        let opens = start ?? 480
        let closes = completion ?? max(10_080, opens + 60)
        guard closes <= mostMinutes, closes >= opens + 60 else {
            throw refusal(rule, "CompletionWindowMinutes must be at least 60 minutes more than StartWindowMinutes")
        }
        return (opens, closes)
    }

    private static func lifecycle(
        _ value: WireValue?, rule: String, isContinuous: Bool
    ) throws(ServiceFault) -> BackupLifecycle? {
        try LifecycleReader.lifecycle(value, isContinuous: isContinuous, place: "Error in rule \(rule) : ")
    }

    private static func copies(of input: WireValue, rule: String) throws(ServiceFault) -> [BackupRule.CopyAction] {
        let inputs = try optional(input["CopyActions"], rule, "CopyActions") { $0.arrayValue } ?? []
        guard inputs.count <= mostCopies else {
            throw BackupFault.limit("Error in rule \(rule) : A rule may have at most \(mostCopies) copy actions")
        }
        var copies: [BackupRule.CopyAction] = []
        for copy in inputs {
            guard let arn = copy["DestinationBackupVaultArn"]?.stringValue else {
                throw BackupFault.missing("Error in rule \(rule) : DestinationBackupVaultArn must not be null")
            }
            guard BackupNames.isVaultARN(arn) else {
                throw refusal(rule, "Invalid copy action. \(arn) is not the ARN of a backup vault")
            }
            let lifecycle = try lifecycle(copy["Lifecycle"], rule: rule, isContinuous: false)
            copies.append(BackupRule.CopyAction(destinationVaultARN: arn, lifecycle: lifecycle))
        }
        return copies
    }

    private static func settings(of value: WireValue) throws(ServiceFault) -> [WireValue.Member] {
        var members: [WireValue.Member] = []
        if let settings = value["AdvancedBackupSettings"], settings != .null {
            guard let elements = settings.arrayValue, elements.allSatisfy(BackupRuleActions.isAdvancedSetting) else {
                throw BackupFault.invalid("Invalid AdvancedBackupSettings. Resource type or backup option is not valid")
            }
            members.append(WireValue.Member("AdvancedBackupSettings", settings))
        }
        if let settings = value["ScanSettings"], settings != .null {
            guard let elements = settings.arrayValue, elements.allSatisfy(BackupRuleActions.isScanSetting) else {
                throw BackupFault.invalid("Invalid ScanSettings")
            }
            members.append(WireValue.Member("ScanSettings", settings))
        }
        return members
    }

    /// A member that may be absent but not of another type.
    private static func optional<Value>(
        _ value: WireValue?, _ rule: String, _ member: String, _ read: (WireValue) -> Value?
    ) throws(ServiceFault) -> Value? {
        guard let value, value != .null else { return nil }
        guard let read = read(value) else { throw refusal(rule, "\(member) is not of the right type") }
        return read
    }

    private static func refusal(_ rule: String, _ problem: String) -> ServiceFault {
        BackupFault.invalid("Error in rule \(rule) : \(problem)")
    }
}
