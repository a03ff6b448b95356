internal import AWSWire
internal import HoldfastCrypto

/// Credentials of a role in IAM Identity Center, for the token `aws sso login` left on the disk.
///
/// AWS: "AWS SDKs and Tools Reference Guide", IAM Identity Center credential provider. The token itself is not renewed:
/// a login is a person's act.
struct SingleSignOnCredentials: Sendable {
    let context: CredentialContext
    let profile: Profile

    /// The credentials of `sso_role_name` in `sso_account_id`; costs one call.
    func fetch() async throws(CredentialError) -> AWSCredentials {
        let session = profile["sso_session"]
        let place: [String: String]
        if let session {
            guard let found = context.configuration.singleSignOnSessions[session] else {
                throw profile.error(.incomplete, "has sso_session = \(session), but there is no such section in ")
            }
            place = found
        } else {
            place = context.configuration.profiles[profile.name] ?? [:]
        }
        let account = try setting("sso_account_id", in: context.configuration.profiles[profile.name] ?? [:])
        let role = try setting("sso_role_name", in: context.configuration.profiles[profile.name] ?? [:])
        let start = try setting("sso_start_url", in: place)
        let region = try setting("sso_region", in: place)
        let token = try token(of: session ?? start)
        let caller = context.tools.client(context.endpoints).caller(
            account: account, region: region,
            credentials: StaticCredentials(AWSCredentials(accessKeyID: "", secretAccessKey: "")))
        let keys: SessionKeys
        do throws(AWSError) {
            keys = try await caller.call(
                SingleSignOnOperation.self,
                SingleSignOnOperation.Input(account: account, role: role, token: Redacted(token)))
        } catch {
            throw CredentialError(
                code: error.kind == .cancelled ? .cancelled : .sourceFailed,
                message: "\(profile.label): no credentials of the role \(role) in \(account); when the login has "
                    + "ended, \(advice)", underlying: error)
        }
        return try keys.credentials(from: "\(profile.label): IAM Identity Center")
    }

    private var advice: String { "run aws sso login --profile \(profile.name)" }

    private func setting(_ key: String, in settings: [String: String]) throws(CredentialError) -> String {
        guard let value = SharedConfiguration.nonEmpty(settings[key]) else {
            throw profile.error(.incomplete, "uses IAM Identity Center, but has no \(key) in ")
        }
        return value
    }

    /// The token in the cache, whose files are named after what the login was for.
    private func token(of login: String) throws(CredentialError) -> String {
        let path = context.expanded("~/.aws/sso/cache/\(SHA1.hex(of: login)).json")
        let bytes: [UInt8]?
        do {
            bytes = try context.tools.readFile(path)
        } catch {
            throw CredentialError(code: .sourceFailed, message: "\(profile.label): \(path) cannot be read: \(error)")
        }
        guard let bytes else {
            throw CredentialError(
                code: .sourceFailed, message: "\(profile.label): there is no login in \(path); \(advice)")
        }
        guard let value = try? WireValue(json: bytes), let token = value["accessToken"]?.stringValue,
            let end = value["expiresAt"]?.stringValue.flatMap({ WireTimestamp($0) })
        else {
            throw CredentialError(
                code: .malformed,
                message: "\(profile.label): \(path) has no accessToken with a valid expiresAt; \(advice)")
        }
        guard context.tools.clock.now().millisecondsSinceEpoch < end.millisecondsSinceEpoch else {
            throw CredentialError(
                code: .sourceFailed,
                message: "\(profile.label): the login ended at \(end.text(.iso8601)); \(advice)")
        }
        guard !token.isEmpty, token.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw CredentialError(
                code: .malformed, message: "\(profile.label): the accessToken in \(path) is none; \(advice)")
        }
        return token
    }
}
