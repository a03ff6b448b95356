public import AWSSimulator
public import HoldfastHTTP

/// Carries requests to a simulated organization in the same process, without sockets.
public struct SimulatorTransport: HTTPTransport {
    /// The organization that answers.
    public let host: SimulatorHost
    private let clock: ManualClock?
    private let refuses: @Sendable (HTTPRequest) -> Bool
    private let answers: @Sendable (HTTPRequest) -> String?

    /// Carries requests to that organization.
    ///
    /// - Parameters:
    ///   - clock: Steps ahead by the time an answer takes.
    ///   - refuses: Requests that are answered with `AccessDeniedException` instead, in the form of JSON services.
    ///   - answers: Requests that are answered well, with that body in JSON instead of their own.
    public init(
        _ host: SimulatorHost, clock: ManualClock? = nil,
        refuses: @escaping @Sendable (HTTPRequest) -> Bool = { _ in false },
        answers: @escaping @Sendable (HTTPRequest) -> String? = { _ in nil }
    ) {
        self.host = host
        self.clock = clock
        self.refuses = refuses
        self.answers = answers
    }

    /// Answers at once; what an answer takes longer passes on the clock alone.
    public func execute(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse {
        if let body = answers(request) {
            return HTTPResponse(
                status: 200,
                headers: [
                    "Content-Type": "application/x-amz-json-1.1",
                    "x-amzn-RequestId": "00000000-0000-0000-0000-000000000001",
                ], body: Array(body.utf8))
        }
        guard refuses(request) else { return try deliver(host.answer(to: request), to: request) }
        return HTTPResponse(
            status: 403,
            headers: [
                "Content-Type": "application/json", "x-amzn-ErrorType": "AccessDeniedException",
                "x-amzn-RequestId": "00000000-0000-0000-0000-000000000000",
            ], body: Array(#"{"message":"refused by the test"}"#.utf8))
    }

    private func deliver(
        _ answer: SimulatedAnswer, to request: HTTPRequest
    ) throws(TransportError) -> HTTPResponse {
        let wait: Duration
        switch answer.delivery {
        case .prompt: return answer.response
        case .closed, .reset:
            throw TransportError(
                code: .connection, message: "simulator: the connection was \(answer.delivery)",
                mayHaveReachedServer: true)
        case .late(let delay): wait = delay
        case .never(let most): wait = most
        }
        let patience = request.timeout ?? .seconds(600)
        clock?.advance(by: min(wait, patience))
        if case .late = answer.delivery, wait <= patience { return answer.response }
        throw TransportError(code: .timeout, message: "simulator: no answer in time", mayHaveReachedServer: true)
    }
}
