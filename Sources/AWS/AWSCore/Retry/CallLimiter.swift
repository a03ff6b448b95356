internal import Synchronization

/// Keeps the throttle and retry budgets of every account, Region and service that is being called.
final class CallLimiter: Sendable {
    /// What shares one quota at AWS.
    struct Key: Hashable {
        var account: String?
        var region: String
        var service: String
    }

    private struct Entry {
        var throttle: ThrottleBudget
        var retry = RetryBudget()
    }

    private let settings: ThrottleSettings
    private let capacity = 4_096
    private let entries = Mutex<[Key: Entry]>([:])

    /// Makes an empty limiter.
    init(settings: ThrottleSettings) { self.settings = settings }

    /// Takes a token for one request and says how long to wait for it.
    func admit(_ key: Key, isCustom: Bool, at now: Duration) -> Duration {
        entries.withLock { entries in
            if entries.count >= capacity && entries[key] == nil {
                entries = entries.filter { !$0.value.throttle.isIdle(at: now) || $0.value.retry != RetryBudget() }
            }
            let limits = settings.limits(service: key.service, isCustom: isCustom)
            return entries[key, default: Entry(throttle: ThrottleBudget(limits: limits, at: now))].throttle
                .admit(at: now)
        }
    }

    /// Takes note of a success.
    func succeeded(_ key: Key, _ machine: RetryStateMachine, at now: Duration) {
        entries.withLock { entries in
            guard var entry = entries[key] else { return }
            entry.throttle.succeeded(at: now)
            machine.succeeded(budget: &entry.retry)
            entries[key] = entry
        }
    }

    /// Takes note of a failure and asks the call's state machine what is next.
    func next(
        _ key: Key, _ machine: inout RetryStateMachine, after failure: RetryStateMachine.Failure, at now: Duration,
        jitter: Double
    ) -> RetryStateMachine.Action {
        entries.withLock { entries in
            var budget = entries[key]?.retry ?? RetryBudget()
            if case .throttled = failure { entries[key]?.throttle.throttled(at: now) }
            defer { entries[key]?.retry = budget }
            return machine.next(after: failure, at: now, jitter: jitter, budget: &budget)
        }
    }
}
