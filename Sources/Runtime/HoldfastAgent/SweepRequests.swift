internal import Synchronization

/// Wakes the agent before its time: for a sweep somebody asked for, or for its end.
public final class SweepRequests: Sendable {
    private struct State {
        var isRequested = false
        var isWoken = false
        var waiter: CheckedContinuation<Void, Never>?
    }

    private let state = Mutex(State())
    private let sleep: @Sendable (Duration) async throws -> Void

    /// Makes one that waits by that function.
    public init(sleep: @escaping @Sendable (Duration) async throws -> Void) { self.sleep = sleep }

    /// Asks for a sweep now.
    public func request() {
        state.withLock { $0.isRequested = true }
        wake()
    }

    /// Ends the present wait.
    public func wake() {
        let waiter = state.withLock { state in
            defer { state.waiter = nil }
            state.isWoken = true
            return state.waiter
        }
        waiter?.resume()
    }

    /// Whether a sweep was asked for since the last call.
    func take() -> Bool {
        state.withLock { state in
            defer { state.isRequested = false }
            return state.isRequested
        }
    }

    /// Waits that long, or until somebody wakes it.
    func wait(for duration: Duration) async {
        let sleep = sleep
        await withDiscardingTaskGroup { group in
            group.addTask {
                // Cancelled when the wait was ended by a wake; either way the wait is over.
                try? await sleep(duration)
                self.wake()
            }
            await woken()
            group.cancelAll()
        }
        state.withLock { $0.isWoken = false }
    }

    private func woken() async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isDone = state.withLock { state in
                    guard !state.isWoken else { return true }
                    state.waiter = continuation
                    return false
                }
                if isDone { continuation.resume() }
            }
        } onCancel: {
            wake()
        }
    }
}
