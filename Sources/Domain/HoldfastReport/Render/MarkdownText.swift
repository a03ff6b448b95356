internal import HoldfastEvaluation
internal import HoldfastModel

/// A report as Markdown.
enum MarkdownText {
    static func head(_ overview: OrganizationOverview) -> String {
        let counts = overview.summary.resources
        var text = "# Backup posture, run \(cell(overview.run.id))\n\n"
        text += "From \(overview.run.startedAt) to \(overview.run.finishedAt).\n\n"
        text += "| Resources | Protected | Pending | Unprotected | Unknown | Waived |\n|--:|--:|--:|--:|--:|--:|\n"
        text += "| \(counts.total) | \(counts.protected) | \(counts.pending) | \(counts.unprotected) | "
        text += "\(counts.unknown) | \(counts.waived) |\n\n## Coverage\n\n"
        text += "| Account | Name | Region | Status | Gaps |\n|---|---|---|---|---|\n"
        for entry in overview.coverage {
            let gaps = entry.gaps.map { "\($0.api): \($0.error)" }.joined(separator: "; ")
            text += "| \(entry.accountID) | \(cell(entry.accountName)) | \(entry.region?.rawValue ?? "") | "
            text += "\(entry.status.rawValue) | \(cell(gaps)) |\n"
        }
        return text
    }

    static func row(_ finding: Finding, isFirst: inout Bool) -> String {
        switch finding.verdict {
        case .compliant, .notApplicable: return ""
        case .nonCompliant, .waived, .unknown: break
        }
        var text = ""
        if isFirst {
            text = "\n## Findings\n\n| Severity | Verdict | Control | Account | Region | Resource | Message |\n"
            text += "|---|---|---|---|---|---|---|\n"
            isFirst = false
        }
        let cells = [
            finding.severity.rawValue, finding.verdict.rawValue, finding.controlID, finding.accountID.rawValue,
            finding.region?.rawValue ?? "", finding.resourceARN, finding.message,
        ]
        return text + "| " + cells.map(cell).joined(separator: " | ") + " |\n"
    }

    static func tail(_ overview: OrganizationOverview) -> String {
        var text = "\n## Findings by verdict\n\n| Verdict | Findings |\n|---|--:|\n"
        for verdict in Verdict.allCases {
            text += "| \(verdict.rawValue) | \(overview.summary.byVerdict[verdict.rawValue] ?? 0) |\n"
        }
        return text
    }

    /// Text that stays inside its cell and is no markup.
    static func cell(_ text: String) -> String {
        var escaped = ""
        for character in PlainText.safe(text) {
            if "\\|`*_<>[]".contains(character) { escaped.append("\\") }
            escaped.append(character)
        }
        return escaped
    }
}
