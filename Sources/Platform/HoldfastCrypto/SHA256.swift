internal import COpenSSL

/// Hashes a message piece by piece; a copy goes on from where the original stood.
public struct SHA256: Sendable {
    private var state = SHA256_CTX()

    /// Starts with the empty message.
    public init() { SHA256_Init(&state) }

    /// Adds bytes to the message.
    public mutating func update(_ bytes: some Sequence<UInt8>) {
        let contiguous: Void? = bytes.withContiguousStorageIfAvailable { update(UnsafeRawBufferPointer($0)) }
        if contiguous == nil { Array(bytes).withUnsafeBytes { update($0) } }
    }

    /// Adds the UTF-8 form of a text to the message.
    public mutating func update(_ text: String) {
        var text = text
        text.withUTF8 { update(UnsafeRawBufferPointer($0)) }
    }

    /// Adds bytes to the message without a copy.
    public mutating func update(_ bytes: UnsafeRawBufferPointer) {
        SHA256_Update(&state, bytes.baseAddress, bytes.count)
    }

    /// Ends the message; the receiver must not be used afterwards.
    public mutating func finalize() -> SHA256Digest {
        SHA256Digest { _ = SHA256_Final($0, &state) }
    }
}
