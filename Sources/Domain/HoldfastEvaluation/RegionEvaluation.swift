public import HoldfastModel

/// All that was judged of one account in one Region.
public struct RegionEvaluation: Hashable, Sendable {
    /// The account.
    public let account: Account
    /// The Region.
    public let region: AWSRegion
    /// The findings, sorted by control and subject.
    public let findings: [Finding]
    /// Each resource with its tier and status, sorted by ARN; one for every resource of the snapshot.
    public let resources: [ResourceJudgement]

    /// Describes a judgement.
    public init(account: Account, region: AWSRegion, findings: [Finding], resources: [ResourceJudgement]) {
        self.account = account
        self.region = region
        self.findings = findings
        self.resources = resources
    }
}

/// One resource, the tier it should meet and whether it does.
public struct ResourceJudgement: Hashable, Sendable, Codable {
    /// The resource.
    public let resource: Resource
    /// What the policy asks for it.
    public let assignment: AssignmentMatch
    /// Names of the Config rules that flag it.
    public let flaggedBy: [String]
    /// Whether its data can be recovered as promised.
    public let status: ProtectionStatus
    /// When its newest usable recovery point was whole; nothing when there is none or it is unknown.
    public let newestRecoveryPointAt: Instant?

    /// Describes a judgement.
    public init(
        resource: Resource, assignment: AssignmentMatch, flaggedBy: [String] = [], status: ProtectionStatus,
        newestRecoveryPointAt: Instant? = nil
    ) {
        self.resource = resource
        self.assignment = assignment
        self.flaggedBy = flaggedBy
        self.status = status
        self.newestRecoveryPointAt = newestRecoveryPointAt
    }
}

/// What the first matching assignment of a policy says of a resource.
public enum AssignmentMatch: Hashable, Sendable, Codable {
    /// The resource must meet that tier, by the assignment of that name.
    case tier(String, assignment: String)
    /// The assignment of that name leaves the resource out.
    case ignored(assignment: String)
    /// No assignment matches.
    case unassigned
    /// A fact an assignment asks for was not read, so which one matches first is not known.
    case unknown(ReadGap)

    /// The tier's name, where one is assigned.
    public var tierName: String? {
        if case .tier(let name, _) = self { name } else { nil }
    }
}
