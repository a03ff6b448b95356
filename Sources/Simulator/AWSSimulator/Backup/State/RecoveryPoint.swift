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

    /// A state a point was put into, which its times do not say.
    package enum Mark: String, Sendable {
        /// Its deletion failed or it outlived its retention because AWS Backup may not delete it.
        case expired = "EXPIRED"
        /// A continuous backup that goes on no more.
        case stopped = "STOPPED"
        /// A composite point some of whose members failed.
        case partial = "PARTIAL"
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
    /// The plan that made it; nothing when somebody asked for it.
    package let creator: Creator?
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
    /// Its lifecycle as the rule or the caller gave it.
    package private(set) var lifecycle: BackupLifecycle?
    /// When it goes cold, for types that can.
    package private(set) var coldAt: Moment?
    /// When it is due to be deleted.
    package private(set) var deleteAt: Moment?
    /// When it is really deleted: within eight hours of `deleteAt`.
    package private(set) var removedAt: Moment?
    /// The vault it was copied from.
    package let sourceVaultARN: String?
    /// Its tags.
    package var tags: TagSet
    /// A state it was put into.
    package var mark: Mark?
    /// Whether other points are parts of it.
    package let isParent: Bool
    /// The composite point it is part of.
    package var parentARN: String?

    /// Makes a point and calculates its dates.
    package init(
        arn: String, vaultName: String, resourceARN: String, resourceType: String, resourceName: String,
        creator: Creator?, roleARN: String, createdAt: Moment, completedAt: Moment, sizeInBytes: Int64,
        isEncrypted: Bool, encryptionKeyARN: String?, lifecycle: BackupLifecycle?, sourceVaultARN: String? = nil,
        tags: TagSet = [:], isParent: Bool = false, parentARN: String? = nil, isFullyManaged: Bool
    ) {
        self.arn = arn
        self.vaultName = vaultName
        self.resourceARN = resourceARN
        self.resourceType = resourceType
        self.resourceName = resourceName
        self.creator = creator
        self.roleARN = roleARN
        self.createdAt = createdAt
        self.completedAt = completedAt
        self.sizeInBytes = sizeInBytes
        self.isEncrypted = isEncrypted
        self.encryptionKeyARN = encryptionKeyARN
        self.sourceVaultARN = sourceVaultARN
        self.tags = tags
        self.isParent = isParent
        self.parentARN = parentARN
        setLifecycle(
            lifecycle,
            canGoCold: BackupCapability.hasColdStorage(
                resourceType, isFullyManaged: isFullyManaged, lifecycle: lifecycle))
    }

    /// Sets a lifecycle and calculates the dates that follow from it.
    ///
    /// AWS Backup ignores the cold part of a lifecycle for types that have no cold storage.
    package mutating func setLifecycle(_ lifecycle: BackupLifecycle?, canGoCold: Bool) {
        self.lifecycle = lifecycle
        coldAt = lifecycle?.moveToColdAfterDays.flatMap { canGoCold && $0 > 0 ? createdAt.adding(days: $0) : nil }
        deleteAt = lifecycle?.deleteAfterDays.flatMap { $0 > 0 ? createdAt.adding(days: $0) : nil }
        // Expired points are deleted at a random moment of the eight hours that follow.
        var random = SeededGenerator(0, "expiry", arn)
        let delay = Int64(random.below(8 * 3_600))
        removedAt = deleteAt?.adding(seconds: delay)
    }

    /// Whether it is a continuous backup.
    package var isContinuous: Bool { arn.contains(":recovery-point:continuous:") }

    /// Whether it lies in cold storage at a moment.
    package func isCold(at now: Moment) -> Bool { coldAt.map { $0 <= now } ?? false }

    /// The state at a moment, as `RecoveryPointStatus` names it.
    package func status(at now: Moment) -> String {
        if now < completedAt { return "CREATING" }
        return mark?.rawValue ?? (isContinuous ? "AVAILABLE" : "COMPLETED")
    }
}
