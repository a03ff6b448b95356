internal import AWSCore
internal import AWSRDS
internal import HoldfastModel

/// Lists the databases of RDS, Aurora, DocumentDB and Neptune with their own backups.
struct DatabaseReader: FactReader {
    static let facts: Set<FactKind> = [.databases]
    static let iamActions = ["rds:DescribeDBInstances", "rds:DescribeDBClusters"]

    /// All instances and clusters, from which the readers of resources take theirs.
    ///
    /// Costs one call for every 100 instances, and one for every 100 clusters.
    func listing(in context: RegionContext, log: inout ReadLog) async -> DatabaseListing {
        let service = RDSAPI(context.caller)
        var reading = log.fresh()
        let instances = await reading.pages("rds:DescribeDBInstances", for: .databases) { token throws(AWSError) in
            let output = try await service.describeDBInstances(
                DescribeDBInstancesInput(maxRecords: 100, marker: token))
            return Page(items: output.dbInstances, next: output.marker)
        }
        let clusters = await reading.pages("rds:DescribeDBClusters", for: .databases) { token throws(AWSError) in
            let output = try await service.describeDBClusters(DescribeDBClustersInput(maxRecords: 100, marker: token))
            return Page(items: output.dbClusters, next: output.marker)
        }
        log.merge(reading)
        return DatabaseListing(instances: instances, clusters: clusters, log: reading)
    }

    /// The databases of a listing that are backed up on their own, sorted by ARN.
    func databases(of listing: DatabaseListing, log: inout ReadLog) -> [DatabaseResource] {
        var databases: [DatabaseResource] = []
        for instance in listing.instances where instance.dbClusterIdentifier.present == nil {
            guard let arn = instance.dbInstanceARN.present.flatMap(ResourceARN.init(rawValue:)) else {
                log.addMalformed("a database has no ARN", api: "rds:DescribeDBInstances", for: .databases)
                continue
            }
            let source = instance.readReplicaSourceDBInstanceIdentifier ?? instance.readReplicaSourceDBClusterIdentifier
            databases.append(
                DatabaseResource(
                    arn: arn, type: .rds, backupRetention: instance.backupRetentionPeriod.map { CalendarDays($0) },
                    isProtectedFromDeletion: instance.deletionProtection,
                    copiesTagsToSnapshots: instance.copyTagsToSnapshot, isReplica: source.present != nil))
        }
        for cluster in listing.clusters {
            guard let arn = cluster.dbClusterARN.present.flatMap(ResourceARN.init(rawValue:)) else {
                log.addMalformed("a database has no ARN", api: "rds:DescribeDBClusters", for: .databases)
                continue
            }
            databases.append(
                DatabaseResource(
                    arn: arn, type: ResourceType(clusterEngine: cluster.engine ?? ""), isCluster: true,
                    backupRetention: cluster.backupRetentionPeriod.map { CalendarDays($0) },
                    isProtectedFromDeletion: cluster.deletionProtection,
                    copiesTagsToSnapshots: cluster.copyTagsToSnapshot))
        }
        return databases.sorted { $0.arn < $1.arn }
    }
}

/// What RDS lists, and what it did not tell.
struct DatabaseListing: Sendable {
    let instances: [DBInstance]
    let clusters: [DBCluster]
    /// How the lists were read.
    let log: ReadLog

    /// Notes where the resources of a type come from, and that some are missing, by the calls that name them.
    func note(_ apis: [String], of type: HoldfastModel.ResourceType, in other: inout ReadLog) {
        for gap in log.gaps where apis.contains(gap.api) {
            other.add(gap, for: .inventory, scope: .resourceType(type))
        }
        for source in log.sources[.databases] ?? [] where apis.contains(source.api) {
            other.note(source.api, for: .inventory, requestID: source.requestID, knownAt: source.readAt)
        }
    }
}

extension HoldfastModel.ResourceType {
    /// The type of a cluster RDS lists, by its engine.
    init(clusterEngine engine: String) {
        switch engine {
        case "docdb": self = .documentDB
        case "neptune": self = .neptune
        case "mysql", "postgres": self = .rds
        default: self = .aurora
        }
    }
}
