internal import AWSWire

/// Reads the documents of restore testing and refuses what AWS refuses.
///
/// Source: AWS Backup Developer Guide, "Restore testing", `RestoreTestingPlanForCreate`, `RestoreTestingSelectionForCreate`.
enum RestoreTestingReader {
    private static let types = [
        "Aurora", "DocumentDB", "DynamoDB", "EBS", "EC2", "EFS", "FSx", "Neptune", "RDS", "S3",
    ]
    private static let mostARNs = 30
    private static let mostConditions = 30

    /// A name of at most 50 letters, digits and underscores.
    static func name(_ text: String, _ member: String) throws(ServiceFault) -> String {
        let isValid =
            (1...50).contains(text.utf8.count)
            && text.unicodeScalars.allSatisfy {
                $0.isASCII && ($0.properties.isAlphabetic || ("0"..."9").contains($0) || $0 == "_")
            }
        guard isValid else {
            throw BackupFault.invalid("\(member) must have 1 to 50 letters, digits and underscores")
        }
        return text
    }

    /// Which points a plan chooses from.
    static func points(_ body: BackupBody) throws(ServiceFault) -> RestoreTestingPlan.PointSelection {
        _ = try body.required("Algorithm")
        _ = try body.required("IncludeVaults")
        _ = try body.required("RecoveryPointTypes")
        let include = try vaults(body, "IncludeVaults")
        let types = try body.texts("RecoveryPointTypes") ?? []
        guard !include.isEmpty else { throw BackupFault.invalid("IncludeVaults must not be empty") }
        guard !types.isEmpty, types.allSatisfy({ ["CONTINUOUS", "SNAPSHOT"].contains($0) }) else {
            throw BackupFault.invalid("RecoveryPointTypes may hold CONTINUOUS and SNAPSHOT")
        }
        return RestoreTestingPlan.PointSelection(
            algorithm: try body.choice("Algorithm", of: ["LATEST_WITHIN_WINDOW", "RANDOM_WITHIN_WINDOW"]) ?? "",
            includeVaults: include, excludeVaults: try vaults(body, "ExcludeVaults"), types: types,
            windowDays: try body.number("SelectionWindowDays", 1...365) ?? 30)
    }

    private static func vaults(_ body: BackupBody, _ name: String) throws(ServiceFault) -> [String] {
        let vaults = try body.texts(name) ?? []
        guard vaults.allSatisfy({ $0 == "*" || BackupNames.isVaultARN($0) }) else {
            throw BackupFault.invalid("\(name) must hold ARNs of backup vaults or *")
        }
        return vaults
    }

    /// A schedule in a time zone.
    static func schedule(
        _ text: String, zone: String?
    ) throws(ServiceFault) -> (text: String, parsed: BackupSchedule, zone: String) {
        guard let rules = TimeZoneRules(identifier: zone ?? "Etc/UTC") else {
            throw BackupFault.invalid("Time zone \(zone ?? "") is not valid")
        }
        guard let parsed = BackupSchedule(text, zone: rules) else {
            throw BackupFault.invalid("Schedule expression \(text) is not valid")
        }
        return (text, parsed, zone ?? "Etc/UTC")
    }

    /// A type restore testing takes.
    static func type(_ body: BackupBody) throws(ServiceFault) -> String {
        let type = try body.requiredText("ProtectedResourceType")
        guard types.contains(type) else {
            throw BackupFault.invalid("Restore testing takes no resources of type \(type)")
        }
        return type
    }

    /// The resources of a selection: ARNs, or all of them narrowed by conditions.
    static func resources(
        _ body: BackupBody
    ) throws(ServiceFault) -> (
        arns: [String], equals: [BackupSelection.Condition], notEquals: [BackupSelection.Condition]
    )? {
        guard body.raw("ProtectedResourceArns") != nil || body.raw("ProtectedResourceConditions") != nil else {
            return nil
        }
        let conditions = try body.structure("ProtectedResourceConditions")
        let equals = try self.conditions(conditions, "StringEquals")
        let notEquals = try self.conditions(conditions, "StringNotEquals")
        let arns = try body.texts("ProtectedResourceArns") ?? ["*"]
        guard arns.allSatisfy({ $0 == "*" || $0.hasPrefix("arn:") }), !arns.isEmpty else {
            throw BackupFault.invalid("ProtectedResourceArns must hold ARNs or *")
        }
        guard arns.count <= mostARNs, equals.count + notEquals.count <= mostConditions else {
            throw BackupFault.invalid(
                "A selection may hold at most \(mostARNs) ARNs and \(mostConditions) conditions")
        }
        guard arns == ["*"] || (equals + notEquals).isEmpty else {
            throw BackupFault.invalid("Conditions need ProtectedResourceArns to be *")
        }
        return (arns, equals, notEquals)
    }

    private static func conditions(
        _ body: BackupBody?, _ name: String
    ) throws(ServiceFault) -> [BackupSelection.Condition] {
        var found: [BackupSelection.Condition] = []
        for pair in try body?.structures(name) ?? [] {
            let key = try pair.requiredText("Key")
            guard key.hasPrefix("aws:ResourceTag/") else {
                throw BackupFault.invalid("The key of a condition must begin with aws:ResourceTag/")
            }
            found.append(BackupSelection.Condition(key: key, value: try pair.requiredText("Value")))
        }
        return found
    }
}
