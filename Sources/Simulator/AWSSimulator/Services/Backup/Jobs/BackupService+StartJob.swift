internal import AWSWire

extension BackupService {
    /// Backs a resource up now; the same token gives the job that is there.
    static func startJob(
        _ request: ServiceRequest, in world: inout SimulatedWorld
    ) throws(ServiceFault) -> ServiceReply {
        let options = world.options
        return try world.answer(request) { account, region throws(ServiceFault) in
            let body = BackupBody(request)
            let arn = try body.requiredText("ResourceArn")
            let token = try body.text("IdempotencyToken")
            let known = region.backup.jobs.first { token != nil && $0.idempotencyToken == token }
            if let known { return started(known) }
            let order = try order(body, request, region)
            if let stack = region.backup.stacks[arn] {
                let task = CompositeTask(
                    options: options, region: region, roles: account.roles, order: order, stackARN: arn, stack: stack,
                    forced: region.backup.forcedEnds)
                for member in stack.members { region.backup.forcedEnds[member] = nil }
                region.backup.jobs += task.jobs
                region.backup.recoveryPoints += task.points
                return started(task.jobs[0])
            }
            let type = try backedUpType(arn, in: region)
            guard let resource = region.resource(arn), resource.createdAt <= request.now else {
                throw BackupFault.notFound("Resource \(arn) of type \(type) does not exist")
            }
            let task = BackupTask(
                options: options, region: region, roles: account.roles, order: order,
                subject: BackupSubject(resource), forced: region.backup.forcedEnds.removeValue(forKey: arn))
            region.backup.jobs.append(task.job)
            if let point = task.recoveryPoint { region.backup.recoveryPoints.append(point) }
            return started(task.job)
        }
    }

    private static func order(
        _ body: BackupBody, _ request: ServiceRequest, _ region: RegionState
    ) throws(ServiceFault) -> BackupOrder {
        let name = try body.requiredText("BackupVaultName")
        guard BackupNames.isVaultName(name) else {
            throw BackupFault.invalid("Backup vault name \(name) is not valid")
        }
        _ = try body.required("IamRoleArn")
        let role = try body.role("IamRoleArn") ?? ""
        guard let vault = region.backup.vault(named: name) else {
            throw BackupFault.notFound("Backup vault \(name) does not exist")
        }
        guard vault.kind == .standard else {
            throw BackupFault.refused("A logically air-gapped backup vault takes no backups, only copies.")
        }
        try checkPolicy("StartBackupJob", on: vault, request)
        let start = try body.number("StartWindowMinutes", 60...52_560_000) ?? 480
        let complete = try body.number("CompleteWindowMinutes", 60...52_560_000) ?? max(10_080, start + 60)
        guard complete >= start + 60 else {
            throw BackupFault.invalid("CompleteWindowMinutes must be at least 60 minutes more than StartWindowMinutes")
        }
        let choices = try body.map("BackupOptions") ?? [:]
        guard choices.all.allSatisfy({ backupOptions[$0.key]?.contains($0.value) ?? false }) else {
            throw BackupFault.invalid("BackupOptions names an option or value there is not")
        }
        if let index = try body.choice("Index", of: ["ENABLED", "DISABLED"]), index == "ENABLED",
            !["EBS", "S3"].contains(BackupCapability.type(ofARN: try body.requiredText("ResourceArn")) ?? "")
        {
            throw BackupFault.invalid("Index is only available for EBS and S3")
        }
        return BackupOrder(
            requestID: request.requestID, vaultName: name,
            lifecycle: try LifecycleReader.lifecycle(body.raw("Lifecycle"), isContinuous: false),
            tags: try body.tags("RecoveryPointTags"), roleARN: role, at: request.now, startWindowMinutes: start,
            completionWindowMinutes: complete, options: choices, idempotencyToken: try body.text("IdempotencyToken"))
    }

    private static let backupOptions: [String: [String]] = [
        "WindowsVSS": ["enabled", "disabled"], "BackupACLs": ["enabled", "disabled"],
        "BackupObjectTags": ["enabled", "disabled"],
    ]

    private static func backedUpType(_ arn: String, in region: RegionState) throws(ServiceFault) -> String {
        guard let type = BackupCapability.type(ofARN: arn) else {
            throw BackupFault.invalid("Invalid resource ARN: \(arn)")
        }
        return type
    }

    private static func started(_ job: BackupJob) -> ServiceReply {
        .json(
            ("BackupJobId", .string(job.id)), ("RecoveryPointArn", .text(job.recoveryPointARN)),
            ("CreationDate", .time(job.createdAt)), ("IsParent", .bool(job.isParent)))
    }
}

extension SimulatedWorld {
    /// Reads or changes the caller's account and Region where an operation needs the account too.
    ///
    /// The Region is taken out of the account meanwhile.
    mutating func answer(
        _ request: ServiceRequest,
        _ body: (inout AccountState, inout RegionState) throws(ServiceFault) -> ServiceReply
    ) throws(ServiceFault) -> ServiceReply {
        // Makes sure that the account holds the Region, if only as an empty one.
        _ = withRegion(request.scope, at: request.now) { _ in }
        let reply: ServiceReply?? = try withAccount(request.account, at: request.now) {
            account throws(ServiceFault) -> ServiceReply? in
            guard var region = account.regions.removeValue(forKey: request.region) else { return nil }
            defer { account.regions[request.region] = region }
            return try body(&account, &region)
        }
        guard let reply = reply ?? nil else { throw BackupFault.refused("The Region is not one.") }
        return reply
    }
}
