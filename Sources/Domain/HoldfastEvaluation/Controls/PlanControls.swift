internal import HoldfastModel
internal import HoldfastPolicy

/// Whether plans are what the policy asks for: family PLN.
enum PlanControls {
    static let all = [
        declared, vaultsExist, oftenAndLongEnough, overlaps, applicationConsistent, staggered, ranLately,
    ]

    static let declared = Control(
        id: "HF-PLN-01", title: "The plan of each tier in use is there, as the policy declares it", severity: .high,
        parameters: [.init("plan_name", "holdfast-<tier>")], needs: [.init(.inventory), .init(.tags), .init(.plans)],
        listedBy: [.inventory, .plans], remediation: "Apply the change plan, which makes or repairs the backup plan.",
        subjects: { context in
            context.policy.tiers.compactMap { tier in
                if let plan = context.plan(of: tier.name) { return .plan(plan) }
                return context.tiersInUse.contains(tier) ? .missingPlan(tier: tier.name) : nil
            }
        }
    ) { subject, context in
        switch subject {
        case .missingPlan(let tier):
            return Judgement(.nonCompliant, "there is no backup plan \(TierPlan.name(of: tier))", tier: tier)
        case .plan(let plan):
            guard let tier = context.policy.tiers.first(where: { TierPlan.name(of: $0.name) == plan.name }) else {
                return Judgement(.notApplicable, "no tier asks for it")
            }
            guard context.tiersInUse.contains(tier) else {
                return context.hasOpenAssignments
                    ? Judgement(.unknown, "not known: whether a resource here has the tier", tier: tier.name)
                    : Judgement(.notApplicable, "no resource here has the tier", tier: tier.name)
            }
            guard let rules = plan.rules else { return Judgement(.unknown, "not known: its rules", tier: tier.name) }
            let wanted = TierPlan(
                tier, policy: context.policy, account: context.snapshot.account.id, region: context.snapshot.region)
            let drift = PlanComparison.differences(wanted: wanted.rules, found: rules)
            let ground = Judgement.Ground(name: "planVersion", value: plan.versionID ?? "not told", fact: .plans)
            return drift.isEmpty
                ? Judgement(.compliant, "it is what the policy declares", tier: tier.name, grounds: [ground])
                : Judgement(.nonCompliant, drift.joined(separator: "; "), tier: tier.name, grounds: [ground])
        default: return Judgement(.notApplicable, "not a plan")
        }
    }

    static let vaultsExist = Control(
        id: "HF-PLN-02", title: "Every rule writes and copies to vaults that are there and available", severity: .high,
        needs: [.init(.plans), .init(.vaults, .couldHelp), .init(.copyDestinations, .couldHelp)], listedBy: [.plans],
        remediation: "Make the vault, or point the rule to one that is there.",
        subjects: { $0.snapshot.plans.map(Subject.plan) }
    ) { subject, context in
        guard case .plan(let plan) = subject else { return Judgement(.notApplicable, "not a plan") }
        guard let rules = plan.rules else { return Judgement(.unknown, "not known: its rules") }
        let answers = rules.flatMap { rule in
            [source(rule, context)] + rule.copyActions.compactMap { destination($0, context) }
        }
        return Judgement(Truth.all(answers, ofNone: "it has no rule"), tier: tier(of: plan, context))
    }

    static let oftenAndLongEnough = Control(
        id: "HF-PLN-03", title: "Plans run as often and keep backups as long as the tiers they serve ask",
        severity: .high,
        parameters: [.init("max_interval", "the tier's rpo"), .init("min_retention_days", "the tier's retention")],
        replaces: [
            .auditManager("BACKUP_PLAN_MIN_FREQUENCY_AND_MIN_RETENTION_CHECK"),
            .config("BACKUP_PLAN_MIN_FREQUENCY_AND_MIN_RETENTION_CHECK"),
        ],
        needs: [
            .init(.inventory), .init(.plans), .init(.selections), .init(.tags), .init(.regionSettings),
            .init(.vaults, .couldHelp),
        ],
        listedBy: [.plans, .inventory], remediation: "Let the plan run more often, or keep its backups longer.",
        subjects: { $0.snapshot.plans.map(Subject.plan) }
    ) { subject, context in
        guard case .plan(let plan) = subject else { return Judgement(.notApplicable, "not a plan") }
        let served = context.policy.tiers.filter { serves(plan, $0, context) }
        if served.isEmpty, context.hasOpenAssignments {
            return Judgement(.unknown, "not known: whether a resource of a tier leans on it")
        }
        guard !served.isEmpty else { return Judgement(.notApplicable, "it serves no tier that no other plan serves") }
        let answer = Truth.all(served.map { context.meets($0, plan) }, ofNone: "")
        return Judgement(answer, tier: served.count == 1 ? served.first?.name : nil)
    }

    /// Whether a tier leans on the plan: it bears the tier's name, or selects one of its resources that no other plan
    /// meeting the tier selects.
    private static func serves(_ plan: BackupPlan, _ tier: ProtectionTier, _ context: JudgingContext) -> Bool {
        if plan.name == TierPlan.name(of: tier.name), context.tiersInUse.contains(tier) { return true }
        return context.selections.contains { arn, entries in
            guard context.assignments[arn]?.tierName == tier.name,
                entries.contains(where: { $0.plan.id == plan.id && !$0.selects.isFalse })
            else { return false }
            return !entries.contains {
                $0.plan.id != plan.id && $0.selects.isTrue && context.meets(tier, $0.plan).isTrue
            }
        }
    }

    private static func source(_ rule: BackupRule, _ context: JudgingContext) -> Truth {
        guard let vault = context.snapshot.vaults.first(where: { $0.name == rule.targetVaultName }) else {
            return .fails("rule \(rule.name) writes to vault \(rule.targetVaultName), which does not exist")
        }
        return VaultJudge.isAvailable(vault)
    }

    /// Whether the vault a copy goes to is there; one in another account cannot be seen from here.
    private static func destination(_ copy: CopyAction, _ context: JudgingContext) -> Truth? {
        let arn = copy.destinationVaultARN
        guard !arn.accountCode.isEmpty else { return nil }
        switch context.vault(of: arn) {
        case .found(let vault): return VaultJudge.isAvailable(vault)
        case .absent: return .fails("the vault \(arn) it copies to does not exist")
        case .unseen(let reason): return .unknown(reason)
        }
    }

    private static func tier(of plan: BackupPlan, _ context: JudgingContext) -> String? {
        context.policy.tiers.first { TierPlan.name(of: $0.name) == plan.name }?.name
    }
}
