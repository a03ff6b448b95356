internal import AWSWire
internal import HoldfastCrypto

/// Credentials `aws login` left on the disk for a person's console session.
///
/// AWS: "AWS SDKs and Tools Reference Guide", login credential provider. They last minutes, and AWS's own tools renew them
/// with a key of the person's machine; here they are read anew whenever they are about to end, and no longer.
struct ConsoleLoginCredentials: Sendable {
    let context: CredentialContext
    let profile: Profile
    /// The profile's `login_session`.
    let session: String

    /// The credentials in the cache; costs no call.
    func fetch() throws(CredentialError) -> AWSCredentials {
        let folder = context["AWS_LOGIN_CACHE_DIRECTORY"] ?? "~/.aws/login/cache"
        let path = context.expanded("\(folder)/\(SHA256Digest(of: session).hex).json")
        let advice = "run aws login --profile \(profile.name)"
        let bytes: [UInt8]?
        do {
            bytes = try context.tools.readFile(path)
        } catch {
            throw CredentialError(code: .sourceFailed, message: "\(profile.label): \(path) cannot be read: \(error)")
        }
        guard let bytes else {
            throw CredentialError(
                code: .sourceFailed, message: "\(profile.label): there is no console login in \(path); \(advice)")
        }
        guard let value = (try? WireValue(json: bytes))?["accessToken"] else {
            throw CredentialError(
                code: .malformed, message: "\(profile.label): \(path) is not what aws login writes; \(advice)")
        }
        let credentials = try SessionKeys(consoleLogin: value).credentials(from: "\(profile.label): \(path)")
        guard let end = credentials.expiration, context.tools.clock.now() < end else {
            throw CredentialError(
                code: .sourceFailed,
                message: "\(profile.label): the console login's credentials have ended, and nothing has renewed them; "
                    + advice)
        }
        return credentials
    }
}
