/// Is told of every call when it has ended, so that whoever counts need not stand in the call's way.
///
/// Called on the task that made the call; must return quickly.
public protocol CallObserver: Sendable {
    /// Takes note of one ended call.
    func callFinished(_ call: FinishedCall)
}

/// One call to AWS, with all its attempts, after its end.
public struct FinishedCall: Sendable, Hashable {
    /// How a call ended.
    public enum Outcome: Sendable, Hashable {
        /// With an output.
        case success
        /// With an error of that kind.
        case failure(AWSError.Kind)
    }

    /// The service, such as `backup`.
    public let service: String
    /// The operation, such as `ListBackupVaults`.
    public let operation: String
    /// The digits of the account called, when they are known.
    public let account: String?
    /// The Region called.
    public let region: String
    /// How it ended.
    public let outcome: Outcome
    /// How long it took, waiting between attempts included.
    public let duration: Duration
    /// How many requests were sent.
    public let attempts: Int
    /// How many of them AWS answered with a throttle.
    public let throttledAttempts: Int
    /// The request id of the last answer, when it had one.
    public let requestID: String?

    /// Describes a call.
    public init(
        service: String, operation: String, account: String?, region: String, outcome: Outcome, duration: Duration,
        attempts: Int, throttledAttempts: Int, requestID: String?
    ) {
        self.service = service
        self.operation = operation
        self.account = account
        self.region = region
        self.outcome = outcome
        self.duration = duration
        self.attempts = attempts
        self.throttledAttempts = throttledAttempts
        self.requestID = requestID
    }
}
