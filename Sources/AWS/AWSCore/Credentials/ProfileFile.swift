/// One of AWS's shared files: `[section]`, `key = value`, `#` and `;` comments, and indented keys below an empty value.
struct ProfileFile {
    /// The lines below one `[name]`.
    struct Section: Equatable {
        var name: String
        var settings: [String: String] = [:]
    }

    /// The sections in order; a name may occur twice.
    private(set) var sections: [Section] = []

    /// Reads a file's text; `path` is for messages.
    ///
    /// - Throws: ``CredentialError`` naming the line that is none of the above.
    init(_ bytes: [UInt8], path: String) throws(CredentialError) {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw CredentialError(code: .malformed, message: "\(path) is not UTF-8 text")
        }
        var outer = ""
        for (index, raw) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
            let line = Self.trimmed(raw)
            guard let first = line.first, first != "#", first != ";" else { continue }
            if first == "[" {
                guard let end = line.firstIndex(of: "]") else {
                    throw CredentialError(code: .malformed, message: "\(path):\(index + 1): the [section] has no ]")
                }
                sections.append(Section(name: Self.name(line[line.index(after: line.startIndex)..<end])))
                outer = ""
                continue
            }
            guard let equals = line.firstIndex(of: "="), equals > line.startIndex, !sections.isEmpty else {
                let problem =
                    sections.isEmpty ? "a setting before the first [section]" : "neither [section] nor key = value"
                throw CredentialError(code: .malformed, message: "\(path):\(index + 1): \(problem)")
            }
            let key = Self.trimmed(line[..<equals]).lowercased()
            let value = String(Self.trimmed(line[line.index(after: equals)...]))
            let isNested = (raw.first == " " || raw.first == "\t") && !outer.isEmpty
            if !isNested { outer = value.isEmpty ? key : "" }
            sections[sections.count - 1].settings[isNested ? "\(outer).\(key)" : key] = value
        }
    }

    private static func trimmed(_ text: Substring) -> Substring {
        var text = text
        while let first = text.first, first.isWhitespace { text.removeFirst() }
        while let last = text.last, last.isWhitespace { text.removeLast() }
        return text
    }

    /// The words of a section's name with single spaces between them; quotes around a profile's name are dropped.
    private static func name(_ text: Substring) -> String {
        text.split(whereSeparator: \.isWhitespace).map { word in
            word.count >= 2 && word.first == "\"" && word.last == "\"" ? word.dropFirst().dropLast() : word
        }.joined(separator: " ")
    }
}
