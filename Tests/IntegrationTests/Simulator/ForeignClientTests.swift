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

        @Test("Python's client is told of an answer cut short by a reset, and of one that did not come")
        func connections() async throws {
            struct Seen: Decodable, Equatable {
                var status: Int?
                var promised: Int?
                var came = 0
                var error: String?
            }
            let outcome = try await ListeningSimulator.run { environment in
                try await Peer.run(["watch_connections.py"], environment: environment)
            }
            #expect(outcome.status == 0, "\(outcome.errors)")
            let seen = try JSONDecoder().decode([String: Seen].self, from: Data(outcome.output.utf8))
            let whole = try #require(seen["none GET"])
            #expect(whole.status == 200 && whole.came == whole.promised && whole.came > 1 && whole.error == nil)
            let nothing = Seen(error: "RemoteDisconnected")
            #expect(seen["closed GET"] == nothing && seen["closed HEAD"] == nothing && seen["reset HEAD"] == nothing)
            let half = Seen(status: 200, promised: whole.came, came: whole.came / 2, error: "ConnectionResetError")
            #expect(seen["reset GET"] == half)
        }
    }
}
