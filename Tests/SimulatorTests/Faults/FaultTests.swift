internal import AWSSimulator
internal import AWSWire
internal import HoldfastHTTP
internal import Testing

@Suite("Faults by script, through the wire")
struct FaultTests {
    private static func rule(_ kind: FaultKind, change: (inout FaultRule) -> Void = { _ in }) -> FaultRule {
        var rule = FaultRule(kind: kind)
        change(&rule)
        return rule
    }

    private static func vaults(_ bench: inout WireBench) throws -> SimulatedAnswer {
        let account = try #require(bench.members.first)
        let credentials = try bench.session(account)
        return bench.ask("backup", "GET", "/backup-vaults/", credentials: credentials)
    }

    @Test(
        "Every protocol throttles with its own code",
        arguments: [
            ("backup", "GET", "/backup-vaults/", "", 429, "ThrottlingException"),
            ("sts", "POST", "/", "Action=GetCallerIdentity&Version=2011-06-15", 400, "Throttling"),
            ("ec2", "POST", "/", "Action=DescribeVolumes&Version=2016-11-15", 503, "RequestLimitExceeded"),
            ("s3", "GET", "/", "", 503, "SlowDown"),
        ])
    func throttling(
        service: String, method: String, path: String, form: String, status: Int, code: String
    ) throws {
        var bench = WireBench()
        bench.organization.install(FaultScript(rules: [FaultRule(kind: .throttling)]))
        let response = bench.ask(
            service, method, path,
            headers: form.isEmpty ? [:] : ["Content-Type": "application/x-www-form-urlencoded"],
            body: Array(form.utf8), credentials: bench.base
        ).response
        #expect(response.status == status)
        let text = "\(response.headers["X-Amzn-ErrorType"] ?? "") " + String(decoding: response.body, as: UTF8.self)
        #expect(text.contains(code), "\(text)")
        #expect(try bench.injected == [1])
    }

    @Test("Spoilt answers are spoilt, and an unspoilt one of the same world is whole")
    func spoilt() throws {
        var bench = WireBench()
        let whole = try Self.vaults(&bench).response
        #expect(try WireValue(json: whole.body)["BackupVaultList"]?.arrayValue != nil)
        for kind in [FaultKind.truncatedBody, .garbledBody, .htmlPage, .emptyBody] {
            bench.organization.install(FaultScript(rules: [Self.rule(kind) { $0.services = ["backup"] }]))
            let spoilt = try Self.vaults(&bench)
            #expect(spoilt.response.status == 200 && spoilt.delivery == .prompt)
            #expect(throws: (any Error).self, "\(kind)") { try WireValue(json: spoilt.response.body) }
            #expect(try bench.injected == [1], "\(kind)")
        }
    }

    @Test("An answer that is late, hangs, or whose connection ends says so and is whole")
    func delivery() throws {
        let cases: [(FaultKind, SimulatedAnswer.Delivery)] = [
            (.latency, .late(.seconds(7))), (.hang, .never(atMost: .seconds(7))), (.closed, .closed),
            (.reset, .reset),
        ]
        for (kind, delivery) in cases {
            var bench = WireBench()
            let rule = Self.rule(kind) {
                $0.services = ["backup"]
                $0.delay = .seconds(7)
            }
            bench.organization.install(FaultScript(rules: [rule]))
            let answer = try Self.vaults(&bench)
            #expect(answer.delivery == delivery)
            #expect(try WireValue(json: answer.response.body)["BackupVaultList"] != nil)
        }
    }

    @Test("Endless pages give the token that leads to the same page")
    func endlessPages() throws {
        var bench = WireBench()
        let account = try #require(bench.members.first)
        let rule = Self.rule(.endlessPages) { $0.services = ["backup"] }
        bench.organization.install(FaultScript(rules: [rule]))
        let first = try bench.backup(account, "GET", "/backup-vaults/")
        let token = try #require(first["NextToken"]?.stringValue)
        let second = try bench.backup(account, "GET", "/backup-vaults/", query: "nextToken=\(token)")
        #expect(first == second)
        #expect(try bench.injected == [2])
    }

    @Test("After so many calls, so many go wrong and the rest well")
    func afterAndTimes() throws {
        var bench = WireBench()
        let rule = Self.rule(.accessDenied) {
            $0.services = ["backup"]
            $0.after = 2
            $0.times = 3
        }
        bench.organization.install(FaultScript(rules: [rule]))
        let statuses = try (0..<8).map { _ in try Self.vaults(&bench).response.status }
        #expect(statuses == [200, 200, 403, 403, 403, 200, 200, 200])
        #expect(try bench.injected == [3])
    }

    @Test("A share of calls goes wrong, and the same ones on a fresh world of the seed")
    func share() throws {
        func statuses() throws -> [Int] {
            var bench = WireBench()
            let rule = Self.rule(.throttling) {
                $0.services = ["backup"]
                $0.share = 25
            }
            bench.organization.install(FaultScript(rules: [rule]))
            return try (0..<200).map { _ in try Self.vaults(&bench).response.status }
        }
        let first = try statuses()
        #expect((30...70).contains(first.count { $0 == 429 }))
        #expect(try statuses() == first)
    }

    @Test("Accounts, Regions and operations that a rule does not name are left alone")
    func patterns() throws {
        var bench = WireBench()
        let account = try #require(bench.members.first)
        let rule = Self.rule(.accessDenied) {
            $0.accounts = [String(account.prefix(6)) + "*"]
            $0.regions = ["us-west-*"]
            $0.operations = ["ListBackupV*"]
        }
        bench.organization.install(FaultScript(rules: [rule]))
        _ = try bench.backup(account, "GET", "/backup-vaults/")
        _ = try bench.backup(account, "GET", "/backup/plans/", region: "us-west-2")
        _ = try bench.backup(account, "GET", "/backup-vaults/", region: "us-west-2", status: 403)
        let other = try #require(bench.members.first { !$0.hasPrefix(account.prefix(6)) })
        _ = try bench.backup(other, "GET", "/backup-vaults/", region: "us-west-2")
        #expect(try bench.injected == [1])
    }

    @Test("A script can be put in by the control endpoint, and a bad one is refused with its places")
    func control() throws {
        var bench = WireBench()
        func post(_ text: String) -> HTTPResponse {
            bench.organization.respond(
                to: HTTPRequest(
                    method: "POST", scheme: "http", authority: "127.0.0.1", path: "/_simulator/faults",
                    body: Array(text.utf8)), at: WireBench.birth)
        }
        #expect(post("faults: [{kind: throttling, service: backup}]").status == 200)
        #expect(try Self.vaults(&bench).response.status == 429)
        let refused = post("faults: [{kind: oops}]")
        #expect(refused.status == 400)
        #expect(String(decoding: refused.body, as: UTF8.self).contains("faults:1:"))
        #expect(try Self.vaults(&bench).response.status == 429, "the script before stays")
        #expect(try bench.injected == [2])
    }
}

extension WireBench {
    /// How often each rule struck, as the control endpoint tells.
    var injected: [Int] {
        mutating get throws {
            let request = HTTPRequest(scheme: "http", authority: "127.0.0.1", path: "/_simulator/faults")
            let report = try WireValue(json: organization.respond(to: request, at: Self.birth).body)
            return (report["faults"]?.arrayValue ?? []).map { Int($0["injected"]?.integerValue ?? -1) }
        }
    }
}
