internal import AWSWire

/// The syntax of a backup policy, as far as one document alone can be wrong.
///
/// A document may leave out what another one down or up the tree gives; what the merged policy lacks is
/// ``EffectiveBackupPolicy``'s business. Source: AWS Organizations User Guide, "Backup policy syntax and examples".
enum BackupPolicySyntax {
    /// What an element of the document may hold.
    indirect enum Shape: Sendable {
        /// An object with these elements.
        case element([String: Shape])
        /// An object whose names are the author's: plans, rules, selections, vaults, tags.
        case named(Shape)
        /// A setting of one value.
        case value
        /// A setting that is a list.
        case list
    }

    static let document = Shape.element(["plans": .named(plan)])

    private static let lifecycle = Shape.element([
        "move_to_cold_storage_after_days": .value, "delete_after_days": .value,
        "opt_in_to_archive_for_supported_resources": .value,
    ])
    private static let tags = Shape.named(.element(["tag_key": .value, "tag_value": .value]))
    private static let conditions = Shape.element(
        Dictionary(
            uniqueKeysWithValues: ["string_equals", "string_not_equals", "string_like", "string_not_like"].map {
                ($0, Shape.named(.element(["condition_key": .value, "condition_value": .value])))
            }))
    private static let plan = Shape.element([
        "regions": .list,
        "rules": .named(
            .element([
                "schedule_expression": .value, "schedule_expression_timezone": .value,
                "start_backup_window_minutes": .value, "complete_backup_window_minutes": .value,
                "target_backup_vault_name": .value, "target_logically_air_gapped_backup_vault_arn": .value,
                "enable_continuous_backup": .value, "lifecycle": lifecycle, "recovery_point_tags": tags,
                "copy_actions": .named(.element(["target_backup_vault_arn": .value, "lifecycle": lifecycle])),
                "index_actions": .element(["resource_types": .list]),
                "scan_actions": .named(.element(["malware_scanner": .value, "scan_mode": .value])),
            ])),
        "selections": .element([
            "tags": .named(
                .element([
                    "iam_role_arn": .value, "tag_key": .value, "tag_value": .list, "conditions": conditions,
                ])),
            "resources": .named(
                .element([
                    "iam_role_arn": .value, "resource_types": .list, "not_resource_types": .list,
                    "conditions": conditions,
                ])),
        ]),
        "advanced_backup_settings": .element(["ec2": .element(["windows_vss": .value])]),
        "backup_plan_tags": tags,
    ])

    /// Checks a document.
    ///
    /// - Throws: `MalformedPolicyDocumentException` with the place of the first thing that is wrong.
    static func check(_ document: WireValue) throws(ServiceFault) {
        try check(document, Self.document, at: [])
    }

    private static func check(_ value: WireValue, _ shape: Shape, at path: [String]) throws(ServiceFault) {
        guard let members = value.objectValue else { throw malformed("is not an object", at: path) }
        for member in members {
            let place = path + [member.name]
            if member.name == PolicyInheritance.control {
                try checkControl(member.value, at: place)
                continue
            }
            switch shape {
            case .element(let elements):
                guard let inner = elements[member.name] else { throw malformed("is not known", at: place) }
                try check(member.value, inner, at: place)
            case .named(let inner):
                guard !member.name.hasPrefix("@@") else { throw malformed("is not allowed", at: place) }
                try check(member.value, inner, at: place)
            case .value, .list: try checkSetting(member, shape, at: place)
            }
        }
    }

    private static func checkSetting(
        _ member: WireValue.Member, _ shape: Shape, at path: [String]
    ) throws(ServiceFault) {
        guard let action = PolicyInheritance.Operator(rawValue: member.name) else {
            throw malformed("is not an operator", at: path)
        }
        if case .list = shape {
            guard let list = member.value.textsValue, !list.isEmpty else {
                throw malformed("must be a list of strings", at: path)
            }
        } else {
            guard action == .assign else { throw malformed("can be used with lists only", at: path) }
            guard member.value.stringValue != nil else { throw malformed("must be a string", at: path) }
        }
    }

    private static func checkControl(_ value: WireValue, at path: [String]) throws(ServiceFault) {
        let known = PolicyInheritance.Operator.allCases.map(\.rawValue) + ["@@all", "@@none"]
        guard let names = value.textsValue, !names.isEmpty, names.allSatisfy(known.contains) else {
            throw malformed("must be a list of operators", at: path)
        }
    }

    static func malformed(_ message: String, at path: [String] = []) -> ServiceFault {
        let place = path.isEmpty ? "" : "/\(path.joined(separator: "/")) "
        return ServiceFault(
            "MalformedPolicyDocumentException",
            "The provided policy document does not meet the requirements of the specified policy type: \(place)\(message)"
        )
    }
}
