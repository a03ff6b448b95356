/// The moves of a snapshot between the standard and the archive tier.
///
/// Source: Amazon EBS User Guide, "Archive Amazon EBS snapshots".
struct SnapshotTiering: Sendable, Hashable {
    /// A way back to the standard tier.
    struct Restore: Sendable, Hashable {
        /// When it was asked for.
        let startedAt: Moment
        /// When the snapshot is back.
        let completedAt: Moment
        /// For how many days; nothing for good.
        var days: Int64?

        /// When a temporary restore ends.
        var expiresAt: Moment? { days.map { completedAt.adding(days: $0) } }
    }

    /// When archiving was asked for or was due.
    let archivingAt: Moment
    /// When the snapshot lies in the archive tier.
    let archivedAt: Moment
    /// The restore that was asked for last.
    var restore: Restore?

    /// The moves of a snapshot that begins to be archived at a moment; larger ones take longer, up to a day.
    init(archiving snapshot: EBSSnapshot, at moment: Moment) {
        archivingAt = moment
        archivedAt = moment.adding(minutes: min(1_440, 60 + snapshot.volumeSize / 2))
    }

    /// Hours until a snapshot is back; AWS says up to 72.
    static func restoreHours(of snapshot: EBSSnapshot) -> Int64 { min(72, 24 + snapshot.volumeSize / 40) }

    /// The tier at a moment.
    func tier(at now: Moment) -> String { isArchived(at: now) ? "archive" : "standard" }

    /// Whether the snapshot lies in the archive tier and cannot be used.
    func isArchived(at now: Moment) -> Bool {
        guard archivedAt <= now else { return false }
        guard let restore, restore.completedAt <= now else { return true }
        return restore.expiresAt.map { $0 <= now } ?? false
    }

    /// Whether the snapshot moves between the tiers.
    func isMoving(at now: Moment) -> Bool {
        now < archivedAt || restore.map { now < $0.completedAt } ?? false
    }

    /// When the temporary restore that is in force ends.
    func restoreExpiry(at now: Moment) -> Moment? {
        guard let restore, restore.completedAt <= now, let end = restore.expiresAt, now < end else { return nil }
        return end
    }

    /// The last move at a moment: its state in EC2's words, its start and its progress.
    func lastMove(at now: Moment) -> (status: String, startedAt: Moment, progress: Int64) {
        guard let restore else {
            return (
                now < archivedAt ? "archival-in-progress" : "archival-completed", archivingAt,
                Self.progress(from: archivingAt, to: archivedAt, at: now)
            )
        }
        let kind = restore.days == nil ? "permanent" : "temporary"
        return (
            "\(kind)-restore-\(now < restore.completedAt ? "in-progress" : "completed")", restore.startedAt,
            Self.progress(from: restore.startedAt, to: restore.completedAt, at: now)
        )
    }

    private static func progress(from start: Moment, to end: Moment, at now: Moment) -> Int64 {
        guard now < end else { return 100 }
        return max(0, (now.milliseconds - start.milliseconds) * 100 / max(1, end.milliseconds - start.milliseconds))
    }
}
