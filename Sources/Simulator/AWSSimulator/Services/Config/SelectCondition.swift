package import AWSWire

/// A truth about one item of AWS Config's inventory.
package indirect enum SelectCondition: Sendable, Hashable {
    /// How two values are compared.
    package enum Order: String, Sendable, Hashable {
        /// The value comes before.
        case less = "<"
        /// The value comes before or is equal.
        case atMost = "<="
        /// The value comes after.
        case more = ">"
        /// The value comes after or is equal.
        case atLeast = ">="
    }

    /// A value a query states.
    package enum Literal: Sendable, Hashable {
        /// Text in quotes.
        case text(String)
        /// A number.
        case number(Double)
        /// `true` or `false`.
        case truth(Bool)
    }

    /// A property equals one of the values.
    case isOne(property: String, values: [Literal])
    /// A property matches a pattern with `%` and `_`.
    case like(property: String, pattern: String)
    /// A property comes before or after a value.
    case compares(property: String, Order, Literal)
    /// Both hold.
    case and(SelectCondition, SelectCondition)
    /// One holds, at least.
    case or(SelectCondition, SelectCondition)
    /// It does not hold.
    case not(SelectCondition)

    /// Whether it holds for an item whose properties are given by name; of a property with several values one is enough.
    package func holds(_ values: (String) -> [WireValue]) -> Bool {
        verdict { values($0) } ?? false
    }

    /// Whether it holds, when some properties are not known: nothing when the known ones do not decide.
    ///
    /// Lets a query pass over whole accounts and Regions it names as not wanted.
    package func verdict(_ values: (String) -> [WireValue]?) -> Bool? {
        switch self {
        case .isOne(let property, let wanted):
            return values(property).map { found in found.contains { value in wanted.contains { $0.equals(value) } } }
        case .like(let property, let pattern):
            return values(property).map { found in
                let glob = GlobPattern(sqlLike: pattern)
                return found.contains { $0.stringValue.map(glob.matches) ?? false }
            }
        case .compares(let property, let order, let literal):
            return values(property).map { found in found.contains { order.holds($0, literal) } }
        case .and(let left, let right):
            let (first, second) = (left.verdict(values), right.verdict(values))
            if first == false || second == false { return false }
            return first == nil || second == nil ? nil : true
        case .or(let left, let right):
            let (first, second) = (left.verdict(values), right.verdict(values))
            if first == true || second == true { return true }
            return first == nil || second == nil ? nil : false
        case .not(let inner): return inner.verdict(values).map { !$0 }
        }
    }
}

extension SelectCondition.Literal {
    /// Whether an item's value is this one.
    func equals(_ value: WireValue) -> Bool {
        switch self {
        case .text(let text): value.stringValue == text || value.boolValue.map { String($0) == text } ?? false
        case .number(let number): value.doubleValue == number
        case .truth(let truth): value.boolValue == truth
        }
    }
}

extension SelectCondition.Order {
    /// Whether an item's value stands so to a stated one; texts by their characters, numbers by size.
    func holds(_ value: WireValue, _ literal: SelectCondition.Literal) -> Bool {
        switch literal {
        case .text(let text): value.stringValue.map { compares($0, text) } ?? false
        case .number(let number): value.doubleValue.map { compares($0, number) } ?? false
        case .truth: false
        }
    }

    private func compares<Value: Comparable>(_ left: Value, _ right: Value) -> Bool {
        switch self {
        case .less: left < right
        case .atMost: left <= right
        case .more: left > right
        case .atLeast: left >= right
        }
    }
}
