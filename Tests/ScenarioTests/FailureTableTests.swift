import AWSSimulator
import HoldfastAgent
import HoldfastModel
import HoldfastPlanning
import HoldfastReport
import Testing

/// Every way a call can go wrong × the calls of a sweep: what went wrong is told, and nothing is called good for it.
@Suite("Failure table")
struct FailureTableTests {
    /// A small world whose every account lets us in.
    private static func world(_ script: FaultScript = FaultScript()) throws -> Scenario {
        try Scenario(members: 2, resources: 24, faults: script)
    }

    /// The world without faults, swept once for the whole table.
    private static let unfaulted = Task { () async throws -> (dark: Set<AccountID>, pass: Scenario.Pass) in
        let all = try await Self.world().sweep()
        let dark = Set(all.reports.filter { $0.coverage.status == .denied }.map(\.account.accountID))
        return (dark, try await Self.world().sweep(leavingOut: dark))
    }

    @Test("A sweep in which a call goes wrong", arguments: FailureCase.sweeps)
    func sweep(row: FailureCase) async throws {
        let (dark, open) = try await Self.unfaulted.value
        let world = try Self.world(row.script)
        let pass = try await world.sweep(leavingOut: dark)
        let injected = try world.injected()
        #expect(injected > 0, "the fault did not happen")

        let before = Judgement(open)
        let after = Judgement(pass)
        #expect(after.green.subtracting(before.green).isEmpty, "turned green")
        #expect(after.protected.subtracting(before.protected).isEmpty, "turned protected")
        #expect(after.keys == before.keys, "an account or Region was lost")
        #expect(before.exitCode != 4 && before.gaps.isEmpty)
        if row.hasSubstitute {
            #expect(after.verdicts == before.verdicts && after.protected == before.protected && after.gaps.isEmpty)
        } else {
            #expect(after.exitCode == 4)
            #expect(after.gaps.contains { $0.hasSuffix(":\(row.operation)") }, "\(after.gaps.sorted())")
            #expect(after.verdicts != before.verdicts)
        }
        // One fault costs at most the time of an attempt and the longest pause.
        #expect(world.uptime <= .seconds(50) * injected, "\(world.uptime) for \(injected)")
        let planned = Set(open.outcome.plan.changes.map(\.id))
        let extra = pass.outcome.plan.changes.filter { !planned.contains($0.id) }
        #expect(extra.isEmpty, "planned for lack of knowledge: \(extra.prefix(2))")
    }

    @Test("An answer that is only late changes nothing")
    func late() async throws {
        let (dark, open) = try await Self.unfaulted.value
        var rule = FaultRule(kind: .latency)
        rule.services = ["backup"]
        rule.share = 30
        rule.delay = .seconds(2)
        let world = try Self.world(FaultScript(rules: [rule]))
        let pass = try await world.sweep(leavingOut: dark)
        #expect(try world.injected() > 0 && world.uptime >= .seconds(2))
        #expect(Judgement(pass).gaps.isEmpty)
        #expect(Judgement(pass).green == Judgement(open).green)
    }

    @Test(
        "What goes wrong only once in a while costs nothing but time",
        arguments: [FaultKind.throttling, .serverError, .reset, .expiredSession])
    func transient(kind: FaultKind) async throws {
        let (dark, open) = try await Self.unfaulted.value
        var rule = FaultRule(kind: kind)
        rule.after = 20
        rule.times = 4
        rule.share = 20
        rule.operations = ["List*", "Describe*", "Select*", "Get*"]
        rule.services = ["backup", "config", "ec2", "rds", "tagging"]
        let world = try Self.world(FaultScript(rules: [rule]))
        let pass = try await world.sweep(leavingOut: dark)
        #expect(try world.injected() == 4)
        let (before, after) = (Judgement(open), Judgement(pass))
        #expect(after.gaps.isEmpty && after.exitCode == before.exitCode, "\(pass.reports.flatMap(\.coverage.gaps))")
        #expect(after.verdicts == before.verdicts && after.protected == before.protected && after.keys == before.keys)
    }

    @Test(
        "Where the substitutes fail too, the resources are said to be unknown",
        arguments: [FaultKind.accessDenied, .serverError, .emptyBody])
    func substitutes(kind: FaultKind) async throws {
        let (dark, open) = try await Self.unfaulted.value
        var rule = FaultRule(kind: kind)
        rule.operations = ["SelectResourceConfig", "DescribeVolumes"]
        let pass = try await Self.world(FaultScript(rules: [rule])).sweep(leavingOut: dark)
        let after = Judgement(pass)
        #expect(after.gaps == ["ec2:DescribeVolumes"] && after.exitCode == 4)
        #expect(after.green.subtracting(Judgement(open).green).isEmpty)
        let entered = pass.reports.filter { $0.coverage.status.isInScope }
        #expect(!entered.isEmpty && entered.allSatisfy { $0.coverage.status == .partial })
    }

    /// The plan of the world without faults, and what it manages once that plan was applied.
    private static let applied = Task { () async throws -> (plan: ChangePlan, managed: [ReportKey: ManagedCounts]) in
        let (dark, open) = try await unfaulted.value
        let world = try Self.world()
        let outcomes = try await world.apply(open.outcome.plan)
        #expect(!outcomes.isEmpty && outcomes.allSatisfy { $0.isApplied }, "\(outcomes.prefix(3))")
        return (open.outcome.plan, try await world.sweep(leavingOut: dark).managed)
    }

    @Test("An apply in which a call goes wrong, and the one after it", arguments: FailureCase.writes)
    func apply(row: FailureCase) async throws {
        let (dark, _) = try await Self.unfaulted.value
        let (plan, managed) = try await Self.applied.value
        let world = try Self.world(row.script)
        let outcomes = try await world.apply(plan)
        #expect(try world.injected() > 0, "the fault did not happen")
        #expect(Set(outcomes.map(\.changeID)) == Set(plan.changes.map(\.id)), "a change has no outcome")
        #expect(outcomes.contains { !$0.isApplied }, "all went well")

        world.install(FaultScript())
        let next = try await world.sweep(leavingOut: dark)
        let open = Set(next.outcome.plan.changes.map(\.id))
        let claimed = outcomes.filter { $0.isApplied && open.contains($0.changeID) }
        #expect(claimed.isEmpty, "said to be applied and still to do: \(claimed.prefix(2))")
        let repaired = try await world.apply(next.outcome.plan)
        #expect(repaired.allSatisfy { $0.isApplied }, "\(repaired.filter { !$0.isApplied }.prefix(2))")
        let last = try await world.sweep(leavingOut: dark)
        #expect(last.outcome.plan.changes.isEmpty)
        #expect(last.managed == managed, "something was made twice, or not at all")
    }
}

extension ChangeOutcome {
    /// Whether AWS took the change.
    fileprivate var isApplied: Bool { if case .applied = result { true } else { false } }
}

extension Scenario.Pass {
    /// What is managed, by account and Region.
    fileprivate var managed: [ReportKey: ManagedCounts] {
        Dictionary(reports.map { ($0.key, $0.managed) }) { first, _ in first }
    }
}
