/// Credentials from `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY` and `AWS_SESSION_TOKEN`.
///
/// AWS: "AWS SDKs and Tools Reference Guide", AWS access keys. A variable that is set but empty counts as not set.
public struct EnvironmentCredentials: CredentialProvider {
    private let environment: [String: String]

    /// Reads that environment, not the process's.
    public init(environment: [String: String]) { self.environment = environment }

    /// The credentials, or an error that names the variable missing.
    public func credentials() async throws(CredentialError) -> AWSCredentials {
        let keyID = value("AWS_ACCESS_KEY_ID")
        let secret = value("AWS_SECRET_ACCESS_KEY")
        switch (keyID, secret) {
        case (let keyID?, let secret?):
            return try AWSCredentials(
                checking: keyID, secret, token: value("AWS_SESSION_TOKEN"), from: "the environment")
        case (nil, nil):
            guard value("AWS_SESSION_TOKEN") == nil else {
                throw CredentialError(
                    code: .incomplete,
                    message: "AWS_SESSION_TOKEN is set without AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY")
            }
            throw CredentialError(code: .missing, message: "AWS_ACCESS_KEY_ID is not set in the environment")
        case (_?, nil):
            throw CredentialError(
                code: .incomplete, message: "AWS_ACCESS_KEY_ID is set, but AWS_SECRET_ACCESS_KEY is not")
        case (nil, _?):
            throw CredentialError(
                code: .incomplete, message: "AWS_SECRET_ACCESS_KEY is set, but AWS_ACCESS_KEY_ID is not")
        }
    }

    private func value(_ name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }
}

extension AWSCredentials {
    /// Makes credentials of configured text, refusing what no key can hold and a header must not.
    init(checking keyID: String, _ secret: String, token: String?, from source: String) throws(CredentialError) {
        for (name, value) in [("access key id", keyID), ("secret access key", secret), ("session token", token ?? "")] {
            guard value.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
                throw CredentialError(
                    code: .malformed,
                    message:
                        "the \(name) in \(source) contains a space, a line break or another character it cannot have")
            }
        }
        self.init(accessKeyID: keyID, secretAccessKey: secret, sessionToken: token)
    }
}
