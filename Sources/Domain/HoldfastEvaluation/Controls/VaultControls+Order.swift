internal import HoldfastModel
internal import HoldfastPolicy

/// How much vaults and plans hold, and whether they say whose they are.
extension VaultControls {
    /// What a vault may hold.
    ///
    /// Source, of all limits here: AWS Backup Developer Guide, "Quotas".
    private static let mostPoints = Control.Figure("max_recovery_points", 1_000_000, "recovery points of a vault")
    private static let mostVaults = Control.Figure("max_vaults", 300, "vaults of a Region")
    private static let mostPlans = Control.Figure("max_plans", 300, "plans of a Region")
    private static let headroom = Control.Figure("headroom", 20, "percent below AWS's limit")

    static let room = Control(
        id: "HF-VLT-05", title: "Vaults and plans stay clear of AWS's limits", severity: .medium,
        parameters: [.init(mostPoints), .init(mostVaults), .init(mostPlans), .init(headroom)],
        needs: [.init(.vaults), .init(.plans)], listedBy: [],
        remediation: "Write to a further vault, end what is not needed, or have the limit raised.",
        subjects: { [.region] + $0.snapshot.vaults.map(Subject.vault) }
    ) { subject, context in
        switch subject {
        case .vault(let vault):
            guard let count = vault.recoveryPointCount else {
                return Judgement(.unknown, "not known: AWS did not say how many recovery points the vault holds")
            }
            let ground = Judgement.Ground(name: "recoveryPoints", value: "\(count)", fact: .vaults)
            return Judgement(
                isNear(Int(clamping: count), mostPoints) ? .nonCompliant : .compliant,
                "it holds \(count) of \(mostPoints.value) recovery points", grounds: [ground])
        case .region:
            let (vaults, plans) = (context.snapshot.vaults.count, context.snapshot.plans.count)
            let grounds = [
                Judgement.Ground(name: "vaults", value: "\(vaults)", fact: .vaults),
                Judgement.Ground(name: "plans", value: "\(plans)", fact: .plans),
            ]
            return Judgement(
                isNear(vaults, mostVaults) || isNear(plans, mostPlans) ? .nonCompliant : .compliant,
                "there are \(vaults) of \(mostVaults.value) vaults and \(plans) of \(mostPlans.value) plans",
                grounds: grounds)
        default: return Judgement(.notApplicable, "not a vault")
        }
    }

    static let tagged = Control(
        id: "HF-VLT-07", title: "Backup plans bear a tag", severity: .low, replaces: [.securityHub("Backup.5")],
        needs: [.init(.plans)], listedBy: [.plans],
        remediation: "Tag the plan with its owner; the plans Holdfast makes bear its own tag.",
        subjects: { $0.snapshot.plans.map(Subject.plan) }
    ) { subject, _ in
        guard case .plan(let plan) = subject else { return Judgement(.notApplicable, "not a plan") }
        guard let tags = plan.tags else { return Judgement(.unknown, "not known: its tags were not read") }
        let own = tags.keys.filter { !$0.hasPrefix("aws:") }.sorted()
        let ground = Judgement.Ground(
            name: "tags", value: own.isEmpty ? "none" : own.joined(separator: ","), fact: .plans)
        return own.isEmpty
            ? Judgement(.nonCompliant, "it has no tag but those of AWS", grounds: [ground])
            : Judgement(.compliant, "it is tagged \(own.joined(separator: ", "))", grounds: [ground])
    }

    private static func isNear(_ count: Int, _ limit: Control.Figure) -> Bool {
        count > limit.value / 100 * (100 - headroom.value)
    }
}
