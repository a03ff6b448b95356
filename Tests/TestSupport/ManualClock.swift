public import AWSCore
internal import Synchronization

/// A clock that stands still until someone sleeps or sets it; sleeping takes no time at all.
public final class ManualClock: AWSClock {
    private struct State {
        var time: AWSTime
        var uptime = Duration.zero
        var sleeps: [Duration] = []
    }

    private let state: Mutex<State>

    /// Starts at a moment, in milliseconds since the epoch.
    public init(_ milliseconds: Int64 = 1_795_458_433_000) {
        state = Mutex(State(time: AWSTime(millisecondsSinceEpoch: milliseconds)))
    }

    /// The moment it stands at.
    public func now() -> AWSTime { state.withLock { $0.time } }

    /// How far it has come.
    public func uptime() -> Duration { state.withLock { $0.uptime } }

    /// Steps ahead.
    public func advance(by duration: Duration) {
        state.withLock {
            $0.time = $0.time.advanced(by: duration)
            $0.uptime += duration
        }
    }

    /// Steps ahead instead of waiting.
    public func sleep(for duration: Duration) async throws {
        try Task.checkCancellation()
        advance(by: duration)
        state.withLock { $0.sleeps.append(duration) }
    }

    /// How long was slept, each time.
    public var sleeps: [Duration] { state.withLock { $0.sleeps } }
}
