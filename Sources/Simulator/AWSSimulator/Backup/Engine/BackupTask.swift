/// One backup of one resource: what a rule or a caller's order does.
package struct BackupTask: Sendable {
    private let region: RegionState
    private let order: BackupOrder
    private let subject: BackupSubject
    private let isFullyManaged: Bool
    private let outcome: JobOutcome
    private let startsAt: Moment
    private let endsAt: Moment
    private let jobID: String
    /// The ARN of the one continuous recovery point of the resource, when the order makes one of this type.
    package let continuousPointARN: String?
    /// The recovery point, when the job succeeds.
    package private(set) var recoveryPoint: RecoveryPoint?

    /// Draws everything about the backup from the order, the resource and the moment.
    ///
    /// - Parameters:
    ///   - forced: How it ends whatever else is true, when somebody said so.
    ///   - success: How it ends when nothing stands in its way.
    package init(
        options: WorldOptions, region: RegionState, roles: [SimulatedRole], order: BackupOrder, subject: BackupSubject,
        forced: JobOutcome? = nil, success: JobOutcome = .success
    ) {
        self.region = region
        self.order = order
        self.subject = subject
        isFullyManaged = BackupCapability.isFullyManaged(subject.type, in: region.backup)
        let minute = String(order.requestedAt.milliseconds / 60_000)
        var random = SeededGenerator(options.seed, "backup", order.source, subject.arn, minute)
        let begins = order.requestedAt.adding(seconds: Int64(random.within(60...2_400)))
        let minutes = 4 + random.below(12) + Int(min(90, subject.sizeInBytes / 20_000_000_000))
        let rest = Int64(random.below(60))
        jobID = random.uuid().uppercased()
        let pointID = random.uuid()
        let planned =
            forced
            ?? Self.problem(region: region, roles: roles, order: order).map { JobOutcome.failure($0) }
            ?? Self.drawn(options: options, order: order, subject: subject, &random) ?? success
        let seconds = Int64(planned.makesPoint ? minutes * 60 : 45) + rest
        let closes = begins.adding(minutes: order.completionWindowMinutes)
        let startBy = order.requestedAt.adding(minutes: order.startWindowMinutes)
        if planned.state == .expired || begins > startBy {
            outcome = JobOutcome(.expired, message: planned.message ?? "Backup job expired before completion.")
            startsAt = startBy
            endsAt = startBy
        } else if begins.adding(seconds: seconds) > closes, subject.type != "FSx" {
            outcome = JobOutcome(.expired, message: "Backup job expired before completion.")
            startsAt = begins
            endsAt = closes
        } else {
            outcome = planned
            startsAt = begins
            endsAt = begins.adding(seconds: seconds)
        }
        continuousPointARN =
            order.isContinuous && BackupCapability.isContinuous(subject.type)
            ? Self.continuousARN(options: options, order: order, subject: subject, scope: region.scope) : nil
        if outcome.makesPoint { recoveryPoint = point(id: pointID) }
    }

    private static func continuousARN(
        options: WorldOptions, order: BackupOrder, subject: BackupSubject, scope: Scope
    ) -> String {
        var random = SeededGenerator(options.seed, "continuous", order.vaultName, subject.arn)
        let id = "\(random.alphanumeric(8))-\(random.hex(8))"
        return "arn:aws:backup:\(scope.region):\(scope.account):recovery-point:continuous:\(id)"
    }

    /// Why a backup cannot be made, in AWS's words, or nothing.
    private static func problem(region: RegionState, roles: [SimulatedRole], order: BackupOrder) -> String? {
        guard roles.isInForce(order.roleARN, at: order.requestedAt) else {
            return "IAM Role \(order.roleARN) does not have sufficient permissions to execute the backup"
        }
        guard let vault = region.backup.vault(named: order.vaultName), vault.createdAt <= order.requestedAt else {
            return "Backup vault \(order.vaultName) does not exist."
        }
        return vault.lock?.problem(ofRetention: order.lifecycle?.deleteAfterDays)
            .map { "Backup job failed because \($0)" }
    }

    /// How a run of the history before the last two days ended: now and then not well, by the seed.
    private static func drawn(
        options: WorldOptions, order: BackupOrder, subject: BackupSubject, _ random: inout SeededGenerator
    ) -> JobOutcome? {
        guard order.requestedAt < options.birth.adding(days: -2) else { return nil }
        switch random.below(1_000) {
        case ..<6: return .failure("Backup job failed because of a service error. Retry the job.")
        case ..<10: return JobOutcome(.expired)
        case ..<14: return JobOutcome(.aborted, message: "Backup job was stopped by user.")
        case ..<20 where subject.type == "S3":
            return JobOutcome(
                .completed, message: "Some objects of the bucket could not be backed up.", category: "AccessDenied")
        case ..<20 where subject.type == "EC2":
            return JobOutcome(
                .completed, message: "Windows VSS Backup Job Error encountered, trying for regular backup",
                category: "InvalidParameters")
        default: return nil
        }
    }

    /// The job.
    package var job: BackupJob {
        var job = BackupJob(
            id: jobID, vaultName: order.vaultName, vaultARN: Self.vaultARN(order.vaultName, region.scope),
            resourceARN: subject.arn, resourceType: subject.type, resourceName: subject.name, creator: order.creator,
            roleARN: order.roleARN, createdAt: order.requestedAt, startsAt: startsAt, endsAt: endsAt,
            startBy: order.requestedAt.adding(minutes: order.startWindowMinutes), sizeInBytes: subject.sizeInBytes,
            recoveryPointARN: recoveryPoint?.arn, encryptionKeyARN: encryptionKeyARN, isEncrypted: isEncrypted,
            lifecycle: order.lifecycle, outcome: outcome)
        job.options = order.options
        job.idempotencyToken = order.idempotencyToken
        job.parentID = order.parent?.jobID
        return job
    }

    private func point(id: String) -> RecoveryPoint {
        var point = RecoveryPoint(
            arn: continuousPointARN
                ?? BackupCapability.pointARN(
                    subject.type, id: id, resourceARN: subject.arn, scope: region.scope,
                    isFullyManaged: isFullyManaged, startedAt: startsAt),
            vaultName: order.vaultName, resourceARN: subject.arn, resourceType: subject.type,
            resourceName: subject.name, creator: order.creator, roleARN: order.roleARN, createdAt: startsAt,
            completedAt: endsAt, sizeInBytes: subject.sizeInBytes, isEncrypted: isEncrypted,
            encryptionKeyARN: encryptionKeyARN, lifecycle: continuousPointARN == nil ? order.lifecycle : nil,
            tags: order.tags, parentARN: order.parent?.pointARN, isFullyManaged: isFullyManaged)
        if outcome.state == .partial { point.mark = .partial }
        return point
    }

    private var isEncrypted: Bool { isFullyManaged || subject.isEncrypted }

    private var encryptionKeyARN: String? {
        isFullyManaged ? region.backup.vault(named: order.vaultName)?.encryptionKeyARN : subject.kmsKeyARN
    }

    /// The ARN of a vault.
    package static func vaultARN(_ name: String, _ scope: Scope) -> String {
        "arn:aws:backup:\(scope.region):\(scope.account):backup-vault:\(name)"
    }
}

extension [SimulatedRole] {
    /// Whether there is a role of that ARN at a moment.
    package func isInForce(_ arn: String, at moment: Moment) -> Bool {
        contains { $0.arn == arn && $0.createdAt <= moment && ($0.deletedAt.map { $0 > moment } ?? true) }
    }
}
