import HoldfastAgent
import HoldfastModel
import Testing

@Suite("Sweep scheduler")
struct SweepSchedulerTests {
    private static func at(_ minutes: Int) -> Instant {
        Instant(millisecondsSinceEpoch: 0).advanced(by: .minutes(minutes))
    }

    private static func scheduler(jitter: Double = 0) -> SweepScheduler {
        SweepScheduler(interval: { .minutes(60) }, jitter: { jitter })
    }

    @Test("The first sweep starts at once, the next an interval after its start")
    func first() {
        var scheduler = Self.scheduler()
        #expect(scheduler.start(now: Self.at(0)) == .sweep)
        #expect(scheduler.sweepEnded(now: Self.at(10)) == .wait(until: Self.at(60)))
        #expect(scheduler.timerFired(now: Self.at(59)) == .wait(until: Self.at(60)))
        #expect(scheduler.timerFired(now: Self.at(60)) == .sweep)
    }

    @Test("A sweep longer than the interval is followed at once")
    func long() {
        var scheduler = Self.scheduler()
        #expect(scheduler.start(now: Self.at(0)) == .sweep)
        #expect(scheduler.sweepEnded(now: Self.at(61)) == .sweep)
    }

    @Test("Jitter moves the next start by at most a tenth", arguments: [(-1.0, 54), (0.5, 63), (7.0, 66)])
    func jitter(amount: Double, minute: Int) {
        var scheduler = Self.scheduler(jitter: amount)
        #expect(scheduler.start(now: Self.at(0)) == .sweep)
        #expect(scheduler.sweepEnded(now: Self.at(1)) == .wait(until: Self.at(minute)))
    }

    @Test("A request while sweeping makes one more sweep, not two at a time")
    func request() {
        var scheduler = Self.scheduler()
        #expect(scheduler.start(now: Self.at(0)) == .sweep)
        #expect(scheduler.sweepRequested(now: Self.at(1)) == .proceed)
        #expect(scheduler.sweepRequested(now: Self.at(2)) == .proceed)
        #expect(scheduler.sweepEnded(now: Self.at(3)) == .sweep)
        #expect(scheduler.sweepEnded(now: Self.at(4)) == .wait(until: Self.at(63)))
        #expect(scheduler.sweepRequested(now: Self.at(5)) == .sweep)
    }

    @Test("A stop lets the running sweep end and starts nothing more")
    func stop() {
        var scheduler = Self.scheduler()
        #expect(scheduler.start(now: Self.at(0)) == .sweep)
        #expect(scheduler.stop() == .stopSweep)
        #expect(scheduler.sweepRequested(now: Self.at(1)) == .proceed)
        #expect(scheduler.sweepEnded(now: Self.at(2)) == .finish)
        #expect(scheduler.timerFired(now: Self.at(99)) == .proceed)
    }
}
