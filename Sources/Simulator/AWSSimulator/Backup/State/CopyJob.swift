/// A copy job; its state is a function of the time.
package struct CopyJob: Sendable, Hashable {
    /// The id.
    package let id: String
    /// The vault the point is copied from.
    package let sourceVaultARN: String
    /// The point that is copied.
    package let sourcePointARN: String
    /// The vault it goes to.
    package let destinationVaultARN: String
    /// The kind of that vault, when there is one.
    package let destinationKind: BackupVault.Kind?
    /// The lock state of that vault, when there is one.
    package let destinationLockState: String?
    /// The point it makes, when it succeeds.
    package let destinationPointARN: String?
    /// The key that point is encrypted with.
    package let destinationKeyARN: String?
    /// How long that point lives.
    package let lifecycle: BackupLifecycle?
    /// The resource the point is of.
    package let resourceARN: String
    /// The type of the resource as AWS Backup names it.
    package let resourceType: String
    /// The name of the resource.
    package let resourceName: String
    /// The role it runs through.
    package let roleARN: String
    /// The plan and rule it belongs to; nothing when somebody asked for it.
    package let creator: RecoveryPoint.Creator?
    /// The backup job whose rule asked for it.
    package let backupJobID: String?
    /// When it was created.
    package let createdAt: Moment
    /// When it begins to run.
    package let startsAt: Moment
    /// When it ends.
    package internal(set) var endsAt: Moment
    /// The bytes it moves.
    package let sizeInBytes: Int64
    /// How it ends.
    package let outcome: JobOutcome
    /// The token the caller gave so that asking again does nothing.
    package var idempotencyToken: String?

    /// The state at a moment, as `CopyJobState` names it.
    package func state(at now: Moment) -> String {
        if endsAt <= now { return outcome.state.rawValue }
        return startsAt <= now ? "RUNNING" : "CREATED"
    }
}
