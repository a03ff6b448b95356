/// A change of a volume's type, size or speed.
///
/// Source: Amazon EBS User Guide, "Modify an Amazon EBS volume using Elastic Volumes operations".
struct VolumeModification: Sendable, Hashable {
    /// What a volume is.
    struct Shape: Sendable, Hashable {
        /// The type, such as `gp3`.
        var type: String
        /// Whole gibibytes.
        var size: Int64
        /// Operations a second, for the types that tell them.
        var iops: Int64?
        /// Mebibytes a second, for `gp3`.
        var throughput: Int64?
    }

    /// The volume.
    let volumeID: String
    /// What it was.
    let original: Shape
    /// What it becomes.
    let target: Shape
    /// When it was asked for.
    let startedAt: Moment

    /// When the new size and type can be seen: minutes after the start.
    var appliedAt: Moment { startedAt.adding(minutes: 4) }
    /// When the volume performs as wanted: hours after the start for large ones.
    var completedAt: Moment { startedAt.adding(minutes: min(1_440, 15 + target.size / 2)) }

    /// The state at a moment in EC2's words.
    func state(at now: Moment) -> String {
        now < appliedAt ? "modifying" : now < completedAt ? "optimizing" : "completed"
    }

    /// The progress in per cent at a moment.
    func progress(at now: Moment) -> Int64 {
        guard now < completedAt else { return 100 }
        return max(0, (now.milliseconds - startedAt.milliseconds) * 99)
            / max(1, completedAt.milliseconds - startedAt.milliseconds)
    }
}
