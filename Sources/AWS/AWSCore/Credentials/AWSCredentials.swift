/// What signs a request: an access key, or a session of an assumed role.
public struct AWSCredentials: Sendable, Hashable {
    /// The id of the access key, which is no secret.
    public let accessKeyID: String
    /// The secret access key.
    public let secretAccessKey: Redacted<String>
    /// The session token of temporary credentials.
    public let sessionToken: Redacted<String>?
    /// When temporary credentials end; nothing for those that do not, or do not say.
    public let expiration: AWSTime?

    /// Makes credentials.
    public init(
        accessKeyID: String, secretAccessKey: String, sessionToken: String? = nil, expiration: AWSTime? = nil
    ) {
        self.accessKeyID = accessKeyID
        self.secretAccessKey = Redacted(secretAccessKey)
        self.sessionToken = sessionToken.map { Redacted($0) }
        self.expiration = expiration
    }
}
