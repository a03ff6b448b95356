internal import AWSWire

/// A resource as AWS Config records it.
///
/// Source: AWS Config Developer Guide, "Components of a Configuration Item".
struct ConfigItem: QueryableItem {
    private let resource: SimulatedResource
    private let clusterID: String?
    private let scope: Scope

    /// Everything a recorder of all types records of what the world holds, member instances of clusters included.
    static func all(in region: RegionState) -> [ConfigItem] {
        let members = DatabaseFacts.members(in: region)
        let recorded = region.resources.filter(\.kind.isRecordedByConfig)
        return recorded.map { ConfigItem(resource: $0, clusterID: nil, scope: region.scope) }
            + members.map { ConfigItem(resource: $0.instance, clusterID: $0.clusterID, scope: region.scope) }
    }

    /// AWS Config's id of a resource: for databases and clusters the id RDS gives for good, not their name.
    static func id(of resource: SimulatedResource) -> String {
        switch resource.kind {
        case .database: DatabaseFacts.resourceID(of: resource.arn)
        case .cluster, .documentCluster, .graphCluster: ClusterFacts.resourceID(of: resource.arn)
        default: resource.id
        }
    }

    /// When the recorder took the item down: a few minutes after the resource was created.
    var capturedAt: Moment {
        resource.createdAt.adding(seconds: 60 + Int64(ResourceDetails(resource).number(below: 240, "captured")))
    }

    /// The type of the resource.
    var kind: ResourceKind { resource.kind }
    /// AWS Config's id of the resource.
    var id: String { Self.id(of: resource) }

    /// The configuration as a tree.
    var configuration: WireValue {
        var members: [WireValue.Member] = []
        let texts = properties.compactMap { path, text in text.map { (path, WireValue.string($0)) } }
        for (path, value) in (texts + figures).sorted(by: { $0.0 < $1.0 }) {
            Self.insert(value, at: path.split(separator: ".").map(String.init)[...], into: &members)
        }
        return .object(members)
    }

    /// The item as the operations that read items by their keys give it.
    var baseValue: WireValue {
        let details = ResourceDetails(resource)
        return .record(
            ("version", .string("1.3")), ("accountId", .string(scope.account)),
            ("configurationItemCaptureTime", .time(capturedAt)), ("configurationItemStatus", .string("OK")),
            ("configurationStateId", .string(String(capturedAt.milliseconds))), ("arn", .string(resource.arn)),
            ("resourceType", .string(kind.configType)), ("resourceId", .string(id)), ("resourceName", .text(name)),
            ("awsRegion", .string(resource.region)), ("availabilityZone", .string(availabilityZone)),
            ("resourceCreationTime", .time(resource.createdAt)),
            ("configuration", .string(String(decoding: configuration.jsonBytes(), as: UTF8.self))),
            ("supplementaryConfiguration", .object([])), ("recordingFrequency", .string("CONTINUOUS")),
            (
                "configurationItemDeliveryTime",
                .time(capturedAt.adding(seconds: 1 + Int64(details.number(below: 20, "delivered"))))
            ))
    }

    /// Puts a value where its path of names leads, so that `configuration.state.name` stands in an object of objects.
    private static func insert(_ value: WireValue, at path: ArraySlice<String>, into members: inout [WireValue.Member])
    {
        guard let name = path.first else { return }
        let rest = path.dropFirst()
        let index = members.firstIndex { $0.name == name }
        guard !rest.isEmpty else {
            if index == nil { members.append(WireValue.Member(name, value)) }
            return
        }
        var inner = index.flatMap { members[$0].value.objectValue } ?? []
        insert(value, at: rest, into: &inner)
        let member = WireValue.Member(name, .object(inner))
        if let index { members[index] = member } else { members.append(member) }
    }

    var tags: TagSet { resource.tags }

    /// The numbers and truths of the configuration, by path.
    private var figures: [(String, WireValue)] {
        let gibibytes = WireValue.integer(resource.sizeInBytes / 1_073_741_824)
        switch resource.kind {
        case .volume: return [("size", gibibytes), ("encrypted", .bool(resource.isEncrypted))]
        case .database, .cluster:
            return [("allocatedStorage", gibibytes), ("storageEncrypted", .bool(resource.isEncrypted))]
        case .fileSystem: return [("Encrypted", .bool(resource.isEncrypted))]
        default: return []
        }
    }

    /// The part of the configuration queries ask for, by path; the names are those of the service's own description.
    private var properties: [String: String?] {
        switch resource.kind {
        case .instance:
            [
                "instanceId": resource.id, "instanceType": resource.instanceClass,
                "state.name": resource.isStopped ? "stopped" : "running",
            ]
        case .volume:
            [
                "volumeId": resource.id, "volumeType": "gp3",
                "state.value": resource.attachedTo == nil ? "available" : "in-use",
            ]
        case .database:
            [
                "dBInstanceIdentifier": resource.id, "engine": resource.engine, "dBInstanceStatus": "available",
                "dBInstanceClass": resource.instanceClass, "dBClusterIdentifier": clusterID,
            ]
        case .cluster, .documentCluster, .graphCluster:
            ["dBClusterIdentifier": resource.id, "engine": resource.engine, "status": "available"]
        case .table: ["tableName": resource.id, "tableStatus": "ACTIVE"]
        case .fileSystem: ["FileSystemId": resource.id]
        case .bucket: ["name": resource.id]
        default: [:]
        }
    }

    func scalar(_ property: String) -> String? {
        switch property {
        case "accountId": scope.account
        case "arn": resource.arn
        case "availabilityZone": availabilityZone
        case "awsRegion": resource.region
        case "configurationItemCaptureTime": capturedAt.iso8601
        case "resourceCreationTime": resource.createdAt.iso8601
        case "resourceId": Self.id(of: resource)
        case "resourceName": name
        case "resourceType": resource.kind.configType
        case "version": "1.3"
        default: nil
        }
    }

    /// The name a resource has besides its id; instances and volumes have none.
    var name: String? {
        switch resource.kind {
        case .instance, .volume: nil
        case .fileSystem: resource.tags["Name"] ?? resource.id
        default: resource.id
        }
    }

    private var availabilityZone: String {
        switch resource.kind {
        case .instance, .database: ResourceDetails(resource).availabilityZone(in: resource.region)
        case .volume: VolumeFacts(resource, region: resource.region).zone
        case .cluster, .documentCluster, .graphCluster: "Multiple Availability Zones"
        default: "Regional"
        }
    }
}
