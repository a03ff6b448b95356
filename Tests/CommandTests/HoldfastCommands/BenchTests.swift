import Foundation
import TestSupport
import Testing

@testable import HoldfastCommands

@Suite("Benches")
struct BenchTests {
    @Test("Signing tells what was signed, so that others can sign it too")
    func sign() throws {
        let figures = try Self.read(SignBench(count: 70).run().line)
        #expect(figures["count"] as? Int == 70)
        #expect(figures["headersPerRequest"] as? Int == 3)
        let authorization = try #require(figures["authorization"] as? String)
        #expect(authorization.contains("/20261123/us-east-1/backup/aws4_request, SignedHeaders=host;"))
        #expect(
            figures["url"] as? String == "https://backup.us-east-1.amazonaws.com/backup-vaults/vault-5/"
                + "recovery-points/?maxResults=1000&nextToken=000000050000000500000005")
    }

    @Test("Reading counts the items of the answer, and an answer that cannot be read is an error")
    func parse() throws {
        let page = #"{"NextToken":null,"RecoveryPoints":[{"Status":"COMPLETED"},{"CreationDate":1.5}]}"#
        let json = try Self.read(ParseBench(format: .json, body: Array(page.utf8), count: 3).run().line)
        #expect(json["items"] as? Int == 2)
        #expect(json["bytes"] as? Int == page.utf8.count)
        let volumes = "<DescribeVolumesResponse><volumeSet><item/><item/><item/></volumeSet></DescribeVolumesResponse>"
        let xml = try Self.read(ParseBench(format: .xml, body: Array(volumes.utf8), count: 2).run().line)
        #expect(xml["items"] as? Int == 3)
        #expect(throws: (any Error).self) {
            _ = try ParseBench(format: .json, body: Array(page.utf8.dropLast()), count: 1).run()
        }
    }

    @Test("Pages are fetched over as many connections as there are at once, whatever the accounts, and all are read")
    func sweep() async throws {
        let page = Array(#"{"RecoveryPoints":[{"Status":"COMPLETED"},{}]}"#.utf8)
        let server = try LoopbackServer { request in
            request.header("Authorization")?.hasPrefix("AWS4-HMAC-SHA256 Credential=ASIA10000000000") == true
                ? .answer("200 OK", ["Content-Type: application/json"], page) : .answer("403 Forbidden")
        }
        defer { server.stop() }
        let bench = SweepBench(
            endpoint: "http://127.0.0.1:\(server.port)", vault: "gold", requests: 40, concurrency: 3, accounts: 7,
            certificateBundle: nil)
        let figures = try Self.read(try await bench.run().line)
        #expect(figures["items"] as? Int == 80)
        #expect(figures["requests"] as? Int == 40)
        #expect(server.counts.requests == 40)
        #expect(server.counts.connections <= 3)
        let names = Set(server.requests.compactMap { $0.header("Authorization")?.prefix(50) })
        #expect(names.count == 7)
    }

    @Test("A page that cannot be had is an error, not a fast page")
    func failure() async throws {
        let server = try LoopbackServer { _ in .answer("403 Forbidden", ["x-amzn-errortype: AccessDeniedException"]) }
        defer { server.stop() }
        let bench = SweepBench(
            endpoint: "http://127.0.0.1:\(server.port)", vault: "gold", requests: 2, concurrency: 1, accounts: 1,
            certificateBundle: nil)
        await #expect(throws: SetupError.self) { _ = try await bench.run() }
    }

    private static func read(_ line: String) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
    }
}
