internal import HoldfastEvaluation
internal import HoldfastModel
internal import HoldfastPlanning
internal import HoldfastReport

/// One account in one Region, read and judged.
struct JudgedRegion: Sendable {
    let snapshot: RegionSnapshot
    let evaluation: RegionEvaluation
    let judgedAt: Instant
    let apiCalls: [APICallCount]

    /// What a watcher hears of it.
    var event: SweepEvent {
        let coverage = HoldfastReport.Coverage(gaps: snapshot.gaps, sources: snapshot.sources)
        return .regionJudged(
            snapshot.account, snapshot.region, coverage.status, resources: snapshot.resources.count,
            gaps: snapshot.gaps.count)
    }
}

/// Holds the judged Regions of accounts that are not complete yet: pure bookkeeping of a sweep.
struct SweepLedger: Sendable {
    /// The changes of every account that is complete.
    var plans: [AccountChangePlan] = []
    /// Every account and Region reported.
    var keys: Set<ReportKey> = []
    /// Whether everything that was to be done was begun.
    var isWhole = true
    private let regionsPerAccount: Int
    private var open: [AccountID: [JudgedRegion]] = [:]

    /// Begins with nothing.
    init(regionsPerAccount: Int) { self.regionsPerAccount = regionsPerAccount }

    /// Takes a judged Region; gives all of the account's, sorted, once the last has come.
    mutating func take(_ judged: JudgedRegion) -> [JudgedRegion]? {
        let account = judged.snapshot.account.id
        open[account, default: []].append(judged)
        guard let regions = open[account], regions.count == regionsPerAccount else { return nil }
        open[account] = nil
        return regions.sorted { $0.snapshot.region < $1.snapshot.region }
    }
}
