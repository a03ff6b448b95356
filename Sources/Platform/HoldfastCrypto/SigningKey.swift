/// The key of AWS Signature Version 4 for one secret, day, Region and service.
///
/// Deriving it costs four HMACs; whoever signs often keeps it. AWS: "Create a signed AWS API request", calculate the
/// signature.
public struct SigningKey: Sendable {
    private let hmac: HMACSHA256

    /// Derives the key.
    ///
    /// - Parameters:
    ///   - secret: The secret access key.
    ///   - day: The date of the credential scope, such as `20261123`, in UTC.
    ///   - region: The Region of the credential scope.
    ///   - service: The signing name of the service.
    public init(secret: String, day: String, region: String, service: String) {
        let dayKey = HMACSHA256(key: ("AWS4" + secret).utf8).code(of: day)
        let regionKey = HMACSHA256(key: dayKey.bytes).code(of: region)
        let serviceKey = HMACSHA256(key: regionKey.bytes).code(of: service)
        let signingKey = HMACSHA256(key: serviceKey.bytes).code(of: "aws4_request")
        hmac = HMACSHA256(key: signingKey.bytes)
    }

    /// The signature of a string to sign, as 64 lower-case hexadecimal digits.
    public func signature(of stringToSign: String) -> String { hmac.code(of: stringToSign).hex }

    /// The signature of a string to sign given as bytes.
    public func signature(of stringToSign: ArraySlice<UInt8>) -> SHA256Digest { hmac.code(of: stringToSign) }
}
