internal import Synchronization

/// Hears the request id of the calls made while it is current, so that evidence and journals can name it.
///
/// A service's output carries no request id; the client tells it to its observer, on the task that made the call. The
/// client must be made with ``CallTraceObserver`` among its observers.
public final class CallTrace: Sendable {
    @TaskLocal static var current: CallTrace?

    private let last = Mutex<String?>(nil)

    /// Makes a trace that has heard nothing.
    public init() {}

    /// The request id of the last call that ended.
    public var requestID: String? { last.withLock { $0 } }

    /// Makes this trace current while the body runs.
    public func follow<Result: Sendable>(
        _ body: @Sendable () async throws(AWSError) -> Result
    ) async throws(AWSError) -> Result {
        let outcome: Swift.Result<Result, AWSError> = await Self.$current.withValue(self) {
            do throws(AWSError) {
                return .success(try await body())
            } catch {
                return .failure(error)
            }
        }
        return try outcome.get()
    }

    func record(_ requestID: String?) { last.withLock { $0 = requestID } }
}

/// Gives the request id of each call to the trace that follows it.
public struct CallTraceObserver: CallObserver {
    /// Makes the observer.
    public init() {}

    /// Tells the current trace the request id.
    public func callFinished(_ call: FinishedCall) { CallTrace.current?.record(call.requestID) }
}
