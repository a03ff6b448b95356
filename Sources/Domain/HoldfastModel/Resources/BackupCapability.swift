/// What AWS Backup can do with backups of one type of resource, where a control must know.
///
/// An open cell of AWS's table is `unknown` and decides nothing. Source: AWS Backup Developer Guide, "Feature
/// availability by resource", with the footnote that takes copies from RDS Multi-AZ clusters; "Logically air-gapped
/// vault" and "Backup indexes" for the last two.
public enum BackupCapability: String, Hashable, Sendable, CaseIterable {
    /// Copies into another Region.
    case crossRegionCopy
    /// Copies into another account.
    case crossAccountCopy
    /// Restores to a moment, from continuous backups AWS Backup itself makes.
    case pointInTimeRestore
    /// Backups that live in the vault alone, with its key.
    case fullManagement
    /// A move to cold storage.
    case coldStorage
    /// Restore testing plans.
    case restoreTesting
    /// Copies in a logically air-gapped vault.
    case airGappedVault
    /// An index of the files in a backup.
    case index
    /// Scans for malware.
    case malwareScan

    /// Whether a type has a capability.
    public enum Answer: Hashable, Sendable {
        /// It has.
        case yes
        /// It has not, for that reason.
        case no(String)
        /// It depends on what is not known, or AWS's pages contradict each other.
        case unknown(String)
    }

    /// Whether backups of a resource have the capability.
    ///
    /// - Parameters:
    ///   - type: The resource's type.
    ///   - arn: Its ARN, which tells RDS Multi-AZ clusters from instances.
    ///   - settings: The settings of its Region, by which DynamoDB backups are basic or advanced.
    public func answer(
        for type: ResourceType, arn: ResourceARN? = nil, settings: BackupRegionSettings? = nil
    ) -> Answer {
        switch type.rawValue {
        case "DynamoDB": dynamoDB(settings)
        case "RDS" where arn?.resource.hasPrefix("cluster:") == true:
            self == .restoreTesting ? .yes : .no("RDS Multi-AZ clusters have no \(words)")
        case "FSx": fileSystem
        default: listed(type)
        }
    }

    private func listed(_ type: ResourceType) -> Answer {
        if Self.open[type.rawValue]?.contains(self) == true {
            return .unknown("AWS's pages do not agree whether \(type) backups have \(words)")
        }
        guard let known = Self.table[type.rawValue] else {
            return .unknown("this version does not know whether \(type) backups have \(words)")
        }
        return known.contains(self) ? .yes : .no("\(type) backups have no \(words)")
    }

    /// Only the advanced features bring what other types have; without them a backup is DynamoDB's own.
    private func dynamoDB(_ settings: BackupRegionSettings?) -> Answer {
        if self == .restoreTesting { return .yes }
        guard Self.advancedDynamoDB.contains(self) else { return .no("DynamoDB backups have no \(words)") }
        switch settings?.management["DynamoDB"] {
        case true?: return .yes
        case false?: return .no("DynamoDB backups have \(words) with advanced features only, which are off")
        case nil: return .unknown("whether DynamoDB's advanced features are on")
        }
    }

    /// The ARN does not tell the kind of file system, and ONTAP volumes have fewer capabilities than the others.
    private var fileSystem: Answer {
        switch self {
        case .restoreTesting: .yes
        case .crossRegionCopy, .crossAccountCopy, .airGappedVault, .coldStorage:
            .unknown("which kind of file system it is, on which \(words) depends")
        default: .no("FSx backups have no \(words)")
        }
    }

    /// In words that follow "have no".
    public var words: String {
        switch self {
        case .crossRegionCopy: "copies into other Regions"
        case .crossAccountCopy: "copies into other accounts"
        case .pointInTimeRestore: "point-in-time restore by AWS Backup"
        case .fullManagement: "full management"
        case .coldStorage: "cold storage"
        case .restoreTesting: "restore testing"
        case .airGappedVault: "copies in logically air-gapped vaults"
        case .index: "an index"
        case .malwareScan: "malware scans"
        }
    }

    private static let copies: Set<BackupCapability> = [.crossRegionCopy, .crossAccountCopy]
    private static let advancedDynamoDB: Set<BackupCapability> = [
        .crossRegionCopy, .crossAccountCopy, .fullManagement, .coldStorage, .airGappedVault,
    ]

    /// By AWS Backup's names of types; DynamoDB and FSx depend on more than the type.
    private static let table: [String: Set<BackupCapability>] = [
        "Aurora": copies.union([.pointInTimeRestore, .restoreTesting, .airGappedVault]),
        "CloudFormation": [.crossRegionCopy, .coldStorage],
        "DocumentDB": copies.union([.restoreTesting, .airGappedVault]),
        "DSQL": copies.union([.fullManagement, .airGappedVault]),
        "EBS": copies.union([.coldStorage, .restoreTesting, .airGappedVault, .index, .malwareScan]),
        "EC2": copies.union([.restoreTesting, .airGappedVault, .malwareScan]),
        "EFS": copies.union([.fullManagement, .coldStorage, .restoreTesting, .airGappedVault]),
        "EKS": copies.union([.fullManagement, .airGappedVault]),
        "Neptune": copies.union([.restoreTesting, .airGappedVault]),
        "RDS": copies.union([.pointInTimeRestore, .restoreTesting]),
        "Redshift": [],
        "Redshift Serverless": [],
        "S3": copies.union([
            .pointInTimeRestore, .fullManagement, .restoreTesting, .airGappedVault, .index, .malwareScan,
        ]),
        "SAP HANA on Amazon EC2": copies.union([.pointInTimeRestore, .fullManagement, .coldStorage]),
        "Storage Gateway": copies.union([.airGappedVault]),
        "Timestream": copies.union([.fullManagement, .coldStorage, .airGappedVault]),
        "VirtualMachine": copies.union([.fullManagement, .coldStorage, .airGappedVault]),
    ]

    /// Cells that are printed one way here and another way there.
    private static let open: [String: Set<BackupCapability>] = ["DSQL": [.coldStorage], "EKS": [.airGappedVault]]
}
