internal import AWSWire
internal import HoldfastHTTP

/// Credentials of the role of an EC2 instance, from its metadata service in version 2.
///
/// AWS: "Amazon EC2 User Guide", use the Instance Metadata Service; "AWS SDKs and Tools Reference Guide", IMDS credential
/// provider. Version 1 is never asked: it answers whoever can make the program fetch a URL.
struct InstanceCredentials: Sendable {
    private static let source = "the EC2 instance metadata service"
    private static let folder = "/latest/meta-data/iam/security-credentials/"

    let context: CredentialContext

    /// The credentials of the instance's role; costs three requests to its metadata service.
    func fetch() async throws(CredentialError) -> AWSCredentials {
        guard context["AWS_EC2_METADATA_DISABLED"]?.lowercased() != "true" else {
            throw CredentialError(
                code: .missing, message: "\(Self.source) is switched off by AWS_EC2_METADATA_DISABLED")
        }
        let endpoint = try endpoint()
        let seconds = context["AWS_METADATA_SERVICE_TIMEOUT"].flatMap { Int($0) } ?? 1
        let attempts = context["AWS_METADATA_SERVICE_NUM_ATTEMPTS"].flatMap { Int($0) } ?? 1
        let metadata = MetadataRequest(tools: context.tools, source: Self.source, attempts: max(1, attempts))
        var request = HTTPRequest(
            method: "PUT", scheme: endpoint.scheme, authority: endpoint.authority,
            path: endpoint.basePath + "/latest/api/token", headers: ["x-aws-ec2-metadata-token-ttl-seconds": "21600"],
            timeout: .seconds(max(1, seconds)))
        let token = try await self.token(metadata, request)
        request.method = "GET"
        request.headers = ["x-aws-ec2-metadata-token": token]
        request.path = endpoint.basePath + Self.folder
        let listing = try await metadata.answer(to: request)
        let role = String(decoding: listing.body, as: UTF8.self).split(whereSeparator: \.isNewline).first
        guard listing.status == 200, let role, role.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            guard listing.status == 404 || listing.status == 200 else {
                throw CredentialError(
                    code: .sourceFailed, message: "\(Self.source) answered with status \(listing.status)")
            }
            throw CredentialError(code: .missing, message: "the EC2 instance has no role")
        }
        request.path += role
        let answer = try metadata.object(in: await metadata.answer(to: request))
        if let code = answer["Code"]?.stringValue, code != "Success" {
            throw CredentialError(
                code: .sourceFailed,
                message: "\(Self.source) has no credentials of the role \(role): \(code)")
        }
        return try SessionKeys(answer, tokenName: "Token").credentials(from: Self.source)
    }

    /// The token each further request shows; whoever cannot get one is not on an instance.
    private func token(_ metadata: MetadataRequest, _ request: HTTPRequest) async throws(CredentialError) -> String {
        let response: HTTPResponse
        do throws(CredentialError) {
            response = try await metadata.answer(to: request)
        } catch {
            guard error.code == .sourceFailed else { throw error }
            throw CredentialError(code: .missing, message: error.message)
        }
        let token = String(decoding: response.body, as: UTF8.self)
        guard response.status == 200, !token.isEmpty, token.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw CredentialError(
                code: .missing, message: "\(Self.source) gave no token: status \(response.status)")
        }
        return token
    }

    private func endpoint() throws(CredentialError) -> Endpoint {
        let setting = "AWS_EC2_METADATA_SERVICE_ENDPOINT"
        let mode =
            context["AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE"]
            ?? context.configuration["ec2_metadata_service_endpoint_mode"]
        let url =
            context[setting] ?? context.configuration["ec2_metadata_service_endpoint"]
            ?? (mode?.lowercased() == "ipv6" ? "http://[fd00:ec2::254]" : "http://169.254.169.254")
        guard let endpoint = Endpoint(url: url, signingRegion: "") else {
            throw CredentialError(code: .malformed, message: "\(setting) is not an http or https URL of a host")
        }
        return endpoint
    }
}
