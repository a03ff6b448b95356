public import HoldfastModel
public import HoldfastPolicy

/// Says which tier each resource of one snapshot must meet: the first assignment of the policy that matches decides.
///
/// An assignment that needs a fact nobody read leaves the answer unknown, unless another of its criteria refuses, or a
/// later one that surely matches gives the resource the very same.
public struct Assignments {
    private let assignments: [Assignment]
    private let account: Account
    private let matcher: SelectorMatcher

    /// Prepares the assignments of a policy for the resources of a snapshot.
    public init(policy: ProtectionPolicy, snapshot: RegionSnapshot) {
        self.init(policy: policy, snapshot: snapshot, matcher: SelectorMatcher(snapshot))
    }

    init(policy: ProtectionPolicy, snapshot: RegionSnapshot, matcher: SelectorMatcher) {
        assignments = policy.assignments
        account = snapshot.account
        self.matcher = matcher
    }

    /// What the policy asks for the resource.
    public func match(_ resource: Resource) -> AssignmentMatch {
        let subject = SelectorSubject(
            arn: resource.arn.rawValue, resource: resource, account: account, region: resource.region)
        var open: [(outcome: Assignment.Outcome, gap: ReadGap)] = []
        for assignment in assignments {
            let (answer, gap) = matcher.match(assignment.selector, subject)
            switch answer {
            case .fails: continue
            case .unknown(let reason):
                open.append((assignment.outcome, gap ?? Self.unexplained(reason, resource)))
            case .holds:
                if let other = open.first(where: { $0.outcome != assignment.outcome }) { return .unknown(other.gap) }
                return Self.match(assignment)
            }
        }
        return open.first.map { .unknown($0.gap) } ?? .unassigned
    }

    private static func match(_ assignment: Assignment) -> AssignmentMatch {
        switch assignment.outcome {
        case .tier(let name): .tier(name, assignment: assignment.name)
        case .ignored: .ignored(assignment: assignment.name)
        }
    }

    private static func unexplained(_ reason: String, _ resource: Resource) -> ReadGap {
        ReadGap(
            fact: .inventory, scope: .resource(resource.arn), api: "", reason: .failed, code: "NotRead", message: reason
        )
    }
}
