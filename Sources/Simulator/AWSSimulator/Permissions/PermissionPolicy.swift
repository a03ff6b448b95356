/// A permissions policy of IAM, checked: every construct in it can be evaluated.
///
/// Source: AWS IAM User Guide, "IAM JSON policy element reference" and "Policy evaluation logic".
package struct PermissionPolicy: Sendable, Hashable {
    /// What a statement does.
    package enum Effect: String, Sendable, Hashable {
        /// It grants.
        case allow = "Allow"
        /// It refuses, whatever else grants.
        case deny = "Deny"
    }

    /// Which actions or resources a statement means.
    package enum Extent: Sendable, Hashable {
        /// Those that fit one of the patterns.
        case only([String])
        /// Those that fit none of the patterns: `NotAction`, `NotResource`.
        case allBut([String])

        /// The patterns.
        package var patterns: [String] {
            switch self {
            case .only(let patterns), .allBut(let patterns): patterns
            }
        }
    }

    /// One statement.
    package struct Statement: Sendable, Hashable {
        /// The name it was given.
        package var sid: String?
        /// What it does.
        package var effect: Effect
        /// The actions; their case does not count.
        package var actions: Extent
        /// The resources.
        package var resources: Extent
        /// Comparisons that must all hold.
        package var conditions: [PolicyCondition]
    }

    /// What stands for the account's twelve digits in a policy that many accounts have.
    package static let accountMark = "${AWS::AccountId}"

    /// The policy's name within its role.
    package let name: String
    /// The document as JSON text, with ``accountMark`` where it names the account.
    package let document: String
    /// The statements, in their order.
    package var statements: [Statement]

    /// The document as an account has it.
    package func document(in account: String) -> String { document.replacing(Self.accountMark, with: account) }

    /// The patterns of actions it grants, in their order, each once.
    package var grantedActions: [String] {
        var seen: Set<String> = []
        return statements.filter { $0.effect == .allow }.flatMap { statement -> [String] in
            if case .only(let patterns) = statement.actions { patterns } else { [] }
        }.filter { seen.insert($0).inserted }
    }
}

/// One comparison of a statement: an operator, a key of the request's context and the values it is compared with.
package struct PolicyCondition: Sendable, Hashable {
    /// The comparisons that can be evaluated.
    package enum Comparison: String, Sendable, Hashable, CaseIterable {
        /// Equal, case counts.
        case stringEquals = "StringEquals"
        /// Not equal, case counts.
        case stringNotEquals = "StringNotEquals"
        /// Equal, case does not count.
        case stringEqualsIgnoreCase = "StringEqualsIgnoreCase"
        /// Not equal, case does not count.
        case stringNotEqualsIgnoreCase = "StringNotEqualsIgnoreCase"
        /// Fits a pattern.
        case stringLike = "StringLike"
        /// Fits no pattern.
        case stringNotLike = "StringNotLike"
        /// An ARN fits a pattern; the same as ``arnLike``.
        case arnEquals = "ArnEquals"
        /// An ARN fits a pattern, part by part.
        case arnLike = "ArnLike"
        /// An ARN fits no pattern; the same as ``arnNotLike``.
        case arnNotEquals = "ArnNotEquals"
        /// An ARN fits no pattern, part by part.
        case arnNotLike = "ArnNotLike"
        /// A truth value.
        case bool = "Bool"
        /// Whether the key is missing.
        case null = "Null"

        /// Whether it holds where a key is missing, and needs every value not to match.
        package var isNegated: Bool { rawValue.contains("Not") }
    }

    /// How the values of a key that can have many are taken together.
    package enum Quantifier: String, Sendable, Hashable {
        /// Each of them must match; none is enough.
        case forAllValues = "ForAllValues"
        /// One of them must match.
        case forAnyValue = "ForAnyValue"
    }

    /// The comparison.
    package let comparison: Comparison
    /// How many values are taken together; nothing for keys with one.
    package let quantifier: Quantifier?
    /// Whether it holds where the key is missing: `…IfExists`.
    package let ifExists: Bool
    /// The context key in lowercase.
    package let key: String
    /// The values it is compared with.
    package let values: [String]
}
