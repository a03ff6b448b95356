internal import HoldfastModel
internal import HoldfastPolicy

/// Whether selections select what is meant: family SEL.
enum SelectionControls {
    static let all = [intent, keys, arns, limits, exclusions, notEverything, once]

    static let intent = Control(
        id: "HF-SEL-01", title: "A tier's plan selects exactly the resources the policy gives that tier",
        severity: .high,
        needs: [.init(.inventory), .init(.plans), .init(.selections), .init(.tags), .init(.regionSettings)],
        listedBy: [.inventory, .plans], remediation: "Apply the change plan; look at resources tagged by hand.",
        subjects: { context in
            context.policy.tiers.compactMap { context.plan(of: $0.name).map(Subject.plan) }
        }
    ) { subject, context in
        guard case .plan(let plan) = subject,
            let tier = context.policy.tiers.first(where: { TierPlan.name(of: $0.name) == plan.name })
        else { return Judgement(.notApplicable, "no tier asks for it") }
        return compare(plan, tier, context)
    }

    static let notEverything = Control(
        id: "HF-SEL-06", title: "No selection takes every resource of the Region for want of a criterion",
        severity: .high, needs: [.init(.plans), .init(.selections)], listedBy: [.plans, .selections],
        remediation: "Name resources or conditions in the selection; an empty one backs up all that is opted in.",
        subjects: { $0.selectionSubjects }
    ) { subject, _ in
        guard case .selection(_, let selection) = subject else { return Judgement(.notApplicable, "not a selection") }
        let isEmpty =
            selection.resources.isEmpty && selection.listOfTags.isEmpty
            && selection.conditions == SelectionConditions()
        return isEmpty
            ? Judgement(.nonCompliant, "it has no resources, tags or conditions and takes everything that is opted in")
            : Judgement(.compliant, "it says what it takes")
    }

    private static func compare(_ plan: BackupPlan, _ tier: ProtectionTier, _ context: JudgingContext) -> Judgement {
        var missing: [String] = []
        var extra: [String] = []
        var open: [String] = []
        for resource in context.snapshot.resources {
            let entry = context.selections[resource.arn]?.first { $0.plan.id == plan.id }
            let selects = entry?.selects ?? .fails("the plan is not there")
            switch (context.assignments[resource.arn] ?? .unassigned, selects) {
            case (.unknown, _): open.append("the tier of \(resource.arn)")
            case (.tier(tier.name, _), .fails): missing.append(resource.arn.rawValue)
            case (.tier(tier.name, _), .holds): continue
            case (_, .unknown(let reason)): open.append("\(resource.arn): \(reason)")
            case (_, .holds): extra.append(resource.arn.rawValue)
            case (_, .fails): continue
            }
        }
        let ground = Judgement.Ground(
            name: "selections", value: (plan.selections ?? []).map(\.name).sorted().joined(separator: ","),
            fact: .selections)
        guard missing.isEmpty, extra.isEmpty else {
            let parts = [("not selected", missing), ("selected against the policy", extra)]
                .filter { !$0.1.isEmpty }.map { "\($0.1.count) \($0.0): \(few($0.1))" }
            return Judgement(.nonCompliant, parts.joined(separator: "; "), tier: tier.name, grounds: [ground])
        }
        guard open.isEmpty else {
            return Judgement(
                .unknown, "not known: \(few(open))", tier: tier.name, grounds: [ground])
        }
        return Judgement(.compliant, "it selects what the policy gives the tier", tier: tier.name, grounds: [ground])
    }

    private static func few(_ items: [String]) -> String {
        let shown = items.sorted().prefix(3).joined(separator: ", ")
        return items.count > 3 ? "\(shown) and \(items.count - 3) more" : shown
    }
}
