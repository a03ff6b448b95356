internal import HoldfastModel

/// The policy Holdfast judges by before anybody has written one.
public enum BuiltInPolicy {
    /// The policy as a file, to be shown and begun from.
    public static let text = """
        # Everything is backed up once a day and kept for 35 days; nothing is changed.
        apiVersion: holdfast/v1
        kind: ProtectionPolicy
        backupRole: arn:{partition}:iam::{account}:role/service-role/AWSBackupDefaultServiceRole
        tiers:
          standard:
            rpo: 24h
            retention: 35d
            vault: {name: holdfast}
        assignments:
          - name: everything
            tier: standard
        enforcement: {mode: observe}

        """
}

extension ProtectionPolicy {
    /// Daily backups of everything, kept for 35 days, observed only: what ``BuiltInPolicy`` says as a value.
    public static var builtIn: ProtectionPolicy {
        ProtectionPolicy(
            tiers: [
                ProtectionTier(
                    name: "standard", rpo: .hours(24), retention: CalendarDays(35),
                    vault: VaultRequirement(name: "holdfast"))
            ],
            assignments: [Assignment(name: "everything", selector: Selector(), outcome: .tier("standard"))],
            tagging: TaggingPolicy(isEnabled: false),
            backupRole: ARNTemplate(
                "arn:{partition}:iam::{account}:role/service-role/AWSBackupDefaultServiceRole"),
            enforcement: EnforcementPolicy(mode: .observe))
    }
}
