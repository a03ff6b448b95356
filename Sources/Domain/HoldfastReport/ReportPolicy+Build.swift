public import HoldfastPolicy

extension ReportPolicy {
    /// Takes from a policy what reports need of it.
    public init(_ policy: ProtectionPolicy) {
        self.init(
            tiers: policy.tiers.map { TierObjective(name: $0.name, rpoSeconds: $0.rpo.components.seconds) },
            waivers: policy.waivers.map { WaiverRow(id: $0.id, expiresAt: $0.expiresAt) })
    }
}
