public import HoldfastModel

/// Says when the agent sweeps: a state machine that is told what happened and returns what to do.
///
/// It waits for nothing and reads no clock. The first sweep starts at once, so that findings come early; each later one
/// starts `interval` after the last one began, moved by jitter so that many agents do not call AWS in step. A sweep that
/// takes longer than the interval is followed at once by the next, never overlapped.
public struct SweepScheduler: Sendable {
    /// What the driver has to do next.
    public enum Action: Hashable, Sendable {
        /// Start a sweep.
        case sweep
        /// Wait until that moment, then call `timerFired`.
        case wait(until: Instant)
        /// Let the running sweep end its account-Regions in hand, and start none.
        case stopSweep
        /// Everything has ended.
        case finish
        /// Go on with what is being done.
        case proceed
    }

    private enum State: Hashable, Sendable {
        case idle
        case waiting(until: Instant)
        case sweeping(since: Instant, again: Bool)
        case stopping
        case finished
    }

    private let interval: @Sendable () -> Duration
    private let jitter: @Sendable () -> Double
    private var state = State.idle

    /// Makes a scheduler that has not started.
    ///
    /// - Parameters:
    ///   - interval: Time from the start of one sweep to the start of the next, asked for at the end of each sweep, so
    ///     that a reload can change it.
    ///   - jitter: A number from -1 to 1, asked for once a wait; a tenth of the interval is moved by it.
    public init(interval: @escaping @Sendable () -> Duration, jitter: @escaping @Sendable () -> Double) {
        self.interval = interval
        self.jitter = jitter
    }

    /// Begins.
    public mutating func start(now: Instant) -> Action {
        guard state == .idle else { return .proceed }
        return begin(now)
    }

    /// Hears that the moment waited for has come, or that the clock was stepped.
    public mutating func timerFired(now: Instant) -> Action {
        guard case .waiting(let moment) = state else { return .proceed }
        return now < moment ? .wait(until: moment) : begin(now)
    }

    /// Hears that somebody asks for a sweep now, as after a reload.
    public mutating func sweepRequested(now: Instant) -> Action {
        switch state {
        case .idle, .waiting: return begin(now)
        case .sweeping(let since, _):
            state = .sweeping(since: since, again: true)
            return .proceed
        case .stopping, .finished: return .proceed
        }
    }

    /// Hears that the sweep ended, well or not.
    public mutating func sweepEnded(now: Instant) -> Action {
        switch state {
        case .sweeping(_, again: true): return begin(now)
        case .sweeping(let since, again: false):
            let share = max(-1, min(1, jitter())) / 10
            let interval = interval()
            let next = since.advanced(by: interval + interval * share)
            guard now < next else { return begin(now) }
            state = .waiting(until: next)
            return .wait(until: next)
        case .stopping:
            state = .finished
            return .finish
        case .idle, .waiting, .finished: return .proceed
        }
    }

    /// Hears that the agent shall end.
    public mutating func stop() -> Action {
        switch state {
        case .sweeping:
            state = .stopping
            return .stopSweep
        case .idle, .waiting:
            state = .finished
            return .finish
        case .stopping: return .proceed
        case .finished: return .finish
        }
    }

    private mutating func begin(_ now: Instant) -> Action {
        state = .sweeping(since: now, again: false)
        return .sweep
    }
}
