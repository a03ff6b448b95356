internal import AWSWire

/// Amazon EFS: file systems, their backup policies, lifecycles, replications and tags.
///
/// Source: Amazon EFS API Reference, the pages of its operations.
package struct EFSService: ServiceSimulator {
    /// Makes the service.
    package init() {}

    /// The service as the dispatcher knows it.
    package let profile = ServiceProfile(
        signingName: "elasticfilesystem", wireProtocol: .restJSON,
        routes: RouteTable([
            ("GET", "/2015-02-01/file-systems", "DescribeFileSystems"),
            ("GET", "/2015-02-01/file-systems/replication-configurations", "DescribeReplicationConfigurations"),
            ("GET", "/2015-02-01/file-systems/{FileSystemId}/backup-policy", "DescribeBackupPolicy"),
            ("PUT", "/2015-02-01/file-systems/{FileSystemId}/backup-policy", "PutBackupPolicy"),
            (
                "GET", "/2015-02-01/file-systems/{FileSystemId}/lifecycle-configuration",
                "DescribeLifecycleConfiguration"
            ),
            ("PUT", "/2015-02-01/file-systems/{FileSystemId}/lifecycle-configuration", "PutLifecycleConfiguration"),
            ("GET", "/2015-02-01/resource-tags/{ResourceId}", "ListTagsForResource"),
            ("POST", "/2015-02-01/resource-tags/{ResourceId}", "TagResource"),
            ("DELETE", "/2015-02-01/resource-tags/{ResourceId}", "UntagResource"),
        ]), errorMessageMember: "Message", errorCodeMember: "ErrorCode")

    /// Answers one request.
    package func respond(
        to request: ServiceRequest, in world: inout SimulatedWorld
    ) throws(ServiceFault) -> ServiceReply {
        try world.answer(request) { region throws(ServiceFault) in
            switch request.operation {
            case "DescribeFileSystems": try describe(request, in: region)
            case "ListTagsForResource": try listTags(request, in: region)
            case "TagResource": try tag(request, in: &region)
            case "UntagResource": try untag(request, in: &region)
            case "DescribeBackupPolicy": try backupPolicy(request, in: region)
            case "PutBackupPolicy": try putBackupPolicy(request, in: &region)
            case "DescribeLifecycleConfiguration": try lifecycle(request, in: region)
            case "PutLifecycleConfiguration": try putLifecycle(request, in: &region)
            case "DescribeReplicationConfigurations": try replications(request, in: region)
            default: throw ServiceFault("UnknownOperationException", "Unknown operation", status: 404)
            }
        }
    }
}

extension EFSService {
    private func describe(_ request: ServiceRequest, in region: RegionState) throws(ServiceFault) -> ServiceReply {
        var chosen = region.resources(.fileSystem)
        if let wanted = request.queryValue("FileSystemId") {
            chosen = [try Self.fileSystem(wanted, in: region)]
        } else if let token = request.queryValue("CreationToken") {
            chosen.removeAll { Self.creationToken(of: $0) != token }
        }
        let limit = try Self.limit(of: request, named: "MaxItems")
        let marker = request.queryValue("Marker")
        let page = try Paging(standard: 100, maximum: 100).page(
            chosen, token: marker, limit: limit, purpose: [request.operation, request.account, request.region],
            badToken: Self.badRequest("Invalid marker"))
        return .json(
            ("Marker", .text(marker)),
            ("FileSystems", .array(page.items.map { Self.description(of: $0, now: request.now, region.scope) })),
            ("NextMarker", .text(page.next)))
    }

    private static func description(of system: SimulatedResource, now: Moment, _ scope: Scope) -> WireValue {
        let infrequent = system.sizeInBytes / 3
        return .record(
            ("OwnerId", .string(scope.account)), ("CreationToken", .string(creationToken(of: system))),
            ("FileSystemId", .string(system.id)), ("FileSystemArn", .string(system.arn)),
            ("CreationTime", .time(system.createdAt)), ("LifeCycleState", .string("available")),
            ("Name", .text(system.tags["Name"])), ("NumberOfMountTargets", .integer(3)),
            (
                "SizeInBytes",
                .record(
                    ("Value", .integer(system.sizeInBytes)), ("Timestamp", .time(Moment(day: now.day))),
                    ("ValueInIA", .integer(infrequent)), ("ValueInStandard", .integer(system.sizeInBytes - infrequent)),
                    ("ValueInArchive", .integer(0)))
            ),
            ("PerformanceMode", .string("generalPurpose")), ("Encrypted", .bool(system.isEncrypted)),
            ("KmsKeyId", .text(system.kmsKeyARN)), ("ThroughputMode", .string("elastic")),
            ("Tags", .tagList(system.tags)),
            ("FileSystemProtection", .record(("ReplicationOverwriteProtection", .string("ENABLED")))))
    }

    private static func creationToken(of system: SimulatedResource) -> String { ResourceDetails(system).uuid("token") }

    private func listTags(_ request: ServiceRequest, in region: RegionState) throws(ServiceFault) -> ServiceReply {
        let system = try Self.fileSystem(request.labels["ResourceId"] ?? "", in: region)
        let limit = try Self.limit(of: request, named: "MaxResults")
        let page = try Paging(standard: 100, maximum: 100).page(
            system.tags.all, token: request.queryValue("NextToken"), limit: limit,
            purpose: [request.operation, system.arn], badToken: Self.badRequest("Invalid NextToken"))
        return .json(
            ("Tags", .tagList(TagSet(page.items.map { ($0.key, $0.value) }))), ("NextToken", .text(page.next)))
    }

    private func tag(_ request: ServiceRequest, in region: inout RegionState) throws(ServiceFault) -> ServiceReply {
        let system = try Self.fileSystem(request.labels["ResourceId"] ?? "", in: region)
        let pairs = (request.parameters["Tags"]?.arrayValue ?? []).map { tag in
            (key: tag["Key"]?.stringValue ?? "", value: tag["Value"]?.stringValue ?? "")
        }
        guard !pairs.isEmpty else { throw Self.badRequest("Tags must not be empty") }
        if let problem = TagRules.problem(pairs) { throw Self.badRequest(problem) }
        let tags = TagSet(pairs.map { ($0.key, $0.value) })
        guard !TagRules.exceedsLimit(system.tags, adding: tags) else {
            throw Self.badRequest("A file system may have at most \(TagRules.most) tags")
        }
        _ = region.tag(system.arn, setting: tags)
        return ServiceReply(.empty)
    }

    private func untag(_ request: ServiceRequest, in region: inout RegionState) throws(ServiceFault) -> ServiceReply {
        let system = try Self.fileSystem(request.labels["ResourceId"] ?? "", in: region)
        let keys = request.query.filter { $0.name == "tagKeys" }.map(\.value)
        guard (1...TagRules.most).contains(keys.count) else { throw Self.badRequest("tagKeys must not be empty") }
        _ = region.tag(system.arn, removing: keys)
        return ServiceReply(.empty)
    }

    /// The file system of an id or ARN.
    static func fileSystem(_ name: String, in region: RegionState) throws(ServiceFault) -> SimulatedResource {
        let id = name.hasPrefix("arn:") ? name.split(separator: "/").last.map(String.init) ?? name : name
        let digits = id.dropFirst(3)
        guard id.hasPrefix("fs-"), (8...40).contains(digits.count), digits.allSatisfy({ $0.isHexDigit }) else {
            throw badRequest("invalid file system ID: \(name)")
        }
        guard let system = region.resources(.fileSystem).first(where: { $0.id == id }) else {
            throw ServiceFault("FileSystemNotFound", "File system '\(id)' does not exist.", status: 404)
        }
        return system
    }

    static func limit(of request: ServiceRequest, named name: String) throws(ServiceFault) -> Int? {
        guard let text = request.queryValue(name) else { return nil }
        guard let number = Int(text), number >= 1 else { throw badRequest("\(name) must be at least 1") }
        return number
    }

    static func badRequest(_ message: String) -> ServiceFault {
        ServiceFault("BadRequest", message)
    }
}
