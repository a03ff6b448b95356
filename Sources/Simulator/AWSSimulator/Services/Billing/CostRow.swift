internal import AWSWire

/// What the lines of a group come to.
struct CostSum: Sendable {
    private(set) var cost = 0.0
    private(set) var quantity = 0.0
    private(set) var units: Set<String> = []

    /// Adds a line.
    mutating func add(_ line: UsageLine) {
        cost += line.cost
        quantity += line.quantity
        units.insert(line.row.unit)
    }

    /// One metric as Cost Explorer writes it; quantities of several units are without one.
    func value(of metric: String) -> WireValue {
        switch metric {
        case "UsageQuantity":
            let unit = units.count == 1 ? units.first ?? "N/A" : "N/A"
            return .record(("Amount", .string(Self.text(quantity))), ("Unit", .string(unit)))
        case "NormalizedUsageAmount": return .record(("Amount", .string("0")), ("Unit", .string("N/A")))
        default: return .record(("Amount", .string(Self.text(cost))), ("Unit", .string("USD")))
        }
    }

    /// A number with ten places, those at the end that are zero left out.
    private static func text(_ number: Double) -> String {
        let scaled = (number * 1e10).rounded()
        guard scaled.magnitude < 9e18 else { return String(number) }
        let whole = Int64(scaled)
        let digits = String(String(whole % 10_000_000_000 + 10_000_000_000).dropFirst())
        let fraction = String(digits.reversed().drop { $0 == "0" }.reversed())
        return "\(whole / 10_000_000_000)" + (fraction.isEmpty ? "" : ".\(fraction)")
    }
}

/// One group of one stretch of time.
struct CostRow: Sendable {
    let bucket: Range<Int64>
    /// The values of the keys it is grouped by; nothing where a stretch of time has no group at all.
    let keys: [String]?
    let sum: CostSum

    /// The rows as `ResultsByTime`, a result for each stretch of time.
    static func results(of rows: [CostRow], _ query: CostQuery, at now: Moment) -> [WireValue] {
        var results: [WireValue] = []
        var index = 0
        while index < rows.count {
            let bucket = rows[index].bucket
            let together = rows[index...].prefix { $0.bucket == bucket }
            index += together.count
            let metrics = { (sum: CostSum) in
                WireValue.object(query.metrics.map { WireValue.Member($0, sum.value(of: $0)) })
            }
            let isTotal = query.groups.isEmpty
            let groups = together.compactMap { row in
                isTotal
                    ? nil : row.keys.map { WireValue.record(("Keys", .texts($0)), ("Metrics", metrics(row.sum))) }
            }
            results.append(
                .record(
                    (
                        "TimePeriod",
                        .record(
                            ("Start", .string(date(bucket.lowerBound))), ("End", .string(date(bucket.upperBound))))
                    ),
                    ("Total", isTotal ? together.first.map { metrics($0.sum) } : .object([])),
                    ("Groups", .array(groups)), ("Estimated", .bool(bucket.upperBound > now.day))))
        }
        return results
    }

    private static func date(_ day: Int64) -> String { String(Moment(day: day).iso8601.prefix(10)) }
}
