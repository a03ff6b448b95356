/// Why a model cannot be compiled.
public struct ModelError: Error, Sendable, CustomStringConvertible {
    /// What is wrong, and on which shape or operation.
    public let message: String

    /// Makes an error.
    public init(_ message: String) {
        self.message = message
    }

    /// The message.
    public var description: String { message }
}
