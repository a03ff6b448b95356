internal import Synchronization

/// What all callers of one client share.
final class SharedCallState: Sendable {
    let governor: Governor
    /// What the governor was made with.
    let rates: RateSettings
    let mode: RetryMode
    let keys = SigningKeyCache()
    /// How far the clock of each endpoint is ahead of ours, by authority, where a signature has failed for it.
    private let skews = Mutex<[String: Duration]>([:])

    init(rates: RateSettings, mode: RetryMode) {
        self.rates = rates
        self.mode = mode
        governor = Governor(rates: rates, growsPastSeed: mode == .adaptive)
    }

    /// The moment to sign with for that endpoint.
    func signingTime(for authority: String, by clock: any AWSClock) -> AWSTime {
        clock.now().advanced(by: skews.withLock { $0[authority] } ?? .zero)
    }

    /// Takes the endpoint's time for signatures to it from now on.
    func setTime(_ time: AWSTime, of authority: String, by clock: any AWSClock) {
        let skew = clock.now().duration(to: time)
        skews.withLock { $0[authority] = skew }
    }
}
