public import HoldfastMetrics
public import HoldfastModel
internal import Synchronization

/// Remembers whether the configuration in use is the one that was last asked for.
public final class ConfigurationStatus: Sendable {
    private struct State {
        var isSuccessful: Bool
        var loadedAt: Instant
    }

    private let state: Mutex<State>

    /// Begins with a configuration that was loaded at that moment.
    public init(loadedAt: Instant) { state = Mutex(State(isSuccessful: true, loadedAt: loadedAt)) }

    /// Notes that a configuration was loaded and is in use.
    public func loaded(at now: Instant) {
        state.withLock { $0 = State(isSuccessful: true, loadedAt: now) }
    }

    /// Notes that a configuration could not be loaded, so that the one before stays in use.
    public func failed() { state.withLock { $0.isSuccessful = false } }

    /// The families that say so.
    public func families() -> [MetricFamily] {
        let state = state.withLock { $0 }
        var successful = MetricFamily(MetricCatalog.configReloadSuccessful)
        successful.add([], state.isSuccessful ? 1 : 0)
        var time = MetricFamily(MetricCatalog.configReloadSuccessTime)
        time.add([], state.loadedAt.secondsSinceEpoch)
        return [successful, time]
    }
}
