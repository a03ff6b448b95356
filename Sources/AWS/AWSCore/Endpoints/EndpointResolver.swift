/// Finds the endpoint of a service in a Region: the configured one, else AWS's own.
///
/// Order: `AWS_ENDPOINT_URL_<SERVICE>`, `AWS_ENDPOINT_URL`, the profile's `services` section, the profile's
/// `endpoint_url`; `AWS_IGNORE_CONFIGURED_ENDPOINT_URLS=true` leaves all four out. AWS: "AWS SDKs and Tools Reference
/// Guide", service-specific endpoints.
public struct EndpointResolver: Sendable {
    private let environment: [String: String]
    private let configuration: SharedConfiguration?
    private let isIgnored: Bool

    /// Services whose one endpoint lies elsewhere than the partition's other global services, by id and partition.
    ///
    /// botocore's `endpoint-rule-set-1.json` of each service.
    private static let globalHosts: [String: [String: (host: String, region: String)]] = [
        "iam": [
            "aws": ("iam.amazonaws.com", "us-east-1"),
            "aws-cn": ("iam.cn-north-1.amazonaws.com.cn", "cn-north-1"),
            "aws-us-gov": ("iam.us-gov.amazonaws.com", "us-gov-west-1"),
        ]
    ]

    /// Reads the variables and the profile given, nothing else.
    public init(environment: [String: String], configuration: SharedConfiguration? = nil) {
        self.environment = environment.filter { $0.key.hasPrefix("AWS_") }
        self.configuration = configuration
        let ignore = SharedConfiguration.nonEmpty(environment["AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"])
        isIgnored = (ignore ?? configuration?["ignore_configured_endpoint_urls"])?.lowercased() == "true"
    }

    /// The endpoint of a service for calls about that Region.
    ///
    /// - Throws: ``EndpointError`` when the configured URL is none, or the Region's name could not stand in a host name.
    public func endpoint(for service: ServiceDescription, region: String) throws(EndpointError) -> Endpoint {
        guard !region.isEmpty, region.utf8.allSatisfy(Self.isLabelByte) else {
            throw EndpointError(message: "\"\(region)\" is not the name of a Region")
        }
        let partition = Partition(ofRegion: region)
        let own = ownEndpoint(of: service, region: region, partition: partition)
        guard let (url, source) = configuredURL(for: service) else { return own }
        guard let custom = Endpoint(url: url, signingRegion: own.signingRegion) else {
            throw EndpointError(message: "\(source) is not an http or https URL of a host: \(url)")
        }
        return custom
    }

    private func ownEndpoint(of service: ServiceDescription, region: String, partition: Partition) -> Endpoint {
        guard service.isGlobal else {
            return Endpoint(
                scheme: "https", authority: "\(service.endpointPrefix).\(region).\(partition.dnsSuffix)",
                signingRegion: region, isCustom: false)
        }
        let (host, signingRegion) =
            Self.globalHosts[service.id]?[partition.id]
            ?? (
                "\(service.endpointPrefix).\(partition.globalRegion).\(partition.dnsSuffix)", partition.globalRegion
            )
        return Endpoint(scheme: "https", authority: host, signingRegion: signingRegion, isCustom: false)
    }

    private func configuredURL(for service: ServiceDescription) -> (url: String, source: String)? {
        guard !isIgnored else { return nil }
        for name in ["AWS_ENDPOINT_URL_\(service.endpointVariable)", "AWS_ENDPOINT_URL"] {
            if let url = SharedConfiguration.nonEmpty(environment[name]) { return (url, name) }
        }
        if let url = configuration?.endpointURL(forService: service.endpointVariable) {
            return (url, "endpoint_url of the profile's services section")
        }
        return configuration?["endpoint_url"].map { ($0, "endpoint_url of the profile") }
    }

    private static func isLabelByte(_ byte: UInt8) -> Bool {
        (0x61...0x7A).contains(byte) || (0x41...0x5A).contains(byte) || (0x30...0x39).contains(byte) || byte == 0x2D
    }
}

/// An endpoint that cannot be called.
public struct EndpointError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is wrong with it.
    public let message: String

    /// Makes a failure.
    public init(message: String) { self.message = message }

    /// The words.
    public var description: String { message }
}
