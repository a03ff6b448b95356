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
            let options = try Surroundings.agentOptions(flags, noColor: aws.log.noColor)
            let policy = try Surroundings.policy(file: options.policyFile, noColor: aws.log.noColor)
            let composition = try Composition(options, policy: policy)
            let daemon = try AgentDaemon(composition, flags: flags)
            return try await daemon.run()
        }
    }
}

/// The parts of the daemon, wired.
struct AgentDaemon: Sendable {
    private let composition: Composition
    private let live: LiveComposition
    private let pusher: ReportPusher?
    private let published = PublishedReport()
    private let stop = StopSignal()
    private let requests: SweepRequests

    /// Wires the parts.
    ///
    /// - Throws: ``ExitStatus`` 1 after the reason was shown.
    init(_ composition: Composition, flags: [String: [String]]) throws {
        self.composition = composition
        live = LiveComposition(composition, flags: flags)
        let clock = composition.clock
        requests = SweepRequests { try await clock.sleep(for: $0) }
        guard let push = composition.options.push else {
            pusher = nil
            return
        }
        guard let target = ReportPusher.Target(url: push.url) else {
            StandardError.writeLine("error: '\(push.url)' is no http or https URL")
            throw ExitStatus.failure
        }
        _ = try TokenFile.required(push.tokenFile)
        let path = push.tokenFile
        pusher = ReportPusher(
            target: target, token: { path.flatMap { TokenFile.read($0) } }, transport: composition.transport,
            now: composition.now, logger: composition.logger)
    }

    /// Runs until a signal, whose status it gives.
    func run() async throws -> ExitStatus {
        let store = try composition.store(named: "agent")
        let (pusher, composition, stop) = (pusher, composition, stop)
        let agent = Agent(
            scheduler: SweepScheduler(interval: composition.options.sweep.interval) { Double.random(in: -1...1) },
            stop: stop, requests: requests,
            pass: { try await pass(journal: store) },
            finish: { await pusher?.flush() }, now: composition.now, logger: composition.logger)
        let server = WebServer(
            listen: try ServedAddress.only(composition.options.web), maxBodyBytes: 65_536, logger: composition.logger,
            onListening: { composition.logger.notice("listening", metadata: ["address": "\($0)"]) },
            handler: router().respond)
        return try await ServerRun.run([server, agent, HangupService { _ = reload() }], logger: composition.logger)
    }

    /// Reads the configuration anew and sweeps by it.
    ///
    /// - Returns: Why the old one stays in use, where it does.
    private func reload() -> String? {
        if let reason = live.reload() { return reason }
        requests.request()
        return nil
    }

    /// One pass: each account is published, pushed and, where the policy enforces, changed as soon as it is judged.
    ///
    /// - Returns: Whether accounts were changed, so that what became of it should be read at once.
    private func pass(journal: any StateStore) async throws -> Bool {
        let composition = live.current
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
        published.finishSweep(of: outcome.keys)
        return hasChanged
    }

    private func router() -> RequestRouter {
        var router = RequestRouter()
        let (published, counters, now, status) = (published, composition.counters, composition.now, live.status)
        let web = composition.options.web
        let build = BuildInfo(version: HoldfastVersion.current, revision: "unknown")
        let process = ProcessMetrics()
        MetricsEndpoint(maximumRequests: web.maximumRequests) {
            [build.family] + published.families(now: now()) + counters.families() + status.families()
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
