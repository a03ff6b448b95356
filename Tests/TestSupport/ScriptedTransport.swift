public import HoldfastHTTP
internal import Synchronization

/// A transport that answers by a script and keeps what it was asked.
public final class ScriptedTransport: HTTPTransport {
    /// What comes of one request.
    public enum Step: Sendable {
        /// An answer.
        case answer(HTTPResponse)
        /// No answer.
        case failure(TransportError)
        /// No answer until the request's time limit or the end of the calling task.
        case silence

        /// An answer by status, headers and text.
        public static func answer(_ status: Int, _ headers: HTTPHeaders = [:], _ body: String = "") -> Step {
            .answer(HTTPResponse(status: status, headers: headers, body: Array(body.utf8)))
        }
    }

    private let log = Mutex<[HTTPRequest]>([])
    private let step: @Sendable (_ number: Int, HTTPRequest) -> Step

    /// Answers by the steps in their order; one request too many fails.
    public convenience init(_ steps: [Step]) {
        self.init { number, _ in
            number < steps.count
                ? steps[number]
                : .failure(
                    TransportError(code: .invalidRequest, message: "the script has ended", mayHaveReachedServer: false))
        }
    }

    /// Answers by a function of the request and its number, from 0.
    public init(_ step: @escaping @Sendable (_ number: Int, HTTPRequest) -> Step) { self.step = step }

    /// The requests so far.
    public var requests: [HTTPRequest] { log.withLock { $0 } }

    /// Does what the script says.
    public func execute(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse {
        let number = log.withLock { log in
            log.append(request)
            return log.count - 1
        }
        switch step(number, request) {
        case .answer(let response): return response
        case .failure(let error): throw error
        case .silence:
            do {
                try await Task.sleep(for: request.timeout ?? .seconds(3_600))
            } catch {
                throw TransportError(code: .cancelled, message: "the task was cancelled", mayHaveReachedServer: true)
            }
            throw TransportError(code: .timeout, message: "no answer in time", mayHaveReachedServer: true)
        }
    }
}
