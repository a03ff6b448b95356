public import HoldfastExporter
internal import HoldfastHTTP
internal import HoldfastMetrics
public import HoldfastModel
internal import HoldfastReport
public import HoldfastStore
public import HoldfastWeb
public import Logging
public import ServiceLifecycle

/// Gathers the reports of agents, keeps them, and shows the organization.
///
/// A report is in the store before its agent is told so; a restart therefore loses nothing, and shows the same again.
public final class Aggregator: Service {
    private let settings: AggregatorSettings
    private let store: any StateStore
    private let configuration: ConfigurationStatus
    private let reload: ReloadEndpoint
    private let now: @Sendable () -> Instant
    private let logger: Logger
    private let onListening: @Sendable (ListenAddress) async -> Void
    private let view = PublishedReport()

    /// Describes an aggregator; nothing is read or bound before ``run()``.
    ///
    /// - Parameters:
    ///   - settings: How it runs.
    ///   - store: Where reports are kept.
    ///   - configuration: Says in the metrics whether the configuration in use is the one last asked for.
    ///   - reload: Loads the configuration anew.
    ///   - now: What time it is.
    ///   - onListening: Called once with the address that was bound.
    public init(
        settings: AggregatorSettings, store: any StateStore, configuration: ConfigurationStatus,
        reload: ReloadEndpoint, now: @escaping @Sendable () -> Instant, logger: Logger,
        onListening: @escaping @Sendable (ListenAddress) async -> Void = { _ in }
    ) {
        self.settings = settings
        self.store = store
        self.configuration = configuration
        self.reload = reload
        self.now = now
        self.logger = logger
        self.onListening = onListening
    }

    /// Restores what is kept, then listens until a graceful shutdown; ends within five seconds of it.
    ///
    /// - Throws: `StoreError` when what is kept cannot be read, and what the system says when the address is taken.
    public func run() async throws {
        try await restore()
        let router = router()
        let server = WebServer(
            listen: settings.listen, maxBodyBytes: settings.maximumBodyBytes, logger: logger, onListening: onListening
        ) { request in await router.respond(to: request) }
        try await server.run()
    }

    private func restore() async throws(StoreError) {
        var count = 0
        for key in try await store.reportKeys() {
            // Each whole report is dropped again before the next is read, so that memory stays small.
            guard let stored = try await store.report(for: key) else { continue }
            view.restore([
                AccountStanding(
                    summary: AccountSummary(stored.report), lastSuccessAt: stored.lastSuccessAt,
                    receivedAt: stored.receivedAt)
            ])
            count += 1
        }
        logger.info("state restored", metadata: ["reports": "\(count)"])
    }

    private func router() -> RequestRouter {
        var router = RequestRouter()
        let ingest = ReportIngest(settings: settings, store: store, view: view, now: now, logger: logger)
        router.on("POST", "/api/v1/reports") { await ingest.respond(to: $0) }
        OrganizationView(store: store, view: view, logger: logger).register(on: &router)
        // The listener opens only after the state was restored, so that whoever reaches it finds it ready.
        HealthEndpoints(reasonNotReady: { nil }).register(on: &router)
        reload.register(on: &router)
        let process = ProcessMetrics()
        let (view, build, now, configuration) = (view, settings.build, now, configuration)
        MetricsEndpoint(maximumRequests: settings.maximumRequests) {
            [build.family] + configuration.families() + view.families(now: now()) + [ingest.family]
                + process.families()
        }.register(on: &router, path: settings.telemetryPath)
        let page = LandingPage(
            name: "Holdfast aggregator", description: "What the agents of this organization found.",
            version: build.version,
            links: [
                LandingPage.Link(path: settings.telemetryPath, text: "Metrics"),
                LandingPage.Link(path: "/api/v1/accounts", text: "Accounts"),
                LandingPage.Link(path: "/api/v1/coverage", text: "Coverage"),
                LandingPage.Link(path: "/api/v1/findings?verdict=non_compliant", text: "Findings"),
                LandingPage.Link(path: "/api/v1/runs", text: "Runs"),
                LandingPage.Link(path: "/-/ready", text: "Readiness"),
            ])
        router.on("GET", "/") { _ in page.response }
        return router
    }
}
