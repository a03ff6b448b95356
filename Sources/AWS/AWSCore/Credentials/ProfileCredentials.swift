/// Static keys of a profile in AWS's shared files.
public struct ProfileCredentials: CredentialProvider {
    private let configuration: SharedConfiguration

    /// Settings that make AWS's tools fetch credentials in a way this provider does not, and what each is.
    private static let unsupported: [(key: String, what: String)] = [
        ("role_arn", "an assumed role"), ("sso_session", "IAM Identity Center"),
        ("sso_start_url", "IAM Identity Center"), ("credential_process", "an external process"),
        ("web_identity_token_file", "a web identity token"), ("credential_source", "a credential source"),
        ("login_session", "a console login"),
    ]

    /// Reads the profile that configuration chooses.
    public init(configuration: SharedConfiguration) { self.configuration = configuration }

    /// The keys, or an error that names the setting missing or not supported.
    public func credentials() async throws(CredentialError) -> AWSCredentials {
        let profile = configuration.profileName
        let source = "profile \(profile)"
        if let found = Self.unsupported.first(where: { configuration[$0.key] != nil }) {
            throw CredentialError(
                code: .unsupported,
                message: "\(source) takes its credentials from \(found.what) (\(found.key)), which is not supported; "
                    + "put credentials into the environment, for example with aws configure export-credentials "
                    + "--profile \(profile) --format env")
        }
        switch (configuration["aws_access_key_id"], configuration["aws_secret_access_key"]) {
        case (let keyID?, let secret?):
            return try AWSCredentials(
                checking: keyID, secret, token: configuration["aws_session_token"], from: source)
        case (nil, nil):
            // A profile somebody named must have what it was named for.
            throw CredentialError(
                code: configuration.isProfileNamed ? .incomplete : .missing,
                message: "\(source) has no aws_access_key_id in \(configuration.paths.joined(separator: " or "))")
        case (_?, nil):
            throw CredentialError(
                code: .incomplete, message: "\(source) has aws_access_key_id, but no aws_secret_access_key")
        case (nil, _?):
            throw CredentialError(
                code: .incomplete, message: "\(source) has aws_secret_access_key, but no aws_access_key_id")
        }
    }
}
