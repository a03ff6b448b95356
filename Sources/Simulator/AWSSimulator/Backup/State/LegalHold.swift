/// A legal hold, which keeps recovery points from being deleted.
package struct LegalHold: Sendable, Hashable {
    /// The id.
    package let id: String
    /// The ARN.
    package let arn: String
    /// The title.
    package let title: String
    /// What it is for.
    package let summary: String
    /// When it was created.
    package let createdAt: Moment
    /// The vaults whose points it holds.
    package let vaultNames: [String]
    /// The resources whose points it holds.
    package let resourceARNs: [String]
    /// The span in which the points it holds were made; nothing for every point.
    package let span: ClosedRange<Moment>?
    /// Whether the request said which points it holds.
    package let hasSelection: Bool
    /// The tags.
    package var tags: TagSet
    /// The token the caller gave so that asking again does nothing.
    package let idempotencyToken: String?
    /// When it was cancelled.
    package var cancelledAt: Moment?
    /// Why it was cancelled.
    package var cancelReason: String?
    /// Until when its record is kept after that.
    package var retainedUntil: Moment?

    /// The state at a moment, as `LegalHoldStatus` names it: creation and cancellation take a minute each.
    package func status(at now: Moment) -> String {
        if let cancelledAt, cancelledAt <= now {
            return cancelledAt.adding(minutes: 1) <= now ? "CANCELED" : "CANCELING"
        }
        return createdAt.adding(minutes: 1) <= now ? "ACTIVE" : "CREATING"
    }

    /// Whether it keeps points from being deleted at a moment.
    package func isInForce(at now: Moment) -> Bool { createdAt <= now && cancelledAt.map { now < $0 } ?? true }

    /// Whether it means a point; a hold takes no continuous backups.
    package func holds(_ point: RecoveryPoint) -> Bool {
        guard !point.isContinuous, span?.contains(point.createdAt) ?? true else { return false }
        guard !vaultNames.isEmpty || !resourceARNs.isEmpty else { return true }
        return vaultNames.contains(point.vaultName) || resourceARNs.contains(point.resourceARN)
    }
}

extension BackupState {
    /// Whether a legal hold keeps a point from being deleted.
    package func isHeld(_ point: RecoveryPoint, at now: Moment) -> Bool {
        legalHolds.contains { $0.isInForce(at: now) && $0.holds(point) }
    }
}
