internal import Synchronization

/// Decides when each call may go: one gate for every account, Region and service that is being called.
///
/// A gate that is as it was made is forgotten when there are many; what was learned about a rate goes with the gates
/// that were used least lately.
final class Governor: Sendable {
    /// What shares one quota at AWS.
    struct Place: Hashable, Sendable {
        let account: String?
        let region: String
        let service: String
        let isCustom: Bool
    }

    private let rates: RateSettings
    private let growsPastSeed: Bool
    private let capacity: Int
    private let gates = Mutex<[Place: QuotaGate]>([:])

    /// Makes a governor that has seen no call.
    ///
    /// - Parameters:
    ///   - rates: Where rates begin.
    ///   - growsPastSeed: Whether a rate may grow beyond that while AWS does not throttle.
    ///   - capacity: How many gates are kept, beside those in use.
    init(rates: RateSettings, growsPastSeed: Bool, capacity: Int = 8_192) {
        self.rates = rates
        self.growsPastSeed = growsPastSeed
        self.capacity = max(1, capacity)
    }

    /// The gate of a place.
    func gate(_ place: Place, at now: Duration) -> QuotaGate {
        gates.withLock { gates in
            if let gate = gates[place] { return gate }
            if gates.count >= capacity { forget(&gates, at: now.inSeconds) }
            let gate = QuotaGate(
                service: place.service, isCustom: place.isCustom, rates: rates, growsPastSeed: growsPastSeed,
                at: now.inSeconds)
            gates[place] = gate
            return gate
        }
    }

    /// How many gates there are.
    var count: Int { gates.withLock { $0.count } }

    /// What every bucket has come to, sorted by place.
    var readings: [RateReading] {
        let gates = gates.withLock { $0 }
        return gates.flatMap { place, gate in
            gate.readings { operation, control, waiting in
                RateReading(
                    account: place.account, region: place.region, service: place.service, operation: operation,
                    rate: control.rate, throttledRate: control.ceiling, inFlight: control.inFlight, waiting: waiting)
            }
        }.sorted { $0.place.lexicographicallyPrecedes($1.place) }
    }

    /// Forgets gates that are as they were made and, where that is not enough, those unused for longest.
    private func forget(_ gates: inout [Place: QuotaGate], at now: Double) {
        gates = gates.filter { !$0.value.isFresh(at: now) }
        // A quarter is made free at once, so that a full table is not gone through at every call.
        let excess = gates.count - capacity * 3 / 4
        guard excess > 0 else { return }
        let unused = gates.compactMap { place, gate in gate.lastUse.map { (place, $0) } }.sorted { $0.1 < $1.1 }
        for (place, _) in unused.prefix(excess) { gates[place] = nil }
    }
}

/// What one bucket of the governor has come to.
public struct RateReading: Sendable, Hashable {
    /// The account called, when it is known.
    public let account: String?
    /// The Region called.
    public let region: String
    /// The service, such as `backup`.
    public let service: String
    /// The operation; nothing for the bucket all operations of the service share.
    public let operation: String?
    /// Calls a second it lets go.
    public let rate: Double
    /// The rate AWS throttled last; nothing while it did not.
    public let throttledRate: Double?
    /// Calls on their way.
    public let inFlight: Int
    /// Calls of the service that wait for their turn.
    public let waiting: Int

    fileprivate var place: [String] { [account ?? "", region, service, operation ?? ""] }
}
