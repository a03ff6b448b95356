internal import AWSWire

extension BackupService {
    /// Copy jobs.
    static let copyJobOperations: [BackupOperation] = [
        .world("GET", "/copy-jobs", "ListCopyJobs", listCopyJobs),
        .read("GET", "/copy-jobs/{copyJobId}", "DescribeCopyJob", describeCopyJob),
        .world("PUT", "/copy-jobs", "StartCopyJob", startCopyJob),
    ]

    private static let copyStates = ["CREATED", "RUNNING", "COMPLETED", "FAILED", "PARTIAL"]

    /// Lists the copy jobs of the last 30 days, oldest first within an account.
    static func listCopyJobs(
        _ request: ServiceRequest, in world: inout SimulatedWorld
    ) throws(ServiceFault) -> ServiceReply {
        let filter = try JobFilter(request, states: copyStates)
        let destination = request.queryValue("destinationVaultArn")
        let point = request.queryValue("sourceRecoveryPointArn")
        var found: [(account: String, job: CopyJob)] = []
        for region in try regions(request, in: &world) {
            for job in region.backup.copyJobs
            where filter.admits(job.facts(at: request.now)) && (point.map { $0 == job.sourcePointARN } ?? true)
                && (destination.map { $0 == job.destinationVaultARN } ?? true)
            {
                found.append((region.scope.account, job))
            }
        }
        let page = try BackupQuery(request).page(found)
        return .json(
            ("CopyJobs", .array(page.items.map { value(of: $0.job, account: $0.account, at: request.now) })),
            ("NextToken", page.next))
    }

    /// Describes a copy job.
    static func describeCopyJob(
        _ request: ServiceRequest, in region: RegionState
    ) throws(ServiceFault) -> ServiceReply {
        let id = request.labels["copyJobId"] ?? ""
        guard let job = region.backup.copyJobs.first(where: { $0.id == id && $0.createdAt <= request.now }) else {
            throw BackupFault.notFound("Copy job \(id) does not exist")
        }
        return .json(("CopyJob", value(of: job, account: request.account, at: request.now)))
    }

    /// Copies a recovery point now; the same token gives the job that is there.
    ///
    /// What stands in the way of a copy shows in the job; the request is refused only for what it says itself.
    static func startCopyJob(
        _ request: ServiceRequest, in world: inout SimulatedWorld
    ) throws(ServiceFault) -> ServiceReply {
        let body = BackupBody(request)
        let destination = try body.requiredText("DestinationBackupVaultArn")
        guard BackupNames.isVaultARN(destination) else {
            throw BackupFault.invalid("\(destination) is not the ARN of a backup vault")
        }
        _ = try body.required("IamRoleArn")
        let order = CopyTask.Order(
            destinationARN: destination,
            lifecycle: try LifecycleReader.lifecycle(body.raw("Lifecycle"), isContinuous: false),
            roleARN: try body.role("IamRoleArn") ?? "", createdAt: request.now, source: request.requestID,
            backupJobID: nil, idempotencyToken: try body.text("IdempotencyToken"))
        let options = world.options
        var destinations = CopyDestinations(options: options)
        if let account = world.withAccount(request.account, at: request.now, { $0 }) {
            destinations = world.copyDestinations(of: account, more: [destination])
        }
        var landed: BackupEngine.Delivery?
        let reply = try world.answer(request) { account, region throws(ServiceFault) in
            let known = region.backup.copyJobs.first {
                order.idempotencyToken != nil && $0.idempotencyToken == order.idempotencyToken
            }
            if let known { return started(known) }
            let point = try copiedPoint(body, request, region)
            let task = CopyTask(
                options: options, account: account, source: region, destinations: destinations, point: point,
                order: order)
            region.backup.copyJobs.append(task.job)
            if let copy = task.copy, let scope = task.landing {
                if scope == region.scope {
                    region.backup.recoveryPoints.append(copy)
                } else if scope.account == region.scope.account {
                    account.regions[scope.region]?.backup.recoveryPoints.append(copy)
                } else {
                    landed = BackupEngine.Delivery(scope: scope, point: copy)
                }
            }
            return started(task.job)
        }
        if let landed { world.deliver(landed) }
        return reply
    }

    private static func copiedPoint(
        _ body: BackupBody, _ request: ServiceRequest, _ region: RegionState
    ) throws(ServiceFault) -> RecoveryPoint {
        let name = try body.requiredText("SourceBackupVaultName")
        guard BackupNames.isVaultName(name) else {
            throw BackupFault.invalid("Backup vault name \(name) is not valid")
        }
        let arn = try body.requiredText("RecoveryPointArn")
        guard let vault = region.backup.vault(named: name) else {
            throw BackupFault.notFound("Backup vault \(name) does not exist")
        }
        try checkPolicy("StartCopyJob", on: vault, resource: arn, request)
        guard
            let point = region.backup.recoveryPoints.first(where: {
                $0.arn == arn && $0.vaultName == name && $0.createdAt <= request.now
            })
        else { throw BackupFault.notFound("Recovery point \(arn) does not exist in backup vault \(name)") }
        guard point.completedAt <= request.now, point.mark != .expired else {
            throw BackupFault.refused("Recovery point \(arn) is \(point.status(at: request.now)), not COMPLETED")
        }
        guard !point.isCold(at: request.now) else {
            throw BackupFault.refused("A recovery point in cold storage cannot be copied.")
        }
        return point
    }

    private static func started(_ job: CopyJob) -> ServiceReply {
        .json(
            ("CopyJobId", .string(job.id)), ("CreationDate", .time(job.createdAt)), ("IsParent", .bool(false)))
    }

    private static func value(of job: CopyJob, account: String, at now: Moment) -> WireValue {
        let isOver = job.endsAt <= now
        return .record(
            ("AccountId", .string(account)), ("CopyJobId", .string(job.id)),
            ("SourceBackupVaultArn", .string(job.sourceVaultARN)),
            ("SourceRecoveryPointArn", .string(job.sourcePointARN)),
            ("DestinationBackupVaultArn", .string(job.destinationVaultARN)),
            ("DestinationVaultType", .text(job.destinationKind?.rawValue)),
            ("DestinationVaultLockState", .text(job.destinationLockState)),
            ("DestinationRecoveryPointArn", job.startsAt <= now ? .text(job.destinationPointARN) : nil),
            ("DestinationEncryptionKeyArn", .text(job.destinationKeyARN)),
            ("DestinationRecoveryPointLifecycle", job.lifecycle?.wireValue),
            ("ResourceArn", .string(job.resourceARN)), ("CreationDate", .time(job.createdAt)),
            ("CompletionDate", isOver ? .time(job.endsAt) : nil), ("State", .string(job.state(at: now))),
            ("StatusMessage", isOver ? .text(job.outcome.message) : nil),
            ("BackupSizeInBytes", isOver && job.outcome.makesPoint ? .integer(job.sizeInBytes) : nil),
            ("IamRoleArn", .string(job.roleARN)), ("CreatedBy", job.creator.map { value(of: $0) }),
            ("CreatedByBackupJobId", .text(job.backupJobID)), ("ResourceType", .string(job.resourceType)),
            ("IsParent", .bool(false)), ("ResourceName", .string(job.resourceName)),
            ("MessageCategory", isOver ? .text(job.outcome.category) : nil))
    }
}

extension CopyJob {
    /// What the filters of lists look at.
    func facts(at now: Moment) -> JobFilter.Facts {
        JobFilter.Facts(
            state: state(at: now), resourceARN: resourceARN, resourceType: resourceType, createdAt: createdAt,
            endsAt: endsAt, category: endsAt <= now ? outcome.category : nil, parentID: nil)
    }
}
