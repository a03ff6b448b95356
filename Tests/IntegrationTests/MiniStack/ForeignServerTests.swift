internal import Foundation
internal import Testing

extension ForeignPrograms {
    /// The real program against an AWS nobody here wrote.
    @Suite(
        "A foreign server",
        .enabled(if: Peer.path("HOLDFAST_MINISTACK") != nil, "HOLDFAST_MINISTACK names no MiniStack"))
    struct ForeignServerTests {
        @Test("three accounts of MiniStack are brought to policy, and boto3 reads back every field of every change")
        func threeAccounts() async throws {
            let ministack = try #require(Peer.path("HOLDFAST_MINISTACK"))
            let outcome = try await Peer.run(["govern_ministack.py", Peer.holdfast, ministack], environment: [:])
            #expect(outcome.status == 0, "\(outcome.output)\n\(outcome.errors)")
            let summary = try #require(
                try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
            #expect(try #require(summary["changes"] as? Int) >= 12)
            #expect(try #require(summary["secondPlan"] as? Int) == 0)
            #expect(try #require(summary["sweepExit"] as? Int) == 4)
            #expect(try #require(summary["gaps"] as? [String]).contains("backup:DescribeRegionSettings"))
            #expect(try #require(summary["failures"] as? [String]) == [])
        }
    }
}
