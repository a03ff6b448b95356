import HoldfastYAML
import Testing

@Suite("YAML documents")
struct YAMLDocumentTests {
    private func read(_ text: String, limits: YAMLDocument.Limits = .init()) -> YAMLDocument {
        YAMLDocument(bytes: Array(text.utf8), file: "f.yaml", limits: limits)
    }

    private func lines(_ text: String) -> [String] { read(text).diagnostics.map(\.description) }

    /// The tree as flow text with the place of each scalar.
    private func show(_ node: YAMLNode?) -> String {
        guard let node else { return "none" }
        switch node.content {
        case .null: return "null"
        case .scalar(let text, let isQuoted):
            return "\(isQuoted ? "\"\(text)\"" : text)@\(node.location.line):\(node.location.column)"
        case .sequence(let items): return "[" + items.map(show).joined(separator: ", ") + "]"
        case .mapping(let entries):
            let fields = entries.map { entry in
                "\(entry.key)@\(entry.keyLocation.line):\(entry.keyLocation.column): \(show(entry.value))"
            }
            return "{" + fields.joined(separator: ", ") + "}"
        }
    }

    @Test("every key and value knows its line and column")
    func places() {
        let text = "a: 1\nb:\n  - x\n  - \"y z\"\nc: {d: ~, e: 0123}\n"
        #expect(
            show(read(text).root)
                == "{a@1:1: 1@1:4, b@2:1: [x@3:5, \"y z\"@4:5], c@5:1: {d@5:5: null, e@5:11: 0123@5:14}}")
    }

    @Test("text keeps the form somebody wrote, and only plain words are null")
    func scalars() {
        #expect(
            show(read("[yes, 'null', 2027-01-31, 1e3]").root) == "[yes@1:2, \"null\"@1:7, 2027-01-31@1:15, 1e3@1:27]")
        #expect(read("a: |\n  one\n  two\n").diagnostics.isEmpty)
    }

    @Test("every duplicate key is told at its second occurrence, wherever it stands, and the first one counts")
    func duplicates() {
        let text = """
            a: 1
            b: {x: 1, y: 2, x: 3, x: 4}
            a: 2
            c:
              k: 1
              "k": 2
            """
        let document = read(text)
        #expect(
            document.diagnostics.map { "\($0.location?.description ?? "") \($0.code) \($0.hint ?? "")" } == [
                "f.yaml:2:17 duplicate-key it stands first in line 2; keep one of them",
                "f.yaml:2:23 duplicate-key it stands first in line 2; keep one of them",
                "f.yaml:3:1 duplicate-key it stands first in line 1; keep one of them",
                "f.yaml:6:3 duplicate-key it stands first in line 5; keep one of them",
            ])
        #expect(
            show(document.root)
                == "{a@1:1: 1@1:4, b@2:1: {x@2:5: 1@2:8, y@2:11: 2@2:14}, c@4:1: {k@5:3: 1@5:6}}")
    }

    @Test("places stay right behind duplicates, byte order marks, carriage returns and long letters")
    func placesBehindDuplicates() {
        #expect(
            show(read("\u{FEFF}é: {x: 1, x: 2, z: 3}\r\né2: q\r\n").root)
                == "{é@1:1: {x@1:5: 1@1:8, z@1:17: 3@1:20}, é2@2:1: q@2:5}")
        #expect(
            lines("a: 1\r\nb: 2\r\nb: 3\r\n") == [
                "f.yaml:3:1: error: the key 'b' stands here a second time [duplicate-key]\n"
                    + "  hint: it stands first in line 2; keep one of them"
            ])
    }

    @Test("a syntax error behind duplicate keys is told at its own place")
    func syntaxBehindDuplicates() {
        let found = read("x: 1\nx: 2\ny: [1, 2\nz: 3\n").diagnostics
        #expect(found.map(\.code) == ["yaml-syntax"])
        #expect(found.first?.location?.line == 4)
    }

    @Test(
        "what is not one YAML document is told with its place",
        arguments: [
            ("", "f.yaml:1:1: error: the file holds no document [yaml-empty]"),
            ("# only a comment\n", "f.yaml:1:1: error: the file holds no document [yaml-empty]"),
            (
                "a: 1\n---\nb: 2\n",
                "f.yaml:3:1: error: a second document begins here [yaml-multiple-documents]\n  hint: keep one document to a file"
            ),
            (
                "a: b: c\n",
                "f.yaml:1:5: error: mapping values are not allowed in this context [yaml-syntax]\n"
                    + "  hint: put text that holds ': ' in quotes"
            ),
            (
                "a:\n\tb: 1\n",
                "f.yaml:2:1: error: found character that cannot start any token "
                    + "(while scanning for the next token, begun in line 2) [yaml-syntax]\n"
                    + "  hint: indent with spaces, and put text with @, ` or % in quotes"
            ),
            (
                "a: *nothing\n",
                "f.yaml:1:4: error: found undefined alias [yaml-syntax]\n  hint: put text that begins with '*' in quotes"
            ),
            ("? [a, b]\n: 1\n", "f.yaml:1:3: error: a key must be text [yaml-complex-key]"),
        ])
    func refused(text: String, expected: String) {
        #expect(lines(text) == [expected])
    }

    @Test("bytes that are not UTF-8 are told with line and column")
    func encoding() {
        let document = YAMLDocument(bytes: Array("a: 1\nb: é".utf8) + [0xFF, 0x0A], file: "f.yaml")
        #expect(
            document.diagnostics.map(\.description) == [
                "f.yaml:2:5: error: the file is not UTF-8 [yaml-encoding]\n  hint: save it as UTF-8"
            ])
        #expect(read("a: 1\nb: \u{1}\n").diagnostics.first?.location?.description == "f.yaml:2:4")
    }

    @Test("aliases are followed, and keep the place of what they stand for")
    func aliases() {
        #expect(show(read("a: &x {r: 1}\nb: *x\n").root) == "{a@1:1: {r@1:8: 1@1:11}, b@2:1: {r@1:8: 1@1:11}}")
    }

    @Test("a file whose aliases would unfold without end is refused before it is read, in keys as in values")
    func bombs() {
        var values = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
        for level in 1...12 {
            let many = Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ", ")
            values += "a\(level): &a\(level) [\(many)]\n"
        }
        #expect(read(values).diagnostics.map(\.code) == ["yaml-alias-bomb"])
        #expect(read(values + "? *a12\n: 1\n").diagnostics.map(\.code) == ["yaml-alias-bomb"])
        let small = read("a: &a [1, 2, 3]\nb: [*a, *a, *a]\n", limits: .init(nodes: 12))
        #expect(small.diagnostics.map(\.code) == ["yaml-alias-bomb"])
    }

    @Test("a file too large or too deep is refused")
    func limits() {
        #expect(
            read(String(repeating: "[", count: 70) + String(repeating: "]", count: 70)).diagnostics.map(\.code) == [
                "yaml-too-deep"
            ])
        #expect(read(String(repeating: "[", count: 100_000)).root == nil)
        #expect(read("a: 1", limits: .init(bytes: 3)).diagnostics.map(\.code) == ["yaml-too-large"])
    }

    @Test("any bytes give a tree or an error, never neither")
    func noise() {
        var seed: UInt64 = 20_261_123
        let alphabet = Array("ab:-[]{}&*!?|>'\"#%@`,\n\t \\~01\u{E9}".utf8)
        for round in 0..<4_000 {
            var bytes: [UInt8] = []
            for _ in 0..<(round % 40) {
                seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                bytes.append(alphabet[Int(seed >> 33) % alphabet.count])
            }
            let document = YAMLDocument(bytes: bytes, file: "f")
            #expect(document.root != nil || document.diagnostics.hasErrors, "seed 20261123, round \(round): \(bytes)")
        }
    }
}
