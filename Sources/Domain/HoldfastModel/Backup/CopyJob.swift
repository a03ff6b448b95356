/// One attempt to copy a recovery point into another vault, as `ListCopyJobs` describes it.
///
/// Only the job says which point a copy was made of. Source: AWS Backup API Reference, "CopyJob".
public struct CopyJob: Hashable, Sendable, Codable {
    /// Its id.
    public let id: String
    /// The resource the point was made of.
    public let resourceARN: ResourceARN
    /// The type of the resource, as AWS Backup names it.
    public let resourceType: ResourceType?
    /// The point that is copied.
    public let sourceRecoveryPointARN: ResourceARN?
    /// The vault the copy goes to.
    public let destinationVaultARN: ResourceARN
    /// Its state.
    public let state: JobState
    /// What AWS says of the state.
    public let message: String?
    /// When it was made.
    public let createdAt: Instant
    /// When it ended.
    public let completedAt: Instant?
    /// The job of the whole that this one is part of.
    public let parentID: String?

    /// Describes a job.
    public init(
        id: String, resourceARN: ResourceARN, resourceType: ResourceType? = nil,
        sourceRecoveryPointARN: ResourceARN? = nil, destinationVaultARN: ResourceARN, state: JobState,
        message: String? = nil, createdAt: Instant, completedAt: Instant? = nil, parentID: String? = nil
    ) {
        self.id = id
        self.resourceARN = resourceARN
        self.resourceType = resourceType
        self.sourceRecoveryPointARN = sourceRecoveryPointARN
        self.destinationVaultARN = destinationVaultARN
        self.state = state
        self.message = message
        self.createdAt = createdAt
        self.completedAt = completedAt
        self.parentID = parentID
    }
}
