/// A restore testing plan: which recovery points are restored when, to prove that they can be.
package struct RestoreTestingPlan: Sendable, Hashable {
    /// Which recovery points a plan chooses from.
    package struct PointSelection: Sendable, Hashable {
        /// `LATEST_WITHIN_WINDOW` or `RANDOM_WITHIN_WINDOW`.
        package var algorithm: String
        /// The vaults it looks into: ARNs, or `*`.
        package var includeVaults: [String]
        /// The vaults it does not look into.
        package var excludeVaults: [String]
        /// `SNAPSHOT`, `CONTINUOUS` or both.
        package var types: [String]
        /// How many days back it looks.
        package var windowDays: Int64
    }

    /// The resources of one type a plan restores.
    package struct Selection: Sendable, Hashable {
        /// The name.
        package let name: String
        /// When it was created.
        package let createdAt: Moment
        /// The id of the request that created it.
        package let creatorRequestID: String?
        /// The type as AWS Backup names it.
        package let resourceType: String
        /// The role restores run through.
        package var roleARN: String
        /// The ARNs of the resources, or `*`.
        package var resourceARNs: [String]
        /// Tags each resource must have.
        package var stringEquals: [BackupSelection.Condition]
        /// Tags no resource may have.
        package var stringNotEquals: [BackupSelection.Condition]
        /// What restores are told beside the inferred metadata.
        package var overrides: TagSet
        /// The hours somebody has to validate what was restored.
        package var validationWindowHours: Int64
        /// When it was last changed.
        package var updatedAt: Moment?
    }

    /// The name.
    package let name: String
    /// The ARN.
    package let arn: String
    /// When it was created.
    package let createdAt: Moment
    /// The id of the request that created it.
    package let creatorRequestID: String?
    /// Which points it chooses from.
    package var points: PointSelection
    /// The schedule as it was given.
    package var schedule: String
    /// The schedule, understood.
    package var parsedSchedule: BackupSchedule
    /// The time zone of the schedule.
    package var timezone: String
    /// The hours within which restores begin.
    package var startWindowHours: Int64
    /// When it was last changed.
    package var updatedAt: Moment?
    /// When it last ran.
    package var lastExecution: Moment?
    /// The tags.
    package var tags: TagSet
    /// The selections, sorted by name.
    package var selections: [Selection] = []
}
