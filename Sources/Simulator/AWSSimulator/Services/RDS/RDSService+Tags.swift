internal import AWSWire

extension RDSService {
    func listTags(_ request: ServiceRequest, in region: RegionState) throws(ServiceFault) -> ServiceReply {
        .xml(DatabaseFacts.tagList(try Self.tags(of: request, in: region)))
    }

    func addTags(_ request: ServiceRequest, in region: inout RegionState) throws(ServiceFault) -> ServiceReply {
        let present = try Self.tags(of: request, in: region)
        let tags = try Self.givenTags(request)
        guard !tags.isEmpty else { throw Self.missing("Tags") }
        guard !TagRules.exceedsLimit(present, adding: tags) else {
            throw Self.invalid("A resource may have at most \(TagRules.most) tags")
        }
        Self.tag(request, present, setting: tags, in: &region)
        return .xml()
    }

    func removeTags(_ request: ServiceRequest, in region: inout RegionState) throws(ServiceFault) -> ServiceReply {
        let present = try Self.tags(of: request, in: region)
        guard let keys = request.parameters["TagKeys"]?["member"]?.textsValue, !keys.isEmpty else {
            throw Self.missing("TagKeys")
        }
        Self.tag(request, present, removing: keys, in: &region)
        return .xml()
    }

    /// The tags a request gives.
    static func givenTags(_ request: ServiceRequest) throws(ServiceFault) -> TagSet {
        let pairs = (request.parameters["Tags"]?["Tag"]?.arrayValue ?? []).map { tag in
            (key: tag["Key"]?.stringValue ?? "", value: tag["Value"]?.stringValue ?? "")
        }
        if let problem = TagRules.problem(pairs) { throw invalid(problem) }
        return TagSet(pairs.map { ($0.key, $0.value) })
    }

    private static func tag(
        _ request: ServiceRequest, _ present: TagSet, setting tags: TagSet = [:], removing keys: [String] = [],
        in region: inout RegionState
    ) {
        let arn = request.parameters["ResourceName"]?.stringValue ?? ""
        guard arn.contains("snapshot:") else {
            _ = region.tag(arn, setting: tags, removing: keys)
            return
        }
        var all = present
        all.merge(tags)
        for key in keys { all[key] = nil }
        region.rds.snapshotTags[arn] = all
    }

    /// The tags of the instance, cluster or snapshot a request names by its ARN.
    private static func tags(of request: ServiceRequest, in region: RegionState) throws(ServiceFault) -> TagSet {
        guard let arn = request.parameters["ResourceName"]?.stringValue else { throw missing("ResourceName") }
        let fields = arn.split(separator: ":", maxSplits: 6, omittingEmptySubsequences: false).map(String.init)
        guard fields.count == 7, fields[2] == "rds", fields[3] == region.scope.region,
            fields[4] == region.scope.account
        else { throw invalid("Invalid resource name: \(arn)") }
        switch fields[5] {
        case "db":
            guard let tags = region.tags(of: arn) else { throw instanceNotFound(fields[6]) }
            return tags
        case "cluster":
            guard let tags = region.tags(of: arn) else { throw clusterNotFound(fields[6]) }
            return tags
        case "snapshot", "cluster-snapshot":
            let isOfCluster = fields[5] == "cluster-snapshot"
            let all = DatabaseSnapshotCatalog(region, at: request.now).snapshots(ofClusters: isOfCluster)
            guard let snapshot = all.first(where: { $0.id == fields[6] }) else {
                throw snapshotNotFound(fields[6], ofCluster: isOfCluster)
            }
            return snapshot.tags
        default: throw invalid("Invalid resource name: \(arn)")
        }
    }
}
