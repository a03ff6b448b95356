/// What somebody changed in RDS of one account in one Region; all else follows from seed and time.
package struct RDSState: Sendable {
    /// The snapshots somebody made, in the order of their start, deleted ones left out.
    var ownSnapshots: [DatabaseSnapshot] = []
    /// The ARNs of deleted snapshots that were there before anybody called.
    var deletedSnapshots: Set<String> = []
    /// The tags of snapshots somebody tagged, by their ARNs.
    var snapshotTags: [String: TagSet] = [:]
    /// The settings somebody changed, by the ARNs of instances and clusters.
    var settings: [String: DatabaseSettings] = [:]
}

/// What somebody changed of an instance or cluster.
struct DatabaseSettings: Sendable, Hashable {
    /// A retention that waits for the maintenance window.
    struct Pending: Sendable, Hashable {
        /// The days.
        let days: Int64
        /// When the window begins.
        let at: Moment
    }

    /// The days automated backups are kept; zero for none.
    var retentionDays: Int64?
    /// The retention that waits.
    var pending: Pending?
    /// Whether it cannot be deleted.
    var isProtected: Bool?
    /// The half hour in which automated backups are made.
    var backupWindow: String?
    /// Whether snapshots get its tags.
    var copiesTags: Bool?
    /// When it was last changed.
    var modifiedAt: Moment?

    /// The days automated backups are kept at a moment; a week unless somebody said otherwise.
    func retention(at now: Moment) -> Int64 {
        if let pending, pending.at <= now { return pending.days }
        return retentionDays ?? 7
    }

    /// The window of automated backups, in UTC.
    var window: String { backupWindow ?? "03:00-03:30" }

    /// Whether the last change is still being made.
    func isChanging(at now: Moment) -> Bool { modifiedAt.map { now < $0.adding(minutes: 2) } ?? false }

    /// The next time `sun:05:00` comes, the maintenance window of every database of this world.
    static func maintenance(after now: Moment) -> Moment {
        // The epoch began on a Thursday.
        let today = Moment(day: now.day - (now.day + 4) % 7, hour: 5)
        return now < today ? today : today.adding(days: 7)
    }
}
