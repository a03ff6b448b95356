internal import HoldfastCrypto
internal import Synchronization

/// Keeps the signing keys of one day, so that most signatures cost one HMAC instead of five.
final class SigningKeyCache: Sendable {
    private struct Scope: Hashable {
        var accessKeyID: String
        // The secret too: whoever replaces one under the same id must not sign with the old key.
        var secret: Redacted<String>
        var region: String
        var service: String

        /// Leaves the secret out: the id beside it tells keys apart as well, at a smaller cost.
        func hash(into hasher: inout Hasher) {
            hasher.combine(accessKeyID)
            hasher.combine(region)
            hasher.combine(service)
        }
    }

    private struct State {
        /// Days since the epoch.
        var day: Int64?
        var keys: [Scope: SigningKey] = [:]
    }

    private let capacity: Int
    private let state = Mutex(State())

    /// Makes an empty cache; when it is full it starts anew, since sessions of an hour fill it with dead keys.
    init(capacity: Int = 8_192) { self.capacity = capacity }

    /// The key for these credentials, derived when it is not kept yet.
    func key(for signer: SignatureV4, credentials: AWSCredentials, at time: AWSTime) -> SigningKey {
        let milliseconds = time.millisecondsSinceEpoch
        let day = (milliseconds >= 0 ? milliseconds : milliseconds - 86_399_999) / 86_400_000
        let scope = Scope(
            accessKeyID: credentials.accessKeyID, secret: credentials.secretAccessKey, region: signer.region,
            service: signer.service)
        if let kept = state.withLock({ $0.day == day ? $0.keys[scope] : nil }) { return kept }
        let key = signer.key(of: credentials, at: time)
        state.withLock { state in
            if state.day != day || state.keys.count >= capacity { state = State(day: day) }
            state.keys[scope] = key
        }
        return key
    }
}
