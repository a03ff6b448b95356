internal import AWSWire

/// What AWS Config records as `AWS::Config::ResourceCompliance`: one resource's results under every rule.
///
/// Source: AWS Config Developer Guide, "Example Queries", "Compliance and Configuration History".
struct ComplianceItem: QueryableItem {
    /// The type of the item.
    static let type = "AWS::Config::ResourceCompliance"

    /// One rule's result.
    struct Verdict {
        let rule: ConfigRule
        let compliance: String
    }

    private let scope: Scope
    private let resourceType: String
    private let resourceID: String
    private let verdicts: [Verdict]
    private let capturedAt: Moment

    /// The items of every resource some rule has a result for, sorted by type and id.
    static func all(in region: RegionState) -> [ComplianceItem] {
        var verdicts: [ConfigResult.Subject: [Verdict]] = [:]
        for result in ConfigResult.all(in: region) {
            verdicts[result.subject, default: []].append(Verdict(rule: result.rule, compliance: result.compliance))
        }
        return verdicts.sorted { $0.key < $1.key }.map { subject, verdicts in
            ComplianceItem(
                scope: region.scope, resourceType: subject.type, resourceID: subject.id, verdicts: verdicts,
                capturedAt: region.config.evaluatedAt.adding(seconds: 90))
        }
    }

    var tags: TagSet { [:] }

    func scalar(_ property: String) -> String? {
        switch property {
        case "accountId": scope.account
        case "awsRegion": scope.region
        case "configurationItemCaptureTime": capturedAt.iso8601
        case "resourceId": "\(resourceType)/\(resourceID)"
        case "resourceType": Self.type
        case "version": "1.3"
        default: nil
        }
    }

    var configuration: WireValue {
        let results = Set(verdicts.map(\.compliance))
        let whole =
            results.contains("NON_COMPLIANT")
            ? "NON_COMPLIANT" : results.contains("COMPLIANT") ? "COMPLIANT" : "INSUFFICIENT_DATA"
        let list = verdicts.map { verdict in
            WireValue.record(
                ("configRuleArn", .string(verdict.rule.arn)), ("configRuleId", .string(verdict.rule.id)),
                ("configRuleName", .string(verdict.rule.name)), ("complianceType", .string(verdict.compliance)))
        }
        return .record(
            ("targetResourceId", .string(resourceID)), ("targetResourceType", .string(resourceType)),
            ("complianceType", .string(whole)), ("configRuleList", .array(list)))
    }
}
