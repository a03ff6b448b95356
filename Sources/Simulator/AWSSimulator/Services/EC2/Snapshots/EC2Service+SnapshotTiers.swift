internal import AWSWire

extension EC2Service {
    private static let tierFilters: Set<String> = [
        "last-tiering-operation", "snapshot-id", "tag-key", "volume-id",
    ]

    func tierStatus(
        _ request: ServiceRequest, in region: RegionState, birth: Moment
    ) throws(ServiceFault) -> ServiceReply {
        let filters = try EC2Filter.filters(of: request, known: Self.tierFilters)
        let limit = try EC2Paging.limit(of: request, within: 5...1_000, clamps: true)
        let catalog = SnapshotCatalog(region, birth: birth, at: request.now)
        let chosen = catalog.snapshots.filter { snapshot in
            filters.allSatisfy { filter in
                filter.matches { name in
                    switch name {
                    case "last-tiering-operation":
                        catalog.tiering(of: snapshot).map { [$0.lastMove(at: request.now).status] } ?? []
                    case "snapshot-id": [snapshot.id]
                    case "volume-id": [snapshot.volumeID]
                    default: EC2Filter.tagFacts(name, of: snapshot.tags) ?? []
                    }
                }
            }
        }
        let page = try EC2Paging.page(chosen, of: request, limit: limit, filters: filters)
        let items = page.items.map { status(of: $0, catalog.tiering(of: $0), request) }
        return .xml(.list("snapshotTierStatusSet", of: "item", items), XMLNode("nextToken", page.next))
    }

    private func status(
        of snapshot: EBSSnapshot, _ tiering: SnapshotTiering?, _ request: ServiceRequest
    ) -> [XMLNode?] {
        let now = request.now
        let move = tiering?.lastMove(at: now)
        return [
            XMLNode("snapshotId", snapshot.id), XMLNode("volumeId", snapshot.volumeID),
            XMLNode("status", snapshot.state(at: now)), XMLNode("ownerId", request.account),
            Self.tagSet(snapshot.tags), XMLNode("storageTier", tiering?.tier(at: now) ?? "standard"),
            move.map { XMLNode("lastTieringStartTime", $0.startedAt) },
            move.map { XMLNode("lastTieringProgress", $0.progress) },
            XMLNode("lastTieringOperationStatus", move?.status),
            tiering.flatMap { $0.archivedAt <= now ? XMLNode("archivalCompleteTime", $0.archivedAt) : nil },
            tiering?.restoreExpiry(at: now).map { XMLNode("restoreExpiryTime", $0) },
        ]
    }

    /// Begins to move a snapshot to the archive tier.
    func archive(
        _ request: ServiceRequest, in region: inout RegionState, birth: Moment
    ) throws(ServiceFault) -> ServiceReply {
        let now = request.now
        let catalog = SnapshotCatalog(region, birth: birth, at: now)
        let snapshot = try snapshot(of: request, catalog)
        let tier = request.parameters["StorageTier"]?.stringValue
        guard tier == nil || tier == "archive" else {
            throw EC2Fault.invalid("Value (\(tier ?? "")) for parameter storageTier is invalid. Valid values: archive.")
        }
        try Self.refuseForeign(snapshot)
        guard snapshot.completedAt <= now else {
            throw ServiceFault("IncorrectState", "The snapshot \(snapshot.id) is not in the 'completed' state.")
        }
        if let tiering = catalog.tiering(of: snapshot), tiering.isArchived(at: now) || tiering.isMoving(at: now) {
            throw ServiceFault("IncorrectState", "The snapshot \(snapshot.id) is archived or between the tiers.")
        }
        let moves = region.ec2.snapshotChanges.values.compactMap(\.tiering)
        // Amazon EBS User Guide, "Archive Amazon EBS snapshots", quotas: 25 at once, and 25 of a volume.
        guard moves.filter({ now < $0.archivedAt }).count < 25 else {
            throw ServiceFault("ResourceLimitExceeded", "Too many snapshots are being archived. The limit is 25.")
        }
        let ofVolume = catalog.snapshots.filter { $0.volumeID == snapshot.volumeID }
            .filter { region.ec2.snapshotChanges[$0.id]?.tiering?.isArchived(at: now) == true }
        guard ofVolume.count < 25 else {
            throw ServiceFault(
                "ResourceLimitExceeded", "The volume \(snapshot.volumeID) has 25 archived snapshots, the limit.")
        }
        region.ec2.snapshotChanges[snapshot.id, default: SnapshotChange()].tiering = SnapshotTiering(
            archiving: snapshot, at: now)
        return .xml(XMLNode("snapshotId", snapshot.id), XMLNode("tieringStartTime", now))
    }

    /// Begins to bring an archived snapshot back, changes for how long it is back, or makes that for good.
    func restore(
        _ request: ServiceRequest, in region: inout RegionState, birth: Moment
    ) throws(ServiceFault) -> ServiceReply {
        let now = request.now
        let catalog = SnapshotCatalog(region, birth: birth, at: now)
        let isPermanent = request.parameters["PermanentRestore"]?.stringValue == "true"
        let days = try Self.restoreDays(of: request, isPermanent: isPermanent)
        let snapshot = try snapshot(of: request, catalog)
        try Self.refuseForeign(snapshot)
        guard var tiering = catalog.tiering(of: snapshot), tiering.archivedAt <= now else {
            throw ServiceFault("IncorrectState", "The snapshot \(snapshot.id) is not archived.")
        }
        guard !tiering.isMoving(at: now) else {
            throw ServiceFault("IncorrectState", "The snapshot \(snapshot.id) is being restored.")
        }
        let start: Moment
        if tiering.restoreExpiry(at: now) != nil, let restore = tiering.restore {
            // The data is back already: only the period changes, counted from now.
            start = now
            tiering.restore = SnapshotTiering.Restore(
                startedAt: restore.startedAt, completedAt: now, days: isPermanent ? nil : days)
        } else {
            guard tiering.isArchived(at: now) else {
                throw ServiceFault("IncorrectState", "The snapshot \(snapshot.id) is not archived.")
            }
            let moves = region.ec2.snapshotChanges.values.compactMap { $0.tiering?.restore }
            guard moves.filter({ now < $0.completedAt }).count < 5 else {
                throw ServiceFault("ResourceLimitExceeded", "Too many snapshots are being restored. The limit is 5.")
            }
            start = now
            tiering.restore = SnapshotTiering.Restore(
                startedAt: now, completedAt: now.adding(minutes: SnapshotTiering.restoreHours(of: snapshot) * 60),
                days: isPermanent ? nil : days)
        }
        region.ec2.snapshotChanges[snapshot.id, default: SnapshotChange()].tiering = tiering
        return .xml(
            XMLNode("snapshotId", snapshot.id), XMLNode("restoreStartTime", start),
            isPermanent ? nil : XMLNode("restoreDuration", days), XMLNode("isPermanentRestore", isPermanent))
    }

    private static func restoreDays(of request: ServiceRequest, isPermanent: Bool) throws(ServiceFault) -> Int64 {
        guard let text = request.parameters["TemporaryRestoreDays"]?.stringValue else {
            guard isPermanent else {
                throw EC2Fault.missing("temporaryRestoreDays or permanentRestore")
            }
            return 0
        }
        guard !isPermanent else {
            throw ServiceFault(
                "InvalidParameterCombination", "Specify either TemporaryRestoreDays or PermanentRestore, not both.")
        }
        guard let days = Int64(text), (1...180).contains(days) else {
            throw EC2Fault.invalid("Value (\(text)) for parameter temporaryRestoreDays is invalid.")
        }
        return days
    }

    /// Refuses snapshots that belong to an image or to AWS Backup.
    static func refuseForeign(_ snapshot: EBSSnapshot) throws(ServiceFault) {
        switch snapshot.origin {
        case .image(let image):
            throw ServiceFault("InvalidSnapshot.InUse", "The snapshot \(snapshot.id) is currently in use by \(image)")
        case .recoveryPoint:
            throw EC2Fault.invalid("The snapshot \(snapshot.id) is managed by the AWS Backup service.")
        case .caller, .lifecyclePolicy: break
        }
    }
}
