internal import AWSWire

extension EC2Service {
    private static let snapshotFilters: Set<String> = [
        "completion-time", "description", "encrypted", "owner-alias", "owner-id", "progress", "snapshot-id",
        "start-time", "status", "storage-tier", "tag-key", "transfer-type", "volume-id", "volume-size",
    ]

    func snapshots(
        _ request: ServiceRequest, in region: RegionState, birth: Moment
    ) throws(ServiceFault) -> ServiceReply {
        let filters = try EC2Filter.filters(of: request, known: Self.snapshotFilters)
        let catalog = SnapshotCatalog(region, birth: birth, at: request.now)
        var chosen = catalog.snapshots
        if let ids = request.parameters["SnapshotId"]?.textsValue, !ids.isEmpty {
            try EC2Paging.refuseWithIDs(request, "snapshotSet")
            chosen = try Self.named(ids, among: chosen)
        }
        if let owners = request.parameters["Owner"]?.textsValue, !owners.isEmpty,
            !owners.contains("self"), !owners.contains(request.account)
        {
            // Nobody else's snapshots are shared with an account of this world.
            chosen = []
        }
        if let users = request.parameters["RestorableBy"]?.textsValue, !users.isEmpty,
            !users.contains("self"), !users.contains(request.account)
        {
            chosen.removeAll { snapshot in !snapshot.sharedWith.contains { users.contains($0) } }
        }
        let limit = try EC2Paging.limit(of: request, within: 5...1_000, clamps: true)
        chosen = chosen.filter { snapshot in
            filters.allSatisfy { $0.matches { values($0, of: snapshot, catalog, request) } }
        }
        let page = try EC2Paging.page(chosen, of: request, limit: limit, filters: filters)
        let items = page.items.map { description(of: $0, catalog, request, fullSize: true) }
        return .xml(.list("snapshotSet", of: "item", items), XMLNode("nextToken", page.next))
    }

    /// The snapshots of those ids, in the order of the ids.
    static func named(_ ids: [String], among all: [EBSSnapshot]) throws(ServiceFault) -> [EBSSnapshot] {
        for id in ids { try EC2Fault.checkID(id, prefix: "snap-", malformed: "InvalidSnapshotID.Malformed") }
        let byID = Dictionary(all.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        let missing = ids.filter { byID[$0] == nil }
        guard missing.isEmpty else { throw EC2Fault.snapshotNotFound(missing) }
        return ids.compactMap { byID[$0] }
    }

    /// The snapshot a request names by `SnapshotId`.
    func snapshot(of request: ServiceRequest, _ catalog: SnapshotCatalog) throws(ServiceFault) -> EBSSnapshot {
        guard let id = request.parameters["SnapshotId"]?.stringValue else { throw EC2Fault.missing("snapshotId") }
        return try snapshot(id, catalog)
    }

    /// The snapshot of an id.
    func snapshot(_ id: String, _ catalog: SnapshotCatalog) throws(ServiceFault) -> EBSSnapshot {
        try EC2Fault.checkID(id, prefix: "snap-", malformed: "InvalidSnapshotID.Malformed")
        guard let snapshot = catalog.snapshot(id) else { throw EC2Fault.snapshotNotFound([id]) }
        return snapshot
    }

    private func values(
        _ name: String, of snapshot: EBSSnapshot, _ catalog: SnapshotCatalog, _ request: ServiceRequest
    ) -> [String] {
        switch name {
        case "completion-time": snapshot.completedAt <= request.now ? [snapshot.completedAt.iso8601] : []
        case "description": [snapshot.description]
        case "encrypted": [snapshot.isEncrypted ? "true" : "false"]
        case "owner-alias": ["self"]
        case "owner-id": [request.account]
        case "progress": ["\(snapshot.progress(at: request.now))%"]
        case "snapshot-id": [snapshot.id]
        case "start-time": [snapshot.startedAt.iso8601]
        case "status": [snapshot.state(at: request.now)]
        case "storage-tier": [catalog.tiering(of: snapshot)?.tier(at: request.now) ?? "standard"]
        case "transfer-type": snapshot.volumeID == EBSSnapshot.volumeOfCopies ? ["standard"] : []
        case "volume-id": [snapshot.volumeID]
        case "volume-size": [String(snapshot.volumeSize)]
        default: EC2Filter.tagFacts(name, of: snapshot.tags) ?? []
        }
    }

    private func description(
        of snapshot: EBSSnapshot, _ catalog: SnapshotCatalog, _ request: ServiceRequest, fullSize: Bool
    ) -> [XMLNode?] {
        let now = request.now
        let isComplete = snapshot.completedAt <= now
        let tiering = catalog.tiering(of: snapshot)
        return [
            XMLNode("snapshotId", snapshot.id), XMLNode("volumeId", snapshot.volumeID),
            XMLNode("status", snapshot.state(at: now)), XMLNode("startTime", snapshot.startedAt),
            XMLNode("progress", "\(snapshot.progress(at: now))%"), XMLNode("ownerId", request.account),
            XMLNode("volumeSize", snapshot.volumeSize), XMLNode("description", snapshot.description),
            XMLNode("encrypted", snapshot.isEncrypted), XMLNode("kmsKeyId", snapshot.kmsKeyARN),
            XMLNode("storageTier", tiering?.tier(at: now) ?? "standard"),
            tiering?.restoreExpiry(at: now).map { XMLNode("restoreExpiryTime", $0) },
            snapshot.volumeID == EBSSnapshot.volumeOfCopies ? XMLNode("transferType", "standard") : nil,
            fullSize && isComplete ? XMLNode("completionTime", snapshot.completedAt) : nil,
            fullSize && isComplete ? XMLNode("fullSnapshotSizeInBytes", snapshot.fullSizeInBytes) : nil,
            Self.tagSet(snapshot.tags),
        ]
    }

    func createSnapshot(_ request: ServiceRequest, in region: inout RegionState) throws(ServiceFault) -> ServiceReply {
        guard let id = request.parameters["VolumeId"]?.stringValue else { throw EC2Fault.missing("volumeId") }
        let volume = try Self.named([id], among: region.resources(.volume), .volume, prefix: "vol-")[0]
        let note = request.parameters["Description"]?.stringValue ?? ""
        guard note.count <= 255 else { throw EC2Fault.invalid("Description must have at most 255 characters.") }
        let tags = try Self.specifiedTags(request, for: "snapshot")
        let running = region.ec2.ownSnapshots.filter { $0.volumeID == id && request.now < $0.completedAt }
        // Amazon EBS User Guide, quotas: five snapshots of a volume at once.
        guard running.count < 5 else {
            throw ServiceFault(
                "ConcurrentSnapshotLimitExceeded", "Maximum allowed in-progress snapshots for a single volume exceeded."
            )
        }
        let size = VolumeFacts.gibibytes(volume.sizeInBytes)
        let made = Self.made(
            of: volume.id, size: size, minutes: 2 + size / 20, isEncrypted: volume.isEncrypted, key: volume.kmsKeyARN,
            description: note, tags: tags, request, in: &region)
        let catalog = SnapshotCatalog(region, birth: request.now, at: request.now)
        return ServiceReply(
            .xml(description(of: made, catalog, request, fullSize: false).compactMap { $0 }))
    }

    private static func made(
        of volumeID: String, size: Int64, minutes: Int64, isEncrypted: Bool, key: String?, description: String,
        tags: TagSet, _ request: ServiceRequest, in region: inout RegionState
    ) -> EBSSnapshot {
        region.ec2.madeSnapshots += 1
        let details = ResourceDetails(arn: "\(request.account)/\(request.region)/snapshot/\(region.ec2.madeSnapshots)")
        let made = EBSSnapshot(
            id: "snap-0" + details.hex(16, "id"), volumeID: volumeID, origin: .caller, startedAt: request.now,
            completedAt: request.now.adding(minutes: minutes), volumeSize: size, isEncrypted: isEncrypted,
            kmsKeyARN: key, description: description, tags: tags)
        region.ec2.ownSnapshots.append(made)
        return made
    }

    func deleteSnapshot(
        _ request: ServiceRequest, in region: inout RegionState, birth: Moment
    ) throws(ServiceFault) -> ServiceReply {
        let snapshot = try snapshot(of: request, SnapshotCatalog(region, birth: birth, at: request.now))
        switch snapshot.origin {
        case .image(let image):
            throw ServiceFault(
                "InvalidSnapshot.InUse", "The snapshot \(snapshot.id) is currently in use by \(image)")
        case .recoveryPoint:
            throw EC2Fault.invalid(
                "This snapshot is managed by the AWS Backup service and cannot be deleted via EC2 APIs. If you wish to "
                    + "delete this snapshot, please do so via the Backup console.")
        case .caller, .lifecyclePolicy: break
        }
        if region.ec2.snapshotChanges[snapshot.id]?.lock?.holds(at: request.now) == true {
            throw ServiceFault("OperationNotPermitted", "The snapshot \(snapshot.id) is locked and cannot be deleted.")
        }
        if region.ec2.ownSnapshots.contains(where: { $0.id == snapshot.id }) {
            region.ec2.ownSnapshots.removeAll { $0.id == snapshot.id }
            region.ec2.snapshotChanges[snapshot.id] = nil
        } else {
            region.ec2.snapshotChanges[snapshot.id, default: SnapshotChange()].isDeleted = true
        }
        return .xml(XMLNode("return", true))
    }

    /// Copies a snapshot of the account from one Region into the one the request is sent to.
    func copySnapshot(_ request: ServiceRequest, in world: inout SimulatedWorld) throws(ServiceFault) -> ServiceReply {
        guard let from = request.parameters["SourceRegion"]?.stringValue else { throw EC2Fault.missing("sourceRegion") }
        guard let id = request.parameters["SourceSnapshotId"]?.stringValue else {
            throw EC2Fault.missing("sourceSnapshotId")
        }
        guard world.options.regions.contains(from) || from == request.region else {
            throw EC2Fault.invalid("Invalid source region: \(from)")
        }
        let tags = try Self.specifiedTags(request, for: "snapshot")
        let birth = world.options.birth
        let source = Scope(account: request.account, region: from)
        let found = try world.withRegion(source, at: request.now) { region throws(ServiceFault) in
            let catalog = SnapshotCatalog(region, birth: birth, at: request.now)
            let snapshot = try self.snapshot(id, catalog)
            guard catalog.tiering(of: snapshot)?.isArchived(at: request.now) != true else {
                throw ServiceFault("IncorrectState", "The snapshot \(id) is archived and must be restored first.")
            }
            return snapshot
        }
        guard let found else { throw EC2Fault.snapshotNotFound([id]) }
        guard found.completedAt <= request.now else {
            throw ServiceFault("IncorrectState", "The snapshot \(id) is not in the 'completed' state.")
        }
        return try world.answer(request) { region throws(ServiceFault) in
            // Amazon EBS User Guide, quotas: twenty copies to a destination at once.
            let running = region.ec2.ownSnapshots.filter { snapshot in
                snapshot.volumeID == EBSSnapshot.volumeOfCopies && request.now < snapshot.completedAt
            }
            guard running.count < 20 else {
                throw ServiceFault("ResourceLimitExceeded", "Too many snapshot copies in progress. The limit is 20.")
            }
            let key = request.parameters["KmsKeyId"]?.stringValue
            let isEncrypted =
                found.isEncrypted || key != nil || request.parameters["Encrypted"]?.stringValue == "true"
                || region.ec2.encryptsByDefault ?? false
            let note =
                request.parameters["Description"]?.stringValue ?? "[Copied \(id) from \(from)] \(found.description)"
            let copy = Self.made(
                of: EBSSnapshot.volumeOfCopies, size: found.volumeSize, minutes: 5 + found.volumeSize / 10,
                isEncrypted: isEncrypted, key: key ?? (isEncrypted ? Self.ownKey(request) : nil), description: note,
                tags: tags, request, in: &region)
            return .xml(XMLNode("snapshotId", copy.id), Self.tagSet(copy.tags))
        }
    }

    /// The key AWS keeps for EBS in each account and Region, `alias/aws/ebs`.
    private static func ownKey(_ request: ServiceRequest) -> String {
        let id = ResourceDetails(arn: "\(request.account)/\(request.region)").uuid("aws/ebs")
        return "arn:aws:kms:\(request.region):\(request.account):key/\(id)"
    }

    func snapshotAttribute(
        _ request: ServiceRequest, in region: RegionState, birth: Moment
    ) throws(ServiceFault) -> ServiceReply {
        let snapshot = try snapshot(of: request, SnapshotCatalog(region, birth: birth, at: request.now))
        switch request.parameters["Attribute"]?.stringValue {
        case "createVolumePermission":
            let permissions = snapshot.sharedWith.map { user in
                [user == "all" ? XMLNode("group", user) : XMLNode("userId", user)]
            }
            return .xml(
                XMLNode("snapshotId", snapshot.id), .list("createVolumePermission", of: "item", permissions))
        case "productCodes":
            return .xml(XMLNode("snapshotId", snapshot.id), .list("productCodes", of: "item", []))
        case .none: throw EC2Fault.missing("attribute")
        case .some(let name): throw EC2Fault.invalid("Value (\(name)) for parameter attribute is invalid.")
        }
    }
}
