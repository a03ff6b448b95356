import AWSCore
import HoldfastExporter
import HoldfastGzip
import HoldfastHTTP
import HoldfastMetrics
import HoldfastModel
import HoldfastReport
import HoldfastWeb
import TestSupport
import Testing

@Suite("Serving metrics")
struct MetricsEndpointTests {
    private static let build = BuildInfo(version: "1.2.3", revision: "abc")

    private func scrape(_ headers: HTTPHeaders = [:], query: String = "") async -> HTTPResponse {
        let endpoint = MetricsEndpoint(maximumRequests: 4) { [Self.build.family] + ProcessMetrics().families() }
        return await endpoint.respond(to: HTTPRequest(authority: "x", path: "/metrics", query: query, headers: headers))
    }

    @Test("The form follows Accept, and the coding follows Accept-Encoding")
    func forms() async throws {
        let text = await scrape()
        #expect(text.headers["Content-Type"] == "text/plain; version=0.0.4; charset=utf-8")
        #expect(text.headers["Content-Encoding"] == nil && text.headers["Vary"] == "Accept, Accept-Encoding")
        #expect(String(decoding: text.body, as: UTF8.self).contains("holdfast_build_info{version=\"1.2.3\""))
        let open = await scrape([
            "Accept": "application/openmetrics-text;version=1.0.0,text/plain;q=0.5", "Accept-Encoding": "gzip",
        ])
        #expect(open.headers["Content-Type"] == "application/openmetrics-text; version=1.0.0; charset=utf-8")
        #expect(open.headers["Content-Encoding"] == "gzip")
        let body = String(decoding: try GzipDecoder.decode(open.body, limit: 1 << 20), as: UTF8.self)
        #expect(body.hasSuffix("# EOF\n") && body.contains("# TYPE process_cpu_seconds counter"))
    }

    @Test("name[] restricts what is given")
    func nameFilter() async {
        let body = String(decoding: await scrape(query: "name%5B%5D=process_open_fds").body, as: UTF8.self)
        #expect(body.contains("process_open_fds ") && !body.contains("build_info"))
    }

    @Test("The process is measured by plausible numbers")
    func process() {
        let families = ProcessMetrics().families()
        #expect(
            families.map(\.definition) == [
                MetricCatalog.processCPU, MetricCatalog.processResidentMemory, MetricCatalog.processVirtualMemory,
                MetricCatalog.processOpenFiles, MetricCatalog.processMaxFiles, MetricCatalog.processStart,
            ])
        for family in families {
            guard case .number(let number)? = family.samples.first?.value else {
                Issue.record("no number")
                continue
            }
            #expect(number > 0, "\(family.definition.name)")
        }
        #expect(ProcessMetrics(folder: "/nowhere").families().isEmpty)
    }

    @Test("More scrapes than allowed get 503, and are counted")
    func limit() async {
        let (entered, entry) = AsyncStream.makeStream(of: Void.self)
        let (released, release) = AsyncStream.makeStream(of: Void.self)
        let endpoint = MetricsEndpoint(maximumRequests: 1) {
            entry.yield()
            for await _ in released { break }
            return []
        }
        let request = HTTPRequest(authority: "x", path: "/metrics")
        async let first = endpoint.respond(to: request)
        for await _ in entered { break }
        #expect(await endpoint.respond(to: request).status == 503)
        release.finish()
        let body = String(decoding: await first.body, as: UTF8.self)
        #expect(body.contains("holdfast_metric_handler_requests_total{code=\"503\"} 1"))
        #expect(body.contains("holdfast_metric_handler_requests_in_flight 1"))
    }

    @Test("Families that break a rule are an error with the reason, not a scrape")
    func broken() async {
        let endpoint = MetricsEndpoint(maximumRequests: 1) { [Self.build.family, Self.build.family] }
        let answer = await endpoint.respond(to: HTTPRequest(authority: "x"))
        #expect(answer.status == 500 && String(decoding: answer.body, as: UTF8.self).contains("holdfast_build_info"))
    }
}

@Suite("Counting calls to AWS")
struct RuntimeCountersTests {
    private func call(
        _ outcome: FinishedCall.Outcome = .success, seconds: Double = 0.02, attempts: Int = 1, throttled: Int = 0
    ) -> FinishedCall {
        FinishedCall(
            service: "backup", operation: "ListBackupVaults", account: "000000000001", region: "eu-central-1",
            outcome: outcome, duration: .milliseconds(Int(seconds * 1_000)), attempts: attempts,
            throttledAttempts: throttled, requestID: nil)
    }

    @Test("Requests, errors, throttles and durations are counted apart")
    func counts() {
        let counters = RuntimeCounters()
        counters.callFinished(call())
        counters.callFinished(call(.failure(.throttled), seconds: 60, attempts: 4, throttled: 4))
        counters.callFinished(call(seconds: 0.025, attempts: 2, throttled: 1))
        let text = String(decoding: Exposition.render(counters.families(), as: .text), as: UTF8.self)
        let labels = "{service=\"backup\",operation=\"ListBackupVaults\"}"
        for (name, value) in [
            ("requests_total", "7"), ("errors_total", "1"), ("throttles_total", "5"),
            ("request_duration_seconds_count", "3"),
        ] { #expect(text.contains("holdfast_aws_api_\(name)\(labels) \(value)\n"), "\(name)") }
        #expect(text.contains("ListBackupVaults\",le=\"0.025\"} 2\n") && text.contains("le=\"30\"} 2\n"))
        #expect(text.contains("le=\"+Inf\"} 3\n"))
        #expect(MetricLint.problems(in: counters.families()) == [])
    }

    @Test("Calls of an account and Region stand in one report only")
    func takenOnce() {
        let counters = RuntimeCounters()
        counters.callFinished(call(attempts: 3))
        let (account, region) = (ReportFixtures.account(1), ReportFixtures.region("eu-central-1"))
        let expected = [APICallCount(service: "backup", operation: "ListBackupVaults", count: 3)]
        #expect(counters.takeCalls(account: ReportFixtures.account(2), region: region) == [])
        #expect(counters.takeCalls(account: account, region: region) == expected)
        #expect(counters.takeCalls(account: account, region: region) == [])
        #expect(counters.totals == expected)
    }
}

@Suite("The published report")
struct PublishedReportTests {
    @Test("It is ready after the first sweep, and forgets what a sweep does not find any more")
    func sweeps() {
        let published = PublishedReport()
        #expect(published.reasonNotReady != nil)
        let summaries = (1...3).map { AccountSummary(ReportFixtures.report(account: $0, status: .complete)) }
        for summary in summaries { published.publish(summary) }
        #expect(published.reasonNotReady != nil)
        published.finishSweep(of: Set(summaries.dropLast().map(\.key)), isListingWhole: true)
        #expect(published.reasonNotReady == nil)
        #expect(published.standings.map(\.summary) == Array(summaries.dropLast()))
    }

    @Test("A sweep that did not know all accounts forgets none, and a metric says so")
    func unlisted() {
        let published = PublishedReport()
        let now = Instant(millisecondsSinceEpoch: 0)
        func text() -> String {
            String(decoding: Exposition.render(published.families(now: now), as: .text), as: UTF8.self)
        }
        let summaries = (1...2).map { AccountSummary(ReportFixtures.report(account: $0, status: .complete)) }
        for summary in summaries { published.publish(summary) }
        #expect(!text().contains("\nholdfast_account_listing_success "))
        published.finishSweep(of: Set(summaries.prefix(1).map(\.key)), isListingWhole: false)
        #expect(published.standings.map(\.summary) == summaries)
        #expect(text().contains("\nholdfast_account_listing_success 0\n"))
        published.finishSweep(of: Set(summaries.prefix(1).map(\.key)), isListingWhole: true)
        #expect(published.standings.map(\.summary) == Array(summaries.prefix(1)))
        #expect(text().contains("\nholdfast_account_listing_success 1\n"))
    }

    @Test("The last success is kept over incomplete sweeps, and an older summary is not taken")
    func lastSuccess() {
        let published = PublishedReport()
        let good = ReportFixtures.report(account: 1, run: ReportFixtures.run("a"), status: .complete)
        let bad = ReportFixtures.report(account: 1, run: ReportFixtures.run("b", minutes: 5), status: .denied)
        published.publish(AccountSummary(good))
        published.publish(AccountSummary(bad))
        published.publish(AccountSummary(good))
        #expect(published.standings.map(\.lastSuccessAt) == [good.run.finishedAt])
        #expect(published.standings.map(\.summary.coverage.status) == [.denied])
    }
}

@Suite("The status of the configuration")
struct ConfigurationStatusTests {
    @Test("A failed load shows, and keeps the time of the one in use")
    func loads() {
        let status = ConfigurationStatus(loadedAt: Instant(millisecondsSinceEpoch: 5_000))
        func text() -> String { String(decoding: Exposition.render(status.families(), as: .text), as: UTF8.self) }
        #expect(text().contains("_successful 1\n"))
        status.failed()
        #expect(text().contains("_successful 0\n") && text().contains("_timestamp_seconds 5\n"))
        status.loaded(at: Instant(millisecondsSinceEpoch: 9_000))
        #expect(text().contains("_successful 1\n") && text().contains("_timestamp_seconds 9\n"))
    }
}
