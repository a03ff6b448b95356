internal import COpenSSL

/// SHA-1, only for names other tools made with it; it protects nothing.
public enum SHA1 {
    /// The digest of a text's UTF-8 form in lower-case hexadecimal digits.
    public static func hex(of text: String) -> String {
        var digest = [UInt8](repeating: 0, count: Int(SHA_DIGEST_LENGTH))
        let bytes = Array(text.utf8)
        _ = COpenSSL.SHA1(bytes, bytes.count, &digest)
        return Hex.encode(digest)
    }
}
