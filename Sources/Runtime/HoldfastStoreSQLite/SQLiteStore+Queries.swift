internal import FoundationEssentials
internal import GRDB
internal import HoldfastEvaluation
internal import HoldfastModel
public import HoldfastStore

extension SQLiteStore {
    /// Findings of the last reports, a page at a time.
    public func findings(matching query: FindingQuery) async throws(StoreError) -> FindingPage {
        let filters: [(column: String, value: String?)] = [
            ("account", query.accountID?.rawValue), ("region", query.region?.rawValue), ("control", query.controlID),
            ("verdict", query.verdict?.rawValue), ("severity", query.severity?.rawValue),
        ]
        let given = filters.filter { $0.value != nil }
        let condition = given.map { "\($0.column) = ?" }.joined(separator: " AND ")
        let values = given.compactMap(\.value)
        let (total, rows) = try await read { database in
            let clause = condition.isEmpty ? "1" : condition
            let total = try Int.fetchOne(
                database, sql: "SELECT count(*) FROM finding WHERE \(clause)", arguments: StatementArguments(values))
            var sql = "SELECT region, body FROM finding WHERE \(clause)"
            if query.after != nil { sql += " AND (account, region, control, resource, id) > (?, ?, ?, ?, ?)" }
            // One more than asked for tells whether there is a next page.
            sql += " ORDER BY account, region, control, resource, id LIMIT \(query.limit + 1)"
            let rows = try Row.fetchAll(
                database, sql: sql, arguments: StatementArguments(values + (query.after?.fields ?? [])))
            return (total ?? 0, rows.map { (region: $0["region"] as String, body: $0["body"] as Data) })
        }
        var findings: [Finding] = []
        var last: FindingPosition?
        for row in rows.prefix(query.limit) {
            let finding = try Self.decode(Finding.self, from: row.body)
            findings.append(finding)
            last = FindingPosition(finding, reportRegion: AWSRegion(rawValue: row.region))
        }
        return FindingPage(findings: findings, total: total, next: rows.count > query.limit ? last : nil)
    }

    /// Writes a line of the journal.
    public func appendJournal(_ entry: JournalEntry) async throws(StoreError) {
        let body = try Self.encode(entry)
        try await write { database in
            try database.execute(
                sql: "INSERT INTO journal (run, change, is_end, body) VALUES (?, ?, ?, ?)",
                arguments: [entry.runID, entry.changeID, entry.isEnd, body])
        }
    }

    /// All entries of one run, in the order they were written.
    public func journal(ofRun runID: String) async throws(StoreError) -> [JournalEntry] {
        try await entries(where: "run = ?", [runID])
    }

    /// The changes that were about to be made and have no end yet, oldest first.
    public func pendingJournalEntries() async throws(StoreError) -> [JournalEntry] {
        try await entries(
            where: """
                is_end = 0 AND NOT EXISTS (
                    SELECT 1 FROM journal AS ended
                    WHERE ended.run = journal.run AND ended.change = journal.change AND ended.is_end = 1)
                """, [])
    }

    private func entries(where condition: String, _ values: [String]) async throws(StoreError) -> [JournalEntry] {
        let bodies = try await read { database in
            try Data.fetchAll(
                database, sql: "SELECT body FROM journal WHERE \(condition) ORDER BY number",
                arguments: StatementArguments(values))
        }
        var entries: [JournalEntry] = []
        for body in bodies { entries.append(try Self.decode(JournalEntry.self, from: body)) }
        return entries
    }
}
