/// A restore job; its state is a function of the time.
package struct RestoreJob: Sendable, Hashable {
    /// What a restore testing plan says of a job it made.
    package struct Testing: Sendable, Hashable {
        /// The plan's ARN.
        package let planARN: String
        /// The selection's name.
        package let selectionName: String
        /// The hours somebody has to validate the restored resource.
        package let validationWindowHours: Int
    }

    /// A verdict on the restored resource.
    package struct Validation: Sendable, Hashable {
        /// `SUCCESSFUL`, `FAILED`, `TIMED_OUT` or `VALIDATING`.
        package let status: String
        /// The words that came with it.
        package let message: String?
        /// When it was given.
        package let at: Moment

        /// Whether no other verdict can follow.
        package var isFinal: Bool { status != "VALIDATING" }
    }

    /// The id.
    package let id: String
    /// The point that is restored.
    package let pointARN: String
    /// The vault it lies in.
    package let vaultARN: String
    /// When that point was made.
    package let pointCreatedAt: Moment
    /// The resource the point is of.
    package let resourceARN: String
    /// The type of the resource as AWS Backup names it.
    package let resourceType: String
    /// The role it runs through.
    package let roleARN: String?
    /// What the caller said about the resource to make.
    package let metadata: TagSet
    /// When it was created.
    package let createdAt: Moment
    /// When it begins to run.
    package let startsAt: Moment
    /// When it ends.
    package let endsAt: Moment
    /// The bytes it moves.
    package let sizeInBytes: Int64
    /// The resource it makes, when it succeeds.
    package let createdARN: String?
    /// How it ends.
    package let outcome: JobOutcome
    /// The restore testing plan that asked for it.
    package var testing: Testing?
    /// The verdict on the restored resource.
    package var validation: Validation?
    /// The token the caller gave so that asking again does nothing.
    package var idempotencyToken: String?
    /// The tags the restored resource gets.
    package var tags: TagSet = [:]
    /// Whether the restored resource is in the Region's inventory already.
    package var isMaterialized = false

    /// The state at a moment, as `RestoreJobStatus` names it.
    package func state(at now: Moment) -> String {
        if endsAt <= now { return outcome.state.rawValue }
        return startsAt <= now ? "RUNNING" : "PENDING"
    }

    /// How much is done at a moment, as AWS writes percents.
    package func percentDone(at now: Moment) -> String {
        guard startsAt < now else { return "0.00%" }
        guard now < endsAt else { return outcome.makesPoint ? "100.00%" : "0.00%" }
        let share = (now.milliseconds - startsAt.milliseconds) * 100 / (endsAt.milliseconds - startsAt.milliseconds)
        return "\(share).00%"
    }

    /// The verdict at a moment: a test nobody judged within its window has timed out.
    package func validation(at now: Moment) -> Validation? {
        guard let testing, outcome.makesPoint, endsAt <= now else { return validation }
        let closes = endsAt.adding(minutes: Int64(testing.validationWindowHours) * 60)
        if let validation, validation.isFinal || now < closes { return validation }
        guard closes <= now, testing.validationWindowHours > 0 else { return validation }
        return Validation(status: "TIMED_OUT", message: nil, at: closes)
    }

    /// The state of the deletion of what a test restored, once its validation is over.
    package func deletionStatus(at now: Moment) -> String? {
        guard let testing, outcome.makesPoint, endsAt <= now else { return nil }
        let closes = endsAt.adding(minutes: Int64(testing.validationWindowHours) * 60)
        let over = validation.flatMap { $0.isFinal ? $0.at : nil } ?? closes
        guard over <= now else { return nil }
        return over.adding(minutes: 30) <= now ? "SUCCESSFUL" : "DELETING"
    }
}
