internal import Synchronization

/// A clock that tells the time of the endpoint, as its answers' `Date` headers give it.
///
/// For a simulated organization whose clock runs fast or is stepped by hand. Between two answers it runs on at `scale`;
/// before the first one it tells the machine's time. A `Date` is cut to the second, so the clock is set back only when it
/// is ahead by more than that: it runs smoothly while nothing jumps.
public final class EndpointClock: AWSClock {
    private struct Anchor {
        var time: AWSTime
        var uptime: Duration
    }

    private let machine: any AWSClock
    private let scale: Double
    private let anchor: Mutex<Anchor>

    /// Makes the clock.
    ///
    /// - Parameters:
    ///   - scale: How many seconds pass at the endpoint in one real second. One that is too small does no harm but
    ///     longer waits: every answer sets the clock, and a signature refused for its date is made again.
    ///   - machine: The clock that measures real time.
    public init(scale: Double = 1, machine: any AWSClock = SystemAWSClock()) {
        self.scale = scale > 0 ? scale : 1
        self.machine = machine
        anchor = Mutex(Anchor(time: machine.now(), uptime: machine.uptime()))
    }

    /// The endpoint's time.
    public func now() -> AWSTime { anchor.withLock { time(from: $0) } }

    /// Real time since the machine's clock began.
    public func uptime() -> Duration { machine.uptime() }

    /// Waits until that much time has passed at the endpoint, at the clock's scale.
    public func sleep(for duration: Duration) async throws {
        try await machine.sleep(for: duration / scale)
    }

    /// Sets the clock by an answer.
    public func observe(serverTime: AWSTime) {
        anchor.withLock { anchor in
            let ahead = time(from: anchor).duration(to: serverTime)
            // The header was cut to the second, and is as old as the answer's way here was long.
            guard ahead > .zero || ahead < .seconds(-1 - scale) else { return }
            anchor = Anchor(time: serverTime, uptime: machine.uptime())
        }
    }

    private func time(from anchor: Anchor) -> AWSTime {
        anchor.time.advanced(by: (machine.uptime() - anchor.uptime) * scale)
    }
}
