import AWSSimulator
import HoldfastAgent
import HoldfastEvaluation
import HoldfastModel
import HoldfastReport
import Testing

/// Each API a sweep uses, taken away alone: something is then unknown, and nothing is called good for it.
@Suite("Wrong green is impossible")
struct WrongGreenTests {
    static func world(_ script: FaultScript = FaultScript()) throws -> Scenario {
        try Scenario(members: 2, resources: 24, faults: script, policy: RichPolicy.text)
    }

    /// A clean sweep, and every call of it as the simulator counted them.
    static let clean = Task { () async throws -> CleanRuns.Swept in
        let all = try await Self.world().sweep()
        let dark = Set(all.reports.filter { $0.coverage.status == .denied }.map(\.account.accountID))
        let world = try Self.world()
        try world.beginCounting()
        let pass = try await world.sweep(leavingOut: dark)
        return CleanRuns.Swept(dark: dark, pass: pass, calls: try world.counted())
    }

    /// Refused, an empty 200, a 5xx; and of what comes in pages a second one cut short, and a token that leads nowhere.
    static func rows() async throws -> [FailureCase] {
        try await clean.value.calls.flatMap { call in
            let whole = [FaultKind.accessDenied, .emptyBody, .serverError].map { FailureCase(call: call, kind: $0) }
            guard call.isPaged, call.operation != "ListRoots" else { return whole }
            return whole + [
                FailureCase(call: call, kind: .truncatedBody, isLaterPage: true),
                FailureCase(call: call, kind: .endlessPages),
            ]
        }
    }

    @Test("One API alone goes wrong", arguments: try await rows())
    func row(_ row: FailureCase) async throws {
        let swept = try await Self.clean.value
        let world = try Self.world(row.script)
        guard row.bearing != .caller else {
            await #expect(throws: (any Error).self) { try await world.sweep(leavingOut: swept.dark) }
            #expect(try world.injected() > 0)
            return
        }
        let pass = try await world.sweep(leavingOut: swept.dark)
        #expect(try world.faultCounts().last?.injected ?? 0 > 0, "the fault did not happen")
        let (before, after) = (Judgement(swept.pass), Judgement(pass))
        let greener = after.green.subtracting(before.green)
        let findings = pass.reports.flatMap(\.findings).filter { greener.contains($0.id) }
        #expect(greener.isEmpty, "\(findings.prefix(3).map { "\($0.controlID) \($0.resourceARN): \($0.message)" })")
        #expect(after.protected.isSubset(of: before.protected), "turned protected")
        switch row.bearing {
        case .caller, .substituted: break
        case .listing: #expect(after.exitCode == 4)
        case .fact:
            #expect(after.exitCode == 4)
            let unknown = { (judgement: Judgement) in judgement.verdicts.values.count { $0 == .unknown } }
            #expect(unknown(after) > unknown(before), "nothing turned unknown")
        }
    }
}
