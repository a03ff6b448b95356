internal import AWSCore
internal import TestSupport
internal import Testing

@Suite("AWSTime and clocks")
struct AWSTimeTests {
    @Test(
        "a moment is written as signatures write it, and read from a Date header",
        arguments: [
            (0, "19700101T000000Z", "Thu, 01 Jan 1970 00:00:00 GMT"),
            (951_782_399, "20000228T235959Z", "Mon, 28 Feb 2000 23:59:59 GMT"),
            (951_827_696, "20000229T123456Z", "Tue, 29 Feb 2000 12:34:56 GMT"),
            (1_440_938_160, "20150830T123600Z", "Sun, 30 Aug 2015 12:36:00 GMT"),
            (1_795_458_433, "20261123T182713Z", "Mon, 23 Nov 2026 18:27:13 GMT"),
            (4_107_542_399, "21000228T235959Z", "Sun, 28 Feb 2100 23:59:59 GMT"),
            (4_107_542_400, "21000301T000000Z", "Mon, 01 Mar 2100 00:00:00 GMT"),
        ] as [(Int64, String, String)])
    func writing(seconds: Int64, timestamp: String, httpDate: String) {
        let time = AWSTime(millisecondsSinceEpoch: seconds * 1_000)
        #expect(time.timestamp == timestamp)
        #expect(AWSTime(millisecondsSinceEpoch: seconds * 1_000 + 999).timestamp == timestamp)
        #expect(AWSTime(httpDate: httpDate) == time)
    }

    @Test(
        "what is no date is not read as one",
        arguments: [
            "", "now", "Mon, 23 Nov 2026", "Mon, 23 Foo 2026 18:27:13 GMT", "Mon, 23 Nov 2026 25:27:13 GMT",
            "Mon, 23 Nov 2026 18:27 GMT", "Mon, 23 Nov 2026 18:27:13 CET", "Mon 23 Nov 2026 18:27:13 GMT",
        ])
    func refusing(text: String) { #expect(AWSTime(httpDate: text) == nil) }

    @Test("the endpoint's clock follows the endpoint's dates and runs on between them")
    func endpointClock() async throws {
        let machine = ManualClock(1_795_458_433_500)
        let clock = EndpointClock(scale: 60, machine: machine)
        #expect(clock.now() == machine.now())
        machine.advance(by: .seconds(1))
        #expect(clock.now().millisecondsSinceEpoch == 1_795_458_493_500)
        // Dates are cut to the second, and somewhat old when they come: these do not set the clock back.
        clock.observe(serverTime: AWSTime(millisecondsSinceEpoch: 1_795_458_493_000))
        #expect(clock.now().millisecondsSinceEpoch == 1_795_458_493_500)
        // The endpoint's clock was stepped by a day.
        clock.observe(serverTime: AWSTime(millisecondsSinceEpoch: 1_795_544_893_000))
        #expect(clock.now().millisecondsSinceEpoch == 1_795_544_893_000)
        try await clock.sleep(for: .seconds(120))
        #expect(machine.sleeps == [.seconds(2)])
        #expect(clock.now().millisecondsSinceEpoch == 1_795_545_013_000)
        // The endpoint was started anew with an older world.
        clock.observe(serverTime: AWSTime(millisecondsSinceEpoch: 1_795_458_433_000))
        #expect(clock.now().millisecondsSinceEpoch == 1_795_458_433_000)
    }
}
