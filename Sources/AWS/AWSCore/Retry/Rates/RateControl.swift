/// Finds the rate AWS grants one bucket: a state machine that is told of every call's end and never of the time of day.
///
/// Additive increase, multiplicative decrease, counted in calls so that it works alike at two calls a second and at two
/// hundred. It remembers the rate that was throttled last, the ceiling, returns quickly to nine tenths of it and passes
/// it slowly: about 300 calls for the last tenth, more while many are in flight, since those cannot be taken back. The
/// first throttle, with no ceiling known, halves the rate, and what becomes of the calls already sent tells how far it
/// is off. Calls sent before a decrease say nothing against the new rate.
struct RateControl: Sendable, Hashable {
    /// What a call remembers of its admission.
    struct Mark: Sendable, Hashable {
        /// Which decrease was the last one then.
        let epoch: UInt32
        /// Whether the bucket, and not want of work, decided when the call went.
        let isLimited: Bool
    }

    /// How a rate falls: by the number of decreases since it last went well for a while.
    private static let factors = [0.9, 0.8, 0.6, 0.5]
    /// How many good calls make an end of a series of decreases.
    private static let calmCalls = 20

    private let seed: Double
    private let most: Double
    private let least: Double
    /// Calls a second now.
    private(set) var rate: Double
    /// The rate that was throttled last; nothing while none was.
    private(set) var ceiling: Double?
    private(set) var epoch: UInt32 = 0
    private(set) var inFlight = 0
    private var calm = 0
    private var decreases = 0
    private var isSearching = false
    private var overshoot: Overshoot?
    private var measure = Measure()

    /// Starts at a rate.
    ///
    /// - Parameters:
    ///   - seed: Where it starts.
    ///   - most: How far it may grow; the seed itself to come back to it and no further.
    init(seed: Double, most: Double) {
        self.seed = seed
        self.most = max(seed, most)
        least = min(seed, RateLimit.leastRate)
        rate = seed
    }

    /// Whether there is nothing to remember.
    var isFresh: Bool { inFlight == 0 && rate == seed && ceiling == nil }

    /// Takes note of a call that goes out.
    mutating func admitted(at now: Double, isLimited: Bool) -> Mark {
        inFlight += 1
        measure.count(at: now, rate: rate)
        return Mark(epoch: epoch, isLimited: isLimited)
    }

    /// Takes note of a call that ended without a word on the rate, or never went.
    mutating func ended() { inFlight = max(0, inFlight - 1) }

    /// Takes note of a success.
    mutating func succeeded(_ mark: Mark) {
        ended()
        guard mark.epoch == epoch else { return lateAnswer(mark, isGood: true) }
        calm += 1
        if calm >= Self.calmCalls { (decreases, isSearching, overshoot) = (0, false, nil) }
        // A rate that nobody uses up proves nothing about a higher one.
        guard mark.isLimited, rate <= measure.rate * 1.25 else { return }
        rate = min(most, rate + growth)
    }

    /// Takes note of a throttle; tells whether it was the first one at this rate, which then falls.
    mutating func throttled(_ mark: Mark) -> Bool {
        ended()
        guard mark.epoch == epoch else {
            lateAnswer(mark, isGood: false)
            return false
        }
        let isFirst = ceiling == nil
        let factor =
            isFirst ? 0.5 : isSearching ? 0.4 : Self.factors[min(decreases, Self.factors.count - 1)]
        isSearching = isFirst || isSearching
        overshoot = isSearching ? Overshoot(rate: rate) : nil
        ceiling = rate
        rate = max(least, rate * factor)
        decreases += 1
        calm = 0
        epoch &+= 1
        return true
    }

    /// What one more good call adds.
    private var growth: Double {
        guard let ceiling else { return seed * 0.02 }
        let slow = ceiling * 0.1 / Double(300 + 30 * inFlight)
        let knee = ceiling * 0.9
        guard rate >= knee else { return max(slow, (knee - rate) / 20) }
        // Well past the ceiling the quota has grown, and a slow approach would take for ever.
        let pressed = max(0, rate / ceiling - 1.1) * 10 + 1
        return slow * pressed * pressed
    }

    /// Learns from calls that were sent just before the last decrease: their share of successes tells the rate granted.
    private mutating func lateAnswer(_ mark: Mark, isGood: Bool) {
        guard mark.epoch &+ 1 == epoch, calm == 0, var known = overshoot else { return }
        known.count(isGood)
        overshoot = known
        guard let granted = known.granted, granted * 0.85 < rate else { return }
        ceiling = granted
        rate = max(least, granted * 0.85)
    }

    /// The answers to calls sent at a rate that was too high.
    private struct Overshoot: Sendable, Hashable {
        let rate: Double
        private var good = 0
        private var all = 1

        init(rate: Double) { self.rate = rate }

        mutating func count(_ isGood: Bool) {
            all += 1
            if isGood { good += 1 }
        }

        /// The rate that was granted, once enough answers came.
        var granted: Double? { all > 10 ? rate * Double(good + 1) / Double(all + 1) : nil }
    }

    /// How many calls a second really go, over the last twenty or the last second.
    private struct Measure: Sendable, Hashable {
        private(set) var rate = Double.infinity
        private var start = 0.0
        private var calls = 0

        mutating func count(at now: Double, rate allowed: Double) {
            let elapsed = now - start
            if elapsed >= max(1, 20 / allowed) {
                if start > 0 || calls > 0 { rate = Double(calls) / elapsed }
                (start, calls) = (now, 0)
            }
            calls += 1
        }
    }
}
