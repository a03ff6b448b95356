/// The lock of a snapshot, which keeps it from being deleted.
///
/// Source: Amazon EBS User Guide, "Amazon EBS snapshot lock".
struct SnapshotLock: Sendable, Hashable {
    /// Whether nobody at all can take it away once its cool-off is over.
    let isCompliance: Bool
    /// When it was created.
    let createdAt: Moment
    /// When its duration begins: with the lock, or with the snapshot's completion when that is later.
    let startsAt: Moment
    /// The days it lasts.
    let durationDays: Int64
    /// When it ends.
    let expiresAt: Moment
    /// The hours in which a compliance lock can still be changed.
    let coolOffHours: Int64?

    /// When the cool-off ends.
    var coolOffEnd: Moment? { coolOffHours.map { createdAt.adding(minutes: $0 * 60) } }

    /// The state at a moment in EC2's words.
    func state(at now: Moment) -> String {
        if expiresAt <= now { return "expired" }
        guard isCompliance else { return "governance" }
        return coolOffEnd.map { now < $0 } ?? false ? "compliance-cooloff" : "compliance"
    }

    /// Whether the lock keeps the snapshot from being deleted.
    func holds(at now: Moment) -> Bool { now < expiresAt }
}
