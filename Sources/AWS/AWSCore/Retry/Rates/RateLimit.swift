/// Calls a second in the long run, and how many may come at once after a rest.
public struct RateLimit: Sendable, Hashable {
    /// The least rate there is: a call every ten seconds.
    public static let leastRate = 0.1

    /// Calls a second.
    public let rate: Double
    /// Calls at once.
    public let burst: Double

    /// Describes a limit; a rate below ``leastRate`` becomes that, a burst below one call becomes one.
    public init(rate: Double, burst: Double) {
        self.rate = max(Self.leastRate, rate)
        self.burst = max(1, burst)
    }

    /// That share of rate and burst.
    func times(_ share: Double) -> RateLimit { RateLimit(rate: rate * share, burst: burst * share) }
}
