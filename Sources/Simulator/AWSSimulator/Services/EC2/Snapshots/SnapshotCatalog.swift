/// The snapshots and images of an account in a Region at a moment.
///
/// None but those callers made are stored: AWS Backup's follow from its recovery points, Data Lifecycle Manager's from its
/// policies, and what was made by hand before the world's birth from the volumes and the place.
struct SnapshotCatalog {
    private let region: RegionState
    private let birth: Moment
    private let now: Moment

    /// Looks at a Region.
    ///
    /// - Parameter birth: The moment of the world's birth, from which the age of what was there before counts.
    init(_ region: RegionState, birth: Moment, at now: Moment) {
        self.region = region
        self.birth = birth
        self.now = now
    }

    /// Every snapshot that is not deleted, oldest first.
    var snapshots: [EBSSnapshot] {
        let changes = region.ec2.snapshotChanges
        var all = ofVolumes + orphans + ofRecoveryPoints + region.ec2.ownSnapshots
        all += images.flatMap { snapshots(of: $0) }
        all += region.lifecyclePolicies(birth: birth).flatMap { policy in
            LifecycleRuns(policy, region: region).snapshots(at: now)
        }
        guard !changes.isEmpty else { return all.sorted(by: Self.isOlder) }
        return all.compactMap { snapshot in
            guard let change = changes[snapshot.id] else { return snapshot }
            guard !change.isDeleted else { return nil }
            var snapshot = snapshot
            if let tags = change.tags { snapshot.tags = tags }
            return snapshot
        }.sorted(by: Self.isOlder)
    }

    /// The snapshot of that id.
    func snapshot(_ id: String) -> EBSSnapshot? { snapshots.first { $0.id == id } }

    /// The images AWS Backup made of instances, oldest first.
    var images: [BackupImage] {
        let volumes = Dictionary(grouping: region.resources(.volume).filter { $0.attachedTo != nil }) {
            $0.attachedTo ?? ""
        }
        let prefix = "arn:aws:ec2:\(region.scope.region)::image/"
        return region.backup.recoveryPoints.compactMap { point in
            guard point.arn.hasPrefix(prefix), point.createdAt <= now,
                let instance = point.resourceARN.split(separator: "/").last.map(String.init)
            else { return nil }
            let id = String(point.arn.dropFirst(prefix.count))
            return BackupImage(
                id: id, instanceID: instance, point: point, volumes: volumes[instance] ?? [],
                changedTags: region.ec2.imageTags[id])
        }
    }

    /// The moves of a snapshot between the tiers, when it has had any by now.
    func tiering(of snapshot: EBSSnapshot) -> SnapshotTiering? {
        if let asked = region.ec2.snapshotChanges[snapshot.id]?.tiering { return asked }
        guard let moment = snapshot.archivesAt, moment <= now else { return nil }
        return SnapshotTiering(archiving: snapshot, at: moment)
    }

    private static func isOlder(_ one: EBSSnapshot, _ other: EBSSnapshot) -> Bool {
        (one.startedAt, one.id) < (other.startedAt, other.id)
    }

    /// Up to three snapshots somebody once made of a volume, at weeks of its life that its id tells.
    private var ofVolumes: [EBSSnapshot] {
        region.resources(.volume).flatMap { volume -> [EBSSnapshot] in
            let details = ResourceDetails(volume)
            let count = [0, 0, 0, 0, 0, 0, 1, 1, 2, 3][details.number(below: 10, "snapshots")]
            return (0..<count).compactMap { index in
                let start = volume.createdAt.adding(
                    minutes: Int64(7 * 1_440 + details.number(below: 50 * 1_440, "snapshot \(index)")))
                guard start <= now else { return nil }
                return Self.handmade(details.hex(16, "snapshot id \(index)"), of: volume, start: start)
            }
        }
    }

    /// Snapshots of volumes that are long gone, in half of the places up to four; every other one was archived.
    private var orphans: [EBSSnapshot] {
        guard !region.resources.isEmpty else { return [] }
        let place = ResourceDetails(arn: "\(region.scope.account)/\(region.scope.region)")
        return (0..<max(0, place.number(below: 9, "orphans") - 4)).map { index in
            let start = birth.adding(minutes: -Int64(90 * 1_440 + place.number(below: 700 * 1_440, "orphan \(index)")))
            return EBSSnapshot(
                id: "snap-0" + place.hex(16, "orphan id \(index)"), volumeID: "vol-0" + place.hex(16, "gone \(index)"),
                origin: .caller, startedAt: start, completedAt: start.adding(minutes: 9),
                volumeSize: [8, 50, 100, 500][place.number(below: 4, "orphan size \(index)")], isEncrypted: false,
                kmsKeyARN: nil, description: EBSSnapshot.handmade + "before migration", tags: [:],
                archivesAt: index % 2 == 1 ? start.adding(days: 30) : nil)
        }
    }

    private static func handmade(_ id: String, of volume: SimulatedResource, start: Moment) -> EBSSnapshot {
        EBSSnapshot(
            id: "snap-0" + id, volumeID: volume.id, origin: .caller, startedAt: start,
            completedAt: start.adding(minutes: 12), volumeSize: VolumeFacts.gibibytes(volume.sizeInBytes),
            isEncrypted: volume.isEncrypted, kmsKeyARN: volume.kmsKeyARN,
            description: EBSSnapshot.handmade + "before change", tags: volume.tags["Name"].map { ["Name": $0] } ?? [:])
    }

    private var ofRecoveryPoints: [EBSSnapshot] {
        let prefix = "arn:aws:ec2:\(region.scope.region)::snapshot/"
        let here = ":\(region.scope.region):\(region.scope.account):"
        return region.backup.recoveryPoints.compactMap { point in
            guard point.arn.hasPrefix(prefix), point.createdAt <= now,
                let volume = point.resourceARN.split(separator: "/").last.map(String.init)
            else { return nil }
            var tags = point.tags
            tags[BackupImage.sourceTag] = point.resourceARN
            return EBSSnapshot(
                id: String(point.arn.dropFirst(prefix.count)),
                volumeID: point.resourceARN.contains(here) ? volume : EBSSnapshot.volumeOfCopies,
                origin: .recoveryPoint, startedAt: point.createdAt, completedAt: point.completedAt,
                volumeSize: VolumeFacts.gibibytes(point.sizeInBytes), isEncrypted: point.isEncrypted,
                kmsKeyARN: point.encryptionKeyARN, description: "This snapshot is created by the AWS Backup service.",
                tags: tags, archivesAt: point.coldAt)
        }
    }

    private func snapshots(of image: BackupImage) -> [EBSSnapshot] {
        image.volumes.enumerated().map { index, volume in
            EBSSnapshot(
                id: image.snapshotID(index), volumeID: volume.id, origin: .image(image.id),
                startedAt: image.point.createdAt, completedAt: image.point.completedAt,
                volumeSize: VolumeFacts.gibibytes(volume.sizeInBytes), isEncrypted: volume.isEncrypted,
                kmsKeyARN: volume.kmsKeyARN,
                description: "Created by CreateImage(\(image.instanceID)) for \(image.id)",
                tags: [BackupImage.sourceTag: image.point.resourceARN])
        }
    }
}

/// An image AWS Backup made of an instance.
struct BackupImage {
    /// The tag AWS Backup puts on what it makes: the ARN of what it was made of.
    static let sourceTag = "aws:backup:source-resource"

    /// The id, `ami-…`.
    let id: String
    /// The id of the instance.
    let instanceID: String
    /// The recovery point it is.
    let point: RecoveryPoint
    /// The volumes of the instance.
    let volumes: [SimulatedResource]
    /// The tags, once somebody changed them.
    let changedTags: TagSet?

    /// The tags.
    var tags: TagSet {
        if let changedTags { return changedTags }
        var tags = point.tags
        tags[Self.sourceTag] = point.resourceARN
        return tags
    }

    /// The id of the snapshot of one of its volumes, by the volume's place.
    func snapshotID(_ index: Int) -> String { "snap-0" + ResourceDetails(arn: id).hex(16, "snapshot \(index)") }
}
