internal import HoldfastEvaluation
internal import HoldfastModel

/// Findings as comma-separated values, after RFC 4180.
///
/// A spreadsheet runs cells that begin like a formula, and names in AWS are other people's text: such cells get an
/// apostrophe before them, which spreadsheets read as "this is text".
enum CSVText {
    static let head = row([
        "id", "controlId", "verdict", "severity", "accountId", "region", "resourceArn", "resourceType", "tier",
        "message", "waiverId",
    ])

    static func row(_ finding: Finding) -> String {
        row([
            finding.id, finding.controlID, finding.verdict.rawValue, finding.severity.rawValue,
            finding.accountID.rawValue, finding.region?.rawValue ?? "", finding.resourceARN, finding.resourceType,
            finding.tier ?? "", finding.message, finding.waiverID ?? "",
        ])
    }

    static func cell(_ text: String) -> String {
        let starts: [Character] = ["=", "+", "-", "@", "\t", "\r", "\r\n", "\n"]
        let safe = text.first.map(starts.contains) == true ? "'" + text : text
        guard safe.utf8.contains(where: { $0 == 0x22 || $0 == 0x2C || $0 == 0x0A || $0 == 0x0D }) else { return safe }
        return "\"" + safe.replacing("\"", with: "\"\"") + "\""
    }

    private static func row(_ cells: [String]) -> String { cells.map(cell).joined(separator: ",") + "\r\n" }
}
