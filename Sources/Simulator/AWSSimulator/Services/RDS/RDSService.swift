internal import AWSWire

/// Amazon RDS: instances, clusters with their member instances, snapshots, automated backups and tags.
///
/// Amazon DocumentDB and Amazon Neptune answer through the same API. Source: Amazon RDS API Reference, the pages of its
/// operations and of its data types.
package struct RDSService: ServiceSimulator {
    /// Makes the service.
    package init() {}

    /// The service as the dispatcher knows it.
    package let profile = ServiceProfile(
        signingName: "rds", wireProtocol: .query(version: "2014-10-31"),
        xmlNamespace: "http://rds.amazonaws.com/doc/2014-10-31/",
        operations: [
            "AddTagsToResource", "CopyDBClusterSnapshot", "CopyDBSnapshot", "CreateDBClusterSnapshot",
            "CreateDBSnapshot", "DeleteDBClusterSnapshot", "DeleteDBSnapshot", "DescribeDBClusterAutomatedBackups",
            "DescribeDBClusterSnapshots", "DescribeDBClusters", "DescribeDBInstanceAutomatedBackups",
            "DescribeDBInstances", "DescribeDBSnapshots", "ListTagsForResource", "ModifyDBCluster", "ModifyDBInstance",
            "RemoveTagsFromResource",
        ])

    /// Answers one request.
    package func respond(
        to request: ServiceRequest, in world: inout SimulatedWorld
    ) throws(ServiceFault) -> ServiceReply {
        switch request.operation {
        case "CopyDBSnapshot": return try copySnapshot(request, ofCluster: false, in: &world)
        case "CopyDBClusterSnapshot": return try copySnapshot(request, ofCluster: true, in: &world)
        default: break
        }
        return try world.answer(request) { region throws(ServiceFault) in
            switch request.operation {
            case "DescribeDBInstances": try instances(request, in: region)
            case "DescribeDBClusters": try clusters(request, in: region)
            case "ModifyDBInstance": try modifyInstance(request, in: &region)
            case "ModifyDBCluster": try modifyCluster(request, in: &region)
            case "DescribeDBSnapshots": try snapshots(request, ofClusters: false, in: region)
            case "DescribeDBClusterSnapshots": try snapshots(request, ofClusters: true, in: region)
            case "CreateDBSnapshot": try createSnapshot(request, ofCluster: false, in: &region)
            case "CreateDBClusterSnapshot": try createSnapshot(request, ofCluster: true, in: &region)
            case "DeleteDBSnapshot": try deleteSnapshot(request, ofCluster: false, in: &region)
            case "DeleteDBClusterSnapshot": try deleteSnapshot(request, ofCluster: true, in: &region)
            case "DescribeDBInstanceAutomatedBackups": try instanceBackups(request, in: region)
            case "DescribeDBClusterAutomatedBackups": try clusterBackups(request, in: region)
            case "ListTagsForResource": try listTags(request, in: region)
            case "AddTagsToResource": try addTags(request, in: &region)
            case "RemoveTagsFromResource": try removeTags(request, in: &region)
            default: throw ServiceFault("InvalidAction", "Could not find operation \(request.operation)")
            }
        }
    }
}

extension RDSService {
    static func instanceNotFound(_ name: String) -> ServiceFault {
        ServiceFault("DBInstanceNotFound", "DBInstance \(name) not found.", status: 404)
    }

    static func clusterNotFound(_ name: String) -> ServiceFault {
        ServiceFault("DBClusterNotFoundFault", "DBCluster \(name) not found.", status: 404)
    }

    static func invalid(_ message: String) -> ServiceFault { ServiceFault("InvalidParameterValue", message) }

    static func missing(_ name: String) -> ServiceFault {
        ServiceFault("MissingParameter", "The request must contain the parameter \(name)")
    }

    /// The identifier of an ARN or identifier; RDS keeps identifiers in lowercase.
    static func identifier(_ text: String, kind: String) -> String {
        let fields = text.split(separator: ":", maxSplits: 6, omittingEmptySubsequences: false)
        return (fields.count == 7 && fields[0] == "arn" && fields[5] == kind ? String(fields[6]) : text).lowercased()
    }

    static func filters(
        of request: ServiceRequest, known: Set<String>
    ) throws(ServiceFault) -> [(name: String, values: [String])] {
        var filters: [(name: String, values: [String])] = []
        for entry in request.parameters["Filters"]?["Filter"]?.arrayValue ?? [] {
            let name = entry["Name"]?.stringValue ?? ""
            guard known.contains(name) else { throw invalid("Unrecognized filter name: \(name)") }
            filters.append((name, entry["Values"]?["Value"]?.textsValue ?? []))
        }
        return filters
    }

    static func page<Item>(
        _ items: [Item], of request: ServiceRequest
    ) throws(ServiceFault) -> (items: ArraySlice<Item>, next: String?) {
        let text = request.parameters["MaxRecords"]?.stringValue
        let limit = text.flatMap(Int.init)
        if let text {
            guard let limit, (20...100).contains(limit) else {
                throw invalid("Invalid value \(text) for MaxRecords. Must be between 20 and 100")
            }
        }
        return try Paging(standard: 100, maximum: 100).page(
            items, token: request.parameters["Marker"]?.stringValue, limit: limit,
            purpose: [request.operation, request.account, request.region],
            badToken: invalid("The specified marker is invalid."))
    }
}
