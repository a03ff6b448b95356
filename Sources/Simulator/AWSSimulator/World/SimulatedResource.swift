/// One resource that can be backed up, as the world holds it.
package struct SimulatedResource: Sendable, Hashable {
    /// The type.
    package let kind: ResourceKind
    /// The id within its type: `i-…`, `vol-…`, `fs-…`, or a name.
    package let id: String
    /// The ARN.
    package let arn: String
    /// The Region it lives in, for a bucket too, whose ARN does not say.
    package let region: String
    /// The tags as they are now, writes included.
    package var tags: TagSet
    /// When it was created.
    package let createdAt: Moment
    /// How much it holds.
    package internal(set) var sizeInBytes: Int64
    /// Whether its storage is encrypted.
    package let isEncrypted: Bool
    /// The key it is encrypted with, where there is one.
    package let kmsKeyARN: String?
    /// The engine of a database or cluster, such as `postgres` or `aurora-mysql`.
    package let engine: String?
    /// The instance class of an instance or database, such as `m6i.large` or `db.r6g.large`.
    package let instanceClass: String?
    /// The id of the instance a volume is attached to.
    package let attachedTo: String?
    /// Whether an instance is stopped.
    package let isStopped: Bool

    /// Whether AWS Backup takes it at all: of FSx for ONTAP the volumes, of the other kinds the file systems.
    package var isBackedUp: Bool {
        switch kind {
        case .fsxFileSystem: engine != "ONTAP"
        case .fsxVolume: engine == "ONTAP"
        default: true
        }
    }
}
