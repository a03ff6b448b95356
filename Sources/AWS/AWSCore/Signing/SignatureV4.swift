internal import AWSWire
public import HoldfastCrypto
public import HoldfastHTTP

/// Signs requests by AWS Signature Version 4, in the header form.
///
/// Pure: the same request, credentials and time give the same signature. AWS: "Create a signed AWS API request".
public struct SignatureV4: Sendable {
    /// How a service wants its path and body treated.
    public enum Rules: Sendable, Hashable {
        /// The path is cleaned of dot segments and encoded once more.
        case standard
        /// The path is taken as it is, and the body's hash is a header.
        case s3
    }

    /// Headers on the way may change these, so they are not signed; botocore's `SIGNED_HEADERS_BLACKLIST`.
    private static let unsigned: Set<String> = [
        "connection", "expect", "keep-alive", "proxy-authenticate", "proxy-authorization", "te", "trailer",
        "transfer-encoding", "upgrade", "user-agent", "x-amzn-trace-id",
    ]

    /// The SHA-256 of nothing, which most requests carry.
    private static let emptyPayload = SHA256Digest(of: "").hex

    /// The Region of the credential scope.
    public let region: String
    /// The signing name of the service.
    public let service: String
    /// The service's rules.
    public let rules: Rules

    /// Makes a signer; S3 gets its own rules.
    public init(region: String, service: String) {
        self.region = region
        self.service = service
        rules = service == "s3" ? .s3 : .standard
    }

    /// The key this signer signs with on that day.
    public func key(of credentials: AWSCredentials, at time: AWSTime) -> SigningKey {
        SigningKey(
            secret: credentials.secretAccessKey.revealed, day: Self.day(of: time.timestamp), region: region,
            service: service)
    }

    /// Adds date, token and signature to a request; those of an earlier signature are replaced.
    ///
    /// - Parameters:
    ///   - request: The request as it will be sent: path and query percent-encoded.
    ///   - credentials: Who signs.
    ///   - time: The moment of the signature, which AWS accepts for five minutes.
    ///   - key: The key of ``key(of:at:)`` where it was kept.
    public func sign(
        _ request: inout HTTPRequest, with credentials: AWSCredentials, at time: AWSTime, key: SigningKey? = nil
    ) {
        let timestamp = time.timestamp
        let payload = request.body.isEmpty ? Self.emptyPayload : SHA256Digest(of: request.body).hex
        request.headers["Authorization"] = nil
        request.headers["X-Amz-Date"] = timestamp
        request.headers["X-Amz-Security-Token"] = credentials.sessionToken?.revealed
        if rules == .s3 { request.headers["X-Amz-Content-SHA256"] = payload }

        let scope = Self.joined([Self.day(of: timestamp), "/", region, "/", service, "/aws4_request"])
        let (canonical, signedHeaders) = canonicalRequest(request, payload: payload)
        let digest = SHA256Digest(of: canonical).hex
        let key = key ?? self.key(of: credentials, at: time)
        let signature = key.signature(
            of: Self.joined(["AWS4-HMAC-SHA256\n", timestamp, "\n", scope, "\n", digest]))
        request.headers.add(
            "Authorization",
            Self.joined([
                "AWS4-HMAC-SHA256 Credential=", credentials.accessKeyID, "/", scope, ", SignedHeaders=", signedHeaders,
                ", Signature=", signature,
            ]))
    }

    /// Puts texts together in one allocation; every request asks for it three times.
    private static func joined(_ parts: [String]) -> String {
        var text = ""
        text.reserveCapacity(parts.reduce(0) { $0 + $1.utf8.count })
        for part in parts { text += part }
        return text
    }

    /// The eight digits of the day.
    private static func day(of timestamp: String) -> String { String(timestamp.utf8.prefix(8)) ?? timestamp }

    /// The canonical request, and the names of the headers in it.
    func canonicalRequest(_ request: HTTPRequest, payload: String) -> (bytes: [UInt8], signedHeaders: String) {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(1_024)
        bytes.append(contentsOf: request.method.utf8)
        bytes.append(.newline)
        appendPath(request.path, to: &bytes)
        bytes.append(.newline)
        appendQuery(request.query, to: &bytes)
        bytes.append(.newline)
        let names = appendHeaders(of: request, to: &bytes)
        bytes.append(.newline)
        bytes.append(contentsOf: names.utf8)
        bytes.append(.newline)
        bytes.append(contentsOf: (request.headers["X-Amz-Content-SHA256"] ?? payload).utf8)
        return (bytes, names)
    }

    private func appendPath(_ path: String, to bytes: inout [UInt8]) {
        guard rules == .standard else {
            bytes.append(contentsOf: path.isEmpty ? "/".utf8 : path.utf8)
            return
        }
        if Self.isPlain(path) {
            bytes.append(contentsOf: path.utf8)
            return
        }
        // Empty segments and dots are dropped, as AWS does before it checks.
        var segments: [Substring.UTF8View] = []
        for segment in path.utf8.split(separator: .slash) where !segment.elementsEqual(".".utf8) {
            if segment.elementsEqual("..".utf8) {
                _ = segments.popLast()
            } else {
                segments.append(segment)
            }
        }
        for segment in segments {
            bytes.append(.slash)
            bytes.append(contentsOf: PercentEncoding.encode(String(Substring(segment))).utf8)
        }
        if segments.isEmpty || path.utf8.last == .slash { bytes.append(.slash) }
    }

    /// Whether a path stays as it is: letters, digits, hyphens and underscores between single slashes.
    private static func isPlain(_ path: String) -> Bool {
        var previous: UInt8 = 0
        for byte in path.utf8 {
            switch byte {
            case .slash: if previous == .slash { return false }
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x5F: break
            default: return false
            }
            previous = byte
        }
        return path.utf8.first == .slash
    }

    private func appendQuery(_ query: String, to bytes: inout [UInt8]) {
        guard !query.isEmpty else { return }
        let text = Array(query.utf8)
        var pairs: [(name: ArraySlice<UInt8>, value: ArraySlice<UInt8>)] = []
        for pair in text.split(separator: .ampersand, omittingEmptySubsequences: false) {
            let equals = pair.firstIndex(of: .equals) ?? pair.endIndex
            pairs.append((pair[..<equals], pair[equals...].dropFirst()))
        }
        if pairs.count > 1 {
            pairs.sort { left, right in
                if left.name == right.name { return left.value.lexicographicallyPrecedes(right.value) }
                return left.name.lexicographicallyPrecedes(right.name)
            }
        }
        for (index, pair) in pairs.enumerated() {
            if index > 0 { bytes.append(.ampersand) }
            bytes.append(contentsOf: pair.name)
            bytes.append(.equals)
            bytes.append(contentsOf: pair.value)
        }
    }

    /// Appends one line per header, values of the same name joined in their order; gives the names.
    private func appendHeaders(of request: HTTPRequest, to bytes: inout [UInt8]) -> String {
        var values = [(name: "host", value: request.headers["Host"] ?? request.authority, place: 0)]
        for (place, field) in request.headers.fields.enumerated() {
            let name = field.name.lowercased()
            if name != "host" && !Self.unsigned.contains(name) { values.append((name, field.value, place)) }
        }
        values.sort { $0.name == $1.name ? $0.place < $1.place : $0.name < $1.name }
        var names: [String] = []
        for field in values {
            if field.name == names.last {
                bytes[bytes.count - 1] = .comma
            } else {
                bytes.append(contentsOf: field.name.utf8)
                bytes.append(.colon)
                names.append(field.name)
            }
            appendTrimmed(field.value, to: &bytes)
            bytes.append(.newline)
        }
        return names.joined(separator: ";")
    }

    /// Appends a value without space around it, runs of space within it as one.
    private func appendTrimmed(_ value: String, to bytes: inout [UInt8]) {
        var value = value
        value.withUTF8 { value in
            // A session token is a thousand bytes without a space: it goes in one piece.
            guard value.contains(where: { $0 == .space || $0 == .tab }) else {
                bytes.append(contentsOf: value)
                return
            }
            for (index, word) in value.split(whereSeparator: { $0 == .space || $0 == .tab }).enumerated() {
                if index > 0 { bytes.append(.space) }
                bytes.append(contentsOf: word)
            }
        }
    }
}

extension UInt8 {
    fileprivate static let newline: UInt8 = 0x0A
    fileprivate static let tab: UInt8 = 0x09
    fileprivate static let space: UInt8 = 0x20
    fileprivate static let slash: UInt8 = 0x2F
    fileprivate static let colon: UInt8 = 0x3A
    fileprivate static let comma: UInt8 = 0x2C
    fileprivate static let equals: UInt8 = 0x3D
    fileprivate static let ampersand: UInt8 = 0x26
}
