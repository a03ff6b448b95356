/// One restore of one recovery point: what a caller or a restore testing plan does.
package struct RestoreTask: Sendable {
    /// What is asked of a restore.
    package struct Order: Sendable, Hashable {
        /// What everything about it is drawn from, beside the point.
        package let source: String
        /// The role it runs through; nothing when the caller leaves it to the service.
        package let roleARN: String?
        /// What is said about the resource to make.
        package let metadata: TagSet
        /// When it is created.
        package let createdAt: Moment
        /// The restore testing plan that asks for it.
        package let testing: RestoreJob.Testing?
        /// The tags the restored resource gets.
        package let tags: TagSet
        /// The token the caller gave.
        package let idempotencyToken: String?
    }

    /// The job.
    package let job: RestoreJob

    /// Draws everything about the restore from the point and the order.
    ///
    /// - Parameter roles: The account's roles; a role that is not there makes the job fail.
    package init(
        options: WorldOptions, scope: Scope, roles: [SimulatedRole], point: RecoveryPoint, order: Order
    ) {
        var random = SeededGenerator(options.seed, "restore", point.arn, order.source)
        let startsAt = order.createdAt.adding(seconds: Int64(random.within(40...180)))
        let minutes = 3 + random.below(9) + Int(min(120, point.sizeInBytes / 15_000_000_000))
        let isPermitted = order.roleARN.map { roles.isInForce($0, at: order.createdAt) } ?? true
        let outcome: JobOutcome =
            isPermitted
            ? .success
            : .failure("IAM Role \(order.roleARN ?? "") does not have sufficient permissions to execute the restore")
        job = RestoreJob(
            id: random.uuid().uppercased(), pointARN: point.arn,
            vaultARN: BackupTask.vaultARN(point.vaultName, scope), pointCreatedAt: point.createdAt,
            resourceARN: point.resourceARN, resourceType: point.resourceType, roleARN: order.roleARN,
            metadata: order.metadata, createdAt: order.createdAt, startsAt: startsAt,
            endsAt: startsAt.adding(seconds: outcome.makesPoint ? Int64(minutes * 60 + random.below(60)) : 30),
            sizeInBytes: point.sizeInBytes,
            createdARN: outcome.makesPoint
                ? RestoreMetadata.createdARN(of: point, metadata: order.metadata, scope: scope, &random) : nil,
            outcome: outcome, testing: order.testing, idempotencyToken: order.idempotencyToken, tags: order.tags)
    }
}
