internal import AWSWire

extension EC2Service {
    private static let volumeFilters: Set<String> = [
        "attachment.instance-id", "attachment.status", "availability-zone", "encrypted", "size", "status", "tag-key",
        "volume-id", "volume-type",
    ]

    func volumes(_ request: ServiceRequest, in region: RegionState) throws(ServiceFault) -> ServiceReply {
        let all = region.resources(.volume)
        let filters = try EC2Filter.filters(of: request, known: Self.volumeFilters)
        var chosen = all
        if let ids = request.parameters["VolumeId"]?.textsValue, !ids.isEmpty {
            try EC2Paging.refuseWithIDs(request, "volumeSet")
            chosen = try Self.named(ids, among: all, .volume, prefix: "vol-")
        }
        chosen = chosen.filter { volume in
            let facts = VolumeFacts(volume, in: region, at: request.now)
            return filters.allSatisfy { $0.matches(facts.values) }
        }
        let limit = try EC2Paging.limit(of: request, within: 5...1_000)
        let page = try EC2Paging.page(chosen, of: request, limit: limit, filters: filters)
        let attached = Dictionary(grouping: all.filter { $0.attachedTo != nil }) { $0.attachedTo ?? "" }
        let items = page.items.map { volume in
            let siblings = volume.attachedTo.flatMap { attached[$0] } ?? []
            let index = siblings.firstIndex { $0.id == volume.id } ?? 0
            return VolumeFacts(volume, in: region, at: request.now).description(device: VolumeFacts.device(index))
        }
        return .xml(.list("volumeSet", of: "item", items), XMLNode("nextToken", page.next))
    }
}

/// What a volume's description and its filters have in common.
struct VolumeFacts {
    let volume: SimulatedResource
    let zone: String
    /// Its type, size and speed as they are now.
    let shape: VolumeModification.Shape

    /// Describes a volume with the modifications somebody made of it by that moment.
    init(_ volume: SimulatedResource, in region: RegionState, at now: Moment) {
        let modification = region.ec2.modification(of: volume.id)
        self.init(
            volume, region: region.scope.region,
            shape: modification.map { $0.appliedAt <= now ? $0.target : $0.original })
    }

    /// Describes a volume as it was made unless told otherwise.
    init(_ volume: SimulatedResource, region: String, shape: VolumeModification.Shape? = nil) {
        self.volume = volume
        self.shape =
            shape
            ?? VolumeModification.Shape(
                type: "gp3", size: Self.gibibytes(volume.sizeInBytes), iops: 3_000, throughput: 125)
        // A volume lies in the zone of the instance it is attached to.
        let owner = volume.attachedTo.map { volume.arn.replacing("volume/\(volume.id)", with: "instance/\($0)") }
        zone = ResourceDetails(arn: owner ?? volume.arn).availabilityZone(in: region)
    }

    /// Bytes in whole gibibytes, at least one.
    static func gibibytes(_ bytes: Int64) -> Int64 { max(1, (bytes + (1 << 30) - 1) >> 30) }
    var state: String { volume.attachedTo == nil ? "available" : "in-use" }

    /// The name of an instance's device by its place; the first is the root device.
    static func device(_ index: Int) -> String {
        index == 0 ? "/dev/xvda" : "/dev/sd" + String(UnicodeScalar(UInt8(ascii: "f") + UInt8(index % 10)))
    }

    func values(_ name: String) -> [String] {
        switch name {
        case "attachment.instance-id": volume.attachedTo.map { [$0] } ?? []
        case "attachment.status": volume.attachedTo == nil ? [] : ["attached"]
        case "availability-zone": [zone]
        case "encrypted": [volume.isEncrypted ? "true" : "false"]
        case "size": [String(shape.size)]
        case "status": [state]
        case "volume-id": [volume.id]
        case "volume-type": [shape.type]
        default: EC2Filter.tagFacts(name, of: volume.tags) ?? []
        }
    }

    func description(device: String) -> [XMLNode?] {
        let attachments = volume.attachedTo.map { instance in
            [
                [
                    XMLNode("volumeId", volume.id), XMLNode("instanceId", instance), XMLNode("device", device),
                    XMLNode("status", "attached"), XMLNode("attachTime", volume.createdAt),
                    XMLNode("deleteOnTermination", device == Self.device(0)),
                ]
            ]
        }
        return [
            XMLNode("volumeId", volume.id), XMLNode("size", shape.size), XMLNode("snapshotId", ""),
            XMLNode("availabilityZone", zone), XMLNode("status", state), XMLNode("createTime", volume.createdAt),
            .list("attachmentSet", of: "item", attachments ?? []), XMLNode("volumeType", shape.type),
            shape.iops.map { XMLNode("iops", $0) }, shape.throughput.map { XMLNode("throughput", $0) },
            XMLNode("encrypted", volume.isEncrypted),
            XMLNode("kmsKeyId", volume.kmsKeyARN), XMLNode("multiAttachEnabled", false),
            EC2Service.tagSet(volume.tags),
        ]
    }
}
