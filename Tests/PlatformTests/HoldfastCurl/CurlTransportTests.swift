internal import Glibc
internal import HoldfastCurl
internal import HoldfastGzip
internal import HoldfastHTTP
internal import Synchronization
internal import TestSupport
import Testing

@Suite("CurlTransport", .timeLimit(.minutes(1)))
struct CurlTransportTests {
    private static func request(
        _ server: LoopbackServer, _ method: String = "GET", path: String = "/", query: String = "",
        headers: HTTPHeaders = [:], body: [UInt8] = [], timeout: Duration? = nil
    ) -> HTTPRequest {
        HTTPRequest(
            method: method, scheme: "http", authority: server.authority, path: path, query: query, headers: headers,
            body: body, timeout: timeout)
    }

    @Test("a request arrives as it was given, with nothing added that was not meant")
    func requestBytes() async throws {
        let server = try LoopbackServer { _ in .answer() }
        defer { server.stop() }
        let transport = try CurlTransport()
        let body = Array("{\"a\":\"é\"}".utf8)
        _ = try await transport.execute(
            Self.request(
                server, "POST", path: "/a/../b%2Fc/./é".replacing("é", with: "%C3%A9"), query: "x=1&x=&lifecycle",
                headers: ["X-Amz-Target": "Backup.List", "X-Empty": "", "X-Twice": "1", "x-twice": "2"], body: body))
        let sent = try #require(server.requests.first)
        #expect(sent.head.first == "POST /a/../b%2Fc/./%C3%A9?x=1&x=&lifecycle HTTP/1.1")
        #expect(sent.body == body)
        #expect(
            Set(sent.head.dropFirst().map { $0.lowercased() }) == [
                "host: 127.0.0.1:\(server.port)", "user-agent: holdfast", "accept: */*", "accept-encoding: gzip",
                "x-amz-target: backup.list", "x-empty:", "x-twice: 1", "x-twice: 2", "content-length: \(body.count)",
            ])
    }

    @Test("every method is sent with the body it has", arguments: ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"])
    func methods(method: String) async throws {
        let server = try LoopbackServer { request in
            .answer("200 OK", ["X-Method: \(request.head[0].prefix { $0 != " " })"], [])
        }
        defer { server.stop() }
        let transport = try CurlTransport()
        let bodies: [[UInt8]] =
            method == "HEAD" ? [[]] : [[], Array("body".utf8), [UInt8](repeating: 7, count: 2_000_000)]
        for body in bodies {
            let answer = try await transport.execute(Self.request(server, method, body: body))
            #expect(answer.headers["x-method"] == method)
            #expect(server.requests.last?.body == body)
        }
    }

    @Test("status, repeated headers and body come back; an interim answer does not")
    func answers() async throws {
        let server = try LoopbackServer { _ in
            .bytes(
                Array(
                    ("HTTP/1.1 100 Continue\r\nX-Interim: 1\r\n\r\n"
                        + "HTTP/1.1 429 Slow Down\r\nSet-Cookie: a\r\nset-cookie:  b \r\nContent-Length: 3\r\n\r\nabc")
                        .utf8))
        }
        defer { server.stop() }
        let transport = try CurlTransport()
        let answer = try await transport.execute(Self.request(server))
        #expect(answer.status == 429)
        #expect(answer.headers.values(of: "Set-Cookie") == ["a", "b"])
        #expect(answer.headers["X-Interim"] == nil)
        #expect(answer.body == Array("abc".utf8))
    }

    @Test("chunks and gzip are removed from an answer")
    func codings() async throws {
        let text = Array(String(repeating: "recovery point ", count: 1_000).utf8)
        let packed = try GzipEncoder.encode(text)
        let server = try LoopbackServer { _ in
            let half = packed.count / 2
            var bytes = Array("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n\r\n".utf8)
            for piece in [packed[..<half], packed[half...]] {
                bytes += Array("\(String(piece.count, radix: 16))\r\n".utf8) + piece + Array("\r\n".utf8)
            }
            return .bytes(bytes + Array("0\r\n\r\n".utf8))
        }
        defer { server.stop() }
        let transport = try CurlTransport()
        #expect(try await transport.execute(Self.request(server)).body == text)
    }

    @Test("an answer larger than the limit is refused, packed or not")
    func tooLarge() async throws {
        let plain = [UInt8](repeating: 0x61, count: 100_000)
        let packed = try GzipEncoder.encode(plain)
        let server = try LoopbackServer { request in
            request.head[0].contains("/packed")
                ? .answer("200 OK", ["Content-Encoding: gzip"], packed) : .answer("200 OK", [], plain)
        }
        defer { server.stop() }
        let transport = try CurlTransport(options: CurlOptions(largestBody: 99_999))
        for path in ["/plain", "/packed"] {
            let error = await #expect(throws: TransportError.self) {
                try await transport.execute(Self.request(server, path: path))
            }
            #expect(error?.code == .tooLarge)
        }
        let roomy = try CurlTransport(options: CurlOptions(largestBody: 100_000))
        #expect(try await roomy.execute(Self.request(server, path: "/packed")).body == plain)
    }

    @Test("a small answer that unpacks without end is given up at the limit")
    func bomb() async throws {
        let packed = try GzipEncoder.encode([UInt8](repeating: 0, count: 32 * 1_024 * 1_024))
        #expect(packed.count < 64 * 1_024)
        let server = try LoopbackServer { _ in .answer("200 OK", ["Content-Encoding: gzip"], packed) }
        defer { server.stop() }
        let transport = try CurlTransport(options: CurlOptions(largestBody: 1_024 * 1_024))
        let error = await #expect(throws: TransportError.self) { try await transport.execute(Self.request(server)) }
        #expect(error?.code == .tooLarge)
        #expect(error?.message.contains("1048576 bytes") == true)
    }

    @Test("answers that end early or are no HTTP are told apart from answers")
    func malformed() async throws {
        let replies: [(String, LoopbackServer.Reply, TransportError.Code)] = [
            ("/short", .bytesThenClose(Array("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc".utf8)), .malformed),
            (
                "/gzip", .answer("200 OK", ["Content-Encoding: gzip"], Array("no gzip at all".utf8)), .malformed
            ),
            ("/nothing", .bytesThenClose([]), .connection),
            ("/reset", .reset, .connection),
        ]
        let server = try LoopbackServer { request in
            replies.first { request.head[0].contains($0.0) }?.1 ?? .answer()
        }
        defer { server.stop() }
        let transport = try CurlTransport()
        for (path, _, code) in replies {
            let error = await #expect(throws: TransportError.self) {
                try await transport.execute(Self.request(server, path: path))
            }
            #expect(error?.code == code, "\(path)")
            #expect(error?.mayHaveReachedServer == true, "\(path)")
        }
    }

    @Test("one connection serves request after request, and a closed one is replaced")
    func reuse() async throws {
        let server = try LoopbackServer { request in
            request.head[0].contains("/last")
                ? .bytesThenClose(Array("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".utf8)) : .answer()
        }
        defer { server.stop() }
        let transport = try CurlTransport()
        for _ in 0..<20 { _ = try await transport.execute(Self.request(server)) }
        #expect(server.counts.connections == 1)
        _ = try await transport.execute(Self.request(server, path: "/last"))
        await server.wait { $0.open == 0 }
        #expect(try await transport.execute(Self.request(server)).status == 200)
        #expect(server.counts.connections == 2)
    }

    @Test("requests in the names of many accounts share the connections of their host")
    func accounts() async throws {
        let server = try LoopbackServer { _ in .answer() }
        defer { server.stop() }
        let transport = try CurlTransport(options: CurlOptions(limits: ConnectionLimits(perHost: 2)))
        for number in 0..<50 {
            _ = try await transport.execute(
                Self.request(server, headers: ["Authorization": "AWS4-HMAC-SHA256 Credential=AKIA\(number)/…"]))
        }
        #expect(Set(server.requests.compactMap { $0.header("Authorization") }).count == 50)
        #expect(server.counts.connections == 1)
    }

    @Test("thousands of requests, failed, refused and cancelled ones among them, leave no descriptor behind")
    func descriptors() async throws {
        let server = try LoopbackServer { request in
            switch request.head[0].split(separator: " ").dropFirst().first {
            case "/reset": .reset
            case "/large": .answer("200 OK", [], [UInt8](repeating: 0x61, count: 5_000))
            case "/hang": .silence
            default: .answer()
            }
        }
        defer { server.stop() }
        let transport = try CurlTransport(
            options: CurlOptions(limits: ConnectionLimits(perHost: 8), largestBody: 4_000))
        func round(_ count: Int) async {
            await withTaskGroup(of: Void.self) { group in
                for number in 0..<count {
                    let path = ["/", "/", "/", "/reset", "/large", "/hang"][number % 6]
                    group.addTask {
                        _ = try? await transport.execute(
                            Self.request(server, path: path, timeout: path == "/hang" ? .milliseconds(1) : nil))
                    }
                    if number % 8 == 7 { await group.next() }
                }
            }
            await server.wait { $0.open <= 8 }
        }
        await round(300)
        let before = Descriptors.count(toPort: server.port)
        await round(3_000)
        #expect(before <= 8)
        #expect(Descriptors.count(toPort: server.port) <= 8)
        await transport.shutdown()
        #expect(Descriptors.count(toPort: server.port) == 0)
    }

    @Test("requests beyond the limit wait their turn, and none is lost")
    func limits() async throws {
        let server = try LoopbackServer { request in .answer("200 OK", [], Array(request.head[0].utf8)) }
        defer { server.stop() }
        let transport = try CurlTransport(options: CurlOptions(limits: ConnectionLimits(perHost: 4, total: 6)))
        let answers = try await withThrowingTaskGroup(of: String.self) { group in
            for number in 0..<300 {
                group.addTask {
                    let answer = try await transport.execute(Self.request(server, path: "/\(number)"))
                    return String(decoding: answer.body, as: UTF8.self)
                }
            }
            return try await group.reduce(into: Set<String>()) { $0.insert($1) }
        }
        #expect(answers == Set((0..<300).map { "GET /\($0) HTTP/1.1" }))
        #expect(server.counts.mostOpen <= 4)
    }

    @Test("the total limit holds over several hosts, and the host that waited longest goes next")
    func totalLimit() async throws {
        // An answer leaves after its handler, so with one exchange at a time no two handlers ever overlap.
        let underWay = Mutex((now: 0, most: 0))
        let servers = try (0..<3).map { _ in
            try LoopbackServer { _ in
                underWay.withLock { $0 = ($0.now + 1, max($0.most, $0.now + 1)) }
                let work = (0..<20_000).reduce(0) { $0 ^ ($1 &* 31) }
                underWay.withLock { $0.now -= work == -1 ? 0 : 1 }
                return .answer()
            }
        }
        defer { for server in servers { server.stop() } }
        let transport = try CurlTransport(options: CurlOptions(limits: ConnectionLimits(perHost: 8, total: 1)))
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<60 {
                group.addTask { _ = try await transport.execute(Self.request(servers[number % 3])) }
            }
            try await group.waitForAll()
        }
        #expect(servers.allSatisfy { $0.counts.requests == 20 })
        #expect(underWay.withLock { $0.most } == 1)
    }

    @Test("an exchange ends at its time limit")
    func timeout() async throws {
        let server = try LoopbackServer { _ in .silence }
        defer { server.stop() }
        let transport = try CurlTransport()
        let error = await #expect(throws: TransportError.self) {
            try await transport.execute(Self.request(server, timeout: .milliseconds(50)))
        }
        #expect(error?.code == .timeout)
        #expect(error?.mayHaveReachedServer == true)
    }

    @Test("a port nobody listens on is a failed connection that reached no server")
    func refused() async throws {
        let server = try LoopbackServer { _ in .answer() }
        server.stop()
        let transport = try CurlTransport()
        var last: TransportError?
        // The listening socket closes on its own thread; one of the first tries may still reach it.
        while last == nil {
            do throws(TransportError) {
                _ = try await transport.execute(Self.request(server, timeout: .seconds(5)))
            } catch {
                last = error.mayHaveReachedServer ? nil : error
            }
        }
        #expect(last?.code == .connection)
    }

    @Test("cancelling a task closes its connection, and the others go on")
    func cancellation() async throws {
        let server = try LoopbackServer { request in request.head[0].contains("/hang") ? .silence : .answer() }
        defer { server.stop() }
        let transport = try CurlTransport(options: CurlOptions(limits: ConnectionLimits(perHost: 1)))
        let hanging = Task { try await transport.execute(Self.request(server, path: "/hang")) }
        await server.wait { $0.requests == 1 }
        let waiting = Task { try await transport.execute(Self.request(server, path: "/queued")) }
        waiting.cancel()
        let early = await #expect(throws: TransportError.self) { try await waiting.value }
        #expect(early?.code == .cancelled)
        #expect(early?.mayHaveReachedServer == false)
        hanging.cancel()
        let error = await #expect(throws: TransportError.self) { try await hanging.value }
        #expect(error?.code == .cancelled)
        #expect(error?.mayHaveReachedServer == true)
        await server.wait { $0.open == 0 }
        #expect(try await transport.execute(Self.request(server)).status == 200)
        #expect(server.counts.requests == 2)
    }

    @Test("shutting down ends what is under way and what waits, and nothing starts afterwards")
    func shutdown() async throws {
        let server = try LoopbackServer { _ in .silence }
        defer { server.stop() }
        let transport = try CurlTransport(options: CurlOptions(limits: ConnectionLimits(perHost: 2)))
        let tasks = (0..<5).map { _ in Task { try await transport.execute(Self.request(server)) } }
        await server.wait { $0.requests == 2 }
        await transport.shutdown()
        for task in tasks {
            let error = await #expect(throws: TransportError.self) { try await task.value }
            #expect(error?.code == .cancelled)
        }
        await server.wait { $0.open == 0 }
        await #expect(throws: TransportError.self) { try await transport.execute(Self.request(server)) }
        await transport.shutdown()
    }

    @Test("dropping the transport closes its connections")
    func drop() async throws {
        let server = try LoopbackServer { _ in .answer() }
        defer { server.stop() }
        do {
            let transport = try CurlTransport()
            _ = try await transport.execute(Self.request(server))
            #expect(server.counts.open == 1)
        }
        await server.wait { $0.open == 0 }
    }

    @Test(
        "what would change the request on the wire is refused before it is sent",
        arguments: [
            HTTPRequest(method: "GET /x", authority: "h"), HTTPRequest(method: "", authority: "h"),
            HTTPRequest(scheme: "file", authority: "h"), HTTPRequest(authority: ""),
            HTTPRequest(authority: "h", path: "x"), HTTPRequest(authority: "h", path: "/a b"),
            HTTPRequest(authority: "h", query: "a\r\nX: 1"), HTTPRequest(authority: "h", headers: ["X": "a\r\nY: b"]),
            HTTPRequest(authority: "h", headers: ["X\n": "a"]), HTTPRequest(authority: "h", headers: ["": "a"]),
            HTTPRequest(authority: "h", headers: ["X": "a\0b"]),
        ])
    func injection(request: HTTPRequest) async throws {
        let transport = try CurlTransport()
        let error = await #expect(throws: TransportError.self) { try await transport.execute(request) }
        #expect(error?.code == .invalidRequest)
        #expect(error?.mayHaveReachedServer == false)
    }
}

/// The descriptors of this process that are connected to a port of this machine.
private enum Descriptors {
    static func count(toPort port: Int) -> Int {
        (0..<4_096).count { descriptor in
            var address = sockaddr_in()
            var size = socklen_t(MemoryLayout<sockaddr_in>.size)
            let isConnected = withUnsafeMutablePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    getpeername(Int32(descriptor), $0, &size) == 0
                }
            }
            return isConnected && address.sin_family == sa_family_t(AF_INET)
                && Int(UInt16(bigEndian: address.sin_port)) == port
        }
    }
}
