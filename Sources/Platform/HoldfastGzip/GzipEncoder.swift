internal import CZlib

/// Compresses a stream piece by piece.
///
/// Holds about 260 KiB inside zlib until it is dropped.
public struct GzipEncoder: ~Copyable, @unchecked Sendable {
    // Unchecked because of the pointer: this value cannot be copied, so whoever holds it is the only one who reaches it.
    private let stream: UnsafeMutablePointer<z_stream>
    private var isFinished = false

    /// How hard zlib tries, from 1 (fast) to 9 (small).
    public struct Level: RawRepresentable, Sendable, Hashable {
        /// The number zlib knows the level by.
        public let rawValue: Int32

        /// Makes a level; numbers outside 1 to 9 become the nearest of them.
        public init(rawValue: Int32) { self.rawValue = min(max(rawValue, 1), 9) }

        /// The fastest.
        public static let fastest = Level(rawValue: 1)
        /// zlib's own balance.
        public static let balanced = Level(rawValue: 6)
        /// The smallest result.
        public static let smallest = Level(rawValue: 9)
    }

    /// Starts a stream.
    public init(level: Level = .balanced, format: CompressionFormat = .gzip) throws(GzipError) {
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        // zlib keeps the stream's address, hence the allocation.
        guard holdfast_deflate_init(stream, level.rawValue, format.windowBits) == Z_OK else {
            throw GzipError(code: .outOfMemory, message: "zlib could not start a stream")
        }
    }

    deinit {
        deflateEnd(stream)
        stream.deinitialize(count: 1)
        stream.deallocate()
    }

    /// Takes content and appends what compressed bytes are ready.
    public mutating func write(_ content: some Sequence<UInt8>, to output: inout [UInt8]) throws(GzipError) {
        try run(Array(content), flush: Z_NO_FLUSH, output: &output)
    }

    /// Appends everything taken so far in a form the other side can read at once, at the cost of a few bytes.
    public mutating func flush(to output: inout [UInt8]) throws(GzipError) {
        try run([], flush: Z_SYNC_FLUSH, output: &output)
    }

    /// Ends the stream and appends the rest.
    public mutating func finish(to output: inout [UInt8]) throws(GzipError) {
        try run([], flush: Z_FINISH, output: &output)
        isFinished = true
    }

    /// Compresses content that is complete in memory.
    public static func encode(
        _ content: some Sequence<UInt8>, level: Level = .balanced, format: CompressionFormat = .gzip
    ) throws(GzipError) -> [UInt8] {
        var encoder = try GzipEncoder(level: level, format: format)
        var output: [UInt8] = []
        try encoder.write(content, to: &output)
        try encoder.finish(to: &output)
        return output
    }

    private mutating func run(_ content: [UInt8], flush: Int32, output: inout [UInt8]) throws(GzipError) {
        guard !isFinished else { throw GzipError(code: .finished, message: "the stream has ended") }
        var input = content
        let stream = stream
        input.withUnsafeMutableBufferPointer { buffer in
            stream.pointee.next_in = buffer.baseAddress
            stream.pointee.avail_in = UInt32(buffer.count)
            // deflate leaves room in the last piece once it has nothing more to say; with valid arguments it cannot fail.
            while Chunk.append(to: &output, from: stream, step: { _ = deflate($0, flush) }) == 0 {}
            stream.pointee.next_in = nil
        }
    }
}
