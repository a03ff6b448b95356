/// Shows diagnostics to people: the place, the line of the file, a mark below it, and the way out.
///
/// ```
/// policy.yaml:7:5: error: 'retentoin' is not a key of tier 'gold' [unknown-key]
///     7 |     retentoin: 35d
///       |     ^
///       = hint: did you mean 'retention'?
/// ```
public struct DiagnosticRenderer: Sendable {
    private let lines: [String: [Substring]]
    private let usesColor: Bool

    /// Makes a renderer for diagnostics of these files.
    ///
    /// - Parameters:
    ///   - sources: The bytes of the files by name; a diagnostic of a file that is not here is shown without its line.
    ///   - usesColor: Whether to write the colours of terminals.
    public init(sources: [String: [UInt8]], usesColor: Bool = false) {
        lines = sources.mapValues { bytes in
            String(decoding: bytes, as: UTF8.self).split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        }
        self.usesColor = usesColor
    }

    /// All diagnostics in the order given, and a line that counts them; empty text when there are none.
    public func render(_ diagnostics: [Diagnostic]) -> String {
        guard !diagnostics.isEmpty else { return "" }
        return diagnostics.map(render).joined() + Self.summary(of: diagnostics) + "\n"
    }

    /// One diagnostic, ending with a line break.
    public func render(_ diagnostic: Diagnostic) -> String {
        let place = diagnostic.location.map { paint("\($0): ", .bold) } ?? ""
        let severity = paint("\(diagnostic.severity.rawValue): ", diagnostic.severity == .error ? .red : .yellow)
        var text = place + severity + printable(diagnostic.message) + " [\(diagnostic.code)]\n"
        let margin = "      "
        if let location = diagnostic.location, let source = line(at: location) {
            let number = String(location.line)
            let padded = String(repeating: " ", count: max(0, 5 - number.count)) + number
            text += "\(padded) | \(source.text)\n\(margin)| \(source.indent)\(paint("^", .green))\n"
        }
        if let hint = diagnostic.hint { text += "\(margin)= hint: \(printable(hint))\n" }
        return text
    }

    /// `2 errors and 1 warning`.
    public static func summary(of diagnostics: [Diagnostic]) -> String {
        let errors = diagnostics.count { $0.severity == .error }
        let warnings = diagnostics.count - errors
        func counted(_ number: Int, _ word: String) -> String { "\(number) \(word)\(number == 1 ? "" : "s")" }
        if warnings == 0 { return counted(errors, "error") }
        if errors == 0 { return counted(warnings, "warning") }
        return "\(counted(errors, "error")) and \(counted(warnings, "warning"))"
    }

    /// The line of a place, and what must stand below it so that the mark meets the column; long lines are cut.
    private func line(at location: Diagnostic.Location) -> (text: String, indent: String)? {
        guard let lines = lines[location.file], lines.indices.contains(location.line - 1) else { return nil }
        let scalars = Array(lines[location.line - 1].unicodeScalars)
        let start = max(0, min(location.column - 1, scalars.count) - 80)
        let shown = scalars[start..<min(scalars.count, start + 160)]
        var indent = String.UnicodeScalarView()
        for scalar in shown.prefix(max(0, location.column - 1 - start)) { indent.append(scalar == "\t" ? scalar : " ") }
        var text = String.UnicodeScalarView()
        text.append(contentsOf: shown)
        return (printable(String(text)), String(indent))
    }

    /// The text without characters that would move a terminal's cursor.
    private func printable(_ text: String) -> String {
        var clean = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            let isControl = scalar.properties.generalCategory == .control && scalar != "\t"
            clean.append(isControl ? "\u{FFFD}" : scalar)
        }
        return String(clean)
    }

    private enum Ink: String {
        case bold = "1"
        case red = "31;1"
        case yellow = "33;1"
        case green = "32;1"
    }

    private func paint(_ text: String, _ ink: Ink) -> String {
        usesColor ? "\u{1B}[\(ink.rawValue)m\(text)\u{1B}[0m" : text
    }
}
