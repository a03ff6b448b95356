internal import AWSWire
public import HoldfastCrypto
public import HoldfastHTTP

extension SignatureV4 {
    /// Signs a request in its query, so that its URL alone lets whoever has it make the request for a while.
    ///
    /// The headers the request has now must be sent with it, `Host` among them; it gets none. The query is encoded anew,
    /// as AWS reads it, and keeps its order. Nothing of an earlier signature may be in it. AWS: "Authenticating Requests:
    /// Using Query Parameters", "Create a signed AWS API request".
    ///
    /// - Parameters:
    ///   - request: The request as it will be sent: path and query percent-encoded.
    ///   - credentials: Who signs.
    ///   - time: The moment from which the signature is valid.
    ///   - lifetime: How long it is valid; what AWS does not allow becomes 1 second or 7 days.
    ///   - key: The key of ``key(of:at:)`` where it was kept.
    public func presign(
        _ request: inout HTTPRequest, with credentials: AWSCredentials, at time: AWSTime, for lifetime: Duration,
        key: SigningKey? = nil
    ) {
        let timestamp = time.timestamp
        let scope = "\(timestamp.prefix(8))/\(region)/\(service)/aws4_request"
        let seconds = min(max(lifetime.components.seconds, 1), 604_800)
        // S3's links are made before anyone knows what is sent with them.
        let payload = rules == .s3 ? "UNSIGNED-PAYLOAD" : SHA256Digest(of: request.body).hex
        let (headers, names) = canonicalRequest(request, payload: payload)
        let signedHeaders = String(decoding: headers[names], as: UTF8.self)
        var pairs = Self.encodedAnew(request.query)
        let parameters: [(String, String?)] = [
            ("X-Amz-Algorithm", "AWS4-HMAC-SHA256"), ("X-Amz-Credential", "\(credentials.accessKeyID)/\(scope)"),
            ("X-Amz-Date", timestamp), ("X-Amz-Expires", "\(seconds)"), ("X-Amz-SignedHeaders", signedHeaders),
            ("X-Amz-Security-Token", credentials.sessionToken?.revealed),
        ]
        for case (let name, let value?) in parameters { pairs.append("\(name)=\(PercentEncoding.encode(value))") }
        request.query = pairs.joined(separator: "&")
        let digest = SHA256Digest(of: canonicalRequest(request, payload: payload).bytes).hex
        let key = key ?? self.key(of: credentials, at: time)
        let signature = key.signature(of: "AWS4-HMAC-SHA256\n\(timestamp)\n\(scope)\n\(digest)")
        request.query += "&X-Amz-Signature=\(signature)"
    }

    /// The parameters with exactly the bytes encoded that must be, each with its equals sign; empty ones are dropped.
    private static func encodedAnew(_ query: String) -> [String] {
        query.utf8.split(separator: UInt8(ascii: "&")).map { pair in
            let equals = pair.firstIndex(of: UInt8(ascii: "=")) ?? pair.endIndex
            let value = equals < pair.endIndex ? pair[equals...].dropFirst() : pair[equals...]
            return encodedAnew(pair[..<equals]) + "=" + encodedAnew(value)
        }
    }

    private static func encodedAnew(_ text: Substring.UTF8View) -> String {
        var bytes: [UInt8] = []
        var rest = text
        while let byte = rest.popFirst() {
            let digits = rest.prefix(2)
            if byte == UInt8(ascii: "%"), digits.count == 2,
                let code = UInt8(String(decoding: digits, as: UTF8.self), radix: 16),
                digits.first != UInt8(ascii: "+")
            {
                bytes.append(code)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte == UInt8(ascii: "+") ? 0x20 : byte)
            }
        }
        return PercentEncoding.encode(String(decoding: bytes, as: UTF8.self))
    }
}
