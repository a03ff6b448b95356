/// The buckets of one account, Region and service and the calls that wait for them: decides, and does nothing.
///
/// A call passes its operation's bucket, where there is one, and the service's. A call that cannot go at once gets a
/// place and is parked. One of those who wait keeps the time: it sleeps until the next call is due, says so, and lets
/// whoever is first go, which need not be itself. Nobody else wakes for nothing. Times are seconds that never jump.
struct QuotaState: Sendable {
    /// What an admitted call tells back with its end.
    struct Pass: Sendable, Hashable {
        /// The operation's place among the lanes.
        let lane: Int
        let own: RateControl.Mark?
        let shared: RateControl.Mark?
    }

    /// What a call that waits is told.
    enum Signal: Sendable, Hashable {
        /// Go.
        case pass(Pass)
        /// Sleep until then, and say that you woke.
        case keepTime(until: Double)
        /// Your time is over.
        case expired
    }

    /// What one call is told now, and what others are told; nothing for one that is to be parked.
    struct Decision: Sendable {
        var own: Signal?
        var others: [(arrival: Int, signal: Signal)] = []
    }

    /// The calls of one operation, or of all that have no bucket of their own.
    private struct Lane {
        var bucket: RateBucket?
        var queue = TurnQueue()
    }

    private struct Waiter {
        let lane: Int
        let deadline: Double
        /// When it wakes, while it keeps time.
        var wakesAt: Double?
    }

    private var lanes: [Lane] = []
    private var shared: RateBucket?
    private var waiters: [Int: Waiter] = [:]
    private var arrivals = 0
    private var earliestDeadline = Double.infinity

    /// Makes the buckets of a service without those of its operations.
    init(shared: RateBucket?) { self.shared = shared }

    /// How many calls wait.
    var waiting: Int { waiters.count }

    /// Adds the lane of an operation and gives its place.
    mutating func addLane(_ bucket: RateBucket?) -> Int {
        lanes.append(Lane(bucket: bucket))
        return lanes.count - 1
    }

    /// Lets a call go at once, or gives nothing: then it has to wait.
    mutating func admit(lane: Int, at now: Double) -> Pass? {
        if !waiters.isEmpty {
            // Whoever is due has not been told yet, and goes first.
            prune()
            guard lanes[lane].queue.isEmpty, nextLane(at: now) == nil else { return nil }
        }
        guard isOpen(lane, at: now) else { return nil }
        return take(lane, at: now)
    }

    /// Gives a call a place, and tells whether it goes, keeps time or is parked.
    mutating func wait(
        lane: Int, _ purpose: CallPurpose, deadline: Double, at now: Double
    ) -> (arrival: Int, Decision) {
        arrivals += 1
        waiters[arrivals] = Waiter(lane: lane, deadline: deadline)
        earliestDeadline = min(earliestDeadline, deadline)
        lanes[lane].queue.append(purpose, arrival: arrivals)
        return (arrivals, decide(for: arrivals, at: now))
    }

    /// Takes note that a call that kept time woke.
    mutating func woke(_ arrival: Int, at now: Double) -> Decision {
        waiters[arrival]?.wakesAt = nil
        return decide(for: arrival, at: now)
    }

    /// Takes note that a call no longer waits; `false` when it had been let go before.
    mutating func leave(_ arrival: Int, at now: Double) -> (wasWaiting: Bool, Decision) {
        guard waiters.removeValue(forKey: arrival) != nil else { return (false, Decision()) }
        return (true, decide(for: nil, at: now))
    }

    /// Takes back a pass nobody used.
    mutating func giveBack(_ pass: Pass, at now: Double) -> Decision {
        lanes[pass.lane].bucket?.giveBack()
        shared?.giveBack()
        return waiters.isEmpty ? Decision() : decide(for: nil, at: now)
    }

    /// Takes note of a success.
    mutating func succeeded(_ pass: Pass, at now: Double) {
        if let own = pass.own { lanes[pass.lane].bucket?.succeeded(own, at: now) }
        if let mark = pass.shared { shared?.succeeded(mark, at: now) }
    }

    /// Takes note of a call that ended without a word on the rate.
    mutating func ended(_ pass: Pass) {
        lanes[pass.lane].bucket?.ended()
        shared?.ended()
    }

    /// Takes note of a throttle.
    ///
    /// AWS does not say which of its limits was met. It is taken to be the one that held the call here; where both or
    /// neither did, the operation's own.
    mutating func throttled(_ pass: Pass, at now: Double) {
        let isOwn = pass.own != nil && (pass.own?.isLimited == true || pass.shared?.isLimited != true)
        if let own = pass.own {
            if isOwn { lanes[pass.lane].bucket?.throttled(own, at: now) } else { lanes[pass.lane].bucket?.ended() }
        }
        if let mark = pass.shared {
            if isOwn { shared?.ended() } else { shared?.throttled(mark, at: now) }
        }
    }

    /// Whether forgetting all this would change nothing.
    mutating func isFresh(at now: Double) -> Bool {
        guard waiters.isEmpty, shared?.isFresh(at: now) ?? true else { return false }
        return lanes.indices.allSatisfy { lanes[$0].bucket?.isFresh(at: now) ?? true }
    }

    /// Whether calls are on their way or wait.
    var isInUse: Bool {
        !waiters.isEmpty || shared.map { $0.control.inFlight > 0 } ?? false
            || lanes.contains { $0.bucket.map { $0.control.inFlight > 0 } ?? false }
    }

    /// What the buckets have come to: the service's, and that of a lane.
    func control(ofLane lane: Int?) -> RateControl? {
        lane.map { lanes[$0].bucket?.control } ?? shared?.control
    }
}

extension QuotaState {
    /// Lets go whoever may, and sees to it that somebody keeps time while anybody waits.
    private mutating func decide(for own: Int?, at now: Double) -> Decision {
        var decision = Decision()
        func tell(_ arrival: Int, _ signal: Signal) {
            if arrival == own { decision.own = signal } else { decision.others.append((arrival, signal)) }
        }
        for arrival in expire(at: now) { tell(arrival, .expired) }
        while let lane = nextLane(at: now), let turn = lanes[lane].queue.first {
            lanes[lane].queue.removeFirst()
            waiters[turn.arrival] = nil
            tell(turn.arrival, .pass(take(lane, at: now)))
            prune()
        }
        guard let due = nextDue(at: now) else { return decision }
        // Somebody wakes in time already.
        if waiters.values.contains(where: { $0.wakesAt.map { $0 <= due } ?? false }) { return decision }
        guard let keeper = own.flatMap({ waiters[$0] == nil ? nil : $0 }) ?? firstParked else { return decision }
        waiters[keeper]?.wakesAt = due
        tell(keeper, .keepTime(until: due))
        return decision
    }

    /// The lane whose first call goes now: of those that may, the most urgent and then the longest waiting.
    ///
    /// One that sleeps to keep time is not told before it wakes, and nobody behind it goes before it.
    private mutating func nextLane(at now: Double) -> Int? {
        if shared?.hasToken(at: now) == false { return nil }
        var best: (lane: Int, turn: TurnQueue.Turn)?
        for lane in lanes.indices {
            guard let turn = lanes[lane].queue.first, let waiter = waiters[turn.arrival], waiter.wakesAt == nil else {
                continue
            }
            if lanes[lane].bucket?.hasToken(at: now) == false { continue }
            if let known = best {
                let isFirst =
                    (turn.priority.rawValue, turn.arrival) < (known.turn.priority.rawValue, known.turn.arrival)
                guard isFirst else { continue }
            }
            best = (lane, turn)
        }
        return best?.lane
    }

    /// When somebody has to look again: at the next token or the next deadline; nothing when nobody waits.
    private mutating func nextDue(at now: Double) -> Double? {
        guard !waiters.isEmpty else { return nil }
        var due = Double.infinity
        for lane in lanes.indices {
            guard let turn = lanes[lane].queue.first else { continue }
            // Nobody goes before one that sleeps, so nobody need wake before it.
            let wakesAt = waiters[turn.arrival]?.wakesAt ?? now
            due = min(due, max(wakesAt, lanes[lane].bucket?.due(at: now) ?? now))
        }
        if let open = shared?.due(at: now) { due = max(due, open) }
        return min(due, earliestDeadline)
    }

    /// The call that keeps time next: the one that goes first of those that are parked.
    private var firstParked: Int? {
        let heads = lanes.compactMap { $0.queue.first?.arrival }.filter { waiters[$0]?.wakesAt == nil }
        return heads.min() ?? waiters.filter { $0.value.wakesAt == nil }.keys.min()
    }

    /// Takes out those whose time is over; one that sleeps hears it when it wakes, by then.
    private mutating func expire(at now: Double) -> [Int] {
        guard now >= earliestDeadline else {
            prune()
            return []
        }
        let over = waiters.filter { $0.value.deadline <= now && $0.value.wakesAt == nil }.keys.sorted()
        for arrival in over { waiters[arrival] = nil }
        earliestDeadline = waiters.values.map(\.deadline).min() ?? .infinity
        prune()
        return over
    }

    /// Drops the places at the front of those who no longer wait.
    private mutating func prune() {
        for lane in lanes.indices {
            while let turn = lanes[lane].queue.first, waiters[turn.arrival] == nil { lanes[lane].queue.removeFirst() }
        }
    }

    private mutating func isOpen(_ lane: Int, at now: Double) -> Bool {
        (lanes[lane].bucket?.hasToken(at: now) ?? true) && (shared?.hasToken(at: now) ?? true)
    }

    private mutating func take(_ lane: Int, at now: Double) -> Pass {
        Pass(lane: lane, own: lanes[lane].bucket?.take(at: now), shared: shared?.take(at: now))
    }
}
