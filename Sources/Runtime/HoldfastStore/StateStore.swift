public import HoldfastModel
public import HoldfastReport

/// Keeps what must outlive a process: the last report of every account and Region, the runs, and the journal of writes.
///
/// Every call is atomic and, in a store on disk, durable when it returns. Calls may come from many tasks at once.
public protocol StateStore: Sendable {
    /// Takes a report in, if it is newer than what is known of its account and Region.
    ///
    /// A report on an account as a whole replaces its older reports by Region, and the other way round, so that an
    /// account never stands in coverage twice.
    ///
    /// - Parameters:
    ///   - report: The report.
    ///   - sequence: The number its agent gave it; decides between reports that finished at the same moment.
    ///   - receivedAt: When it came.
    /// - Returns: `unchanged` when the same account, Region and run is there already; nothing was written then.
    /// - Throws: `StoreError` with code `conflict` when a newer report is there.
    func putReport(
        _ report: AccountReport, sequence: Int64, receivedAt: Instant
    ) async throws(StoreError) -> PutOutcome

    /// The accounts and Regions there are reports of, sorted.
    func reportKeys() async throws(StoreError) -> [ReportKey]

    /// The last report of an account and Region, or nothing.
    func report(for key: ReportKey) async throws(StoreError) -> StoredReport?

    /// Findings of the last reports, a page at a time, sorted by account, Region, control, resource and id.
    func findings(matching query: FindingQuery) async throws(StoreError) -> FindingPage

    /// The runs that reports came from, newest first.
    func runs(limit: Int) async throws(StoreError) -> [RunRecord]

    /// Writes down that a change is about to be made, or how it ended, before anything else happens.
    func appendJournal(_ entry: JournalEntry) async throws(StoreError)

    /// All entries of one run, in the order they were written.
    func journal(ofRun runID: String) async throws(StoreError) -> [JournalEntry]

    /// The changes that were about to be made and have no end yet, of all runs, oldest first.
    func pendingJournalEntries() async throws(StoreError) -> [JournalEntry]
}

/// What became of a report that was given to a store.
public enum PutOutcome: Sendable, Hashable {
    /// It is now the last report of its account and Region.
    case stored
    /// The same account, Region and run was there already.
    case unchanged
}

/// A report as a store keeps it.
public struct StoredReport: Sendable, Hashable {
    /// The report.
    public let report: AccountReport
    /// The number its agent gave it.
    public let sequence: Int64
    /// When it came.
    public let receivedAt: Instant
    /// When the last report with complete coverage of this account and Region finished; nothing if there was none.
    public let lastSuccessAt: Instant?

    /// Describes a kept report.
    public init(report: AccountReport, sequence: Int64, receivedAt: Instant, lastSuccessAt: Instant?) {
        self.report = report
        self.sequence = sequence
        self.receivedAt = receivedAt
        self.lastSuccessAt = lastSuccessAt
    }
}

/// A run, as far as the reports that came of it tell.
public struct RunRecord: Sendable, Hashable, Codable {
    /// Its id.
    public let id: String
    /// When the first of its accounts and Regions was begun.
    public var startedAt: Instant
    /// When the last of them that is known was judged.
    public var finishedAt: Instant
    /// The digest of the policy it judged by.
    public let policyHash: String
    /// How many reports came of it.
    public var reports: Int

    /// Describes a run.
    public init(id: String, startedAt: Instant, finishedAt: Instant, policyHash: String, reports: Int) {
        self.id = id
        self.startedAt = startedAt
        self.finishedAt = finishedAt
        self.policyHash = policyHash
        self.reports = reports
    }

    /// Counts one more report in.
    public mutating func extend(by run: ReportRun) {
        startedAt = min(startedAt, run.startedAt)
        finishedAt = max(finishedAt, run.finishedAt)
        reports += 1
    }
}
