internal import AWSWire

/// AWS Cost Explorer: what the stored backups of the organization cost, by day and month.
///
/// Figures are the recovery points that are held now, each for the time it was held, times the price list; what was
/// deleted since costs nothing here. The management account sees every account, a member its own. Source: AWS Billing
/// API Reference, "GetCostAndUsage", "GetDimensionValues".
package struct CostExplorerService: ServiceSimulator {
    /// The service as the dispatcher knows it.
    package let profile = ServiceProfile(
        signingName: "ce", wireProtocol: .json(version: "1.1", targetPrefix: "AWSInsightsIndexService"),
        operations: ["GetCostAndUsage", "GetDimensionValues"], errorMessageMember: "Message")

    /// Groups on one page.
    private static let pageSize = 5_000

    /// Makes the service.
    package init() {}

    /// Answers one request.
    package func respond(
        to request: ServiceRequest, in world: inout SimulatedWorld
    ) throws(ServiceFault) -> ServiceReply {
        request.operation == "GetCostAndUsage" ? try costs(request, in: &world) : try values(request, in: &world)
    }

    private func costs(_ request: ServiceRequest, in world: inout SimulatedWorld) throws(ServiceFault) -> ServiceReply {
        let query = try CostQuery(request)
        let lines = UsageLedger.lines(for: request, in: &world, query.period, where: query.filter)
        var rows: [CostRow] = []
        for bucket in query.buckets {
            var groups: [[String]: CostSum] = [:]
            if query.groups.isEmpty { groups[[]] = CostSum() }
            for line in lines where bucket.contains(line.day) {
                groups[query.groups.map { line.value(of: $0) ?? "" }, default: CostSum()].add(line)
            }
            rows += groups.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map {
                CostRow(bucket: bucket, keys: $0.key, sum: $0.value)
            }
            if groups.isEmpty { rows.append(CostRow(bucket: bucket, keys: nil, sum: CostSum())) }
        }
        let page = try Paging(standard: Self.pageSize, maximum: Self.pageSize).page(
            rows, token: request.parameters["NextPageToken"]?.stringValue, limit: nil,
            purpose: ["GetCostAndUsage", request.account] + query.purpose,
            badToken: ServiceFault("InvalidNextTokenException", "The pagination token is invalid."))
        let definitions = query.groups.map { key in
            WireValue.record(("Type", .string("DIMENSION")), ("Key", .string(key)))
        }
        return .json(
            ("NextPageToken", .text(page.next)),
            ("GroupDefinitions", definitions.isEmpty ? nil : .array(definitions)),
            ("ResultsByTime", .array(CostRow.results(of: Array(page.items), query, at: request.now))),
            ("DimensionValueAttributes", .array([])))
    }

    private func values(_ request: ServiceRequest, in world: inout SimulatedWorld) throws(ServiceFault) -> ServiceReply
    {
        let period = try CostQuery.period(of: request)
        guard let dimension = request.parameters["Dimension"]?.stringValue,
            UsageLine.dimensions.contains(dimension)
        else { throw CostQuery.invalid("Dimension must be one of \(UsageLine.dimensions.joined(separator: ", ")).") }
        let search = request.parameters["SearchString"]?.stringValue ?? ""
        let filter = try CostFilter(request.parameters["Filter"])
        let lines = UsageLedger.lines(for: request, in: &world, period, where: filter)
        let found = Set(lines.compactMap { $0.value(of: dimension) }).sorted().filter {
            search.isEmpty || $0.contains(search)
        }
        let limit = request.parameters["MaxResults"]?.integerValue ?? 1_000
        guard (1...1_000).contains(limit) else { throw CostQuery.invalid("MaxResults must be between 1 and 1000.") }
        let page = try Paging(standard: 1_000, maximum: 1_000).page(
            found, token: request.parameters["NextPageToken"]?.stringValue, limit: Int(limit),
            purpose: ["GetDimensionValues", request.account, dimension, search, "\(period)"],
            badToken: ServiceFault("InvalidNextTokenException", "The pagination token is invalid."))
        let organization = world.organization
        let list = page.items.map { value in
            let name = dimension == "LINKED_ACCOUNT" ? organization.account(value)?.name : nil
            return WireValue.record(
                ("Value", .string(value)), ("Attributes", .record(("description", .text(name)))))
        }
        return .json(
            ("DimensionValues", .array(list)), ("ReturnSize", .integer(Int64(list.count))),
            ("TotalSize", .integer(Int64(found.count))), ("NextPageToken", .text(page.next)))
    }
}
