internal import FoundationEssentials

/// What environment and shared files say about how to reach AWS.
///
/// A profile the caller names wins over keys in the environment; otherwise those win over the profile, as in AWS's CLI.
public struct AmbientConfiguration: Sendable {
    /// The base credentials; asked for at the first call, so that a command that makes none needs none.
    public let credentials: CredentialChain
    /// The Region, when one is configured: `AWS_REGION`, then `AWS_DEFAULT_REGION`, then the profile's.
    public let region: String?
    /// Where services are.
    public let endpoints: EndpointResolver
    /// The file of certificates to trust instead of the system's: `AWS_CA_BUNDLE`, then the profile's `ca_bundle`.
    public let certificateBundle: String?
    /// The name of the profile in use.
    public let profileName: String

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
        let fromProfile = ProfileCredentials(configuration: shared)
        credentials = CredentialChain(
            profile == nil ? [EnvironmentCredentials(environment: environment), fromProfile] : [fromProfile])
        region =
            SharedConfiguration.nonEmpty(environment["AWS_REGION"])
            ?? SharedConfiguration.nonEmpty(environment["AWS_DEFAULT_REGION"]) ?? shared["region"]
        endpoints = EndpointResolver(environment: environment, configuration: shared)
        certificateBundle = SharedConfiguration.nonEmpty(environment["AWS_CA_BUNDLE"]) ?? shared["ca_bundle"]
        profileName = shared.profileName
    }

    /// Reads a file from the disk; nothing when there is none.
    public static let fileFromDisk: SharedConfiguration.FileReader = { path in
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        return Array(try Data(contentsOf: URL(filePath: path)))
    }
}
