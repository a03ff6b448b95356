internal import AWSWire

/// Amazon CloudWatch, read: the metrics of AWS Backup and of the sizes and loads of resources.
///
/// Values follow from the world and the moment asked about; nothing is stored. Metric math is not simulated and refused
/// by name. Source: Amazon CloudWatch API Reference, "GetMetricData", "ListMetrics"; AWS Backup Developer Guide, "AWS
/// Backup metrics with CloudWatch".
package struct CloudWatchService: ServiceSimulator {
    /// The service as the dispatcher knows it.
    package let profile = ServiceProfile(
        signingName: "monitoring",
        wireProtocol: .json(version: "1.0", targetPrefix: "GraniteServiceVersion20100801"),
        operations: ["GetMetricData", "ListMetrics"])

    private static let mostQueries = 500
    private static let mostDatapoints = 100_800
    private static let metricsPerPage = 500

    /// Makes the service.
    package init() {}

    /// Answers one request.
    package func respond(
        to request: ServiceRequest, in world: inout SimulatedWorld
    ) throws(ServiceFault) -> ServiceReply {
        try world.answer(request) { region throws(ServiceFault) in
            request.operation == "ListMetrics" ? try list(request, in: region) : try data(request, in: region)
        }
    }

    private func list(_ request: ServiceRequest, in region: RegionState) throws(ServiceFault) -> ServiceReply {
        let filters = request.parameters["Dimensions"]?.arrayValue ?? []
        guard filters.count <= 10, filters.allSatisfy({ $0["Name"]?.stringValue != nil }) else {
            throw Self.fault("InvalidParameterValueException", "Dimensions takes up to 10 filters, each with a Name.")
        }
        let recent = request.parameters["RecentlyActive"]?.stringValue
        guard recent == nil || recent == "PT3H" else {
            throw Self.fault("InvalidParameterValueException", "RecentlyActive can only be PT3H.")
        }
        let (namespace, name) = (
            request.parameters["Namespace"]?.stringValue, request.parameters["MetricName"]?.stringValue
        )
        guard namespace.map({ !$0.isEmpty && !$0.hasPrefix(":") }) ?? true else {
            throw Self.fault(
                "InvalidParameterValueException", "The value \(namespace ?? "") for Namespace is not valid.")
        }
        let chosen = MetricCatalog.metrics(in: region, at: request.now).filter { metric in
            (namespace == nil || metric.namespace == namespace) && (name == nil || metric.name == name)
                && filters.allSatisfy { filter in
                    metric.dimensions.contains { dimension in
                        dimension.name == filter["Name"]?.stringValue
                            && (filter["Value"]?.stringValue.map { $0 == dimension.value } ?? true)
                    }
                }
        }
        let purpose =
            ["ListMetrics", request.account, request.region, namespace ?? "", name ?? ""]
            + filters.map { "\($0["Name"]?.stringValue ?? "")=\($0["Value"]?.stringValue ?? "*")" }
        let page = try Paging(standard: Self.metricsPerPage, maximum: Self.metricsPerPage).page(
            chosen, token: request.parameters["NextToken"]?.stringValue, limit: nil, purpose: purpose,
            badToken: Self.fault("InvalidParameterValueException", "The token is not valid."))
        return .json(("Metrics", .array(page.items.map(\.wireValue))), ("NextToken", .text(page.next)))
    }

    private func data(_ request: ServiceRequest, in region: RegionState) throws(ServiceFault) -> ServiceReply {
        let input = try MetricDataInput(request.parameters)
        guard input.queries.count <= Self.mostQueries else {
            throw Self.fault("ValidationError", "The collection MetricDataQueries must have at most 500 elements.")
        }
        let points = input.queries.map { query in
            MetricCatalog.points(query.metric, in: region, query: query, from: input.start, to: input.end)
        }
        let purpose =
            ["GetMetricData", request.account, request.region, String(input.start.milliseconds)]
            + [String(input.end.milliseconds)] + input.queries.map(\.id)
        let start = try offset(of: request, purpose)
        let limit = min(Self.mostDatapoints, input.mostDatapoints ?? Self.mostDatapoints)
        var skipped = 0
        var room = limit
        var results: [WireValue] = []
        for (query, all) in zip(input.queries, points) where query.returnsData {
            let ordered = input.isAscending ? all : all.reversed()
            let begin = min(max(0, start - skipped), ordered.count)
            let end = min(ordered.count, begin + room)
            skipped += ordered.count
            room -= end - begin
            let isComplete = end == ordered.count
            results.append(
                .record(
                    ("Id", .string(query.id)), ("Label", .string(query.label)),
                    ("Timestamps", .array(ordered[begin..<end].map { .time($0.at) })),
                    ("Values", .array(ordered[begin..<end].map { .double($0.value) })),
                    ("StatusCode", .string(isComplete ? "Complete" : "PartialData"))))
        }
        let next = start + limit < skipped ? Paging.token(offset: start + limit, purpose: purpose) : nil
        return .json(
            ("MetricDataResults", .array(results)), ("NextToken", .text(next)), ("Messages", .array([])))
    }

    private func offset(of request: ServiceRequest, _ purpose: [String]) throws(ServiceFault) -> Int {
        guard let token = request.parameters["NextToken"]?.stringValue else { return 0 }
        guard let offset = Paging.offset(of: token, purpose: purpose) else {
            throw Self.fault("InvalidNextToken", "The token is not valid.")
        }
        return offset
    }

    /// An error in the form of a service that once spoke the query protocol: its old code stands in a header.
    static func fault(_ code: String, _ message: String) -> ServiceFault {
        let old = code.hasSuffix("ValueException") ? String(code.dropLast("Exception".count)) : code
        return ServiceFault(code, message, headers: [("x-amzn-query-error", "\(old);Sender")])
    }
}
