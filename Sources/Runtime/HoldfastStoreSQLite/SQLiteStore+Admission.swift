internal import FoundationEssentials
internal import GRDB
internal import HoldfastEvaluation
internal import HoldfastModel
internal import HoldfastReport
internal import HoldfastStore

extension SQLiteStore {
    /// Decides whether a report is taken in, given those it would replace.
    static func admission(
        of report: AccountReport, sequence: Int64, in database: Database
    ) throws -> ReportAdmission {
        let region = report.region?.rawValue ?? ""
        let standing = ReportAdmission.Standing(report, sequence: sequence)
        let rows = try Row.fetchAll(
            database, sql: "SELECT region, run, finished_at, sequence FROM report WHERE account = ?",
            arguments: [report.account.accountID.rawValue])
        let known = rows.map { row in
            (
                region: row["region"] as String,
                standing: ReportAdmission.Standing(
                    runID: row["run"], finishedAt: row["finished_at"], sequence: row["sequence"])
            )
        }
        let own = ReportAdmission(standing, known: known.first { $0.region == region }?.standing)
        guard own == .store else { return own }
        let replaced = known.filter { $0.region.isEmpty != region.isEmpty }
        return replaced.contains { ReportAdmission(standing, known: $0.standing) == .conflict } ? .conflict : .store
    }

    /// Takes away the reports and findings that a report on that account and Region replaces.
    static func removeReplaced(by key: ReportKey, in database: Database) throws {
        for table in ["report", "finding"] {
            if let region = key.region {
                try database.execute(
                    sql: "DELETE FROM \(table) WHERE account = ? AND region IN (?, '')",
                    arguments: [key.accountID.rawValue, region.rawValue])
            } else {
                try database.execute(
                    sql: "DELETE FROM \(table) WHERE account = ?", arguments: [key.accountID.rawValue])
            }
        }
    }

    /// Counts a report of a run.
    static func countRun(_ run: ReportRun, in database: Database) throws {
        try database.execute(
            sql: """
                INSERT INTO run VALUES (?, ?, ?, ?, 1) ON CONFLICT (id) DO UPDATE SET
                started_at = min(started_at, excluded.started_at),
                finished_at = max(finished_at, excluded.finished_at), reports = reports + 1
                """,
            arguments: [
                run.id, run.startedAt.millisecondsSinceEpoch, run.finishedAt.millisecondsSinceEpoch, run.policyHash,
            ])
    }

    /// The findings of a report as rows of their table.
    static func rows(of report: AccountReport) throws(StoreError) -> [StatementArguments] {
        var rows: [StatementArguments] = []
        rows.reserveCapacity(report.findings.count)
        let region = report.region?.rawValue ?? ""
        for finding in report.findings {
            rows.append([
                report.account.accountID.rawValue, region, finding.controlID, finding.resourceARN, finding.id,
                finding.verdict.rawValue, finding.severity.rawValue, try encode(finding),
            ])
        }
        return rows
    }
}
