/// A snapshot of an RDS instance or of a cluster.
package struct DatabaseSnapshot: Sendable, Hashable {
    /// Who made a snapshot, by the names of `SnapshotType`.
    package enum Origin: String, Sendable {
        /// RDS itself, once a day.
        case automated
        /// A person or program.
        case manual
        /// AWS Backup.
        case backup = "awsbackup"
    }

    /// The identifier.
    package let id: String
    /// What it was made of.
    package let source: SimulatedResource
    /// Who made it.
    package let origin: Origin
    /// When it was started.
    package let startedAt: Moment
    /// When it is available.
    package let completedAt: Moment
    /// Whether it is encrypted.
    package let isEncrypted: Bool
    /// The key it is encrypted with.
    package let kmsKeyARN: String?
    /// The ARN of the snapshot it was copied from.
    package let copiedFrom: String?
    /// The tags.
    package var tags: TagSet

    /// Whether it is of a cluster.
    package var isOfCluster: Bool { source.kind != .database }

    /// The ARN.
    package func arn(in scope: Scope) -> String {
        let kind = isOfCluster ? "cluster-snapshot" : "snapshot"
        return "arn:aws:rds:\(scope.region):\(scope.account):\(kind):\(id)"
    }

    /// The elements of its `DBSnapshot` or `DBClusterSnapshot`.
    func description(in scope: Scope, settings: DatabaseSettings, at now: Moment) -> [XMLNode?] {
        let engine = source.engine ?? (isOfCluster ? "aurora-postgresql" : "postgres")
        let isReady = completedAt <= now
        let common: [XMLNode?] = [
            XMLNode("SnapshotCreateTime", isReady ? completedAt : startedAt), XMLNode("Engine", engine),
            XMLNode("Status", isReady ? "available" : "creating"), XMLNode("Port", Engine.port(of: engine)),
            XMLNode("VpcId", "vpc-" + ResourceDetails(arn: "\(scope.account)/\(scope.region)").hex(17, "vpc")),
            XMLNode("MasterUsername", "holder"), XMLNode("EngineVersion", Engine.version(of: engine)),
            XMLNode("LicenseModel", Engine.license(of: engine)), XMLNode("SnapshotType", origin.rawValue),
            XMLNode("PercentProgress", isReady ? 100 : 0), XMLNode("KmsKeyId", kmsKeyARN),
            XMLNode("IAMDatabaseAuthenticationEnabled", false), DatabaseFacts.tagList(tags),
        ]
        return common + (isOfCluster ? ofCluster(in: scope, engine) : ofInstance(in: scope, settings))
    }

    private func ofInstance(in scope: Scope, _ settings: DatabaseSettings) -> [XMLNode?] {
        [
            XMLNode("DBSnapshotIdentifier", id), XMLNode("DBInstanceIdentifier", source.id),
            XMLNode("AllocatedStorage", max(20, source.sizeInBytes >> 30)),
            XMLNode("AvailabilityZone", ResourceDetails(source).availabilityZone(in: scope.region)),
            XMLNode("InstanceCreateTime", source.createdAt), XMLNode("StorageType", "gp3"),
            XMLNode("SourceRegion", copiedFrom.flatMap { Self.region(of: $0, besides: scope.region) }),
            XMLNode("SourceDBSnapshotIdentifier", copiedFrom), XMLNode("Encrypted", isEncrypted),
            XMLNode("BackupRetentionPeriod", settings.retentionDays ?? 7),
            XMLNode("PreferredBackupWindow", settings.window), XMLNode("DBSnapshotArn", arn(in: scope)),
            XMLNode("ProcessorFeatures", []), XMLNode("DbiResourceId", DatabaseFacts.resourceID(of: source.arn)),
            XMLNode("SnapshotTarget", "region"), XMLNode("OriginalSnapshotCreateTime", startedAt),
            XMLNode("SnapshotDatabaseTime", startedAt), XMLNode("MultiTenant", false),
            XMLNode("DedicatedLogVolume", false),
        ]
    }

    private func ofCluster(in scope: Scope, _ engine: String) -> [XMLNode?] {
        [
            XMLNode("AvailabilityZones", ["a", "b", "c"].map { XMLNode("AvailabilityZone", scope.region + $0) }),
            XMLNode("DBClusterSnapshotIdentifier", id), XMLNode("DBClusterIdentifier", source.id),
            XMLNode("EngineMode", "provisioned"), XMLNode("AllocatedStorage", source.sizeInBytes >> 30),
            XMLNode("ClusterCreateTime", source.createdAt), XMLNode("StorageEncrypted", isEncrypted),
            XMLNode("DBClusterSnapshotArn", arn(in: scope)), XMLNode("SourceDBClusterSnapshotArn", copiedFrom),
            XMLNode("DbClusterResourceId", ClusterFacts.resourceID(of: source.arn)),
        ]
    }

    private static func region(of arn: String, besides own: String) -> String? {
        let fields = arn.split(separator: ":", omittingEmptySubsequences: false)
        return fields.count > 3 && fields[3] != own ? String(fields[3]) : nil
    }
}
