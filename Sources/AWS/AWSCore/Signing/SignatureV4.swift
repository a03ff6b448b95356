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
    private static let unsigned: [String] = [
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

        // Everything that is hashed or sent is written into one block, one after another.
        var (text, signedHeaders) = canonicalRequest(request, payload: payload)
        let digest = SHA256Digest(of: text)
        let stringToSign = text.count
        text.append("AWS4-HMAC-SHA256\n")
        text.append(timestamp)
        text.append("\n")
        appendScope(on: timestamp, to: &text)
        text.append("\n")
        digest.appendHex(to: &text)
        let key = key ?? self.key(of: credentials, at: time)
        let signature = key.signature(of: text[stringToSign...])
        let authorization = text.count
        text.append("AWS4-HMAC-SHA256 Credential=")
        text.append(credentials.accessKeyID)
        text.append("/")
        appendScope(on: timestamp, to: &text)
        text.append(", SignedHeaders=")
        // Byte by byte: a slice would make the block one that is shared, and copied.
        for place in signedHeaders { text.append(text[place]) }
        text.append(", Signature=")
        signature.appendHex(to: &text)
        request.headers.add("Authorization", String(decoding: text[authorization...], as: UTF8.self))
    }

    /// Appends the credential scope, such as `20261123/us-east-1/backup/aws4_request`.
    private func appendScope(on timestamp: String, to bytes: inout [UInt8]) {
        bytes.append(contentsOf: timestamp.utf8.prefix(8))
        bytes.append(.slash)
        bytes.append(region)
        bytes.append(.slash)
        bytes.append(service)
        bytes.append("/aws4_request")
    }

    /// The eight digits of the day.
    private static func day(of timestamp: String) -> String { String(timestamp.utf8.prefix(8)) ?? timestamp }

    /// The canonical request, and the place in it where the names of the signed headers stand.
    func canonicalRequest(_ request: HTTPRequest, payload: String) -> (bytes: [UInt8], signedHeaders: Range<Int>) {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(Self.room(for: request))
        bytes.append(request.method)
        bytes.append(.newline)
        appendPath(request.path, to: &bytes)
        bytes.append(.newline)
        appendQuery(request.query, to: &bytes)
        bytes.append(.newline)
        let names = appendHeaders(of: request, to: &bytes)
        bytes.append(.newline)
        let start = bytes.count
        bytes.append(contentsOf: names)
        let signedHeaders = start..<bytes.count
        bytes.append(.newline)
        bytes.append(request.headers["X-Amz-Content-SHA256"] ?? payload)
        return (bytes, signedHeaders)
    }

    /// Enough for all that a signature writes, unless much must be encoded.
    private static func room(for request: HTTPRequest) -> Int {
        let fields = request.headers.fields.reduce(0) { $0 + 2 * $1.name.utf8.count + $1.value.utf8.count }
        return 1_024 + request.path.utf8.count + request.query.utf8.count + fields
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

    /// Appends the parameters by name and then by value, each with its equals sign.
    private func appendQuery(_ query: String, to bytes: inout [UInt8]) {
        guard !query.isEmpty else { return }
        var query = query
        query.withUTF8 { text in
            var pairs: [(name: Slice<UnsafeBufferPointer<UInt8>>, value: Slice<UnsafeBufferPointer<UInt8>>)] = []
            pairs.reserveCapacity(8)
            var start = 0
            while start <= text.count {
                let end = text[start...].firstIndex(of: .ampersand) ?? text.count
                let equals = text[start..<end].firstIndex(of: .equals) ?? end
                pairs.append((text[start..<equals], text[min(equals + 1, end)..<end]))
                start = end + 1
            }
            if pairs.count > 1 {
                pairs.sort { left, right in
                    if left.name.elementsEqual(right.name) { return left.value.lexicographicallyPrecedes(right.value) }
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
    }

    /// A header as it is sorted: its place among the fields, -1 for the host's own, and its name in small letters.
    private struct SignedHeader {
        var place: Int
        var name: Range<Int>
    }

    /// Appends one line per header, values of the same name joined in their order; gives the names.
    private func appendHeaders(of request: HTTPRequest, to bytes: inout [UInt8]) -> [UInt8] {
        let fields = request.headers.fields
        var lowered: [UInt8] = []
        lowered.reserveCapacity(256)
        lowered.append("host")
        var headers = [SignedHeader(place: -1, name: 0..<4)]
        headers.reserveCapacity(16)
        for (place, field) in fields.enumerated() {
            let start = lowered.count
            lowered.appendLowered(field.name)
            let name = lowered[start...]
            if name.elementsEqual("host".utf8) || Self.isUnsigned(name) {
                lowered.removeSubrange(start...)
            } else {
                headers.append(SignedHeader(place: place, name: start..<lowered.count))
            }
        }
        headers.sort { left, right in
            let (name, other) = (lowered[left.name], lowered[right.name])
            return name.elementsEqual(other) ? left.place < right.place : name.lexicographicallyPrecedes(other)
        }
        var names: [UInt8] = []
        names.reserveCapacity(lowered.count + headers.count)
        var last = 0..<0
        for header in headers {
            if lowered[header.name].elementsEqual(lowered[last]) {
                bytes[bytes.count - 1] = .comma
            } else {
                bytes.append(contentsOf: lowered[header.name])
                bytes.append(.colon)
                if !names.isEmpty { names.append(.semicolon) }
                names.append(contentsOf: lowered[header.name])
                last = header.name
            }
            let value = header.place < 0 ? request.headers["Host"] ?? request.authority : fields[header.place].value
            appendTrimmed(value, to: &bytes)
            bytes.append(.newline)
        }
        return names
    }

    /// Whether a header of that name, in small letters, is not signed.
    private static func isUnsigned(_ name: ArraySlice<UInt8>) -> Bool {
        // Most names that are signed begin with x-amz-.
        if name.starts(with: "x-amz-".utf8) { return false }
        return unsigned.contains { name.elementsEqual($0.utf8) }
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
    fileprivate static var newline: UInt8 { 0x0A }
    fileprivate static var tab: UInt8 { 0x09 }
    fileprivate static var space: UInt8 { 0x20 }
    fileprivate static var slash: UInt8 { 0x2F }
    fileprivate static var colon: UInt8 { 0x3A }
    fileprivate static var comma: UInt8 { 0x2C }
    fileprivate static var semicolon: UInt8 { 0x3B }
    fileprivate static var equals: UInt8 { 0x3D }
    fileprivate static var ampersand: UInt8 { 0x26 }
}

extension [UInt8] {
    /// Appends the UTF-8 form of a text in one piece.
    fileprivate mutating func append(_ text: String) {
        var text = text
        text.withUTF8 { append(contentsOf: $0) }
    }

    /// Appends a text with the ASCII letters in it made small.
    fileprivate mutating func appendLowered(_ text: String) {
        var text = text
        text.withUTF8 { text in
            for byte in text { append((0x41...0x5A).contains(byte) ? byte | 0x20 : byte) }
        }
    }
}
