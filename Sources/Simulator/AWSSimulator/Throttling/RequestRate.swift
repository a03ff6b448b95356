/// How many requests are let in a second in the long run, and how many at once after a rest.
public struct RequestRate: Sendable, Hashable {
    /// Requests a second.
    public let perSecond: Double
    /// Requests at once, at least one.
    public let burst: Double

    /// Describes a rate; without a burst it is one second's worth.
    public init(_ perSecond: Double, burst: Double? = nil) {
        self.perSecond = perSecond
        self.burst = max(1, burst ?? perSecond)
    }

    /// Reads `20` or `20/100`, requests a second and at once; nothing for what is no number above zero.
    public init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map { Double($0) }
        guard (1...2).contains(parts.count), let rate = parts[0], rate > 0, rate.isFinite else { return nil }
        guard parts.count == 2 else {
            self.init(rate)
            return
        }
        guard let burst = parts[1], burst >= 1, burst.isFinite else { return nil }
        self.init(rate, burst: burst)
    }
}

/// A token bucket as AWS keeps them: full at first, filled at the rate, one token a request, none for one refused.
struct RequestBucket: Sendable, Hashable {
    private let rate: RequestRate
    private var tokens: Double
    private var filledAt: Moment

    /// Makes a full bucket.
    init(_ rate: RequestRate, at now: Moment) {
        self.rate = rate
        tokens = rate.burst
        filledAt = now
    }

    /// Whether a request would be let in.
    mutating func isOpen(at now: Moment) -> Bool {
        if now > filledAt {
            let seconds = Double(now.milliseconds - filledAt.milliseconds) / 1_000
            tokens = min(rate.burst, tokens + seconds * rate.perSecond)
            filledAt = now
        }
        // Many small fractions do not quite add up to one.
        return tokens >= 1 - 1e-9
    }

    /// Lets a request in, or refuses it.
    mutating func take(at now: Moment) -> Bool {
        guard isOpen(at: now) else { return false }
        tokens -= 1
        return true
    }
}
