internal import Foundation
internal import Testing

extension ForeignPrograms {
    /// The real agent on organizations of two sizes.
    @Suite("Growing organizations")
    struct ScaleTests {
        @Test("60 accounts are swept whole, and take hardly more memory than 20")
        func memoryIsFlat() async throws {
            let outcome = try await Peer.run(
                ["../../Benchmarks/sweep_scale.py", Peer.holdfast, "20", "60"], environment: [:])
            #expect(outcome.status == 0, "\(outcome.output)\n\(outcome.errors)")
            let summary = try #require(
                try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
            let rows = try #require(summary["rows"] as? [[String: Any]])
            #expect(rows.compactMap { $0["accounts"] as? Int } == [20, 60])
            #expect(try #require(summary["failures"] as? [String]) == [])
        }
    }
}
