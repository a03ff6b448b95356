public import HoldfastModel
public import HoldfastReport
internal import Synchronization

/// A store that forgets everything with the process: for tests and for runs that need no memory.
public final class InMemoryStore: StateStore {
    private struct Contents {
        var reports: [ReportKey: StoredReport] = [:]
        var runs: [String: RunRecord] = [:]
        var journal: [JournalEntry] = []
    }

    private let contents = Mutex(Contents())

    /// Makes an empty store.
    public init() {}

    /// Takes a report in, if it is newer than what is known of its account and Region.
    public func putReport(
        _ report: AccountReport, sequence: Int64, receivedAt: Instant
    ) async throws(StoreError) -> PutOutcome {
        let admission = contents.withLock { contents in
            let related = contents.reports.filter { report.key.isRelated(to: $0.key) }
            let standing = ReportAdmission.Standing(report, sequence: sequence)
            let decisions = related.values.map {
                ReportAdmission(standing, known: ReportAdmission.Standing($0.report, sequence: $0.sequence))
            }
            let known = contents.reports[report.key]
            let own = ReportAdmission(
                standing, known: known.map { ReportAdmission.Standing($0.report, sequence: $0.sequence) })
            guard own == .store else { return own }
            guard !decisions.contains(.conflict) else { return .conflict }
            for key in related.keys { contents.reports[key] = nil }
            let succeeded = report.coverage.status == .complete
            contents.reports[report.key] = StoredReport(
                report: report, sequence: sequence, receivedAt: receivedAt,
                lastSuccessAt: succeeded ? report.run.finishedAt : known?.lastSuccessAt)
            var run = contents.runs[report.run.id] ?? RunRecord(first: report.run)
            run.extend(by: report.run)
            contents.runs[report.run.id] = run
            return .store
        }
        switch admission {
        case .store: return .stored
        case .unchanged: return .unchanged
        case .conflict: throw ReportAdmission.tooOld(report)
        }
    }

    /// The accounts and Regions there are reports of, sorted.
    public func reportKeys() async throws(StoreError) -> [ReportKey] { contents.withLock { $0.reports.keys.sorted() } }

    /// The last report of an account and Region, or nothing.
    public func report(for key: ReportKey) async throws(StoreError) -> StoredReport? {
        contents.withLock { $0.reports[key] }
    }

    /// Findings of the last reports, a page at a time.
    public func findings(matching query: FindingQuery) async throws(StoreError) -> FindingPage {
        let reports = contents.withLock { contents in
            contents.reports.values.map { (region: $0.report.region, findings: $0.report.findings) }
        }
        let sorted = reports.flatMap { region, findings in
            findings.filter { query.matches($0, reportRegion: region) }
                .map { (position: FindingPosition($0, reportRegion: region), finding: $0) }
        }.sorted { $0.position < $1.position }
        let rest = sorted.filter { entry in query.after.map { $0 < entry.position } ?? true }
        let page = rest.prefix(query.limit)
        return FindingPage(
            findings: page.map(\.finding), total: sorted.count,
            next: rest.count > page.count ? page.last?.position : nil)
    }

    /// The runs that reports came from, newest first.
    public func runs(limit: Int) async throws(StoreError) -> [RunRecord] {
        let runs = contents.withLock { Array($0.runs.values) }
        return Array(runs.sorted { ($0.startedAt, $0.id) > ($1.startedAt, $1.id) }.prefix(limit))
    }

    /// Writes a line of the journal.
    public func appendJournal(_ entry: JournalEntry) async throws(StoreError) {
        contents.withLock { $0.journal.append(entry) }
    }

    /// All entries of one run, in the order they were written.
    public func journal(ofRun runID: String) async throws(StoreError) -> [JournalEntry] {
        contents.withLock { $0.journal.filter { $0.runID == runID } }
    }

    /// The changes that were about to be made and have no end yet, oldest first.
    public func pendingJournalEntries() async throws(StoreError) -> [JournalEntry] {
        let journal = contents.withLock { $0.journal }
        let ended = Set(journal.filter(\.isEnd).map { [$0.runID, $0.changeID] })
        return journal.filter { !$0.isEnd && !ended.contains([$0.runID, $0.changeID]) }
    }
}

extension ReportKey {
    /// Whether a report on one replaces an older one on the other: one is about the account as a whole, the other about
    /// one of its Regions.
    public func isRelated(to other: ReportKey) -> Bool {
        accountID == other.accountID && (region == nil) != (other.region == nil)
    }
}

extension RunRecord {
    /// A run of which no report has been counted yet.
    public init(first run: ReportRun) {
        self.init(
            id: run.id, startedAt: run.startedAt, finishedAt: run.finishedAt, policyHash: run.policyHash, reports: 0)
    }
}
