internal import HoldfastHTTP

/// The proxies requests go through, and the hosts that are reached without one.
public struct ProxySettings: Sendable, Hashable {
    /// The URL of the proxy for `http`.
    public var http: String?
    /// The URL of the proxy for `https`, which carries TLS by `CONNECT` without seeing into it.
    public var https: String?
    /// The hosts reached directly, in the form of `NO_PROXY`.
    public var exceptions: String

    /// Makes settings; without a URL nothing goes through a proxy.
    public init(http: String? = nil, https: String? = nil, exceptions: String = "") {
        self.http = http
        self.https = https
        self.exceptions = exceptions
    }

    /// Reads `HTTP_PROXY`, `HTTPS_PROXY`, `ALL_PROXY` and `NO_PROXY`; each in small letters wins over its capitals.
    ///
    /// AWS: "AWS CLI User Guide", using an HTTP proxy. An empty variable counts as none.
    public init(environment: [String: String]) {
        func value(_ name: String) -> String? {
            [name.lowercased(), name].lazy.compactMap { environment[$0] }.first { !$0.isEmpty }
        }
        let all = value("ALL_PROXY")
        self.init(
            http: value("HTTP_PROXY") ?? all, https: value("HTTPS_PROXY") ?? all, exceptions: value("NO_PROXY") ?? "")
    }

    /// The URL of the proxy a request goes through, or nothing where it goes to the host itself.
    func proxy(for request: HTTPRequest) -> String? {
        guard !request.bypassesProxy, let proxy = request.scheme == "https" ? https : http else { return nil }
        let host = HostName(request.authority)
        let isException = exceptions.split { $0 == "," || $0.isWhitespace }.contains { host.isCovered(by: $0) }
        return isException ? nil : proxy
    }
}

/// A host with its port, compared with the entries of `NO_PROXY`.
private struct HostName {
    let name: String
    let port: String?

    init(_ authority: String) {
        let authority = authority.lowercased()
        if authority.hasPrefix("["), let end = authority.firstIndex(of: "]") {
            name = String(authority[authority.index(after: authority.startIndex)..<end])
            let rest = authority[authority.index(after: end)...]
            port = rest.hasPrefix(":") ? String(rest.dropFirst()) : nil
        } else {
            let parts = authority.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            name = parts.first.map { Self.withoutLastDot($0) } ?? ""
            port = parts.count == 2 ? String(parts[1]) : nil
        }
    }

    /// Whether an entry means this host: `*`, a name with all below it (a leading dot or `*.` changes nothing), either
    /// with a port, an address, or a block of addresses such as `10.0.0.0/8`.
    func isCovered(by entry: some StringProtocol) -> Bool {
        if entry == "*" { return true }
        let entry = entry.lowercased()
        if let slash = entry.firstIndex(of: "/") {
            let block = Self.octets(entry[..<slash])
            guard let own = Self.octets(name[...]), let block, own.count == block.count,
                let bits = Int(entry[entry.index(after: slash)...]), (0...own.count * 8).contains(bits)
            else { return false }
            return Self.prefix(own, bits) == Self.prefix(block, bits)
        }
        let wanted = Self.octets(entry[...]) == nil ? HostName(Self.withoutStars(entry)) : HostName(bare: entry)
        guard wanted.port == nil || wanted.port == port, !wanted.name.isEmpty else { return false }
        return name == wanted.name || Self.octets(name[...]) == nil && name.hasSuffix("." + wanted.name)
    }

    private init(bare name: String) {
        self.name = name
        port = nil
    }

    private static func withoutStars(_ entry: String) -> String {
        var entry = entry[...]
        if entry.hasPrefix("*.") { entry = entry.dropFirst() }
        while entry.hasPrefix(".") { entry = entry.dropFirst() }
        return String(entry)
    }

    private static func withoutLastDot(_ name: Substring) -> String {
        String(name.hasSuffix(".") ? name.dropLast() : name)
    }

    /// The bytes of an IPv4 or IPv6 address, or nothing for a name.
    private static func octets(_ text: Substring) -> [UInt8]? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        if parts.count == 4 {
            let bytes = parts.compactMap { UInt8($0) }
            return bytes.count == 4 ? bytes : nil
        }
        guard text.contains(":") else { return nil }
        let halves = text.split(separator: "::", maxSplits: 1, omittingEmptySubsequences: false)
        let groups = halves.map { half in half.split(separator: ":").map { UInt16($0, radix: 16) } }
        let given = groups.reduce(0) { $0 + $1.count }
        guard groups.allSatisfy({ !$0.contains(nil) }), halves.count == 2 ? given < 8 : given == 8 else { return nil }
        let filled = (groups.first ?? []) + (halves.count == 2 ? Array(repeating: 0, count: 8 - given) + groups[1] : [])
        return filled.flatMap { group in group.map { [UInt8($0 >> 8), UInt8($0 & 0xFF)] } ?? [] }
    }

    private static func prefix(_ bytes: [UInt8], _ bits: Int) -> [UInt8] {
        bytes.enumerated().map { index, byte in
            let kept = min(8, max(0, bits - index * 8))
            return kept == 0 ? 0 : byte & ~UInt8((1 << (8 - kept)) - 1)
        }
    }
}
