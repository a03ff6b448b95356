public import HoldfastInventory
public import HoldfastModel
public import HoldfastPolicy

/// Enters one account and reads one Region of it, as far as a policy asks.
public struct RegionVisit: Sendable {
    private let policy: ProtectionPolicy
    private let sessions: AccountSessions
    private let now: @Sendable () -> Instant

    /// Prepares visits.
    ///
    /// - Parameters:
    ///   - policy: What is asked about.
    ///   - sessions: Gives each account's calls.
    ///   - now: The moment now.
    public init(policy: ProtectionPolicy, sessions: AccountSessions, now: @escaping @Sendable () -> Instant) {
        self.policy = policy
        self.sessions = sessions
        self.now = now
    }

    /// What was read; an account that cannot be entered gives a snapshot with that gap and nothing else.
    ///
    /// - Throws: `CancellationError` when the calling task was cancelled.
    public func snapshot(of account: Account, in region: AWSRegion) async throws -> RegionSnapshot {
        if let gap = await sessions.enter(account.id) {
            try Task.checkCancellation()
            var closed = RegionSnapshot(account: account, region: region, takenAt: now())
            closed.gaps = [gap]
            return closed
        }
        let sessions = sessions
        let reader = RegionReader(scope: ReadScope(policy: policy), now: now)
        return try await reader.snapshot(of: account, in: region) { other in
            sessions.caller(for: account.id, in: other)
        }
    }
}
