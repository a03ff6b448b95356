internal import AWSWire

/// What a `GetMetricData` call asks for.
struct MetricDataInput {
    /// One metric and how it is to be told.
    struct Query {
        let id: String
        let metric: Metric
        let period: Int64
        let statistic: String
        let label: String
        let returnsData: Bool
    }

    let queries: [Query]
    let start: Moment
    let end: Moment
    let isAscending: Bool
    let mostDatapoints: Int?

    private static let statistics: Set<String> = ["Average", "Maximum", "Minimum", "SampleCount", "Sum"]

    init(_ parameters: WireValue) throws(ServiceFault) {
        guard let start = parameters["StartTime"]?.doubleValue, let end = parameters["EndTime"]?.doubleValue else {
            throw CloudWatchService.fault("MissingParameter", "The parameters StartTime and EndTime are required.")
        }
        guard start < end, (0...9e12).contains(start), (0...9e12).contains(end) else {
            throw CloudWatchService.fault(
                "ValidationError", "The parameter StartTime must be less than the parameter EndTime.")
        }
        self.start = Moment(milliseconds: Int64(start * 1_000))
        self.end = Moment(milliseconds: Int64(end * 1_000))
        let order = parameters["ScanBy"]?.stringValue ?? "TimestampDescending"
        guard ["TimestampAscending", "TimestampDescending"].contains(order) else {
            throw CloudWatchService.fault("ValidationError", "The value \(order) for ScanBy is not valid.")
        }
        isAscending = order == "TimestampAscending"
        mostDatapoints = parameters["MaxDatapoints"]?.integerValue.map { Int(max(1, $0)) }
        guard let list = parameters["MetricDataQueries"]?.arrayValue, !list.isEmpty else {
            throw CloudWatchService.fault("MissingParameter", "The parameter MetricDataQueries is required.")
        }
        var queries: [Query] = []
        for item in list {
            let query = try Self.query(item)
            guard !queries.contains(where: { $0.id == query.id }) else {
                throw CloudWatchService.fault(
                    "ValidationError", "The values for parameter id in MetricDataQueries are not unique.")
            }
            queries.append(query)
        }
        self.queries = queries
    }

    private static func query(_ item: WireValue) throws(ServiceFault) -> Query {
        let id = item["Id"]?.stringValue ?? ""
        guard let first = id.first, first.isASCII, first.isLowercase,
            id.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") })
        else {
            throw CloudWatchService.fault(
                "ValidationError",
                "The value \(id) for parameter MetricDataQueries.member.1.Id is not matching the expected pattern ^[a-z][a-zA-Z0-9_]*$."
            )
        }
        guard item["Expression"] == nil else {
            throw CloudWatchService.fault(
                "ValidationError", "Error in expression '\(id)': metric math is not simulated here.")
        }
        guard let stat = item["MetricStat"], let name = stat["Metric"]?["MetricName"]?.stringValue,
            let namespace = stat["Metric"]?["Namespace"]?.stringValue
        else {
            throw CloudWatchService.fault(
                "ValidationError", "The query \(id) must have a MetricStat with a Metric's Namespace and MetricName.")
        }
        let period = stat["Period"]?.integerValue ?? 0
        guard [1, 5, 10, 20, 30].contains(period) || period > 0 && period % 60 == 0 else {
            throw CloudWatchService.fault(
                "ValidationError", "The value \(period) for Period must be 1, 5, 10, 20, 30 or a multiple of 60.")
        }
        let statistic = stat["Stat"]?.stringValue ?? ""
        guard statistics.contains(statistic) else {
            throw CloudWatchService.fault("ValidationError", "The value \(statistic) for Stat is not supported.")
        }
        let dimensions = (stat["Metric"]?["Dimensions"]?.arrayValue ?? []).map { dimension in
            Metric.Dimension(
                name: dimension["Name"]?.stringValue ?? "", value: dimension["Value"]?.stringValue ?? "")
        }
        return Query(
            id: id, metric: Metric(namespace: namespace, name: name, dimensions: dimensions), period: period,
            statistic: statistic, label: item["Label"]?.stringValue ?? name,
            returnsData: item["ReturnData"]?.boolValue ?? true)
    }
}
