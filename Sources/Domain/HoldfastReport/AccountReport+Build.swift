public import HoldfastEvaluation
public import HoldfastModel
public import HoldfastPlanning

extension AccountReport {
    /// Makes the report of one account and Region that was looked at, or that refused to be.
    ///
    /// - Parameters:
    ///   - snapshot: What was read; its gaps become coverage.
    ///   - evaluation: What was judged of it.
    ///   - changes: The changes planned for the whole account; only those of this Region are counted.
    ///   - policy: The promises of the policy.
    ///   - ownershipTag: The key of the tag Holdfast puts on plans it makes.
    ///   - accountFindings: What was judged of the account as a whole; give it to one report of the account.
    ///   - apiCalls: The calls made for this account and Region.
    ///   - run: The run; it should begin when the snapshot was taken.
    public init(
        snapshot: RegionSnapshot, evaluation: RegionEvaluation, changes: AccountChangePlan?, policy: ReportPolicy,
        ownershipTag: String, accountFindings: [Finding] = [], apiCalls: [APICallCount], run: ReportRun
    ) {
        // With a plan every action has its count, so that none is known to be pending; without one nothing is known.
        var pending: [String: Int] = [:]
        for action in ChangeAction.allCases where changes != nil { pending[action.rawValue] = 0 }
        for change in changes?.changes ?? [] where change.region == snapshot.region {
            pending[change.action.rawValue, default: 0] += 1
        }
        let governed = evaluation.resources.filter { judgement in
            if case .ignored = judgement.assignment { false } else { true }
        }
        self.init(
            run: run, account: ReportAccount(snapshot.account), region: snapshot.region,
            coverage: Coverage(gaps: snapshot.gaps, sources: snapshot.sources), policy: policy,
            findings: evaluation.findings + accountFindings, resources: governed.map(ResourceRow.init),
            ignoredResources: evaluation.resources.count - governed.count,
            recoveryPoints: Self.counts(of: snapshot.recoveryPoints, at: snapshot.takenAt),
            vaults: snapshot.vaults.map(VaultRow.init),
            pendingChanges: pending.map { PendingChangeCount(action: $0.key, count: $0.value) },
            managed: Self.counts(of: snapshot.plans, ownershipTag: ownershipTag), apiCalls: apiCalls)
    }

    /// Makes the report of an account that is not swept: suspended or being closed, or left out by configuration.
    ///
    /// - Parameter isExcluded: Whether configuration leaves it out; else AWS does not let anyone work in it.
    public init(
        notSwept account: Account, isExcluded: Bool, findings: [Finding] = [], policy: ReportPolicy = ReportPolicy(),
        run: ReportRun
    ) {
        self.init(
            run: run, account: ReportAccount(account), region: nil,
            coverage: Coverage(status: isExcluded ? .excluded : .suspended), policy: policy, findings: findings)
    }

    private static func counts(of points: [RecoveryPoint], at now: Instant) -> [RecoveryPointCount] {
        struct Kind: Hashable {
            let vault: String
            let storageClass: String
            let status: String
        }
        var counts: [Kind: (count: Int, bytes: Int64)] = [:]
        for point in points {
            let isCold = point.moveToColdStorageAt.map { $0 <= now } ?? false
            let kind = Kind(
                vault: point.vaultName, storageClass: isCold ? "cold" : "warm", status: point.status.rawValue)
            let sum = counts[kind] ?? (0, 0)
            let (bytes, overflow) = sum.bytes.addingReportingOverflow(point.size?.rawValue ?? 0)
            counts[kind] = (sum.count + 1, overflow ? .max : bytes)
        }
        return counts.map { kind, sum in
            RecoveryPointCount(
                vault: kind.vault, storageClass: kind.storageClass, status: kind.status, count: sum.count,
                bytes: sum.bytes)
        }
    }

    private static func counts(of plans: [BackupPlan], ownershipTag: String) -> ManagedCounts {
        let managed = plans.filter { $0.tags?[ownershipTag] != nil }
        let selections: ([BackupPlan]) -> Int = { $0.reduce(0) { $0 + ($1.selections?.count ?? 0) } }
        return ManagedCounts(
            plans: plans.count, selections: selections(plans), managedPlans: managed.count,
            managedSelections: selections(managed))
    }
}

extension VaultRow {
    /// Shortens a vault.
    public init(_ vault: BackupVault) {
        self.init(
            name: vault.name, isLocked: vault.isLocked, lockDate: vault.lockDate,
            minRetentionDays: vault.minimumRetention?.rawValue, maxRetentionDays: vault.maximumRetention?.rawValue)
    }
}
