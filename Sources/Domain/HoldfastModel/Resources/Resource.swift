/// Something that holds data worth recovering.
public struct Resource: Hashable, Sendable, Codable {
    /// Where the knowledge that it exists comes from.
    public enum Source: String, Hashable, Sendable, Codable {
        /// AWS Config's recorder.
        case config
        /// The service's own list call.
        case service
        /// The tagging API.
        case tagging
    }

    /// Its name.
    public let arn: ResourceARN
    /// Its kind.
    public let type: ResourceType
    /// The account it belongs to.
    public let accountID: AccountID
    /// The Region it lives in; for a bucket, its own.
    public let region: AWSRegion
    /// Its tags, or nothing when they could not be read.
    public let tags: [String: String]?
    /// When it was made, where AWS says so.
    public let createdAt: Instant?
    /// AWS Config's id of the resource where its ARN does not hold it (`db-…` of an RDS instance, `cluster-…` of an
    /// Aurora cluster), where it was read.
    public let configResourceID: String?
    /// Whether it is an instance that is stopped, where that was read; nothing for other types.
    public let isStopped: Bool?
    /// Where it was found.
    public let source: Source

    /// Describes a resource.
    public init(
        arn: ResourceARN, type: ResourceType, accountID: AccountID, region: AWSRegion, tags: [String: String]?,
        createdAt: Instant? = nil, configResourceID: String? = nil, isStopped: Bool? = nil,
        source: Source = .service
    ) {
        self.arn = arn
        self.type = type
        self.accountID = accountID
        self.region = region
        self.tags = tags
        self.createdAt = createdAt
        self.configResourceID = configResourceID
        self.isStopped = isStopped
        self.source = source
    }
}
