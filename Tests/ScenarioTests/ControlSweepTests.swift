import AWSSimulator
import HoldfastAgent
import HoldfastEvaluation
import HoldfastInventory
import HoldfastModel
import HoldfastReport
import Testing

/// What each control says in sweeps over the wire, in a few worlds that all controls share.
@Suite("Verdicts of the controls in sweeps")
struct ControlSweepTests {
    /// Verdicts counted by control.
    typealias Counts = [String: [Verdict: Int]]

    /// What no sweep here brings a control to say yet; the list may only shrink.
    static let missing: [String: Set<Verdict>] = [
        "HF-COV-07": [.nonCompliant], "HF-COV-08": [.compliant, .nonCompliant], "HF-ENC-06": [.compliant],
        "HF-IDX-01": [.compliant, .nonCompliant], "HF-LAG-02": [.compliant, .nonCompliant],
        "HF-LCK-02": [.compliant, .nonCompliant], "HF-LCK-03": [.nonCompliant], "HF-LIF-03": [.compliant],
        "HF-LIF-04": [.nonCompliant],
        "HF-PIT-01": [.compliant], "HF-PIT-04": [.compliant, .nonCompliant], "HF-PLN-08": [.nonCompliant],
        "HF-RET-02": [.nonCompliant], "HF-RET-05": [.nonCompliant], "HF-SET-03": [.nonCompliant],
        "HF-VLT-05": [.nonCompliant], "HF-VLT-06": [.nonCompliant],
    ]

    static let swept = Task { () async throws -> Counts in
        var counts: Counts = [:]
        func count(_ pass: Scenario.Pass) {
            for finding in pass.reports.flatMap(\.findings) {
                counts[finding.controlID, default: [:]][finding.verdict, default: 0] += 1
            }
        }
        count(try await Scenario().sweep())
        count(try await misbuilt().sweep())
        // As many accounts as there are ways to protect one badly.
        let rich = try Scenario(members: 12, resources: 240, policy: RichPolicy.text)
        let found = try await rich.sweep()
        count(found)
        _ = try await rich.apply(found.outcome.plan)
        count(try await rich.sweep())
        for services in [["backup"], ["config", "dynamodb", "ec2", "elasticfilesystem", "rds", "s3", "tagging"]] {
            var rule = FaultRule(kind: .accessDenied)
            rule.services = services
            let dark = try Scenario(
                members: 2, resources: 24, faults: FaultScript(rules: [rule]), policy: RichPolicy.text)
            count(try await dark.sweep())
        }
        return counts
    }

    /// A world with plans as people misbuild them, and a resource somebody left out with name and date.
    private static func misbuilt() async throws -> Scenario {
        let world = try Scenario(rolePolicies: [], policy: RichPolicy.text)
        let found = try await world.sweep()
        let held = found.reports.filter { $0.coverage.status == .complete && $0.resources.count > 4 }
        for (index, report) in held.enumerated() {
            guard let region = report.key.region else { continue }
            let account = report.key.accountID
            let plans = MisbuiltPlans(found.sessions.caller(for: account, in: region), account: account.rawValue)
            if index == 0 {
                try await plans.makeConfused()
            } else if !report.findings.contains(where: { $0.controlID == "HF-SEL-07" && $0.message.contains("alone") })
            {
                try await plans.makeExcluding()
            }
            if let volume = report.resources.first(where: { $0.arn.service == "ec2" }) {
                let until = CivilTime(report.run.startedAt.advanced(by: .hours(24 * 30))).rfc3339.prefix(10)
                try world.tag(
                    volume.arn, of: account, in: region,
                    [
                        "backup": "none", "holdfast:tier-owner": "ann", "holdfast:tier-reason": "scratch",
                        "holdfast:tier-until": String(until),
                    ])
            }
        }
        return world
    }

    @Test("Every control is heard, and says in some sweep all it can say but what is listed")
    func verdicts() async throws {
        let counts = try await Self.swept.value
        var absent: [String: Set<Verdict>] = [:]
        // What jobs, policies of vaults and the services' own backups bring about has worlds, and tables, of its own.
        let elsewhere = Set((JobScenarioTests.verdicts + NativeScenarioTests.verdicts).map(\.control))
        for control in ControlCatalog.all where !elsewhere.contains(control.id) {
            let said = counts[control.id] ?? [:]
            let words = Verdict.allCases.map { "\(said[$0] ?? 0) \($0.rawValue)" }
            print("\(control.id): \(words.joined(separator: ", "))")
            let unsaid = Set([Verdict.compliant, .nonCompliant, .unknown].filter { said[$0] == nil })
            if !unsaid.isEmpty { absent[control.id] = unsaid }
            #expect(!said.isEmpty, "\(control.id) is never heard")
        }
        #expect(absent == Self.missing)
    }
}
