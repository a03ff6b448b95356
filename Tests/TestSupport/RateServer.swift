public import AWSCore
public import HoldfastHTTP
internal import Synchronization

/// Answers every request after a while, or throttles it when it comes faster than a rate, as AWS does.
///
/// One token bucket for each value of a key; written apart from the buckets it judges.
public final class RateServer: HTTPTransport {
    /// What came of one request, and when.
    public struct Answer: Sendable, Hashable {
        /// The bucket it fell into.
        public let key: String
        /// When it came, in seconds of the clock's uptime.
        public let at: Double
        /// Whether it was let in.
        public let isAdmitted: Bool

        /// Notes a request.
        public init(key: String, at: Double, isAdmitted: Bool) {
            self.key = key
            self.at = at
            self.isAdmitted = isAdmitted
        }
    }

    private struct Bucket {
        var tokens: Double
        var at: Double
    }

    private struct State {
        var buckets: [String: Bucket] = [:]
        var answers: [Answer] = []
    }

    private let clock: any AWSClock
    private let rate: @Sendable (String) -> (perSecond: Double, burst: Double)
    private let latency: @Sendable (Int) -> Duration
    private let key: @Sendable (HTTPRequest) -> String
    private let state = Mutex(State())

    /// Makes a server.
    ///
    /// - Parameters:
    ///   - clock: What it counts and waits by.
    ///   - rate: Requests a second, and at once, of each key.
    ///   - latency: How long the answer to the request of that number takes.
    ///   - key: What requests share a bucket by.
    public init(
        clock: any AWSClock, rate: @escaping @Sendable (String) -> (perSecond: Double, burst: Double),
        latency: @escaping @Sendable (Int) -> Duration = { _ in .milliseconds(20) },
        key: @escaping @Sendable (HTTPRequest) -> String = { _ in "" }
    ) {
        self.clock = clock
        self.rate = rate
        self.latency = latency
        self.key = key
    }

    /// Every request so far, in order.
    public var answers: [Answer] { state.withLock { $0.answers } }

    /// Answers `{}`, or a throttle.
    public func execute(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse {
        let number = state.withLock { $0.answers.count }
        let wait = latency(number)
        try await pause(wait / 2)
        let isAdmitted = admit(key(request), at: clock.uptime() / .seconds(1))
        try await pause(wait / 2)
        guard isAdmitted else {
            return HTTPResponse(
                status: 429, headers: ["Content-Type": "application/json"],
                body: Array(#"{"__type":"ThrottlingException","message":"Rate exceeded"}"#.utf8))
        }
        return HTTPResponse(status: 200, headers: ["Content-Type": "application/json"], body: Array("{}".utf8))
    }

    private func admit(_ key: String, at now: Double) -> Bool {
        let limit = rate(key)
        return state.withLock { state in
            var bucket = state.buckets[key] ?? Bucket(tokens: limit.burst, at: now)
            bucket.tokens = min(limit.burst, bucket.tokens + (now - bucket.at) * limit.perSecond)
            bucket.at = now
            let isAdmitted = bucket.tokens >= 1
            if isAdmitted { bucket.tokens -= 1 }
            state.buckets[key] = bucket
            state.answers.append(Answer(key: key, at: now, isAdmitted: isAdmitted))
            return isAdmitted
        }
    }

    private func pause(_ duration: Duration) async throws(TransportError) {
        do {
            try await clock.sleep(for: duration)
        } catch {
            throw TransportError(code: .cancelled, message: "cancelled", mayHaveReachedServer: true)
        }
    }
}
