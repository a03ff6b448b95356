/// How a `CurlTransport` reaches servers.
///
/// Proxies are libcurl's business: it reads `https_proxy`, `http_proxy`, `all_proxy` and `no_proxy` itself. Certificates
/// are always verified, and TLS is 1.2 at least; there is no switch for either.
public struct CurlOptions: Sendable, Hashable {
    /// How many connections are open at once.
    public var limits: ConnectionLimits
    /// How long making a connection may take, name lookup and TLS included.
    public var connectTimeout: Duration
    /// How long an exchange may take from the moment it gets its connection slot, where the request names no limit.
    public var timeout: Duration
    /// How many bytes of body an answer may have, after decompression.
    public var largestBody: Int
    /// A file of PEM certificates to trust instead of the system's.
    public var certificateBundle: String?
    /// The value of `User-Agent`.
    public var userAgent: String

    /// Makes options.
    public init(
        limits: ConnectionLimits = ConnectionLimits(), connectTimeout: Duration = .seconds(5),
        timeout: Duration = .seconds(60), largestBody: Int = 64 * 1_024 * 1_024, certificateBundle: String? = nil,
        userAgent: String = "holdfast"
    ) {
        self.limits = limits
        self.connectTimeout = connectTimeout
        self.timeout = timeout
        self.largestBody = largestBody
        self.certificateBundle = certificateBundle
        self.userAgent = userAgent
    }
}
