extension RegionState {
    /// The clusters RDS answers for.
    package var clusters: [SimulatedResource] { resources.filter { ResourceKind.clusters.contains($0.kind) } }

    /// The tags of a resource or of a member instance of an Aurora cluster; nothing when there is no such thing.
    package func tags(of arn: String) -> TagSet? {
        if let resource = resource(arn) { return resource.tags }
        return isClusterMember(arn) ? memberTags[arn] ?? [:] : nil
    }

    /// Whether an ARN names an instance of an Aurora cluster, which AWS Backup does not back up by itself.
    package func isClusterMember(_ arn: String) -> Bool {
        clusters.contains { cluster in
            ClusterFacts.memberIDs(of: cluster).contains { id in
                arn == ResourceKind.database.arn(id, account: scope.account, region: scope.region)
            }
        }
    }
}
