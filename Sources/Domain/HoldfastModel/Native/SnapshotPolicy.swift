/// A policy of Amazon Data Lifecycle Manager, as `GetLifecyclePolicies` describes it.
public struct SnapshotPolicy: Hashable, Sendable, Codable {
    /// Its id, `policy-…`.
    public let id: String
    /// Its ARN.
    public let arn: ResourceARN
    /// What it is for, in words.
    public let description: String
    /// `ENABLED`, `DISABLED` or `ERROR`.
    public let state: String

    /// Describes a policy.
    public init(id: String, arn: ResourceARN, description: String, state: String) {
        self.id = id
        self.arn = arn
        self.description = description
        self.state = state
    }
}
