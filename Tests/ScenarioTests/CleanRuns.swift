import AWSSimulator
import HoldfastAgent
import HoldfastModel
import HoldfastPlanning
import HoldfastReport
import Testing

/// The runs without faults that the rows of the failure table are compared with, each made once.
enum CleanRuns {
    /// A small world; all but one of its accounts let us in.
    static func world(_ script: FaultScript = FaultScript()) throws -> Scenario {
        try Scenario(members: 2, resources: 24, faults: script)
    }

    /// A sweep.
    struct Swept: Sendable {
        /// The accounts that are never entered, and so are left out of the table.
        let dark: Set<AccountID>
        /// What it brought.
        let pass: Scenario.Pass
        /// Every call of it.
        let calls: [CountedCall]
    }

    /// An apply of what the sweep planned.
    struct Applied: Sendable {
        /// The plan.
        let plan: ChangePlan
        /// What is managed once it was applied.
        let managed: [ReportKey: ManagedCounts]
        /// Every call of it.
        let calls: [CountedCall]
    }

    static let swept = Task { () async throws -> Swept in
        let all = try await Self.world().sweep()
        let dark = Set(all.reports.filter { $0.coverage.status == .denied }.map(\.account.accountID))
        let world = try Self.world()
        try world.beginCounting()
        let pass = try await world.sweep(leavingOut: dark)
        return Swept(dark: dark, pass: pass, calls: try world.counted())
    }

    static let applied = Task { () async throws -> Applied in
        let swept = try await Self.swept.value
        let plan = swept.pass.outcome.plan
        let world = try Self.world()
        try world.beginCounting()
        let outcomes = try await world.apply(plan)
        let calls = try world.counted()
        #expect(!outcomes.isEmpty && outcomes.allSatisfy { $0.result.isSettled }, "\(outcomes.prefix(3))")
        #expect(ExitDecision(appliedWith: outcomes).code == 0)
        return Applied(plan: plan, managed: try await world.sweep(leavingOut: swept.dark).managed, calls: calls)
    }
}
