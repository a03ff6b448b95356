/// A token bucket whose rate is found by a ``RateControl``: one token a call.
///
/// Times are seconds of a clock that never jumps. Reading it at an earlier time than before changes nothing.
struct RateBucket: Sendable, Hashable {
    /// So much less than a whole token still is one: seconds are not exact.
    private static let tolerance = 1e-6

    private(set) var control: RateControl
    private var tokens: Double
    private var capacity: Double
    private let burst: Double
    private var filledAt: Double

    /// Makes a full bucket.
    init(_ limit: RateLimit, most: Double, at now: Double) {
        control = RateControl(seed: limit.rate, most: most)
        burst = limit.burst
        capacity = limit.burst
        tokens = limit.burst
        filledAt = now
    }

    /// Whether a call may go now.
    mutating func hasToken(at now: Double) -> Bool {
        fill(to: now)
        return tokens >= 1 - Self.tolerance
    }

    /// When the next call may go.
    mutating func due(at now: Double) -> Double {
        fill(to: now)
        return tokens >= 1 - Self.tolerance ? now : filledAt + (1 - tokens) / control.rate
    }

    /// Takes the token of one call; there must be one.
    mutating func take(at now: Double) -> RateControl.Mark {
        fill(to: now)
        tokens -= 1
        return control.admitted(at: now, isLimited: tokens < 1 - Self.tolerance)
    }

    /// Gives back the token of a call that did not go.
    mutating func giveBack() {
        tokens = min(capacity, tokens + 1)
        control.ended()
    }

    /// Takes note of a call that ended without a word on the rate.
    mutating func ended() { control.ended() }

    /// Takes note of a success.
    mutating func succeeded(_ mark: RateControl.Mark, at now: Double) {
        fill(to: now)
        control.succeeded(mark)
        capacity = min(burst, capacity + burst / 1_000)
    }

    /// Takes note of a throttle: AWS has no token left, so there is none here, and calls at once are fewer for a while.
    mutating func throttled(_ mark: RateControl.Mark, at now: Double) {
        fill(to: now)
        guard control.throttled(mark) else { return }
        tokens = min(tokens, 0)
        capacity = min(burst, max(2, capacity / 2))
    }

    /// Whether the bucket is as it was made, so that forgetting it loses nothing.
    mutating func isFresh(at now: Double) -> Bool {
        fill(to: now)
        return control.isFresh && tokens >= burst - Self.tolerance
    }

    private mutating func fill(to now: Double) {
        guard now > filledAt else { return }
        tokens = min(capacity, tokens + (now - filledAt) * control.rate)
        filledAt = now
    }
}
