internal import AWSWire

/// A resource as AWS Config records it.
///
/// Source: AWS Config Developer Guide, "Components of a Configuration Item".
struct ConfigItem {
    private let resource: SimulatedResource
    private let scope: Scope

    init(_ resource: SimulatedResource, _ scope: Scope) {
        self.resource = resource
        self.scope = scope
    }

    /// AWS Config's id of a resource: for databases and clusters the id RDS gives for good, not their name.
    static func id(of resource: SimulatedResource) -> String {
        switch resource.kind {
        case .database: DatabaseFacts.resourceID(of: resource.arn)
        case .cluster: ClusterFacts.resourceID(of: resource.arn)
        default: resource.id
        }
    }

    /// When the recorder took the item down: a few minutes after the resource was created.
    var capturedAt: Moment {
        resource.createdAt.adding(seconds: 60 + Int64(ResourceDetails(resource).number(below: 240, "captured")))
    }

    /// The values of a property for a condition; several for the properties of tags.
    func values(_ property: String) -> [String] {
        switch property {
        case "tags.key": resource.tags.all.map(\.key)
        case "tags.value": resource.tags.all.map(\.value)
        case "tags.tag": resource.tags.all.map { "\($0.key)=\($0.value)" }
        default: scalar(property).map { [$0] } ?? []
        }
    }

    /// The properties of a query's result, those left out that the resource has no value for.
    func selected(_ properties: [String]) -> WireValue {
        .record(
            properties.map { property in
                guard property == "tags" else { return (property, .text(scalar(property))) }
                let tags = resource.tags.all.map { tag in
                    WireValue.record(
                        ("tag", .string("\(tag.key)=\(tag.value)")), ("key", .string(tag.key)),
                        ("value", .string(tag.value)))
                }
                return (property, .array(tags))
            })
    }

    private func scalar(_ property: String) -> String? {
        switch property {
        case "accountId": scope.account
        case "arn": resource.arn
        case "availabilityZone": availabilityZone
        case "awsRegion": resource.region
        case "configurationItemCaptureTime": capturedAt.iso8601
        case "resourceCreationTime": resource.createdAt.iso8601
        case "resourceId": Self.id(of: resource)
        case "resourceName": name
        case "resourceType": resource.kind.rawValue
        case "version": "1.3"
        default: nil
        }
    }

    /// The name a resource has besides its id; instances and volumes have none.
    private var name: String? {
        switch resource.kind {
        case .instance, .volume: nil
        case .fileSystem: resource.tags["Name"] ?? resource.id
        case .database, .cluster, .table, .bucket: resource.id
        }
    }

    private var availabilityZone: String {
        switch resource.kind {
        case .instance, .database: ResourceDetails(resource).availabilityZone(in: resource.region)
        case .volume: VolumeFacts(resource, region: resource.region).zone
        case .cluster: "Multiple Availability Zones"
        case .table, .fileSystem, .bucket: "Regional"
        }
    }
}
