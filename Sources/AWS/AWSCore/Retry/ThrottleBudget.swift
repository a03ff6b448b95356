/// How many calls a second one account, Region and service is asked for.
///
/// A token bucket whose rate halves when AWS throttles and grows by steps while it does not (AIMD), because others share
/// the same quota.
public struct ThrottleBudget: Sendable {
    /// Where a bucket starts and how far it goes.
    public struct Limits: Sendable, Hashable {
        /// Calls a second at the most.
        public var rate: Double
        /// Calls at once after a rest.
        public var burst: Double
        /// Calls a second at the least.
        public var floor: Double
        /// What a second of success adds to a lowered rate.
        public var step: Double

        /// Makes limits; a rate below 0.1 becomes 0.1, a burst below 1 becomes 1.
        public init(rate: Double, burst: Double, floor: Double = 0.5, step: Double = 1) {
            self.rate = max(0.1, rate)
            self.burst = max(1, burst)
            self.floor = min(max(0.1, floor), self.rate)
            self.step = max(0, step)
        }
    }

    private let limits: Limits
    /// Calls a second now.
    public private(set) var rate: Double
    private var tokens: Double
    private var filledAt: Duration
    private var changedAt: Duration

    /// Makes a full bucket.
    public init(limits: Limits, at now: Duration) {
        self.limits = limits
        rate = limits.rate
        tokens = limits.burst
        filledAt = now
        changedAt = now
    }

    /// Takes the next call's token and says how long to wait until it is there; callers are served in their order.
    public mutating func admit(at now: Duration) -> Duration {
        fill(at: now)
        tokens -= 1
        return tokens >= 0 ? .zero : .seconds(-tokens / rate)
    }

    /// Takes note of a throttle: the rate halves, once a second at most, since calls in flight are throttled together.
    public mutating func throttled(at now: Duration) {
        fill(at: now)
        tokens = min(tokens, 0)
        guard rate == limits.rate || now - changedAt >= .seconds(1) else { return }
        rate = max(limits.floor, rate / 2)
        changedAt = now
    }

    /// Takes note of a success: after each second without throttles a lowered rate grows by a step.
    public mutating func succeeded(at now: Duration) {
        guard rate < limits.rate, now - changedAt >= .seconds(1) else { return }
        fill(at: now)
        rate = min(limits.rate, rate + limits.step)
        changedAt = now
    }

    /// Whether the bucket is as it was made, so that forgetting it loses nothing.
    func isIdle(at now: Duration) -> Bool {
        rate == limits.rate && tokens + (now - filledAt).seconds * rate >= limits.burst
    }

    private mutating func fill(at now: Duration) {
        guard now > filledAt else { return }
        tokens = min(limits.burst, tokens + (now - filledAt).seconds * rate)
        filledAt = now
    }
}
