internal import AWSCore
internal import FoundationEssentials
internal import HoldfastAgent
internal import HoldfastConfiguration
internal import HoldfastCurl
internal import HoldfastEnforcement
internal import HoldfastExporter
internal import HoldfastHTTP
internal import HoldfastInventory
internal import HoldfastModel
internal import HoldfastStore
internal import HoldfastStoreSQLite
internal import Logging

/// Wires the program: the only place where transport, credentials, clock, store and logger are made.
struct Composition: Sendable {
    let options: AgentOptions
    let loaded: LoadedPolicy
    let clock: any AWSClock
    let transport: CurlTransport
    let client: AWSClient
    let base: any CredentialProvider
    let homeRegion: AWSRegion
    let regions: [AWSRegion]
    let counters: RuntimeCounters
    let logger: Logger

    /// Wires what the options ask for; calls nobody.
    ///
    /// - Parameters:
    ///   - options: What is asked for.
    ///   - policy: What must be protected.
    ///   - previous: The wiring this one follows in a running process; its clock, counters and found rates go on, and
    ///     its logger with the new level.
    /// - Throws: ``SetupError`` with the reason.
    init(_ options: AgentOptions, policy: LoadedPolicy, continuing previous: Composition? = nil) throws {
        let environment = Surroundings.environment
        let clock: any AWSClock = previous?.clock ?? Self.clock(environment)
        let counters = previous?.counters ?? RuntimeCounters()
        var logger = previous?.logger ?? Surroundings.logger(options.log) { Instant(clock.now()) }
        logger.logLevel = Surroundings.level(options.log)
        do {
            let ambient = try AmbientConfiguration(environment: environment, profile: options.access.profile)
            let named = options.access.regions.isEmpty ? [ambient.region].compactMap { $0 } : options.access.regions
            let regions = named.compactMap(AWSRegion.init(rawValue:))
            guard let first = regions.first, regions.count == named.count else {
                throw InventoryError(
                    code: .region,
                    message: named.isEmpty
                        ? "no Region is set: name one with --region or AWS_REGION"
                        : "one of these is no Region: \(named.joined(separator: ", "))")
            }
            let width = max(16, options.sweep.concurrency * 2)
            transport = try CurlTransport(
                options: CurlOptions(
                    limits: ConnectionLimits(perHost: width, total: width * 4),
                    certificateBundle: ambient.certificateBundle, proxies: ProxySettings(environment: environment),
                    userAgent: "holdfast/\(HoldfastVersion.current)"))
            let shared = try SharedConfiguration(
                environment: environment, profile: options.access.profile, readFile: AmbientConfiguration.fileFromDisk)
            client = AWSClient(
                transport: transport, endpoints: ambient.endpoints, clock: clock,
                retry: try RetrySettings(environment: environment, configuration: shared),
                rates: RateSettings(options.access.rates), continuing: previous?.client,
                observer: CallObservers([CallTraceObserver(), counters]), logger: logger)
            base = ambient.credentials(
                CredentialTools(
                    transport: transport, clock: clock, writeFile: { try PrivateFile.replace($0, with: $1) },
                    runProcess: { try await ChildProcess.run($0, environment: environment) }))
            homeRegion = ambient.region.flatMap(AWSRegion.init(rawValue:)) ?? first
            self.regions = regions
        } catch {
            throw SetupError("\(error)")
        }
        self.counters = counters
        self.options = options
        self.loaded = policy
        self.clock = clock
        self.logger = logger
    }

    /// The moment now, as the world that is governed counts it.
    var now: @Sendable () -> Instant {
        let clock = clock
        return { Instant(clock.now()) }
    }

    /// Finds out who calls and which accounts there are.
    ///
    /// - Throws: ``ExitStatus`` 1 when AWS does not accept the credentials.
    func discover() async throws -> Discovery {
        let scope = AccountScope(options.scope)
        let directory = AccountDirectory(
            caller: client.caller(account: nil, region: homeRegion.rawValue, credentials: base), scope: scope, now: now)
        let identity: CallerIdentity
        do {
            identity = try await directory.callerIdentity()
        } catch {
            StandardError.writeLine("error: \(error)")
            throw ExitStatus.failure
        }
        let listing: AccountListing
        if options.access.role == nil {
            listing = AccountListing(
                alone: identity,
                notice: "Only account \(identity.account) is looked at; for the organization, set a role that exists "
                    + "in its accounts, such as --assume-role 'arn:{partition}:iam::{account}:role/HoldfastMember'.")
        } else {
            listing = await directory.listing(for: identity)
        }
        for gap in listing.gaps {
            logger.warning(
                "organization not readable in full",
                metadata: ["api": "\(gap.api)", "code": "\(gap.code)", "reason": "\(gap.reason.rawValue)"])
        }
        let sessions = AccountSessions(
            client: client, base: base, clock: clock, home: identity.account, homeRegion: homeRegion,
            role: options.access.role.map(RoleAssumption.init))
        return Discovery(identity: identity, listing: listing, sessions: sessions)
    }

    /// One pass over those accounts.
    func sweep(_ discovery: Discovery, stop: StopSignal) -> SweepRun {
        let moment = now()
        let counters = counters
        return SweepRun(
            settings: SweepRun.Settings(
                id: "\(moment.description.filter { $0 != "-" && $0 != ":" })-\(discovery.identity.account)",
                regions: regions, concurrency: options.sweep.concurrency, policy: loaded.policy,
                policyHash: loaded.hash),
            sessions: discovery.sessions, stop: stop, now: now,
            takeCalls: { counters.takeCalls(account: $0, region: $1) }, logger: logger)
    }

    /// Performs plans in those accounts.
    func executor(_ discovery: Discovery, journal: any StateStore, stop: StopSignal) -> PlanExecutor {
        let sessions = discovery.sessions
        return PlanExecutor(
            callers: { account, region throws(AWSError) in sessions.caller(for: account, in: region) },
            journal: journal, stop: stop, now: now, logger: logger)
    }

    /// The store in the state directory, which is made where it is missing.
    ///
    /// - Throws: ``ExitStatus`` 1 when it cannot be opened.
    func store(named name: String) throws -> any StateStore { try Self.store(named: name, in: options.stateDirectory) }

    /// The store of that name in a directory, which is made where it is missing.
    ///
    /// - Throws: ``ExitStatus`` 1 when it cannot be opened.
    static func store(named name: String, in directory: String) throws -> SQLiteStore {
        do {
            try FileManager.default.createDirectory(
                atPath: directory, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            return try SQLiteStore(path: "\(directory)/\(name).sqlite")
        } catch {
            StandardError.writeLine("error: the state in '\(directory)' cannot be opened: \(error)")
            throw ExitStatus.failure
        }
    }

    /// The wall clock, or the endpoint's where a simulated organization steps it.
    private static func clock(_ environment: [String: String]) -> any AWSClock {
        guard environment["HOLDFAST_CLOCK"] == "endpoint" else { return SystemAWSClock() }
        return EndpointClock()
    }
}

/// Who calls, and whom.
struct Discovery: Sendable {
    let identity: CallerIdentity
    let listing: AccountListing
    let sessions: AccountSessions
}

/// Tells several observers of each call.
private struct CallObservers: CallObserver {
    private let observers: [any CallObserver]

    init(_ observers: [any CallObserver]) { self.observers = observers }

    func callFinished(_ call: FinishedCall) {
        for observer in observers { observer.callFinished(call) }
    }
}

extension Instant {
    fileprivate init(_ time: AWSTime) { self.init(millisecondsSinceEpoch: time.millisecondsSinceEpoch) }
}

extension AccountScope {
    fileprivate init(_ options: ScopeOptions) {
        let tag: (OptionPair) -> Tag = { Tag(key: $0.key, value: $0.value) }
        self.init(
            accounts: options.accounts, notAccounts: options.notAccounts,
            organizationalUnits: options.organizationalUnits,
            notOrganizationalUnits: options.notOrganizationalUnits, tags: options.tags.map(tag),
            notTags: options.notTags.map(tag))
    }
}

extension RateSettings {
    fileprivate init(_ options: [RateOption]) {
        self.init(
            configured: Dictionary(
                options.map { ($0.target, RateLimit(rate: $0.rate, burst: $0.burst)) }, uniquingKeysWith: { $1 }))
    }
}

extension RoleAssumption {
    fileprivate init(_ options: RoleOptions) {
        self.init(
            template: options.arn, externalID: options.externalID?.revealed, sessionName: options.sessionName,
            tags: Dictionary(options.sessionTags.map { ($0.key, $0.value ?? "") }) { $1 },
            duration: options.sessionDuration)
    }
}
