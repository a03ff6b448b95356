internal import AWSBackup
internal import AWSCore
internal import AWSWire
internal import HoldfastModel

/// Lists the copy jobs of the last week; they stand in the Region and account the copies are made of.
struct CopyJobReader: FactReader {
    static let facts: Set<FactKind> = [.copyJobs]
    static let iamActions = ["backup:ListCopyJobs"]

    /// The jobs made since then, oldest first.
    ///
    /// Costs one call for every 1,000 jobs.
    func jobs(since: Instant, in context: RegionContext, log: inout ReadLog) async -> [HoldfastModel.CopyJob] {
        let api = "backup:ListCopyJobs"
        let service = BackupAPI(context.caller)
        let start = WireTimestamp(millisecondsSinceEpoch: since.millisecondsSinceEpoch)
        let jobs = await log.pages(api, for: .copyJobs) { token throws(AWSError) -> Page<HoldfastModel.CopyJob?> in
            let output = try await service.listCopyJobs(
                ListCopyJobsInput(nextToken: token, maxResults: 1_000, byCreatedAfter: start))
            return Page(items: output.copyJobs?.map(Self.job), next: output.nextToken)
        }
        if jobs.contains(where: { $0 == nil }) {
            log.addMalformed("a job has no id, resource, destination, state or date", api: api, for: .copyJobs)
        }
        return jobs.compactMap { $0 }.filter { $0.createdAt >= since }.sorted {
            ($0.createdAt, $0.id) < ($1.createdAt, $1.id)
        }
    }

    private static func job(_ job: AWSBackup.CopyJob) -> HoldfastModel.CopyJob? {
        guard let id = job.copyJobID.present, let resource = job.resourceARN.present.flatMap(ResourceARN.init),
            let destination = job.destinationBackupVaultARN.present.flatMap(ResourceARN.init),
            let state = job.state?.rawValue.nonEmpty, let createdAt = job.creationDate.instant
        else { return nil }
        return HoldfastModel.CopyJob(
            id: id, resourceARN: resource, resourceType: job.resourceType.present.map(ResourceType.init(rawValue:)),
            sourceRecoveryPointARN: job.sourceRecoveryPointARN.present.flatMap(ResourceARN.init),
            destinationVaultARN: destination, state: JobState(rawValue: state), message: job.statusMessage.present,
            createdAt: createdAt, completedAt: job.completionDate.instant, parentID: job.parentJobID.present)
    }
}
