/// Any JSON value, as a tree that keeps the order of its members.
///
/// For the simulator, golden files and tests; the client reads and writes without one.
public indirect enum WireValue: Sendable, Hashable {
    /// JSON's `null`.
    case null
    /// A truth value.
    case bool(Bool)
    /// A number without fraction or exponent that fits.
    case integer(Int64)
    /// Any other number.
    case double(Double)
    /// Text.
    case string(String)
    /// Values in order.
    case array([WireValue])
    /// Names and values in order; a name occurs once.
    case object([Member])

    /// One member of an object.
    public struct Member: Sendable, Hashable {
        /// The name.
        public let name: String
        /// The value.
        public let value: WireValue

        /// Makes a member.
        public init(_ name: String, _ value: WireValue) {
            self.name = name
            self.value = value
        }
    }
}

extension WireValue {
    /// The value of that member, or nothing when this is no object or has no such member.
    public subscript(name: String) -> WireValue? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.name == name }?.value
    }

    /// The text, or nothing when this is none.
    public var stringValue: String? {
        if case .string(let text) = self { text } else { nil }
    }

    /// The whole number, or nothing when this is none.
    public var integerValue: Int64? {
        if case .integer(let number) = self { number } else { nil }
    }

    /// The number, whole or not, or nothing when this is none.
    public var doubleValue: Double? {
        switch self {
        case .integer(let number): Double(number)
        case .double(let number): number
        default: nil
        }
    }

    /// The truth value, or nothing when this is none.
    public var boolValue: Bool? {
        if case .bool(let truth) = self { truth } else { nil }
    }

    /// The elements, or nothing when this is no array.
    public var arrayValue: [WireValue]? {
        if case .array(let elements) = self { elements } else { nil }
    }

    /// The members, or nothing when this is no object.
    public var objectValue: [Member]? {
        if case .object(let members) = self { members } else { nil }
    }
}
