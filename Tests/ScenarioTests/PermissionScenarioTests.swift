import AWSSimulator
import HoldfastAgent
import HoldfastModel
import HoldfastPlanning
import HoldfastReport
import TestSupport
import Testing

/// Least privilege, proven: the template's policy is enough, and nothing in it is too much.
@Suite("What the member role may do")
struct PermissionScenarioTests {
    /// Actions that no sweep or apply of these worlds uses, with the reason each is granted all the same.
    private static let unusedWithReason: [String: String] = [
        "backup:DescribeBackupVault": "for a single vault; the client can make the call, the list tells as much",
        "backup:UpdateBackupPlan": "a plan of ours that somebody changed; no world is born with one",
        "dynamodb:DescribeTable": "for the table controls to come; the client can make the call",
        "ec2:DescribeRegions": "for a preflight of Regions; the client can make the call",
        "s3:GetBucketLocation": "for buckets whose Region a list does not tell; the simulator's list tells it",
    ]

    /// Actions that only a larger world than that of the other rows uses.
    private static let largeWorld: Set = ["backup:UpdateRegionSettings", "elasticfilesystem:TagResource"]

    private static func world(_ policies: [PermissionPolicy]? = nil, isLarge: Bool = false) throws -> Scenario {
        try Scenario(members: isLarge ? 12 : 3, resources: isLarge ? 300 : 90, rolePolicies: policies)
    }

    /// What the unchanged policy leads to.
    private typealias Baseline = (dark: Set<AccountID>, judgement: Judgement)

    private static func baseline(isLarge: Bool) async throws -> Baseline {
        let pass = try await Self.world(isLarge: isLarge).sweep()
        let dark = Set(pass.reports.filter { $0.coverage.status == .denied }.map(\.account.accountID))
        return (dark, Judgement(try await Self.world(isLarge: isLarge).sweep(leavingOut: dark)))
    }

    // Each is found out once for every row.
    private static let small = Task { () async throws -> Baseline in try await Self.baseline(isLarge: false) }
    private static let large = Task { () async throws -> Baseline in try await Self.baseline(isLarge: true) }

    @Test("with exactly the template's policy a sweep, an apply and the next sweep are refused nothing")
    func sufficient() async throws {
        let world = try Self.world(isLarge: true)
        let free = try Self.world([], isLarge: true)
        let (first, unbound) = (try await world.sweep(), try await free.sweep())
        #expect(Judgement(first).verdicts == Judgement(unbound).verdicts)
        let outcomes = try await world.apply(first.outcome.plan)
        #expect(!outcomes.isEmpty)
        #expect(outcomes.allSatisfy(Self.isApplied), "\(outcomes.prefix(3))")
        #expect(try await world.sweep().outcome.plan.changes.isEmpty)

        let report = try world.permissions()
        #expect(report.restricted && report.actions.contains { $0.allowed > 0 })
        #expect(try world.refusedActions() == [])
        #expect(Set(report.unused) == Set(Self.unusedWithReason.keys), "\(report.unused.sorted())")
        #expect(try !free.permissions().restricted)
    }

    @Test("a role that may only read sweeps the same, and every change is refused")
    func readOnly() async throws {
        let (dark, before) = try await Self.small.value
        let world = try Self.world(try MemberTemplate.policies(mayChange: false))
        let pass = try await world.sweep(leavingOut: dark)
        #expect(Judgement(pass).verdicts == before.verdicts && Judgement(pass).exitCode == before.exitCode)
        // The management account is entered by its own user, whom nothing holds.
        let home = try world.managementAccount()
        let changes = Set(pass.outcome.plan.changes.filter { $0.accountID != home }.map(\.id))
        let outcomes = try await world.apply(pass.outcome.plan).filter { changes.contains($0.changeID) }
        #expect(!changes.isEmpty && outcomes.count == changes.count)
        #expect(!outcomes.contains(where: Self.isApplied))
    }

    private static func isApplied(_ outcome: ChangeOutcome) -> Bool {
        if case .applied = outcome.result { true } else { false }
    }

    @Test(
        "without one action something is refused and told, and nothing turns green",
        arguments: try MemberTemplate.policies().flatMap(\.grantedActions).sorted()
            .filter { Self.unusedWithReason[$0] == nil })
    func minimal(action: String) async throws {
        let isLarge = Self.largeWorld.contains(action)
        let (dark, before) = try await (isLarge ? Self.large : Self.small).value
        let policies = try MemberTemplate.policies().map { $0.without(action) }
        let world = try Self.world(policies, isLarge: isLarge)
        let pass = try await world.sweep(leavingOut: dark)
        let after = Judgement(pass)
        #expect(after.green.subtracting(before.green).isEmpty, "turned green")
        #expect(after.protected.subtracting(before.protected).isEmpty, "turned protected")
        #expect(after.keys == before.keys, "an account or Region was lost")
        var refused = try world.refusedActions()
        if after.exitCode == 4 {
            #expect(refused == [action])
            #expect(after.gaps.contains(action), "\(after.gaps.sorted())")
            return
        }
        // Either another call brings what this one cannot, or it is a change that needs the action.
        #expect(after.gaps.isEmpty)
        let hadSubstitute = !refused.isEmpty
        let outcomes = try await world.apply(pass.outcome.plan)
        refused = try world.refusedActions()
        #expect(refused == [action])
        #expect(hadSubstitute || !outcomes.allSatisfy(Self.isApplied))
    }
}

extension Scenario {
    /// The actions the member role was refused so far.
    fileprivate func refusedActions() throws -> [String] {
        try permissions().actions.filter { $0.refused > 0 }.map(\.action)
    }
}

extension PermissionPolicy {
    /// The policy with one action no longer granted.
    fileprivate func without(_ action: String) -> PermissionPolicy {
        var policy = self
        policy.statements = statements.map { statement in
            var statement = statement
            if case .only(let patterns) = statement.actions {
                statement.actions = .only(patterns.filter { $0 != action })
            }
            return statement
        }
        return policy
    }
}
