internal import AWSBackup
internal import AWSCore
internal import AWSWire
internal import HoldfastModel

/// Lists the restore jobs of the last month.
struct RestoreJobReader: FactReader {
    static let facts: Set<FactKind> = [.restoreJobs]
    static let iamActions = ["backup:ListRestoreJobs"]

    /// The jobs made since then, oldest first.
    ///
    /// Costs one call for every 1,000 jobs.
    func jobs(since: Instant, in context: RegionContext, log: inout ReadLog) async -> [HoldfastModel.RestoreJob] {
        let api = "backup:ListRestoreJobs"
        let service = BackupAPI(context.caller)
        let start = WireTimestamp(millisecondsSinceEpoch: since.millisecondsSinceEpoch)
        let jobs = await log.pages(api, for: .restoreJobs) {
            token throws(AWSError) -> Page<HoldfastModel.RestoreJob?> in
            let output = try await service.listRestoreJobs(
                ListRestoreJobsInput(nextToken: token, maxResults: 1_000, byCreatedAfter: start))
            return Page(items: output.restoreJobs?.map(Self.job), next: output.nextToken)
        }
        if jobs.contains(where: { $0 == nil }) {
            log.addMalformed("a job has no id, recovery point, state or date", api: api, for: .restoreJobs)
        }
        return jobs.compactMap { $0 }.filter { $0.createdAt >= since }.sorted {
            ($0.createdAt, $0.id) < ($1.createdAt, $1.id)
        }
    }

    private static func job(_ job: RestoreJobsListMember) -> HoldfastModel.RestoreJob? {
        guard let id = job.restoreJobID.present,
            let point = job.recoveryPointARN.present.flatMap(ResourceARN.init),
            let state = job.status?.rawValue.nonEmpty,
            let createdAt = job.creationDate.instant
        else { return nil }
        return HoldfastModel.RestoreJob(
            id: id, recoveryPointARN: point,
            sourceResourceARN: job.sourceResourceARN.present.flatMap(ResourceARN.init),
            resourceType: job.resourceType.present.map(ResourceType.init(rawValue:)),
            createdResourceARN: job.createdResourceARN.present.flatMap(ResourceARN.init),
            state: JobState(rawValue: state), message: job.statusMessage.present, createdAt: createdAt,
            completedAt: job.completionDate.instant, testingPlanARN: job.createdBy?.restoreTestingPlanARN.present,
            validationStatus: job.validationStatus?.rawValue.nonEmpty,
            deletionStatus: job.deletionStatus?.rawValue.nonEmpty)
    }
}
