internal import AWSWire

/// What the recorders of many accounts and Regions have taken down, seen through an aggregator.
extension ConfigService {
    func selectAggregate(
        _ request: ServiceRequest, _ view: AggregateView, _ world: SimulatedWorld
    ) throws(ServiceFault) -> ServiceReply {
        var problems = ValidationProblems()
        problems.require(request.parameters["Expression"], "expression")
        try Self.refuse(problems)
        let text = request.parameters["Expression"]?.stringValue ?? ""
        let query = try SelectExpression(text)
        let name = request.parameters["MaxResults"] == nil ? "Limit" : "MaxResults"
        let limit = try Self.limit(of: request, standard: query.isAggregated ? 500 : 25, name)
        let purpose = [request.operation, request.account, request.region, view.aggregator.name, text]
        return try Self.answer(
            query, text, request, limit: limit, purpose: purpose, scopes: view.scopes(in: world)
        ) { scope in world.recorded(scope, at: request.now).map(Self.items) ?? [] }
    }

    func aggregateBatch(
        _ request: ServiceRequest, _ view: AggregateView, _ world: SimulatedWorld
    ) throws(ServiceFault) -> ServiceReply {
        let keys = request.parameters["ResourceIdentifiers"]?.arrayValue ?? []
        var problems = ValidationProblems()
        problems.require(request.parameters["ResourceIdentifiers"], "resourceIdentifiers")
        if request.parameters["ResourceIdentifiers"] != nil, !(1...100).contains(keys.count) {
            problems.add(
                "Value at 'resourceIdentifiers' failed to satisfy constraint: Member must have length between 1 and 100"
            )
        }
        for (index, key) in keys.enumerated() {
            for name in ["SourceAccountId", "SourceRegion", "ResourceId", "ResourceType"] {
                let member = name.prefix(1).lowercased() + name.dropFirst()
                problems.require(key[name], "resourceIdentifiers.\(index + 1).member.\(member)")
            }
        }
        try Self.refuse(problems)
        var held: [Scope: [ConfigItem]] = [:]
        var found: [WireValue] = []
        var missing: [WireValue] = []
        for key in keys {
            let scope = Scope(
                account: key["SourceAccountId"]?.stringValue ?? "", region: key["SourceRegion"]?.stringValue ?? "")
            if held[scope] == nil {
                held[scope] = view.sources.contains(scope) ? Self.resources(scope, world, at: request.now) : []
            }
            let item = held[scope]?.first {
                $0.kind.configType == key["ResourceType"]?.stringValue && $0.id == key["ResourceId"]?.stringValue
            }
            if let item { found.append(item.baseValue) } else { missing.append(key) }
        }
        return .json(("BaseConfigurationItems", .array(found)), ("UnprocessedResourceIdentifiers", .array(missing)))
    }

    func aggregateDiscovered(
        _ request: ServiceRequest, _ view: AggregateView, _ world: SimulatedWorld
    ) throws(ServiceFault) -> ServiceReply {
        let type = request.parameters["ResourceType"]?.stringValue ?? ""
        var problems = ValidationProblems()
        problems.require(request.parameters["ResourceType"], "resourceType")
        try Self.refuse(problems)
        let limit = try Self.limit(of: request, standard: 100)
        let filters = request.parameters["Filters"]
        let (account, region) = (filters?["AccountId"]?.stringValue, filters?["Region"]?.stringValue)
        let (id, name) = (filters?["ResourceId"]?.stringValue, filters?["ResourceName"]?.stringValue)
        let purpose =
            [request.operation, request.account, request.region, view.aggregator.name, type]
            + [account, region, id, name].map { $0 ?? "" }
        let start = try PlacePages.Position(token: request.parameters["NextToken"]?.stringValue, purpose: purpose)
        let units = view.scopes(in: world, account: account, region: region).map { [$0] }
        let page = PlacePages(limit: limit).page(from: start, units: units) { scopes in
            scopes.flatMap { scope in
                Self.resources(scope, world, at: request.now).filter {
                    $0.kind.configType == type && (id == nil || $0.id == id) && (name == nil || $0.name == name)
                }.map { item in
                    WireValue.record(
                        ("SourceAccountId", .string(scope.account)), ("SourceRegion", .string(scope.region)),
                        ("ResourceId", .string(item.id)), ("ResourceType", .string(type)),
                        ("ResourceName", .text(item.name)))
                }
            }
        }
        return .json(
            ("ResourceIdentifiers", .array(page.results)), ("NextToken", .text(page.next?.token(purpose: purpose))))
    }

    func aggregateCounts(
        _ request: ServiceRequest, _ view: AggregateView, _ world: SimulatedWorld
    ) throws(ServiceFault) -> ServiceReply {
        let limit = try Self.limit(of: request, upTo: 1_000, standard: 1_000)
        let key = request.parameters["GroupByKey"]?.stringValue
        var problems = ValidationProblems()
        problems.checkOneOf(key, ["RESOURCE_TYPE", "ACCOUNT_ID", "AWS_REGION"], "groupByKey")
        try Self.refuse(problems)
        let filters = request.parameters["Filters"]
        let type = filters?["ResourceType"]?.stringValue
        let (account, region) = (filters?["AccountId"]?.stringValue, filters?["Region"]?.stringValue)
        var groups: [String: Int64] = [:]
        for scope in view.scopes(in: world, account: account, region: region) {
            for item in Self.resources(scope, world, at: request.now) where type == nil || item.kind.configType == type
            {
                let name =
                    switch key {
                    case "ACCOUNT_ID": scope.account
                    case "AWS_REGION": scope.region
                    default: item.kind.configType
                    }
                groups[name, default: 0] += 1
            }
        }
        let about = [view.aggregator.name, key ?? "", type ?? "", account ?? "", region ?? ""]
        let sorted = key == nil ? [] : groups.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
        let page = try Self.page(sorted, of: request, limit: limit, about: about)
        let list = page.items.map { name, count in
            WireValue.record(("GroupName", .string(name)), ("ResourceCount", .integer(count)))
        }
        return .json(
            ("TotalDiscoveredResources", .integer(groups.values.reduce(0, +))), ("GroupByKey", .text(key)),
            ("GroupedResourceCounts", .array(list)), ("NextToken", .text(page.next)))
    }

    private static func resources(_ scope: Scope, _ world: SimulatedWorld, at now: Moment) -> [ConfigItem] {
        guard let region = world.recorded(scope, at: now), region.config.recorderName != nil else { return [] }
        return ConfigItem.all(in: region)
    }
}
