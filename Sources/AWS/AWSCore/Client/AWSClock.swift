internal import FoundationEssentials

/// Where calls take the date of their signature from, how long they took, and how they wait.
public protocol AWSClock: Sendable {
    /// The moment now, as the world the calls go to counts it.
    func now() -> AWSTime
    /// Time since some fixed moment, which never jumps; for measuring and for deadlines.
    func uptime() -> Duration
    /// Waits, and throws `CancellationError` when the calling task is cancelled meanwhile.
    func sleep(for duration: Duration) async throws
    /// Takes note of the `Date` an endpoint sent.
    func observe(serverTime: AWSTime)
}

extension AWSClock {
    /// Most clocks do not follow an endpoint.
    public func observe(serverTime: AWSTime) {}
}

/// The machine's own clock.
public struct SystemAWSClock: AWSClock {
    private let start = ContinuousClock.now

    /// Makes the clock; its uptime begins here.
    public init() {}

    /// The machine's wall-clock time.
    public func now() -> AWSTime {
        AWSTime(millisecondsSinceEpoch: Int64((Date().timeIntervalSince1970 * 1_000).rounded(.down)))
    }

    /// Time since the clock was made.
    public func uptime() -> Duration { start.duration(to: .now) }

    /// Waits in real time.
    public func sleep(for duration: Duration) async throws { try await Task.sleep(for: duration) }
}
