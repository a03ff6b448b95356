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

    @Test("However members are written and ordered, each is found by its name", arguments: seeds)
    func spellings(seed: UInt64) throws {
        var dice = SeededGenerator(seed: seed)
        // Names of all lengths, many with the same beginning or end.
        let names = Set(
            (0..<40).map { _ in
                ["Recovery", "Recovering", ""][dice.int(0...2)] + String(repeating: "Point", count: dice.int(0...5))
                    + ["Arn", "Date", "\(dice.int(0...99))"][dice.int(0...2)]
            }
        ).sorted()
        let table = MemberNames(Array(names.prefix(names.count / 2)))
        let order = names.indices.shuffled(using: &dice)
        func document(_ space: () -> String, _ spell: (String) -> String) -> [UInt8] {
            let members = order.map { "\(space())\"\(spell(names[$0]))\"\(space()):\(space())\($0)\(space())" }
            return Array("{\(members.joined(separator: ","))}".utf8)
        }
        func read(_ bytes: [UInt8]) throws -> [Int: Int] {
            var reader = JSONReader(bytes)
            var found: [Int: Int] = [:]
            #expect(try reader.beginObject())
            while let member = try reader.nextMember(of: table) { found[member] = try reader.integer() }
            try reader.finish()
            return found
        }
        let expected = Dictionary(uniqueKeysWithValues: (0..<names.count / 2).map { ($0, $0) })
        #expect(try read(document({ "" }, { $0 })) == expected, "seed \(seed)")
        #expect(try read(document({ " \n" }, { $0 })) == expected, "seed \(seed)")
        let escaped = document(
            { "" }, { $0.isEmpty ? "" : "\\u00" + String($0.utf8.first ?? 0, radix: 16) + $0.dropFirst() })
        #expect(try read(escaped) == expected, "seed \(seed)")
    }

    @Test("Elements are the same with and without prefixes, attributes, comments and references", arguments: seeds)
    func elements(seed: UInt64) throws {
        var dice = SeededGenerator(seed: seed)
        let names = ["a", "item", "volumeId", "volumeIdentifier", "volumeIdentifierOfAnotherKind", "volumeIdentity"]
        let table = MemberNames(names)
        let values = (0..<30).map { _ in (member: dice.int(0...names.count - 1), text: "v\(dice.int(0...9_999_999))") }
        func read(_ document: String) throws -> [String] {
            var reader = XMLReader(Array("<r xmlns:n='u'>\(document)</r>".utf8))
            var found: [String] = []
            _ = try reader.beginRoot()
            while let member = try reader.nextChild(of: table) { found.append("\(member) \(try reader.text())") }
            try reader.finish()
            return found
        }
        let expected = values.map { "\($0.member) \($0.text)" }
        let plain = values.map { "<\(names[$0.member])>\($0.text)</\(names[$0.member])>" }.joined()
        #expect(try read(plain) == expected, "seed \(seed)")
        let mixed = values.map { value in
            let name = ["", "n:"][dice.int(0...1)] + names[value.member]
            let start = "<\(name)\([" b='&lt;'", "", " "][dice.int(0...2)])>"
            let text = ["&#118;\(value.text.dropFirst())", "\(value.text)<!-- c -->", "<![CDATA[\(value.text)]]>"][
                dice.int(0...2)]
            return "\(start)\(text)</\(name) ><other><a>1</a></other> "
        }.joined()
        #expect(try read(mixed) == expected, "seed \(seed)")
    }

    @Test("Instants in JSON and XML are those of their text", arguments: seeds)
    func instantsInMessages(seed: UInt64) throws {
        var dice = SeededGenerator(seed: seed)
        for _ in 0..<50 {
            let instant = WireTimestamp(
                millisecondsSinceEpoch: Int64.random(in: -2_208_988_800_000...253_402_300_799_000, using: &dice))
            var json = JSONReader(Array("[\(instant.text(.epochSeconds)),\"\(instant.text(.iso8601))\"]".utf8))
            #expect(try json.beginArray() && json.nextElement())
            #expect(try json.timestamp() == instant, "seed \(seed)")
            #expect(try json.nextElement())
            #expect(try json.timestamp() == instant, "seed \(seed)")
            var xml = XMLReader(Array("<a>\(instant.text(.iso8601))</a>".utf8))
            #expect(try xml.beginRoot() == "a")
            #expect(try xml.value() == instant, "seed \(seed)")
        }
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
