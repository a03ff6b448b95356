internal import HoldfastModel
internal import HoldfastPolicy

/// Whether recovery points move to cold storage where they should, and end when they should: family LIF.
enum LifecycleControls {
    static let all = [coldAsAsked, coldPossible, coldMoved, ended]

    /// How long cold storage holds a point at least.
    ///
    /// Source: AWS Backup API Reference, "Lifecycle".
    private static let coldFloor = Control.Figure("min_cold_days", 90, "days")
    private static let selectionNeeds: [Control.FactNeed] = [
        .init(.inventory), .init(.plans), .init(.selections), .init(.tags), .init(.regionSettings),
    ]

    static let coldAsAsked = Control(
        id: "HF-LIF-01", title: "Plans move backups to cold storage where a tier asks for it", severity: .low,
        parameters: [.init("move_after", "the tier's coldStorageAfter"), .init(coldFloor)], needs: selectionNeeds,
        listedBy: [.plans], remediation: "Give the rule the tier's days, and keep backups 90 days longer than that.",
        subjects: { $0.snapshot.plans.map(Subject.plan) }
    ) { subject, context in
        guard case .plan(let plan) = subject else { return Judgement(.notApplicable, "not a plan") }
        guard let rules = plan.rules else { return Judgement(.unknown, "not known: its rules") }
        let asking = context.tiersInUse.filter { $0.coldStorageAfter != nil }
        let answers = asking.map { tier in
            Truth.any(
                context.snapshot.resources.filter { context.assignments[$0.arn]?.tierName == tier.name }.map {
                    resource in
                    context.selections[resource.arn]?.first { $0.plan.id == plan.id }?.selects ?? .fails("not it")
                }, ofNone: "no resource has the tier")
        }
        if let open = answers.first(where: { !$0.isTrue && !$0.isFalse }) { return Judgement(open) }
        if context.hasOpenAssignments { return Judgement(.unknown, "not known: which tiers lean on it") }
        let served = zip(asking, answers).filter(\.1.isTrue).map(\.0)
        guard let tier = served.first else {
            return Judgement(.notApplicable, "it selects nothing of a tier that asks for cold storage")
        }
        let faults = rules.compactMap { fault(of: $0, tier) }
        return faults.isEmpty
            ? Judgement(.compliant, "its rules move backups to cold storage as tier \(tier.name) asks", tier: tier.name)
            : Judgement(.nonCompliant, faults.joined(separator: "; "), tier: tier.name)
    }

    static let coldPossible = Control(
        id: "HF-LIF-03", title: "Cold storage is set only for types that can go there", severity: .medium,
        needs: selectionNeeds, listedBy: [.plans],
        remediation: "Select types without cold storage by a plan of their own: AWS ignores the setting for them.",
        subjects: { $0.snapshot.plans.map(Subject.plan) }
    ) { subject, context in
        guard case .plan(let plan) = subject else { return Judgement(.notApplicable, "not a plan") }
        guard let rules = plan.rules else { return Judgement(.unknown, "not known: its rules") }
        let cold = rules.filter { $0.lifecycle?.isCold == true }
        guard !cold.isEmpty else { return Judgement(.notApplicable, "none of its rules asks for cold storage") }
        let answers = context.selectedTypes(by: plan).map { type, selects in
            Truth.answer(.coldStorage, for: type, context, selects: selects, archives: cold.archivesVolumes)
        }
        guard !answers.isEmpty else {
            return Judgement(.notApplicable, "it selects none of the resources that are listed here")
        }
        return Judgement(Truth.all(answers, ofNone: ""))
    }

    static let coldMoved = Control(
        id: "HF-LIF-04", title: "Recovery points that are due for cold storage can have moved there", severity: .medium,
        needs: [
            .init(.regionSettings), .init(.vaults, .couldHarm), .init(.recoveryPoints, .couldHarm),
        ],
        listedBy: [.recoveryPoints, .vaults],
        remediation: "Take the setting from types without cold storage: AWS ignores it, and bills warm storage.",
        subjects: { $0.pointGroups }
    ) { subject, context in
        guard case .points(let group) = subject else { return Judgement(.notApplicable, "not recovery points") }
        let due = group.points.filter { $0.isKept && ($0.moveToColdStorageAt.map { $0 <= context.now } ?? false) }
        guard let first = due.min(by: { $0.arn < $1.arn }) else {
            return Judgement(.compliant, "none of \(group.points.count) recovery points is due for cold storage")
        }
        let grounds = [RetentionControls.ground(first)]
        guard let type = group.type else {
            return Judgement(.unknown, "not known: of which type the resource is", grounds: grounds)
        }
        let answer = BackupCapability.coldStorage.answer(
            for: type, arn: group.resourceARN, settings: context.snapshot.regionSettings)
        switch answer {
        case .yes:
            return Judgement(
                .compliant, "\(due.count) recovery points were due for cold storage, and \(type) has it",
                grounds: grounds)
        case .no(let reason):
            return Judgement(
                .nonCompliant, "\(due.count) recovery points were due for cold storage, and \(reason)",
                grounds: grounds)
        case .unknown(let reason): return Judgement(.unknown, "not known: \(reason)", grounds: grounds)
        }
    }

    static let ended = Control(
        id: "HF-LIF-05", title: "No recovery point is past its end and still billed", severity: .high,
        needs: [.init(.vaults, .couldHarm), .init(.recoveryPoints, .couldHarm)], listedBy: [.recoveryPoints, .vaults],
        remediation: "See why AWS Backup could not delete them: a role that is gone, an image in use, a lock.",
        subjects: { $0.pointGroups }
    ) { subject, _ in
        guard case .points(let group) = subject else { return Judgement(.notApplicable, "not recovery points") }
        let expired = group.points.filter { $0.status == .expired }
        guard let first = expired.min(by: { $0.arn < $1.arn }) else {
            return Judgement(.compliant, "none of \(group.points.count) recovery points is past its end")
        }
        let bytes = expired.compactMap { $0.size?.rawValue }.reduce(Int64(0)) { $0 &+ $1 }
        return Judgement(
            .nonCompliant,
            "\(expired.count) of \(group.points.count) recovery points, with \(bytes) bytes, could not be deleted",
            grounds: [RetentionControls.ground(first)])
    }

    private static func fault(of rule: BackupRule, _ tier: ProtectionTier) -> String? {
        guard let lifecycle = rule.lifecycle, lifecycle.isCold, let move = lifecycle.moveToColdStorageAfter else {
            return "rule \(rule.name) does not move backups to cold storage"
        }
        if let wanted = tier.coldStorageAfter, move > wanted {
            return "rule \(rule.name) moves backups after \(move), the tier asks for \(wanted)"
        }
        if let end = lifecycle.deleteAfter, end.rawValue > 0, end.rawValue < move.rawValue + coldFloor.value {
            return "rule \(rule.name) keeps backups \(end), less than \(coldFloor.value) days past their move"
        }
        return nil
    }
}

extension Lifecycle {
    /// Whether points move to cold storage at all.
    var isCold: Bool { (moveToColdStorageAfter?.rawValue ?? 0) > 0 }
}

extension [BackupRule] {
    /// Whether all of the rules send EBS snapshots to the archive, for which AWS wants a switch of its own.
    fileprivate var archivesVolumes: Bool { allSatisfy { $0.lifecycle?.optInToArchive == true } }
}

extension Truth {
    /// Whether a type a plan may select has a capability.
    fileprivate static func answer(
        _ capability: BackupCapability, for type: ResourceType, _ context: JudgingContext, selects: Truth,
        archives: Bool
    ) -> Truth {
        let answer: Truth =
            switch capability.answer(for: type, settings: context.snapshot.regionSettings) {
            case .yes where type == .ebs && !archives: .fails("EBS goes cold only with the opt-in to its archive")
            case .yes: .holds("\(type) has \(capability.words)")
            case .no(let reason): .fails(reason)
            case .unknown(let reason): .unknown(reason)
            }
        if answer.isTrue || selects.isTrue { return answer }
        return .unknown("\(selects.reason); \(answer.reason)")
    }
}

extension JudgingContext {
    /// The types a plan selects, or may select, resources of, sorted; with the surest answer of each.
    func selectedTypes(by plan: BackupPlan) -> [(type: ResourceType, selects: Truth)] {
        Set(snapshot.resources.map(\.type)).sorted().compactMap { type in
            let answer = selected(by: plan) { $0.type == type }
            return answer.isFalse ? nil : (type, answer)
        }
    }
}
