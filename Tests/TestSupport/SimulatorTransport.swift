public import AWSSimulator
public import HoldfastHTTP

/// Carries requests to a simulated organization in the same process, without sockets.
public struct SimulatorTransport: HTTPTransport {
    /// The organization that answers.
    public let host: SimulatorHost
    private let refuses: @Sendable (HTTPRequest) -> Bool

    /// Carries requests to that organization.
    ///
    /// - Parameter refuses: Requests that are answered with `AccessDeniedException` instead, in the form of JSON services.
    public init(_ host: SimulatorHost, refuses: @escaping @Sendable (HTTPRequest) -> Bool = { _ in false }) {
        self.host = host
        self.refuses = refuses
    }

    /// Answers at once.
    public func execute(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse {
        guard refuses(request) else { return host.respond(to: request) }
        return HTTPResponse(
            status: 403,
            headers: [
                "Content-Type": "application/json", "x-amzn-ErrorType": "AccessDeniedException",
                "x-amzn-RequestId": "00000000-0000-0000-0000-000000000000",
            ], body: Array(#"{"message":"refused by the test"}"#.utf8))
    }
}
