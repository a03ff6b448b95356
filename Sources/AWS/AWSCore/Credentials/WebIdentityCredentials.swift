/// Credentials for the token of a web identity, as Kubernetes writes it for a service account.
///
/// AWS: "AWS SDKs and Tools Reference Guide", assume role credential provider; "Amazon EKS User Guide", IAM roles for
/// service accounts. The file is read anew for each session, since its token is replaced while the program runs.
struct WebIdentityCredentials: Sendable {
    let context: CredentialContext

    /// The session of the role in `AWS_ROLE_ARN` for the token in `AWS_WEB_IDENTITY_TOKEN_FILE`; costs one call.
    func fetch() async throws(CredentialError) -> AWSCredentials {
        // AWS_ROLE_ARN alone is common in other tools' settings; only the file says that it is meant for this.
        guard let file = context["AWS_WEB_IDENTITY_TOKEN_FILE"] else {
            throw CredentialError(code: .missing, message: "AWS_WEB_IDENTITY_TOKEN_FILE is not set")
        }
        guard let role = context["AWS_ROLE_ARN"] else {
            throw CredentialError(
                code: .incomplete, message: "AWS_WEB_IDENTITY_TOKEN_FILE is set, but AWS_ROLE_ARN is not")
        }
        let token = try context.tools.token(in: context.expanded(file), from: "AWS_WEB_IDENTITY_TOKEN_FILE")
        return try await context.session(
            SessionRequest(
                roleARN: role, sessionName: context["AWS_ROLE_SESSION_NAME"] ?? context.sessionName,
                webIdentityToken: Redacted(token)),
            signedBy: nil, region: nil, for: "web identity")
    }
}
