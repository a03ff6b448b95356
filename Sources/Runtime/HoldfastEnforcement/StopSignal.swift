internal import Synchronization

/// Asks work to end after the step in hand; raised once, never lowered.
///
/// Cancelling a task would also break off the write in hand, and then nobody knew whether AWS took it.
public final class StopSignal: Sendable {
    private let raised = Mutex(false)

    /// Makes a signal that is not raised.
    public init() {}

    /// Whether work shall end.
    public var isRaised: Bool { raised.withLock { $0 } }

    /// Asks work to end.
    public func raise() { raised.withLock { $0 = true } }
}
