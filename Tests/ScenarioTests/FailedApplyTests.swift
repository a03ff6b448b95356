import AWSSimulator
import HoldfastAgent
import HoldfastEnforcement
import HoldfastModel
import HoldfastPlanning
import HoldfastReport
import Testing

/// Every way a call can go wrong × every call of an apply: what was not made is said, and made by the next one.
@Suite("Failure table of apply")
struct FailedApplyTests {
    @Test("A clean apply makes the calls the table is made of")
    func clean() async throws {
        let calls = try await CleanRuns.applied.value.calls
        let writes: Set = ["CreateBackupVault", "CreateBackupPlan", "CreateBackupSelection", "TagResources"]
        #expect(Set(calls.map(\.operation)).isSuperset(of: writes), "\(calls)")
    }

    @Test(
        "An apply in which a call goes wrong, and the one after it",
        arguments: try await FailureCase.chosen(of: CleanRuns.applied.value.calls, secondPages: false))
    func apply(row: FailureCase) async throws {
        let swept = try await CleanRuns.swept.value
        let applied = try await CleanRuns.applied.value
        let world = try CleanRuns.world(row.script)
        guard row.bearing != .caller else {
            await #expect(throws: (any Error).self) { try await world.apply(applied.plan) }
            #expect(try world.injected() > 0)
            #expect(try world.writes() == [])
            return
        }
        let outcomes = try await world.apply(applied.plan)
        let injected = try world.injected()
        #expect(injected > 0, "the fault did not happen")
        #expect(world.uptime <= .seconds(50) * injected, "\(world.uptime) for \(injected)")
        #expect(Set(outcomes.map(\.changeID)) == Set(applied.plan.changes.map(\.id)), "a change has no outcome")
        let isUnmade = outcomes.contains { !$0.result.isSettled }
        #expect(ExitDecision(appliedWith: outcomes).code == (isUnmade ? 5 : 0))

        world.install(FaultScript())
        let next = try await world.sweep(leavingOut: swept.dark)
        // An answer whose body nobody needs may be spoilt, where AWS did what it was asked.
        #expect(isUnmade || row.spoilsOnlyTheBody && next.outcome.plan.changes.isEmpty, "all went well")
        let open = Set(next.outcome.plan.changes.map(\.id))
        let claimed = outcomes.filter { $0.result.isSettled && open.contains($0.changeID) }
        #expect(claimed.isEmpty, "said to be applied and still to do: \(claimed.prefix(2))")
        let repaired = try await world.apply(next.outcome.plan)
        #expect(repaired.allSatisfy { $0.result.isSettled }, "\(repaired.filter { !$0.result.isSettled }.prefix(2))")
        let last = try await world.sweep(leavingOut: swept.dark)
        #expect(last.outcome.plan.changes.isEmpty)
        #expect(last.managed == applied.managed, "something was made twice, or not at all")
    }
}
