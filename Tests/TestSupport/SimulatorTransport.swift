public import AWSSimulator
public import HoldfastHTTP

/// Carries requests straight into a simulated organization, without sockets.
public struct SimulatorTransport: HTTPTransport {
    private let host: SimulatorHost

    /// Carries requests to that organization.
    public init(_ host: SimulatorHost) { self.host = host }

    /// Answers at once.
    public func execute(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse {
        host.respond(to: request)
    }
}
