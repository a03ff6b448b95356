/// A query of AWS Config: `SELECT properties [WHERE condition]`.
///
/// The part of the language that inventories use: properties of the item itself and of its configuration, `=`, `<>`, `IN`, `LIKE`, `AND`, `OR`,
/// `NOT` and parentheses, and `tags.key`, `tags.value` and `tags.tag` in conditions. Anything else is refused by name.
/// Source: AWS Config Developer Guide, "Query components".
package struct SelectExpression: Sendable {
    /// A truth about one resource.
    package indirect enum Condition: Sendable, Hashable {
        /// A property equals one of the values.
        case isOne(property: String, values: [String])
        /// A property matches a pattern with `%` and `_`.
        case like(property: String, pattern: String)
        /// Both hold.
        case and(Condition, Condition)
        /// One holds, at least.
        case or(Condition, Condition)
        /// It does not hold.
        case not(Condition)
    }

    /// The properties wanted, in order.
    package let properties: [String]
    /// What the resources must meet; nothing for all.
    package let condition: Condition?

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
        properties = try parser.properties()
        condition = try parser.condition()
    }

    /// Whether a resource meets the condition, its properties given by name.
    package func matches(_ values: (String) -> [String]) -> Bool {
        condition.map { Self.holds($0, values) } ?? true
    }

    private static func holds(_ condition: Condition, _ values: (String) -> [String]) -> Bool {
        switch condition {
        case .isOne(let property, let wanted): values(property).contains { wanted.contains($0) }
        case .like(let property, let pattern):
            values(property).contains { GlobPattern(sqlLike: pattern).matches($0) }
        case .and(let left, let right): holds(left, values) && holds(right, values)
        case .or(let left, let right): holds(left, values) || holds(right, values)
        case .not(let inner): !holds(inner, values)
        }
    }
}

/// One word of a query.
enum SelectToken: Sendable, Hashable {
    case word(String)
    case text(String)
    case sign(String)

    static func fault(_ message: String) -> ServiceFault {
        ServiceFault("InvalidExpressionException", "Error: \(message)")
    }

    static func tokens(of expression: String) throws(ServiceFault) -> [SelectToken] {
        guard (1...4_096).contains(expression.count) else {
            throw fault("the expression must have 1 to 4096 characters")
        }
        var tokens: [SelectToken] = []
        var rest = Substring(expression)
        while let first = rest.first {
            if first.isWhitespace {
                rest.removeFirst()
            } else if first == "'" {
                tokens.append(.text(try quoted(&rest)))
            } else if first.isLetter || first == "_" {
                let word = rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "." }
                rest = rest.dropFirst(word.count)
                tokens.append(.word(String(word)))
            } else if let sign = ["<>", "!=", ",", "(", ")", "=", "*"].first(where: rest.hasPrefix) {
                rest = rest.dropFirst(sign.count)
                tokens.append(.sign(sign))
            } else {
                throw fault("unexpected '\(first)'")
            }
        }
        return tokens
    }

    /// Text between quotes, in which two quotes are one.
    private static func quoted(_ rest: inout Substring) throws(ServiceFault) -> String {
        rest.removeFirst()
        var text = ""
        while let character = rest.popFirst() {
            guard character == "'" else {
                text.append(character)
                continue
            }
            guard rest.first == "'" else { return text }
            text.append("'")
            rest.removeFirst()
        }
        throw fault("a quote is not closed")
    }
}

extension GlobPattern {
    /// Reads a pattern of SQL's `LIKE`.
    init(sqlLike pattern: String) {
        self.init(
            pattern.map { character -> String in
                switch character {
                case "%": "*"
                case "_": "?"
                case "*", "?", "\\": "\\\(character)"
                default: String(character)
                }
            }.joined())
    }
}
