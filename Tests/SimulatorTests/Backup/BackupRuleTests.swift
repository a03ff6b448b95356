internal import AWSSimulator
internal import AWSWire
internal import Testing

@Suite("What AWS Backup's rules make, through the wire")
struct BackupRuleTests {
    /// Makes a plan of one rule for one resource.
    private static func plan(
        _ bench: inout WireBench, _ account: String, _ name: String, resource: String, rule: [(String, WireValue?)]
    ) throws {
        let head: [(String, WireValue?)] = [
            ("RuleName", .string(name)), ("TargetBackupVaultName", .string("bench")),
            ("Lifecycle", .record(("DeleteAfterDays", .integer(10)))),
        ]
        let plan = WireValue.record(
            ("BackupPlanName", .string(name)), ("Rules", .array([.record(head + rule)])))
        let made = try bench.backup(account, "PUT", "/backup/plans/", .record(("BackupPlan", plan)))
        let id = try #require(made["BackupPlanId"]?.stringValue)
        let selection = WireValue.record(
            ("SelectionName", .string(name)), ("IamRoleArn", WireBench.role(account)),
            ("Resources", .texts([resource])))
        _ = try bench.backup(
            account, "PUT", "/backup/plans/\(id)/selections/", .record(("BackupSelection", selection)))
    }

    @Test("a resource has one continuous backup; a second rule's becomes a snapshot and its job says so")
    func oneContinuousBackup() throws {
        var bench = WireBench(resources: 600)
        let account = try bench.member { !$0.resources(.database).isEmpty }
        let database = try #require(try bench.state(account).resources(.database).first).arn
        _ = try bench.backup(account, "PUT", "/backup-vaults/bench")
        let continuous: [(String, WireValue?)] = [("EnableContinuousBackup", .bool(true))]
        try Self.plan(&bench, account, "first", resource: database, rule: continuous)
        bench.step("P1D")
        try Self.plan(&bench, account, "second", resource: database, rule: continuous)
        bench.step("P2D")
        let points = try bench.points(account, "bench")
        #expect(points.count { $0["Status"]?.stringValue == "AVAILABLE" } == 1)
        #expect(points.count == 3)
        let jobs = try bench.backup(account, "GET", "/backup-jobs/", query: "backupVaultName=bench")
        let told = (jobs["BackupJobs"]?.arrayValue ?? []).filter { $0["StatusMessage"] != nil }
        #expect(told.count == 2)
        #expect(told.allSatisfy { $0["State"]?.stringValue == "COMPLETED" })
        #expect(told.allSatisfy { $0["CreatedBy"]?["BackupPlanName"]?.stringValue == "second" })
        #expect(told.allSatisfy { $0["MessageCategory"]?.stringValue != "SUCCESS" })
    }

    @Test("a rule with an air-gapped target puts a copy of every point there, within that vault's bounds")
    func airGappedTarget() throws {
        var bench = WireBench()
        let (account, volume) = try bench.volume()
        _ = try bench.backup(account, "PUT", "/backup-vaults/bench")
        func bounds(_ least: Int64) -> WireValue {
            .record(("MinRetentionDays", .integer(least)), ("MaxRetentionDays", .integer(30)))
        }
        _ = try bench.backup(account, "PUT", "/logically-air-gapped-backup-vaults/gap", bounds(7))
        _ = try bench.backup(account, "PUT", "/logically-air-gapped-backup-vaults/long", bounds(14))
        for name in ["gap", "long"] {
            let target = "arn:aws:backup:us-east-1:\(account):backup-vault:\(name)"
            try Self.plan(
                &bench, account, name, resource: volume,
                rule: [("TargetLogicallyAirGappedBackupVaultArn", .string(target))])
        }
        bench.step("P1D")
        #expect(try bench.points(account, "gap").compactMap { $0["ResourceArn"]?.stringValue } == [volume])
        #expect(try bench.points(account, "long").isEmpty)
        let jobs = try bench.backup(account, "GET", "/copy-jobs/")["CopyJobs"]?.arrayValue ?? []
        let states = jobs.filter { $0["DestinationVaultType"]?.stringValue == "LOGICALLY_AIR_GAPPED_BACKUP_VAULT" }
            .compactMap { $0["State"]?.stringValue }
        #expect(states.sorted() == ["COMPLETED", "FAILED"])
        let refusal = try bench.refusal(
            account, "PUT", "/backup-jobs",
            .record(
                ("BackupVaultName", .string("gap")), ("ResourceArn", .string(volume)),
                ("IamRoleArn", WireBench.role(account))))
        #expect(refusal == "InvalidRequestException")
    }
}
