/// Where requests of one service in one Region go, and in whose name they are signed.
public struct Endpoint: Sendable, Hashable {
    /// `https` or `http`.
    public let scheme: String
    /// Host, with the port where it is not the scheme's own.
    public let authority: String
    /// What stands before every path, without a slash at its end; empty for AWS's own endpoints.
    public let basePath: String
    /// The Region of the signature.
    public let signingRegion: String
    /// Whether the user configured it, in place of AWS's own.
    public let isCustom: Bool
    /// Whether the names of S3 buckets stay in the path.
    let keepsBucketInPath: Bool
    /// Whether the labels some operations put before the host are wanted.
    let takesHostPrefix: Bool

    /// Describes an endpoint; buckets stay in the paths of custom ones unless it says otherwise.
    public init(
        scheme: String, authority: String, basePath: String = "", signingRegion: String, isCustom: Bool,
        keepsBucketInPath: Bool? = nil, takesHostPrefix: Bool = true
    ) {
        self.scheme = scheme
        self.authority = authority
        self.basePath = basePath
        self.signingRegion = signingRegion
        self.isCustom = isCustom
        self.keepsBucketInPath = keepsBucketInPath ?? isCustom
        self.takesHostPrefix = takesHostPrefix
    }

    /// Reads the URL of a custom endpoint, or gives nothing when it is no plain `http` or `https` URL.
    init?(url: String, signingRegion: String) {
        let scheme = url.prefix { $0 != ":" }.lowercased()
        let afterScheme = url.dropFirst(scheme.count)
        guard scheme == "http" || scheme == "https", afterScheme.hasPrefix("://") else { return nil }
        let rest = afterScheme.dropFirst(3)
        let slash = rest.firstIndex(of: "/") ?? rest.endIndex
        var authority = rest[..<slash].lowercased()
        var path = String(rest[slash...])
        while path.hasSuffix("/") { path.removeLast() }
        let standardPort = scheme == "https" ? ":443" : ":80"
        if authority.hasSuffix(standardPort) { authority.removeLast(standardPort.utf8.count) }
        // No user name, query or fragment: they would end up in signatures and logs.
        let isPlain = (authority + path).utf8.allSatisfy {
            (0x21...0x7E).contains($0) && !"@?#\\\"<>".utf8.contains($0)
        }
        guard !authority.isEmpty, !authority.hasPrefix(":"), isPlain else { return nil }
        self.init(
            scheme: scheme, authority: authority, basePath: path, signingRegion: signingRegion, isCustom: true)
    }

    /// Host and path of a request to S3 by its path in the model, which begins with the bucket where there is one.
    ///
    /// AWS's own endpoints get the bucket as part of the host, except for names a certificate cannot cover; custom ones
    /// keep it in the path, unless the profile's `addressing_style` says otherwise. Amazon S3 User Guide, "Virtual hosting
    /// of general purpose buckets".
    func s3(path: String) -> (authority: String, path: String) {
        let bucket = path.dropFirst().prefix { $0 != "/" }
        let isHostLabel =
            (3...63).contains(bucket.utf8.count) && bucket.utf8.allSatisfy(Self.isLowerCaseLabelByte)
            && bucket.first != "-" && bucket.last != "-"
        guard !keepsBucketInPath, isHostLabel else { return (authority, basePath + path) }
        let rest = path.dropFirst(1 + bucket.count)
        return ("\(bucket).\(authority)", basePath + (rest.isEmpty ? "/" : String(rest)))
    }

    /// The host of a request whose operation puts labels before it, such as `data-`.
    func authority(prefixedBy prefix: String) -> String { takesHostPrefix ? prefix + authority : authority }

    private static func isLowerCaseLabelByte(_ byte: UInt8) -> Bool {
        (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) || byte == 0x2D
    }
}
