internal import Synchronization

/// Lets the calls of one account, Region and service go at their rates, and keeps what their retries may still cost.
///
/// Does what ``QuotaState`` decides: parks tasks, wakes them and sleeps for them. Costs one lock and no allocation where
/// nobody waits.
final class QuotaGate: Sendable {
    /// Why a call was not let go.
    enum Refusal: Error, Sendable, Hashable {
        /// Its deadline came first; so many calls waited then, at that rate.
        case deadline(waiting: Int, rate: Double)
        /// Its task was cancelled.
        case cancelled
    }

    private enum Wake: Sendable {
        case signal(QuotaState.Signal)
        case cancelled
    }

    private struct State {
        var quota: QuotaState
        var retries = RetryBudget()
        var lanes: [ObjectIdentifier: Int] = [:]
        var names: [String] = []
        var parked: [Int: CheckedContinuation<Wake, Never>] = [:]
        /// What calls were told before they were parked.
        var early: [Int: Wake] = [:]
        var usedAt = 0.0
    }

    private let service: String
    private let isCustom: Bool
    private let rates: RateSettings
    private let growsPastSeed: Bool
    private let state: Mutex<State>

    /// Makes the gate of a service.
    init(service: String, isCustom: Bool, rates: RateSettings, growsPastSeed: Bool, at now: Double) {
        self.service = service
        self.isCustom = isCustom
        self.rates = rates
        self.growsPastSeed = growsPastSeed
        let shared = rates.limit(ofService: service, isCustom: isCustom)
        let most = growsPastSeed ? Self.mostRate : 0
        state = Mutex(State(quota: QuotaState(shared: shared.map { RateBucket($0, most: most, at: now) })))
    }

    /// How far a rate may grow: no AWS API a tool like this calls takes more.
    private static let mostRate = 10_000.0

    /// Waits for the turn of one call of an operation.
    func admit<Operation: AWSOperation>(
        _ operation: Operation.Type, before deadline: Duration, by clock: any AWSClock
    ) async throws(Refusal) -> QuotaState.Pass {
        let now = clock.uptime().inSeconds
        let (lane, pass) = state.withLock { state in
            state.usedAt = now
            let lane =
                state.lanes[ObjectIdentifier(operation)]
                ?? addLane(Operation.name, ObjectIdentifier(operation), to: &state, at: now)
            return (lane, state.quota.admit(lane: lane, at: now))
        }
        if let pass { return pass }
        return try await turn(lane, before: deadline.inSeconds, at: now, by: clock)
    }

    /// Takes note of a success.
    func succeeded(_ pass: QuotaState.Pass, _ machine: RetryStateMachine, at now: Duration) {
        state.withLock { state in
            state.quota.succeeded(pass, at: now.inSeconds)
            machine.succeeded(budget: &state.retries)
        }
    }

    /// Takes note of a failure and asks the call's state machine what is next.
    func failed(
        _ pass: QuotaState.Pass, _ machine: inout RetryStateMachine, by failure: RetryStateMachine.Failure,
        at now: Duration, jitter: Double
    ) -> RetryStateMachine.Action {
        state.withLock { state in
            if case .throttled = failure {
                state.quota.throttled(pass, at: now.inSeconds)
            } else {
                state.quota.ended(pass)
            }
            return machine.next(after: failure, at: now, jitter: jitter, budget: &state.retries)
        }
    }

    /// Takes back a pass nobody used.
    func giveBack(_ pass: QuotaState.Pass, at now: Duration) {
        tell { $0.quota.giveBack(pass, at: now.inSeconds) }
    }

    /// Whether nothing is lost when the gate is forgotten at that time.
    func isFresh(at now: Double) -> Bool {
        state.withLock { $0.quota.isFresh(at: now) && $0.retries == RetryBudget() }
    }

    /// When the gate was last used; nothing while calls are on their way or wait.
    var lastUse: Double? { state.withLock { $0.quota.isInUse ? nil : $0.usedAt } }

    /// What the buckets have come to; the service's has no operation.
    func readings(_ make: (_ operation: String?, RateControl, _ waiting: Int) -> RateReading) -> [RateReading] {
        state.withLock { state in
            var readings: [RateReading] = []
            let waiting = state.quota.waiting
            if let control = state.quota.control(ofLane: nil) { readings.append(make(nil, control, waiting)) }
            for (lane, name) in state.names.enumerated() {
                if let control = state.quota.control(ofLane: lane) { readings.append(make(name, control, waiting)) }
            }
            return readings
        }
    }

    private func addLane(
        _ name: String, _ id: ObjectIdentifier, to state: inout State, at now: Double
    ) -> Int {
        let limit = rates.limit(ofOperation: name, of: service, isCustom: isCustom)
        let bucket = limit.map { RateBucket($0, most: growsPastSeed ? Self.mostRate : 0, at: now) }
        let lane = state.quota.addLane(bucket)
        state.lanes[id] = lane
        state.names.append(name)
        return lane
    }
}

extension QuotaGate {
    /// Waits in the queue, keeping the time where told to.
    private func turn(
        _ lane: Int, before deadline: Double, at start: Double, by clock: any AWSClock
    ) async throws(Refusal) -> QuotaState.Pass {
        let purpose = CallPurpose.current
        var arrival = 0
        var signal = tell { state in
            let (place, decision) = state.quota.wait(lane: lane, purpose, deadline: deadline, at: start)
            arrival = place
            return decision
        }
        while true {
            let wake: Wake
            if let signal { wake = .signal(signal) } else { wake = await parked(arrival, by: clock) }
            switch wake {
            case .signal(.pass(let pass)): return pass
            case .signal(.expired): throw .deadline(waiting: waiting, rate: rate(ofLane: lane))
            case .cancelled: throw .cancelled
            case .signal(.keepTime(let until)):
                do {
                    try await clock.sleep(for: .seconds(max(0, until - clock.uptime().inSeconds)))
                } catch {
                    leave(arrival, at: clock.uptime().inSeconds)
                    throw .cancelled
                }
                // A clock that sleeps faster than its uptime goes must not make this a busy wait.
                let now = max(until, clock.uptime().inSeconds)
                signal = tell { $0.quota.woke(arrival, at: now) }
            }
        }
    }

    /// Waits to be told something, or for the end of the calling task.
    private func parked(_ arrival: Int, by clock: any AWSClock) async -> Wake {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let early = state.withLock { state in
                    if let early = state.early.removeValue(forKey: arrival) { return Wake?.some(early) }
                    state.parked[arrival] = continuation
                    return nil
                }
                if let early { continuation.resume(returning: early) }
            }
        } onCancel: {
            leave(arrival, at: clock.uptime().inSeconds)
        }
    }

    /// Gives a place up, unless its call has been told to go.
    private func leave(_ arrival: Int, at now: Double) {
        var continuation: CheckedContinuation<Wake, Never>?
        _ = tell { state in
            let (wasWaiting, decision) = state.quota.leave(arrival, at: now)
            guard wasWaiting else { return decision }
            continuation = state.parked.removeValue(forKey: arrival)
            if continuation == nil { state.early[arrival] = .cancelled }
            return decision
        }
        continuation?.resume(returning: .cancelled)
    }

    /// Changes the state, tells the others what was decided for them, and gives what was decided for the caller.
    @discardableResult
    private func tell(
        _ change: (inout State) -> QuotaState.Decision
    ) -> QuotaState.Signal? {
        let (own, woken) = state.withLock { state in
            let decision = change(&state)
            var woken: [(CheckedContinuation<Wake, Never>, Wake)] = []
            for (arrival, signal) in decision.others {
                if let continuation = state.parked.removeValue(forKey: arrival) {
                    woken.append((continuation, .signal(signal)))
                } else {
                    state.early[arrival] = .signal(signal)
                }
            }
            return (decision.own, woken)
        }
        for (continuation, wake) in woken { continuation.resume(returning: wake) }
        return own
    }

    private var waiting: Int { state.withLock { $0.quota.waiting } }

    /// The rate calls of a lane go at, the lower of its own and the service's.
    private func rate(ofLane lane: Int) -> Double {
        state.withLock { state in
            [state.quota.control(ofLane: lane), state.quota.control(ofLane: nil)].compactMap { $0?.rate }.min() ?? 0
        }
    }
}
