/// Why a call to AWS failed, after all retries.
public struct AWSError: Error, Sendable, CustomStringConvertible {
    /// The only classification of failures the rest of the program knows.
    public enum Kind: Sendable, Hashable {
        /// AWS asked for fewer calls.
        case throttled
        /// The caller may not do this.
        case denied
        /// The thing named does not exist.
        case notFound
        /// The thing is in a state that does not allow this, or exists already.
        case conflict
        /// AWS refused the input as it stands.
        case invalid
        /// The credentials are no longer, or not yet, valid, or their signature was refused.
        case expiredCredentials
        /// A passing fault of the network or of AWS.
        case transient
        /// The endpoint does not know the operation, as emulators and some Regions answer.
        case notImplemented
        /// The answer could not be read.
        case malformed
        /// The calling task was cancelled.
        case cancelled
        /// Any other code.
        case unknown(String)
    }

    /// Where the failure happened.
    public struct Context: Sendable, Hashable {
        /// The service, such as `backup`.
        public var service: String
        /// The operation, such as `ListBackupVaults`.
        public var operation: String
        /// The digits of the account called, when they are known.
        public var account: String?
        /// The Region called.
        public var region: String
        /// The request id AWS gave, when it gave one.
        public var requestID: String?
        /// The status code, when there was an answer.
        public var status: Int?
        /// How many attempts were made.
        public var attempts: Int

        /// Describes a place.
        public init(
            service: String, operation: String, account: String? = nil, region: String, requestID: String? = nil,
            status: Int? = nil, attempts: Int = 1
        ) {
            self.service = service
            self.operation = operation
            self.account = account
            self.region = region
            self.requestID = requestID
            self.status = status
            self.attempts = attempts
        }
    }

    /// The class of the failure.
    public let kind: Kind
    /// The code AWS gave, such as `AccessDeniedException`, or the transport's.
    public let code: String
    /// The words AWS or the transport gave.
    public let message: String
    /// Where it happened.
    public let context: Context

    /// Makes a failure.
    public init(kind: Kind, code: String, message: String, context: Context) {
        self.kind = kind
        self.code = code
        self.message = message
        self.context = context
    }

    /// Operation, code and words, with the request id where there is one.
    public var description: String {
        let request = context.requestID.map { " (request \($0))" } ?? ""
        return "\(context.service):\(context.operation) failed with \(code): \(message)\(request)"
    }
}
