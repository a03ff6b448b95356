internal import AWSWire

extension BackupService {
    private static let jobStates = [
        "CREATED", "PENDING", "RUNNING", "ABORTING", "ABORTED", "COMPLETED", "FAILED", "EXPIRED", "PARTIAL",
    ]

    /// Lists the jobs of the last 30 days, oldest first.
    static func listJobs(_ request: ServiceRequest, in region: RegionState) throws(ServiceFault) -> ServiceReply {
        let isWanted = try jobFilter(request)
        let page = try BackupQuery(request).page(region.backup.jobs.filter(isWanted))
        return .json(
            ("BackupJobs", .array(page.items.map { value(of: $0, account: request.account, at: request.now) })),
            ("NextToken", page.next))
    }

    private static func jobFilter(_ request: ServiceRequest) throws(ServiceFault) -> (BackupJob) -> Bool {
        let query = BackupQuery(request)
        let now = request.now
        let state = try query.choice("state", of: jobStates)
        let resource = query.text("resourceArn")
        let vault = query.text("backupVaultName")
        let type = query.text("resourceType")
        let created = (before: try query.moment("createdBefore"), after: try query.moment("createdAfter"))
        let completed = (before: try query.moment("completeBefore"), after: try query.moment("completeAfter"))
        let category = query.text("messageCategory").flatMap { ["*", "ANY", "AGGREGATE_ALL"].contains($0) ? nil : $0 }
        let account = query.text("accountId")
        if let account, account != "*", !BackupNames.isAccount(account) {
            throw BackupFault.invalid("AccountId must have twelve digits")
        }
        let isOwn = account.map { $0 == "*" || $0 == request.account } ?? true
        // No job of this world is part of a composite one.
        let isEmpty = !isOwn || query.text("parentJobId") != nil
        return { job in
            let ended = job.endsAt <= now ? job.endsAt : nil
            return !isEmpty && job.createdAt <= now && (state.map { $0 == job.state(at: now) } ?? true)
                && (resource.map { $0 == job.resourceARN } ?? true) && (vault.map { $0 == job.vaultName } ?? true)
                && (type.map { $0 == job.resourceType } ?? true)
                && (created.before.map { job.createdAt < $0 } ?? true)
                && (created.after.map { job.createdAt > $0 } ?? true)
                && (completed.before.map { limit in ended.map { $0 < limit } ?? false } ?? true)
                && (completed.after.map { limit in ended.map { $0 > limit } ?? false } ?? true)
                && (category.map { $0 == job.messageCategory(at: now) } ?? true)
        }
    }

    private static func value(of job: BackupJob, account: String, at now: Moment) -> WireValue {
        let state = job.state(at: now)
        let isOver = job.endsAt <= now
        let hasBegun = job.startsAt <= now
        return .record(
            ("AccountId", .string(account)), ("BackupJobId", .string(job.id)),
            ("BackupVaultName", .string(job.vaultName)), ("BackupVaultArn", .string(job.vaultARN)),
            ("VaultType", .string("BACKUP_VAULT")),
            ("RecoveryPointArn", hasBegun ? .text(job.recoveryPointARN) : nil),
            ("IsEncrypted", .bool(job.isEncrypted)), ("ResourceArn", .string(job.resourceARN)),
            ("CreationDate", .time(job.createdAt)), ("InitiationDate", hasBegun ? .time(job.startsAt) : nil),
            ("CompletionDate", isOver ? .time(job.endsAt) : nil), ("State", .string(state)),
            ("StatusMessage", isOver ? .text(job.failure) : nil),
            ("MessageCategory", .text(job.messageCategory(at: now))),
            ("PercentDone", .string(job.percentDone(at: now))),
            ("BackupSizeInBytes", isOver && job.failure == nil ? .integer(job.sizeInBytes) : nil),
            ("BytesTransferred", isOver && job.failure == nil ? .integer(job.sizeInBytes) : nil),
            ("IamRoleArn", .string(job.roleARN)), ("CreatedBy", value(of: job.creator)),
            ("StartBy", .time(job.startBy)), ("ResourceType", .string(job.resourceType)),
            ("ResourceName", .string(job.resourceName)), ("IsParent", .bool(false)))
    }
}

extension BackupJob {
    /// The state at a moment, as `BackupJobState` names it.
    func state(at now: Moment) -> String {
        if now < startsAt { return "CREATED" }
        if now < endsAt { return "RUNNING" }
        return failure == nil ? "COMPLETED" : "FAILED"
    }

    /// How much is done at a moment, as AWS writes percents.
    func percentDone(at now: Moment) -> String {
        guard now > startsAt else { return "0.0" }
        guard now < endsAt else { return failure == nil ? "100.0" : "0.0" }
        let share = (now.milliseconds - startsAt.milliseconds) * 100 / (endsAt.milliseconds - startsAt.milliseconds)
        return "\(share).0"
    }

    /// The category of the message of a job that has ended; nothing for failures AWS names no category for.
    func messageCategory(at now: Moment) -> String? {
        guard endsAt <= now else { return nil }
        guard let failure else { return "SUCCESS" }
        return failure.hasPrefix("IAM Role") ? "AccessDenied" : nil
    }
}
