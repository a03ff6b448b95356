public import AWSCore
public import HoldfastHTTP
internal import Synchronization

/// Carries requests to another transport, each taking a while on a clock, and notes when they came and what was said.
public final class TimedTransport: HTTPTransport {
    private let server: any HTTPTransport
    private let clock: any AWSClock
    private let latency: Duration
    private let log = Mutex<[RateServer.Answer]>([])

    /// Carries requests to that transport.
    ///
    /// - Parameter latency: How long request and answer travel together.
    public init(_ server: any HTTPTransport, clock: any AWSClock, latency: Duration = .milliseconds(20)) {
        self.server = server
        self.clock = clock
        self.latency = latency
    }

    /// Every request so far, in order; one with status 429 counts as refused.
    ///
    /// The key is the access key id that the request was signed with.
    public var answers: [RateServer.Answer] { log.withLock { $0 } }

    /// Answers as the server does, later.
    public func execute(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse {
        try await pause()
        let at = clock.uptime() / .seconds(1)
        let response = try await server.execute(request)
        let signed = (request.headers["Authorization"] ?? "").drop { $0 != "=" }
        let key = String(signed.dropFirst().prefix { $0 != "/" })
        log.withLock { $0.append(RateServer.Answer(key: key, at: at, isAdmitted: response.status != 429)) }
        try await pause()
        return response
    }

    private func pause() async throws(TransportError) {
        do {
            try await clock.sleep(for: latency / 2)
        } catch {
            throw TransportError(code: .cancelled, message: "cancelled", mayHaveReachedServer: true)
        }
    }
}
