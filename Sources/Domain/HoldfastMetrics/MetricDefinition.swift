/// What one metric is called, means and is labelled with.
public struct MetricDefinition: Hashable, Sendable {
    /// How a metric behaves.
    public enum Kind: String, Hashable, Sendable {
        /// Goes up and down.
        case gauge
        /// Only grows while the process lives.
        case counter
        /// Counts observations in buckets.
        case histogram
    }

    /// What users may rely on.
    public enum Stability: String, Hashable, Sendable {
        /// Changes come with a note in the changelog.
        case stable
        /// May still change.
        case experimental
    }

    /// The whole name as it stands in text format 0.0.4.
    public let name: String
    /// How it behaves.
    public let kind: Kind
    /// What it means, a sentence with its freshness.
    public let help: String
    /// The names of its labels, in order.
    public let labels: [String]
    /// What users may rely on.
    public let stability: Stability

    /// Describes a metric.
    public init(
        _ name: String, _ kind: Kind, labels: [String] = [], stability: Stability = .stable, help: String
    ) {
        self.name = name
        self.kind = kind
        self.help = help
        self.labels = labels
        self.stability = stability
    }
}

/// One metric with all of its series at one moment.
public struct MetricFamily: Hashable, Sendable {
    /// What it is.
    public let definition: MetricDefinition
    /// Its series, in the order they are written.
    public var samples: [MetricSample]

    /// Joins a metric and its series.
    public init(_ definition: MetricDefinition, _ samples: [MetricSample] = []) {
        self.definition = definition
        self.samples = samples
    }

    /// Adds a series; the values of its labels stand in the order of the definition's labels.
    public mutating func add(_ values: [String] = [], _ value: Double) {
        samples.append(MetricSample(labelValues: values, value: .number(value)))
    }

    /// Adds a series that is a whole number.
    mutating func add(_ values: [String], count: Int) { add(values, Double(count)) }
}

/// One series of a metric.
public struct MetricSample: Hashable, Sendable {
    /// What a series holds.
    public enum Value: Hashable, Sendable {
        /// A number.
        case number(Double)
        /// Observations: for each upper bound the number at or below it, then the sum and the number of all.
        case histogram(buckets: [Bucket], sum: Double, count: UInt64)
    }

    /// The observations at or below a bound.
    public struct Bucket: Hashable, Sendable {
        /// The upper bound; the last of all, infinity, is not listed.
        public let upperBound: Double
        /// How many observations are at or below it.
        public let count: UInt64

        /// Describes a bucket.
        public init(upperBound: Double, count: UInt64) {
            self.upperBound = upperBound
            self.count = count
        }
    }

    /// The values of the labels, in the order of the definition.
    public let labelValues: [String]
    /// What it holds.
    public let value: Value

    /// Describes a series.
    public init(labelValues: [String], value: Value) {
        self.labelValues = labelValues
        self.value = value
    }
}
