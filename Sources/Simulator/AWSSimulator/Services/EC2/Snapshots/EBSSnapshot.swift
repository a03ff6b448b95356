/// A snapshot of an EBS volume.
package struct EBSSnapshot: Sendable, Hashable {
    /// Who made a snapshot.
    package enum Origin: Sendable, Hashable {
        /// A person or program, by `CreateSnapshot` or `CopySnapshot`.
        case caller
        /// AWS Backup, as the recovery point of a volume.
        case recoveryPoint
        /// AWS Backup, as part of an image.
        case image(String)
        /// A policy of Data Lifecycle Manager.
        case lifecyclePolicy
    }

    /// The id, `snap-…`.
    package let id: String
    /// The id of the volume; `vol-ffffffff` for a copy, as EC2 has it.
    package let volumeID: String
    /// Who made it.
    package let origin: Origin
    /// When it was started.
    package let startedAt: Moment
    /// When all of its blocks were there.
    package let completedAt: Moment
    /// The size of the volume in whole gibibytes.
    package let volumeSize: Int64
    /// Whether it is encrypted.
    package let isEncrypted: Bool
    /// The key it is encrypted with.
    package let kmsKeyARN: String?
    /// What its maker said of it.
    package let description: String
    /// The tags.
    package var tags: TagSet
    /// When it is moved to the archive tier without anybody asking the simulator: by AWS Backup or before the birth.
    package var archivesAt: Moment?

    /// The volume id EC2 gives for the volume of a copy.
    package static let volumeOfCopies = "vol-ffffffff"

    /// The bytes all of its blocks hold together: what it takes in the archive tier.
    package var fullSizeInBytes: Int64 {
        volumeSize * Self.gibibyte * Int64(40 + details.number(below: 50, "full")) / 100
    }

    /// The state at a moment.
    package func state(at now: Moment) -> String { now < completedAt ? "pending" : "completed" }

    /// The progress in per cent at a moment; what it has none of is zero.
    package func progress(at now: Moment) -> Int64 {
        guard now < completedAt else { return 100 }
        let whole = max(1, completedAt.milliseconds - startedAt.milliseconds)
        return min(99, max(0, (now.milliseconds - startedAt.milliseconds) * 100 / whole))
    }

    /// The accounts that may make volumes of it besides its owner; `all` stands for everybody.
    ///
    /// One in sixteen of those a caller once made by hand was left shared with an auditor's account.
    package var sharedWith: [String] {
        guard origin == .caller, description.hasPrefix(Self.handmade), details.number(below: 16, "shared") == 0 else {
            return []
        }
        return ["111122223333"]
    }

    /// How the descriptions of snapshots begin that were made before anybody called the simulator.
    static let handmade = "manual "

    private static let gibibyte: Int64 = 1_073_741_824

    private var details: ResourceDetails { ResourceDetails(arn: id) }
}
