public import AWSSimulator
public import HoldfastHTTP

/// Carries requests to a simulated organization in this process, without a socket.
///
/// The answer is the one the listener would send, so a client behind it does all of its own work: endpoints, signatures,
/// parsing, retries.
public struct SimulatorTransport: HTTPTransport {
    /// The organization behind its lock.
    public let host: SimulatorHost

    /// Makes the transport to an organization.
    public init(host: SimulatorHost) { self.host = host }

    /// Answers the request at once, unless the calling task was cancelled.
    public func execute(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse {
        guard !Task.isCancelled else {
            throw TransportError(code: .cancelled, message: "the task was cancelled", mayHaveReachedServer: false)
        }
        return host.respond(to: request)
    }
}
