internal import HoldfastModel
internal import HoldfastPolicy

/// What selections leave out, and what they take twice.
extension SelectionControls {
    private static let mostPlans = Control.Figure("max_plans", 1, "plan")

    static let exclusions = Control(
        id: "HF-SEL-05", title: "A selection excludes nothing that the policy wants protected", severity: .medium,
        needs: [
            .init(.inventory), .init(.tags), .init(.plans, .couldHelp), .init(.selections, .couldHelp),
            .init(.regionSettings, .couldHelp),
        ],
        listedBy: [.plans, .selections],
        remediation: "Take it out of NotResources, let another plan select it, or leave it out in the policy.",
        subjects: { $0.selectionSubjects }
    ) { subject, context in
        guard case .selection(_, let selection) = subject else { return Judgement(.notApplicable, "not a selection") }
        guard !selection.notResources.isEmpty else { return Judgement(.notApplicable, "it excludes nothing") }
        let patterns = selection.notResources.map { ARNPattern($0) }
        var answers: [Truth] = []
        for resource in context.snapshot.resources {
            let excluded = Truth.any(patterns.map { $0.match(resource.arn) }, ofNone: "")
            guard !excluded.isFalse else { continue }
            switch context.tier(of: resource) {
            case .none: continue
            case .open(let answer): answers.append(answer)
            case .tier(let tier):
                let selected = context.isSelected(resource)
                answers.append(
                    selected.isFalse && !excluded.isTrue
                        ? .unknown(excluded.reason)
                        : selected.isFalse
                            ? .fails("\(resource.arn) has tier \(tier.name), is excluded here and selected nowhere")
                            : selected)
            }
        }
        return Judgement(Truth.all(answers, ofNone: "it excludes only what the policy leaves out"))
    }

    static let once = Control(
        id: "HF-SEL-07", title: "No resource is backed up by more plans than meant", severity: .low,
        parameters: [.init(mostPlans)],
        needs: [
            .init(.inventory), .init(.tags, .couldHarm), .init(.plans, .couldHarm), .init(.selections, .couldHarm),
            .init(.regionSettings, .couldHarm),
        ],
        listedBy: [.inventory],
        remediation: "Take the resource out of one of the plans: each makes backups of its own.",
        subjects: { $0.resources }
    ) { subject, context in
        guard case .resource(let resource) = subject else { return Judgement(.notApplicable, "not a resource") }
        let entries = (context.selections[resource.arn] ?? []).filter { $0.plan.rules?.isEmpty != true }
        let taking = entries.filter(\.selects.isTrue).map(\.plan.name).sorted()
        let tier = context.assignments[resource.arn]?.tierName
        let ground = Judgement.Ground(
            name: "plans", value: taking.isEmpty ? "none" : taking.joined(separator: ","), fact: .selections)
        if taking.count > mostPlans.value {
            return Judgement(
                .nonCompliant, "\(taking.count) plans select it: \(taking.joined(separator: ", "))", tier: tier,
                grounds: [ground])
        }
        let open = entries.filter { !$0.selects.isTrue && !$0.selects.isFalse }
        if taking.count + open.count > mostPlans.value, let first = open.first {
            return Judgement(.unknown, "not known: \(first.selects.reason)", tier: tier, grounds: [ground])
        }
        return Judgement(
            .compliant, taking.isEmpty ? "no plan selects it" : "plan \(taking.joined()) alone selects it", tier: tier,
            grounds: [ground])
    }
}
