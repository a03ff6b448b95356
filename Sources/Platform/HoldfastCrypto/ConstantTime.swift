internal import COpenSSL

/// Comparisons whose duration says nothing of where two secrets differ.
public enum ConstantTime {
    /// Whether both hold the same bytes; only their lengths may show in the time taken.
    public static func equal(_ left: some Collection<UInt8>, _ right: some Collection<UInt8>) -> Bool {
        let left = Array(left)
        let right = Array(right)
        return left.count == right.count && CRYPTO_memcmp(left, right, left.count) == 0
    }
}
