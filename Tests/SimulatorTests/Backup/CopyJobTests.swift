internal import AWSSimulator
internal import AWSWire
internal import Testing

@Suite("AWS Backup's copies, through the wire")
struct CopyJobTests {
    private static let invalid = "InvalidParameterValueException"

    /// An account with a backup of a volume in a vault, and a second account with a vault of its own.
    private struct Setting {
        var bench = WireBench()
        let account: String
        let other: String
        let volume: String
        let point: String

        init(where isMeant: (SimulatedResource) -> Bool) throws {
            var bench = WireBench(resources: 600)
            let (account, volume) = try bench.volume(where: isMeant)
            _ = try bench.backup(account, "PUT", "/backup-vaults/bench")
            let made = try bench.backUp(account, volume)
            bench.step("PT24H")
            other = try #require(bench.members.first { $0 != account })
            _ = try bench.backup(other, "PUT", "/backup-vaults/central")
            self.account = account
            self.volume = volume
            point = try #require(made.point)
            self.bench = bench
        }

        /// Starts a copy and gives its job a day later.
        mutating func copy(to vault: String, lifecycle days: Int64? = nil) throws -> WireValue {
            let made = try bench.backup(
                account, "PUT", "/copy-jobs",
                .record(
                    ("RecoveryPointArn", .string(point)), ("SourceBackupVaultName", .string("bench")),
                    ("DestinationBackupVaultArn", .string(vault)), ("IamRoleArn", WireBench.role(account)),
                    ("Lifecycle", days.map { .record(("DeleteAfterDays", .integer($0))) })))
            let id = try #require(made["CopyJobId"]?.stringValue)
            bench.step("PT24H")
            return try #require(try bench.backup(account, "GET", "/copy-jobs/\(id)")["CopyJob"])
        }

        /// Lets the organization copy between accounts, or not.
        mutating func setCrossAccount(_ isOn: Bool) throws {
            let settings = WireValue.record(("isCrossAccountBackupEnabled", .string(isOn ? "true" : "false")))
            _ = try bench.management("PUT", "/global-settings", .record(("GlobalSettings", settings)))
        }

        /// Gives the second account's vault a policy.
        mutating func setPolicy(_ effect: String, principal: String) throws {
            let text =
                #"{"Version":"2012-10-17","Statement":[{"Effect":"\#(effect)","Principal":{"AWS":"\#(principal)"},"#
                + #""Action":"backup:CopyIntoBackupVault","Resource":"*"}]}"#
            _ = try bench.backup(
                other, "PUT", "/backup-vaults/central/access-policy", .record(("Policy", .string(text))))
        }

        var central: String { "arn:aws:backup:us-east-1:\(other):backup-vault:central" }
    }

    @Test("a copy to another account needs the organization's setting, the vault's policy and a key others can use")
    func crossAccount() throws {
        var setting = try Setting { $0.isEncrypted && !ResourceGenerator.isAWSManagedKey($0.kmsKeyARN ?? "", seed: 7) }
        func message(_ job: WireValue) -> String { job["StatusMessage"]?.stringValue ?? "" }
        var job = try setting.copy(to: setting.central)
        #expect(job["State"]?.stringValue == "FAILED")
        #expect(message(job).contains("Cross-account backup is not enabled"))
        try setting.setCrossAccount(true)
        job = try setting.copy(to: setting.central)
        #expect(job["MessageCategory"]?.stringValue == "AccessDenied")
        try setting.setPolicy("Allow", principal: "arn:aws:iam::\(setting.account):root")
        job = try setting.copy(to: setting.central, lifecycle: 9)
        #expect(job["State"]?.stringValue == "COMPLETED")
        let points = try setting.bench.points(setting.other, "central")
        #expect(points.compactMap { $0["ResourceArn"]?.stringValue } == [setting.volume])
        #expect(points.first?["RecoveryPointArn"] == job["DestinationRecoveryPointArn"])
        let source = "arn:aws:backup:us-east-1:\(setting.account):backup-vault:bench"
        #expect(points.first?["SourceBackupVaultArn"]?.stringValue == source)
        try setting.setPolicy("Deny", principal: "*")
        job = try setting.copy(to: setting.central)
        #expect(job["MessageCategory"]?.stringValue == "AccessDenied")
        // The copy lives as long as the job said, in the account it landed in.
        setting.bench.step("P9D")
        #expect(try setting.bench.points(setting.other, "central").isEmpty)
        job = try setting.copy(to: "arn:aws:backup:us-east-1:\(setting.other):backup-vault:Default")
        #expect(message(job).contains("default vault"))
        job = try setting.copy(to: "arn:aws:backup:us-east-1:111122223333:backup-vault:central")
        #expect(message(job).contains("same organization"))
    }

    @Test("a point under a key AWS manages cannot be copied to another account")
    func awsManagedKey() throws {
        var setting = try Setting { ResourceGenerator.isAWSManagedKey($0.kmsKeyARN ?? "", seed: 7) }
        try setting.setCrossAccount(true)
        try setting.setPolicy("Allow", principal: setting.account)
        let job = try setting.copy(to: setting.central)
        #expect(job["State"]?.stringValue == "FAILED")
        #expect(job["StatusMessage"]?.stringValue?.contains("KMS key") == true)
        #expect(try setting.bench.points(setting.other, "central").isEmpty)
        // Within the account it can.
        let own = "arn:aws:backup:us-west-2:\(setting.account):backup-vault:Default"
        #expect(try setting.copy(to: own)["State"]?.stringValue == "COMPLETED")
    }

    @Test("a copy fails where its Region is not enabled, its vault missing, its retention outside the lock")
    func destinations() throws {
        var setting = try Setting { _ in true }
        func arn(_ region: String, _ name: String) -> String {
            "arn:aws:backup:\(region):\(setting.account):backup-vault:\(name)"
        }
        let far = arn("me-south-1", "Default")
        let gone = arn("us-west-2", "nothing")
        #expect(try setting.copy(to: far)["StatusMessage"]?.stringValue?.contains("not enabled") == true)
        #expect(try setting.copy(to: gone)["StatusMessage"]?.stringValue?.contains("does not exist") == true)
        _ = try setting.bench.backup(
            setting.account, "PUT", "/backup-vaults/bench/vault-lock",
            .record(("MinRetentionDays", .integer(7)), ("MaxRetentionDays", .integer(30))))
        let locked = arn("us-east-1", "bench")
        #expect(try setting.copy(to: locked, lifecycle: 6)["State"]?.stringValue == "FAILED")
        #expect(try setting.copy(to: locked)["State"]?.stringValue == "FAILED")
        #expect(try setting.copy(to: locked, lifecycle: 7)["State"]?.stringValue == "COMPLETED")
    }

    @Test("copies of a resource fail by a lever's cause until they are healed", arguments: CopyFailure.allCases)
    func lever(cause: CopyFailure) throws {
        var setting = try Setting { _ in true }
        func pull(_ action: String) throws {
            _ = try setting.bench.pull(
                ("action", .string(action)), ("account", .string(setting.account)),
                ("region", .string(WireBench.home)), ("resource", .string(setting.volume)),
                ("cause", .string(cause.rawValue)))
        }
        let vault = "arn:aws:backup:us-west-2:\(setting.account):backup-vault:Default"
        try pull("failCopies")
        let job = try setting.copy(to: vault)
        #expect(job["State"]?.stringValue == "FAILED")
        #expect(job["StatusMessage"]?.stringValue == cause.outcome(destination: vault).message)
        try pull("healCopies")
        #expect(try setting.copy(to: vault)["State"]?.stringValue == "COMPLETED")
    }

    @Test("a rule copies into another account, whoever is asked first afterwards")
    func rulesAcrossAccounts() throws {
        var setting = try Setting { $0.isEncrypted && !ResourceGenerator.isAWSManagedKey($0.kmsKeyARN ?? "", seed: 7) }
        try setting.setCrossAccount(true)
        try setting.setPolicy("Allow", principal: "*")
        let copy = WireValue.record(
            ("DestinationBackupVaultArn", .string(setting.central)),
            ("Lifecycle", .record(("DeleteAfterDays", .integer(5)))))
        let rule = WireValue.record(
            ("RuleName", .string("daily")), ("TargetBackupVaultName", .string("bench")),
            ("CopyActions", .array([copy])))
        let plan = WireValue.record(("BackupPlanName", .string("central")), ("Rules", .array([rule])))
        let made = try setting.bench.backup(setting.account, "PUT", "/backup/plans/", .record(("BackupPlan", plan)))
        let id = try #require(made["BackupPlanId"]?.stringValue)
        let selection = WireValue.record(
            ("SelectionName", .string("one")), ("IamRoleArn", WireBench.role(setting.account)),
            ("Resources", .texts([setting.volume])))
        _ = try setting.bench.backup(
            setting.account, "PUT", "/backup/plans/\(id)/selections/", .record(("BackupSelection", selection)))
        setting.bench.step("P1D")
        var asked = setting
        #expect(try setting.bench.points(setting.other, "central").count == 1)
        let jobs = try asked.bench.backup(asked.account, "GET", "/copy-jobs/")["CopyJobs"]?.arrayValue ?? []
        #expect(jobs.count == 1)
        #expect(jobs.first?["CreatedBy"]?["BackupPlanName"]?.stringValue == "central")
        #expect(jobs.first?["CreatedByBackupJobId"] != nil)
        #expect(try asked.bench.points(asked.other, "central") == setting.bench.points(setting.other, "central"))
    }

    @Test("the history of a soundly protected account holds its copies to the next Region")
    func history() throws {
        var world = SimulatedWorld(options: WireBench().organization.options)
        let account = try #require(
            world.organization.accounts.first { $0.state == .active && $0.styles.first == .protected })
        let state = try #require(world.withAccount(account.id, at: WireBench.birth) { $0 })
        let jobs = try #require(state.regions["us-east-1"]).backup.copyJobs
        #expect(!jobs.isEmpty)
        #expect(jobs.allSatisfy { $0.destinationVaultARN.contains("us-west-2") && $0.backupJobID != nil })
        let there = Set(try #require(state.regions["us-west-2"]).backup.recoveryPoints.map(\.arn))
        let recent = jobs.filter { $0.createdAt > WireBench.birth.adding(days: -13) && $0.outcome.makesPoint }
        #expect(!recent.isEmpty)
        #expect(recent.allSatisfy { there.contains($0.destinationPointARN ?? "") })
    }
}
