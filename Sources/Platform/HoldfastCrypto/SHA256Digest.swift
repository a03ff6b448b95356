internal import COpenSSL

/// The 32 bytes that SHA-256 makes of a message.
public struct SHA256Digest: Sendable, Hashable, CustomStringConvertible {
    private let storage: SIMD32<UInt8>

    /// Hashes a message that is complete in memory.
    public init(of message: some Sequence<UInt8>) {
        var hasher = SHA256()
        hasher.update(message)
        self = hasher.finalize()
    }

    /// Hashes the UTF-8 form of a text.
    public init(of text: String) {
        var hasher = SHA256()
        hasher.update(text)
        self = hasher.finalize()
    }

    init(filling body: (UnsafeMutablePointer<UInt8>) -> Void) {
        var storage = SIMD32<UInt8>()
        withUnsafeMutableBytes(of: &storage) { buffer in
            guard let start = buffer.baseAddress else { return }
            body(start.assumingMemoryBound(to: UInt8.self))
        }
        self.storage = storage
    }

    /// The digest as bytes.
    public var bytes: [UInt8] { withUnsafeBytes { Array($0) } }

    /// The digest as 64 lower-case hexadecimal digits.
    public var hex: String { withUnsafeBytes { Hex.encode($0) } }

    /// Appends the 64 lower-case hexadecimal digits.
    public func appendHex(to text: inout [UInt8]) { withUnsafeBytes { Hex.append($0, to: &text) } }

    /// The hexadecimal digits.
    public var description: String { hex }

    /// Lends the digest's bytes without a copy on the heap.
    public func withUnsafeBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        Swift.withUnsafeBytes(of: storage, body)
    }
}
