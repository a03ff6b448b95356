import AWSWire
import HoldfastHTTP
import Testing

@testable import AWSSimulator

@Suite("Events of AWS Backup")
struct EventRingTests {
    private static let scope = Scope(account: "123456789012", region: "us-east-1")

    private static func event(_ number: Int) -> BackupEvent {
        BackupEvent(
            .copyJob, in: scope, at: Moment(milliseconds: Int64(number) * 1_000),
            detail: [("number", .integer(Int64(number)))])
    }

    private static func told(
        _ bench: inout WireBench, after number: Int = 0, limit: Int = 1_000
    ) throws -> (events: [WireValue], next: Int64, last: Int64) {
        let answer = bench.organization.respond(
            to: HTTPRequest(
                authority: "simulator", path: "/_simulator/events", query: "since=\(number)&limit=\(limit)"),
            at: WireBench.birth)
        let value = try WireValue(json: answer.body)
        return (
            value["events"]?.arrayValue ?? [], value["next"]?.integerValue ?? -1, value["last"]?.integerValue ?? -1
        )
    }

    /// Lets an account's schedules run.
    private static func touch(_ bench: inout WireBench, _ account: String) throws {
        _ = try bench.backup(account, "GET", "/backup-vaults/")
    }

    @Test("a ring gives what follows a number, and says how much of it is no longer kept")
    func ring() {
        var ring = EventRing()
        #expect(ring.events(after: 0, limit: 10).entries.isEmpty)
        let total = EventRing.capacity + 7
        for number in 1...total { ring.append(Self.event(number)) }
        let (entries, lost) = ring.events(after: 3, limit: 5)
        #expect(entries.map(\.number) == [8, 9, 10, 11, 12])
        #expect(entries.map(\.event) == (8...12).map(Self.event))
        #expect(lost == 4)
        #expect(ring.events(after: total - 2, limit: 100).entries.map(\.number) == [total - 1, total])
        #expect(ring.events(after: total, limit: 100).entries.isEmpty)
    }

    @Test("a world tells nothing from before its birth, and a day's jobs and recovery points in the order of time")
    func schedules() throws {
        var bench = WireBench()
        let account = try bench.member { !$0.backup.recoveryPoints.isEmpty }
        #expect(try Self.told(&bench).events.isEmpty)
        let birth = bench.now
        bench.step("PT24H")
        try Self.touch(&bench, account)
        let jobs = try bench.state(account).backup.jobs.filter { $0.createdAt > birth }
        let all = try Self.told(&bench).events
        let own = all.filter { $0["account"]?.stringValue == account && $0["region"]?.stringValue == WireBench.home }
        func states(_ type: String, _ id: String, _ member: String) -> [String] {
            own.filter { $0["detail-type"]?.stringValue == type && $0["detail"]?[id] != nil }
                .compactMap { $0["detail"]?[member]?.stringValue }
        }
        let done = jobs.filter { $0.outcome.makesPoint && $0.endsAt <= bench.now }
        #expect(!done.isEmpty)
        for job in done {
            let events = own.filter { $0["detail"]?["backupJobId"]?.stringValue == job.id }
            #expect(events.compactMap { $0["detail"]?["state"]?.stringValue } == ["CREATED", "RUNNING", "COMPLETED"])
            #expect(events.last?["resources"]?.textsValue == [job.recoveryPointARN].compactMap { $0 })
            #expect(events.last?["detail"]?["percentDone"]?.integerValue == 100)
        }
        #expect(states("Recovery Point State Change", "resourceArn", "status").contains("COMPLETED"))
        for events in Dictionary(grouping: all, by: { $0["account"]?.stringValue }).values {
            let times = events.compactMap { $0["time"]?.stringValue }
            #expect(times == times.sorted() && times.allSatisfy { $0 > birth.iso8601Seconds })
        }
        #expect(Set(all.compactMap { $0["id"]?.stringValue }).count == all.count)
    }

    @Test("one step of time and many small ones tell the same events")
    func stepsDoNotMatter() throws {
        var whole = WireBench()
        var parts = WireBench()
        let account = try whole.member { !$0.backup.recoveryPoints.isEmpty }
        whole.step("PT48H")
        try Self.touch(&whole, account)
        for _ in 0..<24 {
            parts.step("PT2H")
            try Self.touch(&parts, account)
        }
        let (one, many) = (try Self.told(&whole).events, try Self.told(&parts).events)
        #expect(!one.isEmpty && Set(one) == Set(many) && one.count == many.count)
    }

    @Test("writes tell plans, vaults and settings, and pages of events join without loss")
    func writes() throws {
        var bench = WireBench()
        let account = try #require(bench.members.first)
        _ = try bench.backup(account, "PUT", "/backup-vaults/told", .object([]))
        let rule = WireValue.record(
            ("RuleName", .string("daily")), ("TargetBackupVaultName", .string("told")),
            ("ScheduleExpression", .string("cron(0 5 ? * * *)")))
        let plan = WireValue.record(("BackupPlanName", .string("told")), ("Rules", .array([rule])))
        let made = try bench.backup(account, "PUT", "/backup/plans/", .record(("BackupPlan", plan)))
        let id = try #require(made["BackupPlanId"]?.stringValue)
        let renamed = WireValue.record(("BackupPlanName", .string("told-again")), ("Rules", .array([rule])))
        _ = try bench.backup(account, "POST", "/backup/plans/\(id)", .record(("BackupPlan", renamed)))
        _ = try bench.backup(account, "DELETE", "/backup/plans/\(id)", .object([]))
        let wasOn = try bench.state(account).backup.isOptedIn("EBS")
        _ = try bench.backup(
            account, "PUT", "/account-settings",
            .record(("ResourceTypeOptInPreference", .record(("EBS", .bool(!wasOn))))))
        let told = try Self.told(&bench)
        #expect(
            told.events.map { "\($0["detail-type"]?.stringValue ?? "") \($0["detail"]?["state"]?.stringValue ?? "")" }
                == [
                    "Backup Vault State Change CREATED", "Backup Plan State Change CREATED",
                    "Backup Plan State Change MODIFIED", "Backup Plan State Change DELETED",
                    "Region Setting State Change MODIFIED",
                ])
        #expect(told.events.last?["detail"]?["ResourceTypeOptInPreference"]?["EBS"]?.boolValue == !wasOn)
        let first = try Self.told(&bench, limit: 2)
        let rest = try Self.told(&bench, after: Int(first.next))
        #expect(first.next == 2 && first.events + rest.events == told.events && rest.next == told.last)
    }

    @Test("an account that was dropped and comes back does not tell its events twice")
    func droppedAccountsTellOnce() throws {
        var options = WorldOptions(birth: WireBench.birth)
        options.memberAccounts = 8
        options.resources = 400
        var kept = SimulatedWorld.Kept()
        kept.accounts = 3
        var world = SimulatedWorld(options: options, kept: kept)
        let later = options.birth.adding(days: 1)
        let ids = world.organization.accounts.map(\.id)
        func visit() { for id in ids { _ = world.withAccount(id, at: later) { _ in } } }
        visit()
        let count = world.events.last
        visit()
        #expect(count > 0 && world.events.last == count)
    }
}
