/// The metrics of `AWS/Backup`: how many jobs and recovery points came into a state, by resource type and vault.
///
/// Source: AWS Backup Developer Guide, "AWS Backup metrics with CloudWatch": sent every five minutes, only when not zero.
enum BackupMetrics {
    static let namespace = "AWS/Backup"

    /// Something that counted once.
    struct Sample: Sendable, Hashable {
        let metric: Metric
        let at: Moment
    }

    /// Everything that counted up to a moment.
    static func samples(in region: RegionState, upTo now: Moment) -> [Sample] {
        var samples: [Sample] = []
        func add(_ name: String, _ type: String, _ vault: String, _ moment: Moment) {
            guard moment <= now else { return }
            for dimensions in [
                [("ResourceType", type)], [("BackupVaultName", vault)],
                [("ResourceType", type), ("BackupVaultName", vault)],
            ] {
                let metric = Metric(
                    namespace: namespace, name: name,
                    dimensions: dimensions.map { Metric.Dimension(name: $0.0, value: $0.1) })
                samples.append(Sample(metric: metric, at: moment))
            }
        }
        for job in region.backup.jobs {
            add("NumberOfBackupJobsCreated", job.resourceType, job.vaultName, job.createdAt)
            if job.startsAt < job.endsAt, job.outcome.state != .expired {
                add("NumberOfBackupJobsRunning", job.resourceType, job.vaultName, job.startsAt)
            }
            let end =
                switch job.outcome.state {
                case .completed, .partial: "NumberOfBackupJobsCompleted"
                case .failed: "NumberOfBackupJobsFailed"
                case .aborted: "NumberOfBackupJobsAborted"
                case .expired: "NumberOfBackupJobsExpired"
                }
            add(end, job.resourceType, job.vaultName, job.endsAt)
        }
        for point in region.backup.recoveryPoints {
            add("NumberOfRecoveryPointsCompleted", point.resourceType, point.vaultName, point.completedAt)
            if let cold = point.coldAt { add("NumberOfRecoveryPointsCold", point.resourceType, point.vaultName, cold) }
        }
        return samples
    }

    /// The points of a metric between two moments, in milliseconds; a period in which nothing counted has none.
    static func points(
        _ metric: Metric, in region: RegionState, query: MetricDataInput.Query, from start: Int64, to end: Int64
    ) -> [MetricPoint] {
        let period = query.period * 1_000
        var counts: [Int64: [Int64: Double]] = [:]
        let upTo = Moment(milliseconds: end)
        for sample in samples(in: region, upTo: upTo) where sample.metric == metric {
            let at = sample.at.milliseconds
            guard at >= start, at < end else { continue }
            let slot = at.floorDivided(by: 300_000)
            counts[at.floorDivided(by: period) * period, default: [:]][slot, default: 0] += 1
        }
        return counts.sorted { $0.key < $1.key }.map { begin, slots in
            let values = Array(slots.values)
            let sum = values.reduce(0, +)
            let value =
                switch query.statistic {
                case "Sum": sum
                case "Average": sum / Double(values.count)
                case "Minimum": values.min() ?? 0
                case "Maximum": values.max() ?? 0
                default: Double(values.count)
                }
            return MetricPoint(at: Moment(milliseconds: begin), value: value)
        }
    }
}
