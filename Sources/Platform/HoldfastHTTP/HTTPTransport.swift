/// Carries one request to a server and brings back its answer.
///
/// Any status is an answer; throwing is for exchanges that gave none. Cancelling the calling task ends the exchange.
public protocol HTTPTransport: Sendable {
    /// Sends the request and waits for the complete answer.
    func execute(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse
}

/// Why an exchange gave no answer.
public struct TransportError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The kind of failure, an open set.
    public struct Code: RawRepresentable, Sendable, Hashable {
        /// The name of the kind.
        public let rawValue: String

        /// Makes a kind by its name.
        public init(rawValue: String) { self.rawValue = rawValue }

        /// The host's name could not be resolved.
        public static let unresolved = Code(rawValue: "unresolved")
        /// No connection could be made, or it was closed before an answer.
        public static let connection = Code(rawValue: "connection")
        /// The server's certificate or the TLS handshake was refused.
        public static let tls = Code(rawValue: "tls")
        /// A time limit passed.
        public static let timeout = Code(rawValue: "timeout")
        /// The answer was larger than allowed.
        public static let tooLarge = Code(rawValue: "tooLarge")
        /// The answer ended early or was not HTTP.
        public static let malformed = Code(rawValue: "malformed")
        /// The calling task was cancelled.
        public static let cancelled = Code(rawValue: "cancelled")
        /// The request could not be sent as it stands, such as a URL that is none.
        public static let invalidRequest = Code(rawValue: "invalidRequest")
    }

    /// The kind of failure.
    public let code: Code
    /// What happened, in words, with the host and without secrets.
    public let message: String
    /// Whether the server may have received the request, so that repeating it could act twice.
    public let mayHaveReachedServer: Bool

    /// Makes a failure.
    public init(code: Code, message: String, mayHaveReachedServer: Bool) {
        self.code = code
        self.message = message
        self.mayHaveReachedServer = mayHaveReachedServer
    }

    /// Kind and words.
    public var description: String { "\(code.rawValue): \(message)" }
}
