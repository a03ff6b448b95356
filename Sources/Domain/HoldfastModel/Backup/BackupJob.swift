/// One attempt to back a resource up, as `ListBackupJobs` describes it.
public struct BackupJob: Hashable, Sendable, Codable {
    /// Its id.
    public let id: String
    /// The resource.
    public let resourceARN: ResourceARN
    /// The type of the resource, as AWS Backup names it.
    public let resourceType: ResourceType?
    /// The vault it writes to.
    public let vaultName: String?
    /// Its state.
    public let state: JobState
    /// What AWS says of the state, such as why it failed.
    public let message: String?
    /// The kind of that message: `SUCCESS`, or another for a job that "completed with issues".
    public let messageCategory: String?
    /// When it was made.
    public let createdAt: Instant
    /// When it ended.
    public let completedAt: Instant?
    /// When AWS expects it to end.
    public let expectedCompletionAt: Instant?
    /// How much it backed up, where AWS measures that; 0 for types it does not measure.
    public let size: ByteCount?
    /// The plan it belongs to; nothing when somebody asked for it.
    public let planID: String?
    /// The rule of that plan.
    public let ruleID: String?
    /// The job of the whole that this one's resource is part of.
    public let parentID: String?

    /// Describes a job.
    public init(
        id: String, resourceARN: ResourceARN, resourceType: ResourceType? = nil, vaultName: String? = nil,
        state: JobState, message: String? = nil, messageCategory: String? = nil, createdAt: Instant,
        completedAt: Instant? = nil, expectedCompletionAt: Instant? = nil, size: ByteCount? = nil,
        planID: String? = nil, ruleID: String? = nil, parentID: String? = nil
    ) {
        self.id = id
        self.resourceARN = resourceARN
        self.resourceType = resourceType
        self.vaultName = vaultName
        self.state = state
        self.message = message
        self.messageCategory = messageCategory
        self.createdAt = createdAt
        self.completedAt = completedAt
        self.expectedCompletionAt = expectedCompletionAt
        self.size = size
        self.planID = planID
        self.ruleID = ruleID
        self.parentID = parentID
    }

    /// How long it took from its creation, queue included; nothing while it has not ended.
    public var duration: Duration? { completedAt.map(createdAt.duration) }
}
