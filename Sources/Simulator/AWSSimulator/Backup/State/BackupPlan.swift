package import AWSWire

/// How long recovery points stay warm and live.
package struct BackupLifecycle: Sendable, Hashable {
    /// Days after which a point goes cold.
    package var moveToColdAfterDays: Int64?
    /// Days after which a point is deleted.
    package var deleteAfterDays: Int64?
    /// Whether types with an archive tier use it.
    package var optInToArchive: Bool?

    /// The lifecycle as AWS writes it.
    package var wireValue: WireValue {
        .record(
            ("MoveToColdStorageAfterDays", moveToColdAfterDays.map { .integer($0) }),
            ("DeleteAfterDays", deleteAfterDays.map { .integer($0) }),
            ("OptInToArchiveForSupportedResources", optInToArchive.map { .bool($0) }))
    }
}

/// A rule of a backup plan.
package struct BackupRule: Sendable, Hashable {
    /// A copy every recovery point of a rule gets.
    package struct CopyAction: Sendable, Hashable {
        /// The vault it goes to.
        package let destinationVaultARN: String
        /// How long the copy lives.
        package let lifecycle: BackupLifecycle?
    }

    /// The id.
    package let id: String
    /// The name.
    package let name: String
    /// The name of the vault recovery points go to.
    package let vaultName: String
    /// The schedule as it was given.
    package let schedule: String
    /// The schedule, understood.
    package let parsedSchedule: BackupSchedule
    /// The time zone of the schedule.
    package let timezone: String
    /// Minutes within which a job must start.
    package let startWindowMinutes: Int64
    /// Minutes within which a job must end.
    package let completionWindowMinutes: Int64
    /// How long points live; nothing keeps them for ever.
    package let lifecycle: BackupLifecycle?
    /// The tags recovery points get.
    package let recoveryPointTags: TagSet
    /// The copies of every point.
    package let copyActions: [CopyAction]
    /// Whether the rule makes continuous backups.
    package let isContinuous: Bool?
    /// Members of the rule that the engine does not act on (index and scan actions), as they were given.
    package let otherMembers: [WireValue.Member]
}

/// A selection of a backup plan.
package struct BackupSelection: Sendable, Hashable {
    /// One comparison of a tag.
    package struct Condition: Sendable, Hashable {
        /// The tag's key; in typed conditions with `aws:ResourceTag/` before it.
        package let key: String
        /// What its value is compared with.
        package let value: String
    }

    /// The id.
    package let id: String
    /// The name.
    package let name: String
    /// The role AWS Backup acts through.
    package let roleARN: String
    /// When it was created.
    package let createdAt: Moment
    /// The id of the request that created it.
    package let creatorRequestID: String?
    /// The ARNs or patterns of ARNs of the resources in it.
    package let resources: [String]
    /// The ARNs or patterns of ARNs of resources out of it.
    package let notResources: [String]
    /// Tags of which one must match.
    package let listOfTags: [Condition]
    /// Tags of which each must have the value.
    package let stringEquals: [Condition]
    /// Tags of which each must not have the value.
    package let stringNotEquals: [Condition]
    /// Tags of which each must match the pattern.
    package let stringLike: [Condition]
    /// Tags of which each must not match the pattern.
    package let stringNotLike: [Condition]

    /// Whether there is any typed condition.
    package var hasConditions: Bool {
        !(stringEquals.isEmpty && stringNotEquals.isEmpty && stringLike.isEmpty && stringNotLike.isEmpty)
    }
}

/// A backup plan in its current version.
package struct BackupPlan: Sendable, Hashable {
    /// The id.
    package let id: String
    /// The ARN.
    package let arn: String
    /// The id of the current version.
    package var versionID: String
    /// The name.
    package var name: String
    /// When the plan was created.
    package let createdAt: Moment
    /// When the current version was created.
    package var updatedAt: Moment
    /// The id of the request that created it.
    package let creatorRequestID: String?
    /// The rules of the current version.
    package var rules: [BackupRule]
    /// Advanced settings and scan settings as they were given.
    package var otherMembers: [WireValue.Member]
    /// The selections, in the order of their creation.
    package var selections: [BackupSelection]
    /// The tags.
    package var tags: TagSet
    /// When the plan last made a job.
    package var lastExecution: Moment?
    /// When the plan was deleted, for a plan that is.
    package var deletedAt: Moment?
}
