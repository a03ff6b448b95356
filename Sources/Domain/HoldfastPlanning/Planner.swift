public import HoldfastEvaluation
public import HoldfastModel
public import HoldfastPolicy

/// Plans the changes that bring an account to policy.
///
/// Planning reads nothing and deletes nothing. What is unknown is never taken for missing: a change that rests on a fact
/// nobody read is refused, with the reason. Planning on the state the changes lead to gives no change.
///
/// The order protects: vaults first, those copies go to before all; then opt-ins, plans and selections; tags last. A
/// resource that moves from one tier to another leaves its old selection with its tag, so the new one must stand before.
public struct Planner: Sendable {
    /// The tags that mark a vault or plan as made by Holdfast.
    public static let ownershipTags = ["holdfast:managed": "true"]
    /// The greatest number of ARNs in one selection; AWS takes 500.
    static let selectionSize = 400

    let policy: ProtectionPolicy

    /// Plans by a policy.
    public init(policy: ProtectionPolicy) {
        self.policy = policy
    }

    /// One Region of an account as it was read and judged.
    public struct Region: Sendable {
        /// What was read.
        public let snapshot: RegionSnapshot
        /// What was judged of it.
        public let evaluation: RegionEvaluation

        /// Pairs a snapshot with its judgement.
        public init(snapshot: RegionSnapshot, evaluation: RegionEvaluation) {
            self.snapshot = snapshot
            self.evaluation = evaluation
        }
    }

    /// The changes of one account, within the guardrail per account.
    ///
    /// - Parameters:
    ///   - account: The account all Regions belong to.
    ///   - regions: Its Regions, in any order, each once.
    /// - Returns: Changes in the order they must be made, and what is refused, both the same for the same facts.
    public func plan(account: Account, regions: [Region]) -> AccountChangePlan {
        let regions = regions.sorted { $0.snapshot.region < $1.snapshot.region }
        let world = AccountWorld(regions.map(\.snapshot.withoutWhatGapsCover))
        var draft = ChangeDraft(account: account, policy: policy)
        var works: [RegionWork] = []
        for region in regions {
            if let gap = region.snapshot.gaps.first(where: { $0.fact == .session }) {
                draft.refuse(for: gap, in: region.snapshot.region, target: "account \(account.id)")
                continue
            }
            works.append(
                RegionWork(
                    snapshot: region.snapshot.withoutWhatGapsCover, evaluation: region.evaluation, policy: policy))
        }
        for index in works.indices { planDestinationVaults(&works[index], world, &draft) }
        for index in works.indices { planVaults(&works[index], &draft) }
        for index in works.indices { planRegionSettings(&works[index], &draft) }
        for index in works.indices { planPlans(&works[index], &draft) }
        for index in works.indices { planSelections(&works[index], world, &draft) }
        for work in works { planTags(work, &draft) }
        let whole = AccountChangePlan(
            accountID: account.id, accountName: account.name, changes: draft.changes, refusals: draft.refusals)
        var guardrail = Guardrail(limit: policy.enforcement.maximumChangesPerAccount, scope: "account")
        return guardrail.admit(whole)
    }

    /// One plan of the plans of many accounts, within the guardrail per run.
    ///
    /// - Parameters:
    ///   - accounts: The accounts' changes, in any order.
    ///   - createdAt: When the oldest facts were read.
    ///   - policyHash: The digest of the policy file.
    public func plan(accounts: [AccountChangePlan], createdAt: Instant, policyHash: String) -> ChangePlan {
        var guardrail = Guardrail(limit: policy.enforcement.maximumChangesPerRun, scope: "run")
        let admitted = accounts.sorted { $0.accountID < $1.accountID }.map { guardrail.admit($0) }
        return ChangePlan(createdAt: createdAt, policyHash: policyHash, accounts: admitted)
    }
}

/// The facts of one account that count in all its Regions.
struct AccountWorld {
    /// The vaults of each Region that was swept, with the gap where they were not read.
    private let snapshots: [AWSRegion: RegionSnapshot]

    init(_ snapshots: [RegionSnapshot]) {
        self.snapshots = Dictionary(snapshots.map { ($0.region, $0) }) { first, _ in first }
    }

    /// The vaults of a Region as that Region's own sweep, or the one that copies into it, read them.
    func vaults(of region: AWSRegion, seenFrom snapshot: RegionSnapshot, named name: String) -> VaultSight {
        if region == snapshot.region || snapshot.gap(hidingVaultsOf: region) != nil
            || snapshot.copyDestinationVaults[region] == nil, let own = snapshots[region]
        {
            if let gap = own.gap(hidingVault: name) { return .hidden(gap) }
            return own.vaults.first { $0.name == name }.map(VaultSight.there) ?? .absent
        }
        if let gap = snapshot.gap(hidingVaultsOf: region) { return .hidden(gap) }
        guard let vaults = snapshot.copyDestinationVaults[region] else {
            return .hidden(
                ReadGap(
                    fact: .copyDestinations, scope: .region(region), api: "backup:ListBackupVaults", reason: .failed,
                    code: "NotRead", message: "the vaults of \(region) were not read"))
        }
        return vaults.first { $0.name == name }.map(VaultSight.there) ?? .absent
    }

    /// What IAM says of a role, from whichever Region asked.
    func role(_ arn: String, seenFrom snapshot: RegionSnapshot) -> BackupRoleFact? {
        let facts = [snapshot] + snapshots.sorted { $0.key < $1.key }.map(\.value)
        return facts.lazy.compactMap(\.backupRole).first { $0.arn == arn }
    }
}

/// Whether a vault is there.
enum VaultSight {
    case there(BackupVault)
    case absent
    case hidden(ReadGap)
}

/// One Region while its changes are planned: what later steps must know of earlier ones.
struct RegionWork {
    let snapshot: RegionSnapshot
    let evaluation: RegionEvaluation
    let desired: DesiredState
    /// For each tier, the ids of changes that make its vaults.
    var vaultChanges: [String: [String]] = [:]
    /// Tiers whose vaults are not, and will not be, there.
    var tiersWithoutVault: Set<String> = []
    /// The id of the change of the opt-ins.
    var settingsChange: String?
    /// For each tier with a plan, or a change that makes one, the ids of the changes.
    var planChanges: [String: [String]] = [:]
    /// For each tier with a right selection, or a change that makes one, the ids of the changes.
    var selectionChanges: [String: [String]] = [:]

    /// The findings that are not compliant, by subject.
    private let openBySubject: [String: [Finding]]

    init(snapshot: RegionSnapshot, evaluation: RegionEvaluation, policy: ProtectionPolicy) {
        self.snapshot = snapshot
        self.evaluation = evaluation
        desired = DesiredState(evaluation, policy: policy)
        openBySubject = Dictionary(grouping: evaluation.findings.filter { $0.verdict == .nonCompliant }) {
            $0.resourceARN
        }
    }

    /// Ids of the findings of some controls that are not compliant, on one subject.
    func reasons(_ controls: [String], subject: String) -> [String] {
        (openBySubject[subject] ?? []).filter { controls.contains($0.controlID) }.map(\.id)
    }

    /// Ids of the findings of some controls that are not compliant, of one tier or of the whole Region.
    func reasons(_ controls: [String], tier: String? = nil) -> [String] {
        openBySubject.values.joined().filter {
            controls.contains($0.controlID) && (tier == nil || $0.tier == tier)
        }.map(\.id)
    }
}
