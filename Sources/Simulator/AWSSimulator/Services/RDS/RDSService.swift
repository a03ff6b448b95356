internal import AWSWire

/// Amazon RDS: instances, Aurora clusters with their member instances, and tags.
///
/// Source: Amazon RDS API Reference, the pages of its operations and of `DBInstance` and `DBCluster`.
package struct RDSService: ServiceSimulator {
    /// Makes the service.
    package init() {}

    /// The service as the dispatcher knows it.
    package let profile = ServiceProfile(
        signingName: "rds", wireProtocol: .query(version: "2014-10-31"),
        xmlNamespace: "http://rds.amazonaws.com/doc/2014-10-31/",
        operations: ["AddTagsToResource", "DescribeDBClusters", "DescribeDBInstances", "ListTagsForResource"])

    /// Answers one request.
    package func respond(
        to request: ServiceRequest, in world: inout SimulatedWorld
    ) throws(ServiceFault) -> ServiceReply {
        try world.answer(request) { region throws(ServiceFault) in
            switch request.operation {
            case "DescribeDBInstances": try instances(request, in: region)
            case "DescribeDBClusters": try clusters(request, in: region)
            case "ListTagsForResource": try listTags(request, in: region)
            case "AddTagsToResource": try addTags(request, in: &region)
            default: throw ServiceFault("InvalidAction", "Could not find operation \(request.operation)")
            }
        }
    }
}

extension RDSService {
    private func instances(_ request: ServiceRequest, in region: RegionState) throws(ServiceFault) -> ServiceReply {
        let filters = try Self.filters(
            of: request, known: ["db-cluster-id", "db-instance-id", "dbi-resource-id", "engine"])
        var chosen = DatabaseFacts.instances(in: region)
        if let wanted = request.parameters["DBInstanceIdentifier"]?.stringValue {
            let name = Self.identifier(wanted, kind: "db")
            chosen.removeAll { $0.id != name }
            if chosen.isEmpty { throw Self.instanceNotFound(name) }
        }
        for filter in filters {
            chosen.removeAll { database in
                switch filter.name {
                case "db-instance-id": !filter.values.contains { Self.identifier($0, kind: "db") == database.id }
                case "db-cluster-id":
                    !filter.values.contains { Self.identifier($0, kind: "cluster") == database.clusterID }
                case "dbi-resource-id": !filter.values.contains(database.resourceID)
                default: !filter.values.contains(database.engine)
                }
            }
        }
        let page = try Self.page(chosen, of: request)
        return .xml(
            .list("DBInstances", of: "DBInstance", page.items.map { $0.description }), XMLNode("Marker", page.next))
    }

    private func clusters(_ request: ServiceRequest, in region: RegionState) throws(ServiceFault) -> ServiceReply {
        let filters = try Self.filters(of: request, known: ["db-cluster-id", "db-cluster-resource-id", "engine"])
        var chosen = region.resources(.cluster).map { ClusterFacts($0, region.scope) }
        if let wanted = request.parameters["DBClusterIdentifier"]?.stringValue {
            let name = Self.identifier(wanted, kind: "cluster")
            chosen.removeAll { $0.cluster.id != name }
            if chosen.isEmpty { throw Self.clusterNotFound(name) }
        }
        for filter in filters {
            chosen.removeAll { facts in
                switch filter.name {
                case "db-cluster-id":
                    !filter.values.contains { Self.identifier($0, kind: "cluster") == facts.cluster.id }
                case "db-cluster-resource-id": !filter.values.contains(facts.resourceID)
                default: !filter.values.contains(facts.engine)
                }
            }
        }
        let page = try Self.page(chosen, of: request)
        return .xml(
            .list("DBClusters", of: "DBCluster", page.items.map { $0.description }), XMLNode("Marker", page.next))
    }

    private func listTags(_ request: ServiceRequest, in region: RegionState) throws(ServiceFault) -> ServiceReply {
        let tags = try Self.tags(of: request, in: region)
        return .xml(DatabaseFacts.tagList(tags))
    }

    private func addTags(_ request: ServiceRequest, in region: inout RegionState) throws(ServiceFault) -> ServiceReply {
        let present = try Self.tags(of: request, in: region)
        let pairs = (request.parameters["Tags"]?["Tag"]?.arrayValue ?? []).map { tag in
            (key: tag["Key"]?.stringValue ?? "", value: tag["Value"]?.stringValue ?? "")
        }
        guard !pairs.isEmpty else {
            throw ServiceFault("MissingParameter", "The request must contain the parameter Tags")
        }
        if let problem = TagRules.problem(pairs) { throw ServiceFault("InvalidParameterValue", problem) }
        let tags = TagSet(pairs.map { ($0.key, $0.value) })
        guard !TagRules.exceedsLimit(present, adding: tags) else {
            throw ServiceFault("InvalidParameterValue", "A resource may have at most \(TagRules.most) tags")
        }
        _ = region.tag(request.parameters["ResourceName"]?.stringValue ?? "", setting: tags)
        return .xml()
    }

    /// The tags of the instance or cluster a request names by its ARN.
    private static func tags(of request: ServiceRequest, in region: RegionState) throws(ServiceFault) -> TagSet {
        guard let arn = request.parameters["ResourceName"]?.stringValue else {
            throw ServiceFault("MissingParameter", "The request must contain the parameter ResourceName")
        }
        let fields = arn.split(separator: ":", omittingEmptySubsequences: false)
        guard fields.count == 7, fields[2] == "rds", fields[3] == region.scope.region,
            fields[4] == region.scope.account, fields[5] == "db" || fields[5] == "cluster"
        else { throw ServiceFault("InvalidParameterValue", "Invalid resource name: \(arn)") }
        if let tags = region.tags(of: arn) { return tags }
        throw fields[5] == "db" ? instanceNotFound(String(fields[6])) : clusterNotFound(String(fields[6]))
    }

    private static func instanceNotFound(_ name: String) -> ServiceFault {
        ServiceFault("DBInstanceNotFound", "DBInstance \(name) not found.", status: 404)
    }

    private static func clusterNotFound(_ name: String) -> ServiceFault {
        ServiceFault("DBClusterNotFoundFault", "DBCluster \(name) not found.", status: 404)
    }

    /// The name in an ARN, or the text itself, which RDS takes in any case and stores in lower case.
    private static func identifier(_ text: String, kind: String) -> String {
        let fields = text.split(separator: ":", omittingEmptySubsequences: false)
        return (fields.count == 7 && fields[5] == kind ? String(fields[6]) : text).lowercased()
    }

    private static func filters(
        of request: ServiceRequest, known: Set<String>
    ) throws(ServiceFault) -> [(name: String, values: [String])] {
        var filters: [(name: String, values: [String])] = []
        for entry in request.parameters["Filters"]?["Filter"]?.arrayValue ?? [] {
            let name = entry["Name"]?.stringValue ?? ""
            guard known.contains(name) else {
                throw ServiceFault("InvalidParameterValue", "Unrecognized filter name: \(name)")
            }
            filters.append((name, entry["Values"]?["Value"]?.textsValue ?? []))
        }
        return filters
    }

    private static func page<Item>(
        _ items: [Item], of request: ServiceRequest
    ) throws(ServiceFault) -> (items: ArraySlice<Item>, next: String?) {
        let text = request.parameters["MaxRecords"]?.stringValue
        let limit = text.flatMap(Int.init)
        if let text {
            guard let limit, (20...100).contains(limit) else {
                throw ServiceFault(
                    "InvalidParameterValue",
                    "Invalid value \(text) for MaxRecords. Must be between 20 and 100")
            }
        }
        return try Paging(standard: 100, maximum: 100).page(
            items, token: request.parameters["Marker"]?.stringValue, limit: limit,
            purpose: [request.operation, request.account, request.region],
            badToken: ServiceFault("InvalidParameterValue", "The specified marker is invalid."))
    }
}
