internal import HoldfastModel

/// Whether backup jobs end as they should: family JOB.
///
/// The subject is a resource with its jobs of the last days, so that an organization's findings number its resources and
/// not its jobs. A job that is part of another, as of a stack, is judged with its own resource.
enum JobControls {
    static let all = [successRate, noFailuresInARow, withoutIssues, startedAndWhole, copiesAndRestores]

    /// How far back the rate of success is counted.
    private static let rateWindow = Duration.hours(24)
    /// The share of jobs that must succeed, in percent.
    private static let target = 99
    /// How many failures in a row are one too many.
    private static let mostInARow = 2

    static let successRate = Control(
        id: "HF-JOB-01", title: "Of the backup jobs that ended in a day, nearly all succeeded", severity: .high,
        parameters: [.init("window", "24 hours"), .init("target", "99 %")], needs: [.init(.backupJobs)], listedBy: [],
        remediation: "Look at the messages of the failed jobs: role, key, vault lock and window are the usual causes.",
        subjects: { _ in [.region] }
    ) { _, context in
        let since = context.now.advanced(by: .zero - rateWindow)
        // The parts of a whole would count twice.
        let ended = context.snapshot.backupJobs.filter { job in
            !job.state.isOpen && job.parentID == nil && (job.completedAt ?? job.createdAt) >= since
        }
        guard !ended.isEmpty else { return Judgement(.notApplicable, "no backup job ended within a day") }
        let good = ended.count { $0.state == .completed }
        let sentence = "\(good) of \(ended.count) backup jobs of a day succeeded, \(target) % are asked for"
        let failed = ended.last { $0.state != .completed }
        return Judgement(
            good * 100 >= ended.count * target ? .compliant : .nonCompliant, sentence,
            grounds: failed.map(ground).map { [$0] } ?? [])
    }

    static let noFailuresInARow = Control(
        id: "HF-JOB-02", title: "No resource's backups fail time after time", severity: .high,
        parameters: [.init("n", "2")], replaces: [.custodian("consecutive-aws-backups")], needs: [.init(.backupJobs)],
        listedBy: [.backupJobs],
        remediation: "Repair what the newest job's message names; until then the resource has no new backup.",
        subjects: { $0.jobGroups { !$0.backups.isEmpty } }
    ) { subject, _ in
        guard case .jobs(let group) = subject else { return Judgement(.notApplicable, "no jobs") }
        let ended = group.backups.filter { !$0.state.isOpen }
        guard let newest = ended.last else { return Judgement(.notApplicable, "none of its backup jobs has ended") }
        let failures = ended.reversed().prefix { $0.state.isFailure }.count
        guard failures >= mostInARow else {
            return Judgement(
                .compliant,
                failures == 0 ? "its newest backup job succeeded" : "its newest backup job alone failed",
                grounds: [ground(newest)])
        }
        return Judgement(
            .nonCompliant, "its last \(failures) backup jobs failed: \(newest.words)", grounds: [ground(newest)])
    }

    static let withoutIssues = Control(
        id: "HF-JOB-03", title: "No resource's newest completed backup has issues", severity: .medium,
        needs: [.init(.backupJobs)], listedBy: [.backupJobs],
        remediation: "Read the job's message: a part of the resource may be missing from its backup.",
        subjects: { $0.jobGroups { !$0.backups.isEmpty } }
    ) { subject, _ in
        guard case .jobs(let group) = subject, let newest = group.backups.last(where: { $0.state == .completed })
        else { return Judgement(.notApplicable, "none of its backup jobs completed") }
        guard let category = newest.messageCategory else {
            return newest.message == nil
                ? Judgement(.compliant, "its newest backup completed without a word", grounds: [ground(newest)])
                : Judgement(.nonCompliant, "its newest backup \(newest.words)", grounds: [ground(newest)])
        }
        return category == "SUCCESS"
            ? Judgement(.compliant, "its newest backup completed without issues", grounds: [ground(newest)])
            : Judgement(
                .nonCompliant, "its newest backup completed with issues (\(category)): \(newest.message ?? "")",
                grounds: [ground(newest)])
    }

    static let startedAndWhole = Control(
        id: "HF-JOB-04", title: "No backup job of a week never started or is whole in part only", severity: .high,
        needs: [.init(.backupJobs)], listedBy: [.backupJobs],
        remediation: "Widen the start window or spread the schedules; back up again what is partial.",
        subjects: { $0.jobGroups { !$0.backups.isEmpty } }
    ) { subject, _ in
        guard case .jobs(let group) = subject else { return Judgement(.notApplicable, "no jobs") }
        let ended = group.backups.filter { !$0.state.isOpen }
        guard !ended.isEmpty else { return Judgement(.notApplicable, "none of its backup jobs has ended") }
        let bad = ended.filter { $0.state == .expired || $0.state == .partial }
        guard let newest = bad.last else {
            return Judgement(.compliant, "all of its \(ended.count) backup jobs started, and none is partial")
        }
        return Judgement(
            .nonCompliant, "\(bad.count) of its \(ended.count) backup jobs: \(newest.words)", grounds: [ground(newest)])
    }

    static let copiesAndRestores = Control(
        id: "HF-JOB-07", title: "No copy and no restore failed without a later one that succeeded", severity: .high,
        needs: [.init(.copyJobs), .init(.restoreJobs)], listedBy: [.copyJobs, .restoreJobs],
        remediation:
            "Repair what the job's message names: key, access policy and lock of the destination, or the role.",
        subjects: { $0.jobGroups { !$0.copies.isEmpty || !$0.restores.isEmpty } }
    ) { subject, _ in
        guard case .jobs(let group) = subject else { return Judgement(.notApplicable, "no jobs") }
        let copies = Dictionary(grouping: group.copies.filter { !$0.state.isOpen }, by: \.destinationVaultARN)
        let newest = copies.values.compactMap(\.last).sorted { $0.id < $1.id }
        let restore = group.restores.last { !$0.state.isOpen }
        guard !newest.isEmpty || restore != nil else {
            return Judgement(.notApplicable, "none of its copy and restore jobs has ended")
        }
        if let failed = newest.first(where: { $0.state.isFailure }) {
            let words = "the newest copy to \(failed.destinationVaultARN) is \(failed.state): \(failed.message ?? "")"
            return Judgement(
                .nonCompliant, words, grounds: [.init(name: "copyJobId", value: failed.id, fact: .copyJobs)])
        }
        if let restore, restore.state.isFailure {
            return Judgement(
                .nonCompliant, "its newest restore is \(restore.state): \(restore.message ?? "")",
                grounds: [.init(name: "restoreJobId", value: restore.id, fact: .restoreJobs)])
        }
        return Judgement(.compliant, "its newest copies and restores succeeded")
    }

    private static func ground(_ job: BackupJob) -> Judgement.Ground {
        .init(name: "backupJobId", value: job.id, fact: .backupJobs)
    }
}

extension BackupJob {
    /// Its state with AWS's reason.
    var words: String { "\(state)\(message.map { " (\($0))" } ?? "")" }
}

extension JudgingContext {
    /// The resources with jobs of the kind asked for, sorted by ARN.
    func jobGroups(_ isMeant: (JobGroup) -> Bool) -> [Subject] {
        jobsByResource.values.filter(isMeant).sorted { $0.resourceARN < $1.resourceARN }.map(Subject.jobs)
    }
}
