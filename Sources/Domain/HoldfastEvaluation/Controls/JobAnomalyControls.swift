internal import HoldfastModel

/// Whether backup jobs are what they always were: family JOB, the resource's own jobs as the measure.
enum JobAnomalyControls {
    static let all = [usualDuration, usualSize, notStuck]

    /// How many earlier jobs make a measure.
    private static let leastEarlier = 5
    /// How many median deviations a duration may exceed the median by.
    private static let deviations = 3
    /// So much longer than the median is never odd, however alike the earlier ones were.
    private static let leastAllowance = Duration.minutes(10)
    /// The percentage of the median a size may not fall below, and not exceed.
    private static let (leastSize, mostSize): (Int64, Int64) = (50, 300)
    /// How long a job may run for which AWS names no end: the completion window of a rule that has none.
    private static let longestRun = Duration.hours(7 * 24)

    static let usualDuration = Control(
        id: "HF-JOB-05", title: "Backups take no longer than they always took", severity: .medium,
        parameters: [
            .init("deviations", "3 median absolute deviations, at least 10 minutes and half the median"),
            .init("baseline", "at least 5 earlier jobs of a week"),
        ],
        needs: [.init(.backupJobs)], listedBy: [.backupJobs],
        remediation: "Find out what changed: the data, the throughput of its service, or how many jobs run at once.",
        subjects: { $0.jobGroups { !$0.backups.isEmpty } }
    ) { subject, _ in
        guard case .jobs(let group) = subject else { return Judgement(.notApplicable, "no jobs") }
        let timed = group.backups.filter { $0.state == .completed }.compactMap { job in
            job.duration.map { (job: job, milliseconds: $0.wholeMilliseconds) }
        }
        guard let newest = timed.last, timed.count > leastEarlier else { return .tooFew }
        let earlier = timed.dropLast().map(\.milliseconds)
        let median = Quantile.median(of: earlier)
        let spread = Quantile.median(of: earlier.map { abs($0 - median) })
        let allowed = max(Int64(deviations) * spread, leastAllowance.wholeMilliseconds, median / 2)
        let sentence =
            "its newest backup took \(Duration.milliseconds(newest.milliseconds).roughWords), "
            + "\(Duration.milliseconds(median).roughWords) are usual"
        return Judgement(
            newest.milliseconds - median <= allowed ? .compliant : .nonCompliant, sentence,
            grounds: [.init(name: "backupJobId", value: newest.job.id, fact: .backupJobs)])
    }

    static let usualSize = Control(
        id: "HF-JOB-06", title: "Backups hold about as much as they always held", severity: .high,
        parameters: [
            .init("drop", "50 %"), .init("jump", "200 %"), .init("baseline", "at least 5 earlier jobs of a week"),
        ],
        needs: [.init(.backupJobs)], listedBy: [.backupJobs],
        remediation: "Look at the resource at once: a small backup may be empty, a large one made of encrypted data.",
        subjects: { $0.jobGroups { !$0.backups.isEmpty } }
    ) { subject, _ in
        guard case .jobs(let group) = subject else { return Judgement(.notApplicable, "no jobs") }
        let measured = group.backups.filter { $0.state == .completed }.compactMap { job in
            job.size.map { (job: job, bytes: $0.rawValue) }
        }
        guard let newest = measured.last, measured.count > leastEarlier else { return .tooFew }
        let median = Quantile.median(of: measured.dropLast().map(\.bytes))
        guard median > 0 || newest.bytes > 0 else {
            return Judgement(.notApplicable, "AWS Backup does not measure backups of its type")
        }
        // Multiplying could overflow, so hundredths of the median are compared.
        let hundredth = Double(median) / 100
        let isUsual =
            Double(newest.bytes) >= hundredth * Double(leastSize)
            && Double(newest.bytes) <= hundredth * Double(mostSize)
        return Judgement(
            isUsual ? .compliant : .nonCompliant,
            "its newest backup holds \(newest.bytes) bytes, \(median) are usual",
            grounds: [.init(name: "backupJobId", value: newest.job.id, fact: .backupJobs)])
    }

    static let notStuck = Control(
        id: "HF-JOB-08", title: "No backup job runs past the end AWS expects", severity: .medium,
        parameters: [.init("longest", "the expected completion, or 7 days where AWS names none")],
        needs: [.init(.backupJobs)], listedBy: [.backupJobs],
        remediation: "Stop the job and start another; ask AWS Support where it happens again.",
        subjects: { $0.jobGroups { !$0.backups.isEmpty } }
    ) { subject, context in
        guard case .jobs(let group) = subject else { return Judgement(.notApplicable, "no jobs") }
        let open = group.backups.filter(\.state.isOpen)
        guard !open.isEmpty else { return Judgement(.notApplicable, "none of its backup jobs runs") }
        let late = open.first { job in
            (job.expectedCompletionAt ?? job.createdAt.advanced(by: longestRun)) < context.now
        }
        guard let late else { return Judgement(.compliant, "\(open.count) backup jobs of it run, none past its end") }
        return Judgement(
            .nonCompliant, "a backup job is \(late.state) since \(late.createdAt), past its expected end",
            grounds: [.init(name: "backupJobId", value: late.id, fact: .backupJobs)])
    }
}

extension Judgement {
    /// Where a resource's own past is too short to measure it by.
    fileprivate static let tooFew = Judgement(.notApplicable, "fewer than 5 earlier backups to measure the newest by")
}

/// Figures of a list of numbers, by nearest rank.
enum Quantile {
    /// The middle of the numbers, the lower one of two; 0 of none.
    static func median(of numbers: [Int64]) -> Int64 { value(50, of: numbers) }

    /// The smallest number that so many percent of all do not exceed; 0 of none.
    static func value(_ percent: Int, of numbers: [Int64]) -> Int64 {
        guard !numbers.isEmpty else { return 0 }
        let rank = (numbers.count * percent + 99) / 100
        return numbers.sorted()[max(0, min(rank, numbers.count) - 1)]
    }
}
