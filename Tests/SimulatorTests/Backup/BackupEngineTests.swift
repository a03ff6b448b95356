internal import AWSSimulator
internal import AWSWire
internal import Testing

@Suite("AWS Backup's schedules, through the wire")
struct BackupEngineTests {
    private static let volumes = WireValue.texts(["arn:aws:ec2:*:*:volume/*"])

    /// Makes a vault, a plan that copies to the second Region, and a selection.
    private static func protect(
        _ bench: inout WireBench, _ account: String, role: String = "service-role/AWSBackupDefaultServiceRole",
        selection: [(String, WireValue?)]
    ) throws {
        _ = try bench.backup(account, "PUT", "/backup-vaults/bench", .object([]))
        _ = try bench.backup(account, "PUT", "/backup-vaults/far", .object([]), region: "us-west-2")
        let copy = WireValue.record(
            ("DestinationBackupVaultArn", .string("arn:aws:backup:us-west-2:\(account):backup-vault:far")),
            ("Lifecycle", .record(("DeleteAfterDays", .integer(1)))))
        let rule = WireValue.record(
            ("RuleName", .string("daily")), ("TargetBackupVaultName", .string("bench")),
            ("ScheduleExpression", .string("cron(0 5 ? * * *)")),
            ("Lifecycle", .record(("DeleteAfterDays", .integer(3)))),
            ("RecoveryPointTags", .record(("made-by", .string("bench")))), ("CopyActions", .array([copy])))
        let plan = WireValue.record(("BackupPlanName", .string("bench")), ("Rules", .array([rule])))
        let made = try bench.backup(account, "PUT", "/backup/plans/", .record(("BackupPlan", plan)))
        let id = try #require(made["BackupPlanId"]?.stringValue)
        let head: [(String, WireValue?)] = [
            ("SelectionName", .string("bench")), ("IamRoleArn", .string("arn:aws:iam::\(account):role/\(role)")),
        ]
        _ = try bench.backup(
            account, "PUT", "/backup/plans/\(id)/selections/", .record(("BackupSelection", .record(head + selection))))
    }

    private static func points(
        _ bench: inout WireBench, _ account: String, _ vault: String = "bench", region: String = WireBench.home
    ) throws -> [WireValue] {
        let answer = try bench.backup(
            account, "GET", "/backup-vaults/\(vault)/recovery-points/", query: "maxResults=1000", region: region)
        return answer["RecoveryPoints"]?.arrayValue ?? []
    }

    private static func jobs(_ bench: inout WireBench, _ account: String) throws -> [WireValue] {
        let answer = try bench.backup(
            account, "GET", "/backup-jobs/", query: "backupVaultName=bench&maxResults=1000")
        return answer["BackupJobs"]?.arrayValue ?? []
    }

    @Test("a plan made through the API backs up, copies and expires when the clock is stepped")
    func scheduleRuns() throws {
        var bench = WireBench()
        let account = try bench.member { !$0.resources(.volume).isEmpty }
        let wanted = try bench.state(account).resources(.volume).map(\.arn).sorted()
        try Self.protect(&bench, account, selection: [("Resources", Self.volumes)])
        #expect(try Self.points(&bench, account).isEmpty)

        // From 14:13 to 14:13 on the next day: 05:00 lies between, and even the copies are done.
        bench.step("PT24H")
        let points = try Self.points(&bench, account)
        #expect(points.compactMap { $0["ResourceArn"]?.stringValue }.sorted() == wanted)
        #expect(points.allSatisfy { $0["Status"]?.stringValue == "COMPLETED" })
        #expect(points.allSatisfy { $0["CreatedBy"]?["BackupPlanName"]?.stringValue == "bench" })
        let jobs = try Self.jobs(&bench, account)
        #expect(jobs.count == wanted.count)
        #expect(jobs.allSatisfy { $0["State"]?.stringValue == "COMPLETED" })
        let protected = try bench.backup(account, "GET", "/resources/", query: "maxResults=1000")
            .texts("Results", "ResourceArn")
        #expect(Set(wanted).isSubset(of: protected))
        let copies = try Self.points(&bench, account, "far", region: "us-west-2")
        #expect(copies.compactMap { $0["ResourceArn"]?.stringValue }.sorted() == wanted)
        let source = "arn:aws:backup:us-east-1:\(account):backup-vault:bench"
        #expect(copies.allSatisfy { $0["SourceBackupVaultArn"]?.stringValue == source })

        // Three days on, the first day's points are gone with their up to eight hours of grace, the later ones are not.
        bench.step("P3D")
        let first = Set(points.compactMap { $0["RecoveryPointArn"]?.stringValue })
        let later = try Self.points(&bench, account).compactMap { $0["RecoveryPointArn"]?.stringValue }
        #expect(later.count == 3 * wanted.count)
        #expect(first.isDisjoint(with: later))
    }

    @Test("one step of four days gives the same jobs and points as ninety-six of an hour")
    func stepsDoNotMatter() throws {
        func state(after steps: [String]) throws -> BackupState {
            var bench = WireBench()
            let account = try #require(bench.members.first)
            try Self.protect(&bench, account, selection: [("Resources", .texts(["*"]))])
            for step in steps {
                bench.step(step)
                _ = try Self.jobs(&bench, account)
            }
            return try bench.state(account).backup
        }
        let once = try state(after: ["P4D"])
        let often = try state(after: Array(repeating: "PT1H", count: 96))
        #expect(!once.jobs.isEmpty)
        // The ids of what was created follow the request ids, which calls in between move; creation comes before any.
        #expect(once.jobs == often.jobs)
        #expect(once.recoveryPoints == often.recoveryPoints)
        #expect(once.plans == often.plans)
    }

    @Test("a type the Region does not opt in to is not backed up by tag, and is again when it is")
    func optInGoverns() throws {
        var bench = WireBench()
        let account = try bench.member { $0.resources(.volume).contains { !$0.tags.isEmpty } }
        let tagged = try #require(try bench.state(account).resources(.volume).first { !$0.tags.isEmpty })
        let tag = try #require(tagged.tags.all.first)
        let condition = WireValue.record(
            ("ConditionType", .string("STRINGEQUALS")), ("ConditionKey", .string(tag.key)),
            ("ConditionValue", .string(tag.value)))
        func setOptIn(_ isOn: Bool) throws {
            let preference = WireValue.record(("EBS", .bool(isOn)))
            _ = try bench.backup(
                account, "PUT", "/account-settings", .record(("ResourceTypeOptInPreference", preference)))
        }
        try setOptIn(false)
        try Self.protect(&bench, account, selection: [("ListOfTags", .array([condition]))])
        bench.step("PT24H")
        #expect(try !Self.jobs(&bench, account).contains { $0["ResourceType"]?.stringValue == "EBS" })
        try setOptIn(true)
        bench.step("PT24H")
        let backedUp = try Self.jobs(&bench, account).compactMap { $0["ResourceArn"]?.stringValue }
        #expect(backedUp.contains(tagged.arn))
    }

    @Test("a role that is not there fails every job and makes no recovery point")
    func missingRoleFails() throws {
        var bench = WireBench()
        let account = try bench.member { !$0.resources(.volume).isEmpty }
        try Self.protect(&bench, account, role: "Nobody", selection: [("Resources", Self.volumes)])
        bench.step("PT24H")
        let jobs = try Self.jobs(&bench, account)
        #expect(!jobs.isEmpty)
        #expect(jobs.allSatisfy { $0["State"]?.stringValue == "FAILED" })
        #expect(jobs.allSatisfy { $0["StatusMessage"]?.stringValue?.contains("role/Nobody") == true })
        #expect(jobs.allSatisfy { $0["MessageCategory"]?.stringValue == "AccessDenied" })
        #expect(try Self.points(&bench, account).isEmpty)
    }
}
