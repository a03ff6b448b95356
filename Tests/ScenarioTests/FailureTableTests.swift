import AWSSimulator
import HoldfastAgent
import HoldfastModel
import HoldfastPlanning
import HoldfastReport
import Testing

/// Every way a call can go wrong × every call of a sweep: what went wrong is told, and nothing is called good for it.
@Suite("Failure table")
struct FailureTableTests {
    @Test("A clean sweep makes the calls the table is made of, and ends with other exit statuses")
    func clean() async throws {
        let swept = try await CleanRuns.swept.value
        let services = Set(swept.calls.map(\.service))
        #expect(services.isSuperset(of: ["backup", "config", "ec2", "organizations", "sts", "tagging"]))
        #expect(swept.calls.count >= 20 && swept.calls.contains(where: \.isPaged), "\(swept.calls)")
        let clean = Judgement(swept.pass)
        #expect(clean.gaps.isEmpty && clean.exitCode == 3 && clean.planExitCode == 2)
        #expect(!clean.green.isEmpty && !clean.protected.isEmpty && !clean.changes.isEmpty)
        let rows = FailureCase.chosen(of: swept.calls)
        #expect(Set(rows.map(\.kind)) == Set(FaultKind.allCases) && Set(rows.map(\.call)) == Set(swept.calls))
    }

    @Test(
        "A sweep and a plan in which a call goes wrong",
        arguments: try await FailureCase.chosen(of: CleanRuns.swept.value.calls))
    func sweep(row: FailureCase) async throws {
        let swept = try await CleanRuns.swept.value
        let world = try CleanRuns.world(row.script)
        guard row.bearing != .caller else {
            await #expect(throws: (any Error).self) { try await world.sweep(leavingOut: swept.dark) }
            #expect(try world.injected() > 0, "the fault did not happen")
            return
        }
        let pass = try await world.sweep(leavingOut: swept.dark)
        let injected = try world.injected()
        // The rule of the fault itself is the last one.
        #expect(try world.faultCounts().last?.injected ?? 0 > 0, "the fault did not happen")
        let (before, after) = (Judgement(swept.pass), Judgement(pass))
        #expect(after.green.subtracting(before.green).isEmpty, "turned green")
        #expect(after.protected.subtracting(before.protected).isEmpty, "turned protected")
        #expect(after.changes.subtracting(before.changes).isEmpty, "planned for lack of knowledge")
        // One fault costs at most the time of an attempt and the longest pause.
        #expect(world.uptime <= .seconds(50) * injected, "\(world.uptime) for \(injected)")
        switch row.bearing {
        case .caller: break
        case .substituted:
            #expect(after.verdicts == before.verdicts && after.protected == before.protected)
            #expect(after.gaps.isEmpty && after.keys == before.keys && after.changes == before.changes)
            #expect(after.exitCode == before.exitCode && after.planExitCode == before.planExitCode)
        case .listing:
            #expect(after.keys.isSubset(of: before.keys) && !after.keys.isEmpty)
            #expect(after.gaps.contains { $0.hasSuffix(row.gapSuffix) }, "\(after.gaps.sorted())")
            #expect(after.exitCode == 4 && after.planExitCode == 4)
        case .fact:
            #expect(after.keys == before.keys, "an account or Region was lost")
            #expect(after.gaps.contains { $0.hasSuffix(row.gapSuffix) }, "\(after.gaps.sorted())")
            #expect(after.exitCode == 4 && after.planExitCode == 4)
            #expect(after.verdicts != before.verdicts)
        }
    }

    @Test("An answer that is only late changes nothing")
    func late() async throws {
        let swept = try await CleanRuns.swept.value
        var rule = FaultRule(kind: .latency)
        rule.services = ["backup"]
        rule.share = 30
        rule.delay = .seconds(2)
        let world = try CleanRuns.world(FaultScript(rules: [rule]))
        let after = Judgement(try await world.sweep(leavingOut: swept.dark))
        #expect(try world.injected() > 0 && world.uptime >= .seconds(2))
        #expect(after.gaps.isEmpty && after.green == Judgement(swept.pass).green)
    }

    @Test(
        "What goes wrong once for each call costs nothing but time",
        arguments: [FaultKind.throttling, .serverError, .closed, .reset, .hang])
    func transient(kind: FaultKind) async throws {
        let swept = try await CleanRuns.swept.value
        let rules = swept.calls.filter { !["organizations", "sts"].contains($0.service) }.map { call in
            var rule = FaultRule(kind: kind)
            rule.services = [call.service]
            rule.operations = [call.operation]
            rule.times = 1
            return rule
        }
        let world = try CleanRuns.world(FaultScript(rules: rules))
        let pass = try await world.sweep(leavingOut: swept.dark)
        #expect(try world.injected() == rules.count)
        let (before, after) = (Judgement(swept.pass), Judgement(pass))
        #expect(after.gaps.isEmpty && after.exitCode == before.exitCode, "\(pass.reports.flatMap(\.coverage.gaps))")
        #expect(after.verdicts == before.verdicts && after.protected == before.protected && after.keys == before.keys)
    }

    @Test(
        "Where the substitutes fail too, the resources are said to be unknown",
        arguments: [FaultKind.accessDenied, .serverError, .emptyBody])
    func substitutes(kind: FaultKind) async throws {
        let swept = try await CleanRuns.swept.value
        var rule = FaultRule(kind: kind)
        rule.operations = ["SelectResourceConfig", "DescribeVolumes"]
        let pass = try await CleanRuns.world(FaultScript(rules: [rule])).sweep(leavingOut: swept.dark)
        let after = Judgement(pass)
        #expect(after.gaps == ["ec2:DescribeVolumes"] && after.exitCode == 4)
        #expect(after.green.subtracting(Judgement(swept.pass).green).isEmpty)
        let entered = pass.reports.filter { $0.coverage.status.isInScope }
        #expect(!entered.isEmpty && entered.allSatisfy { $0.coverage.status == .partial })
    }
}
