public import AWSCore
internal import Synchronization

/// A clock on which many tasks wait at once and no time passes: it jumps to the next sleeper when nobody else can run.
///
/// The tasks of ``run(_:)`` take turns on one thread, in the order they became ready, so that the same tasks do the same
/// things at the same times in every run.
public final class VirtualTime: AWSClock, TaskExecutor {
    private struct Sleeper {
        let wakesAt: Duration
        let order: Int
        let continuation: CheckedContinuation<Void, any Error>
    }

    private struct State {
        var jobs: [UnownedJob] = []
        var nextJob = 0
        var sleepers: [Sleeper] = []
        var cancelled: Set<Int> = []
        var orders = 0
        var uptime = Duration.zero
        var isRunning = false
    }

    private enum Step {
        case job(UnownedJob)
        case wake(CheckedContinuation<Void, any Error>)
        case rest
    }

    private let state = Mutex(State())
    private let start: AWSTime

    /// Starts at a moment, in milliseconds since the epoch.
    public init(_ milliseconds: Int64 = 1_795_458_433_000) { start = AWSTime(millisecondsSinceEpoch: milliseconds) }

    /// Runs work, and the tasks it begins, on this clock.
    public func run<Value: Sendable>(_ work: @Sendable () async throws -> Value) async rethrows -> Value {
        try await withTaskExecutorPreference(self) { try await work() }
    }

    /// The moment it stands at.
    public func now() -> AWSTime { start.advanced(by: uptime()) }

    /// How far it has come.
    public func uptime() -> Duration { state.withLock { $0.uptime } }

    /// Waits until the clock has jumped there.
    public func sleep(for duration: Duration) async throws {
        let order = state.withLock { state in
            state.orders += 1
            return state.orders
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let isCancelled = state.withLock { state in
                    guard state.cancelled.remove(order) == nil else { return true }
                    let sleeper = Sleeper(
                        wakesAt: state.uptime + max(.zero, duration), order: order, continuation: continuation)
                    let place = state.sleepers.lastIndex { ($0.wakesAt, $0.order) < (sleeper.wakesAt, order) }
                    state.sleepers.insert(sleeper, at: (place ?? -1) + 1)
                    return false
                }
                if isCancelled { continuation.resume(throwing: CancellationError()) }
            }
        } onCancel: {
            let continuation = state.withLock { state -> CheckedContinuation<Void, any Error>? in
                guard let place = state.sleepers.firstIndex(where: { $0.order == order }) else {
                    state.cancelled.insert(order)
                    return nil
                }
                return state.sleepers.remove(at: place).continuation
            }
            continuation?.resume(throwing: CancellationError())
        }
    }

    /// Takes up a job of a task that became ready.
    public func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        let isIdle = state.withLock { state in
            state.jobs.append(job)
            defer { state.isRunning = true }
            return !state.isRunning
        }
        if isIdle { Task.detached { self.drain() } }
    }

    /// Runs jobs, then lets the next sleeper wake, until there are neither.
    private func drain() {
        while true {
            switch state.withLock({ Self.step(&$0) }) {
            case .job(let job): job.runSynchronously(on: asUnownedTaskExecutor())
            case .wake(let continuation): continuation.resume()
            case .rest: return
            }
        }
    }

    private static func step(_ state: inout State) -> Step {
        if state.nextJob < state.jobs.count {
            defer { state.nextJob += 1 }
            return .job(state.jobs[state.nextJob])
        }
        state.jobs.removeAll(keepingCapacity: true)
        state.nextJob = 0
        guard !state.sleepers.isEmpty else {
            state.isRunning = false
            return .rest
        }
        let sleeper = state.sleepers.removeFirst()
        state.uptime = max(state.uptime, sleeper.wakesAt)
        return .wake(sleeper.continuation)
    }
}
