internal import AWSWire

extension EC2Service {
    private static let imageFilters: Set<String> = [
        "architecture", "block-device-mapping.snapshot-id", "creation-date", "description", "image-id", "image-type",
        "is-public", "name", "owner-id", "root-device-type", "source-instance-id", "state", "tag-key",
        "virtualization-type",
    ]

    /// The images of the account: those AWS Backup made of instances.
    func images(_ request: ServiceRequest, in region: RegionState, birth: Moment) throws(ServiceFault) -> ServiceReply {
        let filters = try EC2Filter.filters(of: request, known: Self.imageFilters)
        let limit = try EC2Paging.limit(of: request, within: 1...1_000)
        var chosen = SnapshotCatalog(region, birth: birth, at: request.now).images
        if let ids = request.parameters["ImageId"]?.textsValue, !ids.isEmpty {
            for id in ids { try EC2Fault.checkID(id, prefix: "ami-", malformed: "InvalidAMIID.Malformed") }
            let missing = ids.filter { id in !chosen.contains { $0.id == id } }
            guard missing.isEmpty else { throw Self.imageNotFound(missing) }
            chosen.removeAll { !ids.contains($0.id) }
        }
        if let owners = request.parameters["Owner"]?.textsValue, !owners.isEmpty, !owners.contains("self"),
            !owners.contains(request.account)
        {
            chosen = []
        }
        if let users = request.parameters["ExecutableBy"]?.textsValue, !users.isEmpty, !users.contains("self"),
            !users.contains(request.account)
        {
            chosen = []
        }
        chosen = chosen.filter { image in
            filters.allSatisfy { $0.matches { values($0, of: image, request) } }
        }
        let page = try EC2Paging.page(chosen, of: request, limit: limit, filters: filters)
        let items = page.items.map { description(of: $0, request) }
        return .xml(.list("imagesSet", of: "item", items), XMLNode("nextToken", page.next))
    }

    static func imageNotFound(_ ids: [String]) -> ServiceFault {
        ServiceFault("InvalidAMIID.NotFound", "The image id '[\(ids.joined(separator: ", "))]' does not exist")
    }

    private func values(_ name: String, of image: BackupImage, _ request: ServiceRequest) -> [String] {
        switch name {
        case "architecture": ["x86_64"]
        case "block-device-mapping.snapshot-id": image.volumes.indices.map(image.snapshotID)
        case "creation-date": [image.point.createdAt.iso8601]
        case "description": [Self.imageDescription]
        case "image-id": [image.id]
        case "image-type": ["machine"]
        case "is-public": ["false"]
        case "name": [Self.name(of: image)]
        case "owner-id": [request.account]
        case "root-device-type": ["ebs"]
        case "source-instance-id": [image.instanceID]
        case "state": [Self.state(of: image, at: request.now)]
        case "virtualization-type": ["hvm"]
        default: EC2Filter.tagFacts(name, of: image.tags) ?? []
        }
    }

    private static let imageDescription = "This image is created by the AWS Backup service."

    private static func name(of image: BackupImage) -> String {
        "AwsBackup_\(image.instanceID)_\(ResourceDetails(arn: image.id).uuid("job"))"
    }

    private static func state(of image: BackupImage, at now: Moment) -> String {
        image.point.completedAt <= now ? "available" : "pending"
    }

    private func description(of image: BackupImage, _ request: ServiceRequest) -> [XMLNode?] {
        let devices = image.volumes.enumerated().map { index, volume in
            let ebs = XMLNode(
                "ebs",
                [
                    XMLNode("deleteOnTermination", index == 0), XMLNode("snapshotId", image.snapshotID(index)),
                    XMLNode("volumeSize", VolumeFacts.gibibytes(volume.sizeInBytes)), XMLNode("volumeType", "gp3"),
                    XMLNode("iops", 3_000), XMLNode("throughput", 125), XMLNode("encrypted", volume.isEncrypted),
                ])
            return [XMLNode("deviceName", VolumeFacts.device(index)), ebs]
        }
        return [
            XMLNode("imageId", image.id), XMLNode("imageLocation", "\(request.account)/\(Self.name(of: image))"),
            XMLNode("imageState", Self.state(of: image, at: request.now)), XMLNode("imageOwnerId", request.account),
            XMLNode("isPublic", false), XMLNode("architecture", "x86_64"), XMLNode("imageType", "machine"),
            XMLNode("name", Self.name(of: image)), XMLNode("description", Self.imageDescription),
            XMLNode("rootDeviceType", "ebs"), XMLNode("rootDeviceName", VolumeFacts.device(0)),
            .list("blockDeviceMapping", of: "item", devices), XMLNode("virtualizationType", "hvm"),
            XMLNode("hypervisor", "xen"), XMLNode("enaSupport", true), XMLNode("platformDetails", "Linux/UNIX"),
            XMLNode("usageOperation", "RunInstances"), XMLNode("creationDate", image.point.createdAt.iso8601),
            XMLNode("sourceInstanceId", image.instanceID), Self.tagSet(image.tags),
        ]
    }
}
