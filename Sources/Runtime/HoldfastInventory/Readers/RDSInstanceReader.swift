internal import AWSCore
internal import AWSRDS
internal import HoldfastModel

/// Lists RDS instances that stand alone, and Multi-AZ clusters, which AWS Backup counts as RDS.
///
/// An instance that is a member of a cluster is backed up with the cluster. Source: AWS Backup Developer Guide, "Working
/// with Amazon RDS".
struct RDSInstanceReader: ResourceReader {
    static let type = ResourceType.rds
    static let iamActions = ["rds:DescribeDBInstances", "rds:DescribeDBClusters", "rds:ListTagsForResource"]

    func resources(in context: RegionContext, log: inout ReadLog) async -> [Resource] {
        let listing = await RDSDatabase.listing(in: context, log: &log)
        listing.note(["rds:DescribeDBInstances", "rds:DescribeDBClusters"], of: Self.type, in: &log)
        var found: [RDSDatabase] = []
        for instance in listing.instances where instance.dbClusterIdentifier.present == nil {
            found.append(
                RDSDatabase(
                    arn: instance.dbInstanceARN, createdAt: instance.instanceCreateTime.instant,
                    configResourceID: instance.dbiResourceID.present,
                    tags: instance.tagList))
        }
        for cluster in listing.clusters where cluster.engine == "mysql" || cluster.engine == "postgres" {
            found.append(
                RDSDatabase(
                    arn: cluster.dbClusterARN, createdAt: cluster.clusterCreateTime.instant,
                    configResourceID: cluster.dbClusterResourceID.present, tags: cluster.tagList))
        }
        return await RDSDatabase.resources(
            found, type: Self.type, api: "rds:DescribeDBInstances", context: context, log: &log)
    }
}

/// Lists Aurora clusters.
struct AuroraClusterReader: ResourceReader {
    static let type = ResourceType.aurora
    static let iamActions = ["rds:DescribeDBClusters", "rds:ListTagsForResource"]

    func resources(in context: RegionContext, log: inout ReadLog) async -> [Resource] {
        let listing = await RDSDatabase.listing(in: context, log: &log)
        listing.note(["rds:DescribeDBClusters"], of: Self.type, in: &log)
        // The same call lists DocumentDB and Neptune clusters, which are types of their own.
        let found = listing.clusters.filter { $0.engine?.hasPrefix("aurora") ?? true }.map { cluster in
            RDSDatabase(
                arn: cluster.dbClusterARN, createdAt: cluster.clusterCreateTime.instant,
                configResourceID: cluster.dbClusterResourceID.present, tags: cluster.tagList)
        }
        return await RDSDatabase.resources(
            found, type: Self.type, api: "rds:DescribeDBClusters", context: context, log: &log)
    }
}

/// An instance or cluster as the two list calls have it in common.
private struct RDSDatabase: Sendable {
    let arn: String?
    let createdAt: Instant?
    let configResourceID: String?
    let tags: [Tag]?

    /// What RDS lists: what was read before, or read now.
    static func listing(in context: RegionContext, log: inout ReadLog) async -> DatabaseListing {
        if let known = context.databases { return known }
        return await DatabaseReader().listing(in: context, log: &log)
    }

    /// Makes resources of databases, asking for the tags of those whose answer had no tag list.
    static func resources(
        _ databases: [RDSDatabase], type: ResourceType, api: String, context: RegionContext, log: inout ReadLog
    ) async -> [Resource] {
        var resources: [Resource] = []
        var untagged: [ResourceARN] = []
        for database in databases {
            guard let arn = database.arn.present.flatMap(ResourceARN.init(rawValue:)) else {
                log.addMalformed("a database has no ARN", api: api, for: .inventory, scope: .resourceType(type))
                continue
            }
            if database.tags == nil { untagged.append(arn) }
            resources.append(
                Resource(
                    arn: arn, type: type, accountID: context.account, region: context.region,
                    tags: database.tags.map { TagReader.dictionary($0, key: \.key, value: \.value) },
                    createdAt: database.createdAt, configResourceID: database.configResourceID))
        }
        guard !untagged.isEmpty else { return resources }
        let service = RDSAPI(context.caller)
        let tags = await TagReader.each(
            untagged, type: type, api: "rds:ListTagsForResource", log: &log
        ) { arn throws(AWSError) in
            let output = try await service.listTagsForResource(ListTagsForResourceInput(resourceName: arn.rawValue))
            return output.tagList.map { TagReader.dictionary($0, key: \.key, value: \.value) }
        }
        return resources.map { $0.tags == nil ? $0.tagged(tags[$0.arn]) : $0 }
    }
}
