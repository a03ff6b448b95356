internal import AWSWire
internal import HoldfastHTTP
internal import HoldfastYAML
internal import Testing

@testable internal import AWSSimulator

@Suite("Throttling of the simulated organization")
struct ThrottleTests {
    private static let birth = WireBench.birth

    private static func later(_ milliseconds: Int64) -> Moment {
        Moment(milliseconds: birth.milliseconds + milliseconds)
    }

    private static func request(
        _ service: String, _ operation: String, account: String = "1", region: String = "r", isNarrow: Bool = true
    ) -> ThrottleLedger.Request {
        ThrottleLedger.Request(
            account: account, region: region, service: service, operation: operation, isNarrow: isNarrow)
    }

    /// How many of many requests at one moment are let in, and how many more a second later.
    private static func letIn(_ request: ThrottleLedger.Request, _ policy: ThrottlePolicy) -> [Int] {
        var ledger = ThrottleLedger(policy: policy)
        return [0, 1_000].map { milliseconds in
            (0..<800).count { _ in ledger.admits(request, at: later(milliseconds)) }
        }
    }

    @Test(
        "the published rates hold: so many at once, so many a second",
        arguments: [
            ("backup", "ListBackupVaults", 20, 20), ("backup", "GetBackupPlan", 15, 15),
            ("backup", "DeleteRecoveryPoint", 10, 10), ("backup", "CreateBackupPlan", 5, 5),
            ("backup", "ListCopyJobs", 50, 50), ("sts", "AssumeRole", 600, 600),
            ("organizations", "ListAccounts", 12, 8), ("organizations", "DescribePolicy", 2, 2),
            ("tagging", "GetResources", 15, 15), ("tagging", "TagResources", 5, 5),
            ("ec2", "DescribeVolumes", 100, 20), ("ec2", "CreateTags", 100, 10), ("s3", "ListBuckets", 800, 800),
        ])
    func published(service: String, operation: String, burst: Int, rate: Int) {
        #expect(Self.letIn(Self.request(service, operation), .published) == [burst, rate])
    }

    @Test("EC2 lets in fewer lists without page and filter")
    func unfiltered() {
        let wide = Self.request("ec2", "DescribeVolumes", isNarrow: false)
        #expect(Self.letIn(wide, .published) == [50, 10])
    }

    @Test("AWS Backup's operations have their own rates and one sum")
    func sum() {
        var ledger = ThrottleLedger(policy: .published)
        let operations = ["ListBackupVaults", "ListBackupPlans", "ListTags", "GetBackupPlan"]
        let admitted = operations.map { operation in
            (0..<30).count { _ in ledger.admits(Self.request("backup", operation), at: Self.birth) }
        }
        #expect(admitted == [20, 20, 10, 0])
        #expect(ledger.count(service: "backup", operation: "ListTags") == .init(admitted: 10, refused: 20))
    }

    @Test("accounts, Regions and operations have buckets of their own")
    func places() {
        var ledger = ThrottleLedger(policy: .uniform(RequestRate(1, burst: 2)))
        let requests = [
            Self.request("s3", "ListBuckets"), Self.request("s3", "ListBuckets", account: "2"),
            Self.request("s3", "ListBuckets", region: "q"), Self.request("s3", "GetBucketTagging"),
        ]
        for request in requests {
            #expect((0..<3).map { _ in ledger.admits(request, at: Self.birth) } == [true, true, false])
        }
    }

    @Test("a policy is read from its word, and what is no rate is refused")
    func words() {
        #expect(ThrottlePolicy("none") == ThrottlePolicy.none && ThrottlePolicy("published") == .published)
        #expect(ThrottlePolicy("20") == .uniform(RequestRate(20, burst: 20)))
        #expect(ThrottlePolicy("0.5/7") == .uniform(RequestRate(0.5, burst: 7)))
        for text in ["", "fast", "0", "-1", "nan", "inf", "5/", "5/0", "5/6/7", "/5"] {
            #expect(ThrottlePolicy(text) == nil, "\(text)")
        }
    }

    @Test(
        "over the wire each service refuses in its own words, and the simulator counts it",
        arguments: [
            ("organizations", "AWSOrganizationsV20161128.ListRoots", "TooManyRequestsException", 400),
            ("tagging", "ResourceGroupsTaggingAPI_20170126.GetResources", "ThrottledException", 400),
            ("config", "StarlingDoveService.DescribeConfigRules", "ThrottlingException", 400),
        ])
    func codes(service: String, target: String, code: String, status: Int) throws {
        var bench = WireBench()
        bench.organization.install(.uniform(RequestRate(1, burst: 1)))
        var answers: [HTTPResponse] = []
        for _ in 0..<2 {
            answers.append(
                bench.send(
                    service, "POST", "/",
                    headers: ["X-Amz-Target": target, "Content-Type": "application/x-amz-json-1.1"],
                    body: Array("{}".utf8), credentials: bench.base))
        }
        #expect(answers.map(\.status) == [200, status])
        #expect(String(decoding: answers[1].body, as: UTF8.self).contains("\"__type\":\"\(code)\""))
        let report = HTTPRequest(
            method: "GET", scheme: "http", authority: "127.0.0.1", path: "/_simulator/throttles")
        let rows = try WireValue(json: bench.organization.respond(to: report, at: WireBench.birth).body)
        let row = try #require(rows["throttles"]?.arrayValue?.first)
        #expect(row["service"]?.stringValue == service)
        #expect(row["admitted"]?.integerValue == 1 && row["refused"]?.integerValue == 1)
    }

    @Test("a rule of a script may refuse only what comes faster than a rate")
    func above() throws {
        var bench = WireBench()
        let account = try #require(bench.members.first)
        let text = "faults:\n  - {kind: throttling, service: backup, above: 2/3}\n"
        let (script, problems) = FaultScriptReader.read(Array(text.utf8), file: "f")
        #expect(problems.isEmpty)
        bench.organization.install(try #require(script))
        let credentials = try bench.session(account)
        let statuses = (0..<5).map { _ in
            bench.send("backup", "GET", "/backup-vaults/", credentials: credentials).status
        }
        #expect(statuses == [200, 200, 200, 429, 429])
        #expect(try bench.injected == [2])
        let wrong = FaultScriptReader.read(Array(text.replacing("2/3", with: "often").utf8), file: "f")
        #expect(wrong.script == nil && wrong.diagnostics.first?.description.contains("f:2:48") == true)
    }
}
