internal import Synchronization

/// Counts requests in progress, and turns those away that are too many.
public final class RequestLimit: Sendable {
    private let maximum: Int
    private let current = Mutex(0)

    /// Makes a limit; zero means none.
    public init(maximum: Int) { self.maximum = maximum }

    /// How many requests are in progress.
    public var inFlight: Int { current.withLock { $0 } }

    /// Performs a request, or gives nothing when too many are in progress.
    public func run<Answer: Sendable>(_ body: @Sendable () async -> Answer) async -> Answer? {
        let isAdmitted = current.withLock { current in
            guard maximum == 0 || current < maximum else { return false }
            current += 1
            return true
        }
        guard isAdmitted else { return nil }
        defer { current.withLock { $0 -= 1 } }
        return await body()
    }
}
