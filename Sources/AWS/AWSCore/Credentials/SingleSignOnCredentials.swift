internal import AWSWire
internal import HoldfastCrypto

/// Credentials of a role in IAM Identity Center, for the token `aws sso login` left on the disk.
///
/// AWS: "AWS SDKs and Tools Reference Guide", IAM Identity Center credential provider. The token of an `sso-session` is
/// renewed while its login lasts, and the cache gets the new one, as AWS's tools do; the login itself is a person's act.
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
        let token = try await token(of: session ?? start, isRenewable: session != nil, region: region)
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

    /// How long before its end a token is renewed.
    private static let renewalWindow = Duration.seconds(15 * 60)

    /// The token in the cache, whose files are named after what the login was for; renewed where it is about to end.
    ///
    /// Costs one call where it is renewed. A renewal that fails leaves the old token in use until it ends.
    private func token(
        of login: String, isRenewable: Bool, region: String
    ) async throws(CredentialError) -> String {
        let path = context.expanded("~/.aws/sso/cache/\(SHA1.hex(of: login)).json")
        let token = try cachedToken(at: path)
        let now = context.tools.clock.now()
        let left = now.duration(to: AWSTime(millisecondsSinceEpoch: token.end.millisecondsSinceEpoch))
        guard left < Self.renewalWindow, isRenewable else {
            return try checked(token, left: left, path, nil)
        }
        switch await renewal(of: token, region: region, at: now) {
        case .success(let renewed):
            // Whoever cannot write the cache still has the token; the next renewal starts from what is there.
            try? context.tools.writeFile(path, renewed.json)
            return try checked(renewed, left: .seconds(1), path, nil)
        case .failure(let problem):
            return try checked(token, left: left, path, problem)
        }
    }

    private func cachedToken(at path: String) throws(CredentialError) -> LoginToken {
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
        guard let token = LoginToken(json: bytes) else {
            throw CredentialError(
                code: .malformed,
                message: "\(profile.label): \(path) has no accessToken with a valid expiresAt; \(advice)")
        }
        return token
    }

    private func renewal(
        of token: LoginToken, region: String, at now: AWSTime
    ) async -> Result<LoginToken, RenewalProblem> {
        let input: TokenRenewalOperation.Input
        switch token.renewal(at: now) {
        case .success(let found): input = found
        case .failure(let problem): return .failure(problem)
        }
        let caller = context.tools.client(context.endpoints).caller(
            account: nil, region: region,
            credentials: StaticCredentials(AWSCredentials(accessKeyID: "", secretAccessKey: "")))
        do throws(AWSError) {
            let answer = try await caller.call(TokenRenewalOperation.self, input)
            return .success(token.renewed(by: answer, at: now))
        } catch {
            return .failure(RenewalProblem("it was not renewed: \(error.code)"))
        }
    }

    private func checked(
        _ token: LoginToken, left: Duration, _ path: String, _ problem: RenewalProblem?
    ) throws(CredentialError) -> String {
        guard left > .zero else {
            let reason = problem.map { " and \($0.words)" } ?? ""
            throw CredentialError(
                code: .sourceFailed,
                message: "\(profile.label): the login ended at \(token.end.text(.iso8601))\(reason); \(advice)")
        }
        guard token.isWellFormed else {
            throw CredentialError(
                code: .malformed, message: "\(profile.label): the accessToken in \(path) is none; \(advice)")
        }
        return token.accessToken.revealed
    }
}
