internal import CZlib

/// Decompresses a stream piece by piece, up to a limit of content.
///
/// A gzip stream may have several members one after the other, as RFC 1952 allows; their contents are joined. Bytes that
/// are no further member are an error, not ignored.
public struct GzipDecoder: ~Copyable, @unchecked Sendable {
    // Unchecked because of the pointer: this value cannot be copied, so whoever holds it is the only one who reaches it.
    private let stream: UnsafeMutablePointer<z_stream>
    private let format: CompressionFormat
    private var remaining: Int
    private var isAtEnd = false
    private var failure: GzipError?

    /// Starts a stream.
    ///
    /// - Parameters:
    ///   - format: What stands around the compressed bytes.
    ///   - limit: How many bytes of content are accepted; more is the error `tooLarge`.
    public init(format: CompressionFormat = .gzip, limit: Int) throws(GzipError) {
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        self.format = format
        remaining = limit
        guard holdfast_inflate_init(stream, format.windowBits) == Z_OK else {
            throw GzipError(code: .outOfMemory, message: "zlib could not start a stream")
        }
    }

    deinit {
        inflateEnd(stream)
        stream.deinitialize(count: 1)
        stream.deallocate()
    }

    /// Takes compressed bytes and appends the content they give; after an error every further call throws it again.
    public mutating func write(_ compressed: some Sequence<UInt8>, to output: inout [UInt8]) throws(GzipError) {
        if let failure { throw failure }
        do throws(GzipError) {
            try run(Array(compressed), output: &output)
        } catch {
            failure = error
            throw error
        }
    }

    /// Checks that the stream came to its end.
    public mutating func finish() throws(GzipError) {
        if let failure { throw failure }
        guard isAtEnd else { throw GzipError(code: .truncated, message: "the stream ends before its end mark") }
    }

    /// Decompresses a stream that is complete in memory.
    public static func decode(
        _ compressed: some Sequence<UInt8>, format: CompressionFormat = .gzip, limit: Int
    ) throws(GzipError) -> [UInt8] {
        var decoder = try GzipDecoder(format: format, limit: limit)
        var output: [UInt8] = []
        try decoder.write(compressed, to: &output)
        try decoder.finish()
        return output
    }

    private mutating func run(_ compressed: [UInt8], output: inout [UInt8]) throws(GzipError) {
        var offset = 0
        while offset < compressed.count {
            if isAtEnd { try startNextMember() }
            offset += try inflatePiece(compressed, from: offset, output: &output).consumed
        }
        // zlib may hold content back after it has read all its input.
        while !isAtEnd {
            if try inflatePiece([], from: 0, output: &output).roomLeft > 0 { return }
        }
    }

    private mutating func inflatePiece(
        _ compressed: [UInt8], from offset: Int, output: inout [UInt8]
    ) throws(GzipError) -> (consumed: Int, roomLeft: Int) {
        // One byte more than the limit is offered: content of exactly the limit can then still reach its end mark.
        let room = remaining < Int.max ? remaining + 1 : remaining
        let before = output.count
        let stream = stream
        var status = Z_OK
        let (consumed, roomLeft) = compressed.withUnsafeBufferPointer { buffer in
            let given = UInt32(clamping: buffer.count - offset)
            stream.pointee.next_in = UnsafeMutablePointer(mutating: buffer.baseAddress.map { $0 + offset })
            stream.pointee.avail_in = given
            let left = Chunk.append(to: &output, from: stream, limit: room) { status = inflate($0, Z_NO_FLUSH) }
            stream.pointee.next_in = nil
            return (Int(given - stream.pointee.avail_in), left)
        }
        let produced = output.count - before
        guard produced <= remaining else {
            output.removeLast(produced - remaining)
            throw GzipError(code: .tooLarge, message: "the content is larger than the limit")
        }
        remaining -= produced
        switch status {
        case Z_OK, Z_BUF_ERROR: break
        case Z_STREAM_END: isAtEnd = true
        case Z_MEM_ERROR: throw GzipError(code: .outOfMemory, message: "zlib got no memory")
        default: throw GzipError(code: .corrupt, message: "the bytes are not a valid compressed stream")
        }
        return (consumed, roomLeft)
    }

    private mutating func startNextMember() throws(GzipError) {
        guard format == .gzip else {
            throw GzipError(code: .corrupt, message: "bytes follow the end of the stream")
        }
        inflateReset(stream)
        isAtEnd = false
    }
}
