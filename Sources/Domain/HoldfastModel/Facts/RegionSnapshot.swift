/// Everything read about one account in one Region in one sweep: the unit of work, and all a control may know.
///
/// Lists are sorted by ARN or name, so that the same world gives the same snapshot. What is missing stands in `gaps`; an
/// empty list with no gap means that there is none.
public struct RegionSnapshot: Hashable, Sendable, Codable {
    /// The account.
    public let account: Account
    /// The Region.
    public let region: AWSRegion
    /// When the reading began; the `now` of every verdict on it.
    public let takenAt: Instant
    /// The resources of governed types.
    public var resources: [Resource] = []
    /// The vaults.
    public var vaults: [BackupVault] = []
    /// The plans with rules and selections.
    public var plans: [BackupPlan] = []
    /// What AWS Backup has backed up.
    public var protectedResources: [ProtectedResource] = []
    /// The recovery points of all vaults.
    public var recoveryPoints: [RecoveryPoint] = []
    /// The opt-in settings; nothing when they could not be read.
    public var regionSettings: BackupRegionSettings?
    /// The AWS Config rules with what they flag.
    public var configRules: [ConfigRule] = []
    /// Whether the backup role exists: its ARN and the answer; nothing when no role was asked for or it is unknown.
    public var backupRole: BackupRoleFact?
    /// The vaults of each Region copies go to, in this account, by Region.
    public var copyDestinationVaults: [AWSRegion: [BackupVault]] = [:]
    /// The backup jobs made within ``JobHistory/backupAndCopy``, oldest first.
    public var backupJobs: [BackupJob] = []
    /// The copy jobs made within ``JobHistory/backupAndCopy``, oldest first.
    public var copyJobs: [CopyJob] = []
    /// The restore jobs made within ``JobHistory/restore``, oldest first.
    public var restoreJobs: [RestoreJob] = []
    /// The access policy of each vault that was asked for it, by the vault's name.
    public var vaultPolicies: [String: VaultAccessPolicy] = [:]
    /// Whom each vault that was asked notifies, by the vault's name.
    public var vaultNotifications: [String: VaultNotifications] = [:]
    /// The databases of RDS, Aurora, DocumentDB and Neptune.
    public var databases: [DatabaseResource] = []
    /// Whether each table that was asked can be restored to a moment.
    public var tableRecovery: [ResourceARN: TableRecovery] = [:]
    /// The settings of each bucket that was asked.
    public var bucketSettings: [ResourceARN: BucketSettings] = [:]
    /// The policies of Data Lifecycle Manager.
    public var snapshotPolicies: [SnapshotPolicy] = []
    /// What could not be read.
    public var gaps: [ReadGap] = []
    /// For each fact, the calls that brought it, oldest first.
    public var sources: [FactKind: [FactSource]] = [:]

    /// Makes a snapshot that holds nothing yet.
    public init(account: Account, region: AWSRegion, takenAt: Instant) {
        self.account = account
        self.region = region
        self.takenAt = takenAt
    }
}

/// Whether the role AWS Backup is to work with exists in the account.
public struct BackupRoleFact: Hashable, Sendable, Codable {
    /// The role's ARN as the policy names it.
    public let arn: String
    /// Whether IAM knows it.
    public let exists: Bool

    /// Describes the answer.
    public init(arn: String, exists: Bool) {
        self.arn = arn
        self.exists = exists
    }
}

/// One API call a fact came from.
public struct FactSource: Hashable, Sendable, Codable {
    /// The IAM action of the call, such as `backup:ListBackupVaults`.
    public let api: String
    /// The request id AWS gave, when it gave one.
    public let requestID: String?
    /// When the answer came.
    public let readAt: Instant
    /// The part of the fact it brought, such as one plan's; nothing for all of it.
    public let scope: ReadGap.Scope?

    /// Describes a call.
    public init(api: String, requestID: String?, readAt: Instant, scope: ReadGap.Scope? = nil) {
        self.api = api
        self.requestID = requestID
        self.readAt = readAt
        self.scope = scope == .everything ? nil : scope
    }
}
