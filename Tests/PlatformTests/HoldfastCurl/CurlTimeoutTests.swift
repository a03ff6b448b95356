internal import HoldfastHTTP
internal import TestSupport
internal import Testing

@testable internal import HoldfastCurl

@Suite("Time limits of CurlTransport", .timeLimit(.minutes(1)))
struct CurlTimeoutTests {
    private static let long = Duration.seconds(3_600)

    /// The error of a request to that server under those limits.
    private static func failure(
        _ server: LoopbackServer, _ timeouts: TransportTimeouts, scheme: String = "http", timeout: Duration? = nil
    ) async throws -> TransportError? {
        let transport = try CurlTransport(options: CurlOptions(timeouts: timeouts))
        return await #expect(throws: TransportError.self) {
            try await transport.execute(
                HTTPRequest(scheme: scheme, authority: server.authority, timeout: timeout))
        }
    }

    @Test("each limit ends an exchange with words of its own")
    func words() async throws {
        let quick = Duration.milliseconds(150)
        let head = Array("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc".utf8)
        let silent = try LoopbackServer { _ in .silence }
        let stopping = try LoopbackServer { _ in .bytesThenSilence(head) }
        defer { silent.stop() }
        defer { stopping.stop() }
        let first = try await Self.failure(
            silent, TransportTimeouts(connect: Self.long, firstByte: quick, idle: Self.long, total: Self.long))
        #expect(first?.message == "http://\(silent.authority): no answer began within \(quick)")
        let idle = try await Self.failure(
            stopping, TransportTimeouts(connect: Self.long, firstByte: Self.long, idle: quick, total: Self.long))
        #expect(idle?.message == "http://\(stopping.authority): the answer stopped for \(quick)")
        let total = try await Self.failure(
            stopping, TransportTimeouts(connect: quick, firstByte: Self.long, idle: Self.long, total: Self.long),
            timeout: quick * 2)
        #expect(total?.message == "http://\(stopping.authority): it was not finished within \(quick * 2)")
        for error in [first, idle, total] {
            #expect(error?.code == .timeout)
            #expect(error?.mayHaveReachedServer == true)
        }
        // The server never answers the greeting of TLS, so that there is no connection in libcurl's sense.
        let connect = try await Self.failure(
            silent, TransportTimeouts(connect: quick, firstByte: Self.long, idle: Self.long, total: Self.long),
            scheme: "https")
        #expect(connect?.message == "https://\(silent.authority): no connection was made within \(quick)")
        #expect(connect?.code == .timeout)
        #expect(connect?.mayHaveReachedServer == false)
    }

    @Test("whatever moves in time is left alone, however long it takes")
    func steady() {
        let start = ContinuousClock.now
        let limits = TransportTimeouts(firstByte: .seconds(10), idle: .seconds(5))
        var watch = StallWatch(at: start)
        func stall(_ seconds: Int, sent: Int, received: Int, hasSent: Bool = true) -> String? {
            watch.stall(
                StallWatch.Progress(hasSentRequest: hasSent, sent: sent, received: received),
                at: start + .seconds(seconds), limits: limits)
        }
        // A connection has a limit of its own.
        #expect(stall(100, sent: 0, received: 0, hasSent: false) == nil)
        for second in stride(from: 101, through: 191, by: 9) {
            #expect(stall(second, sent: second, received: 0) == nil)
        }
        #expect(stall(200, sent: 191, received: 0) == nil)
        #expect(stall(201, sent: 191, received: 0) == "no answer began within 10.0 seconds")
        for second in stride(from: 202, through: 300, by: 4) {
            #expect(stall(second, sent: 191, received: second) == nil)
        }
        #expect(stall(302, sent: 191, received: 298) == nil)
        #expect(stall(303, sent: 191, received: 298) == "the answer stopped for 5.0 seconds")
    }
}
