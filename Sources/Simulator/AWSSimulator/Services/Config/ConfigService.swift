internal import AWSWire

/// AWS Config: the recorder, the rules with their results, the inventory by query, and aggregators over many accounts.
///
/// Without a recorder there is no inventory and no rule, as in an account that never switched AWS Config on. Source: AWS
/// Config API Reference, the pages of its operations.
package struct ConfigService: ServiceSimulator {
    /// The service as the dispatcher knows it.
    package let profile = ServiceProfile(
        signingName: "config", wireProtocol: .json(version: "1.1", targetPrefix: "StarlingDoveService"),
        operations: regionalOperations.union(aggregateOperations))

    /// The operations about one account in one Region.
    private static let regionalOperations: Set<String> = [
        "BatchGetResourceConfig", "DeleteConfigRule", "DeleteConfigurationAggregator", "DescribeComplianceByConfigRule",
        "DescribeComplianceByResource", "DescribeConfigRuleEvaluationStatus", "DescribeConfigRules",
        "DescribeConfigurationAggregators", "DescribeConfigurationRecorderStatus", "DescribeConfigurationRecorders",
        "DescribeDeliveryChannelStatus", "DescribeDeliveryChannels", "GetComplianceDetailsByConfigRule",
        "GetComplianceDetailsByResource", "GetComplianceSummaryByConfigRule", "ListDiscoveredResources",
        "PutConfigRule", "PutEvaluations", "SelectResourceConfig", "StartConfigRulesEvaluation",
    ]

    /// The operations that look into other accounts, or ask the organization whether they may.
    private static let aggregateOperations: Set<String> = [
        "BatchGetAggregateResourceConfig", "DescribeAggregateComplianceByConfigRules",
        "DescribeConfigurationAggregatorSourcesStatus", "GetAggregateComplianceDetailsByConfigRule",
        "GetAggregateConfigRuleComplianceSummary", "GetAggregateDiscoveredResourceCounts",
        "ListAggregateDiscoveredResources", "PutConfigurationAggregator", "SelectAggregateResourceConfig",
    ]

    /// Makes the service.
    package init() {}

    /// Answers one request.
    package func respond(
        to request: ServiceRequest, in world: inout SimulatedWorld
    ) throws(ServiceFault) -> ServiceReply {
        if Self.aggregateOperations.contains(request.operation) { return try aggregate(request, in: &world) }
        let seed = world.options.seed
        return try world.answer(request) { region throws(ServiceFault) in
            switch request.operation {
            case "PutConfigRule": try putRule(request, in: &region, seed: seed)
            case "DeleteConfigRule": try deleteRule(request, in: &region)
            case "StartConfigRulesEvaluation": try startEvaluation(request, in: &region)
            case "PutEvaluations": try putEvaluations(request, in: &region, seed: seed)
            case "DeleteConfigurationAggregator": try deleteAggregator(request, in: &region)
            default: try read(request, in: region)
            }
        }
    }

    private func read(_ request: ServiceRequest, in region: RegionState) throws(ServiceFault) -> ServiceReply {
        switch request.operation {
        case "BatchGetResourceConfig": try batchGet(request, in: region)
        case "DescribeComplianceByConfigRule": try compliance(request, in: region)
        case "DescribeComplianceByResource": try complianceByResource(request, in: region)
        case "DescribeConfigRuleEvaluationStatus": try evaluationStatus(request, in: region)
        case "DescribeConfigRules": try rules(request, in: region)
        case "DescribeConfigurationAggregators": try aggregators(request, in: region)
        case "DescribeConfigurationRecorderStatus": try recorderStatus(request, in: region)
        case "DescribeConfigurationRecorders": try recorders(request, in: region)
        case "DescribeDeliveryChannelStatus": try deliveryChannelStatus(request, in: region)
        case "DescribeDeliveryChannels": try deliveryChannels(request, in: region)
        case "GetComplianceDetailsByConfigRule": try details(request, in: region)
        case "GetComplianceDetailsByResource": try detailsByResource(request, in: region)
        case "GetComplianceSummaryByConfigRule": complianceSummary(in: region)
        case "ListDiscoveredResources": try discovered(request, in: region)
        default: try select(request, in: region)
        }
    }
}

extension ConfigService {
    static let badToken = ServiceFault("InvalidNextTokenException", "The specified next token is not valid.")

    static let noRecorder = ServiceFault(
        "NoAvailableConfigurationRecorderException", "No configuration recorders are available to record resources.")

    static func invalid(_ message: String) -> ServiceFault { ServiceFault("InvalidParameterValueException", message) }

    /// The caller's limit, refused as `InvalidLimitException` outside the bounds; zero means the default.
    static func limit(
        of request: ServiceRequest, upTo most: Int64 = 100, standard: Int, _ name: String = "Limit"
    ) throws(ServiceFault) -> Int {
        guard let limit = request.parameters[name]?.integerValue else { return standard }
        guard (0...most).contains(limit) else {
            throw ServiceFault("InvalidLimitException", "The specified limit is outside the allowable range.")
        }
        return limit == 0 ? standard : Int(limit)
    }

    /// The caller's limit, refused as common validation does outside the bounds; zero means the default.
    static func checkedLimit(
        of request: ServiceRequest, upTo most: Int64 = 100, standard: Int
    ) throws(ServiceFault) -> Int {
        var problems = ValidationProblems()
        let limit = request.parameters["Limit"]?.integerValue
        problems.checkRange(limit, 0...most, "limit")
        try refuse(problems)
        return limit.flatMap { $0 == 0 ? nil : Int($0) } ?? standard
    }

    /// Refuses a request whose parameters have problems.
    static func refuse(_ problems: ValidationProblems) throws(ServiceFault) {
        if let message = problems.message { throw ServiceFault("ValidationException", message) }
    }

    static func page<Item>(
        _ items: [Item], of request: ServiceRequest, limit: Int, about: [String] = [], token: String = "NextToken"
    ) throws(ServiceFault) -> (items: ArraySlice<Item>, next: String?) {
        try Paging(standard: limit, maximum: 1_000).page(
            items, token: request.parameters[token]?.stringValue, limit: limit,
            purpose: [request.operation, request.account, request.region] + about, badToken: badToken)
    }

    static func complianceTypes(
        of request: ServiceRequest, allowed: [String]
    ) throws(ServiceFault) -> [String] {
        let types = request.parameters["ComplianceTypes"]?.textsValue ?? []
        for type in types where !allowed.contains(type) {
            throw invalid("The compliance type \(type) is not supported here.")
        }
        return types
    }
}
