internal import AWSSimulator
internal import Testing

@Suite("The simulator's reading of AWS schedules")
struct BackupScheduleTests {
    /// The moments of a schedule within some days from 2026-03-01, as `MM-DDTHH:MM`.
    private func fires(_ text: String, zone: String = "UTC", days: Int64 = 31) throws -> [String] {
        let zone = try #require(TimeZoneRules(identifier: zone))
        let schedule = try #require(BackupSchedule(text, zone: zone))
        let start = Moment(day: CalendarFields.days(year: 2026, month: 3, day: 1))
        let before = Moment(milliseconds: start.milliseconds - 1)
        return schedule.occurrences(after: before, through: start.adding(days: days), anchor: start).map {
            String($0.iso8601Seconds.dropFirst(5).prefix(11))
        }
    }

    // 2026-03-01 is a Sunday.
    @Test(
        "an expression fires when AWS's tables say",
        arguments: [
            ("cron(0 5 ? * * *)", 3, ["03-01T05:00", "03-02T05:00", "03-03T05:00"]),
            ("0 5 ? * * *", 1, ["03-01T05:00"]),
            ("cron(30 0/12 * * ? *)", 1, ["03-01T00:30", "03-01T12:30"]),
            ("cron(15,45 3-4 1 * ? *)", 2, ["03-01T03:15", "03-01T03:45", "03-01T04:15", "03-01T04:45"]),
            ("cron(0 1 ? * MON-FRI 2026)", 3, ["03-02T01:00", "03-03T01:00"]),
            ("cron(0 1 ? * 1 *)", 8, ["03-01T01:00", "03-08T01:00"]),
            ("cron(0 1 L * ? *)", 31, ["03-31T01:00"]),
            ("cron(0 1 1W MAR ? *)", 31, ["03-02T01:00"]),
            ("cron(0 1 LW * ? *)", 31, ["03-31T01:00"]),
            ("cron(0 1 ? * 6L *)", 31, ["03-27T01:00"]),
            ("cron(0 1 ? * TUE#2 *)", 31, ["03-10T01:00"]),
            ("cron(0 1 31 2 ? *)", 31, []),
            ("rate(12 hours)", 1, ["03-01T12:00", "03-02T00:00"]),
        ] as [(String, Int64, [String])])
    func table(text: String, days: Int64, expected: [String]) throws {
        #expect(try fires(text, days: days) == expected)
    }

    @Test(
        "what is no AWS schedule is refused",
        arguments: [
            "", "cron()", "cron(0 5 * * * *)", "cron(0 5 ? * ? *)", "cron(60 5 ? * * *)", "cron(0 24 ? * * *)",
            "cron(0 5 ? 13 * *)", "cron(0 5 ? * 8 *)", "cron(0 5 ? * *)", "cron(0 5-3 ? * * *)", "cron(*/0 5 ? * * *)",
            "cron(0 5 ? * MON#6 *)", "cron(0 5 32 * ? *)", "rate(0 hours)", "rate(5 weeks)", "every day",
        ])
    func refused(text: String) {
        #expect(BackupSchedule(text, zone: .utc) == nil)
    }

    @Test("a time zone moves the moment, across its change to summer time")
    func summerTime() throws {
        let fires = try fires("cron(30 5 28-30 3 ? *)", zone: "Europe/Berlin")
        #expect(fires == ["03-28T04:30", "03-29T03:30", "03-30T03:30"])
        #expect(TimeZoneRules(identifier: "Mars/Olympus") == nil)
    }

    @Test("a local time the clocks skip does not fire")
    func skippedHour() throws {
        #expect(try fires("cron(30 2 29 3 ? *)", zone: "Europe/Berlin") == [])
    }
}
