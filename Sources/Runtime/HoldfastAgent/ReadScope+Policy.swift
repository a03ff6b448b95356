public import HoldfastInventory
internal import HoldfastModel
internal import HoldfastPlanning
public import HoldfastPolicy
public import HoldfastReport

extension ReadScope {
    /// What must be read to judge by a policy.
    public init(policy: ProtectionPolicy) {
        let selectors = policy.assignments.map(\.selector) + policy.waivers.flatMap(\.scope.selectors)
        self.init(
            configRules: Set(selectors.flatMap(\.configRules)).sorted(),
            copyRegions: Set(policy.tiers.flatMap { $0.copies.filter { $0.account == nil }.map(\.region) }).sorted(),
            backupRole: policy.backupRole.text)
    }
}

extension ReportPolicy {
    /// What reports need of a policy.
    public init(policy: ProtectionPolicy) {
        self.init(
            tiers: policy.tiers.map { TierObjective(name: $0.name, rpoSeconds: $0.rpo.components.seconds) },
            waivers: policy.waivers.map { WaiverRow(id: $0.id, expiresAt: $0.expiresAt) })
    }
}
