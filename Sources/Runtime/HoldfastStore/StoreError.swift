/// Why a store could not do what was asked.
public struct StoreError: Error, Sendable, CustomStringConvertible {
    /// The kind of failure; more may come.
    public struct Code: Sendable, Hashable {
        private enum Name { case conflict, corrupt, unavailable }
        private let name: Name

        /// Something newer is there.
        public static let conflict = Code(name: .conflict)
        /// What is kept cannot be read.
        public static let corrupt = Code(name: .corrupt)
        /// The store cannot be reached, or has no room.
        public static let unavailable = Code(name: .unavailable)
    }

    /// The kind of failure.
    public let code: Code
    /// What failed, and on what.
    public let message: String
    /// What it fell to.
    public let underlying: (any Error)?

    /// Makes a failure.
    public init(code: Code, message: String, underlying: (any Error)? = nil) {
        self.code = code
        self.message = message
        self.underlying = underlying
    }

    /// What failed, and why.
    public var description: String { underlying.map { "\(message): \($0)" } ?? message }
}
