/// What every source of credentials looks at: variables, profiles, endpoints, and its tools.
struct CredentialContext: Sendable {
    let environment: [String: String]
    let configuration: SharedConfiguration
    let endpoints: EndpointResolver
    let region: String?
    let tools: CredentialTools

    /// A variable; an empty one counts as none.
    subscript(variable: String) -> String? { SharedConfiguration.nonEmpty(environment[variable]) }

    /// A path with `~/` put in full.
    func expanded(_ path: String) -> String {
        path.hasPrefix("~/") ? (self["HOME"] ?? "") + path.dropFirst() : path
    }

    /// The name of a session where nobody chose one.
    var sessionName: String { "holdfast-\(tools.clock.now().millisecondsSinceEpoch)" }

    /// Asks STS for the session of a role, with the credentials given or with the request's own token.
    ///
    /// Costs one call.
    func session(
        _ request: SessionRequest, signedBy credentials: AWSCredentials?, region own: String?, for source: String
    ) async throws(CredentialError) -> AWSCredentials {
        let partition = request.roleARN.split(separator: ":", omittingEmptySubsequences: false).dropFirst().first
        let home = Partition.all.first { $0.id == partition.map(String.init) } ?? .commercial
        let caller = tools.client(endpoints).caller(
            account: nil, region: own ?? region ?? home.globalRegion,
            credentials: StaticCredentials(credentials ?? AWSCredentials(accessKeyID: "", secretAccessKey: "")))
        let keys: SessionKeys
        do throws(AWSError) {
            keys =
                credentials == nil
                ? try await caller.call(WebIdentityOperation.self, request)
                : try await caller.call(ProfileRoleOperation.self, request)
        } catch {
            throw CredentialError(
                code: error.kind == .cancelled ? .cancelled : .sourceFailed,
                message: "\(source): the role \(request.roleARN) cannot be assumed", underlying: error)
        }
        return try keys.credentials(from: "\(source): STS")
    }
}
