/// The state of a backup, copy or restore job.
///
/// Source: AWS Backup API Reference, "BackupJob", "CopyJob" and "RestoreJobsListMember", `State` and `Status`.
public struct JobState: RawRepresentable, Hashable, Sendable, Codable, CustomStringConvertible {
    /// The state as AWS writes it.
    public let rawValue: String

    /// Takes the state as AWS writes it.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// It waits for its start window.
    public static let created = JobState(rawValue: "CREATED")
    /// It waits for the resource's service.
    public static let pending = JobState(rawValue: "PENDING")
    /// It runs.
    public static let running = JobState(rawValue: "RUNNING")
    /// Somebody stopped it, and it has not ended yet.
    public static let aborting = JobState(rawValue: "ABORTING")
    /// Somebody stopped it.
    public static let aborted = JobState(rawValue: "ABORTED")
    /// It did what it was asked.
    public static let completed = JobState(rawValue: "COMPLETED")
    /// It did not.
    public static let failed = JobState(rawValue: "FAILED")
    /// It did not start within its window.
    public static let expired = JobState(rawValue: "EXPIRED")
    /// A part of it did.
    public static let partial = JobState(rawValue: "PARTIAL")

    /// Whether it has not ended; a state nobody knows counts as one that has not.
    public var isOpen: Bool { self != .completed && !isFailure }

    /// Whether it ended without all it was asked for.
    public var isFailure: Bool { [.aborted, .failed, .expired, .partial].contains(self) }

    /// The state as AWS writes it.
    public var description: String { rawValue }
}
