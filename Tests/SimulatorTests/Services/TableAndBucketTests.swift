internal import AWSWire
internal import HoldfastHTTP
internal import Testing

@testable internal import AWSSimulator

@Suite("Tables, buckets and file systems, simulated")
struct TableAndBucketTests {
    private func ask(_ pairs: (String, String)...) -> WireValue {
        .record(pairs.map { ($0.0, .string($0.1)) })
    }

    @Test("point-in-time recovery reaches back to when it was turned on, and never further than its period")
    func recoveryReachesBack() throws {
        var bench = ServiceBench()
        let scope = try bench.place { region in
            region.resources(.table).contains { region.recovery(of: $0).since == nil }
        }
        let state = try bench.state(of: scope)
        let table = try #require(state.resources(.table).first { state.recovery(of: $0).since == nil })
        func earliest(_ value: WireValue) -> Double? {
            value["ContinuousBackupsDescription"]?["PointInTimeRecoveryDescription"]?["EarliestRestorableDateTime"]?
                .doubleValue
        }
        let named = ask(("TableName", table.id))
        #expect(earliest(try bench.json(DynamoDBService(), "DescribeContinuousBackups", in: scope, named)) == nil)
        let on = WireValue.record(
            ("TableName", .string(table.id)),
            (
                "PointInTimeRecoverySpecification",
                .record(("PointInTimeRecoveryEnabled", .bool(true)), ("RecoveryPeriodInDays", .integer(3)))
            ))
        let start = bench.now
        let answer = try bench.json(DynamoDBService(), "UpdateContinuousBackups", in: scope, on)
        #expect(earliest(answer) == start.seconds)
        bench.now = start.adding(days: 10)
        let later = try bench.json(DynamoDBService(), "DescribeContinuousBackups", in: scope, named)
        #expect(earliest(later) == start.adding(days: 7).seconds)
    }

    @Test("the class of a table is changed twice in thirty days at most")
    func tableClassIsLimited() throws {
        var bench = ServiceBench()
        let scope = try bench.place { !$0.resources(.table).isEmpty }
        let table = try #require(try bench.state(of: scope).resources(.table).first)
        func change(_ name: String) -> String? {
            bench.code(
                DynamoDBService(), "UpdateTable", in: scope, ask(("TableName", table.id), ("TableClass", name)))
        }
        #expect(change("STANDARD_INFREQUENT_ACCESS") == nil)
        #expect(change("STANDARD") == "ResourceInUseException")
        bench.now = bench.now.adding(days: 1)
        #expect(change("STANDARD_INFREQUENT_ACCESS") == "ValidationException")
        #expect(change("STANDARD") == nil)
        bench.now = bench.now.adding(days: 1)
        #expect(change("STANDARD_INFREQUENT_ACCESS") == "LimitExceededException")
        bench.now = bench.now.adding(days: 29)
        #expect(change("STANDARD_INFREQUENT_ACCESS") == nil)
    }

    @Test("a backup of a table is being created, available and gone, and AWS Backup's stay")
    func tableBackups() throws {
        var bench = ServiceBench()
        let scope = try bench.place { !$0.resources(.table).isEmpty }
        let table = try #require(try bench.state(of: scope).resources(.table).first)
        let made = try bench.json(
            DynamoDBService(), "CreateBackup", in: scope, ask(("TableName", table.id), ("BackupName", "mine")))
        let arn = try #require(made["BackupDetails"]?["BackupArn"]?.stringValue)
        let named = ask(("BackupArn", arn))
        #expect(bench.code(DynamoDBService(), "DeleteBackup", in: scope, named) == "BackupInUseException")
        bench.now = bench.now.adding(minutes: 2)
        #expect(bench.code(DynamoDBService(), "DeleteBackup", in: scope, named) == nil)
        #expect(bench.code(DynamoDBService(), "DescribeBackup", in: scope, named) == "BackupNotFoundException")
    }

    private static func checksum(_ body: [UInt8]) -> HTTPHeaders {
        ["x-amz-checksum-crc32": CRC32.base64(of: body)]
    }

    private static func rule(_ inside: String) -> String {
        "<LifecycleConfiguration><Rule><Filter><Prefix>a</Prefix></Filter><Status>Enabled</Status>\(inside)</Rule>"
            + "</LifecycleConfiguration>"
    }

    @Test(
        "a lifecycle is kept as it was given, or refused with S3's code",
        arguments: [
            ("<Transition><Days>30</Days><StorageClass>STANDARD_IA</StorageClass></Transition>", nil),
            ("<Transition><Days>29</Days><StorageClass>STANDARD_IA</StorageClass></Transition>", "InvalidArgument"),
            ("<Transition><Days>9</Days><StorageClass>ICE</StorageClass></Transition>", "MalformedXML"),
            ("<Expiration><Days>0</Days></Expiration>", "InvalidArgument"), ("", "InvalidRequest"),
            (
                "<Transition><Days>90</Days><StorageClass>GLACIER</StorageClass></Transition>"
                    + "<Expiration><Days>90</Days></Expiration>", "InvalidArgument"
            ),
        ] as [(String, String?)])
    func lifecyclesAreChecked(inside: String, code: String?) throws {
        var bench = ServiceBench()
        let scope = try bench.place { !$0.resources(.bucket).isEmpty }
        let bucket = try #require(try bench.state(of: scope).resources(.bucket).first)
        let labels = ["Bucket": bucket.id]
        let body = Array(Self.rule(inside).utf8)
        let tree = try XMLTree.tree(of: body)
        let s3 = S3Service()
        var found: String?
        do throws(ServiceFault) {
            _ = try bench.call(
                s3, "PutBucketLifecycleConfiguration", in: scope, tree, labels: labels,
                headers: Self.checksum(body), body: body)
        } catch { found = error.code }
        #expect(found == code)
        guard code == nil else { return }
        guard
            case .xml(let nodes) = try bench.call(s3, "GetBucketLifecycleConfiguration", in: scope, labels: labels).body
        else { throw ServiceBench.Absent() }
        let text = String(decoding: try #require(nodes.first?.children.first).documentBytes(), as: UTF8.self)
        #expect(text.contains(inside) && text.contains("<ID>"))
        #expect(bench.code(s3, "DeleteBucketLifecycle", in: scope, labels: labels) == nil)
        let gone = bench.code(s3, "GetBucketLifecycleConfiguration", in: scope, labels: labels)
        #expect(gone == "NoSuchLifecycleConfiguration")
    }

    @Test("the archive tier of a file system begins later than infrequent access, and a policy takes a minute")
    func fileSystemPolicies() throws {
        var bench = ServiceBench()
        let scope = try bench.place { !$0.resources(.fileSystem).isEmpty }
        let system = try #require(try bench.state(of: scope).resources(.fileSystem).first)
        let labels = ["FileSystemId": system.id]
        func lifecycle(_ pairs: [(String, String)]) -> String? {
            let policies = WireValue.array(pairs.map { .record(($0.0, .string($0.1))) })
            return bench.code(
                EFSService(), "PutLifecycleConfiguration", in: scope, .record(("LifecyclePolicies", policies)),
                labels: labels)
        }
        #expect(lifecycle([("TransitionToIA", "AFTER_30_DAYS"), ("TransitionToArchive", "AFTER_90_DAYS")]) == nil)
        #expect(
            lifecycle([("TransitionToIA", "AFTER_90_DAYS"), ("TransitionToArchive", "AFTER_90_DAYS")]) == "BadRequest")
        func status(_ operation: String, _ wanted: WireValue = .object([])) throws -> String? {
            guard
                case .json(let value) = try bench.call(EFSService(), operation, in: scope, wanted, labels: labels).body
            else { return nil }
            return value["BackupPolicy"]?["Status"]?.stringValue
        }
        let on = WireValue.record(("BackupPolicy", .record(("Status", .string("ENABLED")))))
        #expect(try status("PutBackupPolicy", on) == "ENABLING")
        bench.now = bench.now.adding(minutes: 1)
        #expect(try status("DescribeBackupPolicy") == "ENABLED")
    }
}
