import HoldfastEvaluation
import HoldfastModel
import Testing

@Suite("The backups a plan ought to have begun")
struct ExpectedSlotsTests {
    static let start = World.time("2026-11-23T00:00:00Z")
    static let end = World.time("2026-11-25T00:00:00Z")

    static func rule(
        _ name: String, _ cron: String, days: Int? = 35, window: Int64? = 60, zone: String? = nil
    ) -> BackupRule {
        BackupRule(
            name: name, targetVaultName: "v", scheduleExpression: cron, scheduleTimezone: zone,
            startWindowMinutes: window, completionWindowMinutes: 120,
            lifecycle: days.map { Lifecycle(deleteAfter: CalendarDays($0)) })
    }

    static func slots(_ rules: [BackupRule]) -> [String] {
        ExpectedSlots(of: rules, from: start, until: end).slots.map { slot in
            "\(slot.ruleName) \(slot.due)" + (slot.coveredBy.map { " covered by \($0)" } ?? "")
        }
    }

    @Test("Each run between two moments is a slot, with its windows; the end is not one")
    func eachRun() throws {
        let expected = ExpectedSlots(of: [Self.rule("daily", "cron(0 0 ? * * *)")], from: Self.start, until: Self.end)
        #expect(expected.slots.map(\.due.description) == ["2026-11-23T00:00:00Z", "2026-11-24T00:00:00Z"])
        let slot = try #require(expected.slots.first)
        #expect(slot.startsBefore == World.time("2026-11-23T01:00:00Z"))
        #expect(slot.completesBefore == World.time("2026-11-23T03:00:00Z"))
        #expect(slot.coveredBy == nil)
        #expect(expected.untold.isEmpty)
    }

    @Test("Without windows of its own a rule has AWS's: eight hours to begin and seven days to complete")
    func defaultWindows() throws {
        let rule = BackupRule(name: "r", targetVaultName: "v", scheduleExpression: nil)
        let slot = try #require(ExpectedSlots(of: [rule], from: Self.start, until: Self.end).slots.first)
        #expect(slot.due == World.time("2026-11-23T05:00:00Z"))
        #expect(slot.startsBefore == World.time("2026-11-23T13:00:00Z"))
        #expect(slot.completesBefore == World.time("2026-11-30T13:00:00Z"))
    }

    @Test("Where start windows overlap, the rule that keeps its backups longer stands for the other")
    func overlaps() {
        let daily = Self.rule("daily", "cron(0 5 ? * * *)", days: 7)
        #expect(
            Self.slots([daily, Self.rule("monday", "cron(30 5 ? * MON *)", days: 90)]) == [
                "daily 2026-11-23T05:00:00Z covered by monday", "monday 2026-11-23T05:30:00Z",
                "daily 2026-11-24T05:00:00Z",
            ])
        #expect(
            Self.slots([daily, Self.rule("monday", "cron(0 6 ? * MON *)", days: 90)]) == [
                "daily 2026-11-23T05:00:00Z", "monday 2026-11-23T06:00:00Z", "daily 2026-11-24T05:00:00Z",
            ])
        #expect(
            Self.slots([daily, Self.rule("for ever", "cron(59 5 ? * MON *)", days: nil)]).first
                == "daily 2026-11-23T05:00:00Z covered by for ever")
    }

    @Test("Of rules that keep their backups equally long, the earlier stands")
    func ties() {
        #expect(
            Self.slots([Self.rule("b", "cron(0 5 ? * MON *)"), Self.rule("a", "cron(30 5 ? * MON *)")]) == [
                "b 2026-11-23T05:00:00Z", "a 2026-11-23T05:30:00Z covered by b",
            ])
        #expect(
            Self.slots([Self.rule("b", "cron(0 5 ? * MON *)"), Self.rule("a", "cron(0 5 ? * MON *)")]) == [
                "a 2026-11-23T05:00:00Z", "b 2026-11-23T05:00:00Z covered by a",
            ])
    }

    @Test("A slot from before the first moment covers one after it")
    func coverFromBefore() {
        #expect(
            Self.slots([
                Self.rule("late", "cron(45 23 ? * SUN *)", days: 90),
                Self.rule("daily", "cron(15 0 ? * MON *)", days: 7),
            ]) == ["daily 2026-11-23T00:15:00Z covered by late"])
    }

    @Test("Rules whose runs cannot be told are told with the reason")
    func untold() {
        let rules = [
            Self.rule("rate", "rate(1 hour)"), Self.rule("wrong", "cron(0 5 * * * *)"),
            Self.rule("open", "cron(0 5 LW * ? *)"), Self.rule("zone", "cron(0 5 ? * * *)", zone: "Europe/Atlantis"),
        ]
        let expected = ExpectedSlots(of: rules, from: Self.start, until: Self.end)
        #expect(expected.slots.isEmpty)
        #expect(Set(expected.untold.keys) == ["rate", "wrong", "open", "zone"])
        #expect(expected.untold["rate"] == "the start of rate(…)")
    }

    @Test("The every-twelve-hours schedule that begins after 11:59 has one slot a day")
    func twelveHours() {
        #expect(Self.slots([Self.rule("r", "cron(0 13/12 ? * * *)")]).count == 2)
        #expect(Self.slots([Self.rule("r", "cron(0 11/12 ? * * *)")]).count == 4)
    }
}
