internal import AWSWire

/// One rule's result for one resource, whether the rule is AWS's own or a function put it.
struct ConfigResult: Sendable {
    /// The resource a result is about, as AWS Config names it.
    struct Subject: Sendable, Hashable, Comparable {
        let type: String
        let id: String

        static func < (left: Subject, right: Subject) -> Bool { (left.type, left.id) < (right.type, right.id) }
    }

    let rule: ConfigRule
    let subject: Subject
    let compliance: String
    let annotation: String?
    let orderedAt: Moment
    let invokedAt: Moment
    let recordedAt: Moment

    /// Every result of a rule, those not compliant first.
    static func all(of rule: ConfigRule, in region: RegionState) -> [ConfigResult] {
        let byARN = Dictionary(region.resources.map { ($0.arn, $0) }, uniquingKeysWith: { first, _ in first })
        return all(of: rule, in: region, byARN: byARN)
    }

    /// Every result of every rule, in the order of the rules.
    static func all(in region: RegionState) -> [ConfigResult] {
        let byARN = Dictionary(region.resources.map { ($0.arn, $0) }, uniquingKeysWith: { first, _ in first })
        return region.config.rules.flatMap { all(of: $0, in: region, byARN: byARN) }
    }

    /// When a rule was last evaluated; nothing for a custom rule whose function was never invoked.
    static func invocation(of rule: ConfigRule, in region: RegionState) -> Moment? {
        guard let definition = rule.definition else {
            return max(region.config.evaluatedAt, rule.startedAt ?? region.config.evaluatedAt)
        }
        if definition.owner != "AWS" {
            return ([rule.startedAt] + rule.evaluations.map(\.invokedAt)).compactMap { $0 }.max()
        }
        return max(definition.createdAt, region.config.evaluatedAt, rule.startedAt ?? definition.createdAt)
    }

    private static func all(
        of rule: ConfigRule, in region: RegionState, byARN: [String: SimulatedResource]
    ) -> [ConfigResult] {
        let moment = invocation(of: rule, in: region) ?? region.config.evaluatedAt
        let judged = rule.nonCompliant.map { ($0, "NON_COMPLIANT") } + rule.compliant.map { ($0, "COMPLIANT") }
        let managed = judged.compactMap { arn, compliance in
            byARN[arn].map { resource in
                ConfigResult(
                    rule: rule, subject: Subject(type: resource.kind.configType, id: ConfigItem.id(of: resource)),
                    compliance: compliance, annotation: nil, orderedAt: moment, invokedAt: moment,
                    recordedAt: moment.adding(seconds: 2))
            }
        }
        let put = rule.evaluations.map { result in
            ConfigResult(
                rule: rule, subject: Subject(type: result.resourceType, id: result.resourceID),
                compliance: result.compliance, annotation: result.annotation, orderedAt: result.orderedAt,
                invokedAt: result.invokedAt, recordedAt: result.recordedAt)
        }
        return managed + put.sorted { ($1.compliance, $0.subject) < ($0.compliance, $1.subject) }
    }

    /// The result as the operations of one account give it, with what an aggregator adds.
    func value(scope: Scope? = nil) -> WireValue {
        let qualifier = WireValue.record(
            ("ConfigRuleName", .string(rule.name)), ("ResourceType", .string(subject.type)),
            ("ResourceId", .string(subject.id)), ("EvaluationMode", .string("DETECTIVE")))
        return .record(
            (
                "EvaluationResultIdentifier",
                .record(("EvaluationResultQualifier", qualifier), ("OrderingTimestamp", .time(orderedAt)))
            ),
            ("ComplianceType", .string(compliance)), ("ResultRecordedTime", .time(recordedAt)),
            ("ConfigRuleInvokedTime", .time(invokedAt)), ("Annotation", .text(annotation)),
            ("AccountId", .text(scope?.account)), ("AwsRegion", .text(scope?.region)))
    }
}
