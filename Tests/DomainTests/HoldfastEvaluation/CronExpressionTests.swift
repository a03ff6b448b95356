import HoldfastEvaluation
import HoldfastModel
import Testing

@Suite("Cron expressions run as AWS Backup runs them")
struct CronExpressionTests {
    static let start = World.time("2026-11-23T12:00:00Z")

    static func parsed(_ text: String?, _ zone: String? = nil) -> CronExpression? {
        if case .expression(let expression) = CronExpression.parse(text, timezone: zone) { expression } else { nil }
    }

    static let nexts: [(String, String?, [String])] = [
        ("cron(0 5 ? * * *)", nil, ["2026-11-24T05:00:00Z", "2026-11-25T05:00:00Z"]),
        ("cron(30 12 * * ? *)", nil, ["2026-11-23T12:30:00Z", "2026-11-24T12:30:00Z"]),
        ("cron(15 * ? * * *)", nil, ["2026-11-23T12:15:00Z", "2026-11-23T13:15:00Z"]),
        ("cron(0 13/12 ? * * *)", nil, ["2026-11-23T13:00:00Z", "2026-11-24T13:00:00Z"]),
        ("cron(0 5/12 ? * * *)", nil, ["2026-11-23T17:00:00Z", "2026-11-24T05:00:00Z", "2026-11-24T17:00:00Z"]),
        ("cron(0 */8 ? * * *)", nil, ["2026-11-23T16:00:00Z", "2026-11-24T00:00:00Z"]),
        ("cron(0 0 ? * SUN *)", nil, ["2026-11-29T00:00:00Z", "2026-12-06T00:00:00Z"]),
        ("cron(0 0 ? * 2 *)", nil, ["2026-11-30T00:00:00Z"]),
        ("cron(0 0 ? * MON-WED *)", nil, ["2026-11-24T00:00:00Z", "2026-11-25T00:00:00Z", "2026-11-30T00:00:00Z"]),
        ("cron(0 0 1 * ? *)", nil, ["2026-12-01T00:00:00Z", "2027-01-01T00:00:00Z"]),
        ("cron(0 0 31 * ? *)", nil, ["2026-12-31T00:00:00Z", "2027-01-31T00:00:00Z", "2027-03-31T00:00:00Z"]),
        ("cron(0 0 29 FEB ? *)", nil, ["2028-02-29T00:00:00Z", "2032-02-29T00:00:00Z"]),
        ("cron(0,30 6 ? JAN,jul * 2027)", nil, ["2027-01-01T06:00:00Z", "2027-01-01T06:30:00Z"]),
        ("cron(0 10-16/3 ? * * *)", nil, ["2026-11-23T13:00:00Z", "2026-11-23T16:00:00Z", "2026-11-24T10:00:00Z"]),
        ("cron(0 5 ? * * *)", "Etc/GMT-3", ["2026-11-24T02:00:00Z"]),
        ("cron(0 23 ? * * *)", "Etc/GMT+5", ["2026-11-24T04:00:00Z"]),
        ("cron(0 5 ? * * 2199)", nil, ["2199-01-01T05:00:00Z"]),
        ("cron(0 5 ? * * 2025)", nil, []),
        ("cron(0 5 L * ? *)", nil, ["2026-11-30T05:00:00Z", "2026-12-31T05:00:00Z", "2027-01-31T05:00:00Z"]),
        ("cron(0 5 L-3 * ? *)", nil, ["2026-11-27T05:00:00Z", "2026-12-28T05:00:00Z"]),
        ("cron(0 5 L-29 2 ? *)", nil, []),
        ("cron(0 5 l 2 ? *)", nil, ["2027-02-28T05:00:00Z", "2028-02-29T05:00:00Z"]),
        ("cron(0 5 3W * ? *)", nil, ["2026-12-03T05:00:00Z", "2027-01-04T05:00:00Z", "2027-02-03T05:00:00Z"]),
        ("cron(0 5 1W * ? *)", nil, ["2026-12-01T05:00:00Z", "2027-01-01T05:00:00Z", "2027-02-01T05:00:00Z"]),
        ("cron(0 5 1W 5 ? *)", nil, ["2027-05-03T05:00:00Z", "2028-05-01T05:00:00Z"]),
        ("cron(0 5 31W 1,4,5 ? 2027)", nil, ["2027-01-29T05:00:00Z", "2027-05-31T05:00:00Z"]),
        ("cron(0 5 ? * 6L *)", nil, ["2026-11-27T05:00:00Z", "2026-12-25T05:00:00Z"]),
        ("cron(0 5 ? * FRIL *)", nil, ["2026-11-27T05:00:00Z", "2026-12-25T05:00:00Z"]),
        ("cron(0 5 ? * L *)", nil, ["2026-11-28T05:00:00Z", "2026-12-05T05:00:00Z"]),
        ("cron(0 5 ? * 3#2 *)", nil, ["2026-12-08T05:00:00Z", "2027-01-12T05:00:00Z"]),
        ("cron(0 5 ? * sun#5 *)", nil, ["2026-11-29T05:00:00Z", "2027-01-31T05:00:00Z", "2027-05-30T05:00:00Z"]),
        ("cron(0 5 ? * MON-WED,SAT *)", nil, ["2026-11-24T05:00:00Z", "2026-11-25T05:00:00Z", "2026-11-28T05:00:00Z"]),
        ("cron(0 5 1 1 ? 2028/4)", nil, ["2028-01-01T05:00:00Z", "2032-01-01T05:00:00Z"]),
        ("cron(0 5 ? * * *)", "Europe/Berlin", ["2026-11-24T04:00:00Z", "2026-11-25T04:00:00Z"]),
        ("cron(0 5 ? * * *)", "Pacific/Kiritimati", ["2026-11-23T15:00:00Z", "2026-11-24T15:00:00Z"]),
        ("cron(0 5 ? * * *)", "Pacific/Pago_Pago", ["2026-11-23T16:00:00Z", "2026-11-24T16:00:00Z"]),
    ]

    @Test("The next runs are those of an independent reading", arguments: nexts.indices)
    func nextRuns(_ index: Int) throws {
        let (text, zone, expected) = Self.nexts[index]
        let expression = try #require(Self.parsed(text, zone))
        var cursor = Self.start
        for run in expected {
            #expect(expression.next(after: cursor) == .at(World.time(run)), "\(text)")
            cursor = World.time(run)
        }
        if expected.isEmpty { #expect(expression.next(after: cursor) == .none) }
        if let first = expected.first.map(World.time), expected.count > 1 {
            #expect(expression.previous(before: World.time(expected[1])) == .at(first))
        }
    }

    @Test("No expression is AWS's default, and UTC has many names")
    func defaults() {
        #expect(Self.parsed(nil) == Self.parsed("cron(0 5 ? * * *)"))
        for zone in ["UTC", "Etc/UTC", "GMT", "Etc/GMT", "Etc/GMT+0", "Zulu"] {
            #expect(Self.parsed(nil, zone) == Self.parsed(nil))
        }
        #expect(
            Self.parsed("cron(0 5,17 ? * 1-7 *)")?.next(after: Self.start) == .at(World.time("2026-11-23T17:00:00Z")))
    }

    static let intervals: [(String, RunInterval)] = [
        ("cron(0 5 ? * * *)", .atMost(.hours(24))), ("cron(0 * ? * * *)", .atMost(.hours(1))),
        ("cron(0 13/12 ? * * *)", .atMost(.hours(24))), ("cron(0 11/12 ? * * *)", .atMost(.hours(12))),
        ("cron(0 12/12 ? * * *)", .atMost(.hours(24))), ("cron(0 0/7 ? * * *)", .atMost(.hours(7))),
        ("cron(0 5 ? * SUN *)", .atMost(.hours(168))), ("cron(0 5 ? * MON-FRI *)", .atMost(.hours(72))),
        ("cron(0 5 1 * ? *)", .atMost(.hours(744))), ("cron(0 5 31 * ? *)", .atMost(.hours(61 * 24))),
        ("cron(0 0 29 2 ? *)", .atMost(.hours(1_461 * 24))), ("cron(0 5 ? * * 2027)", .endless),
        ("cron(0 5 30 2 ? *)", .endless), ("rate(12 hours)", .atMost(.hours(12))), ("rate(1 day)", .atMost(.hours(24))),
        ("cron(0,59 5 ? * * *)", .atMost(.minutes(23 * 60 + 1))),
    ]

    @Test("The longest time between runs is told from the runs, not from the name", arguments: intervals.indices)
    func greatestIntervals(_ index: Int) throws {
        let (text, interval) = Self.intervals[index]
        #expect(try #require(Self.parsed(text)).greatestInterval(after: Self.start) == interval, "\(text)")
    }

    @Test("Two ways to write the same days are one schedule")
    func sameDays() {
        #expect(Self.parsed("cron(0 5 ? * * *)") == Self.parsed("cron(0 5 * * ? *)"))
        #expect(Self.parsed("cron(0 5 ? * 1-7 *)") == Self.parsed("cron(0 5 1-31 1-12 ? 1970-2199)"))
        #expect(Self.parsed("cron(0 5,17 ? * SAT *)") == Self.parsed("cron(0 5/12 ? * L *)"))
        #expect(Self.parsed("cron(0 5 ? * * *)") != Self.parsed("cron(0 5 ? * * *)", "Europe/Berlin"))
    }

    @Test("Rules that run in turn are closer together than each")
    func mergedIntervals() throws {
        let morning = try #require(Self.parsed("cron(0 6 ? * * *)"))
        let evening = try #require(Self.parsed("cron(0 18 ? * * *)"))
        let weekly = try #require(Self.parsed("cron(0 12 ? * SUN *)"))
        #expect(CronExpression.greatestInterval(of: [morning, evening], after: Self.start) == .atMost(.hours(12)))
        #expect(CronExpression.greatestInterval(of: [morning, weekly], after: Self.start) == .atMost(.hours(24)))
        #expect(CronExpression.greatestInterval(of: [], after: Self.start) == .endless)
    }

    /// Every construct that is not modelled.
    static let unmodelled: [(String, String?, String)] = [
        ("cron(0 5 LW * ? *)", nil, "`LW`"), ("cron(0 5 1,L * ? *)", nil, "`L`"),
        ("cron(0 5 1W,15W * ? *)", nil, "`W`"),
        ("cron(0 5 ? * 2,6L *)", nil, "`L`"), ("cron(0 5 ? * L-2 *)", nil, "`L`"),
        ("cron(0 5 ? * FRI-MON *)", nil, "past the end"), ("cron(0 22-2 ? * * *)", nil, "past the end"),
        ("cron(0 5 ? * * *)", "nonsense", "time zone nonsense"),
    ]

    @Test("What is not modelled is named", arguments: unmodelled.indices)
    func unmodelledIsNamed(_ index: Int) {
        let (text, zone, words) = Self.unmodelled[index]
        guard case .unsupported(let construct) = CronExpression.parse(text, timezone: zone) else {
            Issue.record("\(text) was taken")
            return
        }
        #expect(construct.contains(words))
    }

    @Test("A rate has no moments, for AWS does not tell its start")
    func rateHasNoMoments() throws {
        let rate = try #require(Self.parsed("rate(1 hour)"))
        #expect(rate.next(after: Self.start) == .unknown(construct: "the start of rate(…)"))
        #expect(rate.runs(from: Self.start, until: Self.start.advanced(by: .hours(9))) == nil)
    }

    @Test(
        "What AWS refuses is refused",
        arguments: [
            "", "0 5 ? * * *", "cron()", "cron(0 5 ? * *)", "cron(0 5 ? * * * *)", "cron(60 5 ? * * *)",
            "cron(0 24 ? * * *)", "cron(0 5 0 * ? *)", "cron(0 5 32 * ? *)", "cron(0 5 ? 13 * *)", "cron(0 5 ? * 8 *)",
            "cron(0 5 ? * * 1969)", "cron(0 5 * * * *)", "cron(0 5 ? * ? *)", "cron(0 5 1 * 2 *)",
            "cron(0/0 5 ? * * *)",
            "cron(0 5, ? * * *)", "cron(? 5 ? * * *)", "cron(a 5 ? * * *)", "cron(-1 5 ? * * *)", "cron(0 5/ ? * * *)",
            "rate()", "rate(0 hours)", "rate(1 hours)", "rate(2 hour)", "rate(2 weeks)", "rate(x days)",
            "cron(0 5 ? * * *", "cron(0 5 ? * 2/2 *)", "cron(0 5 ? * 3#1,6#3 *)", "cron(0 5 ? * 3#6 *)",
            "cron(0 5 ? * 3#0 *)", "cron(0 5 ? * 8L *)", "cron(0 5 0W * ? *)", "cron(0 5 32W * ? *)",
            "cron(+1 5 ? * * *)", "rate(99999999999999999999 days)",
        ])
    func refused(_ text: String) {
        guard case .invalid = CronExpression.parse(text) else {
            Issue.record("\(text) was taken")
            return
        }
    }

    @Test("Runs of a range are those that next gives, and next and previous agree")
    func runsOfARange() throws {
        let expression = try #require(Self.parsed("cron(0 1/6 ? * * *)"))
        let runs = try #require(
            expression.runs(from: World.time("2026-11-23T01:00:00Z"), until: World.time("2026-11-24T01:00:00Z")))
        #expect(runs.map(\.description) == ["01", "07", "13", "19"].map { "2026-11-23T\($0):00:00Z" })
        for (run, following) in zip(runs, runs.dropFirst()) {
            #expect(expression.previous(before: following) == .at(run))
        }
        let limited = expression.runs(from: Self.start, until: World.time("2099-01-01T00:00:00Z"), limit: 3)
        #expect(limited?.count == 3)
    }
}
