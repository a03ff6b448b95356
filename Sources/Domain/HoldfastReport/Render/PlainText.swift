internal import HoldfastModel

/// Text for terminals and tables: cut, filled up and free of what would steer a terminal.
enum PlainText {
    /// Text without control characters; names in AWS are other people's text.
    static func safe(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: isControl) else { return text }
        return String(String.UnicodeScalarView(text.unicodeScalars.map { isControl($0) ? "\u{FFFD}" : $0 }))
    }

    /// Text of exactly a width: cut with an ellipsis, or filled up with spaces.
    static func fitted(_ text: String, _ width: Int) -> String {
        let clean = safe(text)
        if clean.count > width { return clean.prefix(max(0, width - 1)) + "…" }
        return clean + String(repeating: " ", count: width - clean.count)
    }

    /// A number at the right edge of a width.
    static func number(_ number: Int?, _ width: Int) -> String {
        let digits = number.map(String.init) ?? "?"
        return String(repeating: " ", count: max(0, width - digits.count)) + digits
    }

    /// A number of things, in words.
    static func counted(_ number: Int, _ thing: String) -> String { "\(number) \(thing)\(number == 1 ? "" : "s")" }

    /// Text in the colour of a severity.
    static func coloured(_ text: String, _ severity: Severity, isColoured: Bool) -> String {
        guard isColoured else { return text }
        let code =
            switch severity {
            case .critical: "1;31"
            case .high: "31"
            case .medium: "33"
            case .low: "36"
            case .info: "2"
            }
        return "\u{1B}[\(code)m\(text)\u{1B}[0m"
    }

    /// Trailing spaces taken off.
    static func trimmed(_ line: String) -> String {
        String(line.reversed().drop { $0 == " " }.reversed())
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
            || [0x2028, 0x2029, 0x200E, 0x200F].contains(scalar.value) || (0x202A...0x202E).contains(scalar.value)
            || (0x2066...0x2069).contains(scalar.value)
    }
}
