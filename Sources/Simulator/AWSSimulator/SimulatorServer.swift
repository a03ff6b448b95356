internal import HoldfastHTTP
public import HoldfastWeb
public import Logging

/// The simulated organization as a listener: `holdfast simulator`.
public struct SimulatorServer: Sendable {
    /// The organization the listener answers for.
    public let host: SimulatorHost
    private let listen: ListenAddress
    private let logger: Logger

    /// Makes the server of a world born now; nothing is bound before ``run(onListening:)``.
    ///
    /// - Parameters:
    ///   - faults: What goes wrong from the first call on.
    ///   - throttle: The rates callers are held to.
    public init(
        options: WorldOptions, faults: FaultScript = FaultScript(), throttle: ThrottlePolicy = .none,
        listen: ListenAddress, logger: Logger
    ) {
        host = SimulatorHost(SimulatedOrganization(options: options))
        host.install(faults)
        host.install(throttle)
        self.listen = listen
        self.logger = logger
    }

    /// Listens until a graceful shutdown or cancellation.
    ///
    /// - Parameter onListening: Called once with the address that was bound.
    public func run(onListening: @escaping @Sendable (ListenAddress) async -> Void = { _ in }) async throws {
        let host = host
        try await WebServer(
            listen: listen, maxBodyBytes: 4_194_304, logger: logger, onListening: onListening
        ) { request in try await Self.deliver(host.answer(to: request), to: request) }.run()
    }

    /// Lets an answer travel as its fault says; a cancelled task waits no longer.
    private static func deliver(_ answer: SimulatedAnswer, to request: HTTPRequest) async throws -> HTTPResponse {
        switch answer.delivery {
        case .prompt: return answer.response
        case .late(let delay):
            try await Task.sleep(for: delay)
            return answer.response
        case .never(let most):
            try await Task.sleep(for: most)
            throw ConnectionEnd()
        case .closed: throw ConnectionEnd()
        case .reset:
            let body = answer.response.body
            guard !body.isEmpty, request.method != "HEAD" else { throw ConnectionEnd() }
            throw ConnectionReset(of: answer.response, after: body.count / 2)
        }
    }

    /// Ends a connection in place of an answer.
    private struct ConnectionEnd: Error {}
}
