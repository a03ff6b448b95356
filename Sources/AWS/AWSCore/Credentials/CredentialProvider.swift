/// Gives credentials when a request is about to be signed.
public protocol CredentialProvider: Sendable {
    /// Credentials that are valid now, as far as the provider knows.
    func credentials() async throws(CredentialError) -> AWSCredentials
    /// Hears that AWS refused these as expired; the next call to `credentials` should not give them again.
    func discard(_ refused: AWSCredentials) async
}

extension CredentialProvider {
    /// Most providers have nothing else to give.
    public func discard(_ refused: AWSCredentials) async {}
}

/// The same credentials for ever.
public struct StaticCredentials: CredentialProvider {
    private let value: AWSCredentials

    /// Wraps credentials.
    public init(_ value: AWSCredentials) { self.value = value }

    /// The credentials.
    public func credentials() async throws(CredentialError) -> AWSCredentials { value }
}

/// Why there are no credentials.
public struct CredentialError: Error, Sendable, CustomStringConvertible {
    /// The kind of failure, an open set.
    public struct Code: RawRepresentable, Sendable, Hashable {
        /// The name of the kind.
        public let rawValue: String

        /// Makes a kind by its name.
        public init(rawValue: String) { self.rawValue = rawValue }

        /// Nothing is configured here; another source may have some.
        public static let missing = Code(rawValue: "missing")
        /// Part of what belongs together is configured.
        public static let incomplete = Code(rawValue: "incomplete")
        /// What is configured cannot be right, such as a key with a line break.
        public static let malformed = Code(rawValue: "malformed")
        /// The configuration names a source that is not supported.
        public static let unsupported = Code(rawValue: "unsupported")
        /// The source was asked and failed; `underlying` says how when AWS was asked.
        public static let sourceFailed = Code(rawValue: "sourceFailed")
        /// The calling task was cancelled.
        public static let cancelled = Code(rawValue: "cancelled")
    }

    /// The kind of failure.
    public let code: Code
    /// What is wrong and what to do, without secrets.
    public let message: String
    /// The failed call to AWS, where there was one.
    public let underlying: AWSError?

    /// Makes a failure.
    public init(code: Code, message: String, underlying: AWSError? = nil) {
        self.code = code
        self.message = message
        self.underlying = underlying
    }

    /// The words, and those of the failed call.
    public var description: String { underlying.map { "\(message): \($0)" } ?? message }
}
