internal import Foundation
internal import Testing

extension ForeignPrograms {
    /// The simulator beside two other emulators of AWS, asked the same.
    @Suite(
        "Three simulated clouds",
        .enabled(if: Peer.path("HOLDFAST_MINISTACK") != nil, "HOLDFAST_MINISTACK names no MiniStack"),
        .enabled(if: Peer.path("HOLDFAST_MOTO") != nil, "HOLDFAST_MOTO names no moto_server"))
    struct CloudComparisonTests {
        @Test("MiniStack, moto and the simulator answer alike, but for what a table lists with its reason")
        func sameCalls() async throws {
            let binaries = try ["HOLDFAST_MINISTACK", "HOLDFAST_MOTO"].map { try #require(Peer.path($0)) }
            let outcome = try await ListeningSimulator.run(members: 3, resources: 200) { environment in
                try await Peer.run(["compare_clouds.py"] + binaries, environment: environment)
            }
            #expect(outcome.status == 0, "\(outcome.output)\n\(outcome.errors)")
            let data = Data(outcome.output.utf8)
            let summary = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
            let compared = try #require(summary["compared"] as? [String: [String: Int]])
            print("compared with \(compared)")
            #expect(try #require(compared["ministack"]?["operations"]) >= 170)
            #expect(try #require(compared["moto"]?["operations"]) >= 155)
            #expect(try #require(summary["unlisted"] as? [String]) == [])
            #expect(try #require(summary["stale"] as? [String]) == [])
        }

        @Test("a table that leaves out a difference, or lists one too many, is found wrong")
        func judgeOfTheTable() async throws {
            let outcome = try await Peer.run(["-m", "unittest", "test_differences"], environment: [:])
            #expect(outcome.status == 0, "\(outcome.errors)")
        }
    }
}
