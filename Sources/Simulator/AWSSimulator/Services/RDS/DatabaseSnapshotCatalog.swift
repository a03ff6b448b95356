/// The snapshots of RDS instances and clusters of an account in a Region at a moment.
///
/// None but those callers made are stored: AWS Backup's follow from its recovery points, automated ones from the
/// retention, and what was made by hand before the world's birth from the database.
struct DatabaseSnapshotCatalog {
    private let region: RegionState
    private let now: Moment

    /// Looks at a Region.
    init(_ region: RegionState, at now: Moment) {
        self.region = region
        self.now = now
    }

    /// Every snapshot of instances, or of clusters, that is not deleted, oldest first.
    func snapshots(ofClusters: Bool) -> [DatabaseSnapshot] {
        let sources = ofClusters ? region.clusters : region.resources(.database)
        let own = region.rds.ownSnapshots.filter { $0.isOfCluster == ofClusters }
        let made = sources.flatMap { automated(of: $0) + handmade(of: $0) }
        return (made + recoveryPoints(among: sources, ofClusters: ofClusters) + own).compactMap { snapshot in
            let arn = snapshot.arn(in: region.scope)
            guard !region.rds.deletedSnapshots.contains(arn) else { return nil }
            guard let tags = region.rds.snapshotTags[arn] else { return snapshot }
            var snapshot = snapshot
            snapshot.tags = tags
            return snapshot
        }.sorted { ($0.startedAt, $0.id) < ($1.startedAt, $1.id) }
    }

    /// The settings of what a snapshot was made of.
    func settings(of snapshot: DatabaseSnapshot) -> DatabaseSettings {
        region.rds.settings[snapshot.source.arn] ?? DatabaseSettings()
    }

    /// One a day in the backup window, as many days back as they are kept.
    private func automated(of source: SimulatedResource) -> [DatabaseSnapshot] {
        let settings = region.rds.settings[source.arn] ?? DatabaseSettings()
        let start = settings.window.prefix(5).split(separator: ":").compactMap { Int($0) }
        guard start.count == 2 else { return [] }
        let minute = start[1] + ResourceDetails(source).number(below: 25, "automated")
        let keptDays = settings.retention(at: now)
        return (0..<max(0, keptDays + 1)).compactMap { back in
            let moment = Moment(day: now.day - back, hour: start[0], minute: minute)
            guard moment <= now, moment > now.adding(days: -keptDays), moment > source.createdAt else { return nil }
            let stamp = moment.iso8601.prefix(16).map { $0 == "T" || $0 == ":" ? "-" : $0 }
            return snapshot("rds:\(source.id)-\(String(stamp))", of: source, .automated, at: moment, tags: [:])
        }
    }

    /// One before an upgrade weeks into the life of every fourth database.
    private func handmade(of source: SimulatedResource) -> [DatabaseSnapshot] {
        let details = ResourceDetails(source)
        let start = source.createdAt.adding(minutes: Int64(14 * 1_440 + details.number(below: 30 * 1_440, "upgrade")))
        guard details.number(below: 4, "was upgraded") == 0, start <= now else { return [] }
        return [snapshot("\(source.id)-before-upgrade", of: source, .manual, at: start, tags: [:])]
    }

    private func snapshot(
        _ id: String, of source: SimulatedResource, _ origin: DatabaseSnapshot.Origin, at start: Moment, tags: TagSet
    ) -> DatabaseSnapshot {
        DatabaseSnapshot(
            id: id, source: source, origin: origin, startedAt: start, completedAt: start.adding(minutes: 4),
            isEncrypted: source.isEncrypted, kmsKeyARN: source.kmsKeyARN, copiedFrom: nil, tags: tags)
    }

    private func recoveryPoints(among sources: [SimulatedResource], ofClusters: Bool) -> [DatabaseSnapshot] {
        let kind = ofClusters ? "cluster-snapshot" : "snapshot"
        let prefix = "arn:aws:rds:\(region.scope.region):\(region.scope.account):\(kind):"
        let points = region.backup.recoveryPoints.filter { $0.arn.hasPrefix(prefix) && $0.createdAt <= now }
        guard !points.isEmpty else { return [] }
        let byARN = Dictionary(sources.map { ($0.arn, $0) }, uniquingKeysWith: { first, _ in first })
        return points.map { point in
            var tags = point.tags
            tags[BackupImage.sourceTag] = point.resourceARN
            return DatabaseSnapshot(
                id: String(point.arn.dropFirst(prefix.count)),
                source: byARN[point.resourceARN] ?? Self.stranger(point, ofCluster: ofClusters), origin: .backup,
                startedAt: point.createdAt, completedAt: point.completedAt, isEncrypted: point.isEncrypted,
                kmsKeyARN: point.encryptionKeyARN, copiedFrom: nil, tags: tags)
        }
    }

    /// What a copy from another Region was made of, as far as its recovery point tells.
    private static func stranger(_ point: RecoveryPoint, ofCluster: Bool) -> SimulatedResource {
        let id = point.resourceARN.split(separator: ":").last.map(String.init) ?? ""
        return SimulatedResource(
            kind: ofCluster ? .cluster : .database, id: id, arn: point.resourceARN, region: "", tags: [:],
            createdAt: point.createdAt.adding(days: -60), sizeInBytes: point.sizeInBytes,
            isEncrypted: point.isEncrypted, kmsKeyARN: nil, engine: nil, instanceClass: nil, attachedTo: nil,
            isStopped: false)
    }
}
