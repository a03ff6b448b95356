import AWSCore
import AWSSimulator
import Foundation
import HoldfastAgent
import HoldfastEnforcement
import HoldfastEvaluation
import HoldfastHTTP
import HoldfastInventory
import HoldfastModel
import HoldfastPlanning
import HoldfastPolicy
import HoldfastReport
import HoldfastStore
import Logging
import Synchronization
import TestSupport
import Testing

/// The whole of a sweep against a simulated organization, in one process and without sockets.
@Suite("Sweep of a simulated organization")
struct SweepScenarioTests {
    @Test("The denied account is denied and unknown; the other accounts are complete")
    func denied() async throws {
        let world = try Scenario()
        let pass = try await world.sweep()
        #expect(pass.listing.isOrganization && pass.isListingWhole)
        let denied = pass.reports.filter { $0.coverage.status == .denied }
        #expect(Set(denied.map(\.account.accountID)).count == 1)
        #expect(denied.count == world.regions.count)
        #expect(denied.allSatisfy { $0.coverage.gaps.contains { $0.api == "sts:AssumeRole" } })
        let (dark, other) = denied.flatMap(\.findings).reduce(into: ([Finding](), [Finding]())) { split, finding in
            if finding.controlID == OrganizationControls.sweptID {
                split.0.append(finding)
            } else {
                split.1.append(finding)
            }
        }
        #expect(!other.isEmpty && other.allSatisfy { $0.verdict == .unknown })
        #expect(dark.map(\.verdict) == [.nonCompliant], "that it is dark is known, and said once")
        let others = pass.reports.filter { $0.coverage.status.isInScope && $0.coverage.status != .denied }
        #expect(others.allSatisfy { $0.coverage.status == .complete }, "\(others.flatMap(\.coverage.gaps).prefix(3))")
        #expect(pass.reports.contains { $0.coverage.status == .suspended })
        #expect(Set(pass.reports.map(\.key)).count == pass.reports.count)
    }

    @Test("The resources counted are those of the simulator's own ledger")
    func counts() async throws {
        let world = try Scenario()
        let pass = try await world.sweep()
        for (key, count) in try world.ledger() {
            guard let report = pass.reports.first(where: { $0.key == key }), report.coverage.status != .denied
            else { continue }
            #expect(report.resources.count == count, "\(key.accountID) \(key.region?.rawValue ?? "")")
        }
    }

    @Test("Once a plan was applied, the next plan is empty")
    func converges() async throws {
        let world = try Scenario()
        let first = try await world.sweep()
        #expect(!first.outcome.plan.changes.isEmpty)
        let outcomes = try await world.apply(first.outcome.plan)
        #expect(outcomes.allSatisfy { if case .applied = $0.result { true } else { false } }, "\(outcomes.prefix(3))")
        let second = try await world.sweep()
        #expect(second.outcome.plan.changes.isEmpty, "\(second.outcome.plan.changes.prefix(3))")
    }

    @Test(
        "An API that is refused makes findings unknown, and none compliant that was not",
        arguments: [
            "GET /backup-vaults/", "GET /backup/plans/", "GET /resources/", "GET /account-settings",
            "StarlingDoveService.DescribeConfigRules", "DynamoDB_20120810.ListTables",
        ])
    func refused(call: String) async throws {
        let open = try await Scenario().sweep()
        // Who called and where stands in the signature's scope: key, day, Region.
        let refused = Mutex(Set<Substring>())
        let closed = try await Scenario { request in
            guard "\(request.method) \(request.path)" == call || request.headers["X-Amz-Target"] == call else {
                return false
            }
            let scope = request.headers["Authorization"]?.split(separator: ",").first
            refused.withLock { _ = $0.insert(scope ?? "") }
            return true
        }.sweep()
        let before = Dictionary(open.reports.flatMap(\.findings).map { ($0.id, $0.verdict) }) { first, _ in first }
        var unknown = 0
        for finding in closed.reports.flatMap(\.findings) {
            if finding.verdict == .unknown { unknown += 1 }
            guard finding.verdict == .compliant else { continue }
            #expect(before[finding.id] == .compliant, "\(finding.controlID) \(finding.resourceARN) turned compliant")
        }
        #expect(unknown > open.reports.flatMap(\.findings).count { $0.verdict == .unknown })
        // Where a recorder runs, tables are known without being listed, so the call is not made and nothing is missing.
        let partial = closed.reports.filter { $0.coverage.status == .partial }
        #expect(!partial.isEmpty)
        #expect(partial.count == refused.withLock { $0.count })
    }
}
