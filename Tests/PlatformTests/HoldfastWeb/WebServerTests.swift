internal import HoldfastCurl
internal import HoldfastHTTP
internal import HoldfastWeb
internal import Logging
internal import Synchronization
internal import Testing

@Suite("The web server")
struct WebServerTests {
    /// Runs a server on a free port, lets a client at it, and waits for its end.
    private static func serve(
        maxBodyBytes: Int = 1_000, handler: @escaping @Sendable (HTTPRequest) async throws -> HTTPResponse,
        client: @escaping @Sendable (String, CurlTransport) async throws -> Void
    ) async throws {
        let (addresses, continuation) = AsyncStream<ListenAddress>.makeStream()
        let server = WebServer(
            listen: ListenAddress(host: "127.0.0.1", port: 0), maxBodyBytes: maxBodyBytes,
            logger: Logger(label: "test"), onListening: { continuation.yield($0) }, handler: handler)
        let running = Task { try await server.run() }
        var iterator = addresses.makeAsyncIterator()
        let address = try #require(await iterator.next())
        #expect(address.port > 0)
        try await client("\(address)", try CurlTransport())
        running.cancel()
        _ = await running.result
    }

    @Test("the handler sees the target as it was sent, and the server ends when it is cancelled")
    func rawTarget() async throws {
        try await Self.serve { request in
            HTTPResponse(
                status: 207,
                headers: ["Date": "Thu, 01 Jan 1970 00:00:00 GMT", "X-Twice": request.headers["x-a"] ?? ""],
                body: Array("\(request.method) \(request.path) \(request.query) \(request.body.count)".utf8))
        } client: { authority, transport in
            let answer = try await transport.execute(
                HTTPRequest(
                    method: "PUT", scheme: "http", authority: authority, path: "/a%2Fb/%C3%BC", query: "x=%20&y",
                    headers: ["x-a": "1"], body: [1, 2, 3]))
            #expect(answer.status == 207)
            #expect(String(decoding: answer.body, as: UTF8.self) == "PUT /a%2Fb/%C3%BC x=%20&y 3")
            #expect(answer.headers.values(of: "Date") == ["Thu, 01 Jan 1970 00:00:00 GMT"])
            #expect(answer.headers["X-Twice"] == "1")
        }
    }

    @Test("a body that is too large is answered with 413, one that fits is taken")
    func bodyLimit() async throws {
        try await Self.serve(maxBodyBytes: 10) { _ in
            HTTPResponse(status: 200)
        } client: { authority, transport in
            for (size, status) in [(10, 200), (11, 413)] {
                let answer = try await transport.execute(
                    HTTPRequest(
                        method: "POST", scheme: "http", authority: authority, path: "/",
                        body: Array(repeating: 65, count: size)))
                #expect(answer.status == status)
            }
        }
    }

    @Test("a reset in mid-body is told as one, and the next request is answered over another connection")
    func reset() async throws {
        let large = HTTPResponse(status: 200, body: Array(repeating: 65, count: 20_000))
        try await Self.serve { request in
            if request.path == "/reset" { throw ConnectionReset(of: large, after: 10_000) }
            return large
        } client: { authority, transport in
            for path in ["/", "/reset", "/", "/reset", "/"] {
                let request = HTTPRequest(method: "GET", scheme: "http", authority: authority, path: path)
                guard path == "/reset" else {
                    let answer = try await transport.execute(request)
                    #expect(answer.body.count == 20_000)
                    continue
                }
                let error = await #expect(throws: TransportError.self) { _ = try await transport.execute(request) }
                #expect(error?.code == .connection && error?.mayHaveReachedServer == true)
            }
        }
    }

    @Test("an answer to HEAD tells the length and leaves the body out")
    func head() async throws {
        try await Self.serve { _ in
            HTTPResponse(status: 200, body: [1, 2, 3, 4])
        } client: { authority, transport in
            let answer = try await transport.execute(
                HTTPRequest(method: "HEAD", scheme: "http", authority: authority, path: "/"))
            #expect(answer.headers["Content-Length"] == "4")
            #expect(answer.body.isEmpty)
        }
    }

    @Test(
        "a listen address is read or refused",
        arguments: [
            ("127.0.0.1:4599", "127.0.0.1:4599"), ("[::1]:80", "[::1]:80"), (":9090", "0.0.0.0:9090"),
            ("localhost:0", "localhost:0"), ("localhost", nil), ("::1:80", nil), ("a:70000", nil), ("a:-1", nil),
        ] as [(String, String?)])
    func listenAddress(text: String, expected: String?) {
        #expect(ListenAddress(text)?.description == expected)
    }
}
