package import AWSCore
package import HoldfastModel

/// Collects what a read could not learn, and where what it learned came from.
///
/// Every failed call becomes a gap here, so that no reader can turn a failure into an empty list.
struct ReadLog: Sendable {
    /// What could not be read, in the order it was tried.
    private(set) var gaps: [ReadGap] = []
    /// The calls that brought each fact, oldest first.
    private(set) var sources: [FactKind: [FactSource]] = [:]
    /// How many pages a list may have; a list of more is taken for one that never ends.
    let mostPages: Int
    private let now: @Sendable () -> Instant

    /// Makes an empty log that dates answers by `now`.
    init(mostPages: Int = 10_000, now: @escaping @Sendable () -> Instant) {
        self.mostPages = mostPages
        self.now = now
    }

    /// An empty log with the same clock, for a part whose gaps must be looked at on their own.
    func fresh() -> ReadLog { ReadLog(mostPages: mostPages, now: now) }

    /// Makes one call; a failure becomes a gap in `fact` and gives nothing.
    ///
    /// - Parameters:
    ///   - api: The IAM action of the call.
    ///   - fact: The knowledge the call brings.
    ///   - scope: How much of it is missing when the call fails.
    mutating func attempt<Value: Sendable>(
        _ api: String, for fact: FactKind, scope: ReadGap.Scope = .everything,
        _ call: @Sendable () async throws(AWSError) -> Value
    ) async -> Value? {
        switch await outcome(of: call) {
        case .success(let answer):
            note(api, for: fact, requestID: answer.requestID, scope: scope)
            return answer.value
        case .failure(let error):
            gaps.append(ReadGap(error, api: api, fact: fact, scope: scope))
            return nil
        }
    }

    /// Makes one call whose failure may have a meaning; the caller decides which failures are gaps.
    mutating func result<Value: Sendable>(
        _ api: String, for fact: FactKind, _ call: @Sendable () async throws(AWSError) -> Value
    ) async -> Result<Value, AWSError> {
        switch await outcome(of: call) {
        case .success(let answer):
            note(api, for: fact, requestID: answer.requestID)
            return .success(answer.value)
        case .failure(let error):
            return .failure(error)
        }
    }

    /// Notes a call that brought a fact.
    ///
    /// - Parameter scope: The part of the fact it brought; nothing for all of it.
    mutating func note(_ api: String, for fact: FactKind, requestID: String?, scope: ReadGap.Scope? = nil) {
        sources[fact, default: []].append(FactSource(api: api, requestID: requestID, readAt: now(), scope: scope))
    }

    /// Notes a fact that was already old when it was read.
    mutating func note(_ api: String, for fact: FactKind, requestID: String?, knownAt: Instant) {
        sources[fact, default: []].append(FactSource(api: api, requestID: requestID, readAt: knownAt))
    }

    /// Notes a failure the caller saw.
    mutating func add(_ error: AWSError, api: String, for fact: FactKind, scope: ReadGap.Scope = .everything) {
        gaps.append(ReadGap(error, api: api, fact: fact, scope: scope))
    }

    /// Notes that what is missing of one fact is missing of another as well.
    mutating func add(_ gap: ReadGap, for fact: FactKind, scope: ReadGap.Scope) {
        gaps.append(
            ReadGap(
                fact: fact, scope: scope, api: gap.api, reason: gap.reason, code: gap.code, message: gap.message,
                requestID: gap.requestID))
    }

    /// Notes that where all of one fact is missing, all of another is missing as well.
    mutating func follow(_ fact: FactKind, with other: FactKind, because reason: String) {
        for gap in gaps where gap.fact == fact && gap.scope == .everything {
            gaps.append(
                ReadGap(
                    fact: other, scope: .everything, api: gap.api, reason: gap.reason, code: gap.code,
                    message: "\(reason): \(gap.message)", requestID: gap.requestID))
        }
    }

    /// Notes that an answer was not what AWS documents, so that what it should have said is not known.
    mutating func addMalformed(
        _ message: String, api: String, for fact: FactKind, scope: ReadGap.Scope = .everything
    ) {
        gaps.append(
            ReadGap(
                fact: fact, scope: scope, api: api, reason: .failed, code: "MalformedAnswer", message: message,
                requestID: sources[fact]?.last { $0.api == api }?.requestID))
    }

    /// Takes over everything another log holds.
    mutating func merge(_ other: ReadLog) {
        gaps += other.gaps
        sources.merge(other.sources) { $0 + $1 }
    }

    private func outcome<Value: Sendable>(
        of call: @Sendable () async throws(AWSError) -> Value
    ) async -> Result<(value: Value, requestID: String?), AWSError> {
        let trace = CallTrace()
        do throws(AWSError) {
            let value = try await trace.follow(call)
            return .success((value, trace.requestID))
        } catch {
            return .failure(error)
        }
    }
}

extension ReadGap {
    /// Describes the knowledge a failed call leaves missing.
    package init(_ error: AWSError, api: String, fact: FactKind, scope: Scope) {
        let reason: Reason =
            switch error.kind {
            case .denied: .denied
            case .throttled: .throttled
            case .notImplemented: .notImplemented
            case .expiredCredentials: .expiredCredentials
            default: .failed
            }
        self.init(
            fact: fact, scope: scope, api: api, reason: reason, code: error.code, message: error.message,
            requestID: error.context.requestID)
    }
}
