internal import AWSWire
internal import HoldfastCrypto

/// Issues the base key pair and session credentials of a world, and recognises them again.
///
/// Nothing is stored: secrets are drawn from the seed and the key id, and a session token carries who the session is and
/// when it ends under a code only the world can make.
package struct SessionAuthority: Sendable {
    /// An access key with its secret, and a token when it belongs to a session.
    package struct Credentials: Sendable, Hashable {
        /// The access key id.
        package let accessKeyID: String
        /// The secret.
        package let secretAccessKey: String
        /// The session token.
        package let sessionToken: String?
    }

    /// What a session is.
    package struct Session: Sendable, Hashable {
        /// The account of the role.
        package let account: String
        /// The name of the role.
        package let roleName: String
        /// The id of the role, `AROA…`.
        package let roleID: String
        /// The session's name.
        package let name: String
        /// When it ends.
        package let expiresAt: Moment
        /// The documents of the policies it is limited to; empty when it was made without.
        package var policies: [String] = []
    }

    private let seed: UInt64
    private let managementAccount: String
    private let code: HMACSHA256
    private static let separator = "\u{1F}"
    private static let userName = "holdfast-agent"

    /// Makes the authority of a world.
    package init(options: WorldOptions, managementAccount: String) {
        seed = options.seed
        self.managementAccount = managementAccount
        var random = SeededGenerator(seed, "authority")
        code = HMACSHA256(key: Array(random.mixed(64).utf8))
    }

    /// The key pair of a user of the management account, from which everything else is reached.
    package var baseCredentials: Credentials {
        var random = SeededGenerator(seed, "base-credentials")
        let key = "AKIA\(random.base32(16))"
        return Credentials(accessKeyID: key, secretAccessKey: secret(of: key), sessionToken: nil)
    }

    private var basePrincipal: Principal {
        var random = SeededGenerator(seed, "base-user")
        return Principal(
            account: managementAccount, arn: "arn:aws:iam::\(managementAccount):user/\(Self.userName)",
            userID: "AIDA\(random.base32(17))", accessKeyID: baseCredentials.accessKeyID)
    }

    /// The credentials of a session.
    ///
    /// - Parameter request: The id of the request that asks; another request gets other credentials.
    package func issue(_ session: Session, request: String) -> Credentials {
        var random = SeededGenerator(seed, "session", request, session.account, session.name)
        let key = "ASIA\(random.base32(16))"
        let payload = [
            key, session.account, session.roleName, session.roleID, session.name,
            String(session.expiresAt.milliseconds),
            String(decoding: WireValue.texts(session.policies).jsonBytes(), as: UTF8.self),
        ].joined(separator: Self.separator)
        let mark = code.code(of: payload).bytes
        return Credentials(
            accessKeyID: key, secretAccessKey: secret(of: key),
            sessionToken: Base64.encode(mark + Array(payload.utf8)))
    }

    /// The secret of an access key and who holds it.
    ///
    /// - Throws: `unknownKey` when the key is none of this world or the token is not the key's, `expired` when the
    ///   session is over.
    package func holder(
        of accessKeyID: String, token: String?, at now: Moment
    ) throws(AuthenticationFailure) -> (secret: String, principal: Principal) {
        let base = baseCredentials
        if accessKeyID == base.accessKeyID {
            guard token == nil else { throw .unknownKey }
            return (base.secretAccessKey, basePrincipal)
        }
        guard accessKeyID.hasPrefix("ASIA"), let token, let session = session(of: token, accessKeyID: accessKeyID)
        else { throw .unknownKey }
        guard now < session.expiresAt else { throw .expired }
        let principal = Principal(
            account: session.account,
            arn: "arn:aws:sts::\(session.account):assumed-role/\(session.roleName)/\(session.name)",
            userID: "\(session.roleID):\(session.name)", accessKeyID: accessKeyID, roleName: session.roleName,
            sessionPolicies: Self.policies(of: session))
        return (secret(of: accessKeyID), principal)
    }

    private func session(of token: String, accessKeyID: String) -> Session? {
        guard let bytes = Base64.decode(Array(token.utf8)), bytes.count > 32 else { return nil }
        let payload = String(decoding: bytes[32...], as: UTF8.self)
        guard ConstantTime.equal(code.code(of: payload).bytes, bytes[..<32]) else { return nil }
        let parts = payload.components(of: Self.separator)
        guard parts.count == 7, parts[0] == accessKeyID, let expiry = Int64(parts[5]),
            let policies = (try? WireValue(json: Array(parts[6].utf8)))?.textsValue
        else { return nil }
        return Session(
            account: parts[1], roleName: parts[2], roleID: parts[3], name: parts[4],
            expiresAt: Moment(milliseconds: expiry), policies: policies)
    }

    /// The policies of a session, which were read once before it was made.
    private static func policies(of session: Session) -> [PermissionPolicy]? {
        guard !session.policies.isEmpty else { return nil }
        return session.policies.enumerated().compactMap { index, text in
            try? PermissionPolicy(text: text, name: "session policy \(index + 1)")
        }
    }

    private func secret(of accessKeyID: String) -> String {
        String(Base64.encode(code.code(of: "secret\u{1F}\(accessKeyID)").bytes).prefix(40))
    }
}

extension String {
    fileprivate func components(of separator: String) -> [String] {
        split(separator: Character(separator), omittingEmptySubsequences: false).map(String.init)
    }
}
