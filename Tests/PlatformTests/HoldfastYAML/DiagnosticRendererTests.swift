import HoldfastYAML
import Testing

@Suite("Rendered diagnostics")
struct DiagnosticRendererTests {
    private let place = Diagnostic.Location(file: "p.yaml", line: 2, column: 3)

    @Test("a diagnostic shows its line with a mark below the column, and its hint")
    func withSource() {
        let renderer = DiagnosticRenderer(sources: ["p.yaml": Array("tiers:\n\té: 1\n".utf8)])
        let diagnostics = [
            Diagnostic(code: "unknown-key", message: "'x' is no key", location: place, hint: "did you mean 'y'?"),
            Diagnostic(severity: .warning, code: "w", message: "odd"),
        ]
        #expect(
            renderer.render(diagnostics) == """
                p.yaml:2:3: error: 'x' is no key [unknown-key]
                    2 | \té: 1
                      | \t ^
                      = hint: did you mean 'y'?
                warning: odd [w]
                1 error and 1 warning

                """)
        #expect(renderer.render([]).isEmpty)
    }

    @Test("a file that is not at hand and a line it does not have are shown without the line")
    func withoutSource() {
        let diagnostic = Diagnostic(code: "c", message: "m", location: place)
        #expect(DiagnosticRenderer(sources: [:]).render(diagnostic) == "p.yaml:2:3: error: m [c]\n")
        #expect(DiagnosticRenderer(sources: ["p.yaml": [0x61]]).render(diagnostic) == "p.yaml:2:3: error: m [c]\n")
    }

    @Test("colours are written only when asked for, and no control character of the file reaches the terminal")
    func colour() {
        let source = Array("a\n  \u{1B}[31mred: 1\n".utf8)
        let diagnostic = Diagnostic(code: "c", message: "m \u{1B}[2J", location: place)
        let plain = DiagnosticRenderer(sources: ["p.yaml": source]).render(diagnostic)
        #expect(!plain.contains("\u{1B}"))
        #expect(plain.contains("\u{FFFD}[31mred: 1"))
        let coloured = DiagnosticRenderer(sources: ["p.yaml": source], usesColor: true).render(diagnostic)
        #expect(coloured.contains("\u{1B}[31;1merror: \u{1B}[0m"))
    }

    @Test("a long line is cut around the column")
    func longLine() {
        let line = String(repeating: "a", count: 500) + "X" + String(repeating: "b", count: 500)
        let diagnostic = Diagnostic(
            code: "c", message: "m", location: Diagnostic.Location(file: "p.yaml", line: 1, column: 501))
        let text = DiagnosticRenderer(sources: ["p.yaml": Array(line.utf8)]).render(diagnostic)
        let shown = text.split(separator: "\n").map { Array($0.dropFirst(8)) }
        #expect(shown[1].count == 160)
        #expect(shown[1][shown[2].count - 1] == "X")
    }
}
