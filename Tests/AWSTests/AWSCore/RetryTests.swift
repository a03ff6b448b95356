internal import TestSupport
internal import Testing

@testable internal import AWSCore

@Suite("RetryStateMachine")
struct RetryTests {
    private typealias Failure = RetryStateMachine.Failure
    private static let settings = RetrySettings(
        attempts: 4, firstPause: .seconds(1), longestPause: .seconds(3), deadline: .seconds(60))
    private static let fault = Failure.transient(retryAfter: nil, mayHaveActed: false, isTimeout: false)

    private static func machine(isIdempotent: Bool = true, settings: RetrySettings = settings) -> RetryStateMachine {
        RetryStateMachine(settings: settings, isIdempotent: isIdempotent, start: .zero)
    }

    @Test(
        "pauses double up to the longest, scaled by the jitter, and the attempts run out", arguments: [0.0, 0.25, 1.0])
    func pauses(jitter: Double) {
        var machine = Self.machine()
        var budget = RetryBudget()
        for seconds in [1, 2, 3] {
            #expect(
                machine.next(after: Self.fault, at: .zero, jitter: jitter, budget: &budget)
                    == .pause(.seconds(seconds) * jitter))
        }
        #expect(machine.next(after: Self.fault, at: .zero, jitter: jitter, budget: &budget) == .giveUp(.attempts))
        #expect(budget.tokens == RetryBudget.capacity - 15)
    }

    @Test("the server's Retry-After is obeyed within the longest pause")
    func retryAfter() {
        var machine = Self.machine()
        var budget = RetryBudget()
        #expect(
            machine.next(after: .throttled(retryAfter: .seconds(2)), at: .zero, jitter: 0, budget: &budget)
                == .pause(.seconds(2)))
        #expect(
            machine.next(after: .throttled(retryAfter: .seconds(3_600)), at: .zero, jitter: 0, budget: &budget)
                == .pause(.seconds(3)))
    }

    @Test("no attempt begins past the deadline, and none is given more time than is left")
    func deadline() {
        var machine = Self.machine()
        var budget = RetryBudget()
        #expect(machine.attemptTimeout(at: .seconds(50)) == .seconds(10))
        #expect(
            machine.next(after: Self.fault, at: .seconds(59.5), jitter: 1, budget: &budget) == .giveUp(.deadline))
        #expect(budget.tokens == RetryBudget.capacity)
    }

    @Test("what may have been done is not asked for twice, unless that does no harm")
    func idempotence() {
        let lost = Failure.transient(retryAfter: nil, mayHaveActed: true, isTimeout: true)
        var budget = RetryBudget()
        var careful = Self.machine(isIdempotent: false)
        #expect(careful.next(after: lost, at: .zero, jitter: 0, budget: &budget) == .giveUp(.notIdempotent))
        var bold = Self.machine()
        #expect(bold.next(after: lost, at: .zero, jitter: 0, budget: &budget) == .pause(.zero))
        var throttled = Self.machine(isIdempotent: false)
        #expect(
            throttled.next(after: .throttled(retryAfter: nil), at: .zero, jitter: 0, budget: &budget) == .pause(.zero))
    }

    @Test("an empty budget ends retries, and successes fill it again")
    func budget() {
        var budget = RetryBudget()
        var retries = 0
        while true {
            var machine = Self.machine()
            guard case .pause = machine.next(after: Self.fault, at: .zero, jitter: 0, budget: &budget) else { break }
            retries += 1
        }
        #expect(retries == 100)
        var lucky = Self.machine()
        for _ in 0..<5 { lucky.succeeded(budget: &budget) }
        #expect(lucky.next(after: Self.fault, at: .zero, jitter: 0, budget: &budget) == .pause(.zero))
        lucky.succeeded(budget: &budget)
        #expect(budget.tokens == 5)
    }

    @Test("credentials are renewed once and the clock is corrected once")
    func once() {
        var machine = Self.machine()
        var budget = RetryBudget()
        func next(_ failure: Failure) -> RetryStateMachine.Action {
            machine.next(after: failure, at: .zero, jitter: 0, budget: &budget)
        }
        #expect(next(.expiredCredentials) == .renewCredentials)
        #expect(next(.clockSkew) == .correctClock)
        #expect(next(.expiredCredentials) == .giveUp(.lasting))
        #expect(next(.clockSkew) == .giveUp(.lasting))
        #expect(next(.lasting) == .giveUp(.lasting))
    }
}
