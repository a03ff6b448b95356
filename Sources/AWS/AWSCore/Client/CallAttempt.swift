internal import HoldfastHTTP

/// What came of one attempt.
enum AttemptOutcome {
    /// A successful answer.
    case answer(HTTPResponse)
    /// A failure, and what another attempt depends on.
    case failure(AttemptFailure)
}

/// A failed attempt.
struct AttemptFailure {
    /// The error to report when this was the last attempt.
    var error: AWSError
    /// How it failed, for the retry.
    var failure: RetryStateMachine.Failure
    /// The credentials it was signed with.
    var credentials: AWSCredentials?
    /// The endpoint's time, where the answer told it.
    var serverTime: AWSTime?

    /// Endpoints accept five minutes; what differs by less did not fail for it.
    private static let skewTolerance = Duration.seconds(240)

    /// Classifies an answer that is no success.
    init(
        _ response: HTTPResponse, context: AWSError.Context, credentials: AWSCredentials?, signedAt: AWSTime,
        serverTime: AWSTime?
    ) {
        error = AWSError(response, in: context)
        self.credentials = credentials
        self.serverTime = serverTime
        let retryAfter = Self.retryAfter(response, serverTime: serverTime)
        switch error.kind {
        case .throttled: failure = .throttled(retryAfter: retryAfter)
        case .transient:
            // 503 is the one fault that says nothing was done.
            failure = .transient(retryAfter: retryAfter, mayHaveActed: response.status != 503, isTimeout: false)
        case .expiredCredentials:
            let skew = serverTime.map { signedAt.duration(to: $0) } ?? .zero
            let isSkewed = skew > Self.skewTolerance || skew < .zero - Self.skewTolerance
            failure =
                isSkewed && AWSErrorCodes.mayBeClockSkew.contains(error.code) ? .clockSkew : .expiredCredentials
        default: failure = .lasting
        }
    }

    /// Classifies an exchange without answer.
    init(_ transportError: TransportError, context: AWSError.Context) {
        error = AWSError(transportError, in: context)
        switch transportError.code {
        case .connection, .unresolved, .timeout, .malformed:
            failure = .transient(
                retryAfter: nil, mayHaveActed: transportError.mayHaveReachedServer,
                isTimeout: transportError.code == .timeout)
        default: failure = .lasting
        }
    }

    /// Describes an attempt that was never sent.
    init(unsent error: AWSError) {
        self.error = error
        failure = .lasting
    }

    /// `Retry-After` in seconds or as a date, or AWS's own header in milliseconds.
    private static func retryAfter(_ response: HTTPResponse, serverTime: AWSTime?) -> Duration? {
        if let milliseconds = response.headers["x-amz-retry-after"].flatMap({ Int($0) }), milliseconds >= 0 {
            return .milliseconds(milliseconds)
        }
        guard let text = response.headers["Retry-After"] else { return nil }
        if let seconds = Int(text) { return seconds >= 0 ? .seconds(min(seconds, 86_400)) : nil }
        guard let until = AWSTime(httpDate: text), let serverTime else { return nil }
        return max(.zero, serverTime.duration(to: until))
    }
}
