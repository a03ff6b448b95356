internal import AWSWire

/// The rules of an account in a Region.
extension ConfigService {
    func rules(_ request: ServiceRequest, in region: RegionState) throws(ServiceFault) -> ServiceReply {
        let page = try Self.page(try named(request, in: region), of: request, limit: 25)
        return .json(("ConfigRules", .array(page.items.map(Self.rule))), ("NextToken", .text(page.next)))
    }

    func evaluationStatus(_ request: ServiceRequest, in region: RegionState) throws(ServiceFault) -> ServiceReply {
        let limit = try Self.checkedLimit(of: request, upTo: 50, standard: 25)
        let page = try Self.page(try named(request, in: region), of: request, limit: limit)
        let list = page.items.map { rule in
            let invoked = ConfigResult.invocation(of: rule, in: region)
            return WireValue.record(
                ("ConfigRuleName", .string(rule.name)), ("ConfigRuleArn", .string(rule.arn)),
                ("ConfigRuleId", .string(rule.id)), ("LastSuccessfulInvocationTime", invoked.map { .time($0) }),
                ("LastSuccessfulEvaluationTime", invoked.map { .time($0.adding(seconds: 2)) }),
                (
                    "FirstActivatedTime",
                    .time(rule.definition?.createdAt ?? Moment(day: region.config.evaluatedAt.day - 365))
                ),
                ("FirstEvaluationStarted", .bool(invoked != nil)))
        }
        return .json(("ConfigRulesEvaluationStatus", .array(list)), ("NextToken", .text(page.next)))
    }

    func putRule(
        _ request: ServiceRequest, in region: inout RegionState, seed: UInt64
    ) throws(ServiceFault) -> ServiceReply {
        guard region.config.recorderName != nil else { throw Self.noRecorder }
        let input = try ConfigRuleInput(request.parameters)
        let known = region.config.rules.firstIndex { rule in
            rule.name == input.name || input.name == nil && (rule.id == input.id || rule.arn == input.arn)
        }
        if let index = known {
            region.config.rules[index].apply(input, createdAt: region.config.rules[index].definition?.createdAt)
            ConfigEvaluation.evaluate(index, in: &region, asOf: request.now)
            return ServiceReply(.empty)
        }
        guard let name = input.name, input.id == nil, input.arn == nil else {
            throw Self.invalid("A new rule needs a ConfigRuleName, and neither an id nor an ARN.")
        }
        guard region.config.rules.count < 1_000 else {
            throw ServiceFault(
                "MaxNumberOfConfigRulesExceededException", "The maximum number of rules, 1000, has been reached.")
        }
        var random = SeededGenerator(seed, "rule", region.scope.account, region.scope.region, name, request.requestID)
        let id = "config-rule-\(random.alphanumeric(6))"
        var rule = ConfigRule(
            name: name, id: id,
            arn: "arn:aws:config:\(region.scope.region):\(region.scope.account):config-rule/\(id)",
            sourceIdentifier: "", kinds: [], compliant: [], nonCompliant: [])
        rule.apply(input, createdAt: request.now)
        let index = region.config.rules.firstIndex { $0.name > name } ?? region.config.rules.endIndex
        region.config.rules.insert(rule, at: index)
        ConfigEvaluation.evaluate(index, in: &region, asOf: request.now)
        return ServiceReply(.empty)
    }

    func deleteRule(_ request: ServiceRequest, in region: inout RegionState) throws(ServiceFault) -> ServiceReply {
        var problems = ValidationProblems()
        problems.require(request.parameters["ConfigRuleName"], "configRuleName")
        try Self.refuse(problems)
        let name = request.parameters["ConfigRuleName"]?.stringValue ?? ""
        guard let index = region.config.rules.firstIndex(where: { $0.name == name }) else {
            throw Self.noSuchRule(name)
        }
        region.config.rules.remove(at: index)
        return ServiceReply(.empty)
    }

    func startEvaluation(_ request: ServiceRequest, in region: inout RegionState) throws(ServiceFault) -> ServiceReply {
        let names = request.parameters["ConfigRuleNames"]?.textsValue ?? []
        guard (1...25).contains(names.count) else {
            throw Self.invalid("ConfigRuleNames must hold 1 to 25 names.")
        }
        let rules = try named(request, in: region)
        for rule in rules {
            if let started = rule.startedAt, started.adding(seconds: 60) > request.now {
                throw ServiceFault(
                    "LimitExceededException",
                    "StartConfigRulesEvaluation can be called for the rule \(rule.name) once per minute.")
            }
        }
        for index in region.config.rules.indices where names.contains(region.config.rules[index].name) {
            region.config.rules[index].startedAt = request.now
            ConfigEvaluation.evaluate(index, in: &region, asOf: request.now)
        }
        return .json()
    }

    func putEvaluations(
        _ request: ServiceRequest, in region: inout RegionState, seed: UInt64
    ) throws(ServiceFault) -> ServiceReply {
        let (token, results) = try PutEvaluationsInput.read(request)
        let failed = results.filter(\.isFailed).map(\.given)
        if request.parameters["TestMode"]?.boolValue == true { return .json(("FailedEvaluations", .array(failed))) }
        guard let invocation = ConfigInvocation(token: token, scope: region.scope, seed: seed) else {
            throw ServiceFault("InvalidResultTokenException", "The specified ResultToken is invalid.")
        }
        guard let index = region.config.rules.firstIndex(where: { $0.name == invocation.ruleName }) else {
            throw Self.noSuchRule(invocation.ruleName)
        }
        for input in results where !input.isFailed {
            let (result, isDropped) = input.evaluation(invokedAt: invocation.moment, at: request.now)
            region.config.rules[index].take(result, isDropped: isDropped)
        }
        return .json(("FailedEvaluations", .array(failed)))
    }

    func named(_ request: ServiceRequest, in region: RegionState) throws(ServiceFault) -> [ConfigRule] {
        guard let names = request.parameters["ConfigRuleNames"]?.textsValue, !names.isEmpty else {
            return region.config.rules
        }
        for name in names where !region.config.rules.contains(where: { $0.name == name }) {
            throw Self.noSuchRule(name)
        }
        return region.config.rules.filter { names.contains($0.name) }
    }

    static func noSuchRule(_ name: String) -> ServiceFault {
        ServiceFault(
            "NoSuchConfigRuleException",
            "The ConfigRule '\(name)' provided in the request is invalid. Please check the configRule name.")
    }

    private static func rule(_ rule: ConfigRule) -> WireValue {
        let born: [(String, WireValue?)] = [
            ("Description", .string(rule.summary)),
            ("Scope", .record(("ComplianceResourceTypes", .texts(ResourceKind.configTypes(of: rule.kinds))))),
            ("Source", .record(("Owner", .string("AWS")), ("SourceIdentifier", .string(rule.sourceIdentifier)))),
            ("InputParameters", .string(rule.inputParameters)),
            ("MaximumExecutionFrequency", .string("TwentyFour_Hours")),
        ]
        let members: [(String, WireValue?)] = rule.definition?.members.map { ($0.name, $0.value) } ?? born
        let names: [(String, WireValue?)] = [
            ("ConfigRuleName", .string(rule.name)), ("ConfigRuleArn", .string(rule.arn)),
            ("ConfigRuleId", .string(rule.id)),
        ]
        let state: [(String, WireValue?)] = [
            ("ConfigRuleState", .string("ACTIVE")),
            ("EvaluationModes", .array([.record(("Mode", .string("DETECTIVE")))])),
        ]
        return .record(names + members + state)
    }
}
