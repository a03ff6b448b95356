/// A secret that no log, report or error message can print by accident.
public struct Redacted<Value: Sendable>: Sendable, CustomStringConvertible, CustomDebugStringConvertible {
    /// The secret itself; every use of this name can be found and judged.
    public let revealed: Value

    /// Wraps a secret.
    public init(_ value: Value) { revealed = value }

    /// Four dots.
    public var description: String { "••••" }
    /// Four dots.
    public var debugDescription: String { "••••" }
}

extension Redacted: Equatable where Value: Equatable {}
extension Redacted: Hashable where Value: Hashable {}

extension Redacted: CustomReflectable {
    /// A mirror without children, so that `dump` and reflecting loggers find nothing.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
