internal import AWSWire

extension EC2Service {
    private static let instanceFilters: Set<String> = [
        "availability-zone", "instance-id", "instance-state-name", "instance-type", "owner-id", "reservation-id",
        "tag-key", "vpc-id",
    ]

    func instances(_ request: ServiceRequest, in region: RegionState) throws(ServiceFault) -> ServiceReply {
        let all = region.resources(.instance)
        let filters = try EC2Filter.filters(of: request, known: Self.instanceFilters)
        var chosen = all
        if let ids = request.parameters["InstanceId"]?.textsValue, !ids.isEmpty {
            try EC2Paging.refuseWithIDs(request, "instancesSet")
            chosen = try Self.named(ids, among: all, .instance, prefix: "i-")
        }
        chosen = chosen.filter { instance in
            let facts = InstanceFacts(instance, region.scope)
            return filters.allSatisfy { $0.matches(facts.values) }
        }
        let limit = try EC2Paging.limit(of: request, within: 5...1_000)
        let page = try EC2Paging.page(chosen, of: request, limit: limit, filters: filters)
        let volumes = Dictionary(grouping: region.resources(.volume).filter { $0.attachedTo != nil }) {
            $0.attachedTo ?? ""
        }
        let reservations = page.items.map { instance in
            reservation(of: instance, volumes: volumes[instance.id] ?? [], scope: region.scope)
        }
        return .xml(.list("reservationSet", of: "item", reservations), XMLNode("nextToken", page.next))
    }

    /// The resources of those ids, in the order of the ids.
    static func named(
        _ ids: [String], among all: [SimulatedResource], _ kind: ResourceKind, prefix: String
    ) throws(ServiceFault) -> [SimulatedResource] {
        var found: [SimulatedResource] = []
        var missing: [String] = []
        for id in ids {
            let digits = id.dropFirst(prefix.count)
            guard id.hasPrefix(prefix), digits.count == 8 || digits.count == 17,
                digits.allSatisfy({ $0.isHexDigit && !$0.isUppercase })
            else { throw EC2Fault.malformed(kind, id) }
            if let resource = all.first(where: { $0.id == id }) { found.append(resource) } else { missing.append(id) }
        }
        guard missing.isEmpty else { throw EC2Fault.notFound(kind, missing) }
        return found
    }

    private func reservation(
        of instance: SimulatedResource, volumes: [SimulatedResource], scope: Scope
    ) -> [XMLNode?] {
        let facts = InstanceFacts(instance, scope)
        return [
            XMLNode("reservationId", facts.reservationID), XMLNode("ownerId", scope.account), XMLNode("groupSet", []),
            .list("instancesSet", of: "item", [description(of: instance, facts, volumes: volumes)]),
        ]
    }

    private func description(
        of instance: SimulatedResource, _ facts: InstanceFacts, volumes: [SimulatedResource]
    ) -> [XMLNode?] {
        let devices = volumes.enumerated().map { index, volume in
            let ebs = XMLNode(
                "ebs",
                [
                    XMLNode("volumeId", volume.id), XMLNode("status", "attached"),
                    XMLNode("attachTime", volume.createdAt), XMLNode("deleteOnTermination", index == 0),
                ])
            return [XMLNode("deviceName", VolumeFacts.device(index)), ebs]
        }
        return [
            XMLNode("instanceId", instance.id), XMLNode("imageId", "ami-" + facts.details.hex(17, "image")),
            XMLNode("instanceState", [XMLNode("code", instance.isStopped ? 80 : 16), XMLNode("name", facts.state)]),
            XMLNode("privateDnsName", facts.privateName), XMLNode("amiLaunchIndex", 0),
            XMLNode("instanceType", instance.instanceClass), XMLNode("launchTime", instance.createdAt),
            XMLNode("placement", [XMLNode("availabilityZone", facts.zone), XMLNode("tenancy", "default")]),
            XMLNode("monitoring", [XMLNode("state", "disabled")]), XMLNode("subnetId", facts.subnetID),
            XMLNode("vpcId", facts.vpcID), XMLNode("privateIpAddress", facts.privateAddress),
            XMLNode("architecture", "x86_64"), XMLNode("rootDeviceType", "ebs"),
            XMLNode("rootDeviceName", VolumeFacts.device(0)), .list("blockDeviceMapping", of: "item", devices),
            XMLNode("virtualizationType", "hvm"), XMLNode("hypervisor", "xen"), XMLNode("ebsOptimized", true),
            Self.tagSet(instance.tags),
        ]
    }

    /// The tags of a resource; EC2 leaves the list out when there are none.
    static func tagSet(_ tags: TagSet) -> XMLNode? {
        guard !tags.isEmpty else { return nil }
        return .list("tagSet", of: "item", tags.all.map { [XMLNode("key", $0.key), XMLNode("value", $0.value)] })
    }
}

/// What an instance's description and its filters have in common.
private struct InstanceFacts {
    let instance: SimulatedResource
    let details: ResourceDetails
    let scope: Scope

    init(_ instance: SimulatedResource, _ scope: Scope) {
        self.instance = instance
        self.scope = scope
        details = ResourceDetails(instance)
    }

    var state: String { instance.isStopped ? "stopped" : "running" }
    var zone: String { details.availabilityZone(in: scope.region) }
    var reservationID: String { "r-" + details.hex(17, "reservation") }
    var vpcID: String { "vpc-" + ResourceDetails(arn: "\(scope.account)/\(scope.region)").hex(17, "vpc") }
    var subnetID: String { "subnet-" + ResourceDetails(arn: "\(scope.account)/\(zone)").hex(17, "subnet") }
    var privateAddress: String {
        "10.0.\(details.number(below: 256, "third")).\(details.number(below: 250, "fourth") + 4)"
    }
    var privateName: String {
        let host = "ip-" + privateAddress.split(separator: ".").joined(separator: "-")
        return scope.region == "us-east-1" ? "\(host).ec2.internal" : "\(host).\(scope.region).compute.internal"
    }

    func values(_ name: String) -> [String] {
        switch name {
        case "availability-zone": [zone]
        case "instance-id": [instance.id]
        case "instance-state-name": [state]
        case "instance-type": instance.instanceClass.map { [$0] } ?? []
        case "owner-id": [scope.account]
        case "reservation-id": [reservationID]
        case "vpc-id": [vpcID]
        default: EC2Filter.tagFacts(name, of: instance.tags) ?? []
        }
    }
}
