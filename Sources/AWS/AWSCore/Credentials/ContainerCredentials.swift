internal import HoldfastHTTP

/// Credentials of a task in ECS or a pod in EKS, from the endpoint its variables point to.
///
/// AWS: "AWS SDKs and Tools Reference Guide", container credential provider.
struct ContainerCredentials: Sendable {
    private static let relative = "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"
    private static let full = "AWS_CONTAINER_CREDENTIALS_FULL_URI"
    private static let tokenFile = "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"
    private static let token = "AWS_CONTAINER_AUTHORIZATION_TOKEN"
    /// The only hosts asked without TLS: the machine itself, ECS's and EKS's agents.
    private static let plainHosts: Set = [
        "localhost", "[::1]", "169.254.170.2", "169.254.170.23", "[fd00:ec2::23]",
    ]

    let context: CredentialContext

    /// The credentials of the container; costs one request to its endpoint.
    func fetch() async throws(CredentialError) -> AWSCredentials {
        var request = try endpoint()
        request.timeout = .seconds(2)
        request.headers["Accept"] = "application/json"
        if let authorization = try authorization() { request.headers["Authorization"] = authorization }
        let metadata = MetadataRequest(
            tools: context.tools, source: "the container endpoint \(request.scheme)://\(request.authority)",
            attempts: 3)
        let keys = SessionKeys(
            try metadata.object(in: await metadata.answer(to: request)), tokenName: "Token")
        return try keys.credentials(from: metadata.source)
    }

    private func endpoint() throws(CredentialError) -> HTTPRequest {
        if let path = context[Self.relative] {
            guard path.hasPrefix("/"), let request = Self.request("http://169.254.170.2" + path) else {
                throw CredentialError(code: .malformed, message: "\(Self.relative) is not a path: \(path)")
            }
            return request
        }
        guard let url = context[Self.full] else {
            throw CredentialError(code: .missing, message: "\(Self.relative) and \(Self.full) are not set")
        }
        guard let request = Self.request(url) else {
            throw CredentialError(code: .malformed, message: "\(Self.full) is not an http or https URL")
        }
        guard request.scheme == "https" || Self.isPlainHost(request.authority) else {
            throw CredentialError(
                code: .malformed,
                message: "\(Self.full) names \(request.authority), which is asked by https only; without TLS only "
                    + "this machine and the agents of ECS and EKS are")
        }
        return request
    }

    private func authorization() throws(CredentialError) -> String? {
        if let file = context[Self.tokenFile] {
            return try context.tools.token(in: context.expanded(file), from: Self.tokenFile)
        }
        guard let token = context[Self.token] else { return nil }
        guard token.utf8.allSatisfy({ (0x20...0x7E).contains($0) }) else {
            throw CredentialError(
                code: .malformed, message: "\(Self.token) contains a line break or another character it cannot have")
        }
        return token
    }

    /// Reads a URL with path and query, or gives nothing when it is no plain `http` or `https` URL.
    private static func request(_ url: String) -> HTTPRequest? {
        let parts = url.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard let first = parts.first, let base = Endpoint(url: first, signingRegion: "") else { return nil }
        let query = parts.count == 2 ? parts[1] : ""
        guard query.utf8.allSatisfy({ (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "#") }) else { return nil }
        // The path goes out as it was written, its last slash too.
        let path = base.basePath + (first.hasSuffix("/") && !base.basePath.isEmpty ? "/" : "")
        return HTTPRequest(
            scheme: base.scheme, authority: base.authority, path: path.isEmpty ? "/" : path, query: query)
    }

    private static func isPlainHost(_ authority: String) -> Bool {
        let end = authority.hasPrefix("[") ? authority.firstIndex(of: "]").map(authority.index(after:)) : nil
        let host = authority[..<(end ?? authority.firstIndex(of: ":") ?? authority.endIndex)]
        let octets = host.split(separator: ".", omittingEmptySubsequences: false)
        let isLoopback = octets.first == "127" && octets.count == 4 && octets.allSatisfy { UInt8($0) != nil }
        return isLoopback || plainHosts.contains(String(host))
    }
}
