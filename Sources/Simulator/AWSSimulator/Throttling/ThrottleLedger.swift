internal import AWSWire

/// Holds callers to rates and counts whom it let in and refused: a value that only its requests change.
struct ThrottleLedger: Sendable {
    /// Whose request it is and what it asks for.
    struct Request: Sendable {
        let account: String
        let region: String
        let service: String
        let operation: String
        /// Whether it asks for a page, a filter or single resources.
        let isNarrow: Bool
    }

    private struct Place: Hashable {
        let account: String
        let region: String
        let service: String
        let bucket: String
    }

    /// How many requests were let in and refused.
    struct Count: Sendable, Hashable {
        /// Let in.
        var admitted = 0
        /// Refused.
        var refused = 0

        /// Counts one request.
        mutating func add(_ isAdmitted: Bool) {
            if isAdmitted { admitted += 1 } else { refused += 1 }
        }
    }

    let policy: ThrottlePolicy
    private var buckets: [Place: RequestBucket] = [:]
    private var counts: [Place: Count] = [:]

    /// Makes a ledger that has seen no request.
    init(policy: ThrottlePolicy) { self.policy = policy }

    /// Whether a request is let in; it takes from every bucket it belongs to, or from none.
    mutating func admits(_ request: Request, at now: Moment) -> Bool {
        guard policy != .none else { return true }
        let rates = policy.rates(
            service: request.service, operation: request.operation, isNarrow: request.isNarrow)
        let places = rates.map { place(request, bucket: $0.bucket) }
        for (place, limit) in zip(places, rates) where buckets[place] == nil {
            buckets[place] = RequestBucket(limit.rate, at: now)
        }
        let isAdmitted = places.allSatisfy { buckets[$0]?.isOpen(at: now) ?? true }
        if isAdmitted {
            for place in places { _ = buckets[place]?.take(at: now) }
        }
        let counted = place(request, bucket: request.operation)
        counts[counted, default: Count()].add(isAdmitted)
        return isAdmitted
    }

    /// The requests of one operation, in all accounts and Regions together.
    func count(service: String, operation: String) -> Count {
        counts.reduce(into: Count()) { sum, entry in
            guard entry.key.service == service, entry.key.bucket == operation else { return }
            sum.admitted += entry.value.admitted
            sum.refused += entry.value.refused
        }
    }

    /// Every account, Region and operation with what was let in and refused, sorted.
    var report: WireValue {
        let rows = counts.sorted { Self.key($0.key).lexicographicallyPrecedes(Self.key($1.key)) }
        let values = rows.map { place, count in
            WireValue.record(
                ("account", .string(place.account)), ("region", .string(place.region)),
                ("service", .string(place.service)), ("operation", .string(place.bucket)),
                ("admitted", .integer(Int64(count.admitted))), ("refused", .integer(Int64(count.refused))))
        }
        return .record(("throttles", .array(values)))
    }

    private func place(_ request: Request, bucket: String) -> Place {
        Place(account: request.account, region: request.region, service: request.service, bucket: bucket)
    }

    private static func key(_ place: Place) -> [String] { [place.account, place.region, place.service, place.bucket] }
}
