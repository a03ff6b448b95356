public import AWSCore
public import HoldfastMetrics
public import HoldfastModel
public import HoldfastReport
internal import Synchronization

/// Counts calls to AWS as they end: for the whole process, and for the report of each account and Region.
public final class RuntimeCounters: CallObserver {
    private struct Operation: Hashable {
        let service: String
        let operation: String
    }

    private struct Tally {
        var requests: UInt64 = 0
        var errors: UInt64 = 0
        var throttles: UInt64 = 0
        var calls: UInt64 = 0
        var seconds = 0.0
        var buckets = [UInt64](repeating: 0, count: RuntimeCounters.bounds.count)
    }

    private struct Place: Hashable {
        let account: String
        let region: String
    }

    private struct State {
        var operations: [Operation: Tally] = [:]
        var places: [Place: [Operation: Int]] = [:]
    }

    /// The upper bounds of the buckets of durations, in seconds.
    static let bounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]

    private let state = Mutex(State())

    /// Begins to count at zero.
    public init() {}

    /// Counts one ended call in.
    public func callFinished(_ call: FinishedCall) {
        let operation = Operation(service: call.service, operation: call.operation)
        let seconds = call.duration.inSeconds
        state.withLock { state in
            var tally = state.operations[operation] ?? Tally()
            tally.requests += UInt64(max(0, call.attempts))
            tally.throttles += UInt64(max(0, call.throttledAttempts))
            if call.outcome != .success { tally.errors += 1 }
            tally.calls += 1
            tally.seconds += seconds
            for (index, bound) in Self.bounds.enumerated() where seconds <= bound { tally.buckets[index] += 1 }
            state.operations[operation] = tally
            let place = Place(account: call.account ?? "", region: call.region)
            state.places[place, default: [:]][operation, default: 0] += max(0, call.attempts)
        }
    }

    /// The requests sent for one account in one Region since this was last asked, for the account's report.
    ///
    /// Asking forgets them, so that each request stands in one report. Services with one endpoint for all Regions count
    /// in the Region the client names for them.
    public func takeCalls(account: AccountID, region: AWSRegion) -> [APICallCount] {
        let place = Place(account: account.rawValue, region: region.rawValue)
        let calls = state.withLock { $0.places.removeValue(forKey: place) } ?? [:]
        return calls.map { APICallCount(service: $0.key.service, operation: $0.key.operation, count: $0.value) }
            .sorted()
    }

    /// All requests sent since the process started, by service and operation.
    public var totals: [APICallCount] {
        state.withLock { state in
            state.operations.map { operation, tally in
                APICallCount(service: operation.service, operation: operation.operation, count: Int(tally.requests))
            }
        }.sorted()
    }

    /// The counters as metric families, sorted by service and operation.
    public func families() -> [MetricFamily] {
        let operations = state.withLock { $0.operations }.sorted {
            ($0.key.service, $0.key.operation) < ($1.key.service, $1.key.operation)
        }
        var requests = MetricFamily(MetricCatalog.awsAPIRequests)
        var errors = MetricFamily(MetricCatalog.awsAPIErrors)
        var throttles = MetricFamily(MetricCatalog.awsAPIThrottles)
        var duration = MetricFamily(MetricCatalog.awsAPIRequestDuration)
        for (operation, tally) in operations {
            let labels = [operation.service, operation.operation]
            requests.add(labels, Double(tally.requests))
            errors.add(labels, Double(tally.errors))
            throttles.add(labels, Double(tally.throttles))
            let buckets = zip(Self.bounds, tally.buckets).map { MetricSample.Bucket(upperBound: $0, count: $1) }
            duration.samples.append(
                MetricSample(
                    labelValues: labels,
                    value: .histogram(buckets: buckets, sum: tally.seconds, count: tally.calls)))
        }
        return [requests, errors, throttles, duration]
    }
}
