/// Collects lines of Swift with their indentation.
struct SourceWriter {
    private(set) var lines: [String] = []
    private var depth = 0

    /// Writes one line.
    mutating func line(_ text: String = "") {
        lines.append(text.isEmpty ? "" : String(repeating: " ", count: depth * 4) + text)
    }

    /// Writes documentation.
    mutating func document(_ text: String) {
        for comment in DocComment.lines(text, indent: depth * 4) { line(comment) }
    }

    /// Writes a line that opens a brace, what stands in it, and the closing brace.
    mutating func block(_ opening: String, _ body: (inout SourceWriter) -> Void) {
        line(opening + " {")
        depth += 1
        body(&self)
        depth -= 1
        line("}")
    }

    /// Writes a call or signature on one line, or filled over lines when it is too long.
    mutating func list(_ opening: String, _ items: [String], closing: String) {
        let whole = opening + items.joined(separator: ", ") + closing
        guard depth * 4 + whole.count > 120 else { return line(whole) }
        line(opening)
        depth += 1
        var current = ""
        for (index, item) in items.enumerated() {
            let piece = item + (index + 1 < items.count ? "," : "")
            if !current.isEmpty, depth * 4 + current.count + 1 + piece.count > 120 {
                line(current)
                current = piece
            } else {
                current += (current.isEmpty ? "" : " ") + piece
            }
        }
        // A closing that opens a block stands on its own line, as swift-format sets it.
        if closing.hasSuffix("{") {
            line(current)
            depth -= 1
            line(closing)
        } else {
            let fits = depth * 4 + current.count + closing.count <= 120
            line(fits ? current + closing : current)
            depth -= 1
            if !fits { line(closing) }
        }
    }

    /// Indents what the closure writes.
    mutating func indented(_ body: (inout SourceWriter) -> Void) {
        depth += 1
        body(&self)
        depth -= 1
    }

    /// Appends what another writer wrote.
    mutating func append(_ other: SourceWriter) {
        for text in other.lines { line(text) }
    }

    /// All lines, each ended.
    var text: String {
        lines.map { $0 + "\n" }.joined()
    }
}

/// A file to be written, by its path from the top of the repository.
package struct SwiftFile: Sendable, Hashable {
    package let path: String
    package let text: String
}
