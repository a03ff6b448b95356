internal import HoldfastHTTP
internal import Logging
internal import Synchronization
internal import TestSupport
internal import Testing

@testable internal import AWSCore

/// The whole client on a clock of its own, against servers that throttle as AWS does.
@Suite("Governor", .serialized)
struct GovernorTests {
    private static let target = "backup:ListBackupVaults"

    private static func client(
        _ server: any HTTPTransport, _ clock: any AWSClock, retry: RetrySettings = RetrySettings(mode: .adaptive),
        rates: [String: RateLimit] = [:], observer: (any CallObserver)? = nil
    ) -> AWSClient {
        let generator = Mutex(SeededGenerator(seed: 3))
        return AWSClient(
            transport: server, endpoints: EndpointResolver(environment: [:]), clock: clock, retry: retry,
            rates: RateSettings(configured: rates), observer: observer, logger: Logger(label: "test"),
            jitter: { generator.withLock { Double($0.int(0...999)) / 1_000 } })
    }

    private static func caller(_ client: AWSClient, _ account: String = "111122223333") -> any AWSCaller {
        client.caller(
            account: account, region: "eu-west-1",
            credentials: StaticCredentials(AWSCredentials(accessKeyID: "AKIA\(account)", secretAccessKey: "s")))
    }

    /// Calls from that many tasks, each call as soon as its task's last one was answered.
    private static func load(_ caller: any AWSCaller, tasks: Int, calls: Int) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for task in 0..<tasks {
                let share = calls / tasks + (task < calls % tasks ? 1 : 0)
                group.addTask {
                    for _ in 0..<share { _ = try await caller.call(TestOperation.self, TestOperation.Input()) }
                }
            }
            try await group.waitForAll()
        }
    }

    @Test(
        "from starts below and above, the rate granted is met within 10 %, 1 % is throttled at most, nothing is lost",
        arguments: [(5.0, 2.0), (5, 50), (20, 5), (20, 18), (20, 200), (80, 20), (80, 400)])
    func steady(granted: Double, start: Double) async throws {
        let clock = VirtualTime()
        let server = RateServer(clock: clock, rate: { _ in (granted, 2 * granted) })
        let rates = [Self.target: RateLimit(rate: start, burst: start), "backup": RateLimit(rate: 1_000, burst: 9)]
        let client = Self.client(server, clock, rates: rates)
        // Steady state is what follows the first 1,200 requests.
        try await clock.run { try await Self.load(Self.caller(client), tasks: 12, calls: 3_000) }
        let steady = SteadyState(server.answers, after: 1_200)
        print(
            "governor: granted \(granted)/s, start \(start)/s: \(steady), \(server.answers.count) requests for 3000 calls"
        )
        #expect((0.9...1.1).contains(steady.rate / granted), "\(steady.rate) a second")
        #expect(steady.throttled <= 0.01)
        #expect(server.answers.count { $0.isAdmitted } == 3_000)
        let reading = try #require(client.rates.first { $0.operation == "ListBackupVaults" })
        #expect(reading.inFlight == 0 && reading.waiting == 0 && (reading.throttledRate ?? 0) > 0)
    }

    @Test("in standard mode the rate stays at half of the one published and is never throttled")
    func standard() async throws {
        let clock = VirtualTime()
        let server = RateServer(clock: clock, rate: { _ in (20, 20) })
        let client = Self.client(server, clock, retry: RetrySettings())
        try await clock.run { try await Self.load(Self.caller(client), tasks: 12, calls: 400) }
        #expect(server.answers.allSatisfy { $0.isAdmitted })
        #expect(abs(SteadyState(server.answers, after: 100).rate - 10) < 0.2)
    }

    @Test("four accounts with different limits do not hold each other up")
    func accounts() async throws {
        let clock = VirtualTime()
        let granted = ["000000000001": 4.0, "000000000002": 8, "000000000003": 16, "000000000004": 32]
        let server = RateServer(
            clock: clock, rate: { (granted[$0] ?? 1, 2 * (granted[$0] ?? 1)) },
            key: { String(($0.headers["Authorization"] ?? "").drop { $0 != "=" }.dropFirst(5).prefix { $0 != "/" }) })
        let limit = RateLimit(rate: 10, burst: 10)
        let client = Self.client(server, clock, rates: [Self.target: limit])
        let seconds = 150.0
        await clock.run {
            await withTaskGroup(of: Void.self) { group in
                for account in granted.keys.sorted() {
                    let caller = Self.caller(client, account)
                    for _ in 0..<12 {
                        group.addTask {
                            while clock.uptime() < .seconds(seconds) {
                                _ = try? await caller.call(TestOperation.self, TestOperation.Input())
                            }
                        }
                    }
                }
            }
        }
        for (account, rate) in granted.sorted(by: { $0.key < $1.key }) {
            let answers = server.answers.filter { $0.key == account && $0.at > 60 && $0.at < seconds }
            let steady = SteadyState(answers, after: 0)
            print("governor: account \(account) granted \(rate)/s: \(steady)")
            #expect((0.9...1.1).contains(steady.rate / rate), "\(account): \(steady.rate) a second of \(rate)")
        }
    }

    @Test("a write into a full queue of reads goes before all of them")
    func enforcementFirst() async throws {
        let clock = VirtualTime()
        let server = RateServer(clock: clock, rate: { _ in (1_000, 1_000) }, key: { $0.method })
        let client = Self.client(
            server, clock, retry: RetrySettings(), rates: ["backup": RateLimit(rate: 2, burst: 1)])
        let caller = Self.caller(client)
        try await clock.run {
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<40 {
                    group.addTask { _ = try await caller.call(TestOperation.self, TestOperation.Input()) }
                }
                group.addTask {
                    try await clock.sleep(for: .seconds(3.1))
                    try await CallPurpose.$current.withValue(CallPurpose(priority: .enforcement)) {
                        _ = try await caller.call(TestWrite.self, "{}")
                    }
                }
                try await group.waitForAll()
            }
        }
        let write = try #require(server.answers.firstIndex { $0.key == "PUT" })
        // The next slot after 3.1 s is that of 3.5 s; 33 reads were waiting.
        #expect(write == 7 && server.answers.count == 41)
        #expect(abs(server.answers[write].at - 3.51) < 0.001)
    }

    @Test("accounts entered through the caller's one quota take turns")
    func turns() async throws {
        let clock = VirtualTime()
        let server = RateServer(
            clock: clock, rate: { _ in (1_000, 1_000) }, key: { String(decoding: $0.body, as: UTF8.self) })
        let client = Self.client(
            server, clock, retry: RetrySettings(), rates: ["backup": RateLimit(rate: 5, burst: 1)])
        let caller = Self.caller(client)
        try await clock.run {
            try await withThrowingTaskGroup(of: Void.self) { group in
                for (account, calls) in [("many", 60), ("one", 1), ("two", 2)] {
                    for _ in 0..<calls {
                        group.addTask {
                            try await CallPurpose.$current.withValue(CallPurpose(account: account)) {
                                _ = try await caller.call(TestWrite.self, account)
                            }
                        }
                    }
                }
                try await group.waitForAll()
            }
        }
        let order = server.answers.map(\.key)
        #expect(order.count == 63)
        #expect(try #require(order.firstIndex(of: "one")) <= 4)
        #expect(try #require(order.lastIndex(of: "two")) <= 7)
    }

    @Test("waiting for a turn counts against the deadline, which is exact and says why")
    func deadline() async throws {
        let clock = VirtualTime()
        let server = RateServer(clock: clock, rate: { _ in (1_000, 1_000) }, latency: { _ in .zero })
        let client = Self.client(
            server, clock, retry: RetrySettings(deadline: .seconds(10.25)),
            rates: ["backup": RateLimit(rate: 1, burst: 1)])
        let caller = Self.caller(client)
        let ends = try await clock.run {
            try await withThrowingTaskGroup(of: (Duration, AWSError?).self) { group in
                for _ in 0..<15 {
                    group.addTask {
                        do throws(AWSError) {
                            _ = try await caller.call(TestOperation.self, TestOperation.Input())
                            return (clock.uptime(), nil)
                        } catch { return (clock.uptime(), error) }
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
        }
        let errors = ends.compactMap { end in end.1.map { (end.0, $0) } }
        #expect(errors.count == 4 && server.answers.count == 11)
        for (end, error) in errors {
            #expect(end == .seconds(10.25))
            #expect(error.kind == .throttled && error.code == "AdmissionTimeout" && error.context.attempts == 0)
            #expect(error.message.contains("never sent") && error.message.contains("1.0 calls a second"))
        }
    }

    @Test("a cancelled call that waits ends at once and leaves its turn to the next")
    func cancelled() async throws {
        let clock = VirtualTime()
        let server = RateServer(clock: clock, rate: { _ in (1_000, 1_000) }, latency: { _ in .zero })
        let client = Self.client(
            server, clock, retry: RetrySettings(), rates: ["backup": RateLimit(rate: 1, burst: 1)])
        let caller = Self.caller(client)
        let cancelledAt = try await clock.run {
            _ = try await caller.call(TestOperation.self, TestOperation.Input())
            return try await withThrowingTaskGroup(of: Duration?.self) { group in
                // The first keeps time and the second is parked; both are cancelled, the third goes.
                group.addTask {
                    await withTaskGroup(of: AWSError.Kind?.self) { doomed in
                        for _ in 0..<2 {
                            doomed.addTask {
                                do throws(AWSError) {
                                    _ = try await caller.call(TestOperation.self, TestOperation.Input())
                                    return nil
                                } catch { return error.kind }
                            }
                        }
                        try? await clock.sleep(for: .milliseconds(300))
                        doomed.cancelAll()
                        for await kind in doomed { #expect(kind == .cancelled) }
                        return clock.uptime()
                    }
                }
                group.addTask {
                    try await clock.sleep(for: .milliseconds(100))
                    _ = try await caller.call(TestOperation.self, TestOperation.Input())
                    return nil
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
        }
        #expect(cancelledAt.compactMap { $0 } == [.milliseconds(300)])
        #expect(server.answers.map { ($0.at * 1_000).rounded() } == [0, 1_000])
        #expect(client.rates.allSatisfy { $0.waiting == 0 && $0.inFlight == 0 })
    }

    @Test("the number of gates is bounded: those as they were made go first, then those unused for longest")
    func bounded() {
        let governor = Governor(rates: RateSettings(), growsPastSeed: false, capacity: 100)
        func place(_ number: Int) -> Governor.Place {
            Governor.Place(account: "\(number)", region: "r", service: "backup", isCustom: false)
        }
        for number in 0..<1_000 { _ = governor.gate(place(number), at: .seconds(number)) }
        #expect(governor.count <= 100)
        let kept = governor.gate(place(999), at: .seconds(1_000))
        #expect(kept === governor.gate(place(999), at: .seconds(1_001)))
    }

    @Test("a client that follows another goes on with its rates, unless the settings differ")
    func continued() async throws {
        let clock = ManualClock()
        let server = ScriptedTransport { _, _ in .answer(200, [:], "{}") }
        func client(_ rate: Double, continuing previous: AWSClient?) -> AWSClient {
            AWSClient(
                transport: server, endpoints: EndpointResolver(environment: [:]), clock: clock,
                rates: RateSettings(configured: ["backup": RateLimit(rate: rate, burst: 5)]), continuing: previous,
                logger: Logger(label: "test"))
        }
        let first = client(5, continuing: nil)
        _ = try await Self.caller(first).call(TestOperation.self, TestOperation.Input())
        #expect(first.rates.map(\.operation) == [nil, "ListBackupVaults"])
        #expect(client(5, continuing: first).rates == first.rates)
        #expect(client(6, continuing: first).rates.isEmpty)
    }

    @Test("every published rate is used by half, and the owner's word counts as it stands")
    func seeds() {
        let settings = RateSettings(configured: ["backup:ListTags": RateLimit(rate: 3, burst: 4)])
        func own(_ operation: String, _ service: String) -> RateLimit? {
            settings.limit(ofOperation: operation, of: service, isCustom: false)
        }
        #expect(settings.limit(ofService: "backup", isCustom: false) == RateLimit(rate: 25, burst: 25))
        #expect(settings.limit(ofService: "sts", isCustom: false) == RateLimit(rate: 300, burst: 300))
        #expect(settings.limit(ofService: "organizations", isCustom: false) == nil)
        #expect(own("ListBackupVaults", "backup") == RateLimit(rate: 10, burst: 10))
        #expect(own("GetBackupPlan", "backup") == RateLimit(rate: 7.5, burst: 7.5))
        #expect(own("UpdateBackupPlan", "backup") == RateLimit(rate: 2.5, burst: 2.5))
        #expect(own("ListCopyJobs", "backup") == RateLimit(rate: 5, burst: 10))
        #expect(own("ListAccounts", "organizations") == RateLimit(rate: 4, burst: 6))
        #expect(own("DescribeVolumes", "ec2") == RateLimit(rate: 10, burst: 50))
        #expect(own("AssumeRole", "sts") == nil && own("GetBucketTagging", "s3") == nil)
        #expect(own("ListTags", "backup") == RateLimit(rate: 3, burst: 4))
        #expect(settings.limit(ofOperation: "GetBackupPlan", of: "backup", isCustom: true) == settings.custom)
    }
}
