internal import HoldfastModel
internal import HoldfastPolicy

/// Where the rules of plans copy to, and for how long: those of family CPY that need no job.
enum CopyRuleControls {
    static let all = [keptAsLong, allowedRegions]

    static let keptAsLong = Control(
        id: "HF-CPY-06", title: "Copies are kept as long as their source, or as the tier declares", severity: .medium,
        parameters: [.init("min_days", "the copy's retention in the tier, else the rule's own")],
        needs: [.init(.plans)], listedBy: [.plans],
        remediation: "Lengthen the retention of the copy: it is what is left when the Region or account is lost.",
        subjects: { $0.snapshot.plans.map(Subject.plan) }
    ) { subject, context in
        guard case .plan(let plan) = subject else { return Judgement(.notApplicable, "not a plan") }
        guard let rules = plan.rules else { return Judgement(.unknown, "not known: its rules") }
        let answers = rules.flatMap { rule in rule.copyActions.map { length(of: $0, rule, plan, context) } }
        guard !answers.isEmpty else { return Judgement(.notApplicable, "none of its rules makes copies") }
        return Judgement(Truth.all(answers, ofNone: ""))
    }

    static let allowedRegions = Control(
        id: "HF-CPY-08", title: "Rules copy only into Regions the policy names", severity: .high,
        parameters: [.init("allowed_regions", "the Regions of the tiers' copies, and the plan's own")],
        needs: [.init(.plans)], listedBy: [.plans],
        remediation: "Take the copy out of the rule, or name its Region in a tier if data may live there.",
        subjects: { $0.snapshot.plans.map(Subject.plan) }
    ) { subject, context in
        guard case .plan(let plan) = subject else { return Judgement(.notApplicable, "not a plan") }
        guard let rules = plan.rules else { return Judgement(.unknown, "not known: its rules") }
        let named = Set(context.policy.tiers.flatMap(\.copies).map(\.region.rawValue))
        guard !named.isEmpty else { return Judgement(.notApplicable, "the policy names no Region to copy to") }
        let allowed = named.union([context.snapshot.region.rawValue])
        let copies = rules.flatMap(\.copyActions).map(\.destinationVaultARN)
        let strangers = Set(copies.filter { !allowed.contains($0.regionCode) }.map(\.rawValue)).sorted()
        let ground = Judgement.Ground(
            name: "allowedRegions", value: allowed.sorted().joined(separator: ","), fact: .plans)
        guard strangers.isEmpty else {
            return Judgement(
                .nonCompliant, "it copies to \(strangers.joined(separator: ", ")), in a Region no tier names",
                grounds: [ground])
        }
        return Judgement(
            .compliant, copies.isEmpty ? "it makes no copies" : "it copies into Regions the policy names only",
            grounds: [ground])
    }

    private static func length(
        of copy: CopyAction, _ rule: BackupRule, _ plan: BackupPlan, _ context: JudgingContext
    ) -> Truth {
        let arn = copy.destinationVaultARN
        let declared = context.policy.tiers.filter { TierPlan.name(of: $0.name) == plan.name }
            .flatMap { TierPlan.copies(of: $0, account: context.snapshot.account.id, region: context.snapshot.region) }
            .first { $0.action.destinationVaultARN == arn }
        let wanted = declared?.action.lifecycle?.deleteAfter ?? rule.lifecycle?.deleteAfter
        let own = copy.lifecycle?.deleteAfter.flatMap { $0.rawValue > 0 ? $0 : nil }
        let words = "the copy of rule \(rule.name) to \(arn)"
        guard let own else { return .holds("\(words) is kept for ever") }
        guard let wanted, wanted.rawValue > 0 else {
            return .fails("\(words) is kept \(own), its source for ever")
        }
        return own < wanted ? .fails("\(words) is kept \(own), not \(wanted)") : .holds("\(words) is kept \(own)")
    }
}
