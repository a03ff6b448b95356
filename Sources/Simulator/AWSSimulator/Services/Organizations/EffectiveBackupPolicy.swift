internal import AWSWire

/// What is wrong with a backup policy once everything along the tree is merged into it.
///
/// Sources: AWS Organizations User Guide, "Backup policy syntax and examples"; AWS Backup Developer Guide, quotas. Of the
/// codes only `ELEMENTS_TOO_MANY` is published; the others are worded after it.
enum EffectiveBackupPolicy {
    /// One thing that keeps the policy from being put in force.
    struct Problem: Sendable, Hashable {
        let code: String
        let message: String
        let path: [String]
    }

    /// Every problem, in the order of the document.
    static func problems(in document: WireValue) -> [Problem] {
        (document["plans"]?.objectValue ?? []).flatMap { plan in
            problems(in: plan.value, at: ["plans", plan.name])
        }
    }

    private static func problems(in plan: WireValue, at path: [String]) -> [Problem] {
        var found = missing(["regions", "rules", "selections"], in: plan, at: path)
        let rules = plan["rules"]?.objectValue ?? []
        found += tooMany(rules.count, 10, at: path + ["rules"])
        for rule in rules { found += problems(inRule: rule.value, at: path + ["rules", rule.name]) }
        for kind in ["tags", "resources"] {
            for selection in plan["selections"]?[kind]?.objectValue ?? [] {
                let place = path + ["selections", kind, selection.name]
                let needed =
                    kind == "tags" ? ["iam_role_arn", "tag_key", "tag_value"] : ["iam_role_arn", "resource_types"]
                found += missing(needed, in: selection.value, at: place)
            }
        }
        return found
    }

    private static func problems(inRule rule: WireValue, at path: [String]) -> [Problem] {
        var found = missing(["schedule_expression", "target_backup_vault_name"], in: rule, at: path)
        if let text = rule["schedule_expression"]?.stringValue, BackupSchedule(text, zone: .utc) == nil {
            found.append(invalid("\(text) is no schedule", at: path + ["schedule_expression"]))
        }
        for (name, least) in [("start_backup_window_minutes", 60), ("complete_backup_window_minutes", 1)] {
            guard let text = rule[name]?.stringValue else { continue }
            if Int(text).map({ $0 < least }) ?? true {
                found.append(invalid("\(text) is not a number of \(least) or more", at: path + [name]))
            }
        }
        found += problems(inLifecycle: rule["lifecycle"], at: path + ["lifecycle"])
        let copies = rule["copy_actions"]?.objectValue ?? []
        found += tooMany(copies.count, 5, at: path + ["copy_actions"])
        for copy in copies {
            let place = path + ["copy_actions", copy.name]
            found += missing(["target_backup_vault_arn"], in: copy.value, at: place)
            found += problems(inLifecycle: copy.value["lifecycle"], at: place + ["lifecycle"])
        }
        found += tooMany(rule["recovery_point_tags"]?.objectValue?.count ?? 0, 10, at: path + ["recovery_point_tags"])
        return found
    }

    private static func problems(inLifecycle lifecycle: WireValue?, at path: [String]) -> [Problem] {
        guard let lifecycle else { return [] }
        var days: [String: Int] = [:]
        var found: [Problem] = []
        for name in ["move_to_cold_storage_after_days", "delete_after_days"] {
            guard let text = lifecycle[name]?.stringValue else { continue }
            if let number = Int(text), (1...36_500).contains(number) {
                days[name] = number
            } else {
                found.append(invalid("\(text) is not a number of days", at: path + [name]))
            }
        }
        if let move = days["move_to_cold_storage_after_days"], let delete = days["delete_after_days"],
            delete < move + 90
        {
            found.append(
                invalid(
                    "delete_after_days must be at least 90 days after move_to_cold_storage_after_days",
                    at: path + ["delete_after_days"]))
        }
        return found
    }

    private static func missing(_ names: [String], in element: WireValue, at path: [String]) -> [Problem] {
        names.filter { element[$0] == nil }.map { name in
            Problem(code: "ELEMENT_MISSING", message: "The required element \(name) is missing.", path: path + [name])
        }
    }

    private static func tooMany(_ count: Int, _ most: Int, at path: [String]) -> [Problem] {
        guard count > most else { return [] }
        return [
            Problem(
                code: "ELEMENTS_TOO_MANY", message: "There are \(count) elements where at most \(most) are allowed.",
                path: path)
        ]
    }

    private static func invalid(_ message: String, at path: [String]) -> Problem {
        Problem(code: "INVALID_VALUE", message: "\(message).", path: path)
    }
}
