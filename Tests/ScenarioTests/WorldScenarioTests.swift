import AWSSimulator
import HoldfastAgent
import HoldfastModel
import HoldfastReport
import Testing

/// What AWS does that a healthy organization shows too: Regions that are not open.
@Suite("Closed Regions")
struct WorldScenarioTests {
    @Test("a Region nobody opted in to is told as a gap of every account, and nothing there is called empty or good")
    func closedRegion() async throws {
        let open = try await Scenario(members: 3, resources: 60).sweep()
        let world = try Scenario(members: 3, resources: 60, adjust: { $0.closedRegions = ["us-west-2"] })
        let pass = try await world.sweep()
        let closed = pass.reports.filter { $0.key.region?.rawValue == "us-west-2" && $0.coverage.status.isInScope }
        #expect(!closed.isEmpty)
        for report in closed {
            #expect(report.coverage.status != .complete && !report.coverage.gaps.isEmpty, "\(report.key)")
            #expect(report.resources.allSatisfy { $0.status != .protected })
        }
        #expect(Judgement(pass).exitCode == 4)
        #expect(Judgement(pass).keys == Judgement(open).keys)
        #expect(Judgement(pass).green.subtracting(Judgement(open).green).isEmpty, "turned green")
        let home = pass.reports.filter { $0.key.region?.rawValue == "us-east-1" && $0.coverage.status.isInScope }
        #expect(home.allSatisfy { $0.coverage.status == .complete }, "the open Region is not touched by it")
    }
}
