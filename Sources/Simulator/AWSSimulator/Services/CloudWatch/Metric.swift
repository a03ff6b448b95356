internal import AWSWire

/// A metric by namespace, name and dimensions.
struct Metric: Sendable, Hashable {
    /// One dimension.
    struct Dimension: Sendable, Hashable {
        let name: String
        let value: String
    }

    let namespace: String
    let name: String
    let dimensions: [Dimension]

    init(namespace: String, name: String, dimensions: [Dimension]) {
        self.namespace = namespace
        self.name = name
        self.dimensions = dimensions.sorted { $0.name < $1.name }
    }

    init(_ namespace: String, _ name: String, _ dimensions: (String, String)...) {
        self.init(
            namespace: namespace, name: name, dimensions: dimensions.map { Dimension(name: $0.0, value: $0.1) })
    }

    /// The value of a dimension.
    subscript(dimension: String) -> String? { dimensions.first { $0.name == dimension }?.value }

    var wireValue: WireValue {
        .record(
            ("Namespace", .string(namespace)), ("MetricName", .string(name)),
            (
                "Dimensions",
                .array(dimensions.map { .record(("Name", .string($0.name)), ("Value", .string($0.value))) })
            ))
    }
}

/// One point of a metric.
struct MetricPoint: Sendable, Hashable {
    let at: Moment
    let value: Double
}
