internal import Foundation
internal import Testing

extension ForeignPrograms {
    /// Third-party clients against the simulator's listener, on loopback.
    @Suite("Foreign clients of the simulator")
    struct ForeignClientTests {
        @Test("the strict judge finds every deviation crafted for it")
        func judgeFindsDeviations() async throws {
            let outcome = try await Peer.run(["-m", "unittest", "test_strict"], environment: [:])
            #expect(outcome.status == 0, "\(outcome.errors)")
        }

        @Test("botocore and the aws CLI find no deviation in a thousand answers that reach every operation")
        func strictDriverFindsNothing() async throws {
            let outcome = try await ListeningSimulator.run(holdsFurtherTypes: true) { environment in
                try await Peer.run(["drive_simulator.py"], environment: environment)
            }
            #expect(outcome.status == 0, "\(outcome.output)\n\(outcome.errors)")
            let data = Data(outcome.output.utf8)
            let summary = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
            let calls = try #require(summary["calls"] as? Int)
            let operations = try #require(summary["operations"] as? [String: Any])
            print("strict drive: \(calls) calls of \(operations.count) operations")
            #expect(calls >= 1_000)
            #expect(try #require(summary["checked"] as? Int) >= 1_000)
            #expect(try #require(summary["deviations"] as? [String]) == [])
            #expect(try #require(summary["failures"] as? [String]) == [])
            #expect(try #require(summary["gaps"] as? [String]) == [])
        }
    }
}
