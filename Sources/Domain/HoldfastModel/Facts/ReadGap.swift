/// Something that should have been read and was not, with the reason.
///
/// A gap never means that there is nothing: every control that reads the fact answers `unknown` for what the gap covers.
public struct ReadGap: Hashable, Sendable, Codable {
    /// How much of the fact is missing.
    public enum Scope: Hashable, Sendable, Codable {
        /// All of it.
        case everything
        /// What concerns resources of one type.
        case resourceType(ResourceType)
        /// What concerns one resource.
        case resource(ResourceARN)
        /// What one vault holds.
        case vault(String)
        /// What one plan, by its id, holds.
        case plan(String)
        /// What one Config rule says.
        case configRule(String)
        /// What concerns one other Region.
        case region(AWSRegion)
    }

    /// Why it could not be read.
    public enum Reason: String, Hashable, Sendable, Codable {
        /// AWS refused.
        case denied
        /// AWS asked for fewer calls until our patience ended.
        case throttled
        /// The endpoint does not know the operation.
        case notImplemented
        /// AWS or the network failed, or the answer could not be read.
        case failed
        /// The credentials ended.
        case expiredCredentials
        /// The read was given up for lack of time.
        case timedOut
    }

    /// The knowledge that is missing.
    public let fact: FactKind
    /// How much of it.
    public let scope: Scope
    /// The IAM action of the call, such as `backup:ListBackupVaults`.
    public let api: String
    /// Why.
    public let reason: Reason
    /// The code AWS gave.
    public let code: String
    /// The words AWS gave.
    public let message: String
    /// The request id AWS gave, when it gave one.
    public let requestID: String?

    /// Describes a gap.
    public init(
        fact: FactKind, scope: Scope, api: String, reason: Reason, code: String, message: String,
        requestID: String? = nil
    ) {
        self.fact = fact
        self.scope = scope
        self.api = api
        self.reason = reason
        self.code = code
        self.message = message
        self.requestID = requestID
    }
}
