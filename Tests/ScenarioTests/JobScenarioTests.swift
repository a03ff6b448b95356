import AWSSimulator
import Foundation
import HoldfastEvaluation
import HoldfastHTTP
import HoldfastModel
import HoldfastReport
import TestSupport
import Testing

/// Jobs, access policies and notifications, from AWS Backup's answers to the verdicts.
@Suite("Jobs and vault settings of a simulated organization")
struct JobScenarioTests {
    static let policy = Scenario.policyText.replacing(
        "vault: {name: holdfast}", with: "vault: {name: holdfast}\n    copies: [{region: us-west-2, vault: Default}]")

    /// What each control says somewhere in the worked world.
    static let verdicts: [(control: String, verdicts: Set<Verdict>)] = [
        ("HF-CPY-04", [.compliant, .nonCompliant, .notApplicable]),
        ("HF-CPY-05", [.compliant, .nonCompliant, .notApplicable]),
        ("HF-CPY-07", [.compliant, .nonCompliant, .notApplicable]),
        ("HF-JOB-01", [.compliant, .nonCompliant, .notApplicable]),
        ("HF-JOB-02", [.compliant, .nonCompliant, .notApplicable]),
        ("HF-JOB-03", [.compliant, .nonCompliant, .notApplicable]),
        ("HF-JOB-04", [.compliant, .nonCompliant, .notApplicable]),
        ("HF-JOB-05", [.compliant, .nonCompliant, .notApplicable]),
        ("HF-JOB-06", [.compliant, .nonCompliant, .notApplicable]),
        ("HF-JOB-07", [.compliant, .nonCompliant, .notApplicable]),
        ("HF-JOB-08", [.compliant, .nonCompliant, .notApplicable]),
        ("HF-NTF-01", [.compliant, .nonCompliant, .notApplicable]),
        ("HF-PLN-04", [.compliant, .nonCompliant, .notApplicable]),
        ("HF-VLT-03", [.compliant, .nonCompliant, .notApplicable]),
        ("HF-VLT-04", [.compliant, .nonCompliant]),
    ]

    /// The findings of a world in which people backed up, copied, changed and forgot things.
    private static let worked = Task { () async throws -> [Finding] in
        let time = VirtualTime()
        return try await time.run {
            let world = try Scenario(members: 12, resources: 300, time: time, rolePolicies: [], policy: Self.policy)
            var work = try JobWork(world: world, findings: try await world.sweep().reports.flatMap(\.findings))
            try await work.dayWork()
            try await time.sleep(for: .seconds(3 * 3_600))
            try await work.lastMinuteWork()
            return try await world.sweep().reports.flatMap(\.findings)
        }
    }

    @Test("Each control says each of its verdicts of what it read", arguments: Self.verdicts)
    func says(control: String, wanted: Set<Verdict>) async throws {
        let found = try await Self.worked.value.filter { $0.controlID == control }
        #expect(Set(found.map(\.verdict)).isSuperset(of: wanted), "\(found.map { "\($0.verdict): \($0.message)" })")
    }

    @Test(
        "A call that is refused leaves nothing of its controls known",
        arguments: [
            (
                "ListBackupJobs",
                [
                    "HF-JOB-01", "HF-JOB-02", "HF-JOB-03", "HF-JOB-04", "HF-JOB-05", "HF-JOB-06", "HF-JOB-08",
                    "HF-PLN-04",
                ]
            ),
            ("ListCopyJobs", ["HF-CPY-04", "HF-CPY-05", "HF-CPY-07", "HF-JOB-07"]),
            ("ListRestoreJobs", ["HF-JOB-07"]),
            ("GetBackupVaultAccessPolicy", ["HF-VLT-03", "HF-VLT-04"]),
            ("GetBackupVaultNotifications", ["HF-NTF-01"]),
        ])
    func refused(operation: String, controls: [String]) async throws {
        var rule = FaultRule(kind: .accessDenied)
        rule.services = ["backup"]
        rule.operations = [operation]
        let world = try Scenario(members: 3, resources: 60, faults: FaultScript(rules: [rule]), policy: Self.policy)
        let pass = try await world.sweep()
        #expect(try world.injected() > 0)
        let findings = pass.reports.flatMap(\.findings).filter { controls.contains($0.controlID) }
        #expect(Set(findings.map(\.controlID)) == Set(controls))
        #expect(findings.allSatisfy { [.unknown, .notApplicable].contains($0.verdict) })
        for control in controls {
            #expect(findings.contains { $0.controlID == control && $0.verdict == .unknown }, "\(control)")
        }
        #expect(Judgement(pass).exitCode == 4)
    }
}

/// What the people of the worked world do.
private struct JobWork {
    let world: Scenario
    let findings: [Finding]
    private var touched: Set<Scenario.Place> = []
    private var issues: (place: Scenario.Place, arn: String)?

    init(world: Scenario, findings: [Finding]) throws {
        self.world = world
        self.findings = findings
    }

    /// A place nobody touched yet of which a control says that.
    private mutating func place(
        _ control: String, _ verdict: Verdict, where isMeant: (Finding) -> Bool = { _ in true }
    ) throws -> (place: Scenario.Place, arn: String) {
        for finding in findings where finding.controlID == control && finding.verdict == verdict && isMeant(finding) {
            guard let region = finding.region else { continue }
            let place = Scenario.Place(account: finding.accountID, region: region)
            guard touched.insert(place).inserted else { continue }
            return (place, finding.resourceARN)
        }
        throw Missing(control: control)
    }

    private struct Missing: Error { let control: String }

    private func backUp(_ arn: String, at place: Scenario.Place) async throws {
        let role = "arn:aws:iam::\(place.account):role/service-role/AWSBackupDefaultServiceRole"
        try await world.backup(
            "PUT", "/backup-jobs", ["BackupVaultName": "Default", "ResourceArn": arn, "IamRoleArn": role], at: place)
    }

    private func copy(_ point: String, from vault: String, times: Int, at place: Scenario.Place) async throws {
        let other = try #require(world.regions.first { $0 != place.region })
        for _ in 0..<times {
            try await world.backup(
                "PUT", "/copy-jobs",
                [
                    "RecoveryPointArn": point, "SourceBackupVaultName": vault,
                    "DestinationBackupVaultArn":
                        "arn:aws:backup:\(other):\(place.account):backup-vault:Default",
                    "IamRoleArn": "arn:aws:iam::\(place.account):role/service-role/AWSBackupDefaultServiceRole",
                ], at: place)
        }
    }

    private func points(in vault: String, at place: Scenario.Place) async throws -> [[String: Any]] {
        let answer = try await world.backup("GET", "/backup-vaults/\(vault)/recovery-points/", at: place)
        return try #require(answer["RecoveryPoints"] as? [[String: Any]])
    }

    /// What they do three hours before the sweep.
    mutating func dayWork() async throws {
        let slow = try place("HF-CPY-05", .compliant)
        let arns = findings.filter {
            $0.controlID == "HF-JOB-02" && $0.accountID == slow.place.account && $0.region == slow.place.region
                && $0.verdict == .compliant
        }.map(\.resourceARN)
        for arn in arns { try world.pull("delayJobs", at: slow.place, ["resource": arn, "hours": 120]) }

        let grown = try place("HF-JOB-06", .compliant) { $0.resourceType == "EBS" }
        try world.pull("fill", at: grown.place, ["resource": grown.arn, "percent": 400])
        try await backUp(grown.arn, at: grown.place)

        let odd = try place("HF-JOB-03", .compliant) { $0.resourceType == "EBS" }
        try world.pull(
            "endNextBackup", at: odd.place,
            ["resource": odd.arn, "state": "COMPLETED", "message": "some of it is missing", "category": "AGENT_ERROR"])
        try await backUp(odd.arn, at: odd.place)
        issues = odd
    }

    /// What they do just before the sweep.
    mutating func lastMinuteWork() async throws {
        let known = Set(findings.filter { $0.controlID == "HF-JOB-02" }.map(\.resourceARN))
        let new = try place("HF-COV-02", .nonCompliant) { !known.contains($0.resourceARN) && $0.resourceType == "EBS" }
        try await backUp(new.arn, at: new.place)

        let busy = try place("HF-JOB-07", .compliant) { $0.resourceType != "DynamoDB" }
        let point = try #require(
            try await points(in: "primary", at: busy.place).last { $0["ResourceArn"] as? String == busy.arn })
        try await copy(try #require(point["RecoveryPointArn"] as? String), from: "primary", times: 24, at: busy.place)

        let odd = try #require(issues)
        let fresh = try #require(
            try await points(in: "Default", at: odd.place).last { $0["ResourceArn"] as? String == odd.arn })
        try await copy(try #require(fresh["RecoveryPointArn"] as? String), from: "Default", times: 1, at: odd.place)

        let closed =
            #"{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":"*","Resource":"*","Action":["#
            + #""backup:DeleteRecoveryPoint","backup:UpdateRecoveryPointLifecycle","backup:PutBackupVaultAccessPolicy"]}]}"#
        let open =
            #"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Resource":"*","#
            + #""Action":"backup:CopyIntoBackupVault"}]}"#
        for (place, policy) in [(busy.place, closed), (new.place, open)] {
            try await world.backup(
                "PUT", "/backup-vaults/Default/access-policy", ["Policy": policy], at: place)
        }
        try await world.backup(
            "PUT", "/backup-vaults/primary/notification-configuration",
            [
                "SNSTopicArn": "arn:aws:sns:\(busy.place.region):\(busy.place.account):backups",
                "BackupVaultEvents": ["BACKUP_JOB_COMPLETED"],
            ], at: busy.place)
        try await world.backup("PUT", "/backup-vaults/primary/access-policy", ["Policy": closed], at: busy.place)
    }
}
