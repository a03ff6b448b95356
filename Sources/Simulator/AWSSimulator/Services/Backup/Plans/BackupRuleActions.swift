internal import AWSWire

/// The parts of a plan the engine does not act on: index and scan actions, air-gapped targets, advanced settings.
enum BackupRuleActions {
    /// The members of a rule to keep as they were given, checked.
    static func members(of input: WireValue, rule: String) throws(ServiceFault) -> [WireValue.Member] {
        var members: [WireValue.Member] = []
        func keep(_ name: String, _ isValid: (WireValue) -> Bool) throws(ServiceFault) {
            guard let value = input[name], value != .null else { return }
            guard isValid(value) else { throw BackupFault.invalid("Error in rule \(rule) : \(name) is not valid") }
            members.append(WireValue.Member(name, value))
        }
        try keep("TargetLogicallyAirGappedBackupVaultArn") { $0.stringValue.map(BackupNames.isVaultARN) ?? false }
        try keep("IndexActions", isIndexActions)
        try keep("ScanActions") { value in
            value.arrayValue?.allSatisfy { action in
                action["MalwareScanner"]?.stringValue == "GUARDDUTY"
                    && ["FULL_SCAN", "INCREMENTAL_SCAN"].contains(action["ScanMode"]?.stringValue ?? "")
            } ?? false
        }
        return members
    }

    /// At most one action, for EBS or S3.
    private static func isIndexActions(_ value: WireValue) -> Bool {
        guard let actions = value.arrayValue, actions.count <= 1 else { return false }
        return actions.allSatisfy { action in
            let types = action["ResourceTypes"]?.textsValue ?? []
            return types.count == 1 && types.allSatisfy { ["EBS", "S3"].contains($0) }
        }
    }

    /// Whether an advanced setting names options its type has.
    static func isAdvancedSetting(_ value: WireValue) -> Bool {
        guard let options = value["BackupOptions"]?.objectValue else { return false }
        let choices: [String: [String]]
        switch value["ResourceType"]?.stringValue {
        case "EC2": choices = ["WindowsVSS": ["enabled", "disabled"]]
        case "S3":
            choices = ["BackupACLs": ["enabled", "disabled"], "BackupObjectTags": ["enabled", "disabled"]]
        default: return false
        }
        return options.allSatisfy { option in
            choices[option.name]?.contains(option.value.stringValue ?? "") ?? false
        }
    }

    /// Whether a scan setting names the one scanner there is and a role.
    static func isScanSetting(_ value: WireValue) -> Bool {
        value["MalwareScanner"]?.stringValue == "GUARDDUTY" && value["ResourceTypes"]?.textsValue != nil
            && (value["ScannerRoleArn"]?.stringValue.map(BackupNames.isRoleARN) ?? false)
    }
}
