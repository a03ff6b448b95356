internal import AWSWire

/// What an aggregator can see: the accounts and Regions it reads, in the order its answers go through them.
struct AggregateView {
    let aggregator: ConfigAggregator
    /// Every account and Region, sorted by account and Region.
    let sources: [Scope]

    /// Finds the aggregator a request names.
    ///
    /// An aggregator of single accounts reads those of the organization, which count as having authorised it.
    init(_ request: ServiceRequest, in world: inout SimulatedWorld) throws(ServiceFault) {
        var problems = ValidationProblems()
        problems.require(request.parameters["ConfigurationAggregatorName"], "configurationAggregatorName")
        try ConfigService.refuse(problems)
        let name = request.parameters["ConfigurationAggregatorName"]?.stringValue
        let found = world.withRegion(request.scope, at: request.now) { region in
            region.config.aggregators.first { $0.name == name }
        }
        guard let aggregator = found ?? nil else { throw ConfigService.noSuchAggregator }
        self.aggregator = aggregator
        let regions = (aggregator.regions ?? world.options.regions).sorted()
        let accounts: [String]
        switch aggregator.source {
        case .accounts(let ids): accounts = ids.filter { world.organization.account($0) != nil }
        case .organization: accounts = world.organization.accounts.map(\.id).sorted()
        }
        sources = accounts.flatMap { account in regions.map { Scope(account: account, region: $0) } }
    }

    /// The sources whose data is there: suspended accounts have none.
    func scopes(in world: SimulatedWorld, account: String? = nil, region: String? = nil) -> [Scope] {
        sources.filter { scope in
            (account == nil || scope.account == account) && (region == nil || scope.region == region)
                && world.organization.account(scope.account)?.state == .active
        }
    }
}
