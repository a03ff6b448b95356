/// What variables and profile say about all endpoints alike.
struct EndpointSettings: Sendable {
    /// Where the names of S3 buckets go.
    enum BucketStyle: String {
        /// Into the host name of AWS's own endpoints, into the path of configured ones.
        case auto
        case path, virtual
    }

    /// Which of AWS's own endpoints is wanted.
    let variant: EndpointVariant
    /// Whether no configured URL counts.
    let ignoresConfiguredURLs: Bool
    /// Whether STS is asked at its one former endpoint where it was once.
    let usesFormerSTSEndpoint: Bool
    /// Where the profile wants the names of S3 buckets.
    let bucketStyle: BucketStyle
    /// Whether the labels some operations put before the host are wanted.
    let takesHostPrefix: Bool

    /// Reads the settings; a variable wins over the profile.
    ///
    /// - Throws: ``EndpointError`` for a value that is none of those the setting may have: leaving a FIPS endpoint out
    ///   silently would be the wrong guess.
    init(environment: [String: String], configuration: SharedConfiguration?) throws(EndpointError) {
        func text(_ variable: String, _ setting: String) -> (value: String, source: String)? {
            if let value = SharedConfiguration.nonEmpty(environment[variable]) { return (value, variable) }
            return configuration?[setting].map { ($0, "\(setting) of the profile") }
        }
        func isOn(_ variable: String, _ setting: String) throws(EndpointError) -> Bool {
            guard let given = text(variable, setting) else { return false }
            guard let isOn = Bool(given.value.lowercased()) else {
                throw EndpointError(message: "\(given.source) is neither true nor false: \(given.value)")
            }
            return isOn
        }
        var variant: EndpointVariant = []
        if try isOn("AWS_USE_FIPS_ENDPOINT", "use_fips_endpoint") { variant.insert(.fips) }
        if try isOn("AWS_USE_DUALSTACK_ENDPOINT", "use_dualstack_endpoint") { variant.insert(.dualStack) }
        self.variant = variant
        ignoresConfiguredURLs = try isOn("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "ignore_configured_endpoint_urls")
        takesHostPrefix = try !isOn("AWS_DISABLE_HOST_PREFIX_INJECTION", "disable_host_prefix_injection")
        let former = text("AWS_STS_REGIONAL_ENDPOINTS", "sts_regional_endpoints")
        guard let former, former.value.lowercased() != "regional" else {
            usesFormerSTSEndpoint = false
            bucketStyle = try Self.bucketStyle(configuration)
            return
        }
        guard former.value.lowercased() == "legacy" else {
            throw EndpointError(message: "\(former.source) is neither regional nor legacy: \(former.value)")
        }
        usesFormerSTSEndpoint = true
        bucketStyle = try Self.bucketStyle(configuration)
    }

    private static func bucketStyle(_ configuration: SharedConfiguration?) throws(EndpointError) -> BucketStyle {
        guard let value = configuration?["s3.addressing_style"] else { return .auto }
        guard let style = BucketStyle(rawValue: value.lowercased()) else {
            throw EndpointError(
                message: "s3 addressing_style of the profile is none of auto, path and virtual: \(value)")
        }
        return style
    }
}
