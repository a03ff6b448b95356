internal import Foundation
internal import Testing

extension ForeignPrograms {
    /// The real program under the eyes of a real Prometheus.
    @Suite("A real Prometheus")
    struct RealPrometheusTests {
        private static var tools: String? {
            Peer.path("HOLDFAST_TOOLS").flatMap { folder in
                ["prometheus", "promtool"].allSatisfy {
                    FileManager.default.isExecutableFile(atPath: "\(folder)/\($0)")
                }
                    ? folder : nil
            }
        }

        @Test(
            "alerts fire and are resolved as the world changes, and every selector matches a series that was scraped",
            .enabled(if: tools != nil, "HOLDFAST_TOOLS names no folder with prometheus and promtool"))
        func alerts() async throws {
            let tools = try #require(Self.tools)
            let outcome = try await Peer.run(["prove_alerts.py", Peer.holdfast, tools], environment: [:])
            #expect(outcome.status == 0, "\(outcome.output)\n\(outcome.errors)")
            let summary = try #require(
                try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
            #expect(try #require(summary["failures"] as? [String]) == [])
            #expect(try #require(summary["unmatched"] as? [String]) == [])
            #expect(try #require(summary["selectors"] as? Int) >= 60)
            #expect(try #require(summary["gzip"] as? Bool))
            let alerts = try #require(summary["alerts"] as? [String: [Double]])
            let driven = [
                "HoldfastAPICallsMissing", "HoldfastAccountUnreachable", "HoldfastDown", "HoldfastDrift",
                "HoldfastNeverBackedUp", "HoldfastRPOBreached", "HoldfastReportsRefused", "HoldfastResourcesMissing",
                "HoldfastResourcesUnprotected", "HoldfastSweepMissing", "HoldfastSweepStale",
                "HoldfastWaiverExpired",
            ]
            for name in driven {
                let span = try #require(alerts[name], "\(name) was not driven")
                #expect(span.count == 2 && span[0] < span[1], "\(name) \(span)")
            }
        }

        @Test("the reader of PromQL finds every selector, and nothing that is none")
        func selectors() async throws {
            let outcome = try await Peer.run(["test_prometheus_support.py"], environment: [:])
            #expect(outcome.status == 0, "\(outcome.output)\n\(outcome.errors)")
        }
    }
}
