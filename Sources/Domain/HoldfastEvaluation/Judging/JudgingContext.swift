internal import HoldfastModel
internal import HoldfastPolicy

/// Everything a control may know of one account and Region, prepared once.
///
/// What a gap hides is taken out first: tags, rules, selections and settings that a gap covers are nothing here even
/// where a reader left something behind.
struct JudgingContext: Sendable {
    let snapshot: RegionSnapshot
    let policy: ProtectionPolicy
    let now: Instant
    let assignments: [ResourceARN: AssignmentMatch]
    let pointsByResource: [ResourceARN: [RecoveryPoint]]
    /// The jobs of the last days by the resource they are about.
    let jobsByResource: [ResourceARN: JobGroup]
    /// For each resource, each plan with the answer whether it selects the resource.
    let selections: [ResourceARN: [PlanSelection]]
    /// Tiers that at least one resource of the Region is assigned to, in the policy's order.
    let tiersInUse: [ProtectionTier]
    let flaggedBy: [ResourceARN: [String]]
    let matcher: SelectorMatcher
    private let fulfilments: [String: Truth]

    /// A plan and whether it selects one resource.
    struct PlanSelection: Sendable {
        let plan: BackupPlan
        let selects: Truth
    }

    init(_ original: RegionSnapshot, policy: ProtectionPolicy, now: Instant) {
        let snapshot = original.withoutWhatGapsCover
        self.snapshot = snapshot
        self.policy = policy
        self.now = now
        let matcher = SelectorMatcher(snapshot)
        self.matcher = matcher
        let assigner = Assignments(policy: policy, snapshot: snapshot, matcher: matcher)
        var assignments: [ResourceARN: AssignmentMatch] = [:]
        var selections: [ResourceARN: [PlanSelection]] = [:]
        var flaggedBy: [ResourceARN: [String]] = [:]
        for resource in snapshot.resources {
            let match = assigner.match(resource)
            assignments[resource.arn] = match
            let rules = matcher.rules(flagging: resource)
            if !rules.isEmpty { flaggedBy[resource.arn] = rules }
            selections[resource.arn] = snapshot.plans.map {
                PlanSelection(plan: $0, selects: $0.selects(resource, settings: snapshot.regionSettings))
            }
        }
        self.assignments = assignments
        self.selections = selections
        self.flaggedBy = flaggedBy
        let names = Set(assignments.values.compactMap(\.tierName))
        tiersInUse = policy.tiers.filter { names.contains($0.name) }
        pointsByResource = Dictionary(grouping: snapshot.recoveryPoints, by: \.resourceARN)
        jobsByResource = Self.jobs(of: snapshot)
        var fulfilments: [String: Truth] = [:]
        for tier in tiersInUse {
            let fulfilment = TierFulfilment(tier: tier, snapshot: snapshot, now: now)
            for plan in snapshot.plans { fulfilments["\(tier.name)/\(plan.id)"] = fulfilment.answer(for: plan) }
        }
        self.fulfilments = fulfilments
    }

    /// A restore whose source AWS does not name is told under its recovery point.
    private static func jobs(of snapshot: RegionSnapshot) -> [ResourceARN: JobGroup] {
        var groups: [ResourceARN: JobGroup] = [:]
        func with(_ arn: ResourceARN, _ type: ResourceType?, _ add: (inout JobGroup) -> Void) {
            add(&groups[arn, default: JobGroup(resourceARN: arn, type: type)])
        }
        for job in snapshot.backupJobs { with(job.resourceARN, job.resourceType) { $0.backups.append(job) } }
        for job in snapshot.copyJobs { with(job.resourceARN, job.resourceType) { $0.copies.append(job) } }
        for job in snapshot.restoreJobs {
            with(job.sourceResourceARN ?? job.recoveryPointARN, job.resourceType) { $0.restores.append(job) }
        }
        return groups
    }

    /// Whether a plan keeps what a tier in use promises.
    func meets(_ tier: ProtectionTier, _ plan: BackupPlan) -> Truth {
        fulfilments["\(tier.name)/\(plan.id)"]
            ?? TierFulfilment(tier: tier, snapshot: snapshot, now: now).answer(for: plan)
    }

    /// Whether any plan selects the resource; plans that were not read leave it open unless one that was does.
    func isSelected(_ resource: Resource) -> Truth {
        var answers = (selections[resource.arn] ?? []).filter { $0.plan.rules?.isEmpty != true }.map(\.selects)
        if let gap = hiddenPlans { answers.append(.unknown("\(gap.api) was refused: \(gap.code)")) }
        let answer = Truth.any(answers, ofNone: "there is no backup plan")
        return answer.isFalse && answers.count > 1
            ? .fails("none of \(answers.count) backup plans selects it") : answer
    }

    /// A gap that hides plans or selections.
    var hiddenPlans: ReadGap? {
        snapshot.gaps.first { $0.fact == .plans || $0.fact == .selections || $0.fact == .session }
    }

    /// Whether it is not known of some resource which tier it must meet.
    var hasOpenAssignments: Bool {
        assignments.values.contains { if case .unknown = $0 { true } else { false } }
    }

    /// The tier a resource must meet, or what stands instead.
    func tier(of resource: Resource) -> TierDuty {
        switch assignments[resource.arn] ?? .unassigned {
        case .tier(let name, _):
            policy.tier(named: name).map(TierDuty.tier) ?? .open(.unknown("the policy has no tier \(name)"))
        case .ignored(let assignment): .none("assignment \(assignment) leaves it out")
        case .unassigned: .none("no assignment gives it a tier")
        case .unknown(let gap): .open(.unknown("its tier is not known: \(gap.message)"))
        }
    }

    /// What the policy asks of a resource.
    enum TierDuty {
        case tier(ProtectionTier)
        case none(String)
        case open(Truth)
    }

    /// The plan of a tier, by its name; the oldest when people made several.
    func plan(of tier: String) -> BackupPlan? {
        snapshot.plans.filter { $0.name == TierPlan.name(of: tier) }.min {
            let left = ($0.createdAt?.millisecondsSinceEpoch ?? .max, $0.id)
            return left < ($1.createdAt?.millisecondsSinceEpoch ?? .max, $1.id)
        }
    }
}

extension BackupPlan {
    /// Whether any of the plan's selections selects the resource.
    func selects(_ resource: Resource, settings: BackupRegionSettings?) -> Truth {
        guard let selections else { return .unknown("the selections of plan \(name) were not read") }
        let origin = SelectionMatch.PlanOrigin(planID: id)
        let answers = selections.map { selection in
            let match = SelectionMatch(selection, resource: resource, settings: settings, origin: origin).truth
            return match.prefixed("selection \(selection.name) of plan \(name): ")
        }
        return Truth.any(answers, ofNone: "plan \(name) has no selection")
    }
}

extension Truth {
    /// The same answer with words before its reason.
    func prefixed(_ words: String) -> Truth {
        switch self {
        case .holds(let reason): .holds(words + reason)
        case .fails(let reason): .fails(words + reason)
        case .unknown(let reason): .unknown(words + reason)
        }
    }
}
