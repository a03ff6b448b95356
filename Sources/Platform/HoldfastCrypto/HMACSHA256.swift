/// Makes and checks HMAC-SHA256 codes with one key.
///
/// The key's two padded blocks are hashed once, so that each code costs two short digests. RFC 2104.
public struct HMACSHA256: Sendable {
    private static let blockSize = 64
    private let inner: SHA256
    private let outer: SHA256

    /// Prepares a key of any length.
    public init(key: some Sequence<UInt8>) {
        var block = Array(key)
        if block.count > Self.blockSize { block = SHA256Digest(of: block).bytes }
        block.append(contentsOf: repeatElement(0, count: Self.blockSize - block.count))
        var inner = SHA256()
        inner.update(block.lazy.map { $0 ^ 0x36 })
        var outer = SHA256()
        outer.update(block.lazy.map { $0 ^ 0x5C })
        self.inner = inner
        self.outer = outer
    }

    /// The code of a message.
    public func code(of message: some Sequence<UInt8>) -> SHA256Digest {
        var inner = inner
        inner.update(message)
        return finish(inner)
    }

    /// The code of a text's UTF-8 form.
    public func code(of text: String) -> SHA256Digest {
        var inner = inner
        inner.update(text)
        return finish(inner)
    }

    private func finish(_ inner: SHA256) -> SHA256Digest {
        var inner = inner
        var outer = outer
        inner.finalize().withUnsafeBytes { outer.update($0) }
        return outer.finalize()
    }
}
