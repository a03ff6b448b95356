/// What somebody changed in EC2 and EBS of one account in one Region; all else follows from seed and time.
package struct EC2State: Sendable {
    /// The snapshots somebody made, in the order of their start, deleted ones left out.
    var ownSnapshots: [EBSSnapshot] = []
    /// What was done to snapshots, by their ids, whoever made them.
    var snapshotChanges: [String: SnapshotChange] = [:]
    /// The tags of images somebody tagged, by their ids.
    var imageTags: [String: TagSet] = [:]
    /// Whether new volumes are encrypted, once somebody said so.
    var encryptsByDefault: Bool?
    /// The latest modification of each volume that had one, in the order of their start.
    var modifications: [VolumeModification] = []

    /// How often snapshots were made here, for the ids of new ones.
    var madeSnapshots = 0

    /// The latest modification of a volume.
    func modification(of volumeID: String) -> VolumeModification? { modifications.first { $0.volumeID == volumeID } }
}

/// What was done to one snapshot.
struct SnapshotChange: Sendable, Hashable {
    /// Whether it was deleted.
    var isDeleted = false
    /// Its tags, once somebody changed them.
    var tags: TagSet?
    /// Its moves between the storage tiers.
    var tiering: SnapshotTiering?
    /// Its lock.
    var lock: SnapshotLock?
}
