public import HoldfastModel
public import HoldfastWeb
internal import Synchronization

/// What a process works with, and can load anew while it works.
///
/// Whoever takes ``current`` keeps what it took: work under way ends with what it began with, later work begins with
/// what was loaded last. A load that fails changes nothing but ``status``.
public final class ReloadableConfiguration<Value: Sendable>: Sendable {
    /// What a load gives.
    public struct Loaded: Sendable {
        /// What to work with from now on.
        public let value: Value
        /// The options that differ and keep their values until a restart.
        public let kept: [String]

        /// Describes a load that went well.
        public init(_ value: Value, kept: [String]) {
            self.value = value
            self.kept = kept
        }
    }

    /// Whether the configuration in use is the one that was last asked for.
    public let status: ConfigurationStatus
    private let value: Mutex<Value>
    private let turn = Mutex(())
    private let load: @Sendable (Value) throws -> Loaded

    /// Begins with what was loaded at the start.
    ///
    /// - Parameters:
    ///   - value: What the process works with.
    ///   - now: When it was loaded.
    ///   - load: Reads and checks everything again, given what is in use; throws what is wrong, in words.
    public init(_ value: Value, loadedAt now: Instant, load: @escaping @Sendable (Value) throws -> Loaded) {
        self.value = Mutex(value)
        self.load = load
        status = ConfigurationStatus(loadedAt: now)
    }

    /// What to work with now.
    public var current: Value { value.withLock { $0 } }

    /// Loads anew and puts the outcome to use at once, or leaves everything as it is.
    ///
    /// Loads asked for at the same time run one after the other; who asks for ``current`` meanwhile need not wait.
    public func reload(at now: Instant) -> ReloadOutcome {
        turn.withLock { _ in
            do {
                let loaded = try load(current)
                value.withLock { $0 = loaded.value }
                status.loaded(at: now)
                return .loaded(kept: loaded.kept)
            } catch {
                status.failed()
                return .failed(reason: "\(error)")
            }
        }
    }
}
