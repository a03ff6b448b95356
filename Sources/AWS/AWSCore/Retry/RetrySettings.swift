/// How often and how long a call is tried.
public struct RetrySettings: Sendable, Hashable {
    /// Whether rates are kept or found out.
    public var mode: RetryMode
    /// How many requests one call may send.
    public var attempts: Int
    /// The most the first pause may last; it doubles with each further one.
    public var firstPause: Duration
    /// The most any pause may last, one the server asks for included.
    public var longestPause: Duration
    /// How long the whole call may take: waiting for its turn, attempts and pauses.
    public var deadline: Duration
    /// How long one request may take.
    public var attemptTimeout: Duration

    /// Makes settings; the defaults follow AWS's standard mode, with more attempts for the sake of throttled reads.
    public init(
        mode: RetryMode = .standard, attempts: Int = 5, firstPause: Duration = .milliseconds(500),
        longestPause: Duration = .seconds(20), deadline: Duration = .seconds(120),
        attemptTimeout: Duration = .seconds(30)
    ) {
        self.mode = mode
        self.attempts = max(1, attempts)
        self.firstPause = firstPause
        self.longestPause = longestPause
        self.deadline = deadline
        self.attemptTimeout = attemptTimeout
    }
}

/// What failed attempts may still cost, so that a service in trouble is not flooded with retries.
///
/// AWS SDKs and Tools Reference Guide, "Retry behavior", standard mode: 500 tokens; a retry takes 5, after a timeout 10.
public struct RetryBudget: Sendable, Hashable {
    /// The tokens of a service that answers well.
    public static let capacity = 500
    /// What is left.
    public private(set) var tokens = RetryBudget.capacity

    /// Makes a full budget.
    public init() {}

    /// Takes tokens for one retry, or gives `false` and takes nothing.
    mutating func withdraw(_ cost: Int) -> Bool {
        guard tokens >= cost else { return false }
        tokens -= cost
        return true
    }

    /// Gives tokens back after a success: what its retry took, or one.
    mutating func refund(_ cost: Int) { tokens = min(Self.capacity, tokens + max(1, cost)) }
}
