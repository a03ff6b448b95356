/// What is asked of a server, complete in memory.
public struct HTTPRequest: Sendable, Hashable {
    /// The method, in capitals.
    public var method: String
    /// `https` or `http`.
    public var scheme: String
    /// The host as it belongs into the `Host` header, with the port where it is not the scheme's own.
    public var authority: String
    /// The path, percent-encoded, beginning with a slash.
    public var path: String
    /// The query string, percent-encoded, without the question mark; empty when there is none.
    public var query: String
    /// The header fields without `Host` and `Content-Length`, which the transport adds.
    public var headers: HTTPHeaders
    /// The body.
    public var body: [UInt8]
    /// How long the whole exchange may take; the transport's own limit when nothing is said.
    public var timeout: Duration?
    /// Whether it goes to the host itself even where a proxy is configured, as to endpoints of the machine's own link.
    public var bypassesProxy: Bool

    /// Makes a request.
    public init(
        method: String = "GET", scheme: String = "https", authority: String, path: String = "/", query: String = "",
        headers: HTTPHeaders = [:], body: [UInt8] = [], timeout: Duration? = nil,
        bypassesProxy: Bool = false
    ) {
        self.method = method
        self.scheme = scheme
        self.authority = authority
        self.path = path
        self.query = query
        self.headers = headers
        self.body = body
        self.timeout = timeout
        self.bypassesProxy = bypassesProxy
    }

    /// The whole URL as text.
    public var url: String { "\(scheme)://\(authority)\(path)\(query.isEmpty ? "" : "?\(query)")" }
}

/// What a server answered, complete in memory and with any transfer and content coding removed.
public struct HTTPResponse: Sendable, Hashable {
    /// The status code.
    public var status: Int
    /// The header fields in the order they came.
    public var headers: HTTPHeaders
    /// The body, decoded.
    public var body: [UInt8]

    /// Makes an answer.
    public init(status: Int, headers: HTTPHeaders = [:], body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
    }
}
