package import AWSWire

/// The whole simulated organization: what its seed says, brought to a moment, under every write since its birth.
///
/// Accounts are generated on first touch and cost nothing before. An account nobody wrote to may be dropped and generated
/// again, since it is a function of options and time.
package struct SimulatedWorld: Sendable {
    /// One write somebody made.
    package struct Write: Sendable {
        /// When, in simulated time.
        package let at: Moment
        /// The account written to.
        package let account: String
        /// The Region written to.
        package let region: String
        /// The service's signing name.
        package let service: String
        /// The operation.
        package let operation: String
        /// The ARN of the caller.
        package let principal: String
        /// The request's parameters, the labels of its path among them.
        package let parameters: WireValue
        /// The id of the request.
        package let requestID: String
    }

    /// What the world was made of.
    package let options: WorldOptions
    /// The organization.
    package let organization: OrganizationTree
    /// What the organization's administrators decided.
    package var governance: OrganizationGovernance
    /// Every write since the birth, in order.
    package private(set) var writes: [Write] = []
    /// The accounts whose member role refuses everybody.
    package var deniedAccounts: Set<String>
    /// The resources whose backups are made to fail, by ARN.
    package var failingBackups: Set<String> = []
    /// The newest events of every account.
    package private(set) var events = EventRing()
    /// The organization's own settings of AWS Backup.
    package var backupSettings = BackupGlobalSettings()
    /// The accounts whose rules copy into an account, by that account.
    var exporters: [String: Set<String>] = [:]
    /// Requests answered so far; request ids are drawn from it.
    package var requestCount: UInt64 = 0

    private let generator: WorldGenerator
    var accounts: [String: AccountState] = [:]
    private var arrivals = ArrivalQueue()
    /// How far the events of accounts that were dropped have been told.
    private var toldTo: [String: Moment] = [:]
    private let kept: Kept
    /// How many times an account was generated since the birth.
    package private(set) var generatedAccounts = 0

    /// How much of what nobody wrote to is kept; the rest is dropped, oldest first, and generated again when need be.
    package struct Kept: Sendable, Hashable {
        /// How many accounts at most.
        package var accounts = 256
        /// About how many resources at most, as long as some accounts are kept whatever they hold.
        package var resources = 25_600
        /// How many accounts whatever they hold.
        package var least = 8

        /// Keeps what suits a machine of a few gigabytes.
        package init() {}
    }

    /// Makes the world of those options; no account is generated yet.
    ///
    /// - Parameter kept: How much of what nobody wrote to is kept.
    package init(options: WorldOptions, kept: Kept = Kept()) {
        self.options = options
        self.kept = kept
        generator = WorldGenerator(options: options)
        organization = generator.organization
        governance = OrganizationGovernance(birth: options.birth)
        deniedAccounts = generator.deniedAccounts
    }

    /// Reads or changes one account, brought to that moment first.
    ///
    /// - Throws: What the body throws, and nothing else.
    /// - Returns: What the body returns, or nothing when there is no such account.
    package mutating func withAccount<Result, Failure: Error>(
        _ id: String, at now: Moment, _ body: (inout AccountState) throws(Failure) -> Result
    ) throws(Failure) -> Result? {
        // What others copy into the account lands there before anybody looks.
        for exporter in exporters[id]?.sorted() ?? [] where exporter != id {
            guard var state = advanced(exporter, to: now) else { continue }
            takeEvents(from: &state)
            accounts[exporter] = state
        }
        guard var state = advanced(id, to: now) else { return nil }
        defer {
            noteCopies(of: state)
            takeEvents(from: &state)
            accounts[id] = state
        }
        return try body(&state)
    }

    /// An account taken out of the world and brought to a moment; its copies to other accounts have landed there.
    private mutating func advanced(_ id: String, to now: Moment) -> AccountState? {
        guard var state = takeAccount(id) else { return nil }
        OrganizationPlans.settle(&state, governance, in: organization)
        let destinations = copyDestinations(of: state)
        let abroad = BackupEngine(options: options, failing: failingBackups, destinations: destinations)
            .advance(&state, to: now)
        for copy in abroad { deliver(copy) }
        return state
    }

    /// Lets an account be there to be changed, generated when need be, without bringing it to any moment.
    mutating func holdAccount(_ id: String) -> Bool {
        if accounts[id] != nil { return true }
        guard let state = takeAccount(id) else { return false }
        accounts[id] = state
        return true
    }

    /// Reads or changes what one account holds in one Region, brought to that moment first.
    ///
    /// A Region the world's options do not name holds nothing until something is written there.
    ///
    /// - Returns: What the body returns, or nothing when there is no such account or the name cannot be a Region's.
    package mutating func withRegion<Result, Failure: Error>(
        _ scope: Scope, at now: Moment, _ body: (inout RegionState) throws(Failure) -> Result
    ) throws(Failure) -> Result? {
        let generator = generator
        let outcome: Result?? = try withAccount(scope.account, at: now) { account throws(Failure) -> Result? in
            let held = account.regions.removeValue(forKey: scope.region)
            guard var region = held ?? Self.emptyRegion(scope, generator) else { return nil }
            defer { account.regions[scope.region] = region }
            return try body(&region)
        }
        return outcome ?? nil
    }

    /// Whether an account has been made a delegated administrator of a service.
    package func isDelegatedAdministrator(_ account: String, of service: String) -> Bool {
        governance.isDelegated(account, service)
    }

    /// What one account holds in one Region but for the history of its backups, for views of many accounts at once.
    ///
    /// An account nobody has touched yet is generated for the occasion and not kept, and its jobs are not run.
    package func recorded(_ scope: Scope, at now: Moment) -> RegionState? {
        if let account = accounts[scope.account] {
            guard var region = account.regions[scope.region] else { return nil }
            ConfigEvaluation.run(&region, at: now)
            return region
        }
        guard let account = organization.account(scope.account), options.regions.contains(scope.region) else {
            return nil
        }
        var region = generator.region(scope.region, of: account)
        ConfigEvaluation.run(&region, at: now)
        return region
    }

    /// A Region that holds nothing yet, when the name is one a Region could have.
    private static func emptyRegion(_ scope: Scope, _ generator: WorldGenerator) -> RegionState? {
        let parts = scope.region.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count >= 3, parts[0].utf8.count == 2, let last = parts.last, let number = Int(last),
            (1...9).contains(number), parts.dropLast().allSatisfy({ $0.allSatisfy { $0.isLowercase && $0.isASCII } })
        else { return nil }
        return generator.emptyRegion(scope)
    }

    /// Notes a write, so that the ledger can tell it and the account is kept from now on.
    package mutating func record(_ write: Write) {
        writes.append(write)
        accounts[write.account]?.isWritten = true
    }

    /// Keeps an account from now on because a lever changed it.
    package mutating func keep(_ account: String) { accounts[account]?.isWritten = true }

    private var isFull: Bool {
        arrivals.count > kept.accounts || (arrivals.weight > kept.resources && arrivals.count > kept.least)
    }

    /// How many accounts are in memory.
    package var heldAccounts: Int { accounts.count }

    /// How many resources an account holds in a Region at birth; costs nothing.
    package func resourceCount(_ scope: Scope) -> Int { generator.resourceCount(scope) }

    /// Takes in the events an account noted, in the order of their times.
    private mutating func takeEvents(from state: inout AccountState) {
        guard state.regions.values.contains(where: { !$0.events.isEmpty }) else { return }
        var new: [BackupEvent] = []
        for name in state.regions.keys.sorted() {
            new += state.regions[name]?.events ?? []
            state.regions[name]?.events = []
        }
        for event in new.enumerated().sorted(by: { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }) {
            events.append(event.element)
        }
    }

    /// The account's state taken out of the world so that it can be changed in place, generated when need be.
    ///
    /// An account that was written to leaves the queue and stays; any other is dropped when it has waited longest.
    private mutating func takeAccount(_ id: String) -> AccountState? {
        if let state = accounts.removeValue(forKey: id) { return state }
        guard let account = organization.account(id) else { return nil }
        arrivals.append(id, weight: options.regions.map { resourceCount(Scope(account: id, region: $0)) }.reduce(0, +))
        while isFull, let oldest = arrivals.popFirst() {
            guard let state = accounts[oldest], !state.isWritten else { continue }
            toldTo[oldest] = state.advancedTo
            accounts[oldest] = nil
        }
        generatedAccounts += 1
        var state = generator.state(of: account)
        state.eventsToldTo = max(state.eventsToldTo, toldTo[id] ?? state.eventsToldTo)
        return state
    }
}
