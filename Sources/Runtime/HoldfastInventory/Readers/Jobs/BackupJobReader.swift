internal import AWSBackup
internal import AWSCore
internal import AWSWire
internal import HoldfastModel

/// Lists the backup jobs of the last week.
struct BackupJobReader: FactReader {
    static let facts: Set<FactKind> = [.backupJobs]
    static let iamActions = ["backup:ListBackupJobs"]

    /// The jobs made since then, oldest first.
    ///
    /// Costs one call for every 1,000 jobs.
    func jobs(since: Instant, in context: RegionContext, log: inout ReadLog) async -> [HoldfastModel.BackupJob] {
        let api = "backup:ListBackupJobs"
        let service = BackupAPI(context.caller)
        let start = WireTimestamp(millisecondsSinceEpoch: since.millisecondsSinceEpoch)
        let jobs = await log.pages(api, for: .backupJobs) {
            token throws(AWSError) -> Page<HoldfastModel.BackupJob?> in
            let output = try await service.listBackupJobs(
                ListBackupJobsInput(nextToken: token, maxResults: 1_000, byCreatedAfter: start))
            return Page(items: output.backupJobs?.map(Self.job), next: output.nextToken)
        }
        if jobs.contains(where: { $0 == nil }) {
            log.addMalformed("a job has no id, resource, state or date", api: api, for: .backupJobs)
        }
        // An endpoint that does not know the filter gives older ones too.
        return jobs.compactMap { $0 }.filter { $0.createdAt >= since }.sorted {
            ($0.createdAt, $0.id) < ($1.createdAt, $1.id)
        }
    }

    private static func job(_ job: AWSBackup.BackupJob) -> HoldfastModel.BackupJob? {
        guard let id = job.backupJobID.present, let resource = job.resourceARN.present.flatMap(ResourceARN.init),
            let state = job.state?.rawValue.nonEmpty, let createdAt = job.creationDate.instant
        else { return nil }
        return HoldfastModel.BackupJob(
            id: id, resourceARN: resource, resourceType: job.resourceType.present.map(ResourceType.init(rawValue:)),
            vaultName: job.backupVaultName.present, state: JobState(rawValue: state),
            message: job.statusMessage.present, messageCategory: job.messageCategory.present, createdAt: createdAt,
            completedAt: job.completionDate.instant, expectedCompletionAt: job.expectedCompletionDate.instant,
            size: job.backupSizeInBytes.map { ByteCount(rawValue: Int64($0)) },
            planID: job.createdBy?.backupPlanID.present, ruleID: job.createdBy?.backupRuleID.present,
            parentID: job.parentJobID.present)
    }
}
