internal import AWSWire

/// Temporary keys as STS, IAM Identity Center, metadata endpoints and processes tell them.
struct SessionKeys: XMLReadable {
    private var keyID: String?
    private var secret: String?
    private var token: String?
    private var expiration: String?

    /// Reads `AccessKeyId`, `SecretAccessKey`, the session token and `Expiration` of a JSON object.
    ///
    /// - Parameters:
    ///   - value: The object.
    ///   - tokenName: The name of the member with the session token, `Token` or `SessionToken`.
    init(_ value: WireValue, tokenName: String) {
        keyID = value["AccessKeyId"]?.stringValue
        secret = value["SecretAccessKey"]?.stringValue
        token = value[tokenName]?.stringValue
        expiration = value["Expiration"]?.stringValue
    }

    /// Reads what `sso:GetRoleCredentials` gives, which counts its end in milliseconds.
    init(singleSignOn value: WireValue) {
        keyID = value["accessKeyId"]?.stringValue
        secret = value["secretAccessKey"]?.stringValue
        token = value["sessionToken"]?.stringValue
        expiration = value["expiration"]?.integerValue.map {
            WireTimestamp(millisecondsSinceEpoch: $0).text(.iso8601)
        }
    }

    /// Reads what `aws login` keeps.
    init(consoleLogin value: WireValue) {
        keyID = value["accessKeyId"]?.stringValue
        secret = value["secretAccessKey"]?.stringValue
        token = value["sessionToken"]?.stringValue
        expiration = value["expiresAt"]?.stringValue
    }

    private init() {}

    /// Reads the `Credentials` element in the result of an STS operation.
    static func read(from reader: inout XMLReader) throws(WireError) -> SessionKeys? {
        var keys = SessionKeys()
        while let name = try reader.nextChild() {
            guard name == "Credentials" else {
                try reader.skipElement()
                continue
            }
            while let member = try reader.nextChild() {
                switch member {
                case "AccessKeyId": keys.keyID = try reader.text()
                case "SecretAccessKey": keys.secret = try reader.text()
                case "SessionToken": keys.token = try reader.text()
                case "Expiration": keys.expiration = try reader.text()
                default: try reader.skipElement()
                }
            }
        }
        return keys
    }

    /// The credentials, checked.
    ///
    /// - Parameters:
    ///   - source: Who gave them, for messages.
    ///   - isTemporary: Whether they must have a session token and an end.
    func credentials(from source: String, isTemporary: Bool = true) throws(CredentialError) -> AWSCredentials {
        let needed: [(String, String?)] =
            [("AccessKeyId", keyID), ("SecretAccessKey", secret)]
            + (isTemporary ? [("a session token", token), ("Expiration", expiration)] : [])
        if let missing = needed.first(where: { SharedConfiguration.nonEmpty($0.1) == nil }) {
            throw CredentialError(code: .malformed, message: "\(source) answered without \(missing.0)")
        }
        let end = expiration.map { WireTimestamp($0) }
        if let end, end == nil {
            throw CredentialError(code: .malformed, message: "\(source) gave an Expiration that is no date")
        }
        let checked = try AWSCredentials(
            checking: keyID ?? "", secret ?? "", token: SharedConfiguration.nonEmpty(token), from: source)
        return AWSCredentials(
            accessKeyID: checked.accessKeyID, secretAccessKey: checked.secretAccessKey.revealed,
            sessionToken: checked.sessionToken?.revealed,
            expiration: end.flatMap { $0 }.map { AWSTime(millisecondsSinceEpoch: $0.millisecondsSinceEpoch) })
    }
}
