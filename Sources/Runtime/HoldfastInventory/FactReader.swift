package import HoldfastModel

/// Reads some facts of one account and Region.
///
/// Whatever it cannot read it leaves as a gap in the log it is given; it never gives an empty list for a failure.
package protocol FactReader: Sendable {
    /// The facts it brings.
    static var facts: Set<FactKind> { get }
    /// The IAM actions of the calls it makes; what it is not granted becomes a gap.
    static var iamActions: [String] { get }
}

/// Finds the resources of one type.
protocol ResourceReader: FactReader {
    /// The type.
    static var type: ResourceType { get }
    /// Makes the reader.
    init()
    /// Lists the resources of the type with their tags.
    func resources(in context: RegionContext, log: inout ReadLog) async -> [Resource]
}

extension ResourceReader {
    /// Existence and tags.
    package static var facts: Set<FactKind> { [.inventory, .tags] }
}

/// Every reader there is.
package enum ReaderCatalog {
    /// The readers of resources, one a type.
    static let resources: [any ResourceReader.Type] = [
        AuroraClusterReader.self, DynamoDBTableReader.self, EBSVolumeReader.self, EC2InstanceReader.self,
        EFSFileSystemReader.self, RDSInstanceReader.self, S3BucketReader.self,
    ]

    /// All readers.
    package static var all: [any FactReader.Type] {
        resources + [
            BackupJobReader.self, BucketSettingsReader.self, DatabaseReader.self, BackupPlanReader.self,
            BackupRoleReader.self, BackupVaultReader.self,
            ConfigInventoryReader.self, ConfigRuleReader.self, CopyDestinationReader.self, CopyJobReader.self,
            ProtectedResourceReader.self, RecoveryPointReader.self, RegionSettingsReader.self, RestoreJobReader.self,
            SnapshotPolicyReader.self, TableRecoveryReader.self, TagReader.self, VaultNotificationReader.self,
            VaultPolicyReader.self,
        ]
    }
}
