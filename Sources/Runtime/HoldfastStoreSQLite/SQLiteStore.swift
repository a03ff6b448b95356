internal import FoundationEssentials
internal import GRDB
public import HoldfastModel
public import HoldfastReport
public import HoldfastStore

/// A store in one SQLite file.
///
/// Readers do not wait for the writer (write-ahead log), and what a call wrote is on the disk when it returns
/// (`synchronous = FULL`), so that a power cut loses nothing a caller was told is kept.
public final class SQLiteStore: StateStore {
    private let pool: DatabasePool

    /// Opens a store, or makes one where there is none, and brings its tables up to date.
    ///
    /// - Parameter path: The file; `-wal` and `-shm` files appear beside it. Its folder must be there.
    /// - Throws: `StoreError` with code `unavailable`.
    public init(path: String) throws(StoreError) {
        do {
            var configuration = Configuration()
            configuration.prepareDatabase { database in
                try database.execute(sql: "PRAGMA synchronous = FULL")
            }
            configuration.busyMode = .timeout(5)
            // Reads are short and the page cache counts once for each reader, so few readers are enough.
            configuration.maximumReaderCount = 2
            pool = try DatabasePool(path: path, configuration: configuration)
            try StoreMigrations.migrator.migrate(pool)
        } catch {
            throw StoreError(code: .unavailable, message: "cannot open the store \(path)", underlying: error)
        }
    }

    /// Takes a report in, if it is newer than what is known of its account and Region.
    public func putReport(
        _ report: AccountReport, sequence: Int64, receivedAt: Instant
    ) async throws(StoreError) -> PutOutcome {
        let body = try Self.encode(report)
        let findings = try Self.rows(of: report)
        let admission = try await write { database in
            let admission = try Self.admission(of: report, sequence: sequence, in: database)
            guard admission == .store else { return admission }
            let key = report.key
            let lastSuccess = try Int64.fetchOne(
                database, sql: "SELECT last_success_at FROM report WHERE account = ? AND region = ?",
                arguments: [key.accountID.rawValue, key.region?.rawValue ?? ""])
            try Self.removeReplaced(by: key, in: database)
            let finished = report.run.finishedAt.millisecondsSinceEpoch
            try database.execute(
                sql: "INSERT INTO report VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                arguments: [
                    key.accountID.rawValue, key.region?.rawValue ?? "", report.run.id, finished, sequence,
                    receivedAt.millisecondsSinceEpoch, report.coverage.status == .complete ? finished : lastSuccess,
                    body,
                ])
            let insert = try database.makeStatement(
                sql: "INSERT OR REPLACE INTO finding VALUES (?, ?, ?, ?, ?, ?, ?, ?)")
            for row in findings { try insert.execute(arguments: row) }
            try Self.countRun(report.run, in: database)
            return .store
        }
        switch admission {
        case .store: return .stored
        case .unchanged: return .unchanged
        case .conflict: throw ReportAdmission.tooOld(report)
        }
    }

    /// The accounts and Regions there are reports of, sorted.
    public func reportKeys() async throws(StoreError) -> [ReportKey] {
        try await read { database in
            try Row.fetchAll(database, sql: "SELECT account, region FROM report ORDER BY account, region").compactMap {
                row in
                AccountID(rawValue: row["account"]).map {
                    ReportKey(accountID: $0, region: AWSRegion(rawValue: row["region"]))
                }
            }
        }
    }

    /// The last report of an account and Region, or nothing.
    public func report(for key: ReportKey) async throws(StoreError) -> StoredReport? {
        let found = try await read { database in
            try Row.fetchOne(
                database, sql: "SELECT * FROM report WHERE account = ? AND region = ?",
                arguments: [key.accountID.rawValue, key.region?.rawValue ?? ""]
            ).map { row in
                (
                    body: row["body"] as Data, sequence: row["sequence"] as Int64,
                    receivedAt: row["received_at"] as Int64, lastSuccessAt: row["last_success_at"] as Int64?
                )
            }
        }
        guard let found else { return nil }
        return StoredReport(
            report: try Self.decode(AccountReport.self, from: found.body), sequence: found.sequence,
            receivedAt: Instant(millisecondsSinceEpoch: found.receivedAt),
            lastSuccessAt: found.lastSuccessAt.map(Instant.init(millisecondsSinceEpoch:)))
    }

    /// The runs that reports came from, newest first.
    public func runs(limit: Int) async throws(StoreError) -> [RunRecord] {
        try await read { database in
            try Row.fetchAll(
                database, sql: "SELECT * FROM run ORDER BY started_at DESC, id DESC LIMIT ?", arguments: [limit]
            ).map { row in
                RunRecord(
                    id: row["id"], startedAt: Instant(millisecondsSinceEpoch: row["started_at"]),
                    finishedAt: Instant(millisecondsSinceEpoch: row["finished_at"]), policyHash: row["policy_hash"],
                    reports: row["reports"])
            }
        }
    }

    /// Runs a transaction that writes.
    func write<Value: Sendable>(
        _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws(StoreError) -> Value {
        do {
            return try await pool.write(body)
        } catch {
            throw StoreError(code: .unavailable, message: "the store could not be written", underlying: error)
        }
    }

    /// Runs a transaction that reads.
    func read<Value: Sendable>(
        _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws(StoreError) -> Value {
        do {
            return try await pool.read(body)
        } catch {
            throw StoreError(code: .unavailable, message: "the store could not be read", underlying: error)
        }
    }

    /// Writes a value as the store keeps it.
    static func encode(_ value: some Encodable) throws(StoreError) -> Data {
        do {
            return Data(try ReportCoding.encode(value))
        } catch {
            throw StoreError(code: .corrupt, message: "a value cannot be written", underlying: error)
        }
    }

    /// Reads a value as the store keeps it.
    static func decode<Value: Decodable>(_ type: Value.Type, from body: Data) throws(StoreError) -> Value {
        do {
            return try ReportCoding.decode(type, from: body)
        } catch {
            throw StoreError(code: .corrupt, message: "a kept \(type) cannot be read", underlying: error)
        }
    }
}
