internal import AWSWire

/// Amazon EC2 and EBS: instances, volumes, snapshots, images, tags, Regions and zones.
///
/// Source: Amazon EC2 API Reference, the pages of its operations and "Error codes for the Amazon EC2 API".
package struct EC2Service: ServiceSimulator {
    /// Makes the service.
    package init() {}

    /// The service as the dispatcher knows it.
    package let profile = ServiceProfile(
        signingName: "ec2", wireProtocol: .ec2(version: "2016-11-15"),
        xmlNamespace: "http://ec2.amazonaws.com/doc/2016-11-15/",
        operations: [
            "CopySnapshot", "CreateSnapshot", "CreateTags", "DeleteSnapshot", "DeleteTags", "DescribeAvailabilityZones",
            "DescribeImages", "DescribeInstances", "DescribeLockedSnapshots", "DescribeRegions",
            "DescribeSnapshotAttribute", "DescribeSnapshotTierStatus", "DescribeSnapshots", "DescribeTags",
            "DescribeVolumeStatus", "DescribeVolumes", "DescribeVolumesModifications", "DisableEbsEncryptionByDefault",
            "EnableEbsEncryptionByDefault", "GetEbsEncryptionByDefault", "LockSnapshot", "ModifySnapshotTier",
            "ModifyVolume", "RestoreSnapshotTier", "UnlockSnapshot",
        ])

    /// Answers one request.
    package func respond(
        to request: ServiceRequest, in world: inout SimulatedWorld
    ) throws(ServiceFault) -> ServiceReply {
        if request.parameters["DryRun"]?.stringValue == "true" {
            let message = "Request would have succeeded, but DryRun flag is set."
            throw ServiceFault("DryRunOperation", message, status: 412)
        }
        switch request.operation {
        case "DescribeRegions": return try regions(request, of: world.options)
        case "CopySnapshot": return try copySnapshot(request, in: &world)
        default: break
        }
        let birth = world.options.birth
        return try world.answer(request) { region throws(ServiceFault) in
            if let reply = try snapshotReply(request, in: &region, birth: birth) { return reply }
            return switch request.operation {
            case "CreateTags": try createTags(request, in: &region, birth: birth)
            case "DeleteTags": try deleteTags(request, in: &region, birth: birth)
            case "DescribeTags": try tags(request, in: region, birth: birth)
            case "DescribeAvailabilityZones": try zones(request)
            case "DescribeImages": try images(request, in: region, birth: birth)
            case "DescribeInstances": try instances(request, in: region)
            case "DescribeVolumes": try volumes(request, in: region)
            case "DescribeVolumeStatus": try volumeStatus(request, in: region)
            case "DescribeVolumesModifications": try modifications(request, in: region)
            case "ModifyVolume": try modifyVolume(request, in: &region)
            case "GetEbsEncryptionByDefault", "EnableEbsEncryptionByDefault", "DisableEbsEncryptionByDefault":
                encryptionByDefault(request, in: &region)
            default:
                throw ServiceFault(
                    "InvalidAction", "The action \(request.operation) is not valid for this web service.")
            }
        }
    }

    private func snapshotReply(
        _ request: ServiceRequest, in region: inout RegionState, birth: Moment
    ) throws(ServiceFault) -> ServiceReply? {
        switch request.operation {
        case "DescribeSnapshots": try snapshots(request, in: region, birth: birth)
        case "CreateSnapshot": try createSnapshot(request, in: &region)
        case "DeleteSnapshot": try deleteSnapshot(request, in: &region, birth: birth)
        case "DescribeSnapshotAttribute": try snapshotAttribute(request, in: region, birth: birth)
        case "DescribeSnapshotTierStatus": try tierStatus(request, in: region, birth: birth)
        case "ModifySnapshotTier": try archive(request, in: &region, birth: birth)
        case "RestoreSnapshotTier": try restore(request, in: &region, birth: birth)
        case "LockSnapshot": try lock(request, in: &region, birth: birth)
        case "UnlockSnapshot": try unlock(request, in: &region, birth: birth)
        case "DescribeLockedSnapshots": try lockedSnapshots(request, in: region, birth: birth)
        default: nil
        }
    }
}

extension EC2Service {
    /// Regions every account can use unless it opts in to more; those that ask for it first.
    private static let optInRegions = ["af-south-1", "ap-east-1", "eu-south-1", "me-south-1"]

    private func regions(_ request: ServiceRequest, of options: WorldOptions) throws(ServiceFault) -> ServiceReply {
        let wantsAll = request.parameters["AllRegions"]?.stringValue == "true"
        let closed = (Self.optInRegions + options.closedRegions.filter { !Self.optInRegions.contains($0) })
            .filter { !options.regions.contains($0) || options.closedRegions.contains($0) }
        let open = options.regions.filter { !closed.contains($0) }
        let known = open + closed
        let named = request.parameters["RegionName"]?.textsValue
        for name in named ?? [] where !known.contains(name) {
            throw ServiceFault("InvalidParameterValue", "Invalid region provided: \(name)")
        }
        let filters = try EC2Filter.filters(of: request, known: ["endpoint", "opt-in-status", "region-name"])
        let shown = (named ?? (wantsAll ? known : open)).filter { name in
            filters.allSatisfy { filter in
                filter.matches { key in Self.facts(of: name, isClosed: closed.contains(name))[key].map { [$0] } ?? [] }
            }
        }
        let items = shown.map { name in
            let facts = Self.facts(of: name, isClosed: closed.contains(name))
            return [
                XMLNode("regionName", name), XMLNode("regionEndpoint", facts["endpoint"]),
                XMLNode("optInStatus", facts["opt-in-status"]),
            ]
        }
        return .xml(.list("regionInfo", of: "item", items))
    }

    private static func facts(of region: String, isClosed: Bool) -> [String: String] {
        let isOptIn = optInRegions.contains(region)
        return [
            "region-name": region, "endpoint": "ec2.\(region).amazonaws.com",
            "opt-in-status": isClosed ? "not-opted-in" : isOptIn ? "opted-in" : "opt-in-not-required",
        ]
    }
}
