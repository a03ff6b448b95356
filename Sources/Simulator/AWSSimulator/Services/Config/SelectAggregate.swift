internal import AWSWire

/// A function over the items of a group.
package enum SelectAggregate: String, Sendable, Hashable {
    /// How many items there are, or how many have the property.
    case count = "COUNT"
    /// The sum of a numeric property.
    case sum = "SUM"
    /// The mean of a numeric property.
    case average = "AVG"
    /// The least value.
    case minimum = "MIN"
    /// The greatest value.
    case maximum = "MAX"

    /// What has been taken in of the items so far; grows with nothing.
    struct Tally: Sendable {
        private(set) var count = 0
        private(set) var sum = 0.0
        private(set) var numbers = 0
        private(set) var least: WireValue?
        private(set) var greatest: WireValue?

        /// Takes in an item that is counted without a property.
        mutating func add() { count += 1 }

        /// Takes in the values one item has for the property.
        mutating func add(_ values: [WireValue]) {
            count += values.isEmpty ? 0 : 1
            for value in values {
                if let number = value.doubleValue {
                    sum += number
                    numbers += 1
                }
                if least.map({ SelectAggregate.isBefore(value, $0) }) ?? true { least = value }
                if greatest.map({ SelectAggregate.isBefore($0, value) }) ?? true { greatest = value }
            }
        }
    }

    /// What the function gives; nothing where no item had a value.
    func value(of tally: Tally) -> WireValue? {
        switch self {
        case .count: .integer(Int64(tally.count))
        case .sum: tally.numbers == 0 ? nil : Self.number(tally.sum)
        case .average: tally.numbers == 0 ? nil : .double(tally.sum / Double(tally.numbers))
        case .minimum: tally.least
        case .maximum: tally.greatest
        }
    }

    /// Whether a value comes before another: numbers by size, texts by their characters, numbers before texts.
    static func isBefore(_ left: WireValue, _ right: WireValue) -> Bool {
        if let first = left.doubleValue, let second = right.doubleValue { return first < second }
        if let first = left.stringValue, let second = right.stringValue { return first < second }
        return rank(left) < rank(right)
    }

    private static func rank(_ value: WireValue) -> Int {
        switch value {
        case .bool(let truth): truth ? 1 : 0
        case .integer, .double: 2
        case .string: 3
        default: 4
        }
    }

    private static func number(_ value: Double) -> WireValue {
        value.rounded() == value && abs(value) < 9e15 ? .integer(Int64(value)) : .double(value)
    }
}
