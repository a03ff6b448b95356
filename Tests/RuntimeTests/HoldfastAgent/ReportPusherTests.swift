import HoldfastAgent
import HoldfastGzip
import HoldfastHTTP
import HoldfastModel
import HoldfastReport
import Logging
import TestSupport
import Testing

@Suite("Report pusher")
struct ReportPusherTests {
    private static func report(_ account: String, run: String = "run") throws -> AccountReport {
        let id = try #require(AccountID(rawValue: account))
        let moment = Instant(millisecondsSinceEpoch: 1_795_458_433_000)
        return AccountReport(
            notSwept: Account(id: id, name: "shop", state: .suspended), isExcluded: false,
            run: ReportRun(id: run, startedAt: moment, finishedAt: moment, policyHash: "sha256:0"))
    }

    private static func pusher(_ transport: ScriptedTransport) throws -> ReportPusher {
        ReportPusher(
            target: try #require(ReportPusher.Target(url: "http://127.0.0.1:10318/base/")), token: { "planted" },
            transport: transport, now: { Instant(millisecondsSinceEpoch: 1_000) },
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }

    @Test("Each report is one gzip request with the token and a number that grows")
    func requests() async throws {
        let transport = ScriptedTransport { _, _ in .answer(202) }
        let pusher = try Self.pusher(transport)
        pusher.add(try Self.report("111122223333"))
        pusher.add(try Self.report("444455556666"))
        #expect(await pusher.flush())
        let requests = transport.requests
        #expect(requests.map(\.path) == ["/base/api/v1/reports", "/base/api/v1/reports"])
        #expect(requests.compactMap { $0.headers["Holdfast-Sequence"] } == ["1000", "1001"])
        #expect(requests.first?.headers["Authorization"] == "Bearer planted")
        #expect(requests.first?.headers["Content-Encoding"] == "gzip")
        let body = try GzipDecoder.decode(try #require(requests.first).body, limit: 1 << 20)
        #expect(try ReportCoding.accountReport(from: body) == Self.report("111122223333"))
    }

    @Test(
        "What the aggregator cannot take now waits; what it will never take does not",
        arguments: [
            (500, 1), (503, 1), (429, 1), (401, 1), (409, 0), (400, 0), (200, 0),
        ])
    func outcomes(status: Int, waiting: Int) async throws {
        let pusher = try Self.pusher(ScriptedTransport { _, _ in .answer(status) })
        pusher.add(try Self.report("111122223333"))
        #expect(await pusher.flush() == (waiting == 0))
        #expect(pusher.waitingCount == waiting)
    }

    @Test("A newer report takes the place of one that waits")
    func newest() async throws {
        let failure = TransportError(code: .connection, message: "down", mayHaveReachedServer: false)
        let transport = ScriptedTransport { number, _ in number == 0 ? .failure(failure) : .answer(202) }
        let pusher = try Self.pusher(transport)
        pusher.add(try Self.report("111122223333", run: "first"))
        #expect(await pusher.flush() == false)
        pusher.add(try Self.report("111122223333", run: "second"))
        #expect(await pusher.flush())
        let body = try GzipDecoder.decode(try #require(transport.requests.last).body, limit: 1 << 20)
        #expect(try ReportCoding.accountReport(from: body).run.id == "second")
        #expect(transport.requests.count == 2)
    }

    @Test("Only http and https URLs are targets", arguments: ["", "aggregator", "ftp://host", "http://"])
    func targets(url: String) { #expect(ReportPusher.Target(url: url) == nil) }
}
