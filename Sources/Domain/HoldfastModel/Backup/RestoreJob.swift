/// One attempt to restore a recovery point, as `ListRestoreJobs` describes it.
public struct RestoreJob: Hashable, Sendable, Codable {
    /// Its id.
    public let id: String
    /// The point it restores.
    public let recoveryPointARN: ResourceARN
    /// The resource that point was made of, where AWS says so.
    public let sourceResourceARN: ResourceARN?
    /// The type of that resource, as AWS Backup names it.
    public let resourceType: ResourceType?
    /// What it made.
    public let createdResourceARN: ResourceARN?
    /// Its state.
    public let state: JobState
    /// What AWS says of the state.
    public let message: String?
    /// When it was made.
    public let createdAt: Instant
    /// When it ended.
    public let completedAt: Instant?
    /// The restore testing plan it belongs to; nothing when somebody asked for it.
    public let testingPlanARN: String?
    /// What a validator said of what it made: `SUCCESSFUL`, `FAILED`, `TIMED_OUT` or `VALIDATING`.
    public let validationStatus: String?
    /// What became of what a test made: `DELETING`, `FAILED` or `SUCCESSFUL`.
    public let deletionStatus: String?

    /// Describes a job.
    public init(
        id: String, recoveryPointARN: ResourceARN, sourceResourceARN: ResourceARN? = nil,
        resourceType: ResourceType? = nil, createdResourceARN: ResourceARN? = nil, state: JobState,
        message: String? = nil, createdAt: Instant, completedAt: Instant? = nil, testingPlanARN: String? = nil,
        validationStatus: String? = nil, deletionStatus: String? = nil
    ) {
        self.id = id
        self.recoveryPointARN = recoveryPointARN
        self.sourceResourceARN = sourceResourceARN
        self.resourceType = resourceType
        self.createdResourceARN = createdResourceARN
        self.state = state
        self.message = message
        self.createdAt = createdAt
        self.completedAt = completedAt
        self.testingPlanARN = testingPlanARN
        self.validationStatus = validationStatus
        self.deletionStatus = deletionStatus
    }

    /// How long it took from its creation, queue included; nothing while it has not ended.
    public var duration: Duration? { completedAt.map(createdAt.duration) }
}
