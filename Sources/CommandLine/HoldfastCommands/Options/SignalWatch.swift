internal import HoldfastEnforcement
internal import UnixSignals

/// Lets Ctrl-C and SIGTERM end a verb in good order.
enum SignalWatch {
    /// Runs work; the first signal raises `stop`, a second one, or five seconds, cancels it.
    ///
    /// - Throws: ``ExitStatus`` 130 or 143 after a signal, else what the work throws.
    static func run<Value: Sendable>(
        stop: StopSignal, _ work: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        try await withThrowingTaskGroup(of: Ending<Value>.self) { group in
            group.addTask { .done(try await work()) }
            group.addTask {
                for await signal in await UnixSignalsSequence(trapping: .sigint, .sigterm) {
                    return .signal(signal == .sigint ? .interrupted : .terminated)
                }
                return .watched
            }
            var caught: ExitStatus?
            while true {
                let ending: Ending<Value>?
                do {
                    ending = try await group.next()
                } catch {
                    group.cancelAll()
                    throw caught ?? error
                }
                switch ending {
                case .done(let value):
                    group.cancelAll()
                    if let caught { throw caught }
                    return value
                case .signal(let status) where caught == nil:
                    caught = status
                    stop.raise()
                    group.addTask {
                        // Five seconds are what a supervisor is asked to wait.
                        try? await Task.sleep(for: .milliseconds(4_500))
                        return .late
                    }
                case .signal, .late:
                    group.cancelAll()
                case .watched: continue
                case nil: throw caught ?? ExitStatus.failure
                }
            }
        }
    }

    private enum Ending<Value: Sendable>: Sendable {
        case done(Value)
        case signal(ExitStatus)
        case late
        case watched
    }
}
