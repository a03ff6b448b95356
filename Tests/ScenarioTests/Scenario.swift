import AWSCore
import AWSSimulator
import Foundation
import HoldfastAgent
import HoldfastEnforcement
import HoldfastEvaluation
import HoldfastHTTP
import HoldfastInventory
import HoldfastModel
import HoldfastPlanning
import HoldfastPolicy
import HoldfastReport
import HoldfastStore
import Logging
import Synchronization
import TestSupport
import Testing

/// A simulated organization and everything that looks at it.
struct Scenario {
    /// What a sweep brought.
    struct Pass {
        let reports: [AccountReport]
        let outcome: SweepRun.Outcome
        let sessions: AccountSessions
        let listing: AccountListing
        let caller: AccountID

        /// Whether no account can be missing, as the commands ask it.
        var isListingWhole: Bool { listing.isWhole && outcome.isWhole }
    }

    let regions: [AWSRegion]
    let host: SimulatorHost
    let client: AWSClient
    let clock: any AWSClock
    let credentials: StaticCredentials
    private let policy: ProtectionPolicy
    let options: WorldOptions
    private let sessionDuration: Duration?

    static let policyText = """
        apiVersion: holdfast/v1
        kind: ProtectionPolicy
        backupRole: arn:{partition}:iam::{account}:role/HoldfastBackupRole
        tagging: {enabled: true}
        tiers:
          standard:
            rpo: 24h
            retention: 35d
            vault: {name: holdfast}
        assignments:
          - name: flagged
            when: {configRule: ["*"]}
            tier: standard
          - name: everything
            tier: standard
        enforcement: {mode: enforce, guardrails: {maxChangesPerAccount: 10000, maxChangesPerRun: 100000}}

        """

    /// Makes a small organization in two Regions: five members and about a hundred resources, unless told otherwise.
    ///
    /// Faults let time pass on the agent's clock only; the world stands still, so that runs can be compared.
    ///
    /// - Parameters:
    ///   - throttle: The rates the organization holds its callers to.
    ///   - time: The clock of both agent and world, where time must pass for both.
    ///   - knowsRates: Whether the agent takes the endpoints for AWS's own, whose rates are published.
    ///   - sessions: How long the sessions of roles last; the service's own time unless told otherwise.
    ///   - timePasses: Whether the world's clock goes along with the agent's when faults let time pass.
    ///   - rolePolicies: What the member role may do; what the template of `deploy` grants it unless told otherwise.
    ///   - answers: Requests that are answered well with another body.
    ///   - text: The policy.
    ///   - adjust: Changes the world's options.
    init(
        members: Int = 5, resources: Int = 100, faults: FaultScript = FaultScript(),
        throttle: ThrottlePolicy = .none, time: VirtualTime? = nil, knowsRates: Bool = false,
        sessions: Duration? = nil, timePasses: Bool = false, rolePolicies: [PermissionPolicy]? = nil,
        policy text: String = Self.policyText,
        refuses: @escaping @Sendable (HTTPRequest) -> Bool = { _ in false },
        answers: @escaping @Sendable (HTTPRequest) -> String? = { _ in nil },
        adjust: (inout WorldOptions) -> Void = { _ in }
    ) throws {
        let standing = ManualClock()
        clock = time ?? standing
        let birth = Moment(milliseconds: clock.now().millisecondsSinceEpoch)
        var options = WorldOptions(birth: birth)
        options.memberAccounts = members
        options.resources = resources
        options.rolePolicies = try rolePolicies ?? MemberTemplate.policies()
        adjust(&options)
        self.options = options
        sessionDuration = sessions
        host = SimulatorHost(SimulatedOrganization(options: options)) {
            let clock: (any AWSClock)? = time ?? (timePasses ? standing : nil)
            return clock.map { Moment(milliseconds: $0.now().millisecondsSinceEpoch) } ?? birth
        }
        host.install(faults)
        host.install(throttle)
        regions = options.regions.compactMap(AWSRegion.init(rawValue:))
        var environment = Dictionary(uniqueKeysWithValues: host.environment(endpoint: "http://simulator").map { $0 })
        if knowsRates {
            // The simulator has no host for each bucket.
            environment["AWS_ENDPOINT_URL_S3"] = environment.removeValue(forKey: "AWS_ENDPOINT_URL")
        }
        credentials = StaticCredentials(
            AWSCredentials(
                accessKeyID: environment["AWS_ACCESS_KEY_ID"] ?? "",
                secretAccessKey: environment["AWS_SECRET_ACCESS_KEY"] ?? ""))
        client = AWSClient(
            transport: SimulatorTransport(
                host, clock: time == nil ? standing : nil, refuses: refuses, answers: answers),
            endpoints: EndpointResolver(environment: environment), clock: clock, observer: CallTraceObserver(),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        let (policy, diagnostics) = PolicyParser.parse(Array(text.utf8), file: "policy.yaml")
        self.policy = try #require(policy, "\(diagnostics)")
    }

    private var now: @Sendable () -> Instant {
        let clock = clock
        return { Instant(millisecondsSinceEpoch: clock.now().millisecondsSinceEpoch) }
    }

    /// Makes calls go wrong by another script from now on.
    func install(_ script: FaultScript) { host.install(script) }

    /// How long has passed on the agent's clock.
    var uptime: Duration { clock.uptime() }

    /// How many faults the simulator says it injected since the last script.
    func injected() throws -> Int { try faultCounts().map(\.injected).reduce(0, +) }

    /// What the simulator says of every rule of the last script.
    func faultCounts() throws -> [FaultCount] {
        struct Report: Decodable { let faults: [FaultCount] }
        let answer = host.respond(to: HTTPRequest(authority: "simulator", path: "/_simulator/faults"))
        return try JSONDecoder().decode(Report.self, from: Data(answer.body)).faults
    }

    /// How many requests the simulator let in and refused for their rate, by service and operation.
    func throttles() throws -> [String: (admitted: Int, refused: Int)] {
        struct Report: Decodable {
            struct Row: Decodable { let service, operation: String, admitted, refused: Int }
            let throttles: [Row]
        }
        let answer = host.respond(to: HTTPRequest(authority: "simulator", path: "/_simulator/throttles"))
        let rows = try JSONDecoder().decode(Report.self, from: Data(answer.body)).throttles
        return rows.reduce(into: [:]) { sums, row in
            let known = sums["\(row.service):\(row.operation)"] ?? (0, 0)
            sums["\(row.service):\(row.operation)"] = (known.admitted + row.admitted, known.refused + row.refused)
        }
    }

    /// The operations of every write the simulator says there was.
    func writes() throws -> [String] {
        struct Writes: Decodable {
            struct Write: Decodable { let operation: String }
            let writes: [Write]
        }
        let answer = host.respond(to: HTTPRequest(authority: "simulator", path: "/_simulator/writes"))
        return try JSONDecoder().decode(Writes.self, from: Data(answer.body)).writes.map(\.operation)
    }

    /// What the simulator says the member role asked for.
    struct Permissions: Decodable {
        struct Action: Decodable, Hashable {
            let action: String
            let allowed: Int
            let refused: Int
        }
        let restricted: Bool
        let actions: [Action]
        let unused: [String]
    }

    /// What the member role asked for since the birth of the world, and what it was granted.
    func permissions() throws -> Permissions {
        let answer = host.respond(to: HTTPRequest(authority: "simulator", path: "/_simulator/permissions"))
        return try JSONDecoder().decode(Permissions.self, from: Data(answer.body))
    }

    /// Steps the world's clock; the agent's stays, so keep to less than the five minutes signatures may be off.
    func advance(_ duration: String) throws {
        let body = Array(#"{"advance":"\#(duration)"}"#.utf8)
        let request = HTTPRequest(method: "POST", authority: "simulator", path: "/_simulator/clock", body: body)
        #expect(host.respond(to: request).status == 200)
    }

    /// Sets tags of a resource, as its owner would.
    func tag(
        _ arn: ResourceARN, of account: AccountID, in region: AWSRegion, _ tags: [String: String]
    ) throws {
        let lever: [String: Any] = [
            "action": "tag", "account": account.rawValue, "region": region.rawValue, "resource": arn.rawValue,
            "tags": tags,
        ]
        let body = Array(try JSONSerialization.data(withJSONObject: lever))
        let request = HTTPRequest(method: "POST", authority: "simulator", path: "/_simulator/world", body: body)
        #expect(host.respond(to: request).status == 200)
    }

    /// The account everything is governed from.
    func managementAccount() throws -> AccountID {
        struct Ledger: Decodable { let managementAccountId: String }
        let answer = host.respond(to: HTTPRequest(authority: "simulator", path: "/_simulator/ledger"))
        let ledger = try JSONDecoder().decode(Ledger.self, from: Data(answer.body))
        return try #require(AccountID(rawValue: ledger.managementAccountId))
    }

    /// Sweeps the organization.
    ///
    /// - Parameter left: Accounts to leave out.
    func sweep(leavingOut left: Set<AccountID> = []) async throws -> Pass {
        let region = try #require(regions.first)
        let directory = AccountDirectory(
            caller: client.caller(account: nil, region: region.rawValue, credentials: credentials),
            scope: AccountScope(), now: now)
        let identity = try await directory.callerIdentity()
        let listing = await directory.listing(for: identity)
        let sessions = sessions(from: identity.account, region)
        let run = SweepRun(
            settings: SweepRun.Settings(
                id: "scenario", regions: regions, concurrency: 4, policy: policy, policyHash: "sha256:scenario"),
            sessions: sessions, now: now, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        var reports: [AccountReport] = []
        let outcome = try await run.run(over: listing.entries.filter { !left.contains($0.account.id) }) {
            reports.append($0)
        }
        return Pass(reports: reports, outcome: outcome, sessions: sessions, listing: listing, caller: identity.account)
    }

    /// Reads the account and Region of a resource and explains its status.
    func explain(_ arn: ResourceARN, of account: Account, in region: AWSRegion) async throws -> EvidenceTree {
        let visit = RegionVisit(policy: policy, sessions: try await sweepSessions(), now: now)
        let snapshot = try await visit.snapshot(of: account, in: region)
        return Explainer(policy: policy).explain(arn, in: snapshot, now: now())
    }

    /// Applies a plan.
    func apply(_ plan: ChangePlan) async throws -> [ChangeOutcome] {
        let sessions = try await sweepSessions()
        let executor = PlanExecutor(
            callers: { account, region throws(AWSError) in sessions.caller(for: account, in: region) },
            journal: InMemoryStore(), now: now, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        return try await executor.apply(plan, planID: try PlanDocument(plan).digest)
    }

    private func sweepSessions() async throws -> AccountSessions {
        let region = try #require(regions.first)
        let directory = AccountDirectory(
            caller: client.caller(account: nil, region: region.rawValue, credentials: credentials),
            scope: AccountScope(), now: now)
        return sessions(from: try await directory.callerIdentity().account, region)
    }

    private func sessions(from home: AccountID, _ region: AWSRegion) -> AccountSessions {
        AccountSessions(
            client: client, base: credentials, clock: clock, home: home, homeRegion: region,
            role: RoleAssumption(
                template: "arn:{partition}:iam::{account}:role/\(options.memberRoleName)",
                externalID: options.externalID, duration: sessionDuration))
    }

    /// How many resources the simulator says there are, by account and Region.
    func ledger() throws -> [ReportKey: Int] {
        struct Ledger: Decodable {
            struct Account: Decodable {
                struct Region: Decodable {
                    let region: String
                    let resources: Int
                }
                let accountId: String
                let regions: [Region]
            }
            let accounts: [Account]
        }
        let answer = host.respond(to: HTTPRequest(authority: "simulator", path: "/_simulator/ledger"))
        let ledger = try JSONDecoder().decode(Ledger.self, from: Data(answer.body))
        var counts: [ReportKey: Int] = [:]
        for account in ledger.accounts {
            let id = try #require(AccountID(rawValue: account.accountId))
            for region in account.regions {
                counts[ReportKey(accountID: id, region: AWSRegion(rawValue: region.region))] = region.resources
            }
        }
        return counts
    }
}
