/// Decides after each failed attempt of one call whether and when there is another.
///
/// Standard mode with full jitter: the n-th pause is drawn between zero and `firstPause` doubled n-1 times, at most
/// `longestPause`. Fresh credentials and a corrected clock get one more attempt each, at once and free of charge.
public struct RetryStateMachine: Sendable {
    /// How an attempt failed, as far as trying again depends on it.
    public enum Failure: Sendable, Hashable {
        /// AWS asked for fewer calls; it did nothing.
        case throttled(retryAfter: Duration?)
        /// A passing fault. `mayHaveActed` when the request may have been carried out all the same.
        case transient(retryAfter: Duration?, mayHaveActed: Bool, isTimeout: Bool)
        /// The credentials have ended before their time.
        case expiredCredentials
        /// The signature's date is too far from the endpoint's.
        case clockSkew
        /// Another attempt would fail the same way.
        case lasting
    }

    /// What to do next.
    public enum Action: Sendable, Hashable {
        /// Try again after that pause.
        case pause(Duration)
        /// Get other credentials and try again at once.
        case renewCredentials
        /// Take the endpoint's time and try again at once.
        case correctClock
        /// Report the failure.
        case giveUp(Reason)
    }

    /// Why there is no other attempt.
    public enum Reason: Sendable, Hashable {
        /// It would fail the same way.
        case lasting
        /// It could do the same thing twice.
        case notIdempotent
        /// All attempts have been made.
        case attempts
        /// It would begin after the deadline.
        case deadline
        /// Too many calls to this service fail.
        case budget
    }

    private let settings: RetrySettings
    private let isIdempotent: Bool
    /// When the call ends at the latest, by the clock's uptime.
    public let deadline: Duration
    /// How many attempts have failed.
    public private(set) var failures = 0
    private var hasRenewedCredentials = false
    private var hasCorrectedClock = false
    private var lastCost = 0

    /// Starts a call.
    ///
    /// - Parameters:
    ///   - settings: How often and how long.
    ///   - isIdempotent: Whether carrying the request out twice does no harm.
    ///   - start: The clock's uptime at the start.
    public init(settings: RetrySettings, isIdempotent: Bool, start: Duration) {
        self.settings = settings
        self.isIdempotent = isIdempotent
        deadline = start + settings.deadline
    }

    /// How long the next attempt may take, by its own limit and the call's.
    public func attemptTimeout(at now: Duration) -> Duration {
        max(.milliseconds(1), min(settings.attemptTimeout, deadline - now))
    }

    /// Decides after a failure.
    ///
    /// - Parameters:
    ///   - failure: How the attempt failed.
    ///   - now: The clock's uptime.
    ///   - jitter: A number from 0 to 1.
    ///   - budget: The budget of the service called.
    public mutating func next(
        after failure: Failure, at now: Duration, jitter: Double, budget: inout RetryBudget
    ) -> Action {
        failures += 1
        lastCost = 0
        switch failure {
        case .lasting: return .giveUp(.lasting)
        case .expiredCredentials:
            guard !hasRenewedCredentials else { return .giveUp(.lasting) }
            hasRenewedCredentials = true
            return now < deadline ? .renewCredentials : .giveUp(.deadline)
        case .clockSkew:
            guard !hasCorrectedClock else { return .giveUp(.lasting) }
            hasCorrectedClock = true
            return now < deadline ? .correctClock : .giveUp(.deadline)
        case .throttled(let retryAfter):
            return pause(retryAfter: retryAfter, cost: 5, at: now, jitter: jitter, budget: &budget)
        case .transient(let retryAfter, let mayHaveActed, let isTimeout):
            guard isIdempotent || !mayHaveActed else { return .giveUp(.notIdempotent) }
            return pause(
                retryAfter: retryAfter, cost: isTimeout ? 10 : 5, at: now, jitter: jitter, budget: &budget)
        }
    }

    /// Settles with the budget after a success.
    public func succeeded(budget: inout RetryBudget) { budget.refund(lastCost) }

    private mutating func pause(
        retryAfter: Duration?, cost: Int, at now: Duration, jitter: Double, budget: inout RetryBudget
    ) -> Action {
        guard failures < settings.attempts else { return .giveUp(.attempts) }
        var longest = settings.firstPause
        for _ in 1..<max(2, failures) where failures > 1 && longest < settings.longestPause { longest *= 2 }
        let drawn = min(longest, settings.longestPause) * min(max(jitter, 0), 1)
        let pause = max(drawn, min(retryAfter ?? .zero, settings.longestPause))
        guard now + pause < deadline else { return .giveUp(.deadline) }
        guard budget.withdraw(cost) else { return .giveUp(.budget) }
        lastCost = cost
        return .pause(pause)
    }
}
