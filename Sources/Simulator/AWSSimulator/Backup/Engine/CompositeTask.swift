/// The backup of a stack as a whole: a parent job and point, and a child of each for every member.
package struct CompositeTask: Sendable {
    /// The parent's job first, then those of the members.
    package private(set) var jobs: [BackupJob] = []
    /// The parent's point first, then those of the members that succeed.
    package private(set) var points: [RecoveryPoint] = []

    /// Draws everything about the backup; a parent some of whose children fail ends as `PARTIAL`.
    ///
    /// - Parameter forced: How the members' jobs end whatever else is true, by their ARNs.
    package init(
        options: WorldOptions, region: RegionState, roles: [SimulatedRole], order: BackupOrder, stackARN: String,
        stack: BackupStack, forced: [String: JobOutcome]
    ) {
        let members = stack.members.compactMap { region.resource($0) }
        var random = SeededGenerator(options.seed, "composite", order.source, stackARN)
        let jobID = random.uuid().uppercased()
        let pointARN = BackupCapability.pointARN(
            "CloudFormation", id: random.uuid(), resourceARN: stackARN, scope: region.scope, isFullyManaged: true,
            startedAt: order.requestedAt)
        var childOrder = order
        childOrder.idempotencyToken = nil
        childOrder.parent = BackupOrder.Parent(jobID: jobID, pointARN: pointARN)
        let tasks = members.map {
            BackupTask(
                options: options, region: region, roles: roles, order: childOrder, subject: BackupSubject($0),
                forced: forced[$0.arn])
        }
        let children = tasks.map(\.job)
        let made = tasks.compactMap(\.recoveryPoint)
        let starts = children.map(\.startsAt).min() ?? order.requestedAt.adding(minutes: 1)
        let ends = (children.map(\.endsAt).max() ?? starts).adding(seconds: 30)
        let outcome: JobOutcome =
            made.count == children.count && !children.isEmpty
            ? .success
            : made.isEmpty
                ? .failure("Backup job failed because no member of the stack could be backed up.")
                : JobOutcome(.partial, message: "\(children.count - made.count) nested backups did not complete.")
        let subject = BackupSubject(stack, arn: stackARN, sizeInBytes: made.reduce(0) { $0 + $1.sizeInBytes })
        let key = region.backup.vault(named: order.vaultName)?.encryptionKeyARN
        var job = BackupJob(
            id: jobID, vaultName: order.vaultName, vaultARN: BackupTask.vaultARN(order.vaultName, region.scope),
            resourceARN: stackARN, resourceType: subject.type, resourceName: subject.name, creator: order.creator,
            roleARN: order.roleARN, createdAt: order.requestedAt, startsAt: starts, endsAt: ends,
            startBy: order.requestedAt.adding(minutes: order.startWindowMinutes), sizeInBytes: subject.sizeInBytes,
            recoveryPointARN: outcome.makesPoint ? pointARN : nil, encryptionKeyARN: key, isEncrypted: true,
            lifecycle: order.lifecycle, outcome: outcome)
        job.idempotencyToken = order.idempotencyToken
        job.isParent = true
        jobs = [job] + children
        guard outcome.makesPoint else { return }
        var point = RecoveryPoint(
            arn: pointARN, vaultName: order.vaultName, resourceARN: stackARN, resourceType: subject.type,
            resourceName: subject.name, creator: order.creator, roleARN: order.roleARN, createdAt: starts,
            completedAt: ends, sizeInBytes: subject.sizeInBytes, isEncrypted: true, encryptionKeyARN: key,
            lifecycle: order.lifecycle, tags: order.tags, isParent: true, isFullyManaged: true)
        if outcome.state == .partial { point.mark = .partial }
        points = [point] + made
    }
}
