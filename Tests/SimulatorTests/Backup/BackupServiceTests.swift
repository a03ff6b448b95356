internal import AWSSimulator
internal import AWSWire
internal import Testing

@Suite("AWS Backup's operations, through the wire")
struct BackupServiceTests {
    private static let invalid = "InvalidParameterValueException"

    /// A plan of one rule, changed by a JSON object of further members of the rule.
    private static func plan(_ members: String = "{}", name: String = "p") throws -> WireValue {
        let given = try WireValue(json: Array(members.utf8)).objectValue ?? []
        let standard = [
            WireValue.Member("RuleName", .string("r")), WireValue.Member("TargetBackupVaultName", .string("Default")),
        ].filter { member in !given.contains { $0.name == member.name } }
        let rule = WireValue.object((standard + given).filter { $0.value != .null })
        return .record(
            ("BackupPlan", .record(("BackupPlanName", .string(name)), ("Rules", .array([rule])))))
    }

    @Test(
        "a rule AWS refuses is refused by its code",
        arguments: [
            (#"{"RuleName":null}"#, "MissingParameterValueException"),
            (#"{"TargetBackupVaultName":null}"#, "MissingParameterValueException"),
            (#"{"RuleName":"a b"}"#, invalid), (#"{"RuleName":7}"#, "MissingParameterValueException"),
            (#"{"TargetBackupVaultName":"v!"}"#, invalid), (#"{"TargetBackupVaultName":"not-there"}"#, invalid),
            (#"{"ScheduleExpression":"cron(0 5 * * * *)"}"#, invalid),
            (#"{"ScheduleExpression":"rate(0 days)"}"#, invalid),
            (#"{"ScheduleExpressionTimezone":"Mars/Olympus"}"#, invalid), (#"{"StartWindowMinutes":59}"#, invalid),
            (#"{"StartWindowMinutes":"60"}"#, invalid),
            (#"{"StartWindowMinutes":120,"CompletionWindowMinutes":179}"#, invalid),
            (#"{"Lifecycle":{"DeleteAfterDays":0}}"#, invalid),
            (#"{"Lifecycle":{"MoveToColdStorageAfterDays":30,"DeleteAfterDays":119}}"#, invalid),
            (#"{"Lifecycle":{"MoveToColdStorageAfterDays":0,"DeleteAfterDays":15}}"#, invalid),
            (#"{"EnableContinuousBackup":true,"Lifecycle":{"DeleteAfterDays":36}}"#, invalid),
            (#"{"EnableContinuousBackup":true,"Lifecycle":{"MoveToColdStorageAfterDays":8}}"#, invalid),
            (#"{"CopyActions":[{"DestinationBackupVaultArn":"arn:aws:backup:us-east-1::backup-vault:v"}]}"#, invalid),
            (#"{"RecoveryPointTags":{"aws:own":"x"}}"#, invalid),
        ])
    func refusesRules(members: String, code: String) throws {
        var bench = WireBench()
        let account = try #require(bench.members.first)
        let before = try bench.state(account).backup.plans
        #expect(try bench.refusal(account, "PUT", "/backup/plans/", try Self.plan(members)) == code)
        #expect(try bench.state(account).backup.plans == before)
    }

    @Test(
        "a rule at the edge of what AWS takes is taken",
        arguments: [
            "{}", #"{"StartWindowMinutes":60,"CompletionWindowMinutes":120}"#, #"{"StartWindowMinutes":20000}"#,
            #"{"Lifecycle":{"MoveToColdStorageAfterDays":30,"DeleteAfterDays":120}}"#,
            #"{"Lifecycle":{"MoveToColdStorageAfterDays":30}}"#, #"{"Lifecycle":{}}"#, #"{"Lifecycle":null}"#,
            #"{"EnableContinuousBackup":true,"Lifecycle":{"DeleteAfterDays":35}}"#,
            #"{"ScheduleExpression":"rate(12 hours)"}"#, #"{"ScheduleExpressionTimezone":"Europe/Berlin"}"#,
        ])
    func takesRules(members: String) throws {
        var bench = WireBench()
        let account = try #require(bench.members.first)
        let made = try bench.backup(account, "PUT", "/backup/plans/", try Self.plan(members))
        let id = try #require(made["BackupPlanId"]?.stringValue)
        let read = try bench.backup(account, "GET", "/backup/plans/\(id)/")
        let rule = try #require(read["BackupPlan"]?["Rules"]?.arrayValue?.first)
        for member in try WireValue(json: Array(members.utf8)).objectValue ?? [] where member.value != .null {
            #expect(rule[member.name] == member.value)
        }
    }

    @Test("a request id acts once, the same document twice is refused with the ARN of the first")
    func createsOnce() throws {
        var bench = WireBench()
        let account = try #require(bench.members.first)
        let document = try #require(try Self.plan()["BackupPlan"])
        func create(_ id: String?, status: Int = 200) throws -> WireValue {
            let body = WireValue.record(("BackupPlan", document), ("CreatorRequestId", .text(id)))
            return try bench.backup(account, "PUT", "/backup/plans/", body, status: status)
        }
        let first = try create("a.1")
        #expect(try create("a.1") == first)
        let refused = try create("a.2", status: 400)
        #expect(refused["Arn"] == first["BackupPlanArn"])
        #expect(refused["CreatorRequestId"]?.stringValue == "a.1")
        #expect(try create(nil, status: 400)["Arn"] == first["BackupPlanArn"])
        #expect(try bench.refusal(account, "PUT", "/backup-vaults/Default") == "AlreadyExistsException")
    }

    @Test("an update makes a version, the earlier one can be read, and a plan with selections cannot be deleted")
    func versions() throws {
        var bench = WireBench()
        let account = try #require(bench.members.first)
        let made = try bench.backup(account, "PUT", "/backup/plans/", try Self.plan())
        let id = try #require(made["BackupPlanId"]?.stringValue)
        let first = try #require(made["VersionId"]?.stringValue)
        let changed = try Self.plan(#"{"StartWindowMinutes":90}"#)
        let second = try bench.backup(account, "POST", "/backup/plans/\(id)", changed)
        #expect(second["VersionId"]?.stringValue != first)
        let earlier = try bench.backup(account, "GET", "/backup/plans/\(id)/", query: "versionId=\(first)")
        let windows = earlier["BackupPlan"]?["Rules"]?.arrayValue?.compactMap { $0["StartWindowMinutes"]?.integerValue }
        #expect(windows == [480])
        let role = WireValue.string("arn:aws:iam::\(account):role/R")
        let selection = WireValue.record(
            ("SelectionName", .string("s")), ("IamRoleArn", role), ("Resources", .texts(["*"])))
        let path = "/backup/plans/\(id)/selections"
        let added = try bench.backup(account, "PUT", path, .record(("BackupSelection", selection)))
        #expect(try bench.refusal(account, "DELETE", "/backup/plans/\(id)") == "InvalidRequestException")
        let selectionID = try #require(added["SelectionId"]?.stringValue)
        _ = try bench.backup(account, "DELETE", "\(path)/\(selectionID)")
        _ = try bench.backup(account, "DELETE", "/backup/plans/\(id)")
        let list = try bench.backup(account, "GET", "/backup/plans/")
        #expect(!list.texts("BackupPlansList", "BackupPlanId").contains(id))
        let all = try bench.backup(account, "GET", "/backup/plans/", query: "includeDeleted=true")
        #expect(all.texts("BackupPlansList", "BackupPlanId").contains(id))
    }

    @Test("pages of one recovery point give every point once, and a token is good for its own list only")
    func pages() throws {
        var bench = WireBench()
        let account = try bench.member { !$0.backup.recoveryPoints.isEmpty }
        let vault = try #require(try bench.state(account).backup.recoveryPoints.first?.vaultName)
        let path = "/backup-vaults/\(vault)/recovery-points/"
        let whole = try bench.backup(account, "GET", path, query: "maxResults=1000")
            .texts("RecoveryPoints", "RecoveryPointArn")
        var found: [String] = []
        var token: String?
        repeat {
            let query = "maxResults=7" + (token.map { "&nextToken=\($0)" } ?? "")
            let page = try bench.backup(account, "GET", path, query: query)
            found += page.texts("RecoveryPoints", "RecoveryPointArn")
            token = page["NextToken"]?.stringValue
            if let token {
                #expect(try bench.refusal(account, "GET", "/resources/", query: "nextToken=\(token)") == Self.invalid)
                let other = "resourceType=EBS&nextToken=\(token)"
                #expect(try bench.refusal(account, "GET", path, query: other) == Self.invalid)
            }
        } while token != nil
        #expect(found == whole)
        #expect(found.count > 7)
        for bad in ["0", "1001", "-1", "many"] {
            #expect(try bench.refusal(account, "GET", path, query: "maxResults=\(bad)") == Self.invalid)
        }
    }

    @Test("tags of a vault are set and read back, reserved ones and a fifty-first are refused, and writes are logged")
    func tags() throws {
        var bench = WireBench()
        let account = try #require(bench.members.first)
        let path = "/tags/arn%3Aaws%3Abackup%3Aus-east-1%3A\(account)%3Abackup-vault%3ADefault"
        func tag(_ pairs: [(String, String)]) -> WireValue {
            .record(("Tags", .record(pairs.map { ($0.0, WireValue.string($0.1)) })))
        }
        _ = try bench.backup(account, "POST", path, tag([("a", "1"), ("b", "")]))
        #expect(try bench.backup(account, "GET", path)["Tags"]?["a"]?.stringValue == "1")
        #expect(try bench.refusal(account, "POST", path, tag([("aws:a", "1")])) == Self.invalid)
        #expect(try bench.refusal(account, "POST", path, .object([])) == "MissingParameterValueException")
        let many = tag((0..<50).map { ("k\($0)", "v") })
        #expect(try bench.refusal(account, "POST", path, many) == "LimitExceededException")
        let volume = "/tags/arn%3Aaws%3Aec2%3Aus-east-1%3A\(account)%3Avolume%2Fvol-1"
        #expect(try bench.refusal(account, "GET", volume) == Self.invalid)
        let writes = bench.organization.world.writes.filter { $0.service == "backup" }
        #expect(writes.map(\.operation) == ["TagResource"])
        #expect(writes.first?.parameters["Tags"]?["a"]?.stringValue == "1")
    }
}
