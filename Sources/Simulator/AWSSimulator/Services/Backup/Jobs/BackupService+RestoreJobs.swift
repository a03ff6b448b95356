internal import AWSWire

extension BackupService {
    /// Restore jobs.
    static let restoreJobOperations: [BackupOperation] = [
        .world("GET", "/restore-jobs", "ListRestoreJobs", listRestoreJobs),
        .read("GET", "/restore-jobs/{restoreJobId}", "DescribeRestoreJob", describeRestoreJob),
        .world("PUT", "/restore-jobs", "StartRestoreJob", startRestoreJob),
        .read("GET", "/restore-jobs/{restoreJobId}/metadata", "GetRestoreJobMetadata", restoreJobMetadata),
        .write("PUT", "/restore-jobs/{restoreJobId}/validations", "PutRestoreValidationResult", putValidation),
        .read(
            "GET", "/resources/{resourceArn}/restore-jobs", "ListRestoreJobsByProtectedResource",
            listRestoreJobsByResource),
    ]

    /// The states of restore jobs.
    static let restoreStates = ["PENDING", "RUNNING", "COMPLETED", "ABORTED", "FAILED"]

    /// Lists the restore jobs of the last 30 days, oldest first within an account.
    static func listRestoreJobs(
        _ request: ServiceRequest, in world: inout SimulatedWorld
    ) throws(ServiceFault) -> ServiceReply {
        let filter = try JobFilter(request, states: restoreStates, named: "status")
        let plan = request.queryValue("restoreTestingPlanArn")
        var found: [(account: String, job: RestoreJob)] = []
        for region in try regions(request, in: &world) {
            for job in region.backup.restoreJobs
            where filter.admits(job.facts(at: request.now)) && (plan.map { $0 == job.testing?.planARN } ?? true) {
                found.append((region.scope.account, job))
            }
        }
        let page = try BackupQuery(request).page(found)
        return .json(
            ("RestoreJobs", .array(page.items.map { .record(members(of: $0.job, $0.account, at: request.now)) })),
            ("NextToken", page.next))
    }

    /// Lists the restore jobs of one resource's recovery points.
    static func listRestoreJobsByResource(
        _ request: ServiceRequest, in region: RegionState
    ) throws(ServiceFault) -> ServiceReply {
        let arn = try protectedARN(of: request)
        let query = BackupQuery(request)
        let status = try query.choice("status", of: restoreStates)
        let after = try query.moment("recoveryPointCreationDateAfter")
        let before = try query.moment("recoveryPointCreationDateBefore")
        guard
            region.backup.recoveryPoints.contains(where: { $0.resourceARN == arn })
                || region.backup.restoreJobs.contains(where: { $0.resourceARN == arn })
        else { throw BackupFault.notFound("Resource \(arn) is not protected") }
        let jobs = region.backup.restoreJobs.filter { job in
            job.resourceARN == arn && job.createdAt <= request.now
                && (status.map { $0 == job.state(at: request.now) } ?? true)
                && (after.map { job.pointCreatedAt > $0 } ?? true)
                && (before.map { job.pointCreatedAt < $0 } ?? true)
        }
        let page = try query.page(jobs)
        return .json(
            ("RestoreJobs", .array(page.items.map { .record(members(of: $0, request.account, at: request.now)) })),
            ("NextToken", page.next))
    }

    /// Describes a restore job.
    static func describeRestoreJob(
        _ request: ServiceRequest, in region: RegionState
    ) throws(ServiceFault) -> ServiceReply {
        let job = region.backup.restoreJobs[try restoreIndex(of: request, in: region)]
        return ServiceReply(.json(.record(members(of: job, request.account, at: request.now))))
    }

    /// Gives what a restore job was told about the resource to make.
    static func restoreJobMetadata(
        _ request: ServiceRequest, in region: RegionState
    ) throws(ServiceFault) -> ServiceReply {
        let job = region.backup.restoreJobs[try restoreIndex(of: request, in: region)]
        return .json(("RestoreJobId", .string(job.id)), ("Metadata", .tagMap(job.metadata)))
    }

    /// Takes a verdict on what a restore test restored; a final one cannot be changed.
    static func putValidation(
        _ request: ServiceRequest, in region: inout RegionState
    ) throws(ServiceFault) -> ServiceReply {
        let index = try restoreIndex(of: request, in: region)
        let body = BackupBody(request)
        _ = try body.required("ValidationStatus")
        let status = try body.choice("ValidationStatus", of: ["FAILED", "SUCCESSFUL", "TIMED_OUT", "VALIDATING"])
        let message = try body.text("ValidationStatusMessage")
        let job = region.backup.restoreJobs[index]
        guard job.testing != nil else {
            throw BackupFault.refused("Restore job \(job.id) was not started by a restore testing plan")
        }
        guard job.state(at: request.now) == "COMPLETED" else {
            throw BackupFault.refused("Restore job \(job.id) is \(job.state(at: request.now)), not COMPLETED")
        }
        guard !(job.validation(at: request.now)?.isFinal ?? false) else {
            throw BackupFault.refused("The validation result of restore job \(job.id) is final")
        }
        region.backup.restoreJobs[index].validation = RestoreJob.Validation(
            status: status ?? "", message: message, at: request.now)
        return ServiceReply(status: 204, .empty)
    }

    private static func restoreIndex(of request: ServiceRequest, in region: RegionState) throws(ServiceFault) -> Int {
        let id = request.labels["restoreJobId"] ?? ""
        guard
            let index = region.backup.restoreJobs.firstIndex(where: { $0.id == id && $0.createdAt <= request.now })
        else { throw BackupFault.notFound("Restore job \(id) does not exist") }
        return index
    }

    private static func members(
        of job: RestoreJob, _ account: String, at now: Moment
    ) -> [(String, WireValue?)] {
        let isOver = job.endsAt <= now
        let validation = job.validation(at: now)
        return [
            ("AccountId", .string(account)), ("RestoreJobId", .string(job.id)),
            ("RecoveryPointArn", .string(job.pointARN)), ("SourceResourceArn", .string(job.resourceARN)),
            ("BackupVaultArn", .string(job.vaultARN)), ("CreationDate", .time(job.createdAt)),
            ("CompletionDate", isOver ? .time(job.endsAt) : nil), ("Status", .string(job.state(at: now))),
            ("StatusMessage", isOver ? .text(job.outcome.message) : nil),
            ("PercentDone", .string(job.percentDone(at: now))), ("BackupSizeInBytes", .integer(job.sizeInBytes)),
            ("IamRoleArn", .text(job.roleARN)),
            (
                "ExpectedCompletionTimeMinutes",
                .integer(max(1, (job.endsAt.milliseconds - job.startsAt.milliseconds) / 60_000))
            ),
            ("CreatedResourceArn", isOver ? .text(job.createdARN) : nil),
            ("ResourceType", .string(job.resourceType)), ("RecoveryPointCreationDate", .time(job.pointCreatedAt)),
            ("CreatedBy", job.testing.map { .record(("RestoreTestingPlanArn", .string($0.planARN))) }),
            ("ValidationStatus", .text(validation?.status)), ("ValidationStatusMessage", .text(validation?.message)),
            ("DeletionStatus", .text(job.deletionStatus(at: now))), ("IsParent", .bool(false)),
        ]
    }
}

extension RestoreJob {
    /// What the filters of lists look at.
    func facts(at now: Moment) -> JobFilter.Facts {
        JobFilter.Facts(
            state: state(at: now), resourceARN: resourceARN, resourceType: resourceType, createdAt: createdAt,
            endsAt: endsAt, category: nil, parentID: nil)
    }
}
