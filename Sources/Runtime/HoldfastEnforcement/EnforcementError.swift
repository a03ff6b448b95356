/// Why a plan cannot be performed at all.
public struct EnforcementError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The kind of failure, an open set.
    public struct Code: RawRepresentable, Sendable, Hashable {
        /// The name of the kind.
        public let rawValue: String

        /// Makes a kind by its name.
        public init(rawValue: String) { self.rawValue = rawValue }

        /// The file is no plan, or was changed after it was saved.
        public static let damagedPlan = Code(rawValue: "plan-damaged")
        /// The plan is too old to trust, or was made from another policy.
        public static let stalePlan = Code(rawValue: "plan-stale")
        /// The journal could not be read or written.
        public static let journal = Code(rawValue: "journal")
    }

    /// The kind of failure.
    public let code: Code
    /// What is wrong and what to do.
    public let message: String

    /// Makes a failure.
    public init(code: Code, message: String) {
        self.code = code
        self.message = message
    }

    /// Kind and words.
    public var description: String { "\(message) [\(code.rawValue)]" }
}
