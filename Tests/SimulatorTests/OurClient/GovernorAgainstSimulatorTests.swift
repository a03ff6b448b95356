internal import AWSBackup
internal import AWSCore
internal import AWSSTS
internal import AWSSimulator
internal import AWSWire
internal import HoldfastHTTP
internal import Logging
internal import Synchronization
internal import TestSupport
internal import Testing

/// The governor against the simulated organization's own throttling; all time is that of one clock nobody waits for.
@Suite("The governor against the simulator", .serialized)
struct GovernorAgainstSimulatorTests {
    private let clock = VirtualTime()
    private let host: SimulatorHost
    private let environment: [String: String]

    init() {
        let clock = clock
        var options = WorldOptions(birth: Moment(milliseconds: clock.now().millisecondsSinceEpoch))
        options.memberAccounts = 8
        options.resources = 40
        host = SimulatorHost(SimulatedOrganization(options: options)) {
            Moment(milliseconds: clock.now().millisecondsSinceEpoch)
        }
        let pairs = host.environment(endpoint: "http://127.0.0.1:4599").map { ($0.name, $0.value) }
        environment = Dictionary(pairs, uniquingKeysWith: { first, _ in first })
    }

    private func client(_ transport: any HTTPTransport, start: Double) -> AWSClient {
        let generator = Mutex(SeededGenerator(seed: 3))
        let rates = [
            "backup:ListBackupVaults": RateLimit(rate: start, burst: start),
            "backup": RateLimit(rate: 1_000, burst: 9),
        ]
        return AWSClient(
            transport: transport, endpoints: EndpointResolver(environment: environment), clock: clock,
            retry: RetrySettings(mode: .adaptive), rates: RateSettings(configured: rates),
            logger: Logger(label: "test"), jitter: { generator.withLock { Double($0.int(0...999)) / 1_000 } })
    }

    /// The management account's own keys.
    private var base: AWSCredentials {
        get throws {
            AWSCredentials(
                accessKeyID: try #require(environment["AWS_ACCESS_KEY_ID"]),
                secretAccessKey: try #require(environment["AWS_SECRET_ACCESS_KEY"]))
        }
    }

    private func ledger(_ name: String) throws -> WireValue {
        let request = HTTPRequest(
            method: "GET", scheme: "http", authority: "127.0.0.1:4599", path: "/_simulator/\(name)")
        return try WireValue(json: host.respond(to: request).body)
    }

    @Test(
        "past --throttle RATE the rate is met within 10 %, 1 % of calls is throttled at most, nothing is lost",
        arguments: [(5.0, 2.0), (20, 5), (20, 200)])
    func steady(granted: Double, start: Double) async throws {
        let policy = try #require(ThrottlePolicy("\(granted)/\(2 * granted)"))
        host.install(policy)
        let transport = TimedTransport(SimulatorTransport(host), clock: clock)
        let client = client(transport, start: start)
        let caller = client.caller(account: nil, region: "us-east-1", credentials: StaticCredentials(try base))
        let calls = 2_400
        let whole = try await clock.run {
            try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<12 {
                    group.addTask {
                        var whole = 0
                        for _ in 0..<calls / 12 {
                            let page = try await BackupAPI(caller).listBackupVaults(ListBackupVaultsInput())
                            whole += page.backupVaultList?.isEmpty == false ? 1 : 0
                        }
                        return whole
                    }
                }
                return try await group.reduce(0, +)
            }
        }
        #expect(whole == calls, "an answer was lost")
        // Steady state is what follows the first 1,000 requests.
        let steady = SteadyState(transport.answers, after: 1_000)
        print("governor against the simulator: granted \(granted)/s, start \(start)/s: \(steady)")
        #expect((0.9...1.1).contains(steady.rate / granted), "\(steady)")
        #expect(steady.throttled <= 0.01, "\(steady)")
        let row = try #require(
            try ledger("throttles")["throttles"]?.arrayValue?.first {
                $0["operation"]?.stringValue == "ListBackupVaults"
            })
        let refused = transport.answers.count { !$0.isAdmitted }
        #expect(row["admitted"]?.integerValue == Int64(calls) && row["refused"]?.integerValue == Int64(refused))
        #expect(refused > 0, "the rate was never found out")
    }

    /// Keys of a session in each of so many members that let us in.
    private func sessions(_ count: Int) async throws -> [(account: String, keys: AWSCredentials)] {
        let caller = client(SimulatorTransport(host), start: 100)
            .caller(account: nil, region: "us-east-1", credentials: StaticCredentials(try base))
        var sessions: [(account: String, keys: AWSCredentials)] = []
        for entry in try ledger("ledger")["accounts"]?.arrayValue ?? [] where sessions.count < count {
            let account = try #require(entry["accountId"]?.stringValue)
            let input = AssumeRoleInput(
                roleARN: "arn:aws:iam::\(account):role/HoldfastMember", roleSessionName: "test",
                externalID: "holdfast-demo")
            guard let given = try? await STSAPI(caller).assumeRole(input).credentials else { continue }
            let keys = AWSCredentials(
                accessKeyID: try #require(given.accessKeyID), secretAccessKey: try #require(given.secretAccessKey),
                sessionToken: given.sessionToken)
            sessions.append((account, keys))
        }
        try #require(sessions.count == count)
        return sessions
    }

    @Test("four accounts held to different rates by script do not starve each other")
    func accounts() async throws {
        let sessions = try await sessions(4)
        let rates = [2.0, 4, 8, 16]
        host.install(
            FaultScript(
                rules: zip(sessions, rates).map { session, rate in
                    var rule = FaultRule(kind: .throttling)
                    rule.accounts = [session.account]
                    rule.services = ["backup"]
                    rule.above = RequestRate(rate, burst: 2 * rate)
                    return rule
                }))
        let transport = TimedTransport(SimulatorTransport(host), clock: clock)
        let client = client(transport, start: 6)
        let (warm, end) = (60.0, 150.0)
        let lost = await clock.run {
            await withTaskGroup(of: Int.self) { group in
                for session in sessions {
                    let caller = client.caller(
                        account: session.account, region: "us-east-1", credentials: StaticCredentials(session.keys))
                    for _ in 0..<12 {
                        group.addTask {
                            var lost = 0
                            while clock.uptime() < .seconds(end) {
                                let page = try? await BackupAPI(caller).listBackupVaults(ListBackupVaultsInput())
                                lost += page == nil ? 1 : 0
                            }
                            return lost
                        }
                    }
                }
                return await group.reduce(0, +)
            }
        }
        #expect(lost == 0)
        for (session, rate) in zip(sessions, rates) {
            let answers = transport.answers.filter {
                $0.key == session.keys.accessKeyID && $0.at > warm && $0.at < end
            }
            let steady = SteadyState(answers, after: 0)
            print("governor against the simulator: one account of four, granted \(rate)/s: \(steady)")
            #expect((0.9...1.1).contains(steady.rate / rate), "\(session.account): \(steady) of \(rate)/s")
            #expect(steady.throttled <= 0.01, "\(session.account): \(steady)")
        }
    }
}
