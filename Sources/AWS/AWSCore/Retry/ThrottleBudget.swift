/// How many calls a second one account, Region and service is asked for.
///
/// A token bucket whose rate halves when AWS throttles and grows by steps while it does not (AIMD), because others share
/// the same quota. It is kept as the time of the next free slot: a change of rate moves the slots to come and none that
/// has been given away.
public struct ThrottleBudget: Sendable {
    /// Where a bucket starts and how far it goes.
    public struct Limits: Sendable, Hashable {
        /// Calls a second at the most.
        public var rate: Double
        /// Calls at once after a rest; fewer in proportion while the rate is lowered.
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
    private var nextSlot: Duration
    private var changedAt: Duration

    /// Makes a full bucket.
    public init(limits: Limits, at now: Duration) {
        self.limits = limits
        rate = limits.rate
        nextSlot = now
        changedAt = now
    }

    /// Takes the next call's slot and says how long to wait until then; callers are served in their order.
    public mutating func admit(at now: Duration) -> Duration {
        let slot = max(nextSlot, now)
        nextSlot = slot + .seconds(1 / rate)
        return max(.zero, slot - lead - now)
    }

    /// Takes note of a throttle: the rate halves, once a second at most, since calls in flight are throttled together.
    public mutating func throttled(at now: Duration) {
        nextSlot = max(nextSlot, now + lead)
        guard rate == limits.rate || now - changedAt >= .seconds(1) else { return }
        rate = max(limits.floor, rate / 2)
        changedAt = now
    }

    /// Takes note of a success: after each second without throttles a lowered rate grows by a step.
    public mutating func succeeded(at now: Duration) {
        guard rate < limits.rate, now - changedAt >= .seconds(1) else { return }
        rate = min(limits.rate, rate + limits.step)
        changedAt = now
    }

    /// Whether the bucket is as it was made, so that forgetting it loses nothing.
    func isIdle(at now: Duration) -> Bool { rate == limits.rate && nextSlot <= now }

    /// How far ahead of its slot a call may begin: what makes the burst.
    private var lead: Duration { .seconds((limits.burst - 1) / limits.rate) }
}
