internal import Logging
internal import ServiceLifecycle
internal import Synchronization
internal import UnixSignals

/// Runs servers until Ctrl-C or SIGTERM.
enum ServerRun {
    /// Runs services together and ends them gracefully, all of them, at a signal or when one of them ends.
    ///
    /// - Returns: 130 or 143 after a signal, 0 when a service ended by itself.
    /// - Throws: What a service throws, such as an address that is taken.
    static func run(_ services: [any Service], logger: Logger) async throws -> ExitStatus {
        let watch = SignalNote()
        var quiet = logger
        quiet.logLevel = max(logger.logLevel, .warning)
        var configuration = ServiceGroupConfiguration(
            services: (services + [watch]).map {
                ServiceGroupConfiguration.ServiceConfiguration(
                    service: $0, successTerminationBehavior: .gracefullyShutdownGroup,
                    failureTerminationBehavior: .gracefullyShutdownGroup)
            }, logger: quiet)
        // Within the five seconds a supervisor is promised.
        configuration.maximumGracefulShutdownDuration = .milliseconds(4_800)
        try await ServiceGroup(configuration: configuration).run()
        return watch.status
    }
}

/// Ends the group it is in at the first signal, and remembers which that was.
private final class SignalNote: Service {
    private let note = Mutex(ExitStatus.success)

    var status: ExitStatus { note.withLock { $0 } }

    func run() async throws {
        for await signal in await UnixSignalsSequence(trapping: .sigint, .sigterm).cancelOnGracefulShutdown() {
            note.withLock { $0 = signal == .sigint ? .interrupted : .terminated }
            return
        }
    }
}

/// Does something at every SIGHUP, which would end the process otherwise.
struct HangupService: Service {
    let body: @Sendable () -> Void

    func run() async throws {
        for await _ in await UnixSignalsSequence(trapping: .sighup).cancelOnGracefulShutdown() { body() }
    }
}

/// A service that is a function.
struct FunctionService: Service {
    let body: @Sendable () async throws -> Void

    func run() async throws { try await body() }
}
