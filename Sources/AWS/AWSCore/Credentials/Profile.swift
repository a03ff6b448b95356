/// One profile of the shared files and the words for its mistakes.
struct Profile: Sendable {
    let name: String
    let configuration: SharedConfiguration

    /// What messages call it.
    var label: String { "profile \(name)" }
    /// Whether a file has it.
    var exists: Bool { configuration.profiles[name] != nil }
    /// Whether it has at least one half of an access key.
    var hasKeys: Bool { self["aws_access_key_id"] != nil || self["aws_secret_access_key"] != nil }

    /// Whether the credentials file, not the config file, has its keys.
    var hasKeysInCredentialsFile: Bool { configuration.credentialsFileProfiles.contains(name) }

    /// A setting; an empty one counts as none.
    subscript(key: String) -> String? { SharedConfiguration.nonEmpty(configuration.profiles[name]?[key]) }

    /// A mistake of this profile, with the files it may be in.
    func error(_ code: CredentialError.Code, _ problem: String) -> CredentialError {
        CredentialError(code: code, message: "\(label) \(problem)\(configuration.paths.joined(separator: " or "))")
    }

    /// Its access key, or an error that names the half missing.
    func keys() throws(CredentialError) -> AWSCredentials {
        guard let keyID = self["aws_access_key_id"] else {
            throw error(.incomplete, "has aws_secret_access_key, but no aws_access_key_id in ")
        }
        guard let secret = self["aws_secret_access_key"] else {
            throw error(.incomplete, "has aws_access_key_id, but no aws_secret_access_key in ")
        }
        return try AWSCredentials(checking: keyID, secret, token: self["aws_session_token"], from: label)
    }

    /// `duration_seconds`, checked against what `sts:AssumeRole` allows.
    func duration() throws(CredentialError) -> Int? {
        guard let text = self["duration_seconds"] else { return nil }
        guard let seconds = Int(text), (900...43_200).contains(seconds) else {
            throw error(.malformed, "has a duration_seconds that is not from 900 to 43200: \(text), in ")
        }
        return seconds
    }

    /// Refuses what only somebody at a terminal can give.
    func refuseUnsupported() throws(CredentialError) {
        guard self["mfa_serial"] != nil else { return }
        throw CredentialError(
            code: .unsupported,
            message:
                "\(label) takes its credentials from the code of an MFA device (mfa_serial), which nobody can enter "
                + "here; put credentials into the environment, for example with aws configure export-credentials "
                + "--profile \(name) --format env")
    }
}
