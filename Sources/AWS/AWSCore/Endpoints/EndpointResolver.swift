/// Finds the endpoint of a service in a Region: the configured one, else AWS's own.
///
/// Order: `AWS_ENDPOINT_URL_<SERVICE>`, `AWS_ENDPOINT_URL`, the profile's `services` section, the profile's
/// `endpoint_url`; `AWS_IGNORE_CONFIGURED_ENDPOINT_URLS` or the profile's `ignore_configured_endpoint_urls` leaves all
/// four out. A configured endpoint is taken as it is: whether it is a FIPS or dual-stack one is its owner's business.
/// AWS: "AWS SDKs and Tools Reference Guide", service-specific endpoints, dual-stack and FIPS endpoints, AWS STS
/// Regional endpoints.
public struct EndpointResolver: Sendable {
    private let environment: [String: String]
    private let configuration: SharedConfiguration?
    private let settings: Result<EndpointSettings, EndpointError>

    /// Reads the variables and the profile given, nothing else; what is wrong with them comes out at the first call.
    public init(environment: [String: String], configuration: SharedConfiguration? = nil) {
        self.environment = environment
        self.configuration = configuration
        settings = Result { () throws(EndpointError) in
            try EndpointSettings(environment: environment, configuration: configuration)
        }
    }

    /// The endpoint of a service for calls about that Region.
    ///
    /// `fips-us-east-1` and `us-east-1-fips` mean the FIPS endpoint of `us-east-1`, as in old configurations.
    ///
    /// - Throws: ``EndpointError`` when the configured URL is none, a switch is neither on nor off, the partition has no
    ///   such endpoint, or the Region's name could not stand in a host name.
    public func endpoint(for service: ServiceDescription, region: String) throws(EndpointError) -> Endpoint {
        guard !region.isEmpty, region.utf8.allSatisfy(Self.isLabelByte) else {
            throw EndpointError(message: "\"\(region)\" is not the name of a Region")
        }
        let settings = try settings.get()
        let (region, isFIPSRegion) = Self.withoutFIPS(region)
        let custom = settings.ignoresConfiguredURLs ? nil : configuredURL(for: service)
        let variant = custom == nil ? settings.variant.union(isFIPSRegion ? .fips : []) : []
        let own = try EndpointTable.place(
            of: service, in: region, variant, usesFormerSTS: settings.usesFormerSTSEndpoint)
        guard let custom else {
            return Endpoint(
                scheme: "https", authority: own.host, signingRegion: own.signingRegion, isCustom: false,
                keepsBucketInPath: settings.bucketStyle == .path, takesHostPrefix: settings.takesHostPrefix)
        }
        guard let place = Endpoint(url: custom.url, signingRegion: own.signingRegion) else {
            throw EndpointError(message: "\(custom.source) is not an http or https URL of a host: \(custom.url)")
        }
        return Endpoint(
            scheme: place.scheme, authority: place.authority, basePath: place.basePath,
            signingRegion: place.signingRegion, isCustom: true, keepsBucketInPath: settings.bucketStyle != .virtual,
            takesHostPrefix: settings.takesHostPrefix)
    }

    private func configuredURL(for service: ServiceDescription) -> (url: String, source: String)? {
        for name in ["AWS_ENDPOINT_URL_\(service.endpointVariable)", "AWS_ENDPOINT_URL"] {
            if let url = SharedConfiguration.nonEmpty(environment[name]) { return (url, name) }
        }
        if let url = configuration?.endpointURL(forService: service.endpointVariable) {
            return (url, "endpoint_url of the profile's services section")
        }
        return configuration?["endpoint_url"].map { ($0, "endpoint_url of the profile") }
    }

    private static func withoutFIPS(_ region: String) -> (region: String, isFIPS: Bool) {
        if region.hasPrefix("fips-") { return (String(region.dropFirst(5)), true) }
        if region.hasSuffix("-fips") { return (String(region.dropLast(5)), true) }
        return (region, false)
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
