public import HoldfastMetrics
public import HoldfastModel
public import HoldfastReport
internal import Synchronization

/// Holds what the last sweeps found, for the scrapes to come.
///
/// Only summaries are kept, so that memory follows the number of accounts and not of resources.
public final class PublishedReport: Sendable {
    private struct State {
        var standings: [ReportKey: AccountStanding] = [:]
        var isComplete = false
        /// Whether the last sweep knew all accounts; nothing where no sweep of this process has ended.
        var isListingWhole: Bool?
    }

    private let state = Mutex(State())

    /// Holds nothing yet, and is not ready.
    public init() {}

    /// Takes in what is known from before, so that a restarted process can answer at once.
    public func restore(_ standings: [AccountStanding]) {
        state.withLock { state in
            for standing in standings { state.standings[standing.summary.key] = standing }
            if !standings.isEmpty { state.isComplete = true }
        }
    }

    /// Takes in what a sweep found of one account and Region, unless something newer is there.
    public func publish(_ summary: AccountSummary, receivedAt: Instant? = nil) {
        state.withLock { state in
            let known = state.standings[summary.key]
            if let known, known.summary.run.finishedAt > summary.run.finishedAt { return }
            let succeeded = summary.coverage.status == .complete
            for key in state.standings.keys where key.replaces(summary.key) { state.standings[key] = nil }
            state.standings[summary.key] = AccountStanding(
                summary: summary, lastSuccessAt: succeeded ? summary.run.finishedAt : known?.lastSuccessAt,
                receivedAt: receivedAt)
        }
    }

    /// Ends a sweep: what it did not find any more is forgotten, and the process is ready from now on.
    ///
    /// Where the accounts could not all be listed nothing is forgotten: an account out of sight keeps its last state,
    /// whose age then shows.
    ///
    /// - Parameters:
    ///   - keys: Every account and Region of the sweep.
    ///   - isListingWhole: Whether the sweep knew all accounts there are.
    public func finishSweep(of keys: Set<ReportKey>, isListingWhole: Bool) {
        state.withLock { state in
            if isListingWhole { state.standings = state.standings.filter { keys.contains($0.key) } }
            state.isListingWhole = isListingWhole
            state.isComplete = true
        }
    }

    /// Why there is nothing to show yet, or nothing when there is.
    public var reasonNotReady: String? {
        state.withLock { $0.isComplete ? nil : "the first sweep has not ended yet" }
    }

    /// What is known of every account and Region, sorted.
    public var standings: [AccountStanding] {
        state.withLock { Array($0.standings.values) }.sorted { $0.summary.key < $1.summary.key }
    }

    /// The families of all that is known.
    public func families(now: Instant) -> [MetricFamily] {
        var listing = MetricFamily(MetricCatalog.accountListingSuccess)
        if let isWhole = state.withLock({ $0.isListingWhole }) { listing.add([], isWhole ? 1 : 0) }
        return [listing] + StateMetrics.families(of: standings, now: now)
    }
}

extension ReportKey {
    /// Whether one is about the account as a whole and the other about one of its Regions.
    fileprivate func replaces(_ other: ReportKey) -> Bool {
        accountID == other.accountID && (region == nil) != (other.region == nil)
    }
}
