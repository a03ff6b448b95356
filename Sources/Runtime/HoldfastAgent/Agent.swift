public import HoldfastEnforcement
public import HoldfastModel
public import Logging
public import ServiceLifecycle
internal import Synchronization

/// The daemon's loop: sweeps at once and then at every interval, until it is asked to end.
///
/// It takes time and work as functions, so that tests drive it by hand. A shutdown lets the account-Regions and the
/// change in hand end, starts nothing more, and then returns; no report or journal entry is lost by it.
public struct Agent: Service {
    /// One pass over everything: reads, judges, publishes, and enforces where the policy asks for it.
    ///
    /// - Returns: Whether another pass should follow at once, as after changes were made.
    public typealias Pass = @Sendable () async throws -> Bool

    private let scheduler: SweepScheduler
    private let stop: StopSignal
    private let requests: SweepRequests
    private let pass: Pass
    private let finish: @Sendable () async -> Void
    private let now: @Sendable () -> Instant
    private let logger: Logger

    /// Makes the daemon.
    ///
    /// - Parameters:
    ///   - scheduler: Says when to sweep.
    ///   - stop: Is raised at a shutdown; the pass watches it.
    ///   - requests: Asks for a pass before its time.
    ///   - pass: One pass.
    ///   - finish: Sends what still waits, at the end.
    ///   - now: The moment now.
    ///   - logger: Hears of passes that failed.
    public init(
        scheduler: SweepScheduler, stop: StopSignal, requests: SweepRequests, pass: @escaping Pass,
        finish: @escaping @Sendable () async -> Void, now: @escaping @Sendable () -> Instant, logger: Logger
    ) {
        self.scheduler = scheduler
        self.stop = stop
        self.requests = requests
        self.pass = pass
        self.finish = finish
        self.now = now
        self.logger = logger
    }

    /// Sweeps until a shutdown.
    public func run() async throws {
        let (stop, requests) = (stop, requests)
        await withGracefulShutdownHandler {
            await loop()
        } onGracefulShutdown: {
            stop.raise()
            requests.wake()
        }
        await finish()
    }

    private func loop() async {
        var scheduler = scheduler
        var action = scheduler.start(now: now())
        while !stop.isRaised, !Task.isCancelled {
            switch action {
            case .sweep:
                if await sweep() { _ = scheduler.sweepRequested(now: now()) }
                action = scheduler.sweepEnded(now: now())
            case .wait(let moment):
                await requests.wait(for: now().duration(to: moment))
                guard !stop.isRaised else { break }
                action = requests.take() ? scheduler.sweepRequested(now: now()) : scheduler.timerFired(now: now())
            case .stopSweep, .finish: return
            case .proceed: action = scheduler.timerFired(now: now())
            }
        }
        _ = scheduler.stop()
    }

    private func sweep() async -> Bool {
        do {
            return try await pass()
        } catch is CancellationError {
            return false
        } catch {
            logger.error("sweep failed", metadata: ["error": "\(error)"])
            return false
        }
    }
}
