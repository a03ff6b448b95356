/// Makes one-sentence documentation of the models' HTML.
enum DocComment {
    /// The first sentence, without markup; the substitute when there is none.
    static func summary(_ html: String, otherwise substitute: String) -> String {
        let sentence = firstSentence(of: plain(html))
        guard sentence.count > 2, sentence.count <= 400 else { return substitute }
        return sentence
    }

    /// The lines of a comment of that text, wrapped at column 120.
    static func lines(_ text: String, indent: Int) -> [String] {
        let width = 120 - indent - 4
        var lines: [String] = []
        var line = ""
        for word in text.split(separator: " ") {
            if !line.isEmpty, line.count + 1 + word.count > width {
                lines.append("/// " + line)
                line = String(word)
            } else {
                line += (line.isEmpty ? "" : " ") + word
            }
        }
        lines.append("/// " + line)
        return lines
    }

    private static func plain(_ html: String) -> String {
        var text = ""
        var tag: String?
        for character in html {
            if character == "<" {
                tag = ""
            } else if character == ">", let closed = tag {
                if closed == "code" || closed == "/code" { text.append("`") }
                if ["/p", "/li", "li", "/note", "ul"].contains(closed) { text.append("\n") }
                tag = nil
            } else if tag != nil {
                tag?.append(character)
            } else {
                text.append(character)
            }
        }
        let entities = [
            ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&nbsp;", " "), ("&#39;", "'"), ("&amp;", "&"),
        ]
        return entities.reduce(text) { replace($1.0, with: $1.1, in: $0) }
    }

    private static func firstSentence(of text: String) -> String {
        let paragraphs = text.split(separator: "\n").map { $0.split { $0.isWhitespace } }
        guard let words = paragraphs.first(where: { !$0.isEmpty }) else { return "" }
        var sentence: [Substring] = []
        for word in words {
            sentence.append(word)
            let isAbbreviation = ["e.g.", "i.e.", "etc.", "vs.", "(e.g.", "(i.e."].contains(word.lowercased())
            if let last = word.last, ".!?".contains(last), !isAbbreviation { break }
        }
        var joined = sentence.joined(separator: " ")
        if joined.filter({ $0 == "`" }).count % 2 == 1 { joined.removeAll { $0 == "`" } }
        while let last = joined.last, ":;,".contains(last) { joined.removeLast() }
        if let last = joined.last, !".!?".contains(last) { joined.append(".") }
        return joined.prefix(1).uppercased() + joined.dropFirst()
    }

    private static func replace(_ pattern: String, with text: String, in whole: String) -> String {
        var result = ""
        var rest = whole[...]
        while let found = rest.firstRange(of: pattern) {
            result += rest[..<found.lowerBound] + text
            rest = rest[found.upperBound...]
        }
        return result + rest
    }
}
