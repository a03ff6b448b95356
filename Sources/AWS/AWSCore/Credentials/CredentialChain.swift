/// Asks one source of credentials after the other; the first that is configured answers.
///
/// A source that is configured wrongly ends the search with its error, so that a mistake in one place is never covered
/// up by forgotten keys in another.
public struct CredentialChain: CredentialProvider {
    private let providers: [any CredentialProvider]

    /// Makes a chain in order of precedence.
    public init(_ providers: [any CredentialProvider]) { self.providers = providers }

    /// The credentials of the first source that has some.
    public func credentials() async throws(CredentialError) -> AWSCredentials {
        var reasons: [String] = []
        for provider in providers {
            do throws(CredentialError) {
                return try await provider.credentials()
            } catch {
                guard error.code == .missing else { throw error }
                reasons.append(error.message)
            }
        }
        throw CredentialError(
            code: .missing, message: "no AWS credentials found: \(reasons.joined(separator: "; "))")
    }

    /// Tells every source, since one of them gave the refused credentials.
    public func discard(_ refused: AWSCredentials) async {
        for provider in providers { await provider.discard(refused) }
    }
}
