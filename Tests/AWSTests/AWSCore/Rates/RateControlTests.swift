internal import TestSupport
internal import Testing

@testable internal import AWSCore

/// The control law alone, against a token bucket like AWS's, in the time of an event queue.
@Suite("RateControl")
struct RateControlTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let granted: Double
        let burst: Double
        let start: Double
        let latency: Double

        var testDescription: String {
            "granted \(granted)/s, burst \(burst), start \(start)/s, latency \(latency) s"
        }
    }

    static let cases: [Case] = [2, 20, 200].flatMap { granted in
        [granted, 5 * granted].flatMap { burst in
            [0.1, 0.9, 2, 10].flatMap { share in
                [0, 0.05].map { Case(granted: granted, burst: burst, start: granted * share, latency: $0) }
            }
        }
    }

    /// Steady state is what follows the first 2,000 calls and three more of the server's bursts.
    @Test(
        "in steady state the rate is within 10 % of the one granted, at most 1 % of calls are throttled and none is lost",
        arguments: cases)
    func steady(of trial: Case) {
        var world = Closed(trial, seed: 1)
        world.run(calls: 6_000 + Int(6 * trial.burst))
        let steady = world.log.dropFirst(2_000 + Int(3 * trial.burst + 100 * trial.granted * trial.latency))
        let good = steady.count { $0.isGood }
        let seconds = (steady.last?.at ?? 0) - (steady.first?.at ?? 0)
        let share = Double(good) / seconds / trial.granted
        let throttled = Double(steady.count - good) / Double(steady.count)
        #expect((0.9...1.1).contains(share), "\(share) of the rate granted")
        #expect(throttled <= 0.01, "\(throttled * 100) % throttled")
        #expect(world.lost == 0 && world.mostAttempts <= 5)
    }

    @Test("a rate that may not grow comes back to where it began and stays there")
    func standard() {
        var control = RateControl(seed: 10, most: 10)
        let first = control.admitted(at: 0, isLimited: true)
        let isFirst = control.throttled(first)
        #expect(isFirst)
        #expect(control.rate == 5 && control.ceiling == 10)
        for call in 1...2_000 {
            control.succeeded(control.admitted(at: Double(call) / 10, isLimited: true))
            #expect(control.rate <= 10)
        }
        #expect(control.rate == 10)
    }

    @Test("calls sent before a decrease do not lower the rate again")
    func oneDecrease() {
        var control = RateControl(seed: 16, most: 100)
        let marks = (0..<8).map { control.admitted(at: Double($0) / 16, isLimited: true) }
        let lowered = marks.map { control.throttled($0) }
        #expect(lowered == [true] + [Bool](repeating: false, count: 7))
        #expect(control.rate == 8 && control.inFlight == 0)
    }

    @Test("a rate that nobody uses up does not grow")
    func idle() {
        var control = RateControl(seed: 10, most: 100)
        for call in 0..<1_000 { control.succeeded(control.admitted(at: Double(call), isLimited: false)) }
        #expect(control.rate == 10 && control.isFresh)
        // One call a second, however the bucket looks: ten times that proves nothing of eleven.
        for call in 1_000..<2_000 { control.succeeded(control.admitted(at: Double(call), isLimited: true)) }
        #expect(control.rate == 10)
    }

    @Test("the rate stays within its bounds whatever happens", arguments: 0..<20)
    func bounds(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let first = Double(generator.int(1...200))
        let most = first * Double(generator.int(1...4))
        var control = RateControl(seed: first, most: most)
        var open: [RateControl.Mark] = []
        var now = 0.0
        for _ in 0..<3_000 {
            now += Double(generator.int(0...100)) / 1_000
            switch generator.int(0...9) {
            case 0 where !open.isEmpty: _ = control.throttled(open.remove(at: generator.int(0...open.count - 1)))
            case 1...4 where !open.isEmpty: control.succeeded(open.remove(at: generator.int(0...open.count - 1)))
            case 5 where !open.isEmpty:
                open.removeLast()
                control.ended()
            default: open.append(control.admitted(at: now, isLimited: generator.int(0...1) == 1))
            }
            #expect(control.rate >= min(first, RateLimit.leastRate) && control.rate <= most, "seed \(seed)")
            #expect(control.inFlight == open.count, "seed \(seed)")
        }
    }
}

/// Callers who call again as soon as they are answered, a bucket of ours, and one like AWS's behind it.
private struct Closed {
    struct Entry {
        let at: Double
        let isGood: Bool
    }

    private enum Event {
        case arrival(attempt: Int, RateControl.Mark)
        case answer(attempt: Int, RateControl.Mark, isGood: Bool)
        case ready(attempt: Int)
    }

    private let trial: RateControlTests.Case
    private var random: SeededGenerator
    private var bucket: RateBucket
    private var tokens: Double
    private var filledAt = 0.0
    private var ready: [Int]
    private var events: [(at: Double, event: Event)] = []
    private(set) var log: [Entry] = []
    private(set) var lost = 0
    private(set) var mostAttempts = 1

    init(_ trial: RateControlTests.Case, seed: UInt64) {
        self.trial = trial
        random = SeededGenerator(seed: seed)
        let limit = RateLimit(rate: trial.start, burst: trial.start)
        bucket = RateBucket(limit, most: 10_000, at: 0)
        tokens = trial.burst
        ready = [Int](repeating: 1, count: max(8, Int(trial.granted * trial.latency * 2) + 4))
    }

    mutating func run(calls: Int) {
        var now = 0.0
        while log.count < calls {
            while let attempt = ready.first, bucket.hasToken(at: now) {
                ready.removeFirst()
                schedule(.arrival(attempt: attempt, bucket.take(at: now)), at: now + travel())
            }
            let due = ready.isEmpty ? Double.infinity : bucket.due(at: now)
            guard let next = events.first, next.at <= due else {
                now = due
                continue
            }
            events.removeFirst()
            now = next.at
            handle(next.event, at: now)
        }
    }

    private mutating func handle(_ event: Event, at now: Double) {
        switch event {
        case .arrival(let attempt, let mark):
            tokens = min(trial.burst, tokens + (now - filledAt) * trial.granted)
            filledAt = now
            let isGood = tokens >= 1
            if isGood { tokens -= 1 }
            log.append(Entry(at: now, isGood: isGood))
            schedule(.answer(attempt: attempt, mark, isGood: isGood), at: now + travel())
        case .answer(_, let mark, true):
            bucket.succeeded(mark, at: now)
            ready.append(1)
        case .answer(let attempt, let mark, false):
            bucket.throttled(mark, at: now)
            mostAttempts = max(mostAttempts, attempt)
            guard attempt < 5 else {
                lost += 1
                return ready.append(1)
            }
            let pause = 0.5 * Double(1 << (attempt - 1)) * Double(random.int(0...1_000)) / 1_000
            schedule(.ready(attempt: attempt + 1), at: now + pause)
        case .ready(let attempt): ready.append(attempt)
        }
    }

    private mutating func travel() -> Double { trial.latency / 2 * Double(random.int(500...1_500)) / 1_000 }

    private mutating func schedule(_ event: Event, at time: Double) {
        let place = events.lastIndex { $0.at <= time }.map { $0 + 1 } ?? 0
        events.insert((time, event), at: place)
    }
}
