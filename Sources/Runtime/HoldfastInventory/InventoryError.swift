public import AWSCore

/// Why nothing can be read at all.
public struct InventoryError: Error, Sendable, CustomStringConvertible {
    /// The kind of failure, an open set.
    public struct Code: RawRepresentable, Sendable, Hashable {
        /// The name of the kind.
        public let rawValue: String

        /// Makes a kind by its name.
        public init(rawValue: String) { self.rawValue = rawValue }

        /// The base credentials are missing or refused.
        public static let credentials = Code(rawValue: "credentials")
        /// Nothing says which Region to work in.
        public static let region = Code(rawValue: "region")
    }

    /// The kind of failure.
    public let code: Code
    /// What is wrong, in words.
    public let message: String
    /// The failed call, where there was one.
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
