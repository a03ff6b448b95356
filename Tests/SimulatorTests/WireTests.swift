internal import AWSCore
internal import AWSSimulator
internal import AWSWire
internal import HoldfastHTTP
internal import TestSupport
internal import Testing

@Suite("The simulated organization, through the wire")
struct WireTests {
    /// A mixed script of calls; the same numbers make the same calls.
    private static func script(_ count: Int, seed: UInt64) throws -> [HTTPResponse] {
        var bench = WireBench()
        var random = TestSupport.SeededGenerator(seed: seed)
        var answers: [HTTPResponse] = []
        let members = Array(bench.members.prefix(3))
        for index in 0..<count {
            let account = random.pick(members)
            let region = random.pick(["us-east-1", "us-west-2"])
            let reads = [
                ("backup", "/backup-vaults/"), ("backup", "/backup/plans/"), ("backup", "/resources/"),
                ("backup", "/backup-jobs/"), ("backup", "/account-settings"),
                ("backup", "/backup-vaults/Default/recovery-points/"), ("backup", "/backup-vaults/nothing"),
                ("elasticfilesystem", "/2015-02-01/file-systems"),
            ]
            let read = random.pick(reads)
            let credentials = try bench.session(account)
            switch random.int(0...9) {
            case 0:
                let body = WireValue.record(("BackupVaultTags", .record(("n", .string("\(index)"))))).jsonBytes()
                answers.append(
                    bench.send(
                        "backup", "PUT", "/backup-vaults/vault-\(random.int(0...30))", body: body, region: region,
                        credentials: credentials))
            case 1 where index % 7 == 0: bench.step("PT\(random.int(1...9))H")
            default:
                let isBackupList = read.0 == "backup" && read.1.hasSuffix("/")
                let query = isBackupList ? "maxResults=\(random.int(1...50))" : ""
                answers.append(
                    bench.send(read.0, "GET", read.1, query: query, region: region, credentials: credentials))
            }
        }
        return answers
    }

    @Test("five hundred mixed calls on two fresh worlds of a seed give the same bytes", arguments: [UInt64(41)])
    func sameCallsSameBytes(seed: UInt64) throws {
        let first = try Self.script(500, seed: seed)
        let second = try Self.script(500, seed: seed)
        #expect(first.count > 450)
        #expect(first.filter { $0.status == 200 }.count > 300)
        #expect(first == second, "seed \(seed)")
    }

    @Test("a signature made with another secret is refused")
    func wrongSecret() throws {
        var bench = WireBench()
        let wrong = AWSCredentials(accessKeyID: bench.base.accessKeyID, secretAccessKey: "another")
        let backup = bench.send("backup", "GET", "/backup-vaults/", credentials: wrong)
        #expect(backup.status == 403)
        #expect(backup.headers["X-Amzn-ErrorType"] == "InvalidSignatureException")
        let s3 = bench.send("s3", "GET", "/", credentials: wrong)
        #expect(s3.status == 403)
        #expect(String(decoding: s3.body, as: UTF8.self).contains("<Code>SignatureDoesNotMatch</Code>"))
    }

    @Test("a session that is over is refused")
    func expiredSession() throws {
        var bench = WireBench()
        let session = try bench.session(try #require(bench.members.first))
        #expect(bench.send("backup", "GET", "/backup-vaults/", credentials: session).status == 200)
        bench.step("PT61M")
        let backup = bench.send("backup", "GET", "/backup-vaults/", credentials: session)
        #expect(backup.headers["X-Amzn-ErrorType"] == "ExpiredTokenException")
        let s3 = bench.send("s3", "GET", "/", credentials: session)
        #expect(String(decoding: s3.body, as: UTF8.self).contains("<Code>ExpiredToken</Code>"))
    }

    @Test("the transport in this process answers as the organization does")
    func transportAnswers() async throws {
        let bench = WireBench()
        let transport = SimulatorTransport(SimulatorHost(bench.organization, wall: { WireBench.birth }))
        let request = HTTPRequest(
            method: "GET", scheme: "http", authority: "127.0.0.1", path: "/_simulator/clock")
        let answer = try await transport.execute(request)
        #expect(answer.status == 200)
        #expect(try WireValue(json: answer.body)["now"]?.stringValue == "2026-09-21T14:13:20.000Z")
    }
}
