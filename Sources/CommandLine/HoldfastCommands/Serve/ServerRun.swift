internal import Glibc
internal import HoldfastWeb
internal import Logging
internal import ServiceLifecycle
internal import Synchronization
internal import UnixSignals

/// Runs servers until Ctrl-C or SIGTERM.
enum ServerRun {
    /// Runs services together and ends them gracefully, all of them, at a signal or when one of them ends.
    ///
    /// - Parameters:
    ///   - services: What runs.
    ///   - logger: Hears of services that fail.
    ///   - reload: Loads the configuration anew at each SIGHUP; without it, SIGHUP ends the process as usual.
    /// - Returns: 130 or 143 after a signal, 0 when a service ended by itself.
    /// - Throws: What a service throws, such as an address that is taken.
    static func run(
        _ services: [any Service], logger: Logger, reload: (@Sendable () async -> ReloadOutcome)? = nil
    ) async throws -> ExitStatus {
        let watch = SignalNote(reload: reload)
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

    /// Keeps a SIGHUP from ending the process before ``run(_:logger:reload:)`` listens to it.
    static func outliveHangups() { signal(SIGHUP, SIG_IGN) }

    /// Tells the log what became of a reload.
    static func log(_ outcome: ReloadOutcome, facts: Logger.Metadata, logger: Logger) {
        switch outcome {
        case .loaded(let kept):
            var facts = facts
            if !kept.isEmpty { facts["kept"] = "\(kept.joined(separator: ","))" }
            logger.notice("configuration loaded", metadata: facts)
        case .failed(let reason):
            logger.error("configuration not loaded, the one before stays in use", metadata: ["reason": "\(reason)"])
        }
    }
}

/// Ends the group it is in at the first signal that asks for it, and remembers which that was; reloads at others.
private final class SignalNote: Service {
    private let note = Mutex(ExitStatus.success)
    private let reload: (@Sendable () async -> ReloadOutcome)?

    init(reload: (@Sendable () async -> ReloadOutcome)?) { self.reload = reload }

    var status: ExitStatus { note.withLock { $0 } }

    func run() async throws {
        let trapped: [UnixSignal] = [.sigint, .sigterm] + (reload == nil ? [] : [.sighup])
        for await signal in await UnixSignalsSequence(trapping: trapped).cancelOnGracefulShutdown() {
            if signal == .sighup {
                _ = await reload?()
                continue
            }
            note.withLock { $0 = signal == .sigint ? .interrupted : .terminated }
            return
        }
    }
}

/// A service that is a function.
struct FunctionService: Service {
    let body: @Sendable () async throws -> Void

    func run() async throws { try await body() }
}
