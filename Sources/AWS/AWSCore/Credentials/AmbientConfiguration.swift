internal import FoundationEssentials

/// What environment and shared files say about how to reach AWS.
///
/// A profile the caller names wins over keys in the environment; otherwise those win over the profile, as in AWS's CLI.
public struct AmbientConfiguration: Sendable {
    /// The Region, when one is configured: `AWS_REGION`, then `AWS_DEFAULT_REGION`, then the profile's.
    public let region: String?
    /// Where services are.
    public let endpoints: EndpointResolver
    /// The file of certificates to trust instead of the system's: `AWS_CA_BUNDLE`, then the profile's `ca_bundle`.
    public let certificateBundle: String?
    /// The name of the profile in use.
    public let profileName: String
    private let environment: [String: String]
    private let shared: SharedConfiguration
    private let isProfileAskedFor: Bool

    /// Reads environment and files.
    ///
    /// - Parameters:
    ///   - environment: The variables.
    ///   - profile: The profile the caller asks for.
    ///   - readFile: Reads a file; from the disk when nothing is said.
    /// - Throws: ``CredentialError`` when a file is malformed or lacks the profile that was named.
    public init(
        environment: [String: String], profile: String? = nil,
        readFile: SharedConfiguration.FileReader = AmbientConfiguration.fileFromDisk
    ) throws(CredentialError) {
        let shared = try SharedConfiguration(environment: environment, profile: profile, readFile: readFile)
        region =
            SharedConfiguration.nonEmpty(environment["AWS_REGION"])
            ?? SharedConfiguration.nonEmpty(environment["AWS_DEFAULT_REGION"]) ?? shared["region"]
        endpoints = EndpointResolver(environment: environment, configuration: shared)
        certificateBundle = SharedConfiguration.nonEmpty(environment["AWS_CA_BUNDLE"]) ?? shared["ca_bundle"]
        profileName = shared.profileName
        self.environment = environment
        self.shared = shared
        isProfileAskedFor = profile != nil
    }

    /// The base credentials; nothing is fetched before the first call needs them.
    ///
    /// Order: environment, web identity, profile, container, EC2 instance; a profile the caller names stands alone. What
    /// expires is renewed ahead of its end. AWS: "AWS SDKs and Tools Reference Guide", standardized credential providers.
    public func credentials(_ tools: CredentialTools) -> CredentialChain {
        let context = CredentialContext(
            environment: environment, configuration: shared, endpoints: endpoints, region: region, tools: tools)
        let profile = tools.refreshing(ProfileCredentials(context: context).fetch)
        guard !isProfileAskedFor else { return CredentialChain([profile]) }
        return CredentialChain([
            EnvironmentCredentials(environment: environment),
            tools.refreshing(WebIdentityCredentials(context: context).fetch), profile,
            tools.refreshing(ContainerCredentials(context: context).fetch),
            tools.refreshing(InstanceCredentials(context: context).fetch),
        ])
    }

    /// Reads a file from the disk; nothing when there is none.
    public static let fileFromDisk: SharedConfiguration.FileReader = { path in
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        return Array(try Data(contentsOf: URL(filePath: path)))
    }
}
