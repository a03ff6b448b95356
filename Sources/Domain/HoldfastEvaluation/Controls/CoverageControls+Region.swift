internal import HoldfastModel
internal import HoldfastPolicy

/// Coverage as a whole, and what is left out of it.
extension CoverageControls {
    private static let exceptionDays = Control.Figure("max_exception_days", 90, "days")
    private static let orphanDays = Control.Figure("orphan_days", 90, "days")
    private static let target = Control.Figure("target", 100, "percent")

    static let exceptions = Control(
        id: "HF-COV-05", title: "A resource left out by its tags says who did so, why and until when",
        severity: .medium,
        parameters: [
            .init("tags", "the policy's tagging key with -owner, -reason and -until at its end"), .init(exceptionDays),
        ],
        needs: [.init(.inventory), .init(.tags)], listedBy: [.inventory],
        remediation: "Set the three tags, the last one as YYYY-MM-DD, or let the resource be backed up.",
        isAsked: { !$0.optOuts.isEmpty },
        subjects: { context in
            context.resources { resource in
                switch context.assignments[resource.arn] ?? .unassigned {
                case .ignored(let name): context.optOuts.contains(name)
                case .unknown: true
                case .tier, .unassigned: false
                }
            }
        }
    ) { subject, context in
        guard case .resource(let resource) = subject else { return Judgement(.notApplicable, "not a resource") }
        guard case .ignored(let assignment) = context.assignments[resource.arn] ?? .unassigned else {
            return Judgement(.unknown, "not known: whether its tags leave it out")
        }
        guard let tags = resource.tags else { return Judgement(.unknown, "not known: its tags were not read") }
        return exception(tags, assignment, context)
    }

    static let stopped = Control(
        id: "HF-COV-07", title: "A stopped instance is judged like a running one", severity: .low,
        needs: [.init(.inventory), .init(.tags)], listedBy: [.inventory],
        remediation: "Give the instance a tier, or leave it out by name: what is stopped can still be lost.",
        subjects: { context in context.resources { $0.type == .ec2 } }
    ) { subject, context in
        guard case .resource(let resource) = subject else { return Judgement(.notApplicable, "not a resource") }
        guard let isStopped = resource.isStopped else {
            return Judgement(.unknown, "not known: whether the instance is stopped")
        }
        guard isStopped else { return Judgement(.notApplicable, "the instance is running") }
        switch context.tier(of: resource) {
        case .open(let answer): return Judgement(answer)
        case .tier(let tier):
            return Judgement(.compliant, "it is stopped, and has tier \(tier.name)", tier: tier.name)
        case .none(let reason):
            if case .ignored = context.assignments[resource.arn] ?? .unassigned {
                return Judgement(.notApplicable, reason)
            }
            return Judgement(.nonCompliant, "it is stopped, and \(reason)")
        }
    }

    static let orphans = Control(
        id: "HF-COV-08", title: "No backups outlive a deleted resource for longer than they are needed",
        severity: .low, parameters: [.init(orphanDays)],
        needs: [.init(.inventory), .init(.vaults, .couldHelp), .init(.recoveryPoints, .couldHelp)],
        listedBy: [.recoveryPoints, .vaults, .inventory],
        remediation: "Look whether anybody still needs them; they end by their own retention, or by an explicit plan.",
        subjects: { context in
            let known = Set(context.snapshot.resources.map(\.arn))
            return context.pointGroups(where: { !known.contains($0.resourceARN) })
        }
    ) { subject, context in
        guard case .points(let group) = subject else { return Judgement(.notApplicable, "not recovery points") }
        guard group.isOf(context.snapshot) else {
            return Judgement(.notApplicable, "they are copies of a resource of another account or Region")
        }
        guard let type = group.type, ResourceType.governed.contains(type) else {
            return Judgement(.notApplicable, "resources of this type are not listed, so that none is known to be gone")
        }
        guard let newest = group.points.map(\.createdAt).max() else {
            return Judgement(.unknown, "not known: when it was backed up")
        }
        let age = newest.duration(to: context.now)
        let sentence = "the resource is gone, and its newest of \(group.points.count) backups is \(age.roughWords) old"
        return Judgement(
            age <= .days(orphanDays.value) ? .compliant : .nonCompliant, sentence,
            grounds: [.init(name: "newestRecoveryPoint", value: "\(newest)", fact: .recoveryPoints)])
    }

    static let plansExist = Control(
        id: "HF-COV-09", title: "Where there is something to protect there is a plan and a vault", severity: .medium,
        replaces: [.prowler("backup_plans_exist", "backup_vaults_exist")],
        needs: [.init(.inventory), .init(.tags), .init(.vaults), .init(.plans)], listedBy: [],
        remediation: "Apply the change plan, which makes both.", subjects: { _ in [.region] }
    ) { _, context in
        let assigned = context.assignedCount
        guard assigned > 0 else {
            return context.hasOpenAssignments
                ? Judgement(.unknown, "not known: whether a resource here has a tier")
                : Judgement(.notApplicable, "no resource here has a tier")
        }
        let (plans, vaults) = (context.snapshot.plans.count, context.snapshot.vaults.count)
        let grounds = [
            Judgement.Ground(name: "plans", value: "\(plans)", fact: .plans),
            Judgement.Ground(name: "vaults", value: "\(vaults)", fact: .vaults),
        ]
        let isThere = plans > 0 && vaults > 0
        return Judgement(
            isThere ? .compliant : .nonCompliant,
            "\(assigned) resources have a tier; there are \(plans) backup plans and \(vaults) vaults", grounds: grounds)
    }

    static let ratio = Control(
        id: "HF-COV-10", title: "As many of the resources that have a tier are selected as the target asks",
        severity: .medium, parameters: [.init(target)],
        needs: [.init(.inventory), .init(.plans), .init(.selections), .init(.tags), .init(.regionSettings)],
        listedBy: [], remediation: "See the findings of HF-COV-01 for the resources that are missing.",
        subjects: { _ in [.region] }
    ) { _, context in
        let answers = context.snapshot.resources.filter { context.assignments[$0.arn]?.tierName != nil }.map {
            context.isSelected($0)
        }
        guard !answers.isEmpty else {
            return context.hasOpenAssignments
                ? Judgement(.unknown, "not known: whether a resource here has a tier")
                : Judgement(.notApplicable, "no resource here has a tier")
        }
        let (held, failed) = (answers.count { $0.isTrue }, answers.count { $0.isFalse })
        let sentence = "\(held) of \(answers.count) resources that have a tier are selected"
        let ground = Judgement.Ground(name: "selected", value: "\(held)/\(answers.count)", fact: .selections)
        // Whole percents are enough: the target is met when nothing rounds it up.
        if held * 100 >= target.value * answers.count, !context.hasOpenAssignments {
            return Judgement(.compliant, sentence, grounds: [ground])
        }
        if (answers.count - failed) * 100 < target.value * answers.count, !context.hasOpenAssignments {
            return Judgement(.nonCompliant, sentence, grounds: [ground])
        }
        return Judgement(.unknown, "not known: \(sentence), and of some it is open", grounds: [ground])
    }

    private static func exception(
        _ tags: [String: String], _ assignment: String, _ context: JudgingContext
    ) -> Judgement {
        let key = context.policy.tagging.key
        let wanted = ["owner", "reason", "until"]
        let missing = wanted.filter { (tags["\(key)-\($0)"] ?? "").isEmpty }
        let ground = Judgement.Ground(name: "\(key)-until", value: tags["\(key)-until"] ?? "none", fact: .tags)
        guard missing.isEmpty, let until = tags["\(key)-until"] else {
            let names = missing.map { "\(key)-\($0)" }.joined(separator: ", ")
            return Judgement(
                .nonCompliant, "assignment \(assignment) leaves it out, and it lacks \(names)", grounds: [ground])
        }
        guard let end = Instant(rfc3339: "\(until)T00:00:00Z") ?? Instant(rfc3339: until) else {
            return Judgement(.nonCompliant, "its tag \(key)-until is \(until), which is no date", grounds: [ground])
        }
        if end <= context.now {
            return Judgement(.nonCompliant, "it was left out until \(until) only", grounds: [ground])
        }
        let days = Duration.days(exceptionDays.value)
        guard context.now.duration(to: end) <= days else {
            return Judgement(
                .nonCompliant, "it is left out until \(until), more than \(exceptionDays.value) days from now",
                grounds: [ground])
        }
        let owner = tags["\(key)-owner"] ?? ""
        return Judgement(.compliant, "\(owner) left it out until \(until)", grounds: [ground])
    }
}

extension JudgingContext {
    /// Resources of the snapshot that meet a condition, as subjects.
    func resources(where isMeant: (Resource) -> Bool) -> [Subject] {
        snapshot.resources.filter(isMeant).map(Subject.resource)
    }

    /// Names of the assignments that leave resources out by their tags.
    var optOuts: Set<String> {
        Set(policy.assignments.filter { $0.outcome == .ignored && !$0.selector.tags.isEmpty }.map(\.name))
    }

    /// How many resources surely have a tier.
    var assignedCount: Int { assignments.values.count { $0.tierName != nil } }

    /// The recovery points of each resource that meet a condition, sorted by the resource's ARN.
    func pointGroups(where isMeant: (PointGroup) -> Bool) -> [Subject] {
        pointGroups.filter { if case .points(let group) = $0 { isMeant(group) } else { false } }
    }
}

extension PointGroup {
    /// Whether the resource belongs to the account and Region of a snapshot.
    ///
    /// A bucket's ARN names neither: it is of here when a backup of it was made here and not copied.
    func isOf(_ snapshot: RegionSnapshot) -> Bool {
        guard !resourceARN.accountCode.isEmpty else { return points.contains { $0.sourceVaultARN == nil } }
        return resourceARN.accountCode == snapshot.account.id.rawValue
            && resourceARN.regionCode == snapshot.region.rawValue
    }
}

extension Duration {
    /// That many days of 24 hours.
    static func days(_ days: Int) -> Duration { .hours(days * 24) }
}
