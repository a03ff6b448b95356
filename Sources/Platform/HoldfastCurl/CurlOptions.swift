/// How a `CurlTransport` reaches servers.
///
/// Certificates are always verified, and TLS is 1.2 at least; there is no switch for either. An answer is held in memory
/// complete: what is under way never holds more than `limits.total` times `largestBody`, and a server that sends faster
/// than that is read only as fast as its bytes are taken over.
public struct CurlOptions: Sendable, Hashable {
    /// How many connections are open at once.
    public var limits: ConnectionLimits
    /// How long the parts of an exchange may take.
    public var timeouts: TransportTimeouts
    /// How many bytes of body an answer may have, after decompression.
    public var largestBody: Int
    /// A file of PEM certificates to trust instead of the system's.
    public var certificateBundle: String?
    /// The proxies on the way.
    public var proxies: ProxySettings
    /// How many requests share one connection where a server offers HTTP/2 over TLS; with 0 it is not asked for.
    public var http2Streams: Int
    /// The value of `User-Agent`.
    public var userAgent: String

    /// Makes options.
    public init(
        limits: ConnectionLimits = ConnectionLimits(), timeouts: TransportTimeouts = TransportTimeouts(),
        largestBody: Int = 64 * 1_024 * 1_024, certificateBundle: String? = nil,
        proxies: ProxySettings = ProxySettings(), http2Streams: Int = 0, userAgent: String = "holdfast"
    ) {
        self.limits = limits
        self.timeouts = timeouts
        self.largestBody = largestBody
        self.certificateBundle = certificateBundle
        self.proxies = proxies
        self.http2Streams = max(0, http2Streams)
        self.userAgent = userAgent
    }
}
