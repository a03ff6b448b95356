import AWSSimulator
import HoldfastAgent
import HoldfastEvaluation
import HoldfastModel
import HoldfastReport
import Testing

/// Faults of one account, one Region or a share of the calls, and sessions that end in the middle of a sweep.
@Suite("Faults of a part")
struct FaultScopeTests {
    @Test("What goes wrong in one account leaves the others as they are", arguments: [FaultKind.accessDenied, .hang])
    func oneAccount(kind: FaultKind) async throws {
        let swept = try await CleanRuns.swept.value
        let account = try #require(swept.pass.reports.first { !$0.resources.isEmpty }).account.accountID
        var rule = FaultRule(kind: kind)
        rule.accounts = [account.rawValue]
        rule.operations = ["ListBackupVaults", "ListBackupPlans"]
        rule.delay = .seconds(60)
        let world = try CleanRuns.world(FaultScript(rules: [rule]))
        let pass = try await world.sweep(leavingOut: swept.dark)
        #expect(try world.injected() > 0)
        Self.compare(pass, with: swept.pass) { $0.accountID == account }
    }

    @Test("What goes wrong in one Region leaves the others as they are")
    func oneRegion() async throws {
        let swept = try await CleanRuns.swept.value
        let world = try CleanRuns.world()
        let region = try #require(world.regions.last)
        var rule = FaultRule(kind: .serverError)
        rule.regions = [region.rawValue]
        rule.services = ["backup"]
        world.install(FaultScript(rules: [rule]))
        let pass = try await world.sweep(leavingOut: swept.dark)
        #expect(try world.injected() > 0)
        Self.compare(pass, with: swept.pass) { $0.region == region }
    }

    /// Reports that are struck have gaps, all others are as they were.
    private static func compare(
        _ pass: Scenario.Pass, with clean: Scenario.Pass, isStruck: (ReportKey) -> Bool
    ) {
        let before = Dictionary(clean.reports.map { ($0.key, $0) }) { first, _ in first }
        #expect(Set(pass.reports.map(\.key)) == Set(before.keys), "an account or Region was lost")
        var struck = 0
        for report in pass.reports where report.coverage.status.isInScope {
            if isStruck(report.key) {
                struck += 1
                #expect(report.coverage.status == .partial && !report.coverage.gaps.isEmpty, "\(report.key)")
            } else {
                #expect(report.coverage.status == .complete, "\(report.key)")
                let verdicts = { (report: AccountReport?) in
                    (report?.findings ?? []).filter { $0.verdict != .unknown }.map { "\($0.id) \($0.verdict)" }
                }
                #expect(Set(verdicts(report)).isSubset(of: Set(verdicts(before[report.key]))), "\(report.key)")
            }
        }
        #expect(struck > 0)
        #expect(Judgement(pass).exitCode == 4)
    }

    @Test("Where a share of all calls goes wrong, they are made again, or missing by name", arguments: [5, 20, 50])
    func share(percent: Int) async throws {
        let swept = try await CleanRuns.swept.value
        var rule = FaultRule(kind: .throttling)
        rule.services = ["backup", "config", "ec2", "rds", "tagging", "dynamodb", "s3", "elasticfilesystem"]
        rule.share = percent
        let world = try CleanRuns.world(FaultScript(rules: [rule]))
        let pass = try await world.sweep(leavingOut: swept.dark)
        let count = try #require(try world.faultCounts().first)
        #expect(count.injected > 0 && count.fitting > count.injected)
        let (before, after) = (Judgement(swept.pass), Judgement(pass))
        #expect(after.keys == before.keys && after.green.subtracting(before.green).isEmpty)
        #expect(after.gaps.isEmpty ? after.verdicts == before.verdicts : after.exitCode == 4)
        if percent == 5 { #expect(after.gaps.isEmpty, "\(after.gaps.sorted())") }
    }

    @Test("Sessions that are ended in the middle of a sweep, in every account, lose no account")
    func endedSessions() async throws {
        let swept = try await CleanRuns.swept.value
        // The caller's own account has no session that could end.
        let accounts = Set(
            swept.pass.reports.filter { $0.coverage.status.isInScope }.map(\.account.accountID)
                .filter { $0 != swept.pass.caller })
        let rules = accounts.sorted().map { account in
            var rule = FaultRule(kind: .expiredSession)
            rule.accounts = [account.rawValue]
            rule.services = ["backup"]
            rule.after = 4
            rule.times = 1
            return rule
        }
        let world = try CleanRuns.world(FaultScript(rules: rules))
        let pass = try await world.sweep(leavingOut: swept.dark)
        #expect(try world.injected() == accounts.count && accounts.count > 1)
        let (before, after) = (Judgement(swept.pass), Judgement(pass))
        #expect(after.gaps.isEmpty, "\(pass.reports.flatMap(\.coverage.gaps).prefix(2))")
        #expect(after.keys == before.keys && after.verdicts == before.verdicts)
    }

    @Test("Sessions that run out while the sweep takes its time are renewed, and no account is lost")
    func expiry() async throws {
        let swept = try await CleanRuns.swept.value
        var rule = FaultRule(kind: .latency)
        rule.services = ["backup", "config", "ec2", "tagging", "rds", "dynamodb"]
        rule.delay = .seconds(20)
        var count = FaultRule(kind: .serverError)
        count.operations = ["AssumeRole"]
        count.after = .max
        let world = try Scenario(
            members: 2, resources: 24, faults: FaultScript(rules: [rule, count]), sessions: .seconds(900),
            timePasses: true)
        let pass = try await world.sweep(leavingOut: swept.dark)
        #expect(world.uptime > .seconds(1_200), "\(world.uptime)")
        let assumed = try #require(try world.faultCounts().last).fitting
        let entered = Set(pass.reports.filter { $0.coverage.status.isInScope }.map(\.account.accountID))
        #expect(assumed > entered.count, "\(assumed) sessions for \(entered.count) accounts")
        #expect(Judgement(pass).gaps.isEmpty, "\(Judgement(pass).gaps)")
        #expect(Judgement(pass).keys == Judgement(swept.pass).keys)
    }
}
