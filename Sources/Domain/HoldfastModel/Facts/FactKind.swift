/// A kind of knowledge about one account and Region that controls ask for and readers bring.
public enum FactKind: String, Hashable, Sendable, Codable, CodingKeyRepresentable, CaseIterable, Comparable {
    /// Whether the account could be entered at all.
    case session
    /// Which resources exist.
    case inventory
    /// The tags of resources.
    case tags
    /// The backup vaults.
    case vaults
    /// The backup plans and their rules.
    case plans
    /// The selections of the plans.
    case selections
    /// What AWS Backup has backed up, and when.
    case protectedResources
    /// The recovery points in the vaults.
    case recoveryPoints
    /// The opt-in settings of the Region.
    case regionSettings
    /// The AWS Config rules and what they flag.
    case configFlags
    /// The role AWS Backup works with.
    case backupRole
    /// The vaults that copies go to, in other Regions.
    case copyDestinations
    /// The backup jobs of the last week.
    case backupJobs
    /// The copy jobs of the last week.
    case copyJobs
    /// The restore jobs of the last month.
    case restoreJobs
    /// Who may do what in each vault, by the vault's access policy.
    case vaultPolicies
    /// Whom each vault notifies of what.
    case vaultNotifications
    /// The databases with their own backups.
    case databases
    /// Whether tables can be restored to a moment.
    case tableRecovery
    /// What buckets do for their objects.
    case bucketSettings
    /// The policies of Data Lifecycle Manager.
    case snapshotPolicies

    /// Orders by name.
    public static func < (left: FactKind, right: FactKind) -> Bool { left.rawValue < right.rawValue }
}
