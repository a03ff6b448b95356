internal import AWSWire
internal import Testing

@Suite("XML reader")
struct XMLReaderTests {
    private func text(_ document: String) throws -> String {
        var reader = XMLReader(Array(document.utf8))
        _ = try reader.beginRoot()
        let text = try reader.text()
        try reader.finish()
        return text
    }

    @Test(
        "Text reads with its references, sections and line ends resolved",
        arguments: [
            ("<a>x</a>", "x"), ("<a/>", ""), ("<a></a>", ""), ("<a> x y </a>", " x y "),
            ("<a>&lt;&gt;&amp;&quot;&apos;</a>", "<>&\"'"), ("<a>&#65;&#x42;&#x1F388;</a>", "AB🎈"),
            ("<a>1<![CDATA[<b>&amp;]]]]><![CDATA[>]]>2</a>", "1<b>&amp;]]>2"), ("<a>x<!-- c -->y<?p q?>z</a>", "xyz"),
            ("<a>1\r\n2\r3\n4&#13;</a>", "1\n2\n3\n4\r"), ("<a b='1' c=\"2>\" >x</a >", "x"),
            ("\u{FEFF}<?xml version=\"1.0\"?>\n<!-- c --><n:a xmlns:n='u'>x</n:a>\n<!-- d -->", "x"),
            ("<a>Größe 🎈</a>", "Größe 🎈"), ("<a>a]]b]&gt;</a>", "a]]b]>"),
        ])
    func texts(document: String, expected: String) throws {
        #expect(try text(document) == expected)
    }

    @Test(
        "What is not well formed is refused",
        arguments: [
            "", "x", "<", "<a", "<a>", "<a>x", "<a>x</b>", "<a>x</a", "<a>x</a>y", "<a/><b/>", "</a>", "<1/>", "<a b/>",
            "<a b=1/>", "<a b='1'c='2'/>", "<a b='<'/>", "<a b='&x;'/>", "<a>&x;</a>", "<a>&</a>", "<a>&lt</a>",
            "<a>&#0;</a>", "<a>&#xD800;</a>", "<a>&#x110000;</a>", "<a>&#;</a>", "<a>&#+5;</a>", "<a>]]></a>",
            "<a>\u{1}</a>", "<a><!-- -- --></a>", "<a><!-- </a>", "<a><![CDATA[</a>", "<a><?p </a>",
            "<!DOCTYPE a><a/>", "<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>", "<a><b></a></b>", "<n:a>x</a>", "< a/>",
        ])
    func refused(document: String) {
        #expect(throws: WireError.self) { try text(document) }
        #expect(throws: WireError.self) {
            var reader = XMLReader(Array("<r>\(document)</r>".utf8))
            _ = try reader.beginRoot()
            // What stands well inside another element is allowed there: only text and a following element differ.
            guard !["", "x", "<a/><b/>", "<a>x</a>y"].contains(document) else { throw WireError("allowed inside") }
            try reader.skipElement()
            try reader.finish()
        }
    }

    @Test("An element where text should stand is an error")
    func elementInText() {
        #expect(throws: WireError.self) { try text("<a>x<b/></a>") }
        #expect(throws: WireError.self) { try text("<a><b>x</b></a>") }
    }

    @Test("What is not UTF-8 is refused wherever it stands")
    func notUTF8() {
        let documents: [[UInt8]] = [
            Array("<a>".utf8) + [0xC3] + Array("</a>".utf8), Array("<a b='".utf8) + [0xFF] + Array("'/>".utf8),
            Array("<!-- ".utf8) + [0x80] + Array(" --><a/>".utf8), Array("<a".utf8) + [0xC0, 0x80] + Array("/>".utf8),
            Array("<a><![CDATA[".utf8) + [0xE0, 0x80] + Array("]]></a>".utf8),
        ]
        for document in documents {
            #expect(throws: WireError.self) {
                var reader = XMLReader(document)
                _ = try reader.beginRoot()
                _ = try reader.text()
            }
        }
    }

    @Test("Nesting is bounded")
    func depth() {
        let deep = Array(String(repeating: "<a>", count: 100_000).utf8)
        #expect(throws: WireError.self) {
            var reader = XMLReader(deep)
            _ = try reader.beginRoot()
            try reader.skipElement()
        }
    }

    @Test("Children are found by local name, unknown ones passed, and lists read whatever their elements are called")
    func children() throws {
        let document = """
            <r xmlns:n="u"> <x><Known>0</Known></x><n:Known a="b">1</n:Known>
              <!-- c --><Other/><List><item>a</item><member>b</member><item/></List>text</r>
            """
        var reader = XMLReader(Array(document.utf8))
        #expect(try reader.beginRoot() == "r")
        #expect(try reader.nextChild(of: MemberNames("Known", "List")) == 0)
        #expect(try Int.read(from: &reader) == 1)
        #expect(try reader.nextChild(of: MemberNames("Known", "List")) == 1)
        #expect(try [String].read(from: &reader) == ["a", "b", ""])
        #expect(try reader.nextChild(of: MemberNames("Known", "List")) == nil)
        try reader.finish()
    }

    @Test("An empty number is absent, a wrong one an error")
    func numbers() throws {
        func number(_ document: String) throws -> Int? {
            var reader = XMLReader(Array(document.utf8))
            _ = try reader.beginRoot()
            return try reader.value()
        }
        #expect(try number("<a/>") == nil)
        #expect(try number("<a>-5</a>") == -5)
        #expect(try number("<a>007</a>") == 7)
        #expect(try number("<a>9223372036854775807</a>") == .max)
        #expect(throws: WireError.self) { try number("<a>9223372036854775808</a>") }
        #expect(throws: WireError.self) { try number("<a>5 apples</a>") }
    }

    @Test("An answer that is not what the protocol promises is an error, never an empty list")
    func envelopes() throws {
        func response(_ body: String) -> WireResponse { WireResponse(status: 200, body: Array(body.utf8)) }
        let page = response("<html><body>Welcome</body></html>")
        #expect(throws: WireError.self) { let _: [String] = try page.xml() }
        #expect(throws: WireError.self) { let _: [String] = try page.ec2XML() }
        #expect(throws: WireError.self) { let _: [String] = try page.xml(wrapper: "ListResult") }
        #expect(throws: WireError.self) { let _: [String] = try response("").json() }
        #expect(throws: WireError.self) { let _: [String] = try response("null").json() }
        #expect(throws: WireError.self) { let _: [String] = try response("[] []").json() }
        let wrapped: [String] = try response("<R><M/><ListResult><m>a</m></ListResult></R>").xml(wrapper: "ListResult")
        #expect(wrapped == ["a"])
    }
}
