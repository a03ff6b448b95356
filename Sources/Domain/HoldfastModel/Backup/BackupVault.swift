/// A container of recovery points, as `ListBackupVaults` describes it.
public struct BackupVault: Hashable, Sendable, Codable {
    /// Whose key encrypts the vault.
    ///
    /// Source: AWS Backup API Reference, "BackupVaultListMember", `EncryptionKeyType`.
    public struct KeyType: RawRepresentable, Hashable, Sendable, Codable {
        /// The type as AWS writes it.
        public let rawValue: String

        /// Takes the type as AWS writes it.
        public init(rawValue: String) { self.rawValue = rawValue }

        /// A key AWS owns or manages for the account.
        public static let awsOwned = KeyType(rawValue: "AWS_OWNED_KMS_KEY")
        /// A key of the customer.
        public static let customerManaged = KeyType(rawValue: "CUSTOMER_MANAGED_KMS_KEY")
    }

    /// Its name, unique in account and Region.
    public let name: String
    /// Its ARN.
    public let arn: ResourceARN
    /// `BACKUP_VAULT`, `LOGICALLY_AIR_GAPPED_BACKUP_VAULT` or `RESTORE_ACCESS_BACKUP_VAULT`, where AWS says so.
    public let vaultType: String?
    /// `CREATING`, `AVAILABLE` or `FAILED`; AWS leaves it out for ordinary vaults, which are available.
    public let state: String?
    /// The ARN of the key that encrypts it, where AWS says so.
    public let encryptionKeyARN: String?
    /// Whose key it is, where AWS says so.
    public let encryptionKeyType: KeyType?
    /// Whether a vault lock is on, in either mode.
    public let isLocked: Bool?
    /// The shortest retention the lock allows.
    public let minimumRetention: CalendarDays?
    /// The longest retention the lock allows.
    public let maximumRetention: CalendarDays?
    /// When the lock becomes, or became, immutable; nothing in governance mode.
    public let lockDate: Instant?
    /// How many recovery points it holds.
    public let recoveryPointCount: Int64?
    /// When it was made.
    public let createdAt: Instant?

    /// Describes a vault.
    public init(
        name: String, arn: ResourceARN, vaultType: String? = nil, state: String? = nil, encryptionKeyARN: String? = nil,
        encryptionKeyType: KeyType? = nil, isLocked: Bool? = nil, minimumRetention: CalendarDays? = nil,
        maximumRetention: CalendarDays? = nil, lockDate: Instant? = nil, recoveryPointCount: Int64? = nil,
        createdAt: Instant? = nil
    ) {
        self.name = name
        self.arn = arn
        self.vaultType = vaultType
        self.state = state
        self.encryptionKeyARN = encryptionKeyARN
        self.encryptionKeyType = encryptionKeyType
        self.isLocked = isLocked
        self.minimumRetention = minimumRetention
        self.maximumRetention = maximumRetention
        self.lockDate = lockDate
        self.recoveryPointCount = recoveryPointCount
        self.createdAt = createdAt
    }
}
