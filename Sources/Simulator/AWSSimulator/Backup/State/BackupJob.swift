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
    /// The plan and rule it belongs to; nothing when somebody asked for it.
    package let creator: RecoveryPoint.Creator?
    /// The role it runs through.
    package let roleARN: String
    /// When it was scheduled or asked for.
    package let createdAt: Moment
    /// When it begins to run; its end when it never does.
    package let startsAt: Moment
    /// When it ends.
    package private(set) var endsAt: Moment
    /// When AWS Backup expects it to end.
    package let expectedEnd: Moment
    /// The latest moment it may begin.
    package let startBy: Moment
    /// The bytes it moves.
    package let sizeInBytes: Int64
    /// The recovery point it makes, when it succeeds.
    package private(set) var recoveryPointARN: String?
    /// The key that point is encrypted with.
    package let encryptionKeyARN: String?
    /// Whether that point is encrypted.
    package let isEncrypted: Bool
    /// How long that point lives.
    package let lifecycle: BackupLifecycle?
    /// How it ends.
    package private(set) var outcome: JobOutcome
    /// Options the caller gave.
    package var options: TagSet = [:]
    /// The token the caller gave so that asking again does nothing.
    package var idempotencyToken: String?
    /// The job of the whole this one's resource is part of.
    package var parentID: String?
    /// Whether other jobs are parts of this one.
    package var isParent = false
    /// When somebody stopped it.
    package private(set) var stoppedAt: Moment?

    /// The seconds a job waits in the queue of the resource's service.
    private static let pending: Int64 = 30

    /// Describes a job.
    package init(
        id: String, vaultName: String, vaultARN: String, resourceARN: String, resourceType: String,
        resourceName: String, creator: RecoveryPoint.Creator?, roleARN: String, createdAt: Moment, startsAt: Moment,
        endsAt: Moment, startBy: Moment, sizeInBytes: Int64, recoveryPointARN: String?, encryptionKeyARN: String?,
        isEncrypted: Bool, lifecycle: BackupLifecycle?, outcome: JobOutcome
    ) {
        self.id = id
        self.vaultName = vaultName
        self.vaultARN = vaultARN
        self.resourceARN = resourceARN
        self.resourceType = resourceType
        self.resourceName = resourceName
        self.creator = creator
        self.roleARN = roleARN
        self.createdAt = createdAt
        self.startsAt = startsAt
        self.endsAt = endsAt
        expectedEnd = endsAt
        self.startBy = startBy
        self.sizeInBytes = sizeInBytes
        self.recoveryPointARN = recoveryPointARN
        self.encryptionKeyARN = encryptionKeyARN
        self.isEncrypted = isEncrypted
        self.lifecycle = lifecycle
        self.outcome = outcome
    }

    /// Stops a job that has not ended; it goes through `ABORTING` for a minute or two.
    package mutating func stop(at now: Moment) {
        var random = SeededGenerator(0, "stop", id)
        stoppedAt = now
        endsAt = now.adding(seconds: Int64(random.within(45...120)))
        recoveryPointARN = nil
        outcome = JobOutcome(.aborted, message: "Backup job was stopped by user.")
    }

    /// Lets a job that began end later than was expected.
    package mutating func delay(by hours: Int64) {
        if startsAt < endsAt { endsAt = endsAt.adding(minutes: hours * 60) }
    }

    /// Whether it has begun to run.
    package func hasBegun(at now: Moment) -> Bool { startsAt <= now && outcome.state != .expired }

    /// The state at a moment, as `BackupJobState` names it.
    package func state(at now: Moment) -> String {
        if endsAt <= now { return outcome.state.rawValue }
        if let stoppedAt, stoppedAt <= now { return "ABORTING" }
        if startsAt <= now, outcome.state != .expired { return "RUNNING" }
        return outcome.state == .expired || now < startsAt.adding(seconds: -Self.pending) ? "CREATED" : "PENDING"
    }

    /// How much is done at a moment, as AWS writes percents.
    package func percentDone(at now: Moment) -> String {
        guard hasBegun(at: now), startsAt < now else { return "0.0" }
        guard now < endsAt else { return outcome.makesPoint ? "100.0" : "0.0" }
        let share = (now.milliseconds - startsAt.milliseconds) * 100 / (endsAt.milliseconds - startsAt.milliseconds)
        return "\(share).0"
    }

    /// The category of the message of a job that has ended.
    package func messageCategory(at now: Moment) -> String? { endsAt <= now ? outcome.category : nil }
}
