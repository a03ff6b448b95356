package import AWSWire

/// What AWS Config holds for one account in one Region.
package struct ConfigState: Sendable {
    /// The name of the configuration recorder, when one runs.
    package var recorderName: String?
    /// The rules, sorted by name.
    package var rules: [ConfigRule]
    /// When the rules were last evaluated; they are evaluated once a day.
    package var evaluatedAt: Moment
    /// The aggregators of this account in this Region, sorted by name.
    package var aggregators: [ConfigAggregator] = []
}

/// An AWS Config rule with its last results.
package struct ConfigRule: Sendable, Hashable {
    /// The name.
    package let name: String
    /// The id, `config-rule-…`.
    package let id: String
    /// The ARN.
    package let arn: String
    /// The identifier of the managed rule, such as `EBS_RESOURCES_PROTECTED_BY_BACKUP_PLAN`, or the ARN of a function.
    package var sourceIdentifier: String
    /// The types it judges.
    package var kinds: [ResourceKind]
    /// The key of the tag it asks for; nothing for a rule that asks for a backup plan.
    package var requiredTag: String?
    /// The ARNs found compliant, sorted.
    package var compliant: [String]
    /// The ARNs found not compliant, sorted: the flagged resources.
    package var nonCompliant: [String]
    /// What the caller said who put it; nothing for a rule of the world's birth.
    package var definition: ConfigRuleDefinition?
    /// The results a custom rule's function put, by type and id.
    package var evaluations: [ConfigEvaluationResult] = []
    /// When somebody last asked for an evaluation beyond the daily one.
    package var startedAt: Moment?

    /// What the rule says of all it judges together.
    package var compliance: String {
        let results = Set(evaluations.map(\.compliance))
        if !nonCompliant.isEmpty || results.contains("NON_COMPLIANT") { return "NON_COMPLIANT" }
        return compliant.isEmpty && !results.contains("COMPLIANT") ? "INSUFFICIENT_DATA" : "COMPLIANT"
    }

    /// How many resources it found not compliant.
    package var flaggedCount: Int {
        nonCompliant.count + evaluations.count { $0.compliance == "NON_COMPLIANT" }
    }

    /// What the rule asks for, in words.
    package var summary: String {
        requiredTag.map { "Checks whether resources carry the tag \($0)." }
            ?? "Checks whether resources are protected by a backup plan."
    }

    /// The rule's parameters as JSON text.
    package var inputParameters: String { requiredTag.map { #"{"tag1Key":"\#($0)"}"# } ?? "{}" }
}

/// What a caller of `PutConfigRule` said of a rule, beyond its name.
package struct ConfigRuleDefinition: Sendable, Hashable {
    /// The members of the rule as they are described again, its description, scope and source among them.
    package let members: [WireValue.Member]
    /// Who judges: `AWS`, `CUSTOM_LAMBDA` or `CUSTOM_POLICY`.
    package let owner: String
    /// When it was put first.
    package let createdAt: Moment
}

/// What a custom rule's function found of one resource.
package struct ConfigEvaluationResult: Sendable, Hashable {
    /// The type of the resource.
    package let resourceType: String
    /// The id of the resource, as AWS Config names it.
    package let resourceID: String
    /// `COMPLIANT`, `NON_COMPLIANT` or `INSUFFICIENT_DATA`.
    package let compliance: String
    /// Why, in the function's words.
    package let annotation: String?
    /// The moment the result is about.
    package let orderedAt: Moment
    /// When the function was invoked.
    package let invokedAt: Moment
    /// When AWS Config took the result down.
    package let recordedAt: Moment
}

/// An AWS Config aggregator: a view of many accounts and Regions from one.
package struct ConfigAggregator: Sendable, Hashable {
    /// The accounts an aggregator reads.
    package enum Source: Sendable, Hashable {
        /// The accounts named.
        case accounts([String])
        /// All of the organization, read through a role.
        case organization(roleARN: String)
    }

    /// The name.
    package let name: String
    /// The ARN.
    package let arn: String
    /// The accounts it reads.
    package var source: Source
    /// The Regions it reads; nothing for all.
    package var regions: [String]?
    /// The types of resources and of services' own recorders it is limited to, as the caller gave them.
    package var filters: WireValue?
    /// When it was made.
    package let createdAt: Moment
    /// When it was last changed.
    package var updatedAt: Moment

    /// The ARN of an aggregator of that name.
    package static func arn(of name: String, _ scope: Scope, seed: UInt64) -> String {
        var random = SeededGenerator(seed, "aggregator", scope.account, scope.region, name)
        return "arn:aws:config:\(scope.region):\(scope.account):config-aggregator/"
            + "config-aggregator-\(random.alphanumeric(8))"
    }
}
