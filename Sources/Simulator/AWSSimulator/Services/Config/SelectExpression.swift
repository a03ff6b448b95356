package import AWSWire

/// A query of AWS Config: `SELECT columns [WHERE condition] [GROUP BY properties] [ORDER BY columns]`.
///
/// The documented language: properties of the item itself and of its configuration, the five aggregate functions, `=`, `IN`, `BETWEEN`,
/// `LIKE`, comparisons, `AND`, `OR`, `NOT` and parentheses, and `tags.key`, `tags.value` and `tags.tag` in conditions.
/// Anything else is refused by name. Source: AWS Config Developer Guide, "Query Components", "Limitations".
package struct SelectExpression: Sendable {
    /// What a query asks of every item or group.
    package enum Column: Sendable, Hashable {
        /// A property.
        case property(String)
        /// A function over a property of the items of a group; `COUNT(*)` has none.
        case aggregate(SelectAggregate, property: String?)

        /// The name the results carry.
        package var name: String {
            switch self {
            case .property(let name): name
            case .aggregate(let function, let property): "\(function.rawValue)(\(property ?? "*"))"
            }
        }

        /// Whether it is a function over items.
        package var isAggregate: Bool { if case .aggregate = self { true } else { false } }
    }

    /// One column the results are sorted by.
    package struct Ordering: Sendable, Hashable {
        /// The column.
        package let column: Column
        /// Whether the greatest comes first.
        package let isDescending: Bool
    }

    /// The columns wanted, in order.
    package let columns: [Column]
    /// What the items must meet; nothing for all.
    package let condition: SelectCondition?
    /// The properties whose values make a group, three at most.
    package let groups: [String]
    /// What the results are sorted by.
    package let orderings: [Ordering]

    /// The properties a query can name, and those `*` stands for.
    package static let scalars = [
        "accountId", "arn", "availabilityZone", "awsRegion", "configurationItemCaptureTime", "resourceCreationTime",
        "resourceId", "resourceName", "resourceType", "version",
    ]
    static let tagProperties = ["tags.key", "tags.value", "tags.tag"]

    /// Whether a property is one of the item's own or stands in its configuration, such as `configuration.state.name`.
    static func isScalar(_ property: String) -> Bool {
        let isConfiguration = property.hasPrefix("configuration.") && !property.hasSuffix(".")
        return scalars.contains(property) || isConfiguration && !property.contains("..")
    }

    /// Reads a query.
    ///
    /// - Throws: `InvalidExpressionException` with what is wrong and where.
    package init(_ text: String) throws(ServiceFault) {
        var parser = SelectParser(tokens: try SelectToken.tokens(of: text))
        columns = try parser.columns()
        condition = try parser.condition()
        groups = try parser.groups()
        orderings = try parser.orderings()
        try parser.end()
        try checkAggregation()
    }

    /// The names of the columns, in order.
    package var properties: [String] { columns.map(\.name) }

    /// Whether it asks for groups of items instead of items.
    package var isAggregated: Bool { !groups.isEmpty || columns.contains(where: \.isAggregate) }

    /// Whether the results cannot be cut into pages: sorted by what a function gives.
    package var isUnpaged: Bool { orderings.contains { $0.column.isAggregate } }

    /// Whether an item meets the condition, its properties given by name.
    package func matches(_ values: (String) -> [WireValue]) -> Bool { condition?.holds(values) ?? true }

    /// Whether an account in a Region can hold an item that meets the condition.
    package func canMatch(_ scope: Scope) -> Bool {
        condition?.verdict { property in
            switch property {
            case "accountId": [.string(scope.account)]
            case "awsRegion": [.string(scope.region)]
            default: nil
            }
        } ?? true
    }

    private func checkAggregation() throws(ServiceFault) {
        guard isAggregated else {
            guard !isUnpaged else { throw SelectToken.fault("ORDER BY a function needs an aggregation") }
            return
        }
        guard groups.count <= (isUnpaged ? 1 : 3) else {
            throw SelectToken.fault(
                isUnpaged
                    ? "GROUP BY may contain a single property when ORDER BY references an aggregate function"
                    : "GROUP BY may contain up to three properties")
        }
        for case .property(let name) in columns + orderings.map(\.column) where !groups.contains(name) {
            throw SelectToken.fault("the property \(name) must be in GROUP BY or in an aggregate function")
        }
    }
}
