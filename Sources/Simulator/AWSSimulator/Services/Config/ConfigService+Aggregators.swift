internal import AWSWire

/// The aggregators of an account in a Region, and the dispatch of what they answer.
extension ConfigService {
    func aggregate(_ request: ServiceRequest, in world: inout SimulatedWorld) throws(ServiceFault) -> ServiceReply {
        if request.operation == "PutConfigurationAggregator" { return try putAggregator(request, in: &world) }
        let view = try AggregateView(request, in: &world)
        switch request.operation {
        case "SelectAggregateResourceConfig": return try selectAggregate(request, view, world)
        case "GetAggregateComplianceDetailsByConfigRule": return try aggregateDetails(request, view, world)
        case "DescribeAggregateComplianceByConfigRules": return try aggregateCompliance(request, view, world)
        case "GetAggregateConfigRuleComplianceSummary": return try aggregateSummary(request, view, world)
        case "BatchGetAggregateResourceConfig": return try aggregateBatch(request, view, world)
        case "ListAggregateDiscoveredResources": return try aggregateDiscovered(request, view, world)
        case "GetAggregateDiscoveredResourceCounts": return try aggregateCounts(request, view, world)
        default: return try sourcesStatus(request, view, world)
        }
    }

    func aggregators(_ request: ServiceRequest, in region: RegionState) throws(ServiceFault) -> ServiceReply {
        let names = request.parameters["ConfigurationAggregatorNames"]?.textsValue ?? []
        guard names.count <= 10 else { throw Self.invalid("At most 10 names can be given.") }
        for name in names where !region.config.aggregators.contains(where: { $0.name == name }) {
            throw Self.noSuchAggregator
        }
        let limit = try Self.limit(of: request, standard: 25)
        let chosen = region.config.aggregators.filter { names.isEmpty || names.contains($0.name) }
        let page = try Self.page(chosen, of: request, limit: limit, about: names)
        return .json(
            ("ConfigurationAggregators", .array(page.items.map(Self.aggregator))), ("NextToken", .text(page.next)))
    }

    func deleteAggregator(_ request: ServiceRequest, in region: inout RegionState) throws(ServiceFault) -> ServiceReply
    {
        let name = request.parameters["ConfigurationAggregatorName"]?.stringValue
        guard let index = region.config.aggregators.firstIndex(where: { $0.name == name }) else {
            throw Self.noSuchAggregator
        }
        region.config.aggregators.remove(at: index)
        return ServiceReply(.empty)
    }

    private func putAggregator(
        _ request: ServiceRequest, in world: inout SimulatedWorld
    ) throws(ServiceFault) -> ServiceReply {
        let input = try AggregatorInput(request.parameters)
        if case .organization = input.source, request.account != world.organization.managementAccount.id,
            !world.isDelegatedAdministrator(request.account, of: "config.amazonaws.com")
        {
            throw ServiceFault(
                "OrganizationAccessDeniedException",
                "The account is neither the management account of the organization nor a delegated administrator.")
        }
        let seed = world.options.seed
        return try world.answer(request) { region throws(ServiceFault) in
            var list = region.config.aggregators
            let index = list.firstIndex { $0.name == input.name }
            guard index != nil || list.count < 50 else {
                throw ServiceFault("LimitExceededException", "You have reached the limit of 50 aggregators.")
            }
            let created = index.map { list[$0].createdAt } ?? request.now
            let aggregator = ConfigAggregator(
                name: input.name,
                arn: index.map { list[$0].arn } ?? ConfigAggregator.arn(of: input.name, region.scope, seed: seed),
                source: input.source, regions: input.regions, filters: input.filters, createdAt: created,
                updatedAt: request.now)
            if let index { list[index] = aggregator } else { list.append(aggregator) }
            region.config.aggregators = list.sorted { $0.name < $1.name }
            return .json(("ConfigurationAggregator", Self.aggregator(aggregator)))
        }
    }

    private func sourcesStatus(
        _ request: ServiceRequest, _ view: AggregateView, _ world: SimulatedWorld
    ) throws(ServiceFault) -> ServiceReply {
        let limit = try Self.limit(of: request, standard: 100)
        let wanted = request.parameters["UpdateStatus"]?.textsValue ?? []
        for status in wanted where !["FAILED", "SUCCEEDED", "OUTDATED"].contains(status) {
            throw Self.invalid("The status \(status) is not one of FAILED, SUCCEEDED and OUTDATED.")
        }
        let updated = request.now.adding(minutes: -7)
        var sources: [(id: String, type: String, region: String, status: String)] = []
        if case .organization = view.aggregator.source {
            sources.append((world.organization.id, "ORGANIZATION", request.region, "SUCCEEDED"))
        }
        for scope in view.sources {
            let isActive = world.organization.account(scope.account)?.state == .active
            sources.append((scope.account, "ACCOUNT", scope.region, isActive ? "SUCCEEDED" : "OUTDATED"))
        }
        let chosen = sources.filter { wanted.isEmpty || wanted.contains($0.status) }
        let page = try Self.page(chosen, of: request, limit: limit, about: [view.aggregator.name] + wanted)
        let list = page.items.map { source in
            WireValue.record(
                ("SourceId", .string(source.id)), ("SourceType", .string(source.type)),
                ("AwsRegion", .string(source.region)), ("LastUpdateStatus", .string(source.status)),
                ("LastUpdateTime", .time(updated)))
        }
        return .json(("AggregatedSourceStatusList", .array(list)), ("NextToken", .text(page.next)))
    }

    static let noSuchAggregator = ServiceFault(
        "NoSuchConfigurationAggregatorException",
        "The configuration aggregator does not exist. Check the configuration aggregator name and try again.")

    private static func aggregator(_ aggregator: ConfigAggregator) -> WireValue {
        let regions: [(String, WireValue?)] = [
            ("AwsRegions", aggregator.regions.map { .texts($0) }), ("AllAwsRegions", .bool(aggregator.regions == nil)),
        ]
        var accounts: WireValue?
        var organization: WireValue?
        switch aggregator.source {
        case .accounts(let ids): accounts = .array([.record([("AccountIds", .texts(ids))] + regions)])
        case .organization(let role): organization = .record([("RoleArn", .string(role))] + regions)
        }
        return .record(
            ("ConfigurationAggregatorName", .string(aggregator.name)),
            ("ConfigurationAggregatorArn", .string(aggregator.arn)), ("AccountAggregationSources", accounts),
            ("OrganizationAggregationSource", organization), ("CreationTime", .time(aggregator.createdAt)),
            ("LastUpdatedTime", .time(aggregator.updatedAt)), ("AggregatorFilters", aggregator.filters))
    }
}
