public import HoldfastPlanning

/// Prints a change plan field by field, before and after.
public enum ChangePlanRenderer {
    /// The forms a plan can be printed in.
    public enum Format: String, Hashable, Sendable, CaseIterable {
        /// For people at a terminal.
        case table
        /// The plan itself, as `--out` saves it.
        case json
        /// For issues and wikis.
        case markdown
    }

    /// One field of a change.
    public struct FieldChange: Hashable, Sendable {
        /// The way to it, such as `BackupPlan.Rules[0].Lifecycle.DeleteAfterDays`.
        public let path: String
        /// The value before; nothing when the field was not there.
        public let before: String?
        /// The value after; nothing when the field will not be there.
        public let after: String?
    }

    /// Prints a plan.
    public static func render(
        _ plan: ChangePlan, as format: Format, style: TableStyle = TableStyle()
    ) throws(ReportError) -> [UInt8] {
        switch format {
        case .json: return try ReportCoding.encode(plan, isPretty: true) + [0x0A]
        case .table: return Array(table(plan, style: style).utf8)
        case .markdown: return Array(markdown(plan).utf8)
        }
    }

    /// The fields a change alters, sorted by path; fields that stay are left out.
    public static func fields(of change: Change) -> [FieldChange] {
        var before: [String: String] = [:]
        var after: [String: String] = [:]
        if let value = change.before { flatten(value, at: "", into: &before) }
        flatten(change.after, at: "", into: &after)
        return Set(before.keys).union(after.keys).sorted().compactMap { path in
            guard before[path] != after[path] else { return nil }
            return FieldChange(path: path, before: before[path], after: after[path])
        }
    }

    private static func table(_ plan: ChangePlan, style: TableStyle) -> String {
        var text = ""
        for account in plan.accounts where !account.changes.isEmpty || !account.refusals.isEmpty {
            text += "\(account.accountID)  \(PlainText.safe(account.accountName))\n"
            for change in account.changes {
                let sign = change.before == nil ? "+" : "~"
                let mode = change.isEnforced ? "" : "  (observed only)"
                let name = "\(change.action.rawValue)  \(change.region)  \(PlainText.safe(change.target))"
                text += colour("  \(sign) \(name)\(mode)", sign == "+" ? "32" : "33", style) + "\n"
                for field in fields(of: change) {
                    let (before, after) = (field.before ?? "(none)", field.after ?? "(none)")
                    text += "      \(field.path): \(PlainText.safe(before)) → \(PlainText.safe(after))\n"
                }
            }
            for refusal in account.refusals {
                let place = refusal.region.map { "\($0)  " } ?? ""
                let words = "\(place)\(refusal.target): \(refusal.message)"
                text += colour("  ! \(refusal.code)  \(PlainText.safe(words))", "31", style) + "\n"
            }
        }
        return text + summary(plan) + "\n"
    }

    private static func markdown(_ plan: ChangePlan) -> String {
        var text = "# Change plan\n\n\(summary(plan))\n"
        for account in plan.accounts where !account.changes.isEmpty || !account.refusals.isEmpty {
            text += "\n## \(account.accountID) \(MarkdownText.cell(account.accountName))\n"
            for change in account.changes {
                let mode = change.isEnforced ? "" : ", observed only"
                let target = MarkdownText.cell(change.target)
                text += "\n### \(change.action.rawValue) \(target) (\(change.region)\(mode))\n\n"
                text += "| Field | Before | After |\n|---|---|---|\n"
                for field in fields(of: change) {
                    let cells = [field.path, field.before ?? "", field.after ?? ""].map(MarkdownText.cell)
                    text += "| \(cells.joined(separator: " | ")) |\n"
                }
            }
            if !account.refusals.isEmpty { text += "\n### Not planned\n\n" }
            for refusal in account.refusals {
                let words = MarkdownText.cell("\(refusal.target): \(refusal.message)")
                text += "- \(MarkdownText.cell(refusal.code)): \(words)\n"
            }
        }
        return text
    }

    private static func summary(_ plan: ChangePlan) -> String {
        let changes = plan.changes
        let enforced = changes.count { $0.isEnforced }
        let places = Set(changes.map(\.accountID)).count
        let made = "\(enforced) to make, \(changes.count - enforced) observed only"
        return "\(PlainText.counted(changes.count, "change")) in \(PlainText.counted(places, "account")): \(made); "
            + "\(plan.refusals.count) not planned"
    }

    private static func flatten(_ value: FieldValue, at path: String, into fields: inout [String: String]) {
        switch value {
        case .object(let members) where !members.isEmpty:
            for (name, member) in members {
                flatten(member, at: path.isEmpty ? name : "\(path).\(name)", into: &fields)
            }
        case .array(let elements) where !elements.isEmpty:
            for (index, element) in elements.enumerated() { flatten(element, at: "\(path)[\(index)]", into: &fields) }
        case .object: fields[path] = "{}"
        case .array: fields[path] = "[]"
        case .null: fields[path] = "null"
        case .bool(let truth): fields[path] = "\(truth)"
        case .integer(let number): fields[path] = "\(number)"
        case .string(let text): fields[path] = "\"\(text)\""
        }
    }

    private static func colour(_ text: String, _ code: String, _ style: TableStyle) -> String {
        style.isColoured ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
    }
}
