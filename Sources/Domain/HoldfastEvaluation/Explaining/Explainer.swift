public import HoldfastModel
public import HoldfastPolicy

/// Explains the status of one resource by the very answers it is judged by.
public struct Explainer: Sendable {
    private let policy: ProtectionPolicy

    /// Explains by a policy.
    public init(policy: ProtectionPolicy) { self.policy = policy }

    /// The evidence tree of a resource.
    ///
    /// - Parameters:
    ///   - arn: The resource.
    ///   - snapshot: Its account and Region.
    ///   - now: The moment to judge by.
    public func explain(_ arn: ResourceARN, in snapshot: RegionSnapshot, now: Instant) -> EvidenceTree {
        let evaluation = Evaluator(policy: policy).evaluate(snapshot, now: now)
        let session = Explanation(snapshot: snapshot, policy: policy, now: now)
        let findings = evaluation.findings.filter { $0.resourceARN == arn.rawValue }
        guard let judged = evaluation.resources.first(where: { $0.resource.arn == arn }) else {
            return session.missing(arn, findings: findings)
        }
        return session.tree(of: judged, findings: findings)
    }
}

/// One resource asked of everything that decides over it.
struct Explanation {
    let context: JudgingContext
    let judge: ProtectionJudge
    private let gaps: [ReadGap]

    init(snapshot: RegionSnapshot, policy: ProtectionPolicy, now: Instant) {
        context = JudgingContext(snapshot, policy: policy, now: now)
        judge = ProtectionJudge(
            context: context,
            waivers: WaiverBook(waivers: policy.waivers, account: snapshot.account, matcher: context.matcher))
        gaps = snapshot.gaps
    }

    /// The tree of a resource that is in the inventory.
    func tree(of judged: ResourceJudgement, findings: [Finding]) -> EvidenceTree {
        let resource = judged.resource
        var answer = EvidenceTree.Answer.status(judged.status)
        if case .ignored = judged.assignment { answer = .ignored }
        return EvidenceTree(
            arn: resource.arn, type: resource.type, account: context.snapshot.account, region: context.snapshot.region,
            judgedAt: context.now, answer: answer, reason: reason(judged, findings),
            steps: [
                inventory(resource), configRules(judged), tier(judged), plans(resource, judged.assignment.tierName),
                recoveryPoints(resource, judged.assignment.tierName),
            ], findings: findings)
    }

    /// The tree of a resource that is not: it may not exist, or could not be seen.
    func missing(_ arn: ResourceARN, findings: [Finding]) -> EvidenceTree {
        let hidden = gaps.filter { $0.fact == .session || $0.fact == .inventory }
        let steps =
            hidden.isEmpty
            ? [
                EvidenceNode(
                    .fails, "no resource that AWS Backup protects has this ARN", source: context.source(.inventory))
            ] : hidden.map { EvidenceNode(gap: $0) }
        return EvidenceTree(
            arn: arn, type: nil, account: context.snapshot.account, region: context.snapshot.region,
            judgedAt: context.now, answer: hidden.isEmpty ? .notFound : .status(.unknown),
            reason: hidden.first.map { "whether it exists is not known, for \($0.api) was not answered" }
                ?? "there is no such resource in this account and Region", steps: steps, findings: findings)
    }

    private func reason(_ judged: ResourceJudgement, _ findings: [Finding]) -> String {
        if let finding = findings.first(where: { $0.verdict == .waived }), judged.status == .waived {
            return finding.message
        }
        let tier: ProtectionTier
        switch context.tier(of: judged.resource) {
        case .none(let reason): return reason
        case .open(let answer): return answer.reason
        case .tier(let asked): tier = asked
        }
        let newest = NewestPoint(of: context.pointsByResource[judged.resource.arn] ?? [], now: context.now)
        let selected = judge.isSelectedAsPromised(judged.resource, tier)
        let fresh = judge.freshness(judged.resource, tier, newest)
        switch judged.status {
        case .protected: return "it is selected by a plan that meets tier \(tier.name), and \(fresh.reason)"
        case .pending: return "it is selected by a plan that meets tier \(tier.name), and no run has been due since"
        case .unknown: return [selected, fresh].first { !$0.isTrue && !$0.isFalse }?.reason ?? hiddenReason
        case .unprotected, .waived:
            return [selected, fresh].filter(\.isFalse).map(\.reason).joined(separator: "; and ")
        }
    }

    private var hiddenReason: String {
        gaps.first.map { "\($0.api) was not answered: \($0.code)" } ?? "a fact is missing"
    }

    private func inventory(_ resource: Resource) -> EvidenceNode {
        let origin =
            switch resource.source {
            case .config: "AWS Config's inventory"
            case .service: "the service's own list"
            case .tagging: "the tagging API"
            }
        var children: [EvidenceNode] = []
        if let tags = resource.tags {
            let words = tags.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: ", ")
            children.append(
                EvidenceNode(
                    .note, tags.isEmpty ? "it has no tags" : "its tags: \(words)",
                    source: context.source(.tags) ?? context.source(.inventory)))
        } else {
            children.append(
                hidden([.tags], concerning: resource) ?? EvidenceNode(.unknown, "its tags were not read"))
        }
        if resource.source == .config, let delivery = lastDelivery {
            children.append(
                EvidenceNode(
                    .note, "AWS Config's inventory is as old as the recorder's last delivery", source: delivery))
        }
        return EvidenceNode(
            .note, "\(resource.type) resource, found in \(origin)", source: context.source(.inventory),
            children: children)
    }

    /// The last delivery of AWS Config's recorder, which is no call of ours.
    private var lastDelivery: FactSource? {
        context.snapshot.sources[.inventory]?.last { $0.requestID == nil }
    }

    private func configRules(_ judged: ResourceJudgement) -> EvidenceNode {
        if let gap = hidden([.configFlags], concerning: judged.resource), judged.flaggedBy.isEmpty {
            return EvidenceNode(.unknown, "whether AWS Config flags it is not known", children: [gap])
        }
        guard !judged.flaggedBy.isEmpty else {
            return EvidenceNode(.note, "no AWS Config rule flags it", source: context.source(.configFlags))
        }
        return EvidenceNode(
            .fails, "flagged by AWS Config: \(judged.flaggedBy.joined(separator: ", "))",
            source: context.source(.configFlags, scope: .configRule(judged.flaggedBy[0])))
    }

    /// What the policy asks for it, and each assignment that was tried before one matched.
    private func tier(_ judged: ResourceJudgement) -> EvidenceNode {
        let resource = judged.resource
        let subject = SelectorSubject(
            arn: resource.arn.rawValue, resource: resource, account: context.snapshot.account, region: resource.region)
        var tried: [EvidenceNode] = []
        for assignment in context.policy.assignments {
            let answer = context.matcher.match(assignment.selector, subject).answer
            tried.append(EvidenceNode(answer, "assignment \(assignment.name): \(answer.reason)"))
            if answer.isTrue { break }
        }
        switch judged.assignment {
        case .tier(let name, let assignment):
            guard let tier = context.policy.tier(named: name) else {
                return EvidenceNode(.unknown, "the policy has no tier \(name)", children: tried)
            }
            let promise = "no older than \(tier.rpo.words), kept \(tier.retention)"
            return EvidenceNode(
                .note, "assignment \(assignment) gives it tier \(name): backups \(promise)", children: tried)
        case .ignored(let assignment):
            return EvidenceNode(.note, "assignment \(assignment) leaves it out", children: tried)
        case .unassigned: return EvidenceNode(.fails, "no assignment gives it a tier", children: tried)
        case .unknown(let gap):
            return EvidenceNode(
                .unknown, "which tier it must meet is not known", children: tried + [EvidenceNode(gap: gap)])
        }
    }

    private func plans(_ resource: Resource, _ tier: String?) -> EvidenceNode {
        var children = (context.selections[resource.arn] ?? []).sorted { $0.plan.name < $1.plan.name }.map {
            plan($0, resource, tier.flatMap(context.policy.tier(named:)))
        }
        if let gap = context.hiddenPlans { children.append(EvidenceNode(gap: gap)) }
        let answer = context.isSelected(resource)
        return EvidenceNode(
            answer, answer.isTrue ? "a backup plan selects it" : answer.isFalse ? "no backup plan selects it" : nil,
            source: children.isEmpty ? context.source(.plans) : nil, children: children)
    }

    private func plan(
        _ entry: JudgingContext.PlanSelection, _ resource: Resource, _ tier: ProtectionTier?
    ) -> EvidenceNode {
        let plan = entry.plan
        let scope = ReadGap.Scope.plan(plan.id)
        var children = (plan.selections ?? []).map { selection in
            let answer = SelectionMatch(
                selection, resource: resource, settings: context.snapshot.regionSettings,
                origin: SelectionMatch.PlanOrigin(planID: plan.id)
            ).truth
            return EvidenceNode(
                answer, "selection \(selection.name): \(answer.reason)",
                source: context.source(.selections, scope: scope))
        }
        if plan.selections == nil { children.append(EvidenceNode(.unknown, "its selections were not read")) }
        if let tier, !entry.selects.isFalse {
            let meets = context.meets(tier, plan)
            children.append(EvidenceNode(meets, source: context.source(.plans, scope: scope)))
        }
        let verb = entry.selects.isTrue ? "selects it" : entry.selects.isFalse ? "does not select it" : "may select it"
        return EvidenceNode(
            entry.selects, "plan \(plan.name) \(verb)", source: context.source(.plans, scope: scope),
            children: children)
    }

    private func recoveryPoints(_ resource: Resource, _ tierName: String?) -> EvidenceNode {
        let points = context.pointsByResource[resource.arn] ?? []
        let newest = NewestPoint(of: points, now: context.now)
        var children: [EvidenceNode] = []
        if let point = newest?.point {
            children.append(
                EvidenceNode(
                    .note, "\(point.arn) in vault \(point.vaultName), made at \(point.createdAt)",
                    source: context.source(.recoveryPoints, scope: .vault(point.vaultName))))
        }
        let unusable = points.count { !$0.isUsable }
        if unusable > 0 { children.append(EvidenceNode(.note, "\(unusable) more that data cannot be restored from")) }
        let facts: [FactKind] = [.vaults, .recoveryPoints]
        for gap in gaps where (facts + [.session]).contains(gap.fact) && Coverage.concerns(gap.scope, resource) {
            children.append(EvidenceNode(gap: gap))
        }
        let source = children.isEmpty ? context.source(.recoveryPoints) ?? context.source(.vaults) : nil
        guard let tier = tierName.flatMap(context.policy.tier(named:)) else {
            let text = newest.map { "its newest backup is of \($0.point.createdAt)" } ?? "no completed backup was found"
            return EvidenceNode(.note, text, source: source, children: children)
        }
        return EvidenceNode(judge.freshness(resource, tier, newest), source: source, children: children)
    }

    private func hidden(_ facts: [FactKind], concerning resource: Resource) -> EvidenceNode? {
        gaps.first { (facts + [.session]).contains($0.fact) && Coverage.concerns($0.scope, resource) }.map {
            EvidenceNode(gap: $0)
        }
    }
}

extension EvidenceNode {
    /// The step a gap makes: what was asked, and what came instead of an answer.
    fileprivate init(gap: ReadGap) {
        let words = [gap.reason.rawValue, gap.code, gap.message].filter { !$0.isEmpty }.joined(separator: " ")
        self.init(.unknown, "\(gap.api.isEmpty ? gap.fact.rawValue : gap.api) was not answered: \(words)")
    }
}

extension JudgingContext {
    /// The last call that brought a fact, about that part of it where one did.
    fileprivate func source(_ fact: FactKind, scope: ReadGap.Scope? = nil) -> FactSource? {
        let all = snapshot.sources[fact] ?? []
        if let scope, let own = all.last(where: { $0.scope == scope }) { return own }
        // What only says how old a fact is has no request of its own.
        return all.last { $0.requestID != nil } ?? all.last
    }
}
