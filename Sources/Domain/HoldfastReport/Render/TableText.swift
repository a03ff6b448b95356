internal import HoldfastEvaluation
internal import HoldfastModel

/// A report as people read it at a terminal.
///
/// Findings that are compliant or do not apply are counted, not listed.
enum TableText {
    /// The terminal from which on the resource and the message have columns of their own.
    private static let wide = 110

    static func head(_ overview: OrganizationOverview, style: TableStyle) -> String {
        let resources = overview.summary.resources
        let inScope = overview.coverage.count { $0.status.isInScope }
        let complete = overview.coverage.count { $0.status == .complete }
        var lines = [
            "Run \(PlainText.safe(overview.run.id))  \(overview.run.startedAt) to \(overview.run.finishedAt)",
            "Coverage  \(complete) of \(inScope) accounts × Regions complete",
            "Resources \(resources.total): \(resources.protected) protected, \(resources.pending) pending, "
                + "\(resources.unprotected) unprotected, \(resources.unknown) unknown, \(resources.waived) waived",
        ]
        let incomplete = overview.coverage.filter { $0.status != .complete }
        if !incomplete.isEmpty {
            lines += ["", "NOT COMPLETE"]
            for entry in incomplete {
                let place =
                    "\(entry.accountID)  \(PlainText.fitted(entry.accountName, 20))  "
                    + PlainText.fitted(entry.region?.rawValue ?? "-", 15)
                let reason = entry.gaps.first.map { "\($0.api): \($0.error)" } ?? ""
                let more = entry.gaps.count > 1 ? " and \(entry.gaps.count - 1) more" : ""
                let status = PlainText.fitted(entry.status.rawValue, 10)
                lines.append(PlainText.trimmed("  \(place)  \(status)  \(PlainText.safe(reason))\(more)"))
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    static func row(_ finding: Finding, style: TableStyle, isFirst: inout Bool) -> String {
        switch finding.verdict {
        case .compliant, .notApplicable: return ""
        case .nonCompliant, .waived, .unknown: break
        }
        let isWide = style.width >= wide
        var text = ""
        if isFirst {
            text = "\n" + header(isWide: isWide)
            isFirst = false
        }
        let severity = PlainText.coloured(
            PlainText.fitted(finding.severity.rawValue, 8), finding.severity, isColoured: style.isColoured)
        let start =
            "\(severity)  \(PlainText.fitted(finding.verdict.rawValue, 13))  "
            + "\(PlainText.fitted(finding.controlID, 9))  "
        guard isWide else {
            let resource = PlainText.safe(finding.resourceARN)
            return text + PlainText.trimmed(start) + "\n  \(resource)\n  \(PlainText.safe(finding.message))\n"
        }
        let place = "\(finding.accountID)  \(PlainText.fitted(finding.region?.rawValue ?? "-", 14))  "
        let resource = PlainText.fitted(shortName(finding.resourceARN), 28)
        let room = max(20, style.width - 96)
        let message = PlainText.trimmed(PlainText.fitted(finding.message, room))
        return text + "\(start)\(place)\(resource)  \(message)\n"
    }

    static func tail(_ overview: OrganizationOverview, style: TableStyle) -> String {
        let summary = overview.summary
        let verdicts = Verdict.allCases.map { "\(summary.byVerdict[$0.rawValue] ?? 0) \($0.rawValue)" }
        let severities = Severity.allCases.reversed().map { "\(summary.bySeverity[$0.rawValue] ?? 0) \($0.rawValue)" }
        let pending = summary.pendingChanges.values.reduce(0, +)
        return """

            Findings  \(verdicts.joined(separator: ", "))
            Not compliant by severity  \(severities.joined(separator: ", "))
            Pending changes  \(pending)

            """
    }

    private static func header(isWide: Bool) -> String {
        isWide
            ? "SEVERITY  VERDICT        CONTROL    ACCOUNT       REGION          RESOURCE                      MESSAGE\n"
            : "SEVERITY  VERDICT        CONTROL\n"
    }

    /// The last fields of an ARN, which tell things apart in a narrow column.
    private static func shortName(_ arn: String) -> String {
        ResourceARN(rawValue: arn).map { "\($0.service):\($0.resource)" } ?? arn
    }
}
