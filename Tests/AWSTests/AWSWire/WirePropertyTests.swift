internal import AWSWire
internal import TestSupport
internal import Testing

@Suite("Wire properties")
struct WirePropertyTests {
    private static let seeds: [UInt64] = Array(1...60)

    @Test("JSON written and read again is the same value", arguments: seeds)
    func jsonRoundTrip(seed: UInt64) throws {
        var dice = SeededGenerator(seed: seed)
        let value = Self.value(&dice, depth: 0)
        let bytes = value.jsonBytes()
        #expect(try WireValue(json: bytes) == value, "seed \(seed)")
        var reader = JSONReader(bytes)
        try reader.skipValue()
        try reader.finish()
    }

    @Test("JSON cut short anywhere is an error, and bytes changed anywhere never crash", arguments: seeds)
    func brokenJSON(seed: UInt64) {
        var dice = SeededGenerator(seed: seed)
        let bytes = WireValue.object([.init("k", Self.value(&dice, depth: 1))]).jsonBytes()
        for length in bytes.indices {
            #expect(throws: WireError.self, "seed \(seed), \(length) bytes") {
                try WireValue(json: Array(bytes[..<length]))
            }
        }
        for _ in 0..<200 {
            var changed = bytes
            changed[Int.random(in: bytes.indices, using: &dice)] = UInt8.random(in: 0...255, using: &dice)
            if let value = try? WireValue(json: changed) {
                #expect((try? WireValue(json: value.jsonBytes())) == value, "seed \(seed)")
            }
        }
    }

    @Test(
        "XML written and read again is the same text; cut short or changed anywhere it never crashes", arguments: seeds)
    func brokenXML(seed: UInt64) throws {
        var dice = SeededGenerator(seed: seed)
        let texts = (0..<5).map { _ in Self.text(&dice).filter { $0.unicodeScalars.allSatisfy { $0.value >= 0x20 } } }
        var writer = XMLWriter(namespace: "urn:x")
        writer.declaration()
        writer.begin("Root", attributes: [("a", texts[0])])
        for text in texts { writer.element("Item", text) }
        writer.end("Root")
        #expect(try Self.items(writer.bytes) == texts, "seed \(seed)")
        for length in writer.bytes.indices {
            #expect(throws: WireError.self, "seed \(seed), \(length) bytes") {
                try Self.items(Array(writer.bytes[..<length]))
            }
        }
        for _ in 0..<200 {
            var changed = writer.bytes
            changed[Int.random(in: changed.indices, using: &dice)] = UInt8.random(in: 0...255, using: &dice)
            _ = try? Self.items(changed)
            var reader = XMLReader(changed)
            if (try? reader.beginRoot()) != nil { try? reader.skipElement() }
        }
    }

    @Test("Instants written in any format read as the same instant", arguments: seeds)
    func instants(seed: UInt64) {
        var dice = SeededGenerator(seed: seed)
        for _ in 0..<200 {
            let seconds = Int64.random(in: -2_208_988_800...253_402_300_799, using: &dice)
            let instant = WireTimestamp(
                millisecondsSinceEpoch: seconds * 1_000 + Int64.random(in: 0..<1_000, using: &dice))
            let whole = WireTimestamp(millisecondsSinceEpoch: seconds * 1_000)
            #expect(WireTimestamp(instant.text(.iso8601)) == instant, "seed \(seed)")
            #expect(WireTimestamp(instant.text(.epochSeconds)) == instant, "seed \(seed) \(instant)")
            #expect(WireTimestamp(instant.text(.rfc822)) == whole, "seed \(seed)")
        }
    }

    @Test("Base64 written and read again is the same bytes", arguments: seeds)
    func base64(seed: UInt64) {
        var dice = SeededGenerator(seed: seed)
        let bytes = (0..<Int(seed)).map { _ in UInt8.random(in: 0...255, using: &dice) }
        #expect(Base64.decode(Base64.encode(bytes).utf8) == bytes, "seed \(seed)")
    }

    private static func items(_ bytes: [UInt8]) throws -> [String] {
        var reader = XMLReader(bytes)
        _ = try reader.beginRoot()
        let items: [String]? = try reader.value()
        try reader.finish()
        return items ?? []
    }

    private static func value(_ dice: inout SeededGenerator, depth: Int) -> WireValue {
        switch Int.random(in: 0..<(depth < 4 ? 8 : 5), using: &dice) {
        case 0: .null
        case 1: .bool(Bool.random(using: &dice))
        case 2: .integer(Int64.random(in: .min ... .max, using: &dice))
        case 3: .double(Double(bitPattern: UInt64.random(in: 0...0x7FEF_FFFF_FFFF_FFFF, using: &dice)))
        case 4: .string(text(&dice))
        case 5: .array((0..<Int.random(in: 0..<5, using: &dice)).map { _ in value(&dice, depth: depth + 1) })
        default:
            .object(
                (0..<Int.random(in: 0..<5, using: &dice)).map { index in
                    .init("\(index)\(text(&dice))", value(&dice, depth: depth + 1))
                })
        }
    }

    private static func text(_ dice: inout SeededGenerator) -> String {
        var text = ""
        for _ in 0..<Int.random(in: 0..<12, using: &dice) {
            let pool: ClosedRange<UInt32> =
                [0...0x7F, 0x20...0x7F, 0x80...0xD7FF, 0xE000...0xFFFD, 0x10000...0x10FFFF]
                .randomElement(using: &dice) ?? 0...0x7F
            if let scalar = Unicode.Scalar(UInt32.random(in: pool, using: &dice)) { text.unicodeScalars.append(scalar) }
        }
        return text
    }
}
