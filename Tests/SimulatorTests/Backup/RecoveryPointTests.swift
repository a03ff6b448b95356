internal import AWSSimulator
internal import AWSWire
internal import Testing

@Suite("AWS Backup's recovery points, restores and holds, through the wire")
struct RecoveryPointTests {
    private static let refused = "InvalidRequestException"

    /// An account with a finished backup of a volume in its own vault; the vault's path and the point's.
    private static func setting() throws -> (bench: WireBench, account: String, volume: String, point: String) {
        var bench = WireBench()
        let (account, volume) = try bench.volume()
        _ = try bench.backup(account, "PUT", "/backup-vaults/bench")
        let lifecycle = WireValue.record(("DeleteAfterDays", .integer(10)))
        let made = try bench.backUp(account, volume, [("Lifecycle", lifecycle)])
        bench.step("PT24H")
        return (bench, account, volume, try #require(made.point))
    }

    private static func path(_ point: String) -> String {
        "/backup-vaults/bench/recovery-points/\(WireBench.segment(point))"
    }

    @Test("a lock keeps points for their retention, governance until it is taken away, compliance for good")
    func locks() throws {
        var (bench, account, _, point) = try Self.setting()
        let lock = "/backup-vaults/bench/vault-lock"
        let path = Self.path(point)
        _ = try bench.backup(account, "PUT", lock, .record(("MinRetentionDays", .integer(7))))
        #expect(try bench.refusal(account, "DELETE", path) == Self.refused)
        _ = try bench.backup(account, "DELETE", lock)
        _ = try bench.backup(
            account, "PUT", lock, .record(("MinRetentionDays", .integer(7)), ("ChangeableForDays", .integer(3))))
        bench.step("PT71H")
        _ = try bench.backup(
            account, "PUT", lock, .record(("MinRetentionDays", .integer(8)), ("ChangeableForDays", .integer(3))))
        bench.step("PT72H")
        #expect(try bench.refusal(account, "DELETE", lock) == Self.refused)
        let again = WireValue.record(("MinRetentionDays", .integer(1)))
        #expect(try bench.refusal(account, "PUT", lock, again) == Self.refused)
        #expect(try bench.refusal(account, "DELETE", path) == Self.refused)
        // The retention ends all the same.
        bench.step("P5D")
        #expect(try bench.points(account, "bench").isEmpty)
    }

    @Test("a job whose retention the vault's lock does not take fails")
    func lockGovernsJobs() throws {
        var (bench, account, volume, _) = try Self.setting()
        _ = try bench.backup(
            account, "PUT", "/backup-vaults/bench/vault-lock", .record(("MinRetentionDays", .integer(7))))
        func end(_ days: Int64) throws -> String? {
            let lifecycle = WireValue.record(("DeleteAfterDays", .integer(days)))
            let made = try bench.backUp(account, volume, [("Lifecycle", lifecycle)])
            bench.step("PT24H")
            return try bench.backup(account, "GET", "/backup-jobs/\(made.job)")["State"]?.stringValue
        }
        #expect(try end(6) == "FAILED")
        #expect(try end(7) == "COMPLETED")
    }

    @Test("a legal hold keeps a point past its retention until the hold is cancelled")
    func legalHold() throws {
        var (bench, account, volume, point) = try Self.setting()
        let selection = WireValue.record(("ResourceIdentifiers", .texts([volume])))
        let hold = try bench.backup(
            account, "POST", "/legal-holds/",
            .record(
                ("Title", .string("case")), ("Description", .string("bench")), ("RecoveryPointSelection", selection)))
        let id = try #require(hold["LegalHoldId"]?.stringValue)
        #expect(hold["Status"]?.stringValue == "CREATING")
        bench.step("P20D")
        #expect(try bench.points(account, "bench").count == 1)
        #expect(try bench.refusal(account, "DELETE", Self.path(point)) == Self.refused)
        let held = try bench.backup(account, "GET", "/legal-holds/\(id)/recovery-points")
        #expect(held.texts("RecoveryPoints", "RecoveryPointArn").contains(point))
        _ = try bench.backup(
            account, "DELETE", "/legal-holds/\(id)", query: "cancelDescription=over&retainRecordInDays=2", status: 201)
        bench.step("PT5M")
        #expect(try bench.points(account, "bench").isEmpty)
        #expect(try bench.backup(account, "GET", "/legal-holds/\(id)/")["Status"]?.stringValue == "CANCELED")
        bench.step("P3D")
        #expect(try bench.refusal(account, "GET", "/legal-holds/\(id)/") == "ResourceNotFoundException")
    }

    @Test("a vault's policy that denies deletion is obeyed, and only for what it names")
    func policyDenies() throws {
        var (bench, account, _, point) = try Self.setting()
        func put(_ resource: String) throws {
            let text =
                #"{"Version":"2012-10-17","Statement":{"Effect":"Deny","Principal":"*","#
                + #""Action":["backup:Delete*"],"Resource":"\#(resource)"}}"#
            _ = try bench.backup(
                account, "PUT", "/backup-vaults/bench/access-policy", .record(("Policy", .string(text))))
        }
        try put("*")
        #expect(try bench.refusal(account, "DELETE", Self.path(point)) == "AccessDeniedException")
        try put("arn:aws:ec2:us-east-1::snapshot/snap-else")
        _ = try bench.backup(account, "DELETE", Self.path(point))
        #expect(try bench.points(account, "bench").isEmpty)
    }

    @Test("a point whose role is gone cannot be deleted and stays as expired")
    func expired() throws {
        var world = SimulatedWorld(options: WireBench(memberAccounts: 12).organization.options)
        let account = try #require(
            world.organization.accounts.first { $0.state == .active && $0.styles.first == .stale })
        func points(_ now: Moment) throws -> [RecoveryPoint] {
            try #require(world.withRegion(Scope(account: account.id, region: "us-east-1"), at: now) { $0 })
                .backup.recoveryPoints
        }
        let now = WireBench.birth.adding(days: 30)
        let left = try points(now)
        #expect(!left.isEmpty)
        // Every daily backup was kept 35 days, and the role was deleted 12 days before the birth.
        #expect(left.allSatisfy { $0.status(at: now) == "EXPIRED" })
    }

    @Test("a lifecycle can be changed while a point is warm, and its dates follow")
    func lifecycle() throws {
        var (bench, account, _, point) = try Self.setting()
        func change(_ cold: Int64?, _ delete: Int64?) -> WireValue {
            .record(
                (
                    "Lifecycle",
                    .record(
                        ("MoveToColdStorageAfterDays", cold.map { .integer($0) }),
                        ("DeleteAfterDays", delete.map { .integer($0) }),
                        ("OptInToArchiveForSupportedResources", .bool(true)))
                ))
        }
        let path = Self.path(point)
        #expect(try bench.refusal(account, "POST", path, change(3, 92)) == "InvalidParameterValueException")
        let told = try bench.backup(account, "POST", path, change(3, 93))["CalculatedLifecycle"]
        let dates = [told?["MoveToColdStorageAt"], told?["DeleteAt"]].compactMap { $0?.doubleValue }
        #expect(dates.count == 2 && dates[1] - dates[0] == 90 * 86_400)
        #expect(try bench.backup(account, "GET", path)["StorageClass"]?.stringValue == "WARM")
        bench.step("P3D")
        #expect(try bench.backup(account, "GET", path)["StorageClass"]?.stringValue == "COLD")
        #expect(try bench.refusal(account, "POST", path, change(9, 120)) == "InvalidParameterValueException")
        _ = try bench.backup(account, "POST", path, change(3, 94))
        bench.step("P91D")
        #expect(try bench.points(account, "bench").isEmpty)
    }

    @Test("what a restore makes is in the inventory afterwards, and the resource tells of the restore")
    func restore() throws {
        var (bench, account, volume, point) = try Self.setting()
        let before = try bench.state(account).resources.count
        let body = WireValue.record(
            ("RecoveryPointArn", .string(point)), ("IamRoleArn", WireBench.role(account)),
            ("Metadata", .record(("availabilityZone", .string("us-east-1a")))))
        let made = try bench.backup(account, "PUT", "/restore-jobs", body)
        let path = "/restore-jobs/\(try #require(made["RestoreJobId"]?.stringValue))"
        #expect(try bench.backup(account, "GET", path)["Status"]?.stringValue == "PENDING")
        #expect(try bench.state(account).resources.count == before)
        bench.step("PT24H")
        let job = try bench.backup(account, "GET", path)
        #expect(job["Status"]?.stringValue == "COMPLETED")
        let arn = try #require(job["CreatedResourceArn"]?.stringValue)
        let created = try #require(try bench.state(account).resource(arn))
        #expect(created.sizeInBytes == (try bench.state(account).resource(volume)?.sizeInBytes))
        #expect(created.tags.isEmpty)
        #expect(try bench.state(account).resources.count == before + 1)
        let told = try bench.backup(account, "GET", "/resources/\(WireBench.segment(volume))")
        #expect(told["LatestRestoreJobCreationDate"] != nil)
        let nobody = WireValue.record(
            ("RecoveryPointArn", .string(point)), ("IamRoleArn", .string("arn:aws:iam::\(account):role/Nobody")),
            ("Metadata", .record(("availabilityZone", .string("us-east-1a")))))
        let failing = try bench.backup(account, "PUT", "/restore-jobs", nobody)
        bench.step("PT1H")
        let failed = try bench.backup(account, "GET", "/restore-jobs/\(failing["RestoreJobId"]?.stringValue ?? "")")
        #expect(failed["Status"]?.stringValue == "FAILED")
        #expect(failed["CreatedResourceArn"] == nil)
    }
}
