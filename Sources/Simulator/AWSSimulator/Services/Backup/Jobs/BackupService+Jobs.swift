internal import AWSWire

extension BackupService {
    /// Backup jobs: lists, descriptions, on-demand backups and stops.
    static let jobOperations: [BackupOperation] = [
        .world("GET", "/backup-jobs", "ListBackupJobs", listJobs),
        .read("GET", "/backup-jobs/{backupJobId}", "DescribeBackupJob", describeJob),
        .world("PUT", "/backup-jobs", "StartBackupJob", startJob),
        .write("POST", "/backup-jobs/{backupJobId}", "StopBackupJob", stopJob),
    ]

    /// The states of backup jobs.
    static let jobStates = [
        "CREATED", "PENDING", "RUNNING", "ABORTING", "ABORTED", "COMPLETED", "FAILED", "EXPIRED", "PARTIAL",
    ]

    /// Lists the jobs of the last 30 days, oldest first within an account.
    static func listJobs(
        _ request: ServiceRequest, in world: inout SimulatedWorld
    ) throws(ServiceFault) -> ServiceReply {
        let filter = try JobFilter(request, states: jobStates)
        let vault = request.queryValue("backupVaultName")
        var found: [(region: RegionState, job: BackupJob)] = []
        for region in try regions(request, in: &world) {
            for job in region.backup.jobs
            where filter.admits(job.facts(at: request.now)) && (vault.map { $0 == job.vaultName } ?? true) {
                found.append((region, job))
            }
        }
        let page = try BackupQuery(request).page(found)
        return .json(
            ("BackupJobs", .array(page.items.map { .record(members(of: $0.job, in: $0.region, at: request.now)) })),
            ("NextToken", page.next))
    }

    /// Describes a job, with how its children stand when it has any.
    static func describeJob(_ request: ServiceRequest, in region: RegionState) throws(ServiceFault) -> ServiceReply {
        let job = region.backup.jobs[try jobIndex(of: request, in: region)]
        let states = region.backup.jobs.filter { $0.parentID == job.id }.map { $0.state(at: request.now) }
        let counts = Dictionary(grouping: states) { $0 }.mapValues(\.count).sorted { $0.key < $1.key }
        let children: [(String, WireValue?)] = [
            ("NumberOfChildJobs", job.isParent ? .integer(Int64(states.count)) : nil),
            (
                "ChildJobsInState",
                job.isParent ? .object(counts.map { WireValue.Member($0.key, .integer(Int64($0.value))) }) : nil
            ),
        ]
        return ServiceReply(.json(.record(members(of: job, in: region, at: request.now) + children)))
    }

    /// Stops a job that has not ended; its recovery point never comes.
    static func stopJob(_ request: ServiceRequest, in region: inout RegionState) throws(ServiceFault) -> ServiceReply {
        let index = try jobIndex(of: request, in: region)
        let job = region.backup.jobs[index]
        guard request.now < job.endsAt, job.stoppedAt == nil else {
            throw BackupFault.refused(
                "Backup job \(job.id) cannot be stopped: its state is \(job.state(at: request.now))")
        }
        let stopped = region.backup.jobs.indices.filter { other in
            let candidate = region.backup.jobs[other]
            return other == index || (candidate.parentID == job.id && request.now < candidate.endsAt)
        }
        for index in stopped {
            let lost = region.backup.jobs[index]
            region.backup.recoveryPoints.removeAll { $0.arn == lost.recoveryPointARN && !$0.isContinuous }
            region.backup.copyJobs.removeAll { $0.backupJobID == lost.id && $0.createdAt > request.now }
            region.backup.jobs[index].stop(at: request.now)
        }
        return ServiceReply(.empty)
    }

    private static func jobIndex(of request: ServiceRequest, in region: RegionState) throws(ServiceFault) -> Int {
        let id = request.labels["backupJobId"] ?? ""
        guard let index = region.backup.jobs.firstIndex(where: { $0.id == id && $0.createdAt <= request.now }) else {
            throw BackupFault.notFound("Backup job \(id) does not exist")
        }
        return index
    }

    private static func members(
        of job: BackupJob, in region: RegionState, at now: Moment
    ) -> [(String, WireValue?)] {
        let isOver = job.endsAt <= now
        let hasBegun = job.hasBegun(at: now)
        let vault = region.backup.vault(named: job.vaultName)
        let bytes: WireValue? = isOver && job.outcome.makesPoint ? .integer(job.sizeInBytes) : nil
        return [
            ("AccountId", .string(region.scope.account)), ("BackupJobId", .string(job.id)),
            ("BackupVaultName", .string(job.vaultName)), ("BackupVaultArn", .string(job.vaultARN)),
            ("VaultType", .string((vault?.kind ?? .standard).rawValue)),
            ("VaultLockState", (vault?.lockState).map { .string($0) }),
            ("RecoveryPointArn", hasBegun ? .text(job.recoveryPointARN) : nil),
            ("RecoveryPointLifecycle", job.lifecycle?.wireValue), ("EncryptionKeyArn", .text(job.encryptionKeyARN)),
            ("IsEncrypted", .bool(job.isEncrypted)), ("ResourceArn", .string(job.resourceARN)),
            ("CreationDate", .time(job.createdAt)), ("InitiationDate", hasBegun ? .time(job.startsAt) : nil),
            ("ExpectedCompletionDate", hasBegun && !isOver ? .time(job.expectedEnd) : nil),
            ("CompletionDate", isOver ? .time(job.endsAt) : nil), ("State", .string(job.state(at: now))),
            ("StatusMessage", isOver ? .text(job.outcome.message) : nil),
            ("MessageCategory", .text(job.messageCategory(at: now))),
            ("PercentDone", .string(job.percentDone(at: now))), ("BackupSizeInBytes", bytes),
            ("BytesTransferred", bytes), ("IamRoleArn", .string(job.roleARN)),
            ("CreatedBy", job.creator.map { value(of: $0) }), ("StartBy", .time(job.startBy)),
            ("BackupOptions", job.options.isEmpty ? nil : .tagMap(job.options)),
            ("ResourceType", .string(job.resourceType)), ("ResourceName", .string(job.resourceName)),
            ("ParentJobId", .text(job.parentID)), ("IsParent", .bool(job.isParent)),
        ]
    }
}

extension BackupJob {
    /// What the filters of lists look at.
    func facts(at now: Moment) -> JobFilter.Facts {
        JobFilter.Facts(
            state: state(at: now), resourceARN: resourceARN, resourceType: resourceType, createdAt: createdAt,
            endsAt: endsAt, category: messageCategory(at: now), parentID: parentID)
    }
}
