package import AWSWire

/// Everything AWS Backup holds for one account in one Region.
package struct BackupState: Sendable {
    /// The vaults, sorted by name.
    package var vaults: [BackupVault] = []
    /// The plans that are not deleted, in the order of their creation.
    package var plans: [BackupPlan] = []
    /// The plans that were deleted, in the order of their deletion.
    package var deletedPlans: [BackupPlan] = []
    /// The versions of plans before their current ones, without selections, oldest first.
    package var earlierPlans: [BackupPlan] = []
    /// The resource types of the Region settings and whether each is opted in to, sorted by type.
    package var optIn: [OptIn] = []
    /// The types of the Region settings that AWS Backup manages fully, sorted by type.
    package var management: [OptIn] = []
    /// The recovery points that are not deleted, in the order of their creation.
    package var recoveryPoints: [RecoveryPoint] = []
    /// The jobs of the last 30 days, in the order of their creation.
    package var jobs: [BackupJob] = []

    /// One resource type of the Region settings.
    package struct OptIn: Sendable, Hashable {
        /// The type, such as `EBS`.
        package let type: String
        /// Whether it is on.
        package var isOn: Bool
    }

    /// The vault of that name.
    package func vault(named name: String) -> BackupVault? { vaults.first { $0.name == name } }

    /// Whether a type is opted in to; a type the settings do not name is not.
    package func isOptedIn(_ type: String) -> Bool { optIn.first { $0.type == type }?.isOn ?? false }
}

/// A backup vault.
package struct BackupVault: Sendable, Hashable {
    /// The name.
    package let name: String
    /// The ARN.
    package let arn: String
    /// When it was created.
    package let createdAt: Moment
    /// The key recovery points are encrypted with.
    package let encryptionKeyARN: String
    /// Whether that key is the customer's and not AWS's own.
    package let hasCustomerKey: Bool
    /// The id of the request that created it.
    package let creatorRequestID: String?
    /// The tags.
    package var tags: TagSet
    /// The lock, when there is one.
    package var lock: Lock?
    /// The access policy as JSON text, when there is one.
    package var accessPolicy: String?

    /// A vault lock.
    package struct Lock: Sendable, Hashable {
        /// The shortest retention the vault takes, in days.
        package let minRetentionDays: Int?
        /// The longest retention the vault takes, in days.
        package let maxRetentionDays: Int?
        /// When a compliance lock becomes immutable; nothing for a governance lock.
        package let lockDate: Moment?
    }
}

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

/// A recovery point, or the one a running job or copy will give.
package struct RecoveryPoint: Sendable, Hashable {
    /// Which plan and rule made a point.
    package struct Creator: Sendable, Hashable {
        /// The plan's id.
        package let planID: String
        /// The plan's ARN.
        package let planARN: String
        /// The plan's version.
        package let planVersion: String
        /// The plan's name.
        package let planName: String
        /// The rule's id.
        package let ruleID: String
        /// The rule's name.
        package let ruleName: String
        /// The rule's schedule.
        package let schedule: String
        /// The schedule's time zone.
        package let timezone: String
    }

    /// The ARN.
    package let arn: String
    /// The vault it lies in.
    package let vaultName: String
    /// The ARN of the resource it was made of.
    package let resourceARN: String
    /// The type of the resource as AWS Backup names it.
    package let resourceType: String
    /// The name of the resource, from its `Name` tag or id.
    package let resourceName: String
    /// The plan that made it.
    package let creator: Creator
    /// The role it was made through.
    package let roleARN: String
    /// When its job began to run; lifecycles count from here.
    package let createdAt: Moment
    /// When it was complete.
    package let completedAt: Moment
    /// Its bytes.
    package let sizeInBytes: Int64
    /// Whether it is encrypted.
    package let isEncrypted: Bool
    /// The key it is encrypted with.
    package let encryptionKeyARN: String?
    /// Its lifecycle as the rule gave it.
    package let lifecycle: BackupLifecycle?
    /// When it goes cold, for types that can.
    package let coldAt: Moment?
    /// When it is due to be deleted.
    package let deleteAt: Moment?
    /// When it is really deleted: within eight hours of `deleteAt`.
    package let removedAt: Moment?
    /// The vault it was copied from.
    package let sourceVaultARN: String?
    /// Its tags.
    package var tags: TagSet
}

/// A backup job; its state is a function of the time.
package struct BackupJob: Sendable, Hashable {
    /// The id.
    package let id: String
    /// The vault it writes to.
    package let vaultName: String
    /// The vault's ARN.
    package let vaultARN: String
    /// The resource.
    package let resourceARN: String
    /// The type of the resource as AWS Backup names it.
    package let resourceType: String
    /// The name of the resource.
    package let resourceName: String
    /// The plan and rule it belongs to.
    package let creator: RecoveryPoint.Creator
    /// The role it runs through.
    package let roleARN: String
    /// When it was scheduled.
    package let createdAt: Moment
    /// When it begins to run.
    package let startsAt: Moment
    /// When it ends.
    package let endsAt: Moment
    /// The latest moment it may begin.
    package let startBy: Moment
    /// The bytes it moves.
    package let sizeInBytes: Int64
    /// The recovery point it makes, when it succeeds.
    package let recoveryPointARN: String?
    /// Whether that point is encrypted.
    package let isEncrypted: Bool
    /// Why it fails, when it does.
    package let failure: String?
}
