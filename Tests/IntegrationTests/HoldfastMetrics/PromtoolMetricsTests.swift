import AWSCore
import HoldfastExporter
import HoldfastHTTP
import HoldfastMetrics
import HoldfastModel
import HoldfastReport
import TestSupport
import Testing

@Suite(
    "Prometheus' own judge of metrics",
    .enabled(if: ForeignTool("promtool") != nil, "promtool is not here: run make judges")
)
struct PromtoolMetricsTests {
    @Test("promtool check metrics has nothing to say of anything we serve")
    func checkMetrics() async throws {
        let promtool = try #require(ForeignTool("promtool"))
        let reports = (1...10).map { ReportFixtures.report(account: $0, seed: 3) }
        let standings = reports.map {
            AccountStanding(
                summary: AccountSummary($0), lastSuccessAt: $0.run.finishedAt, receivedAt: $0.run.finishedAt)
        }
        let counters = RuntimeCounters()
        counters.callFinished(
            FinishedCall(
                service: "backup", operation: "ListBackupVaults", account: "000000000001", region: "eu-central-1",
                outcome: .success, duration: .milliseconds(20), attempts: 1, throttledAttempts: 0, requestID: nil))
        var received = MetricFamily(MetricCatalog.reportsReceived)
        received.add(["stored"], 1)
        let build = BuildInfo(version: "1.2.3", revision: "abc")
        let ours = [build.family, received] + counters.families() + ProcessMetrics().families()
        let endpoint = MetricsEndpoint(maximumRequests: 1) {
            StateMetrics.families(of: standings, now: ReportFixtures.start) + ours
        }
        let answer = await endpoint.respond(to: HTTPRequest(authority: "x", path: "/metrics"))
        #expect(answer.status == 200)
        let (status, output) = try promtool.run(["check", "metrics"], input: answer.body)
        #expect(status == 0 && output.isEmpty, "\(output)")
    }
}
