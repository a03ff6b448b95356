internal import HoldfastCurl
internal import HoldfastHTTP
internal import TestSupport
internal import Testing

/// What the other side does about a request; both transports can be told.
enum PeerReply: Sendable {
    case answer(Int, [HTTPHeaders.Field], [UInt8])
    case reset
    case silence
}

/// A request as the other side got it.
struct ReceivedRequest: Sendable {
    let method: String
    /// Path and query.
    let target: String
    let headers: HTTPHeaders
    let body: [UInt8]
}

/// A transport, and the other side it talks to.
struct ConnectedTransport: Sendable {
    let transport: any HTTPTransport
    let authority: String
    let received: @Sendable () -> [ReceivedRequest]

    func send(
        _ method: String = "GET", _ path: String = "/", query: String = "", headers: HTTPHeaders = [:],
        body: [UInt8] = [], timeout: Duration? = nil
    ) async throws(TransportError) -> HTTPResponse {
        try await transport.execute(
            HTTPRequest(
                method: method, scheme: "http", authority: authority, path: path, query: query, headers: headers,
                body: body, timeout: timeout))
    }
}

/// The transports every test of the contract runs on.
enum TransportKind: String, CaseIterable, Sendable {
    case curl, scripted

    func connect(_ reply: @escaping @Sendable (String) -> PeerReply) throws -> ConnectedTransport {
        switch self {
        case .curl:
            let server = try LoopbackServer { request in
                switch reply(Self.received(request).target) {
                case .answer(let status, let headers, let body):
                    .answer("\(status) Words", headers.map { "\($0.name): \($0.value)" }, body)
                case .reset: .reset
                case .silence: .silence
                }
            }
            return ConnectedTransport(
                transport: try CurlTransport(), authority: server.authority,
                received: { server.requests.map(Self.received) })
        case .scripted:
            let transport = ScriptedTransport { _, request in
                switch reply(Self.received(request).target) {
                case .answer(let status, let headers, let body):
                    .answer(
                        HTTPResponse(
                            status: status, headers: HTTPHeaders(headers.map { ($0.name, $0.value) }), body: body))
                case .reset:
                    .failure(TransportError(code: .connection, message: "closed", mayHaveReachedServer: true))
                case .silence: .silence
                }
            }
            return ConnectedTransport(
                transport: transport, authority: "backup.example",
                received: { transport.requests.map(Self.received) })
        }
    }

    private static func received(_ request: LoopbackServer.Request) -> ReceivedRequest {
        let words = request.head.first?.split(separator: " ").map(String.init) ?? []
        let fields = request.head.dropFirst().compactMap { line -> (String, String)? in
            guard let colon = line.firstIndex(of: ":") else { return nil }
            return (String(line[..<colon]), String(line[line.index(after: colon)...].drop { $0 == " " }))
        }
        return ReceivedRequest(
            method: words.first ?? "", target: words.count > 1 ? words[1] : "", headers: HTTPHeaders(fields),
            body: request.body)
    }

    private static func received(_ request: HTTPRequest) -> ReceivedRequest {
        ReceivedRequest(
            method: request.method, target: request.path + (request.query.isEmpty ? "" : "?\(request.query)"),
            headers: request.headers, body: request.body)
    }
}

@Suite("Every transport keeps the contract", .timeLimit(.minutes(1)))
struct TransportTests {
    private static let fine = PeerReply.answer(200, [], [])

    @Test("A request arrives as it was given", arguments: TransportKind.allCases)
    func request(kind: TransportKind) async throws {
        let connected = try kind.connect { _ in Self.fine }
        let body = (0...255).map { UInt8($0) }
        _ = try await connected.send(
            "PUT", "/a/../b%2Fc/%C3%A9", query: "x=1&x=&lifecycle", headers: ["X-A": "1", "x-a": "2", "X-B": ""],
            body: body)
        let received = try #require(connected.received().first)
        #expect(received.method == "PUT")
        #expect(received.target == "/a/../b%2Fc/%C3%A9?x=1&x=&lifecycle")
        #expect(received.headers.values(of: "X-A") == ["1", "2"])
        #expect(received.headers["x-b"]?.isEmpty == true)
        #expect(received.body == body)
    }

    @Test("Any status is an answer", arguments: TransportKind.allCases)
    func statuses(kind: TransportKind) async throws {
        let connected = try kind.connect { target in .answer(Int(target.dropFirst()) ?? 0, [], []) }
        for status in [200, 204, 301, 400, 403, 404, 409, 429, 500, 503] {
            #expect(try await connected.send("GET", "/\(status)").status == status)
        }
    }

    @Test("Headers come in their order and in any case, bodies byte by byte", arguments: TransportKind.allCases)
    func answers(kind: TransportKind) async throws {
        let bodies: [[UInt8]] = [[], (0...255).map { UInt8($0) }, [UInt8](repeating: 7, count: 300_000)]
        let fields = [
            HTTPHeaders.Field(name: "X-Twice", value: "a"), HTTPHeaders.Field(name: "x-twice", value: "b"),
        ]
        let connected = try kind.connect { target in .answer(200, fields, bodies[Int(target.dropFirst()) ?? 0]) }
        for (index, body) in bodies.enumerated() {
            let answer = try await connected.send("GET", "/\(index)")
            #expect(answer.headers.values(of: "X-TWICE") == ["a", "b"])
            #expect(answer.headers["X-Missing"] == nil)
            #expect(answer.body == body)
        }
    }

    @Test("Each of many requests at once gets its own answer", arguments: TransportKind.allCases)
    func concurrency(kind: TransportKind) async throws {
        let connected = try kind.connect { target in .answer(200, [], Array(target.utf8)) }
        let answers = try await withThrowingTaskGroup(of: String.self) { group in
            for number in 0..<100 {
                group.addTask { String(decoding: try await connected.send("GET", "/\(number)").body, as: UTF8.self) }
            }
            return try await group.reduce(into: Set<String>()) { $0.insert($1) }
        }
        #expect(answers == Set((0..<100).map { "/\($0)" }))
    }

    @Test("An exchange without an answer says how it failed", arguments: TransportKind.allCases)
    func failures(kind: TransportKind) async throws {
        let connected = try kind.connect { target in target == "/reset" ? .reset : .silence }
        let closed = await #expect(throws: TransportError.self) { try await connected.send("GET", "/reset") }
        #expect(closed?.code == .connection)
        #expect(closed?.mayHaveReachedServer == true)
        let late = await #expect(throws: TransportError.self) {
            try await connected.send("GET", "/silence", timeout: .milliseconds(50))
        }
        #expect(late?.code == .timeout)
        #expect(late?.mayHaveReachedServer == true)
    }

    @Test("Cancelling the task ends the exchange, and others go on", arguments: TransportKind.allCases)
    func cancellation(kind: TransportKind) async throws {
        let connected = try kind.connect { target in target == "/silence" ? .silence : Self.fine }
        let hanging = Task { try await connected.send("GET", "/silence") }
        while connected.received().isEmpty { await Task.yield() }
        hanging.cancel()
        let error = await #expect(throws: TransportError.self) { try await hanging.value }
        #expect(error?.code == .cancelled)
        #expect(try await connected.send().status == 200)
    }
}
