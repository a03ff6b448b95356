/// A database that RDS backs up by itself: an instance outside a cluster, or a cluster.
///
/// Clusters of DocumentDB and Neptune are among them, since RDS lists them too. Source: Amazon RDS API Reference,
/// "DBInstance" and "DBCluster".
public struct DatabaseResource: Hashable, Sendable, Codable {
    /// Its ARN.
    public let arn: ResourceARN
    /// Its type, as AWS Backup names it.
    public let type: ResourceType
    /// Whether it is a cluster.
    public let isCluster: Bool
    /// How long its automated backups are kept, 0 for none; nothing where AWS does not say.
    public let backupRetention: CalendarDays?
    /// Whether it cannot be deleted by mistake, where AWS says so.
    public let isProtectedFromDeletion: Bool?
    /// Whether its snapshots get its tags, where AWS says so.
    public let copiesTagsToSnapshots: Bool?
    /// Whether it is a read replica, which is made anew from its source.
    public let isReplica: Bool

    /// Describes a database.
    public init(
        arn: ResourceARN, type: ResourceType, isCluster: Bool = false, backupRetention: CalendarDays? = nil,
        isProtectedFromDeletion: Bool? = nil, copiesTagsToSnapshots: Bool? = nil, isReplica: Bool = false
    ) {
        self.arn = arn
        self.type = type
        self.isCluster = isCluster
        self.backupRetention = backupRetention
        self.isProtectedFromDeletion = isProtectedFromDeletion
        self.copiesTagsToSnapshots = copiesTagsToSnapshots
        self.isReplica = isReplica
    }
}
