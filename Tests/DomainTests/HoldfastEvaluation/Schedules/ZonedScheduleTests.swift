import Foundation
import HoldfastEvaluation
import HoldfastModel
import TestSupport
import Testing

@Suite("Schedules in zones whose clocks change")
struct ZonedScheduleTests {
    static func runs(_ text: String, _ zone: String, _ start: String, _ end: String) -> [String]? {
        guard case .expression(let expression) = CronExpression.parse(text, timezone: zone) else { return nil }
        return expression.runs(from: World.time(start), until: World.time(end))?.map(\.description)
    }

    @Test("A local time the clocks skip has no run")
    func skipped() {
        #expect(
            Self.runs("cron(30 2 ? * * *)", "Europe/Berlin", "2026-03-28T00:00:00Z", "2026-03-31T00:00:00Z")
                == ["2026-03-28T01:30:00Z", "2026-03-30T00:30:00Z"])
        #expect(
            Self.runs("cron(30 2 ? * * *)", "America/New_York", "2026-03-07T12:00:00Z", "2026-03-10T00:00:00Z")
                == ["2026-03-09T06:30:00Z"])
    }

    @Test("A local time the clocks show twice has one run, at the first")
    func shownTwice() {
        #expect(
            Self.runs("cron(30 2 ? * * *)", "Europe/Berlin", "2026-10-24T12:00:00Z", "2026-10-27T00:00:00Z")
                == ["2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z"])
        #expect(
            Self.runs("cron(0 * ? * * *)", "Europe/Berlin", "2026-10-24T23:30:00Z", "2026-10-25T03:30:00Z")
                == ["2026-10-25T00:00:00Z", "2026-10-25T02:00:00Z", "2026-10-25T03:00:00Z"])
    }

    @Test("The night in which the clocks go back makes a daily schedule's interval an hour longer")
    func intervals() throws {
        func greatest(_ text: String, _ zone: String?) throws -> RunInterval {
            guard case .expression(let expression) = CronExpression.parse(text, timezone: zone) else {
                throw CancellationError()
            }
            return expression.greatestInterval(after: World.now)
        }
        #expect(try greatest("cron(0 5 ? * * *)", "Europe/Berlin") == .atMost(.hours(25)))
        #expect(try greatest("cron(0 5 ? * * *)", "Australia/Lord_Howe") == .atMost(.minutes(24 * 60 + 30)))
        #expect(try greatest("cron(0 5 ? * * *)", "Asia/Kolkata") == .atMost(.hours(24)))
        // The night in which 02:30 is skipped is the longest of all.
        #expect(try greatest("cron(30 2 ? * * *)", "Europe/Berlin") == .atMost(.hours(47)))
        #expect(try greatest("cron(0 * ? * * *)", "Europe/Berlin") == .atMost(.hours(2)))
        #expect(try greatest("cron(0 5 ? * MON *)", "Europe/Berlin") == .atMost(.hours(169)))
    }

    @Test("Schedules of several zones are merged by their moments")
    func severalZones() throws {
        let texts = [
            ("cron(0 5 ? * * *)", nil), ("cron(0 17 ? * * *)", "Etc/GMT+0"), ("cron(0 11 ? * * *)", "Etc/GMT-1"),
        ]
        let expressions = texts.compactMap { text, zone -> CronExpression? in
            guard case .expression(let expression) = CronExpression.parse(text, timezone: zone) else { return nil }
            return expression
        }
        #expect(expressions.count == 3)
        #expect(CronExpression.greatestInterval(of: expressions, after: World.now) == .atMost(.hours(12)))
        #expect(
            CronExpression.greatestInterval(of: [expressions[0], expressions[2]], after: World.now)
                == .atMost(.hours(19)))
    }

    @Test("Every zone of the database can be read, and unknown ones are named")
    func zones() {
        #expect(TimeZoneRules.names.count > 590)
        for name in TimeZoneRules.names { #expect(TimeZoneRules(named: name) != nil, "\(name)") }
        #expect(TimeZoneRules(named: "UTC") == .utc)
        #expect(TimeZoneRules(named: "Europe/Berlin") == TimeZoneRules(named: "Arctic/Longyearbyen"))
        guard case .unsupported(let construct) = CronExpression.parse(nil, timezone: "Europe/Atlantis") else {
            Issue.record("Europe/Atlantis was taken")
            return
        }
        #expect(construct == "the time zone Europe/Atlantis")
    }

    @Test("Every run of a day in every zone is told by next and by previous too")
    func nextAndPrevious() throws {
        for name in TimeZoneRules.names {
            guard case .expression(let expression) = CronExpression.parse("cron(30 0/1 ? * * *)", timezone: name) else {
                Issue.record("\(name) was not taken")
                continue
            }
            for start in ["2026-03-28T12:00:00Z", "2026-10-24T12:00:00Z"].map(World.time) {
                let runs = try #require(expression.runs(from: start, until: start.advanced(by: .hours(24))))
                // Antarctica/Troll turns its clocks by two hours.
                #expect(runs.count >= 22, "\(name)")
                var cursor = Instant(millisecondsSinceEpoch: start.millisecondsSinceEpoch - 1)
                for run in runs {
                    #expect(expression.next(after: cursor) == .at(run), "\(name)")
                    cursor = run
                }
                for (run, following) in zip(runs, runs.dropFirst()) {
                    #expect(expression.previous(before: following) == .at(run), "\(name)")
                }
            }
        }
    }

    @Test(
        "Runs are those a walk over every minute finds in Python's zoneinfo",
        .enabled(if: SchedulePeer.isThere, "needs the Python peers"))
    func minuteByMinute() throws {
        // The weeks in which the clocks of the six zones change in 2026, or what `make oracle` asks for.
        let years = SchedulePeer.count("HOLDFAST_ZONE_YEARS")
        let spans =
            years.map { [("2025-01-01", "\(2_025 + $0)-01-01", 25)] }
            ?? [("2026-02-10", "2026-04-28", 6), ("2026-09-15", "2026-11-05", 6)]
        var (runs, expressions) = (0, 0)
        for (first, last, count) in spans {
            let (start, end) = (World.time("\(first)T00:00:00Z"), World.time("\(last)T00:00:00Z"))
            let bounds = [start, end].map { "\($0.millisecondsSinceEpoch / 60_000)" }
            for line in try SchedulePeer.lines(["expand", "\(SchedulePeer.seed)", "\(count)"] + bounds) {
                let zone = String(line.words[1])
                let ours = SchedulePeer.runs(line.expression, zone: zone, from: start, until: end)
                #expect(ours == line.minutes(from: 2), "\(line.expression) in \(zone), seed \(SchedulePeer.seed)")
                runs += ours?.count ?? 0
                expressions += 1
            }
        }
        #expect(expressions == spans.map { $0.2 * 6 }.reduce(0, +))
        #expect(runs > expressions)
        if let years {
            print("time zones: \(expressions) expressions and \(runs) runs equal over \(years) years in 6 zones")
        }
    }

    @Test(
        "The table of zones is what the pinned database gives",
        .enabled(if: SchedulePeer.isThere, "needs the Python peers")
    )
    func tableIsCurrent() throws {
        let root = URL(filePath: #filePath).pathComponents.dropLast(5).joined(separator: "/").dropFirst()
        let script = SchedulePeer.script.deletingLastPathComponent().appending(path: "zone_table.py")
        let wanted = try PythonPeer.run(script: script, input: Data())
        let file = URL(filePath: "\(root)/Sources/Domain/HoldfastModel/Time/TimeZoneTable.swift")
        #expect(try Data(contentsOf: file) == wanted, "run make time-zones")
    }
}
