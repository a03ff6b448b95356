/// Decides who fetches temporary credentials when, and who waits; `RefreshingCredentials` does what it says.
///
/// One fetch runs at a time. Ahead of expiry the old credentials stay in use: one caller fetches, the others go on with
/// what there is. A failed fetch keeps the old credentials until they truly end and is tried again after a pause; only
/// without usable ones does the failure reach the callers.
struct CredentialRefresh: Sendable {
    /// When to fetch anew.
    struct Settings: Sendable {
        /// How long before expiry a new fetch is due at the earliest.
        var ahead: Duration = .seconds(300)
        /// How much earlier still, at most, so that many sessions made together are not renewed together.
        var spread: Duration = .seconds(120)
        /// How long before expiry credentials are no longer used: a request must still arrive with them.
        var margin: Duration = .seconds(10)
        /// How long after a failure the next fetch is due, while the old credentials last.
        var pause: Duration = .seconds(30)
    }

    /// What a caller is to do.
    enum Step: Sendable {
        /// Use these.
        case use(AWSCredentials)
        /// Fetch, then report by `fetched` or `failed`.
        case fetch
        /// Wait until the fetch under way has ended, then ask again.
        case wait
    }

    let settings: Settings
    private(set) var current: AWSCredentials?
    private var refreshAt: AWSTime?
    private(set) var isFetching = false

    /// Starts without credentials.
    init(settings: Settings = Settings()) { self.settings = settings }

    /// Decides for one caller.
    mutating func step(at now: AWSTime) -> Step {
        guard let current, isUsable(current, at: now) else {
            if isFetching { return .wait }
            isFetching = true
            return .fetch
        }
        guard let refreshAt, refreshAt <= now, !isFetching else { return .use(current) }
        isFetching = true
        return .fetch
    }

    /// Takes new credentials; `jitter` from 0 to 1 places the next fetch within the spread.
    mutating func fetched(_ credentials: AWSCredentials, at now: AWSTime, jitter: Double) {
        isFetching = false
        current = credentials
        refreshAt = credentials.expiration.map { expiration in
            // Half the lifetime is kept for use, however short the lifetime is.
            let lifetime = now.duration(to: expiration)
            let early = min(settings.ahead + settings.spread * jitter, lifetime / 2)
            return expiration.advanced(by: .zero - early)
        }
    }

    /// Takes note of a failure; gives the old credentials where they can still be used.
    mutating func failed(at now: AWSTime) -> AWSCredentials? {
        isFetching = false
        guard let current, isUsable(current, at: now) else { return nil }
        refreshAt = now.advanced(by: settings.pause)
        return current
    }

    /// Forgets credentials AWS refused, unless newer ones are here already.
    mutating func discard(_ refused: AWSCredentials) {
        if current == refused { current = nil }
    }

    private func isUsable(_ credentials: AWSCredentials, at now: AWSTime) -> Bool {
        guard let expiration = credentials.expiration else { return true }
        return now.advanced(by: settings.margin) < expiration
    }
}
