/// A backup that data can be restored from, as `ListRecoveryPointsByBackupVault` describes it.
public struct RecoveryPoint: Hashable, Sendable, Codable {
    /// The state of a recovery point.
    ///
    /// Source: AWS Backup API Reference, "RecoveryPointByBackupVault", `Status`.
    public struct Status: RawRepresentable, Hashable, Sendable, Codable {
        /// The state as AWS writes it.
        public let rawValue: String

        /// Takes the state as AWS writes it.
        public init(rawValue: String) { self.rawValue = rawValue }

        /// The backup is whole; the only state a restore can be promised from.
        public static let completed = Status(rawValue: "COMPLETED")
        /// The backup is not whole.
        public static let partial = Status(rawValue: "PARTIAL")
        /// It is being deleted.
        public static let deleting = Status(rawValue: "DELETING")
        /// Its retention ended but AWS could not delete it.
        public static let expired = Status(rawValue: "EXPIRED")
        /// A continuous backup that goes on.
        public static let available = Status(rawValue: "AVAILABLE")
        /// A continuous backup that was interrupted.
        public static let stopped = Status(rawValue: "STOPPED")
        /// It is being made.
        public static let creating = Status(rawValue: "CREATING")
    }

    /// Its ARN.
    public let arn: ResourceARN
    /// The vault it is in.
    public let vaultName: String
    /// The resource it was made of.
    public let resourceARN: ResourceARN
    /// The type of that resource, as AWS Backup names it.
    public let resourceType: ResourceType?
    /// Its state.
    public let status: Status
    /// When it began.
    public let createdAt: Instant
    /// When it was whole.
    public let completedAt: Instant?
    /// Its size, where AWS measures one.
    public let size: ByteCount?
    /// The lifecycle it was made with.
    public let lifecycle: Lifecycle?
    /// When it will end, as AWS calculated; nothing for never.
    public let deleteAt: Instant?
    /// When it goes, or went, to cold storage, as AWS calculated.
    public let moveToColdStorageAt: Instant?
    /// Whether it is encrypted, where AWS says so.
    public let isEncrypted: Bool?
    /// The vault it was copied from, for a copy.
    public let sourceVaultARN: String?
    /// The ARN of the key that encrypts it, where AWS says so.
    public let encryptionKeyARN: String?
    /// Whose key it is, where AWS says so.
    public let encryptionKeyType: BackupVault.KeyType?
    /// `ACTIVE`, `PENDING`, `FAILED` or `DELETING` for a point whose files are indexed, where AWS says so.
    public let indexStatus: String?

    /// Describes a recovery point.
    public init(
        arn: ResourceARN, vaultName: String, resourceARN: ResourceARN, resourceType: ResourceType? = nil,
        status: Status,
        createdAt: Instant, completedAt: Instant? = nil, size: ByteCount? = nil, lifecycle: Lifecycle? = nil,
        deleteAt: Instant? = nil, moveToColdStorageAt: Instant? = nil, isEncrypted: Bool? = nil,
        sourceVaultARN: String? = nil, encryptionKeyARN: String? = nil, encryptionKeyType: BackupVault.KeyType? = nil,
        indexStatus: String? = nil
    ) {
        self.arn = arn
        self.vaultName = vaultName
        self.resourceARN = resourceARN
        self.resourceType = resourceType
        self.status = status
        self.createdAt = createdAt
        self.completedAt = completedAt
        self.size = size
        self.lifecycle = lifecycle
        self.deleteAt = deleteAt
        self.moveToColdStorageAt = moveToColdStorageAt
        self.isEncrypted = isEncrypted
        self.sourceVaultARN = sourceVaultARN
        self.encryptionKeyARN = encryptionKeyARN
        self.encryptionKeyType = encryptionKeyType
        self.indexStatus = indexStatus
    }
}

/// A resource AWS Backup has backed up at least once, as `ListProtectedResources` describes it.
///
/// It stays listed after its plan is gone, so being listed proves nothing about tomorrow.
public struct ProtectedResource: Hashable, Sendable, Codable {
    /// The resource.
    public let resourceARN: ResourceARN
    /// Its type, as AWS Backup names it.
    public let resourceType: ResourceType?
    /// When it was last backed up.
    public let lastBackupAt: Instant?

    /// Describes a protected resource.
    public init(resourceARN: ResourceARN, resourceType: ResourceType?, lastBackupAt: Instant?) {
        self.resourceARN = resourceARN
        self.resourceType = resourceType
        self.lastBackupAt = lastBackupAt
    }
}

/// What AWS Backup may touch in one account and Region, as `DescribeRegionSettings` describes it.
public struct BackupRegionSettings: Hashable, Sendable, Codable {
    /// Whether each type is opted in; a type that is missing does not exist in the Region.
    public let optIn: [String: Bool]
    /// Whether AWS Backup manages each type's backups fully.
    public let management: [String: Bool]

    /// Describes settings.
    public init(optIn: [String: Bool], management: [String: Bool] = [:]) {
        self.optIn = optIn
        self.management = management
    }
}
