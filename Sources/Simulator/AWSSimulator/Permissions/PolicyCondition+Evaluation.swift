extension PolicyCondition {
    /// Whether it holds for the values a request's context has under its key.
    ///
    /// - Parameter actual: The values; nothing where the context has no such key.
    package func holds(for actual: [String]?) -> Bool {
        if comparison == .null { return values.contains { ($0.lowercased() == "true") == (actual == nil) } }
        guard let actual else {
            return ifExists || quantifier == .forAllValues || (quantifier == nil && comparison.isNegated)
        }
        switch quantifier {
        case .forAllValues: return actual.allSatisfy(matches)
        case .forAnyValue: return actual.contains(where: matches)
        case nil: return actual.first.map(matches) ?? (ifExists || comparison.isNegated)
        }
    }

    /// Whether one value matches: one of the compared values, or for a negated comparison none of them.
    private func matches(_ value: String) -> Bool {
        comparison.isNegated ? !values.contains { equals(value, $0) } : values.contains { equals(value, $0) }
    }

    private func equals(_ value: String, _ expected: String) -> Bool {
        switch comparison {
        case .stringEquals, .stringNotEquals: value == expected
        case .stringEqualsIgnoreCase, .stringNotEqualsIgnoreCase, .bool: value.lowercased() == expected.lowercased()
        case .stringLike, .stringNotLike: GlobPattern(policy: expected).matches(value)
        case .arnEquals, .arnLike, .arnNotEquals, .arnNotLike: Self.arn(value, fits: expected)
        case .null: false
        }
    }

    /// Each of the six parts of an ARN is compared by itself, so that `*` in one does not reach into the next.
    ///
    /// Source: AWS IAM User Guide, "IAM JSON policy elements: Condition operators - Amazon Resource Name (ARN)".
    private static func arn(_ value: String, fits pattern: String) -> Bool {
        let parts = value.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false)
        let patterns = pattern.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false)
        guard parts.count == 6, patterns.count == 6 else { return GlobPattern(policy: pattern).matches(value) }
        return zip(parts, patterns).allSatisfy { GlobPattern(policy: String($1)).matches(String($0)) }
    }
}

extension GlobPattern {
    /// Reads a pattern of a policy, in which a backslash is a character like any other.
    package init(policy text: String) { self.init(text.replacing("\\", with: "\\\\")) }
}
