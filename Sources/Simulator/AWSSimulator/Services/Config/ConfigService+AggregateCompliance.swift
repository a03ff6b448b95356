internal import AWSWire

/// What the rules of many accounts and Regions found, seen through an aggregator.
extension ConfigService {
    func aggregateDetails(
        _ request: ServiceRequest, _ view: AggregateView, _ world: SimulatedWorld
    ) throws(ServiceFault) -> ServiceReply {
        var problems = ValidationProblems()
        for (name, path) in [
            ("ConfigRuleName", "configRuleName"), ("AccountId", "accountId"), ("AwsRegion", "awsRegion"),
        ] {
            problems.require(request.parameters[name], path)
        }
        let type = request.parameters["ComplianceType"]?.stringValue
        problems.checkOneOf(
            type, ["COMPLIANT", "NON_COMPLIANT", "NOT_APPLICABLE", "INSUFFICIENT_DATA"], "complianceType")
        try Self.refuse(problems)
        guard type != "INSUFFICIENT_DATA" else {
            throw ServiceFault("ValidationException", "INSUFFICIENT_DATA is not supported for ComplianceType.")
        }
        let limit = try Self.limit(of: request, standard: 50)
        let name = request.parameters["ConfigRuleName"]?.stringValue ?? ""
        let account = request.parameters["AccountId"]?.stringValue ?? ""
        let region = request.parameters["AwsRegion"]?.stringValue ?? ""
        let scopes = view.scopes(in: world, account: account, region: region)
        let results = scopes.flatMap { scope -> [(Scope, ConfigResult)] in
            guard let region = world.recorded(scope, at: request.now),
                let rule = region.config.rules.first(where: { $0.name == name })
            else { return [] }
            return ConfigResult.all(of: rule, in: region).filter { type == nil || $0.compliance == type }
                .map { (scope, $0) }
        }
        let about = [view.aggregator.name, name, account, region, type ?? ""]
        let page = try Self.page(results, of: request, limit: limit, about: about)
        return .json(
            ("AggregateEvaluationResults", .array(page.items.map { $1.value(scope: $0) })),
            ("NextToken", .text(page.next)))
    }

    func aggregateCompliance(
        _ request: ServiceRequest, _ view: AggregateView, _ world: SimulatedWorld
    ) throws(ServiceFault) -> ServiceReply {
        let limit = try Self.limit(of: request, upTo: 1_000, standard: 1_000)
        let filters = request.parameters["Filters"]
        let (name, type) = (filters?["ConfigRuleName"]?.stringValue, filters?["ComplianceType"]?.stringValue)
        let (account, region) = (filters?["AccountId"]?.stringValue, filters?["AwsRegion"]?.stringValue)
        guard type.map({ ["COMPLIANT", "NON_COMPLIANT"].contains($0) }) ?? true else {
            throw ServiceFault(
                "ValidationException", "Only COMPLIANT and NON_COMPLIANT are supported as ComplianceType.")
        }
        let purpose = [
            request.operation, request.account, request.region, view.aggregator.name, name ?? "", type ?? "",
            account ?? "", region ?? "",
        ]
        let start = try PlacePages.Position(token: request.parameters["NextToken"]?.stringValue, purpose: purpose)
        let units = view.scopes(in: world, account: account, region: region).map { [$0] }
        let page = PlacePages(limit: limit).page(from: start, units: units) { scopes in
            scopes.flatMap { scope in
                (world.recorded(scope, at: request.now)?.config.rules ?? []).filter { rule in
                    rule.compliance != "INSUFFICIENT_DATA" && (name == nil || rule.name == name)
                        && (type == nil || rule.compliance == type)
                }.map { rule in
                    WireValue.record(
                        ("ConfigRuleName", .string(rule.name)),
                        ("Compliance", Self.compliance(rule.compliance, contributors: rule.flaggedCount)),
                        ("AccountId", .string(scope.account)), ("AwsRegion", .string(scope.region)))
                }
            }
        }
        return .json(
            ("AggregateComplianceByConfigRules", .array(page.results)),
            ("NextToken", .text(page.next?.token(purpose: purpose))))
    }

    func aggregateSummary(
        _ request: ServiceRequest, _ view: AggregateView, _ world: SimulatedWorld
    ) throws(ServiceFault) -> ServiceReply {
        let limit = try Self.limit(of: request, upTo: 1_000, standard: 1_000)
        let key = request.parameters["GroupByKey"]?.stringValue
        var problems = ValidationProblems()
        problems.checkOneOf(key, ["ACCOUNT_ID", "AWS_REGION"], "groupByKey")
        try Self.refuse(problems)
        let filters = request.parameters["Filters"]
        let (account, region) = (filters?["AccountId"]?.stringValue, filters?["AwsRegion"]?.stringValue)
        var groups: [String: (kept: Int, broken: Int)] = [:]
        for scope in view.scopes(in: world, account: account, region: region) {
            let rules = world.recorded(scope, at: request.now)?.config.rules ?? []
            let name = key == "ACCOUNT_ID" ? scope.account : key == "AWS_REGION" ? scope.region : ""
            groups[name, default: (0, 0)].kept += rules.count { $0.compliance == "COMPLIANT" }
            groups[name, default: (0, 0)].broken += rules.count { $0.compliance == "NON_COMPLIANT" }
        }
        let about = [view.aggregator.name, key ?? "", account ?? "", region ?? ""]
        let page = try Self.page(groups.sorted { $0.key < $1.key }, of: request, limit: limit, about: about)
        let list = page.items.map { name, counts in
            let summary = WireValue.record(
                ("CompliantResourceCount", Self.count(counts.kept, cap: 10_000)),
                ("NonCompliantResourceCount", Self.count(counts.broken, cap: 10_000)),
                ("ComplianceSummaryTimestamp", .time(request.now)))
            return WireValue.record(("GroupName", key.map { _ in .string(name) }), ("ComplianceSummary", summary))
        }
        return .json(
            ("GroupByKey", .text(key)), ("AggregateComplianceCounts", .array(list)), ("NextToken", .text(page.next)))
    }
}
