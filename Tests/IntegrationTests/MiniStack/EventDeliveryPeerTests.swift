internal import Foundation
internal import Testing

extension ForeignPrograms {
    /// The simulator's events on a bus nobody here wrote.
    @Suite(
        "Events at a foreign bus",
        .enabled(if: Peer.path("HOLDFAST_MINISTACK") != nil, "HOLDFAST_MINISTACK names no MiniStack"))
    struct EventDeliveryPeerTests {
        @Test("a rule of MiniStack gets every event of its account, and no event of the world is lost")
        func events() async throws {
            let ministack = try #require(Peer.path("HOLDFAST_MINISTACK"))
            let outcome = try await Peer.run(["deliver_events.py", Peer.holdfast, ministack], environment: [:])
            #expect(outcome.status == 0, "\(outcome.output)\n\(outcome.errors)")
            let summary = try #require(
                try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
            #expect(try #require(summary["failures"] as? [String]) == [])
            #expect(try #require(summary["received"] as? Int) > 0)
            let kinds = try #require(summary["kinds"] as? [String])
            #expect(Set(["Backup Job State Change", "Recovery Point State Change"]).isSubset(of: kinds))
        }
    }
}
