import AWSSimulator
import Foundation
import HoldfastEvaluation
import HoldfastHTTP
import HoldfastModel
import HoldfastReport
import Testing

/// The services' own backups, from their answers to the verdicts.
@Suite("Native backups of a simulated organization")
struct NativeScenarioTests {
    private static let continuous = Scenario.policyText.replacing(
        "retention: 35d", with: "retention: 35d\n    continuous: true")
    private static let ignoring = Scenario.policyText.replacing(
        "  - name: everything\n    tier: standard", with: "  - name: everything\n    ignore: true")

    /// What each control says somewhere, under one policy or the other.
    static let verdicts: [(control: String, verdicts: Set<Verdict>)] = [
        ("HF-ENC-05", [.compliant, .nonCompliant, .notApplicable]),
        ("HF-NAT-01", [.compliant, .nonCompliant, .notApplicable]),
        ("HF-NAT-02", [.compliant, .nonCompliant, .notApplicable]),
        ("HF-NAT-05", [.compliant, .nonCompliant, .notApplicable]),
        ("HF-NAT-09", [.compliant, .nonCompliant]),
        ("HF-NAT-10", [.compliant, .nonCompliant, .notApplicable]),
        ("HF-PIT-05", [.compliant, .nonCompliant, .notApplicable]),
        ("HF-PIT-06", [.compliant, .nonCompliant, .notApplicable]),
    ]

    /// The findings of a world in which somebody turned things off, judged by both policies.
    private static let worked = Task { () async throws -> [Finding] in
        let world = try Scenario(members: 12, resources: 300, rolePolicies: [], policy: Self.continuous)
        let before = try await world.sweep().reports.flatMap(\.findings)
        let off = "&BackupRetentionPeriod=1&DeletionProtection=false&CopyTagsToSnapshot=false&ApplyImmediately=true"
        for (control, action) in [("HF-NAT-01", "ModifyDBInstance"), ("HF-NAT-02", "ModifyDBCluster")] {
            let found = try #require(before.first { $0.controlID == control && $0.verdict == .compliant })
            let name = found.resourceARN.split(separator: ":").last ?? ""
            let target = action == "ModifyDBInstance" ? "DBInstanceIdentifier" : "DBClusterIdentifier"
            try await world.send(
                "rds", "POST", "/", headers: ["Content-Type": "application/x-www-form-urlencoded"],
                body: Array("Action=\(action)&Version=2014-10-31&\(target)=\(name)\(off)".utf8),
                at: try place(of: found))
        }
        // Of two places with a policy one turns it off.
        let policy = try #require(before.last { $0.controlID == "HF-NAT-09" && $0.verdict == .compliant })
        let id = policy.resourceARN.split(separator: "/").last ?? ""
        try await world.send(
            "dlm", "PATCH", "/policies/\(id)", headers: ["Content-Type": "application/json"],
            body: Array(#"{"State":"DISABLED"}"#.utf8), at: try place(of: policy))
        let left = try Scenario(members: 3, resources: 90, policy: Self.ignoring)
        return try await before + world.sweep().reports.flatMap(\.findings) + left.sweep().reports.flatMap(\.findings)
    }

    private static func place(of finding: Finding) throws -> Scenario.Place {
        Scenario.Place(account: finding.accountID, region: try #require(finding.region))
    }

    @Test("Each control says each of its verdicts of what it read", arguments: Self.verdicts)
    func says(control: String, wanted: Set<Verdict>) async throws {
        let found = try await Self.worked.value.filter { $0.controlID == control }
        #expect(Set(found.map(\.verdict)).isSuperset(of: wanted), "\(found.map { "\($0.verdict): \($0.message)" })")
    }

    @Test(
        "A call that is refused leaves nothing of its controls known",
        arguments: [
            ("rds", "DescribeDBInstances", ["HF-NAT-01"]), ("rds", "DescribeDBClusters", ["HF-NAT-02"]),
            ("dynamodb", "DescribeContinuousBackups", ["HF-PIT-06"]),
            ("s3", "GetBucketVersioning", ["HF-NAT-05", "HF-PIT-05"]),
            ("s3", "GetBucketNotificationConfiguration", ["HF-PIT-05"]),
            ("dlm", "GetLifecyclePolicies", ["HF-NAT-09"]),
        ])
    func refused(service: String, operation: String, controls: [String]) async throws {
        var rule = FaultRule(kind: .accessDenied)
        rule.services = [service]
        rule.operations = [operation]
        let script = FaultScript(rules: [rule])
        let world = try Scenario(members: 3, resources: 90, faults: script, policy: Self.continuous)
        let pass = try await world.sweep()
        #expect(try world.injected() > 0)
        let findings = pass.reports.flatMap(\.findings).filter { controls.contains($0.controlID) }
        #expect(Set(findings.map(\.controlID)) == Set(controls))
        #expect(
            findings.allSatisfy { $0.verdict == .unknown }, "\(findings.filter { $0.verdict != .unknown }.prefix(2))")
        #expect(Judgement(pass).exitCode == 4)
    }

    @Test("Where Config's query answers with nothing, the resources are those of the services")
    func emptyConfig() async throws {
        let world = try Scenario(members: 3, resources: 60)
        let known = try await world.sweep()
        let emptied = try await Scenario(
            members: 3, resources: 60,
            answers: { request in
                request.headers["X-Amz-Target"] == "StarlingDoveService.SelectResourceConfig" ? #"{"Results":[]}"# : nil
            }
        ).sweep()
        func arns(_ pass: Scenario.Pass) -> Set<String> { Set(pass.reports.flatMap(\.resources).map(\.arn.rawValue)) }
        #expect(!arns(known).isEmpty && arns(emptied) == arns(known))
        #expect(Judgement(emptied).gaps.isEmpty)
    }
}
