import Foundation
import HoldfastAggregator
import HoldfastCurl
import HoldfastEvaluation
import HoldfastExporter
import HoldfastGzip
import HoldfastHTTP
import HoldfastModel
import HoldfastReport
import HoldfastStore
import HoldfastStoreSQLite
import HoldfastWeb
import Logging
import ServiceLifecycle
import Synchronization
import TestSupport
import Testing

@Suite("The aggregator over loopback")
struct AggregatorTests {
    /// What a test does with a running aggregator.
    struct Client {
        let transport: CurlTransport
        let address: ListenAddress

        func send(_ method: String, _ path: String, _ headers: HTTPHeaders = [:], _ body: [UInt8] = []) async throws
            -> HTTPResponse
        {
            let parts = path.split(separator: "?", maxSplits: 1).map(String.init)
            return try await transport.execute(
                HTTPRequest(
                    method: method, scheme: "http", authority: address.description, path: parts[0],
                    query: parts.count > 1 ? parts[1] : "", headers: headers, body: body))
        }

        func push(_ report: AccountReport, sequence: String = "1", headers: HTTPHeaders = [:]) async throws
            -> HTTPResponse
        {
            var headers = headers
            headers["Content-Encoding"] = "gzip"
            headers["Holdfast-Sequence"] = sequence
            let body = try GzipEncoder.encode(try ReportCoding.encode(report))
            return try await send("POST", "/api/v1/reports", headers, body)
        }

        func object(_ path: String) async throws -> [String: Any] {
            let answer = try await send("GET", path)
            #expect(answer.status == 200, "\(path)")
            return try #require(try JSONSerialization.jsonObject(with: Data(answer.body)) as? [String: Any])
        }

        func text(_ path: String) async throws -> String {
            String(decoding: try await send("GET", path).body, as: UTF8.self)
        }
    }

    /// Runs an aggregator, lets a test use it, and stops it as a service manager would.
    static func withAggregator(
        store: any StateStore = InMemoryStore(), token: String? = nil, host: String = "127.0.0.1",
        limit: Int = 64 << 20, configuration: ReloadableConfiguration<String?>? = nil,
        _ body: @Sendable @escaping (Client) async throws -> Void
    ) async throws {
        let configuration =
            configuration ?? ReloadableConfiguration(token, loadedAt: ReportFixtures.start) { .init($0, kept: []) }
        let settings = AggregatorSettings(
            listen: ListenAddress(host: host, port: 0), token: { configuration.current }, maximumContentBytes: limit,
            build: BuildInfo(version: "1.2.3", revision: "abc"))
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let (addresses, found) = AsyncStream.makeStream(of: ListenAddress.self)
        let aggregator = Aggregator(
            settings: settings, store: store, configuration: configuration.status,
            reload: ReloadEndpoint(isEnabled: true) { configuration.reload(at: ReportFixtures.start) },
            now: { ReportFixtures.start.advanced(by: .hours(2)) }, logger: logger,
            onListening: { found.yield($0) })
        let group = ServiceGroup(configuration: ServiceGroupConfiguration(services: [aggregator], logger: logger))
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask {
                defer { found.finish() }
                try await group.run()
            }
            for await address in addresses {
                let transport = try CurlTransport()
                do {
                    try await body(
                        Client(transport: transport, address: ListenAddress(host: "127.0.0.1", port: address.port)))
                } catch {
                    await group.triggerGracefulShutdown()
                    throw error
                }
                await transport.shutdown()
                break
            }
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
        }
    }

    @Test("A token that was loaded anew holds from the next report on, and one that cannot be read changes nothing")
    func tokenReload() async throws {
        let file = Mutex<String?>("second")
        let configuration = ReloadableConfiguration<String?>("first", loadedAt: ReportFixtures.start) { _ in
            guard let token = file.withLock({ $0 }) else { throw StoreError(code: .unavailable, message: "no token") }
            return ReloadableConfiguration.Loaded(token, kept: ["stateDirectory"])
        }
        try await Self.withAggregator(configuration: configuration) { client in
            let report = ReportFixtures.report(account: 1)
            func status(_ token: String) async throws -> Int {
                try await client.push(report, headers: ["Authorization": "Bearer \(token)"]).status
            }
            #expect(try await status("first") == 200)
            #expect(try await status("second") == 401)
            let loaded = try await client.send("POST", "/-/reload")
            #expect(loaded.status == 200 && String(decoding: loaded.body, as: UTF8.self).contains("stateDirectory"))
            #expect(try await status("first") == 401)
            #expect(try await status("second") == 200)
            file.withLock { $0 = nil }
            let failed = try await client.send("POST", "/-/reload")
            #expect(failed.status == 500 && String(decoding: failed.body, as: UTF8.self).contains("no token"))
            #expect(try await status("second") == 200)
            #expect(try await client.text("/metrics").contains("holdfast_config_last_reload_successful 0\n"))
        }
    }

    @Test("A report is taken once, refused when older, and shows everywhere")
    func ingest() async throws {
        try await Self.withAggregator { client async throws in
            let report = ReportFixtures.report(
                account: 1, run: ReportFixtures.run("b", minutes: 5), seed: 4, status: .complete)
            let denied = ReportFixtures.report(account: 2, status: .denied)
            #expect(try await client.push(report).status == 200)
            let again = try await client.push(report)
            #expect(again.status == 200 && String(decoding: again.body, as: UTF8.self).contains("unchanged"))
            let old = ReportFixtures.report(account: 1, run: ReportFixtures.run("a"), seed: 9, status: .partial)
            #expect(try await client.push(old).status == 409)
            #expect(try await client.push(denied).status == 200)

            let coverage = try #require(try await client.object("/api/v1/coverage")["coverage"] as? [[String: Any]])
            #expect(coverage.map { $0["status"] as? String } == ["complete", "denied"])
            let accounts = try #require(try await client.object("/api/v1/accounts")["accounts"] as? [[String: Any]])
            #expect(accounts.map { $0["coverage"] as? String } == ["ok", "denied"])
            let resources = try #require(accounts[0]["resources"] as? [String: Int])
            #expect(resources["total"] == report.resources.count)
            let runs = try #require(try await client.object("/api/v1/runs")["runs"] as? [[String: Any]])
            #expect(runs.map { $0["id"] as? String } == ["b", "run-1"])

            let metrics = try await client.text("/metrics")
            #expect(metrics.contains("holdfast_reports_received_total{outcome=\"conflict\"} 1\n"))
            #expect(metrics.contains("holdfast_reports_received_total{outcome=\"stored\"} 2\n"))
            #expect(metrics.contains("holdfast_accounts{state=\"denied\"} 1\n"))
            #expect(
                metrics.contains(
                    "holdfast_report_received_timestamp_seconds{account_id=\"000000000001\",region=\"eu-central-1\"} "
                        + "1795442400\n"))
            #expect(try await client.text("/").contains("Holdfast aggregator"))
            #expect(try await client.send("GET", "/-/ready").status == 200)
        }
    }

    @Test("Findings are filtered and given page by page")
    func findings() async throws {
        try await Self.withAggregator { client async throws in
            let reports = (1...4).map { ReportFixtures.report(account: $0, seed: 6, status: .complete) }
            for report in reports { _ = try await client.push(report) }
            for filter in ["", "account=000000000002", "verdict=unknown", "severity=high&control=HF-COV-01"] {
                var ids: [String] = []
                var after = ""
                var total = 0
                repeat {
                    let page = try await client.object("/api/v1/findings?limit=5&\(filter)\(after)")
                    ids += try #require(page["findings"] as? [[String: Any]]).compactMap { $0["id"] as? String }
                    total = try #require(page["total"] as? Int)
                    after = (page["next"] as? String).map { "&after=\($0)" } ?? ""
                } while !after.isEmpty
                let expected = reports.flatMap(\.findings).filter { finding in
                    switch filter {
                    case "account=000000000002": finding.accountID == ReportFixtures.account(2)
                    case "verdict=unknown": finding.verdict == .unknown
                    case "severity=high&control=HF-COV-01":
                        finding.severity == .high && finding.controlID == "HF-COV-01"
                    default: true
                    }
                }
                #expect(ids == expected.map(\.id) && total == ids.count && !ids.isEmpty, "\(filter)")
            }
            for wrong in ["verdict=nonsense", "acount=1", "account=12", "limit=0", "limit=100000", "after=zz"] {
                #expect(try await client.send("GET", "/api/v1/findings?\(wrong)").status == 400, "\(wrong)")
            }
        }
    }

    @Test("What is no report is refused with the reason, and nothing is lost by it")
    func badBodies() async throws {
        try await Self.withAggregator(limit: 100_000) { client async throws in
            let good = ReportFixtures.report(account: 1, seed: 4, status: .complete)
            #expect(try await client.push(good).status == 200)
            let sequence: HTTPHeaders = ["Holdfast-Sequence": "2"]
            let json = try ReportCoding.encode(good)
            let cases: [(HTTPHeaders, [UInt8], Int, String)] = [
                (sequence, Array("{".utf8), 400, "no account report"), (sequence, [], 400, "no account report"),
                (sequence, Array("{\"schemaVersion\":7}".utf8), 400, "schemaVersion 7"),
                ([:], json, 400, "Holdfast-Sequence"), (["Holdfast-Sequence": "-1"], json, 400, "Holdfast-Sequence"),
                (["Holdfast-Sequence": "2", "Content-Encoding": "gzip"], json, 400, "gzip"),
                (["Holdfast-Sequence": "2", "Content-Encoding": "br"], json, 415, "br"),
                (
                    ["Holdfast-Sequence": "2", "Content-Encoding": "gzip"],
                    try GzipEncoder.encode([UInt8](repeating: 32, count: 200_000)), 413, "larger"
                ),
            ]
            for (headers, body, status, part) in cases {
                let answer = try await client.send("POST", "/api/v1/reports", headers, body)
                #expect(answer.status == status, "\(part)")
                #expect(String(decoding: answer.body, as: UTF8.self).contains(part), "\(part)")
            }
            let foreign = AccountReport(
                run: ReportFixtures.run("x", minutes: 9), account: good.account, region: good.region,
                coverage: good.coverage, findings: [ReportFixtures.finding(account: 2)])
            #expect(try await client.push(foreign).status == 400)
            #expect(try await client.send("PUT", "/api/v1/reports").status == 405)
            let accounts = try #require(try await client.object("/api/v1/accounts")["accounts"] as? [[String: Any]])
            #expect((accounts.first?["resources"] as? [String: Int])?["total"] == good.resources.count)
        }
    }

    @Test("With a token only those who show it may push; without one only this machine")
    func tokens() async throws {
        let report = ReportFixtures.report(account: 1, status: .complete)
        try await Self.withAggregator(token: "s3cret") { client async throws in
            let refused = try await client.push(report)
            #expect(refused.status == 401 && refused.headers["WWW-Authenticate"]?.hasPrefix("Bearer") == true)
            for wrong in ["Bearer s3cre", "Bearer s3cret2", "Basic s3cret", "s3cret", "Bearer "] {
                #expect(try await client.push(report, headers: ["Authorization": wrong]).status == 401, "\(wrong)")
            }
            #expect(try await client.push(report, headers: ["Authorization": "bearer s3cret"]).status == 200)
        }
        try await Self.withAggregator(host: "0.0.0.0") { client async throws in
            #expect(try await client.push(report).status == 403)
            #expect(try await client.text("/metrics").contains("outcome=\"unauthorized\"} 1\n"))
        }
    }

    @Test("A restarted aggregator shows the same again")
    func restart() async throws {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString).sqlite").path
        let reports = (1...3).map { ReportFixtures.report(account: $0, seed: 6, status: .complete) }
        let paths = ["/api/v1/accounts", "/api/v1/coverage", "/api/v1/findings?limit=1000", "/api/v1/runs"]
        try await Self.withAggregator(store: SQLiteStore(path: file)) { client async throws in
            for report in reports { #expect(try await client.push(report).status == 200) }
            for path in paths {
                try Data(try await client.text(path).utf8).write(
                    to: URL(fileURLWithPath: file + path.replacing("/", with: "-")))
            }
        }
        try await Self.withAggregator(store: SQLiteStore(path: file)) { client async throws in
            for path in paths {
                let before = try String(contentsOfFile: file + path.replacing("/", with: "-"), encoding: .utf8)
                #expect(try await client.text(path) == before, "\(path)")
            }
            #expect(try await client.text("/metrics").contains("holdfast_accounts{state=\"ok\"} 3\n"))
            let again = try await client.push(reports[0])
            #expect(String(decoding: again.body, as: UTF8.self).contains("unchanged"))
        }
    }
}
