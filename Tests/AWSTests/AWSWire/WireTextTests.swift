internal import AWSWire
internal import Testing

@Suite("Texts of the wire")
struct WireTextTests {
    @Test(
        "Instants read in every format AWS uses",
        arguments: [
            ("2026-11-23T18:27:12Z", 1_795_458_432_000), ("2026-11-23T18:27:12.5Z", 1_795_458_432_500),
            ("2026-11-23T18:27:12.123456Z", 1_795_458_432_123), ("2026-11-23T20:27:12+02:00", 1_795_458_432_000),
            ("2026-11-23T18:27:12.000+0000", 1_795_458_432_000), ("1795458432", 1_795_458_432_000),
            ("1795458432.25", 1_795_458_432_250), ("1.795458432E9", 1_795_458_432_000), ("-1.5", -1_500),
            ("Mon, 23 Nov 2026 18:27:12 GMT", 1_795_458_432_000), ("2024-02-29T00:00:00Z", 1_709_164_800_000),
            ("1969-12-31T23:59:59.999Z", -1), ("0", 0),
        ] as [(String, Int64)])
    func instants(text: String, milliseconds: Int64) {
        #expect(WireTimestamp(text)?.millisecondsSinceEpoch == milliseconds)
    }

    @Test(
        "What is no instant is none",
        arguments: [
            "", "soon", "2026-11-23", "2026-11-23T18:27:12", "2026-13-01T00:00:00Z", "2026-02-29T00:00:00Z",
            "2026-11-23T24:00:00Z", "2026-11-23T18:60:00Z", "2026-11-23T18:27:12.Z", "2026-11-23T18:27:12+25:00",
            "1.5.5",
            "1e300", "Mon, 23 Foo 2026 18:27:12 GMT", "Mon, 23 Nov 2026 18:27:12 CET", "--5", ".",
        ])
    func noInstants(text: String) {
        #expect(WireTimestamp(text) == nil)
    }

    @Test("Instants are written in every format, the farthest ones too")
    func writing() {
        let instant = WireTimestamp(millisecondsSinceEpoch: 1_795_458_432_050)
        #expect(instant.text(.iso8601) == "2026-11-23T18:27:12.050Z")
        #expect(instant.text(.rfc822) == "Mon, 23 Nov 2026 18:27:12 GMT")
        #expect(instant.text(.epochSeconds) == "1795458432.050")
        #expect(WireTimestamp(millisecondsSinceEpoch: -1_500).text(.epochSeconds) == "-1.500")
        for extreme in [Int64.min, .max] {
            let instant = WireTimestamp(millisecondsSinceEpoch: extreme)
            #expect(!instant.text(.iso8601).isEmpty && !instant.text(.rfc822).isEmpty)
        }
    }

    @Test(
        "Base64 equals the samples of RFC 4648",
        arguments: [
            ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
            ("foobar", "Zm9vYmFy"),
        ])
    func base64(plain: String, encoded: String) {
        #expect(Base64.encode(Array(plain.utf8)) == encoded)
        #expect(Base64.decode(encoded.utf8) == Array(plain.utf8))
    }

    @Test("What is no base64 is none", arguments: ["a", "ab=", "a===", "====", "ab=c", "a b=", "äbc"])
    func noBase64(text: String) {
        #expect(Base64.decode(text.utf8) == nil)
    }

    @Test("Labels are encoded, slashes kept only in greedy ones, and an empty label is refused")
    func labels() throws {
        #expect(try WireRequest.label("A", "a b/c:d~é") == "a%20b%2Fc%3Ad~%C3%A9")
        #expect(try WireRequest.label("A", "a b/c", isGreedy: true) == "a%20b/c")
        #expect(throws: WireError.self) { try WireRequest.label("A", "") }
    }

    @Test("A header cannot carry a line break")
    func headers() {
        var request = WireRequest()
        #expect(throws: WireError.self) { try request.addHeader("X-A", "a\r\nX-B: c") }
        #expect(request.headers.isEmpty)
    }

    @Test("A checksum is the CRC-32 of the body in base64")
    func checksum() {
        var request = WireRequest(body: Array("123456789".utf8))
        request.addChecksum()
        // CBF43926 is the check value of CRC-32 for these digits.
        #expect(request.headers.last?.value == Base64.encode([0xCB, 0xF4, 0x39, 0x26]))
    }

    @Test("Forms number lists from one; an empty list is a bare name in query and nothing in EC2")
    func forms() {
        func form(_ flavor: QueryWriter.Flavor) -> String {
            var form = QueryWriter(flavor, action: "Do It", version: "1")
            form.list("Names", element: "member", ["a&b", "c d"])
            form.list("Empty", [String]())
            form.list("Absent", [String]?.none)
            form.member("Flag", true)
            return String(decoding: form.bytes, as: UTF8.self)
        }
        #expect(form(.query) == "Action=Do+It&Version=1&Names.member.1=a%26b&Names.member.2=c+d&Empty=&Flag=true")
        #expect(form(.ec2) == "Action=Do+It&Version=1&Names.member.1=a%26b&Names.member.2=c+d&Flag=true")
    }

    @Test("XML escapes what would end the text or the attribute, and replaces what XML cannot carry")
    func xml() {
        var writer = XMLWriter()
        writer.begin("a", attributes: [("b", "\"<\n")])
        writer.text("<>&\"\r\n\u{1}")
        writer.end("a")
        let text = String(decoding: writer.bytes, as: UTF8.self)
        #expect(text == "<a b=\"&quot;&lt;&#10;\">&lt;&gt;&amp;\"&#13;\n\u{FFFD}</a>")
    }
}
