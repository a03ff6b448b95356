import AWSSimulator
import HoldfastAgent
import HoldfastEvaluation
import HoldfastInventory
import HoldfastModel
import HoldfastReport
import Testing

/// `holdfast why` over the wire: the same answer a sweep gives, from one account and Region.
@Suite("Why, asked of a simulated organization")
struct WhyScenarioTests {
    @Test("Each resource of an account has the status the sweep gave it, and each call is told with its request")
    func sameAsSweep() async throws {
        let world = try CleanRuns.world()
        let pass = try await world.sweep()
        let report = try #require(
            pass.reports.first { $0.coverage.status == .complete && $0.resources.count >= 3 })
        let region = try #require(report.key.region)
        let account = try #require(
            pass.listing.entries.map(\.account).first { $0.id == report.key.accountID })
        for row in report.resources.prefix(3) {
            try world.beginCounting()
            let tree = try await world.explain(row.arn, of: account, in: region)
            #expect(tree.answer == .status(row.status) || tree.answer == .ignored, "\(tree.reason)")
            let sources = tree.steps.flatMap(Self.sources)
            #expect(!sources.isEmpty)
            // AWS Config's own word on its age is no call of ours.
            for source in sources where source.api != "config:DescribeConfigurationRecorderStatus" {
                #expect(source.requestID?.isEmpty == false && source.api.contains(":"), "\(source.api)")
            }
            let own = try world.counted().map(\.service)
            #expect(own.contains("backup") && !own.contains("organizations"))
            #expect(EvidenceText.text(of: tree, style: TableStyle(width: 100)).contains("request "))
        }
    }

    @Test("An account that lets nobody in is unknown, with the refusal for a reason")
    func denied() async throws {
        let world = try Scenario()
        let pass = try await world.sweep()
        let dark = try #require(pass.reports.first { $0.coverage.status == .denied })
        let account = try #require(pass.listing.entries.map(\.account).first { $0.id == dark.key.accountID })
        let region = try #require(dark.key.region)
        let arn = try #require(ResourceARN(rawValue: "arn:aws:ec2:\(region):\(account.id):volume/vol-1"))
        let tree = try await world.explain(arn, of: account, in: region)
        #expect(tree.answer == .status(.unknown) && ExitDecision(explained: tree).code == 4)
        #expect(tree.reason.contains("sts:AssumeRole"))
    }

    private static func sources(_ node: EvidenceNode) -> [FactSource] {
        [node.source].compactMap { $0 } + node.children.flatMap(sources)
    }
}
