internal import AWSWire

/// AWS Config: the recorder, the rules with their results, and the inventory by query.
///
/// Without a recorder there is no inventory and no rule, as in an account that never switched AWS Config on. Source: AWS
/// Config API Reference, the pages of its operations.
package struct ConfigService: ServiceSimulator {
    /// The service as the dispatcher knows it.
    package let profile = ServiceProfile(
        signingName: "config", wireProtocol: .json(version: "1.1", targetPrefix: "StarlingDoveService"),
        operations: [
            "DescribeComplianceByConfigRule", "DescribeConfigRules", "DescribeConfigurationRecorderStatus",
            "DescribeConfigurationRecorders", "GetComplianceDetailsByConfigRule", "SelectResourceConfig",
        ])

    /// Makes the service.
    package init() {}

    /// Answers one request.
    package func respond(
        to request: ServiceRequest, in world: inout SimulatedWorld
    ) throws(ServiceFault) -> ServiceReply {
        try world.answer(request) { region throws(ServiceFault) in
            switch request.operation {
            case "DescribeConfigurationRecorders":
                .json(("ConfigurationRecorders", .array(try recorders(request, in: region).map(Self.recorder))))
            case "DescribeConfigurationRecorderStatus":
                .json(("ConfigurationRecordersStatus", .array(try recorders(request, in: region).map(Self.status))))
            case "DescribeConfigRules": try rules(request, in: region)
            case "DescribeComplianceByConfigRule": try compliance(request, in: region)
            case "GetComplianceDetailsByConfigRule": try details(request, in: region)
            default: try select(request, in: region)
            }
        }
    }
}

extension ConfigService {
    private static let badToken = ServiceFault("InvalidNextTokenException", "The specified next token is not valid.")

    private func recorders(
        _ request: ServiceRequest, in region: RegionState
    ) throws(ServiceFault) -> [(name: String, region: RegionState)] {
        let running = region.config.recorderName
        for name in request.parameters["ConfigurationRecorderNames"]?.textsValue ?? [] where name != running {
            throw ServiceFault(
                "NoSuchConfigurationRecorderException",
                "Cannot find configuration recorder with the specified name '\(name)'.")
        }
        return running.map { [($0, region)] } ?? []
    }

    private static func arn(of name: String, _ scope: Scope) -> String {
        let id = ResourceDetails(arn: "\(scope.account)/\(scope.region)/\(name)").hex(16, "recorder")
        return "arn:aws:config:\(scope.region):\(scope.account):configuration-recorder/\(name)/\(id)"
    }

    private static func recorder(_ recorder: (name: String, region: RegionState)) -> WireValue {
        let scope = recorder.region.scope
        let role = "arn:aws:iam::\(scope.account):role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig"
        return .record(
            ("arn", .string(arn(of: recorder.name, scope))), ("name", .string(recorder.name)),
            ("roleARN", .string(role)),
            (
                "recordingGroup",
                .record(
                    ("allSupported", .bool(true)), ("includeGlobalResourceTypes", .bool(false)),
                    ("resourceTypes", .array([])),
                    ("recordingStrategy", .record(("useOnly", .string("ALL_SUPPORTED_RESOURCE_TYPES")))))
            ),
            ("recordingMode", .record(("recordingFrequency", .string("CONTINUOUS")))),
            ("recordingScope", .string("PAID")))
    }

    private static func status(_ recorder: (name: String, region: RegionState)) -> WireValue {
        let changed = recorder.region.config.evaluatedAt
        return .record(
            ("arn", .string(arn(of: recorder.name, recorder.region.scope))), ("name", .string(recorder.name)),
            ("lastStartTime", .time(Moment(day: changed.day - 365))), ("recording", .bool(true)),
            ("lastStatus", .string("Success")), ("lastStatusChangeTime", .time(changed)))
    }

    private func rules(_ request: ServiceRequest, in region: RegionState) throws(ServiceFault) -> ServiceReply {
        let page = try Self.page(try named(request, in: region), of: request, standard: 25, limit: nil)
        return .json(("ConfigRules", .array(page.items.map(Self.rule))), ("NextToken", .text(page.next)))
    }

    private static func rule(_ rule: ConfigRule) -> WireValue {
        .record(
            ("ConfigRuleName", .string(rule.name)), ("ConfigRuleArn", .string(rule.arn)),
            ("ConfigRuleId", .string(rule.id)), ("Description", .string(rule.summary)),
            ("Scope", .record(("ComplianceResourceTypes", .texts(rule.kinds.map(\.rawValue))))),
            ("Source", .record(("Owner", .string("AWS")), ("SourceIdentifier", .string(rule.sourceIdentifier)))),
            ("InputParameters", .string(rule.inputParameters)),
            ("MaximumExecutionFrequency", .string("TwentyFour_Hours")), ("ConfigRuleState", .string("ACTIVE")),
            ("EvaluationModes", .array([.record(("Mode", .string("DETECTIVE")))])))
    }

    private func compliance(_ request: ServiceRequest, in region: RegionState) throws(ServiceFault) -> ServiceReply {
        let types = try Self.complianceTypes(
            of: request, allowed: ["COMPLIANT", "NON_COMPLIANT", "INSUFFICIENT_DATA"])
        let chosen = try named(request, in: region).filter { types.isEmpty || types.contains($0.compliance) }
        let page = try Self.page(chosen, of: request, standard: 25, limit: nil)
        let list = page.items.map { rule in
            let count = rule.nonCompliant.count
            let contributors = WireValue.record(
                ("CappedCount", .integer(Int64(min(count, 25)))), ("CapExceeded", .bool(count > 25)))
            return WireValue.record(
                ("ConfigRuleName", .string(rule.name)),
                (
                    "Compliance",
                    .record(
                        ("ComplianceType", .string(rule.compliance)),
                        ("ComplianceContributorCount", count > 0 ? contributors : nil))
                ))
        }
        return .json(("ComplianceByConfigRules", .array(list)), ("NextToken", .text(page.next)))
    }

    private func details(_ request: ServiceRequest, in region: RegionState) throws(ServiceFault) -> ServiceReply {
        var problems = ValidationProblems()
        problems.require(request.parameters["ConfigRuleName"], "configRuleName")
        let limit = request.parameters["Limit"]?.integerValue
        problems.checkRange(limit, 0...100, "limit")
        if let message = problems.message { throw ServiceFault("ValidationException", message) }
        let name = request.parameters["ConfigRuleName"]?.stringValue ?? ""
        guard let rule = region.config.rules.first(where: { $0.name == name }) else { throw Self.noSuchRule(name) }
        let allowed = ["COMPLIANT", "NON_COMPLIANT", "NOT_APPLICABLE"]
        let types = try Self.complianceTypes(of: request, allowed: allowed)
        let results = rule.nonCompliant.map { ($0, "NON_COMPLIANT") } + rule.compliant.map { ($0, "COMPLIANT") }
        let chosen = results.filter { types.isEmpty || types.contains($0.1) }
        let wanted = limit.flatMap { $0 == 0 ? nil : Int($0) }
        let page = try Self.page(chosen, of: request, standard: 10, limit: wanted, about: [name] + types)
        let byARN = Dictionary(region.resources.map { ($0.arn, $0) }, uniquingKeysWith: { first, _ in first })
        let list = page.items.compactMap { arn, compliance in
            byARN[arn].map { Self.result(of: rule, $0, compliance, at: region.config.evaluatedAt) }
        }
        return .json(("EvaluationResults", .array(list)), ("NextToken", .text(page.next)))
    }

    private static func result(
        of rule: ConfigRule, _ resource: SimulatedResource, _ compliance: String, at moment: Moment
    ) -> WireValue {
        let qualifier = WireValue.record(
            ("ConfigRuleName", .string(rule.name)), ("ResourceType", .string(resource.kind.rawValue)),
            ("ResourceId", .string(ConfigItem.id(of: resource))), ("EvaluationMode", .string("DETECTIVE")))
        return .record(
            (
                "EvaluationResultIdentifier",
                .record(("EvaluationResultQualifier", qualifier), ("OrderingTimestamp", .time(moment)))
            ),
            ("ComplianceType", .string(compliance)), ("ResultRecordedTime", .time(moment.adding(seconds: 2))),
            ("ConfigRuleInvokedTime", .time(moment)))
    }

    private func select(_ request: ServiceRequest, in region: RegionState) throws(ServiceFault) -> ServiceReply {
        let limit = request.parameters["Limit"]?.integerValue
        guard limit.map({ (0...100).contains($0) }) ?? true else {
            throw ServiceFault("InvalidLimitException", "The specified limit is outside the allowable range.")
        }
        let text = request.parameters["Expression"]?.stringValue ?? ""
        let query = try SelectExpression(text)
        let items = (region.config.recorderName == nil ? [] : ConfigItem.all(in: region))
            .filter { $0.capturedAt <= request.now && query.matches($0.values) }
        let wanted = limit.flatMap { $0 == 0 ? nil : Int($0) }
        let page = try Self.page(items, of: request, standard: 25, limit: wanted, about: [text])
        let results = page.items.map { item in
            String(decoding: item.selected(query.properties).jsonBytes(), as: UTF8.self)
        }
        let fields = query.properties.map { WireValue.record(("Name", .string($0))) }
        return .json(
            ("Results", .texts(results)), ("QueryInfo", .record(("SelectFields", .array(fields)))),
            ("NextToken", .text(page.next)))
    }

    private func named(_ request: ServiceRequest, in region: RegionState) throws(ServiceFault) -> [ConfigRule] {
        guard let names = request.parameters["ConfigRuleNames"]?.textsValue, !names.isEmpty else {
            return region.config.rules
        }
        for name in names where !region.config.rules.contains(where: { $0.name == name }) {
            throw Self.noSuchRule(name)
        }
        return region.config.rules.filter { names.contains($0.name) }
    }

    private static func noSuchRule(_ name: String) -> ServiceFault {
        ServiceFault(
            "NoSuchConfigRuleException",
            "The ConfigRule '\(name)' provided in the request is invalid. Please check the configRule name.")
    }

    private static func complianceTypes(
        of request: ServiceRequest, allowed: [String]
    ) throws(ServiceFault) -> [String] {
        let types = request.parameters["ComplianceTypes"]?.textsValue ?? []
        for type in types where !allowed.contains(type) {
            throw ServiceFault("InvalidParameterValueException", "The compliance type \(type) is not supported here.")
        }
        return types
    }

    private static func page<Item>(
        _ items: [Item], of request: ServiceRequest, standard: Int, limit: Int?, about: [String] = []
    ) throws(ServiceFault) -> (items: ArraySlice<Item>, next: String?) {
        try Paging(standard: standard, maximum: 100).page(
            items, token: request.parameters["NextToken"]?.stringValue, limit: limit,
            purpose: [request.operation, request.account, request.region] + about, badToken: badToken)
    }
}
