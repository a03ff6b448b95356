/// What a bucket does for its objects by itself.
///
/// Source: Amazon S3 API Reference, "GetBucketVersioning" and "GetBucketNotificationConfiguration".
public struct BucketSettings: Hashable, Sendable, Codable {
    /// Whether versions of objects are kept.
    public enum Versioning: String, Hashable, Sendable, Codable {
        /// They are.
        case enabled = "Enabled"
        /// They were; new objects have none.
        case suspended = "Suspended"
        /// They never were.
        case off = "Off"
    }

    /// Whether versions are kept; nothing where that could not be read.
    public let versioning: Versioning?
    /// Whether its events go to EventBridge; nothing where that could not be read.
    public let tellsEventBridge: Bool?

    /// Describes settings.
    public init(versioning: Versioning? = nil, tellsEventBridge: Bool? = nil) {
        self.versioning = versioning
        self.tellsEventBridge = tellsEventBridge
    }
}
