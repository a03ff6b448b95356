import HoldfastExporter
import HoldfastHTTP
import HoldfastMetrics
import HoldfastModel
import HoldfastWeb
import Synchronization
import Testing

@Suite("Loading the configuration anew")
struct ReloadableConfigurationTests {
    private struct Wrong: Error, CustomStringConvertible {
        let description = "policy.yaml:3:5: error: no"
    }

    private func text(_ status: ConfigurationStatus) -> String {
        String(decoding: Exposition.render(status.families(), as: .text), as: UTF8.self)
    }

    @Test("Good, bad, good: the bad one keeps what was there, shows in the metrics, and the next good one is taken")
    func swap() {
        let file = Mutex<Int?>(2)
        let configuration = ReloadableConfiguration(1, loadedAt: Instant(millisecondsSinceEpoch: 1_000)) { present in
            guard let value = file.withLock({ $0 }) else { throw Wrong() }
            return ReloadableConfiguration.Loaded(value, kept: ["was \(present)"])
        }
        #expect(configuration.current == 1)
        #expect(text(configuration.status).contains("_successful 1\n"))
        #expect(text(configuration.status).contains("_timestamp_seconds 1\n"))
        #expect(configuration.reload(at: Instant(millisecondsSinceEpoch: 2_000)) == .loaded(kept: ["was 1"]))
        #expect(configuration.current == 2)

        file.withLock { $0 = nil }
        let failed = configuration.reload(at: Instant(millisecondsSinceEpoch: 3_000))
        #expect(failed == .failed(reason: "policy.yaml:3:5: error: no"))
        #expect(configuration.current == 2)
        #expect(text(configuration.status).contains("_successful 0\n"))
        #expect(text(configuration.status).contains("_timestamp_seconds 2\n"))

        file.withLock { $0 = 4 }
        #expect(configuration.reload(at: Instant(millisecondsSinceEpoch: 4_000)) == .loaded(kept: ["was 2"]))
        #expect(configuration.current == 4)
        #expect(text(configuration.status).contains("_successful 1\n"))
        #expect(text(configuration.status).contains("_timestamp_seconds 4\n"))
    }

    @Test("Loads asked for at the same time run one after the other, and none is lost")
    func turns() async {
        let configuration = ReloadableConfiguration(0, loadedAt: Instant(millisecondsSinceEpoch: 0)) {
            ReloadableConfiguration.Loaded($0 + 1, kept: [])
        }
        await withDiscardingTaskGroup { group in
            for _ in 0..<200 {
                group.addTask { _ = configuration.reload(at: Instant(millisecondsSinceEpoch: 1)) }
            }
        }
        #expect(configuration.current == 200)
    }
}
