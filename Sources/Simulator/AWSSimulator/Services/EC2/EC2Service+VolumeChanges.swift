internal import AWSWire

extension EC2Service {
    func volumeStatus(_ request: ServiceRequest, in region: RegionState) throws(ServiceFault) -> ServiceReply {
        let known: Set = ["availability-zone", "volume-status.status"]
        let filters = try EC2Filter.filters(of: request, known: known)
        let limit = try EC2Paging.limit(of: request, within: 5...1_000, clamps: true)
        let all = region.resources(.volume)
        var chosen = all
        if let ids = request.parameters["VolumeId"]?.textsValue, !ids.isEmpty {
            try EC2Paging.refuseWithIDs(request, "volumeSet")
            chosen = try Self.named(ids, among: all, .volume, prefix: "vol-")
        }
        let facts = chosen.map { VolumeFacts($0, in: region, at: request.now) }.filter { facts in
            filters.allSatisfy { filter in
                filter.matches { $0 == "availability-zone" ? [facts.zone] : ["ok"] }
            }
        }
        let page = try EC2Paging.page(facts, of: request, limit: limit, filters: filters)
        let items = page.items.map { facts in
            let details = [("io-enabled", "passed"), ("io-performance", "not-applicable")].map { name, status in
                [XMLNode("name", name), XMLNode("status", status)]
            }
            return [
                XMLNode("volumeId", facts.volume.id), XMLNode("availabilityZone", facts.zone),
                XMLNode("actionsSet", []), XMLNode("eventsSet", []),
                XMLNode("volumeStatus", [XMLNode("status", "ok"), .list("details", of: "item", details)]),
            ]
        }
        return .xml(.list("volumeStatusSet", of: "item", items), XMLNode("nextToken", page.next))
    }

    func modifications(_ request: ServiceRequest, in region: RegionState) throws(ServiceFault) -> ServiceReply {
        let known: Set = [
            "modification-state", "original-size", "original-volume-type", "target-size", "target-volume-type",
            "volume-id",
        ]
        let filters = try EC2Filter.filters(of: request, known: known)
        let limit = try EC2Paging.limit(of: request, within: 1...500)
        var chosen = region.ec2.modifications
        if let ids = request.parameters["VolumeId"]?.textsValue, !ids.isEmpty {
            _ = try Self.named(ids, among: region.resources(.volume), .volume, prefix: "vol-")
            let missing = ids.filter { id in !chosen.contains { $0.volumeID == id } }
            guard missing.isEmpty else {
                throw ServiceFault(
                    "InvalidVolumeModification.NotFound",
                    "Modification for volume '\(missing.joined(separator: ", "))' does not exist.")
            }
            chosen.removeAll { !ids.contains($0.volumeID) }
        }
        chosen = chosen.filter { modification in
            filters.allSatisfy { filter in
                filter.matches { name in
                    switch name {
                    case "modification-state": [modification.state(at: request.now)]
                    case "original-size": [String(modification.original.size)]
                    case "original-volume-type": [modification.original.type]
                    case "target-size": [String(modification.target.size)]
                    case "target-volume-type": [modification.target.type]
                    default: name == "volume-id" ? [modification.volumeID] : []
                    }
                }
            }
        }
        let page = try EC2Paging.page(chosen, of: request, limit: limit, filters: filters)
        let items = page.items.map { Self.description(of: $0, at: request.now) }
        return .xml(.list("volumeModificationSet", of: "item", items), XMLNode("nextToken", page.next))
    }

    /// Amazon EBS User Guide, "Amazon EBS volume types": sizes in gibibytes and operations a second.
    private static let limits: [String: (sizes: ClosedRange<Int64>, iops: ClosedRange<Int64>?)] = [
        "gp3": (1...65_536, 3_000...80_000), "gp2": (1...16_384, nil), "io1": (4...16_384, 100...64_000),
        "io2": (4...65_536, 100...256_000), "st1": (125...16_384, nil), "sc1": (125...16_384, nil),
        "standard": (1...1_024, nil),
    ]

    func modifyVolume(_ request: ServiceRequest, in region: inout RegionState) throws(ServiceFault) -> ServiceReply {
        guard let id = request.parameters["VolumeId"]?.stringValue else { throw EC2Fault.missing("volumeId") }
        let volume = try Self.named([id], among: region.resources(.volume), .volume, prefix: "vol-")[0]
        let now = request.now
        let original = VolumeFacts(volume, in: region, at: now).shape
        var target = original
        if let type = request.parameters["VolumeType"]?.stringValue { target.type = type }
        guard let limits = Self.limits[target.type] else {
            throw EC2Fault.invalid("Value (\(target.type)) for parameter volumeType is invalid.")
        }
        if let size = try Self.number("Size", 1...65_536, of: request) { target.size = size }
        guard target.size >= original.size else {
            throw EC2Fault.invalid("New size cannot be smaller than existing size")
        }
        guard limits.sizes.contains(target.size) else {
            throw EC2Fault.invalid("Volume of \(target.size)GiB is not valid for volume type \(target.type).")
        }
        target.iops = try limits.iops.map { bounds throws(ServiceFault) in
            try Self.number("Iops", bounds, of: request) ?? max(bounds.lowerBound, target.iops ?? 0)
        }
        target.throughput =
            target.type == "gp3"
            ? try Self.number("Throughput", 125...2_000, of: request) ?? target.throughput ?? 125 : nil
        guard target != original else {
            throw EC2Fault.invalid("The volume already has the specified parameters.")
        }
        if let last = region.ec2.modification(of: id) {
            guard last.state(at: now) == "completed" else {
                throw ServiceFault(
                    "IncorrectModificationState",
                    "Volume \(id) is currently being modified and has to complete first.")
            }
            guard last.startedAt.adding(minutes: 360) <= now else {
                throw ServiceFault(
                    "VolumeModificationRateExceeded",
                    "You've reached the maximum modification rate per volume limit. Wait at least 6 hours between "
                        + "modifications per EBS volume.")
            }
        }
        let made = VolumeModification(volumeID: id, original: original, target: target, startedAt: now)
        region.ec2.modifications.removeAll { $0.volumeID == id }
        region.ec2.modifications.append(made)
        return .xml(XMLNode("volumeModification", Self.description(of: made, at: now)))
    }

    private static func description(of made: VolumeModification, at now: Moment) -> [XMLNode?] {
        [
            XMLNode("volumeId", made.volumeID), XMLNode("modificationState", made.state(at: now)),
            XMLNode("targetSize", made.target.size), XMLNode("targetVolumeType", made.target.type),
            made.target.iops.map { XMLNode("targetIops", $0) },
            made.target.throughput.map { XMLNode("targetThroughput", $0) },
            XMLNode("targetMultiAttachEnabled", false), XMLNode("originalSize", made.original.size),
            XMLNode("originalVolumeType", made.original.type),
            made.original.iops.map { XMLNode("originalIops", $0) },
            made.original.throughput.map { XMLNode("originalThroughput", $0) },
            XMLNode("originalMultiAttachEnabled", false), XMLNode("progress", made.progress(at: now)),
            XMLNode("startTime", made.startedAt),
            made.completedAt <= now ? XMLNode("endTime", made.completedAt) : nil,
        ]
    }
}
