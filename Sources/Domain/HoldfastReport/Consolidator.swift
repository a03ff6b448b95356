internal import HoldfastEvaluation
public import HoldfastModel

/// Makes one report of many.
///
/// Reports may come in any order and the outcome is the same. Only summaries are kept; whoever needs the findings
/// streams them from where the reports are, in the order of their keys.
public struct Consolidator: Sendable {
    private var summaries: [ReportKey: AccountSummary] = [:]

    /// Begins with nothing.
    public init() {}

    /// Takes one account and Region in; of two reports on the same, the one that finished later counts.
    public mutating func add(_ summary: AccountSummary) {
        if let known = summaries[summary.key], known.run.finishedAt > summary.run.finishedAt { return }
        summaries[summary.key] = summary
    }

    /// The summaries taken in, sorted by account and Region.
    public var accounts: [AccountSummary] { summaries.values.sorted { $0.key < $1.key } }

    /// The whole organization.
    ///
    /// - Parameter run: The run as its driver knows it; else it spans the reports, with the id and policy of the latest.
    public func overview(run: ReportRun? = nil) -> OrganizationOverview {
        let accounts = self.accounts
        let coverage = accounts.map { summary in
            CoverageEntry(
                accountID: summary.account.accountID, accountName: summary.account.accountName,
                region: summary.key.region, status: summary.coverage.status, gaps: summary.coverage.gaps)
        }
        var calls: [String: [String: Int]] = [:]
        for call in accounts.flatMap(\.apiCalls) {
            calls[call.service, default: [:]][call.operation, default: 0] += call.count
        }
        return OrganizationOverview(
            run: run ?? Self.span(of: accounts), coverage: coverage, summary: Self.summary(of: accounts),
            apiCalls: calls)
    }

    /// Makes the whole document of reports held in memory.
    public static func organizationReport(of reports: [AccountReport], run: ReportRun? = nil) -> OrganizationReport {
        var consolidator = Consolidator()
        var newest: [ReportKey: AccountReport] = [:]
        for report in reports {
            consolidator.add(AccountSummary(report))
            if let known = newest[report.key], known.run.finishedAt > report.run.finishedAt { continue }
            newest[report.key] = report
        }
        let findings = newest.values.sorted { $0.key < $1.key }.flatMap(\.findings)
        return OrganizationReport(overview: consolidator.overview(run: run), findings: findings)
    }

    /// The state of each account: `ok`, or the worst coverage among its Regions.
    public static func accountStates(of accounts: [AccountSummary]) -> [AccountID: String] {
        let order: [CoverageStatus] = [.complete, .excluded, .suspended, .partial, .throttled, .denied]
        var worst: [AccountID: Int] = [:]
        for summary in accounts {
            let rank = order.firstIndex(of: summary.coverage.status) ?? 0
            worst[summary.key.accountID] = max(worst[summary.key.accountID] ?? 0, rank)
        }
        return worst.mapValues { $0 == 0 ? "ok" : order[$0].rawValue }
    }

    /// The values `accountStates` can give, sorted.
    public static let accountStateNames = ["denied", "excluded", "ok", "partial", "suspended", "throttled"]

    private static func span(of accounts: [AccountSummary]) -> ReportRun {
        let epoch = Instant(millisecondsSinceEpoch: 0)
        let latest = accounts.max { ($0.run.finishedAt, $0.run.id) < ($1.run.finishedAt, $1.run.id) }
        return ReportRun(
            id: latest?.run.id ?? "", startedAt: accounts.map(\.run.startedAt).min() ?? epoch,
            finishedAt: latest?.run.finishedAt ?? epoch, policyHash: latest?.run.policyHash ?? "")
    }

    private static func summary(of accounts: [AccountSummary]) -> OrganizationSummary {
        var byVerdict = Dictionary(uniqueKeysWithValues: Verdict.allCases.map { ($0.rawValue, 0) })
        var bySeverity = Dictionary(uniqueKeysWithValues: Severity.allCases.map { ($0.rawValue, 0) })
        var byControl: [String: [String: Int]] = [:]
        var byAccount: [String: [String: Int]] = [:]
        var resources: [String: ResourceCounts] = [:]
        var pending: [String: Int] = [:]
        for summary in accounts where summary.coverage.status.isInScope {
            let account = summary.key.accountID.rawValue
            byAccount[account] = [:]
            resources[account] = (resources[account] ?? ResourceCounts()) + summary.resourceCounts
        }
        for summary in accounts {
            for entry in summary.findings {
                let (kind, verdict) = (entry.kind, entry.kind.verdict.rawValue)
                byVerdict[verdict, default: 0] += entry.count
                byControl[kind.control, default: [:]][verdict, default: 0] += entry.count
                byAccount[summary.key.accountID.rawValue, default: [:]][verdict, default: 0] += entry.count
                if kind.verdict == .nonCompliant { bySeverity[kind.severity.rawValue, default: 0] += entry.count }
            }
            for change in summary.pendingChanges { pending[change.action, default: 0] += change.count }
        }
        let inScope = accounts.filter { $0.coverage.status.isInScope }
        let complete = inScope.filter { $0.coverage.status == .complete }
        var states = Dictionary(uniqueKeysWithValues: accountStateNames.map { ($0, 0) })
        for state in accountStates(of: accounts).values { states[state, default: 0] += 1 }
        return OrganizationSummary(
            byVerdict: byVerdict, bySeverity: bySeverity, byControl: byControl, byAccount: byAccount, accounts: states,
            coverageRatio: inScope.isEmpty ? 0 : Double(complete.count) / Double(inScope.count),
            resources: accounts.reduce(ResourceCounts()) { $0 + $1.resourceCounts }, resourcesByAccount: resources,
            pendingChanges: pending, managed: accounts.reduce(ManagedCounts()) { $0 + $1.managed })
    }
}
