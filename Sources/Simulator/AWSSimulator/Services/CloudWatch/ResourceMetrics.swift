/// The metrics of resources' sizes and loads that a cost model reads, by the services' own names.
enum ResourceMetrics {
    /// How a metric's values come about.
    enum Source {
        /// A size that grows, sampled that often.
        case size(bytes: Double, every: Int64)
        /// A load of so many units a second on an average day, drawn for each day from the words.
        case load(perSecond: Double, words: String)
    }

    /// The metrics of a resource.
    static func metrics(of resource: SimulatedResource) -> [Metric] {
        let id = resource.id
        switch resource.kind.rawValue {
        case "AWS::EC2::Volume":
            return ["VolumeReadBytes", "VolumeWriteBytes"].map { Metric("AWS/EBS", $0, ("VolumeId", id)) }
        case "AWS::RDS::DBInstance":
            return [
                Metric("AWS/RDS", "FreeStorageSpace", ("DBInstanceIdentifier", id)),
                Metric("AWS/RDS", "TotalBackupStorageBilled", ("DBInstanceIdentifier", id)),
            ]
        case "AWS::RDS::DBCluster":
            return ["BackupRetentionPeriodStorageUsed", "SnapshotStorageUsed", "VolumeBytesUsed"].map {
                Metric("AWS/RDS", $0, ("DBClusterIdentifier", id))
            }
        case "AWS::DynamoDB::Table":
            return ["ConsumedReadCapacityUnits", "ConsumedWriteCapacityUnits"].map {
                Metric("AWS/DynamoDB", $0, ("TableName", id))
            }
        case "AWS::EFS::FileSystem":
            return ["IA", "Standard", "Total"].map {
                Metric("AWS/EFS", "StorageBytes", ("FileSystemId", id), ("StorageClass", $0))
            }
        case "AWS::S3::Bucket":
            return [
                Metric("AWS/S3", "BucketSizeBytes", ("BucketName", id), ("StorageType", "StandardStorage")),
                Metric("AWS/S3", "NumberOfObjects", ("BucketName", id), ("StorageType", "AllStorageTypes")),
            ]
        default: return []
        }
    }

    /// The types whose metrics stand in a namespace, so that only their resources are looked at.
    static func kinds(for metric: Metric) -> [ResourceKind] {
        switch metric.namespace {
        case "AWS/EBS": [.volume]
        case "AWS/RDS": [.database, .cluster]
        case "AWS/DynamoDB": [.table]
        case "AWS/EFS": [.fileSystem]
        case "AWS/S3": [.bucket]
        default: []
        }
    }

    /// Where the values of a resource's metric come from.
    static func source(of metric: Metric, _ resource: SimulatedResource) -> Source? {
        let bytes = Double(resource.sizeInBytes)
        let facts = ResourceDetails(resource)
        let colder = Double(facts.number(below: 60, "infrequent")) / 100
        switch (metric.namespace, metric.name) {
        case ("AWS/EFS", _):
            let shares = ["IA": colder, "Standard": 1 - colder]
            let share = shares[metric["StorageClass"] ?? ""] ?? 1
            return .size(bytes: bytes * share, every: 900)
        case ("AWS/S3", "BucketSizeBytes"): return .size(bytes: bytes, every: 86_400)
        case ("AWS/S3", _):
            let objectSize = Double(64 * 1_024 * (1 + facts.number(below: 200, "object-size")))
            return .size(bytes: (bytes / objectSize).rounded(), every: 86_400)
        case ("AWS/RDS", "FreeStorageSpace"):
            return .size(bytes: bytes * (0.2 + Double(facts.number(below: 60, "free")) / 100), every: 60)
        case ("AWS/RDS", "VolumeBytesUsed"): return .size(bytes: bytes, every: 300)
        case ("AWS/RDS", "BackupRetentionPeriodStorageUsed"): return .size(bytes: bytes * 0.35, every: 86_400)
        case ("AWS/RDS", _): return .size(bytes: bytes * 0.6, every: 86_400)
        case ("AWS/EBS", _), ("AWS/DynamoDB", _):
            let scale = metric.namespace == "AWS/EBS" ? 20_000.0 : 0.4
            let rate = scale * Double(1 + facts.number(below: 400, metric.name))
            return .load(perSecond: rate, words: "\(resource.arn)/\(metric.name)")
        default: return nil
        }
    }
}

extension ResourceMetrics.Source {
    /// The value of a statistic over a stretch of time in milliseconds; nothing where no sample falls into it.
    func value(_ from: Int64, _ to: Int64, _ statistic: String) -> Double? {
        switch self {
        case .size(let bytes, let every):
            let step = every * 1_000
            let first = (from + step - 1).floorDivided(by: step)
            let last = (to - 1).floorDivided(by: step)
            guard first <= last else { return nil }
            let count = Double(last - first + 1)
            let (low, high) = (Self.grown(bytes, at: first * step), Self.grown(bytes, at: last * step))
            switch statistic {
            case "Sum": return (low + high) / 2 * count
            case "SampleCount": return count
            case "Minimum": return low
            case "Maximum": return high
            default: return (low + high) / 2
            }
        case .load(let rate, let words):
            var sum = 0.0
            var rates: [Double] = []
            var begin = from
            while begin < to {
                let day = begin.floorDivided(by: Moment.dayLength)
                let end = min(to, (day + 1) * Moment.dayLength)
                let drawn = Self.rate(rate, words, day)
                sum += drawn * Double(end - begin) / 1_000
                rates.append(drawn)
                begin = end
            }
            // Samples are minutes, whose sums the extremes and the mean are told of.
            let minutes = Double(to - from) / 60_000
            switch statistic {
            case "Sum": return sum
            case "SampleCount": return minutes
            case "Minimum": return (rates.min() ?? 0) * 60
            case "Maximum": return (rates.max() ?? 0) * 60
            default: return minutes > 0 ? sum / minutes : nil
            }
        }
    }

    /// A size at a moment: two in a thousand more with every day, around what the world says for the start of 2026.
    private static func grown(_ bytes: Double, at milliseconds: Int64) -> Double {
        let days = Double(milliseconds) / Double(Moment.dayLength) - 20_454
        return (bytes * (1 + 0.002 * max(-200, min(days, 2_000)))).rounded()
    }

    private static func rate(_ mean: Double, _ words: String, _ day: Int64) -> Double {
        var random = SeededGenerator(0, "load", words, String(day))
        return mean * (0.5 + Double(random.below(1_001)) / 1_000)
    }
}
