internal import TestSupport
internal import Testing

@testable internal import AWSCore

@Suite("QuotaState")
struct QuotaStateTests {
    private typealias Signal = QuotaState.Signal

    private static func bucket(_ rate: Double, burst: Double = 1) -> RateBucket {
        RateBucket(RateLimit(rate: rate, burst: burst), most: rate, at: 0)
    }

    private static func isPass(_ signal: Signal?) -> Bool {
        if case .pass = signal { true } else { false }
    }

    @Test("the first that waits keeps time, the others are parked, and whoever is urgent goes first")
    func urgent() {
        var state = QuotaState(shared: Self.bucket(1))
        let lane = state.addLane(nil)
        let admitted = [state.admit(lane: lane, at: 0), state.admit(lane: lane, at: 0)]
        #expect(admitted.map { $0 != nil } == [true, false])
        let (keeper, first) = state.wait(lane: lane, CallPurpose(), deadline: 100, at: 0)
        #expect(first.own == .keepTime(until: 1))
        let (parked, second) = state.wait(lane: lane, CallPurpose(), deadline: 100, at: 0.1)
        #expect(second.own == nil && second.others.isEmpty)
        let (urgent, third) = state.wait(lane: lane, CallPurpose(priority: .enforcement), deadline: 100, at: 0.2)
        #expect(third.own == nil)
        let woke = state.woke(keeper, at: 1)
        #expect(woke.own == .keepTime(until: 2))
        #expect(woke.others.count == 1 && woke.others.first?.arrival == urgent)
        let again = state.woke(keeper, at: 2)
        #expect(Self.isPass(again.own))
        #expect(again.others.map(\.arrival) == [parked] && again.others.first?.signal == .keepTime(until: 3))
    }

    @Test("an operation that must wait does not hold up another, and the service's limit holds both")
    func lanes() {
        var state = QuotaState(shared: Self.bucket(10, burst: 3))
        let slow = state.addLane(Self.bucket(1))
        let fast = state.addLane(Self.bucket(100, burst: 100))
        let slowOnes = [state.admit(lane: slow, at: 0), state.admit(lane: slow, at: 0)]
        #expect(slowOnes.map { $0 != nil } == [true, false])
        let (_, keeping) = state.wait(lane: slow, CallPurpose(), deadline: 9, at: 0)
        #expect(keeping.own == .keepTime(until: 1))
        let fastOnes = (0..<3).map { _ in state.admit(lane: fast, at: 0) }
        #expect(fastOnes.map { $0 != nil } == [true, true, false])
        // It is due before the one that keeps time wakes, so it keeps time itself.
        let (_, sooner) = state.wait(lane: fast, CallPurpose(), deadline: 9, at: 0)
        #expect(sooner.own == .keepTime(until: 0.1))
    }

    @Test("a throttle lowers the limit that held the call: the operation's, or the service's where that did")
    func attribution() throws {
        var state = QuotaState(shared: Self.bucket(100, burst: 100))
        let lane = state.addLane(Self.bucket(2))
        let held = state.admit(lane: lane, at: 0)
        state.throttled(try #require(held), at: 0)
        #expect(state.control(ofLane: lane)?.rate == 1 && state.control(ofLane: nil)?.rate == 100)
        var other = QuotaState(shared: Self.bucket(2))
        let wide = other.addLane(Self.bucket(100, burst: 100))
        let wideOne = other.admit(lane: wide, at: 0)
        other.throttled(try #require(wideOne), at: 0)
        #expect(other.control(ofLane: wide)?.rate == 100 && other.control(ofLane: nil)?.rate == 1)
    }

    @Test("a pass given back lets the next one go at once")
    func givenBack() throws {
        var state = QuotaState(shared: Self.bucket(1))
        let lane = state.addLane(nil)
        let first = state.admit(lane: lane, at: 0)
        let pass = try #require(first)
        let (keeper, _) = state.wait(lane: lane, CallPurpose(), deadline: 100, at: 0)
        let (parked, _) = state.wait(lane: lane, CallPurpose(priority: .enforcement), deadline: 100, at: 0)
        let decision = state.giveBack(pass, at: 0.5)
        #expect(decision.others.map(\.arrival) == [parked])
        let (wasWaiting, left) = state.leave(keeper, at: 0.6)
        #expect(wasWaiting && left.others.isEmpty && state.waiting == 0)
    }

    @Test("accounts take turns, however many calls of one wait")
    func turns() {
        var queue = TurnQueue()
        for arrival in 1...50 { queue.append(CallPurpose(account: "many"), arrival: arrival) }
        queue.append(CallPurpose(account: "one"), arrival: 51)
        queue.append(CallPurpose(account: "two"), arrival: 52)
        queue.append(CallPurpose(priority: .enforcement, account: "many"), arrival: 53)
        queue.append(CallPurpose(account: "two"), arrival: 54)
        let order = (0..<6).map { _ in
            defer { queue.removeFirst() }
            return queue.first?.arrival ?? 0
        }
        #expect(order == [53, 1, 51, 52, 2, 54])
    }

    /// Random calls, ends and cancellations, driven as the gate drives it: sleepers wake at their time, in order.
    @Test(
        "nobody is forgotten, rates hold, the urgent go first and deadlines are met", arguments: 0..<40)
    func property(seed: UInt64) throws {
        var drive = Drive(seed: seed)
        for _ in 0..<1_500 { drive.step() }
        drive.finish()
        #expect(drive.problems == [], "seed \(seed)")
        #expect(drive.state.waiting == 0 && !drive.state.isInUse, "seed \(seed)")
        #expect(drive.passed > 30, "seed \(seed): \(drive.passed)")
    }
}

/// Plays the gate's part with random calls, and checks what every decision must keep to.
private struct Drive {
    private struct Waiting {
        let lane: Int
        let purpose: CallPurpose
        let deadline: Double
        var wakesAt: Double?
    }

    var state: QuotaState
    private(set) var problems: [String] = []
    private(set) var passed = 0
    private var random: SeededGenerator
    private var now = 0.0
    private var waiting: [Int: Waiting] = [:]
    private var open: [QuotaState.Pass] = []
    private let rates: [Double]
    private let sharedRate: Double
    private var times: [[Double]]
    private var allTimes: [Double] = []

    init(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        sharedRate = Double(random.int(2...30))
        rates = (0..<3).map { _ in Double(random.int(1...20)) }
        state = QuotaState(shared: RateBucket(RateLimit(rate: sharedRate, burst: 4), most: sharedRate, at: 0))
        for rate in rates { _ = state.addLane(RateBucket(RateLimit(rate: rate, burst: 3), most: rate, at: 0)) }
        times = rates.map { _ in [] }
        self.random = random
    }

    mutating func step() {
        advance(to: now + Double(random.int(0...120)) / 1_000)
        switch random.int(0...9) {
        case 0...4: call()
        case 5: cancel()
        default: end()
        }
        check()
    }

    mutating func finish() {
        while !waiting.isEmpty, problems.isEmpty {
            advance(to: now + 1)
            while !open.isEmpty { end() }
            check()
        }
        while !open.isEmpty { end() }
    }

    private mutating func call() {
        let lane = random.int(0...2)
        let purpose = CallPurpose(
            priority: random.int(0...5) == 0 ? .enforcement : .inventory, account: "\(random.int(0...3))")
        if let pass = state.admit(lane: lane, at: now) {
            if waiting.values.contains(where: { $0.lane == lane }) { problems.append("went past the queue at \(now)") }
            return note(pass)
        }
        let deadline = now + Double(random.int(100...4_000)) / 1_000
        let (arrival, decision) = state.wait(lane: lane, purpose, deadline: deadline, at: now)
        waiting[arrival] = Waiting(lane: lane, purpose: purpose, deadline: deadline)
        take(decision, own: arrival)
    }

    private mutating func cancel() {
        guard let arrival = waiting.keys.sorted().randomElement(using: &random) else { return }
        waiting[arrival] = nil
        let (wasWaiting, decision) = state.leave(arrival, at: now)
        if !wasWaiting { problems.append("\(arrival) was forgotten at \(now)") }
        take(decision, own: nil)
    }

    private mutating func end() {
        guard let pass = open.popLast() else { return }
        switch random.int(0...9) {
        case 0: state.throttled(pass, at: now)
        case 1: state.ended(pass)
        default: state.succeeded(pass, at: now)
        }
    }

    /// Lets those who keep time wake, in their order, up to a moment.
    private mutating func advance(to end: Double) {
        while let next = waiting.filter({ $0.value.wakesAt.map { $0 <= end } ?? false })
            .min(by: { ($0.value.wakesAt ?? 0, $0.key) < ($1.value.wakesAt ?? 0, $1.key) })
        {
            now = max(now, next.value.wakesAt ?? now)
            waiting[next.key]?.wakesAt = nil
            take(state.woke(next.key, at: now), own: next.key)
            if problems.count > 3 { return }
        }
        now = end
    }

    private mutating func take(_ decision: QuotaState.Decision, own: Int?) {
        let signals = decision.others + (own.flatMap { own in decision.own.map { [(own, $0)] } } ?? [])
        var leaving: Set<Int> = []
        for case (let arrival, .pass) in signals { leaving.insert(arrival) }
        for (arrival, signal) in signals {
            guard let waiter = waiting[arrival] else {
                problems.append("\(arrival) was told \(signal) after it left")
                continue
            }
            switch signal {
            case .keepTime(let until):
                if until < now { problems.append("\(arrival) is to wake in the past, at \(until)") }
                waiting[arrival]?.wakesAt = until
            case .expired:
                waiting[arrival] = nil
                if now < waiter.deadline || now > waiter.deadline + 1e-6 {
                    problems.append("\(arrival) expired at \(now), not at \(waiter.deadline)")
                }
            case .pass(let pass):
                waiting[arrival] = nil
                if now >= waiter.deadline { problems.append("\(arrival) went after its deadline") }
                let isPassedOver = waiting.contains { other, waiting in
                    waiting.lane == waiter.lane && waiting.purpose.priority < waiter.purpose.priority
                        && waiting.wakesAt == nil && !leaving.contains(other)
                }
                if isPassedOver { problems.append("\(arrival) went before an urgent call at \(now)") }
                note(pass)
            }
        }
    }

    private mutating func note(_ pass: QuotaState.Pass) {
        passed += 1
        open.append(pass)
        times[pass.lane].append(now)
        allTimes.append(now)
        // In any second at most the burst and one second's worth may go.
        for (list, limit) in [(times[pass.lane], 3 + rates[pass.lane]), (allTimes, 4 + sharedRate)]
        where Double(list.count { $0 > now - 1 }) > limit + 1e-6 {
            problems.append("too fast at \(now)")
        }
    }

    private mutating func check() {
        if state.waiting != waiting.count { problems.append("\(state.waiting) wait, not \(waiting.count)") }
        if !waiting.isEmpty, !waiting.values.contains(where: { $0.wakesAt != nil }) {
            problems.append("nobody keeps time at \(now)")
        }
    }
}
