internal import HoldfastGzip
internal import Testing

@Suite("HoldfastGzip")
struct GzipTests {
    /// `printf 'hello hello hello hello\n' | gzip -n`, bytes of a foreign encoder.
    private static let foreign: [UInt8] = [
        0x1f, 0x8b, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x03, 0xcb, 0x48, 0xcd, 0xc9, 0xc9, 0x57, 0xc8, 0x40,
        0x27,
        0xb9, 0x00, 0x00, 0x88, 0x59, 0x0b, 0x18, 0x00, 0x00, 0x00,
    ]

    private static func sample(_ size: Int, seed: UInt64) -> [UInt8] {
        var state = seed
        return (0..<size).map { _ in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return UInt8(truncatingIfNeeded: state >> 60)
        }
    }

    @Test(
        "what is encoded decodes to the same bytes",
        arguments: [0, 1, 100, 65_535, 65_536, 65_537, 1_000_000], [CompressionFormat.gzip, .zlib, .raw])
    func roundTrip(size: Int, format: CompressionFormat) throws {
        let content = Self.sample(size, seed: 7)
        for level in [GzipEncoder.Level.fastest, .balanced, .smallest] {
            let encoded = try GzipEncoder.encode(content, level: level, format: format)
            #expect(try GzipDecoder.decode(encoded, format: format, limit: size) == content)
        }
    }

    @Test("pieces in and pieces out join to the same stream", arguments: [1, 13, 4096, 100_000])
    func streaming(piece: Int) throws {
        let content = Self.sample(200_000, seed: 11)
        var encoder = try GzipEncoder(level: .fastest)
        var encoded: [UInt8] = []
        for start in stride(from: 0, to: content.count, by: piece) {
            try encoder.write(content[start..<min(start + piece, content.count)], to: &encoded)
        }
        try encoder.finish(to: &encoded)

        var decoder = try GzipDecoder(limit: .max)
        var decoded: [UInt8] = []
        for start in stride(from: 0, to: encoded.count, by: piece) {
            try decoder.write(encoded[start..<min(start + piece, encoded.count)], to: &decoded)
        }
        try decoder.finish()
        #expect(decoded == content)
    }

    @Test("flushed bytes can be read before the stream ends")
    func flush() throws {
        var encoder = try GzipEncoder()
        var encoded: [UInt8] = []
        try encoder.write(Array("first".utf8), to: &encoded)
        try encoder.flush(to: &encoded)
        var decoder = try GzipDecoder(limit: 100)
        var decoded: [UInt8] = []
        try decoder.write(encoded, to: &decoded)
        #expect(decoded == Array("first".utf8))
        #expect(throws: GzipError.self) { try decoder.finish() }
    }

    @Test("gzip's own output is read, and so are two members one after the other")
    func members() throws {
        let text = Array("hello hello hello hello\n".utf8)
        #expect(try GzipDecoder.decode(Self.foreign, limit: 24) == text)
        #expect(try GzipDecoder.decode(Self.foreign + Self.foreign, limit: 48) == text + text)
    }

    @Test("content past the limit is refused without being produced")
    func bomb() throws {
        let bomb = try GzipEncoder.encode([UInt8](repeating: 0, count: 10_000_000))
        #expect(bomb.count < 20_000)
        var decoder = try GzipDecoder(limit: 1000)
        var output: [UInt8] = []
        let error = #expect(throws: GzipError.self) { try decoder.write(bomb, to: &output) }
        #expect(error?.code == .tooLarge)
        #expect(output.count == 1000)
        #expect(throws: GzipError.self) { try decoder.write([0], to: &output) }
        #expect(output.count == 1000)
        #expect(try GzipDecoder.decode(bomb, limit: 10_000_000).count == 10_000_000)
    }

    @Test("every truncation and every flipped bit of a stream is noticed")
    func damage() throws {
        let content = Array("a stream that is long enough to be worth a few codes, long enough".utf8)
        let encoded = try GzipEncoder.encode(content)
        for length in 0..<encoded.count {
            #expect(throws: GzipError.self) { try GzipDecoder.decode(encoded[..<length], limit: 1000) }
        }
        // Bytes 3 to 9 are flags, time and system, which gzip's checksum does not cover; 10 on is content and trailer.
        for position in 10..<encoded.count {
            for bit in 0..<8 {
                var broken = encoded
                broken[position] ^= 1 << bit
                let decoded = try? GzipDecoder.decode(broken, limit: 1000)
                #expect(decoded == nil || decoded == content)
            }
        }
        #expect(throws: GzipError.self) { try GzipDecoder.decode(encoded + [1, 2, 3], limit: 1000) }
        #expect(throws: GzipError.self) { try GzipDecoder.decode(Array("not gzip".utf8), limit: 1000) }
    }

    @Test("an ended encoder takes nothing more")
    func ended() throws {
        var encoder = try GzipEncoder()
        var output: [UInt8] = []
        try encoder.finish(to: &output)
        let error = #expect(throws: GzipError.self) { try encoder.finish(to: &output) }
        #expect(error?.code == .finished)
        #expect(try GzipDecoder.decode(output, limit: 0) == [])
    }
}
