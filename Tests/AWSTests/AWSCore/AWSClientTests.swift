internal import AWSCore
internal import HoldfastHTTP
internal import Logging
internal import Synchronization
internal import TestSupport
internal import Testing

@Suite("AWSClient")
struct AWSClientTests {
    private final class Observer: CallObserver {
        private let log = Mutex<[FinishedCall]>([])
        var calls: [FinishedCall] { log.withLock { $0 } }
        func callFinished(_ call: FinishedCall) { log.withLock { $0.append(call) } }
    }

    private struct World {
        let transport: ScriptedTransport
        let clock = ManualClock()
        let observer = Observer()
        let caller: any AWSCaller

        init(
            _ transport: ScriptedTransport, environment: [String: String] = [:],
            credentials: any CredentialProvider = StaticCredentials(Self.keys), logger: Logger? = nil
        ) {
            self.transport = transport
            let client = AWSClient(
                transport: transport, endpoints: EndpointResolver(environment: environment), clock: clock,
                observer: observer, logger: logger ?? Logger(label: "test"), jitter: { 1 })
            caller = client.caller(account: "111122223333", region: "eu-west-1", credentials: credentials)
        }

        init(_ steps: ScriptedTransport.Step..., credentials: (any CredentialProvider)? = nil) {
            self.init(ScriptedTransport(steps), credentials: credentials ?? StaticCredentials(Self.keys))
        }

        static let keys = AWSCredentials(accessKeyID: "AKIA", secretAccessKey: "planted-secret")

        func list() async throws(AWSError) -> TestOperation.Output {
            try await caller.call(TestOperation.self, TestOperation.Input())
        }

        func failure() async -> AWSError? {
            await #expect(throws: AWSError.self) { try await list() }
        }
    }

    private static let throttle = ScriptedTransport.Step.answer(
        429, ["x-amzn-requestid": "r1"], #"{"__type":"ThrottlingException","message":"slow"}"#)

    @Test("a call is resolved, encoded, signed and read")
    func success() async throws {
        let world = World(.answer(200, ["Next": "t", "x-amzn-RequestId": "r9"], "{}"))
        #expect(try await world.list() == TestOperation.Output(text: "{}", token: "t"))
        let sent = try #require(world.transport.requests.first)
        #expect(sent.url == "https://backup.eu-west-1.amazonaws.com/backup-vaults/?nextToken&a%20b=%C3%A9%2F")
        #expect(
            sent.headers["Authorization"]?.contains("Credential=AKIA/20261123/eu-west-1/backup/aws4_request") == true)
        #expect(sent.headers["X-Amz-Date"] == "20261123T182713Z")
        #expect(sent.timeout == .seconds(30))
        let call = try #require(world.observer.calls.first)
        #expect(call.outcome == .success && call.attempts == 1 && call.throttledAttempts == 0)
        #expect(call.account == "111122223333" && call.region == "eu-west-1" && call.requestID == "r9")
        #expect(call.service == "backup" && call.operation == "ListBackupVaults")
    }

    @Test("throttles and passing faults are tried again, each attempt signed anew")
    func retries() async throws {
        let world = World(
            Self.throttle,
            .failure(TransportError(code: .connection, message: "reset", mayHaveReachedServer: true)),
            .answer(503), .answer(200, [:], "{}"))
        _ = try await world.list()
        #expect(world.clock.sleeps == [.milliseconds(500), .seconds(1), .seconds(2)])
        let dates = world.transport.requests.map { $0.headers["X-Amz-Date"] }
        #expect(dates == ["20261123T182713Z", "20261123T182713Z", "20261123T182714Z", "20261123T182716Z"])
        let call = try #require(world.observer.calls.first)
        #expect(call.attempts == 4 && call.throttledAttempts == 1)
        #expect(call.duration == .milliseconds(3_500))
    }

    @Test("when attempts run out the last failure is reported, with its place")
    func exhausted() async {
        let world = World(Self.throttle, Self.throttle, Self.throttle, Self.throttle, Self.throttle, Self.throttle)
        let error = await world.failure()
        #expect(error?.kind == .throttled && error?.code == "ThrottlingException")
        #expect(error?.context.attempts == 5 && error?.context.requestID == "r1")
        #expect(error?.context.account == "111122223333" && error?.context.operation == "ListBackupVaults")
        #expect(world.observer.calls.first?.outcome == .failure(.throttled))
        #expect(world.observer.calls.first?.throttledAttempts == 5)
    }

    @Test("a denial is final at once")
    func denied() async {
        let world = World(.answer(403, [:], #"{"__type":"AccessDeniedException","message":"no"}"#))
        #expect(await world.failure()?.kind == .denied)
        #expect(world.transport.requests.count == 1)
    }

    @Test("a lost answer to a write is not asked for again, a throttled write is")
    func writes() async throws {
        let lost = World(
            .failure(TransportError(code: .timeout, message: "timeout", mayHaveReachedServer: true)), .answer(200))
        let error = await #expect(throws: AWSError.self) { try await lost.caller.call(TestWrite.self, "x") }
        #expect(error?.kind == .transient)
        #expect(lost.transport.requests.count == 1)
        let busy = World(Self.throttle, .answer(503), .answer(201))
        #expect(try await busy.caller.call(TestWrite.self, "x") == 201)
        #expect(busy.transport.requests.map(\.body) == Array(repeating: Array("x".utf8), count: 3))
    }

    @Test("a signature refused for its date is made again with the endpoint's time, and so are later ones")
    func clockSkew() async throws {
        let refusal = ScriptedTransport.Step.answer(
            403, ["Date": "Tue, 24 Nov 2026 18:27:13 GMT"],
            #"{"__type":"InvalidSignatureException","message":"Signature expired"}"#)
        let world = World(refusal, .answer(200, [:], "{}"), .answer(200, [:], "{}"))
        _ = try await world.list()
        _ = try await world.list()
        #expect(
            world.transport.requests.map { $0.headers["X-Amz-Date"] }
                == ["20261123T182713Z", "20261124T182713Z", "20261124T182713Z"])
        #expect(world.clock.sleeps.isEmpty)
        let wrong = World(
            .answer(403, ["Date": "Mon, 23 Nov 2026 18:27:13 GMT"], #"{"__type":"InvalidSignatureException"}"#))
        #expect(await wrong.failure()?.kind == .expiredCredentials)
        #expect(wrong.transport.requests.count == 1)
    }

    @Test("expired credentials are replaced once; a wrong secret is reported at once")
    func expired() async throws {
        let refusal = ScriptedTransport.Step.answer(403, [:], #"{"__type":"ExpiredTokenException","message":"old"}"#)
        let drawn = Mutex(0)
        let clock = ManualClock()
        let provider = RefreshingCredentials(clock: clock) { () async throws(CredentialError) -> AWSCredentials in
            let number = drawn.withLock { number in
                number += 1
                return number
            }
            return AWSCredentials(accessKeyID: "ASIA\(number)", secretAccessKey: "s", sessionToken: "t")
        }
        let world = World(refusal, .answer(200, [:], "{}"), credentials: provider)
        _ = try await world.list()
        #expect(world.transport.requests.last?.headers["Authorization"]?.contains("ASIA2/") == true)
        let stubborn = World(refusal, refusal, credentials: provider)
        #expect(await stubborn.failure()?.kind == .expiredCredentials)
        #expect(stubborn.transport.requests.count == 2)
        let fixed = World(refusal)
        #expect(await fixed.failure()?.kind == .expiredCredentials)
        #expect(fixed.transport.requests.count == 1)
    }

    @Test("missing credentials and a refused role come out as themselves, and nothing is sent")
    func noCredentials() async {
        let none = World(credentials: EnvironmentCredentials(environment: [:]))
        #expect(await none.failure()?.code == "NoCredentials")
        #expect(none.transport.requests.isEmpty)
        let denied = AWSError(
            kind: .denied, code: "AccessDenied", message: "not authorized to perform sts:AssumeRole",
            context: AWSError.Context(service: "sts", operation: "AssumeRole", region: "r", requestID: "r7"))
        let provider = RefreshingCredentials(clock: ManualClock()) {
            () async throws(CredentialError) -> AWSCredentials in
            throw CredentialError(code: .sourceFailed, message: "role not assumed", underlying: denied)
        }
        let error = await World(credentials: provider).failure()
        #expect(error?.kind == .denied && error?.context.requestID == "r7")
        #expect(error?.context.operation == "ListBackupVaults" && error?.context.attempts == 0)
    }

    @Test("an unreadable answer, an input that cannot be written and a bad endpoint are errors of their own")
    func unusable() async {
        #expect(await World(.answer(200, [:], "<html>")).failure()?.kind == .malformed)
        let input = World()
        let error = await #expect(throws: AWSError.self) {
            try await input.caller.call(TestOperation.self, TestOperation.Input(fails: true))
        }
        #expect(error?.kind == .invalid)
        #expect(
            await World(ScriptedTransport([]), environment: ["AWS_ENDPOINT_URL": "nowhere"]).failure()?.kind == .invalid
        )
    }

    @Test("a cancelled task stops between attempts")
    func cancelled() async {
        let world = World(
            ScriptedTransport { _, _ in
                withUnsafeCurrentTask { $0?.cancel() }
                return Self.throttle
            })
        let error = await Task { await world.failure() }.value
        #expect(error?.kind == .cancelled)
        #expect(world.transport.requests.count == 1)
    }

    @Test("no secret is logged, at any level")
    func logs() async {
        let lines = Mutex<[String]>([])
        var logger = Logger(label: "test") { _ in LineHandler { line in lines.withLock { $0.append(line) } } }
        logger.logLevel = .trace
        let session = AWSCredentials(
            accessKeyID: "ASIA", secretAccessKey: "planted-secret", sessionToken: "planted-token")
        let world = World(
            ScriptedTransport([Self.throttle, .answer(500, [:], "oops"), .answer(200, [:], "{}")]),
            credentials: StaticCredentials(session), logger: logger)
        _ = try? await world.list()
        let text = lines.withLock { $0.joined(separator: "\n") }
        #expect(text.contains("ThrottlingException") && text.contains("backup"))
        #expect(!text.contains("planted"))
    }

    /// Writes each message with all its metadata as one line.
    private struct LineHandler: LogHandler {
        var metadata: Logger.Metadata = [:]
        var logLevel = Logger.Level.trace
        let write: @Sendable (String) -> Void

        init(_ write: @escaping @Sendable (String) -> Void) { self.write = write }

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) { write("\(event.level) \(event.message) \(event.metadata ?? [:])") }
    }
}
