/// Text that must not be seen: printing, logging and mirroring it give dots.
public struct SecretText: Hashable, Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The text itself, for the one place that needs it.
    public let revealed: String

    /// Hides a text.
    public init(_ text: String) { revealed = text }

    /// Dots.
    public var description: String { "••••" }

    /// Dots.
    public var debugDescription: String { "••••" }

    /// A mirror that shows nothing.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
