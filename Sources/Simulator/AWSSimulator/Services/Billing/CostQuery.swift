internal import AWSWire

/// What a `GetCostAndUsage` call asks for.
struct CostQuery {
    let period: Range<Int64>
    let buckets: [Range<Int64>]
    let filter: CostFilter
    let metrics: [String]
    let groups: [String]

    private static let knownMetrics: Set<String> = [
        "AmortizedCost", "BlendedCost", "NetAmortizedCost", "NetUnblendedCost", "NormalizedUsageAmount",
        "UnblendedCost", "UsageQuantity",
    ]

    init(_ request: ServiceRequest) throws(ServiceFault) {
        period = try Self.period(of: request)
        filter = try CostFilter(request.parameters["Filter"])
        metrics = request.parameters["Metrics"]?.textsValue ?? []
        guard !metrics.isEmpty, metrics.allSatisfy(Self.knownMetrics.contains) else {
            throw Self.invalid("Metrics must name metrics such as UnblendedCost and UsageQuantity.")
        }
        var groups: [String] = []
        for group in request.parameters["GroupBy"]?.arrayValue ?? [] {
            guard group["Type"]?.stringValue == "DIMENSION", let key = group["Key"]?.stringValue,
                UsageLine.dimensions.contains(key)
            else {
                throw Self.invalid(
                    "Results can be grouped by the dimensions \(UsageLine.dimensions.joined(separator: ", ")).")
            }
            groups.append(key)
        }
        guard groups.count <= 2, Set(groups).count == groups.count else {
            throw Self.invalid("Results can be grouped by two different keys at most.")
        }
        self.groups = groups
        switch request.parameters["Granularity"]?.stringValue {
        case "DAILY": buckets = period.map { $0..<$0 + 1 }
        case "MONTHLY": buckets = Self.months(of: period)
        default: throw Self.invalid("Granularity must be DAILY or MONTHLY; hourly data is not enabled.")
        }
    }

    /// What the answer depends on, for page tokens.
    var purpose: [String] { ["\(period)", "\(buckets.count)", filter.purpose] + metrics + groups }

    /// The days a request asks about.
    static func period(of request: ServiceRequest) throws(ServiceFault) -> Range<Int64> {
        let interval = request.parameters["TimePeriod"]
        guard let start = interval?["Start"]?.stringValue.flatMap(day),
            let end = interval?["End"]?.stringValue.flatMap(day)
        else { throw invalid("Start and End of the TimePeriod must be dates such as 2026-11-01.") }
        guard start < end else { throw invalid("Start date (and hour) should be before end date (and hour)") }
        guard start >= request.now.day - 427 else {
            throw invalid("You haven't enabled historical data beyond 14 months")
        }
        return start..<end
    }

    /// The day of a date written `2026-11-01`, as days since the epoch.
    private static func day(_ text: String) -> Int64? {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard text.utf8.count == 10, parts.count == 3, let year = Int(parts[0]), let month = Int(parts[1]),
            let day = Int(parts[2]), (1_970...9_999).contains(year), (1...12).contains(month),
            (1...CalendarFields.length(ofMonth: month, year: year)).contains(day)
        else { return nil }
        return CalendarFields.days(year: year, month: month, day: day)
    }

    /// The calendar months of a period, the first and last cut to it.
    private static func months(of period: Range<Int64>) -> [Range<Int64>] {
        var months: [Range<Int64>] = []
        var begin = period.lowerBound
        while begin < period.upperBound {
            let fields = CalendarFields(Moment(day: begin))
            let first = CalendarFields.days(year: fields.year, month: fields.month, day: 1)
            let end = first + Int64(CalendarFields.length(ofMonth: fields.month, year: fields.year))
            months.append(begin..<min(end, period.upperBound))
            begin = end
        }
        return months
    }

    static func invalid(_ message: String) -> ServiceFault { ServiceFault("ValidationException", message) }
}

/// A truth about usage lines, by their dimensions.
struct CostFilter: Sendable {
    private indirect enum Node: Sendable {
        case isOne(dimension: String, values: Set<String>)
        case all([Node])
        case any([Node])
        case not(Node)
    }

    private let node: Node?
    /// The filter as text.
    let purpose: String

    /// Reads a filter; nothing holds for every line.
    init(_ value: WireValue?) throws(ServiceFault) {
        purpose = value.map { String(decoding: $0.jsonBytes(), as: UTF8.self) } ?? ""
        node = try value.map { value throws(ServiceFault) in try Self.node(value, depth: 0) }
    }

    private static func node(_ value: WireValue, depth: Int) throws(ServiceFault) -> Node {
        guard let member = value.objectValue?.first, value.objectValue?.count == 1, depth < 16 else {
            throw CostQuery.invalid("An expression must have one of Dimensions, And, Or and Not.")
        }
        switch member.name {
        case "And", "Or":
            var nodes: [Node] = []
            for part in member.value.arrayValue ?? [] { nodes.append(try node(part, depth: depth + 1)) }
            guard nodes.count >= 2 else { throw CostQuery.invalid("\(member.name) needs two expressions at least.") }
            return member.name == "And" ? .all(nodes) : .any(nodes)
        case "Not": return .not(try node(member.value, depth: depth + 1))
        case "Dimensions":
            guard let key = member.value["Key"]?.stringValue, UsageLine.dimensions.contains(key),
                let values = member.value["Values"]?.textsValue, !values.isEmpty
            else {
                throw CostQuery.invalid(
                    "Lines can be filtered by the dimensions \(UsageLine.dimensions.joined(separator: ", ")).")
            }
            return .isOne(dimension: key, values: Set(values))
        default: throw CostQuery.invalid("Filters by \(member.name) are not simulated.")
        }
    }

    /// Whether it holds for a line.
    func holds(_ line: UsageLine) -> Bool { verdict { line.value(of: $0) } ?? true }

    /// Whether an account can have lines it holds for.
    func canHold(account: String) -> Bool { verdict { $0 == "LINKED_ACCOUNT" ? account : nil } ?? true }

    private func verdict(_ value: (String) -> String?) -> Bool? { node.flatMap { Self.verdict($0, value) } }

    private static func verdict(_ node: Node, _ value: (String) -> String?) -> Bool? {
        switch node {
        case .isOne(let dimension, let values): return value(dimension).map(values.contains)
        case .not(let inner): return verdict(inner, value).map { !$0 }
        case .all(let nodes):
            let verdicts = nodes.map { verdict($0, value) }
            if verdicts.contains(false) { return false }
            return verdicts.contains(nil) ? nil : true
        case .any(let nodes):
            let verdicts = nodes.map { verdict($0, value) }
            if verdicts.contains(true) { return true }
            return verdicts.contains(nil) ? nil : false
        }
    }
}
