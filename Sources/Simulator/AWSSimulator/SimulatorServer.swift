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
    public init(options: WorldOptions, listen: ListenAddress, logger: Logger) {
        host = SimulatorHost(SimulatedOrganization(options: options))
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
        ) { request in host.respond(to: request) }.run()
    }
}
