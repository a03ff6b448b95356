public import HoldfastModel
public import HoldfastReport

/// The last summary of an account and Region, and what is remembered beside it.
public struct AccountStanding: Hashable, Sendable {
    /// The last summary.
    public let summary: AccountSummary
    /// When the last sweep that could read everything ended; nothing if none could.
    public let lastSuccessAt: Instant?
    /// When an aggregator took the report in; nothing in the agent that made it.
    public let receivedAt: Instant?

    /// Describes a standing.
    public init(summary: AccountSummary, lastSuccessAt: Instant?, receivedAt: Instant? = nil) {
        self.summary = summary
        self.lastSuccessAt = lastSuccessAt
        self.receivedAt = receivedAt
    }
}

/// Turns what the last sweeps found into metric families.
///
/// Series stand account by account. A count is written as zero only where it is known to be zero: what could not be read
/// has no series, and shows in `holdfast_coverage`.
public enum StateMetrics {
    /// The families of an organization's standings.
    ///
    /// - Parameter now: Decides which waivers have expired, and nothing else.
    public static func families(of standings: [AccountStanding], now: Instant) -> [MetricFamily] {
        let sorted = standings.sorted { $0.summary.key < $1.summary.key }
        return organization(sorted.map(\.summary), now: now) + sweeps(sorted) + resources(sorted.map(\.summary))
            + contents(sorted.map(\.summary))
    }

    private static func organization(_ summaries: [AccountSummary], now: Instant) -> [MetricFamily] {
        var info = MetricFamily(MetricCatalog.accountInfo)
        var seen: Set<AccountID> = []
        for summary in summaries where seen.insert(summary.key.accountID).inserted {
            let account = summary.account
            info.add([account.accountID.rawValue, account.accountName, account.ouPath], 1)
        }
        var accounts = MetricFamily(MetricCatalog.accounts)
        let states = Consolidator.accountStates(of: summaries).values
        for name in Consolidator.accountStateNames { accounts.add([name], count: states.count { $0 == name }) }
        var objectives = MetricFamily(MetricCatalog.policyRPO)
        var waivers = MetricFamily(MetricCatalog.waivers)
        // Agents may lag behind one another; the policy of the latest run is the one in force.
        if let policy = summaries.max(by: { $0.run.finishedAt < $1.run.finishedAt })?.policy {
            for tier in policy.tiers { objectives.add([tier.name], Double(tier.rpoSeconds)) }
            let expired = policy.waivers.count { $0.expiresAt <= now }
            waivers.add(["active"], count: policy.waivers.count - expired)
            waivers.add(["expired"], count: expired)
        }
        return [info, accounts, objectives, waivers]
    }

    private static func sweeps(_ standings: [AccountStanding]) -> [MetricFamily] {
        var coverage = MetricFamily(MetricCatalog.coverage)
        var success = MetricFamily(MetricCatalog.sweepSuccess)
        var duration = MetricFamily(MetricCatalog.sweepDuration)
        var lastSuccess = MetricFamily(MetricCatalog.sweepLastSuccess)
        var lastCompletion = MetricFamily(MetricCatalog.sweepLastCompletion)
        var received = MetricFamily(MetricCatalog.reportReceived)
        for standing in standings {
            let summary = standing.summary
            guard let region = summary.key.region else { continue }
            let place = [summary.key.accountID.rawValue, region.rawValue]
            for status in CoverageStatus.allCases where status.isInScope {
                coverage.add(place + [status.rawValue], count: status == summary.coverage.status ? 1 : 0)
            }
            success.add(place, count: summary.coverage.status == .complete ? 1 : 0)
            duration.add(place, summary.run.startedAt.duration(to: summary.run.finishedAt).inSeconds)
            if let at = standing.lastSuccessAt { lastSuccess.add(place, at.secondsSinceEpoch) }
            lastCompletion.add(place, summary.run.finishedAt.secondsSinceEpoch)
            if let at = standing.receivedAt { received.add(place, at.secondsSinceEpoch) }
        }
        return [coverage, success, duration, lastSuccess, lastCompletion, received]
    }

    private static func resources(_ summaries: [AccountSummary]) -> [MetricFamily] {
        var resources = MetricFamily(MetricCatalog.resources)
        var oldest = MetricFamily(MetricCatalog.oldestNewestRecoveryPoint)
        var breached = MetricFamily(MetricCatalog.resourcesRPOBreached)
        var never = MetricFamily(MetricCatalog.resourcesNeverBackedUp)
        var ignored = MetricFamily(MetricCatalog.resourcesIgnored)
        for summary in summaries {
            guard let region = summary.key.region else { continue }
            let place = [summary.key.accountID.rawValue, region.rawValue]
            if summary.coverage.knowsInventory { ignored.add(place, count: summary.ignoredResources) }
            let isWhole = summary.coverage.knowsInventory && summary.coverage.knows(.recoveryPoints)
            for group in summary.resources {
                let kind = [group.kind.type.rawValue, group.kind.policy]
                for status in ProtectionStatus.allCases {
                    resources.add(place + kind + [status.rawValue], count: group.counts[status])
                }
                if group.neverBackedUp > 0 {
                    oldest.add(place + kind, 0)
                } else if let at = group.oldestNewestRecoveryPoint {
                    oldest.add(place + kind, at.secondsSinceEpoch)
                }
            }
            for tier in summary.policy.tiers {
                let groups = summary.resources.filter { $0.kind.policy == tier.name }
                let (old, none) = groups.reduce((0, 0)) { ($0.0 + $1.rpoBreached, $0.1 + $1.neverBackedUp) }
                if old > 0 || isWhole { breached.add(place + [tier.name], count: old) }
                if none > 0 || isWhole { never.add(place + [tier.name], count: none) }
            }
        }
        return [resources, ignored, oldest, breached, never]
    }

    private static func contents(_ summaries: [AccountSummary]) -> [MetricFamily] {
        var findings = MetricFamily(MetricCatalog.findings)
        var points = MetricFamily(MetricCatalog.recoveryPoints)
        var bytes = MetricFamily(MetricCatalog.recoveryPointsBytes)
        var locked = MetricFamily(MetricCatalog.vaultLocked)
        var pending = MetricFamily(MetricCatalog.planPendingChanges)
        for summary in summaries {
            let place = [summary.key.accountID.rawValue, summary.key.region?.rawValue ?? ""]
            var kinds: [[String]: [Verdict: Int]] = [:]
            for entry in summary.findings {
                let kind = [entry.kind.control, entry.kind.severity.rawValue]
                kinds[kind, default: [:]][entry.kind.verdict, default: 0] += entry.count
            }
            for (kind, counts) in kinds.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
                for verdict in Verdict.allCases {
                    findings.add(place + kind + [verdict.rawValue], count: counts[verdict] ?? 0)
                }
            }
            for row in summary.recoveryPoints {
                points.add(place + [row.vault, row.storageClass, row.status], count: row.count)
                bytes.add(place + [row.vault, row.storageClass, row.status], Double(row.bytes))
            }
            for vault in summary.vaults {
                if let isLocked = vault.isLocked { locked.add(place + [vault.name], count: isLocked ? 1 : 0) }
            }
            for change in summary.pendingChanges { pending.add(place + [change.action], count: change.count) }
        }
        return [findings, points, bytes, locked, pending]
    }
}
