public import HoldfastEnforcement
internal import HoldfastEvaluation
public import HoldfastInventory
public import HoldfastModel
public import HoldfastPlanning
public import HoldfastPolicy
public import HoldfastReport
public import Logging

/// One full pass over accounts and Regions: reads, judges, plans, and hands every report on as soon as it is made.
///
/// A bounded number of account-Regions is in flight, and what was read of an account is let go with its last Region, so
/// that memory does not grow with the organization.
public struct SweepRun: Sendable {
    /// Whose, where and how widely.
    public struct Settings: Sendable {
        /// The run's id.
        public let id: String
        /// The Regions, each once.
        public let regions: [AWSRegion]
        /// How many account-Regions are read at the same time; at least one.
        public let concurrency: Int
        /// What is judged by.
        public let policy: ProtectionPolicy
        /// The digest of the policy file.
        public let policyHash: String

        /// Describes a pass.
        public init(
            id: String, regions: [AWSRegion], concurrency: Int, policy: ProtectionPolicy, policyHash: String
        ) {
            self.id = id
            self.regions = regions
            self.concurrency = max(1, concurrency)
            self.policy = policy
            self.policyHash = policyHash
        }
    }

    /// What a pass ends with.
    public struct Outcome: Sendable {
        /// The run, from its first read to its last verdict.
        public let run: ReportRun
        /// The changes that would bring the accounts to policy; empty where somebody took each account's own.
        public let plan: ChangePlan
        /// Every account and Region a report was made of.
        public let keys: Set<ReportKey>
        /// Whether the pass came to its end, and was not asked to stop before.
        public let isWhole: Bool
    }

    private let settings: Settings
    private let sessions: AccountSessions
    private let stop: StopSignal
    private let now: @Sendable () -> Instant
    private let takeCalls: @Sendable (AccountID, AWSRegion) -> [APICallCount]
    private let logger: Logger

    /// Makes a pass.
    ///
    /// - Parameters:
    ///   - settings: Whose, where and how widely.
    ///   - sessions: Gives each account's calls.
    ///   - stop: Lets what is in flight end and starts nothing more, once raised.
    ///   - now: The moment now.
    ///   - takeCalls: Gives, and forgets, the API calls made for an account and Region.
    ///   - logger: Hears of the start, the end and every reduced coverage.
    public init(
        settings: Settings, sessions: AccountSessions, stop: StopSignal = StopSignal(),
        now: @escaping @Sendable () -> Instant,
        takeCalls: @escaping @Sendable (AccountID, AWSRegion) -> [APICallCount] = { _, _ in [] }, logger: Logger
    ) {
        self.settings = settings
        self.sessions = sessions
        self.stop = stop
        self.now = now
        self.takeCalls = takeCalls
        var logger = logger
        logger[metadataKey: "sweep.id"] = "\(settings.id)"
        self.logger = logger
    }

    /// Makes the pass.
    ///
    /// - Parameters:
    ///   - accounts: Every account, with what is done with it.
    ///   - watch: Hears of progress.
    ///   - take: Gets the changes of each account as soon as they are planned, which are then not held: a long-lived
    ///     process must not grow with the organization. Without it the outcome has them all.
    ///   - sink: Gets every report, one after another, an account's Regions together.
    /// - Throws: What the sink throws, and `CancellationError`.
    public func run(
        over accounts: [AccountListing.Entry], watch: @Sendable (SweepEvent) -> Void = { _ in },
        take: ((AccountChangePlan) async throws -> Void)? = nil,
        sink: (AccountReport) async throws -> Void
    ) async throws -> Outcome {
        let startedAt = now()
        var ledger = SweepLedger(regionsPerAccount: settings.regions.count)
        let swept = try await reportNotSwept(accounts, watch: watch, ledger: &ledger, sink: sink)
        watch(.started(accounts: swept.count, regions: settings.regions.count))
        logger.info("sweep started", metadata: ["accounts": "\(swept.count)"])
        let work = swept.flatMap { account in settings.regions.map { (account, $0) } }
        try await withThrowingTaskGroup(of: JudgedRegion.self) { group in
            var next = work.makeIterator()
            var begun = 0
            while begun < settings.concurrency, !stop.isRaised, let (account, region) = next.next() {
                group.addTask { try await judge(account, region) }
                begun += 1
            }
            while let judged = try await group.next() {
                if !stop.isRaised, let (account, region) = next.next() {
                    group.addTask { try await judge(account, region) }
                    begun += 1
                }
                watch(judged.event)
                guard let regions = ledger.take(judged) else { continue }
                try await finish(regions, watch: watch, ledger: &ledger, take: take, sink: sink)
            }
            ledger.isWhole = begun == work.count
        }
        let run = ReportRun(
            id: settings.id, startedAt: startedAt, finishedAt: now(), policyHash: settings.policyHash)
        let plan = Planner(policy: settings.policy).plan(
            accounts: ledger.plans, createdAt: startedAt, policyHash: settings.policyHash)
        logger.info(
            "sweep finished",
            metadata: [
                "duration_ms": "\(startedAt.duration(to: run.finishedAt).wholeMilliseconds)",
                "changes": "\(plan.changes.count)",
            ])
        return Outcome(run: run, plan: plan, keys: ledger.keys, isWhole: ledger.isWhole)
    }

    private func reportNotSwept(
        _ entries: [AccountListing.Entry], watch: @Sendable (SweepEvent) -> Void, ledger: inout SweepLedger,
        sink: (AccountReport) async throws -> Void
    ) async throws -> [Account] {
        var swept: [Account] = []
        for entry in entries {
            let isExcluded: Bool
            switch entry.decision {
            case .sweep:
                swept.append(entry.account)
                continue
            case .suspended: isExcluded = false
            case .excluded: isExcluded = true
            }
            watch(.accountNotSwept(entry.account, isExcluded ? .excluded : .suspended))
            let moment = now()
            let attempt = AccountSweep(
                accountID: entry.account.id, region: nil, outcome: isExcluded ? .excluded : .suspended, sweptAt: moment)
            let report = AccountReport(
                notSwept: entry.account, isExcluded: isExcluded,
                findings: OrganizationControls.accountFindings(
                    accounts: [entry.account], coverage: [attempt], now: moment),
                policy: ReportPolicy(policy: settings.policy),
                run: ReportRun(
                    id: settings.id, startedAt: moment, finishedAt: moment, policyHash: settings.policyHash))
            ledger.keys.insert(report.key)
            try await sink(report)
        }
        return swept
    }

    /// Reads and judges one account in one Region; an account that cannot be entered is judged as unknown.
    private func judge(_ account: Account, _ region: AWSRegion) async throws -> JudgedRegion {
        let visit = RegionVisit(policy: settings.policy, sessions: sessions, now: now)
        let snapshot = try await visit.snapshot(of: account, in: region)
        if let gap = snapshot.gaps.first {
            logger.warning(
                "Region not readable in full",
                metadata: [
                    "account.id": "\(account.id)", "aws.region": "\(region)", "gaps": "\(snapshot.gaps.count)",
                    "api": "\(gap.api)", "reason": "\(gap.reason.rawValue)", "code": "\(gap.code)",
                ])
        }
        let evaluation = Evaluator(policy: settings.policy).evaluate(snapshot, now: snapshot.takenAt)
        return JudgedRegion(
            snapshot: snapshot, evaluation: evaluation, judgedAt: now(), apiCalls: takeCalls(account.id, region))
    }

    /// Plans an account whose Regions are all judged, and hands its reports on.
    private func finish(
        _ regions: [JudgedRegion], watch: @Sendable (SweepEvent) -> Void, ledger: inout SweepLedger,
        take: ((AccountChangePlan) async throws -> Void)?, sink: (AccountReport) async throws -> Void
    ) async throws {
        guard let account = regions.first?.snapshot.account else { return }
        let planned = Planner(policy: settings.policy).plan(
            account: account,
            regions: regions.map { Planner.Region(snapshot: $0.snapshot, evaluation: $0.evaluation) })
        if take == nil { ledger.plans.append(planned) }
        watch(.accountFinished(account, changes: planned.changes.count))
        let accountFindings = Self.accountFindings(account, regions, now: now())
        for (index, judged) in regions.enumerated() {
            let report = AccountReport(
                snapshot: judged.snapshot, evaluation: judged.evaluation, changes: planned,
                policy: ReportPolicy(policy: settings.policy),
                ownershipTag: Planner.ownershipTags.keys.sorted().first ?? "",
                accountFindings: index == 0 ? accountFindings : [], apiCalls: judged.apiCalls,
                run: ReportRun(
                    id: settings.id, startedAt: judged.snapshot.takenAt, finishedAt: judged.judgedAt,
                    policyHash: settings.policyHash))
            ledger.keys.insert(report.key)
            try await sink(report)
        }
        try await take?(planned)
    }

    /// What is said of the account as a whole, from what became of its Regions.
    private static func accountFindings(_ account: Account, _ regions: [JudgedRegion], now: Instant) -> [Finding] {
        let attempts = regions.map { judged in
            let coverage = Coverage(gaps: judged.snapshot.gaps, sources: judged.snapshot.sources)
            return AccountSweep(
                accountID: account.id, region: judged.snapshot.region,
                outcome: AccountSweep.Outcome(rawValue: coverage.status.rawValue) ?? .partial,
                sweptAt: judged.snapshot.takenAt)
        }
        return OrganizationControls.accountFindings(accounts: [account], coverage: attempts, now: now)
    }
}
