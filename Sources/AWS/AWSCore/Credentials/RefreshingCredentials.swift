internal import Synchronization

/// Temporary credentials, fetched once for all callers and renewed ahead of their expiry.
///
/// The source is any asynchronous function; the runtime gives `sts:AssumeRole`. One fetch runs at a time, on the task of
/// the caller that needs it first; callers with usable credentials never wait.
public final class RefreshingCredentials: CredentialProvider {
    /// Fetches credentials.
    public typealias Source = @Sendable () async throws(CredentialError) -> AWSCredentials

    private struct State {
        var refresh = CredentialRefresh()
        var waiting: [Int: CheckedContinuation<Result<Void, CredentialError>, Never>] = [:]
        var cancelled: Set<Int> = []
        var nextWaiter = 0
    }

    private let clock: any AWSClock
    private let jitter: @Sendable () -> Double
    private let source: Source
    private let state = Mutex(State())

    /// Makes a provider; nothing is fetched yet.
    ///
    /// - Parameters:
    ///   - clock: Judges expiry.
    ///   - jitter: A number from 0 to 1, drawn for each renewal.
    ///   - source: Fetches credentials.
    public init(
        clock: any AWSClock, jitter: @escaping @Sendable () -> Double = { Double.random(in: 0..<1) },
        source: @escaping Source
    ) {
        self.clock = clock
        self.jitter = jitter
        self.source = source
    }

    /// Credentials that have not expired.
    public func credentials() async throws(CredentialError) -> AWSCredentials {
        while true {
            let step = state.withLock { $0.refresh.step(at: clock.now()) }
            switch step {
            case .use(let credentials): return credentials
            case .fetch: return try await fetch()
            case .wait:
                if case .failure(let error) = await fetchEnd() { throw error }
            }
        }
    }

    /// Forgets credentials that AWS refused, so that the next call fetches.
    public func discard(_ refused: AWSCredentials) async {
        state.withLock { $0.refresh.discard(refused) }
    }

    private func fetch() async throws(CredentialError) -> AWSCredentials {
        do throws(CredentialError) {
            let credentials = try await source()
            let now = clock.now()
            let jitter = jitter()
            release(.success(())) { $0.refresh.fetched(credentials, at: now, jitter: jitter) }
            return credentials
        } catch {
            let now = clock.now()
            var old: AWSCredentials?
            // When only this caller gave up, the others go on: one of them fetches next.
            let wasCancelled = Task.isCancelled || error.code == .cancelled
            release(wasCancelled ? .success(()) : .failure(error)) { old = $0.refresh.failed(at: now) }
            if let old { return old }
            throw error
        }
    }

    /// Changes the state and wakes everyone who waits.
    private func release(_ result: Result<Void, CredentialError>, _ change: (inout State) -> Void) {
        let waiting = state.withLock { state in
            change(&state)
            defer { state.waiting = [:] }
            return state.waiting
        }
        for continuation in waiting.values { continuation.resume(returning: result) }
    }

    /// Waits for the end of the fetch under way, or of the calling task.
    private func fetchEnd() async -> Result<Void, CredentialError> {
        let id = state.withLock { state in
            state.nextWaiter += 1
            return state.nextWaiter
        }
        let cancelled = Result<Void, CredentialError>.failure(
            CredentialError(code: .cancelled, message: "the task waiting for credentials was cancelled"))
        defer { state.withLock { _ = $0.cancelled.remove(id) } }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let answer: Result<Void, CredentialError>? = state.withLock { state in
                    if state.cancelled.remove(id) != nil { return cancelled }
                    // The fetch may have ended since the step was taken; then the caller asks again at once.
                    guard state.refresh.isFetching else { return .success(()) }
                    state.waiting[id] = continuation
                    return nil
                }
                if let answer { continuation.resume(returning: answer) }
            }
        } onCancel: {
            let continuation = state.withLock { state in
                let continuation = state.waiting.removeValue(forKey: id)
                if continuation == nil { state.cancelled.insert(id) }
                return continuation
            }
            continuation?.resume(returning: cancelled)
        }
    }
}
