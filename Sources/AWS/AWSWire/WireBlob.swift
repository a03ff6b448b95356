/// Bytes a message carries as base64.
public struct WireBlob: Sendable, Hashable {
    /// The bytes, decoded.
    public let bytes: [UInt8]

    /// Makes a blob of bytes.
    public init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }
}
