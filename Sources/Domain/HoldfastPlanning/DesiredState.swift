internal import HoldfastEvaluation
internal import HoldfastModel
internal import HoldfastPolicy

/// What the policy asks of one account in one Region: the tiers in use there, with their resources and plans.
///
/// It is made of policy and judgement alone; what is there already plays no part in it.
struct DesiredState {
    /// A tier at least one resource must meet.
    struct Tier {
        let tier: ProtectionTier
        /// The plan Holdfast makes: without copies into other accounts, whose links it does not make yet.
        let plan: TierPlan
        /// All copies of the tier, those into other accounts too.
        let copies: [TierPlan.Copy]
        /// The resources that must meet it, sorted by ARN.
        let resources: [Resource]
    }

    /// The tiers in use, in the policy's order.
    let tiers: [Tier]

    init(_ evaluation: RegionEvaluation, policy: ProtectionPolicy) {
        let byTier = Dictionary(grouping: evaluation.resources.filter { $0.assignment.tierName != nil }) {
            $0.assignment.tierName ?? ""
        }
        tiers = policy.tiers.compactMap { tier in
            guard let judgements = byTier[tier.name], !judgements.isEmpty else { return nil }
            let account = evaluation.account.id
            return Tier(
                tier: tier,
                plan: TierPlan(
                    tier, policy: policy, account: account, region: evaluation.region, includingOtherAccounts: false),
                copies: TierPlan.copies(of: tier, account: account, region: evaluation.region),
                resources: judgements.map(\.resource).sorted { $0.arn < $1.arn })
        }
    }
}
