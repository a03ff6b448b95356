/// What time alone does to a Region's backups: points expire, old records go, restored resources come.
enum BackupSettlement {
    /// How many days jobs can be read (AWS Backup API reference, `ListBackupJobs`).
    private static let remembered: Int64 = -30

    /// Drops what is gone and puts the rest into the order of creation, whatever steps led here.
    static func settle(_ region: inout RegionState, roles: [SimulatedRole], at now: Moment) {
        expire(&region.backup, roles: roles, at: now)
        materialize(&region, at: now)
        let horizon = now.adding(days: remembered)
        region.backup.recoveryPoints.sort { ($0.createdAt, $0.arn) < ($1.createdAt, $1.arn) }
        region.backup.jobs.removeAll { $0.createdAt < horizon }
        region.backup.jobs.sort { ($0.createdAt, $0.id) < ($1.createdAt, $1.id) }
        region.backup.copyJobs.removeAll { $0.createdAt < horizon }
        region.backup.copyJobs.sort { ($0.createdAt, $0.id) < ($1.createdAt, $1.id) }
        region.backup.restoreJobs.removeAll { $0.createdAt < horizon }
        region.backup.restoreJobs.sort { ($0.createdAt, $0.id) < ($1.createdAt, $1.id) }
        region.backup.reportJobs.removeAll { $0.createdAt < horizon }
        region.backup.legalHolds.removeAll { $0.retainedUntil.map { $0 <= now } ?? false }
        region.backup.frameworks.removeAll { $0.removedAt.map { $0 <= now } ?? false }
    }

    /// Deletes the points that are due, but for those a legal hold keeps.
    ///
    /// A point whose role is gone cannot be deleted and is `EXPIRED` (AWS Backup Developer Guide, "Deleting backups").
    private static func expire(_ backup: inout BackupState, roles: [SimulatedRole], at now: Moment) {
        guard backup.recoveryPoints.contains(where: { $0.removedAt.map { $0 <= now } ?? false }) else { return }
        var kept: [RecoveryPoint] = []
        kept.reserveCapacity(backup.recoveryPoints.count)
        for var point in backup.recoveryPoints {
            if let due = point.removedAt, due <= now, !backup.isHeld(point, at: now) {
                guard !roles.isInForce(point.roleARN, at: due), point.sourceVaultARN == nil else { continue }
                point.mark = .expired
            }
            kept.append(point)
        }
        backup.recoveryPoints = kept
    }

    /// Puts what restore jobs made into the inventory; what a restore test made is gone again before long.
    private static func materialize(_ region: inout RegionState, at now: Moment) {
        for index in region.backup.restoreJobs.indices {
            let job = region.backup.restoreJobs[index]
            guard !job.isMaterialized, job.endsAt <= now else { continue }
            region.backup.restoreJobs[index].isMaterialized = true
            guard job.testing == nil, let arn = job.createdARN, region.resource(arn) == nil,
                let original = region.resource(job.resourceARN)
            else { continue }
            region.insert(original.restored(arn: arn, tags: job.tags, at: job.endsAt))
        }
    }
}

extension RegionState {
    /// Puts a resource into its place by type and id.
    package mutating func insert(_ resource: SimulatedResource) {
        func rank(_ kind: ResourceKind) -> Int { ResourceKind.allCases.firstIndex(of: kind) ?? 0 }
        let key = (rank(resource.kind), resource.id)
        let index = resources.firstIndex { (rank($0.kind), $0.id) > key }
        resources.insert(resource, at: index ?? resources.endIndex)
    }
}

extension SimulatedResource {
    /// The resource a restore makes of this one's recovery point.
    fileprivate func restored(arn: String, tags: TagSet, at moment: Moment) -> SimulatedResource {
        let id = String(arn.split(whereSeparator: { $0 == ":" || $0 == "/" }).last ?? "")
        return SimulatedResource(
            kind: kind, id: id, arn: arn, region: region, tags: tags, createdAt: moment, sizeInBytes: sizeInBytes,
            isEncrypted: isEncrypted, kmsKeyARN: kmsKeyARN, engine: engine, instanceClass: instanceClass,
            attachedTo: nil, isStopped: false)
    }
}
