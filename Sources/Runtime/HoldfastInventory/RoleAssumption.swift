public import HoldfastModel

/// The role to assume in each account, and how.
public struct RoleAssumption: Hashable, Sendable {
    /// The role's ARN with `{partition}` and `{account}`; a bare name stands for a role of that name.
    public let template: String
    /// The external id its trust policy asks for.
    public let externalID: String?
    /// The name of the session, which CloudTrail shows.
    public let sessionName: String
    /// Tags on the session.
    public let tags: [String: String]
    /// How long a session lasts, 15 minutes to 12 hours; the service's own default when nothing is said.
    public let duration: Duration?
    /// Whether the role is assumed in the caller's own account as well.
    public let appliesToHome: Bool

    /// Describes a role.
    public init(
        template: String, externalID: String? = nil, sessionName: String = "holdfast", tags: [String: String] = [:],
        duration: Duration? = nil, appliesToHome: Bool = false
    ) {
        self.template = template
        self.externalID = externalID
        self.sessionName = sessionName
        self.tags = tags
        self.duration = duration
        self.appliesToHome = appliesToHome
    }

    /// The role's ARN in an account.
    public func arn(in account: AccountID, partition: AWSPartition) -> String {
        let text = template.hasPrefix("arn:") ? template : "arn:{partition}:iam::{account}:role/\(template)"
        return text.replacing("{partition}", with: partition.rawValue)
            .replacing("{account}", with: account.rawValue)
    }
}
