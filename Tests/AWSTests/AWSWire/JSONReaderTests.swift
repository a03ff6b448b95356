internal import AWSWire
internal import Testing

@Suite("JSON reader")
struct JSONReaderTests {
    @Test(
        "Values read as what they are",
        arguments: [
            ("null", WireValue.null), (" true ", .bool(true)), ("false", .bool(false)), ("0", .integer(0)),
            ("-17", .integer(-17)), ("9223372036854775807", .integer(.max)), ("-9223372036854775808", .integer(.min)),
            ("9223372036854775808", .double(9_223_372_036_854_775_808)), ("-0", .double(-0.0)), ("1.5", .double(1.5)),
            ("1e3", .double(1000)), ("-2.5E-1", .double(-0.25)), (#""""#, .string("")), ("[]", .array([])),
            ("{}", .object([])), (#"[1, "a", null]"#, .array([.integer(1), .string("a"), .null])),
            (#"{"b": 1, "a": [{}]}"#, .object([.init("b", .integer(1)), .init("a", .array([.object([])]))])),
            (#"{"a": 1, "b": 2, "a": 3}"#, .object([.init("a", .integer(3)), .init("b", .integer(2))])),
        ])
    func values(text: String, value: WireValue) throws {
        #expect(try WireValue(json: Array(text.utf8)) == value)
    }

    @Test(
        "Strings are unescaped",
        arguments: [
            (#""a\"\\\/\b\f\n\r\tz""#, "a\"\\/\u{8}\u{C}\n\r\tz"), (#""\u00e4\u6F22""#, "ä漢"),
            (#""\ud83c\udf88""#, "🎈"), (#""Größe 🎈""#, "Größe 🎈"), (#""\u0000""#, "\0"),
        ])
    func strings(text: String, value: String) throws {
        #expect(try WireValue(json: Array(text.utf8)) == .string(value))
    }

    @Test(
        "What is not JSON is refused",
        arguments: [
            "", " ", "nul", "tru", "True", "01", "-", "+1", "1.", ".5", "1e", "1e+", "0x1", "NaN", "1e400", "[", "[1",
            "[1,", "[1,]", "[,1]", "[1 2]", "{", "{\"a\"", "{\"a\":", "{\"a\":1", "{\"a\":1,}", "{a:1}", "{\"a\" 1}",
            "{1:1}", "{\"a\":1}}", "1 2", "\"", "\"a", "\"\\\"", "\"\\x\"", "\"\\u12\"", "\"\\u12g4\"", "\"\\ud83c\"",
            "\"\\ud83cx\"", "\"\\ud83c\\u0041\"", "\"\\udf88\"", "\"\n\"", "\"\t\"", "[1}", "// c", "\u{FEFF}1",
        ])
    func refused(text: String) {
        #expect(throws: WireError.self) { try WireValue(json: Array(text.utf8)) }
        // A value nobody asks for is checked just the same, apart from the range of its numbers.
        if text == "1e400" { return }
        let wrapped = Array("{\"unknown\":\(text)}".utf8)
        #expect(throws: WireError.self) {
            var reader = JSONReader(wrapped)
            _ = try reader.beginObject()
            _ = try reader.nextMember(of: MemberNames("known"))
            try reader.finish()
        }
    }

    @Test(
        "What is not UTF-8 is refused, read or skipped",
        arguments: [[0x80], [0xC3], [0xC0, 0x80], [0xE0, 0x80, 0x80], [0xED, 0xA0, 0x80], [0xF5, 0x80, 0x80, 0x80]])
    func notUTF8(bytes: [UInt8]) {
        let text: [UInt8] = [0x22] + bytes + [0x22]
        #expect(throws: WireError.self) { try WireValue(json: text) }
        #expect(throws: WireError.self) {
            var reader = JSONReader(text)
            try reader.skipValue()
        }
        #expect(throws: WireError.self) { try WireValue(json: [0x7B] + text + Array(":1}".utf8)) }
        #expect(throws: WireError.self) {
            var reader = JSONReader([0x7B] + text + Array(":1}".utf8))
            _ = try reader.beginObject()
            _ = try reader.nextMember(of: MemberNames("known"))
        }
    }

    @Test("Nesting is bounded, read or skipped")
    func depth() throws {
        func nested(_ levels: Int) -> [UInt8] {
            Array((String(repeating: "[", count: levels) + String(repeating: "]", count: levels)).utf8)
        }
        _ = try WireValue(json: nested(JSONReader.depthLimit))
        #expect(throws: WireError.self) { try WireValue(json: nested(JSONReader.depthLimit + 1)) }
        #expect(throws: WireError.self) {
            var reader = JSONReader(nested(100_000))
            try reader.skipValue()
        }
        // Closed values do not count.
        _ = try WireValue(json: Array(("[" + String(repeating: "[],", count: 1000) + "1]").utf8))
    }

    @Test("Members are found by their names, escaped or not, and others are passed")
    func members() throws {
        let names = MemberNames("Alpha", "Größe", "Beta")
        let text = #"{"x": {"Alpha": [1, {}]}, "Alph\u0061": 1, "Größe": 2, "": null, "Beta": 3, "Gamma": "\n"}"#
        var reader = JSONReader(Array(text.utf8))
        var found: [Int: Int] = [:]
        #expect(try reader.beginObject())
        while let member = try reader.nextMember(of: names) { found[member] = try reader.integer() }
        try reader.finish()
        #expect(found == [0: 1, 1: 2, 2: 3])
    }

    @Test("Null is absent for every type")
    func null() throws {
        var reader = JSONReader(Array("[null, null, null, null, null, null, null, null]".utf8))
        #expect(try reader.beginArray())
        while try reader.nextElement() {
            var copies = (reader, reader, reader, reader, reader, reader, reader)
            #expect(try copies.0.string() == nil)
            #expect(try copies.1.integer() == nil)
            #expect(try copies.2.double() == nil)
            #expect(try copies.3.bool() == nil)
            #expect(try copies.4.timestamp() == nil)
            #expect(try copies.5.beginObject() == false)
            #expect(try copies.6.beginArray() == false)
            try reader.skipValue()
        }
        #expect(try [String].read(from: "[\"a\", null, \"b\"]") == ["a", "b"])
        #expect(try [String: Int].read(from: "{\"a\": 1, \"b\": null}") == ["a": 1])
    }

    @Test("Wrong types are errors, never guesses")
    func wrongTypes() {
        #expect(throws: WireError.self) { try Int.read(from: "\"5\"") }
        #expect(throws: WireError.self) { try Int.read(from: "5.5") }
        #expect(throws: WireError.self) { try Int.read(from: "1e30") }
        #expect(throws: WireError.self) { try String.read(from: "5") }
        #expect(throws: WireError.self) { try Bool.read(from: "1") }
        #expect(throws: WireError.self) { try Double.read(from: "\"5\"") }
        #expect(throws: WireError.self) { try [String].read(from: "{}") }
        #expect(throws: WireError.self) { try [String: Int].read(from: "[]") }
        #expect(throws: WireError.self) { try WireTimestamp.read(from: "\"soon\"") }
        #expect(throws: WireError.self) { try WireBlob.read(from: "\"a\"") }
    }

    @Test("Whole numbers may be written with a fraction of zero, and doubles as words")
    func lenientNumbers() throws {
        #expect(try Int.read(from: "5.0") == 5)
        #expect(try Int.read(from: "1e2") == 100)
        #expect(try Double.read(from: "\"Infinity\"") == .infinity)
        #expect(try Double.read(from: "\"-Infinity\"") == -.infinity)
        #expect(try Double.read(from: "\"NaN\"")?.isNaN == true)
        #expect(try WireBlob.read(from: "\"AAEC\"") == WireBlob([0, 1, 2]))
    }
}

extension JSONReadable {
    /// Reads a whole document.
    static func read(from text: String) throws -> Self? {
        var reader = JSONReader(Array(text.utf8))
        let value: Self? = try reader.value()
        try reader.finish()
        return value
    }
}
