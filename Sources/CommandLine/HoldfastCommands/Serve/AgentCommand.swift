internal import AWSCore
internal import ArgumentParser
internal import HoldfastAgent
internal import HoldfastConfiguration
internal import HoldfastEnforcement
internal import HoldfastExporter
internal import HoldfastInventory
internal import HoldfastModel
internal import HoldfastPlanning
internal import HoldfastPolicy
internal import HoldfastReport
internal import HoldfastStore
internal import HoldfastWeb
internal import Logging

/// `holdfast agent`: the daemon.
struct AgentCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "agent", abstract: "Sweep at every interval, enforce what the policy enforces, serve metrics.")

    @OptionGroup var aws: AWSFlags
    @OptionGroup var web: WebFlags

    @Option(name: .customLong("sweep.interval"), help: "From one full sweep to the next, such as 1h.")
    var interval: String?

    @Option(name: .customLong("aggregator.url"), help: "The aggregator to push reports to.")
    var aggregatorURL: String?

    @Option(name: .customLong("aggregator.token-file"), help: "The file with the token to show it.")
    var aggregatorTokenFile: String?

    func run() async throws {
        try await ending {
            var flags = aws.given.merging(web.given) { $1 }
            if let interval { flags["sweep.interval"] = [interval] }
            if let aggregatorURL { flags["aggregator.url"] = [aggregatorURL] }
            if let aggregatorTokenFile { flags["aggregator.token-file"] = [aggregatorTokenFile] }
            ServerRun.outliveHangups()
            let setup = try AgentSetup(flags: flags, noColor: aws.log.noColor)
            return try await AgentDaemon(setup, flags: flags).run()
        }
    }
}

/// The parts of the daemon, wired.
struct AgentDaemon: Sendable {
    /// The setup at the start, for what only a restart can change.
    private let first: AgentSetup
    private let configuration: ReloadableConfiguration<AgentSetup>
    private let published = PublishedReport()
    private let stop = StopSignal()
    private let requests: SweepRequests

    /// Wires the parts.
    ///
    /// - Parameters:
    ///   - setup: What the agent begins with.
    ///   - flags: The flags, for loads of the configuration later on.
    init(_ setup: AgentSetup, flags: [String: [String]]) {
        first = setup
        configuration = ReloadableConfiguration(setup, loadedAt: setup.composition.now()) {
            try AgentSetup.reload(flags: flags, running: $0)
        }
        let clock = setup.composition.clock
        requests = SweepRequests { try await clock.sleep(for: $0) }
    }

    /// What the next pass works with.
    var current: AgentSetup { configuration.current }

    /// Runs until a signal, whose status it gives.
    func run() async throws -> ExitStatus {
        let composition = first.composition
        let store = try composition.store(named: "agent")
        let configuration = configuration
        let agent = Agent(
            scheduler: SweepScheduler(
                interval: { configuration.current.composition.options.sweep.interval },
                jitter: { Double.random(in: -1...1) }),
            stop: stop, requests: requests,
            pass: { try await pass(journal: store) },
            finish: { await configuration.current.pusher?.flush() }, now: composition.now, logger: composition.logger)
        let server = WebServer(
            listen: try ServedAddress.only(composition.options.web), maxBodyBytes: 65_536, logger: composition.logger,
            onListening: { composition.logger.notice("listening", metadata: ["address": "\($0)"]) },
            handler: router().respond)
        return try await ServerRun.run([server, agent], logger: composition.logger) { reload() }
    }

    /// Loads the configuration anew, logs what became of it, and asks for a sweep with it.
    func reload() -> ReloadOutcome {
        let outcome = configuration.reload(at: first.composition.now())
        let current = current.composition
        ServerRun.log(outcome, facts: ["policy.hash": "\(current.loaded.hash)"], logger: current.logger)
        if case .loaded = outcome { requests.request() }
        return outcome
    }

    /// One pass: each account is published, pushed and, where the policy enforces, changed as soon as it is judged.
    ///
    /// - Returns: Whether accounts were changed, so that what became of it should be read at once.
    private func pass(journal: any StateStore) async throws -> Bool {
        // A pass ends with what it began with, whatever is loaded meanwhile.
        let setup = current
        let (composition, pusher) = (setup.composition, setup.pusher)
        let discovery = try await composition.discover()
        var budget = RunBudget(limit: composition.loaded.policy.enforcement.maximumChangesPerRun)
        let executor = composition.executor(discovery, journal: journal, stop: stop)
        let startedAt = composition.now()
        var hasChanged = false
        let outcome = try await composition.sweep(discovery, stop: stop).run(
            over: discovery.listing.entries,
            take: { planned in
                guard !stop.isRaised, planned.changes.contains(where: \.isEnforced) else { return }
                guard budget.admits(planned.changes.count { $0.isEnforced }) else {
                    composition.logger.warning(
                        "guardrail held an account's changes", metadata: ["account.id": "\(planned.accountID)"])
                    return
                }
                let plan = ChangePlan(
                    createdAt: startedAt, policyHash: composition.loaded.hash, accounts: [planned])
                let outcomes = try await executor.apply(plan, planID: try PlanDocument(plan).digest)
                hasChanged = hasChanged || outcomes.contains(where: \.wasApplied)
            },
            sink: { report in
                published.publish(AccountSummary(report))
                pusher?.add(report)
                await pusher?.flush()
            })
        // A pass that was broken off knows nothing of the accounts it did not reach.
        guard outcome.isWhole else { return false }
        published.finishSweep(of: outcome.keys, isListingWhole: discovery.listing.isWhole)
        return hasChanged
    }

    /// Everything the agent serves.
    func router() -> RequestRouter {
        var router = RequestRouter()
        let (published, counters, now) = (published, first.composition.counters, first.composition.now)
        let (status, web) = (configuration.status, first.composition.options.web)
        let build = BuildInfo(version: HoldfastVersion.current, revision: "unknown")
        let process = ProcessMetrics()
        MetricsEndpoint(maximumRequests: web.maximumRequests) {
            [build.family] + status.families() + published.families(now: now()) + counters.families()
                + process.families()
        }.register(on: &router, path: web.telemetryPath)
        HealthEndpoints { published.reasonNotReady }.register(on: &router)
        ReloadEndpoint(isEnabled: web.enablesLifecycle) { reload() }.register(on: &router)
        let page = LandingPage(
            name: "Holdfast agent", description: "Sweeps AWS accounts and judges how recoverable they are.",
            version: build.version,
            links: [
                LandingPage.Link(path: web.telemetryPath, text: "Metrics"),
                LandingPage.Link(path: "/-/ready", text: "Readiness"),
            ])
        router.on("GET", "/") { _ in page.response }
        return router
    }
}

/// The changes one pass may still make.
private struct RunBudget {
    private var left: Int

    init(limit: Int) { left = limit }

    /// Takes an account's changes off what is left; an account whose changes are too many is left as it is, whole.
    mutating func admits(_ count: Int) -> Bool {
        guard count <= left else { return false }
        left -= count
        return true
    }
}

extension ChangeOutcome {
    /// Whether AWS took the change.
    fileprivate var wasApplied: Bool {
        if case .applied = result { true } else { false }
    }
}
