/// A line and a column, both from 1, the column in Unicode scalars.
struct TextPosition {
    var line: Int
    var column: Int
}

/// Gets a file with duplicate keys past Yams, which gives up at the first of them and tells no second place.
///
/// Yams holds two keys for equal only when their tags are equal too. So each key it complains of gets a tag of its own,
/// put before it in the text, and the text is read again until nothing is left to complain of. Places in the changed
/// text lead back to places in the original.
struct DuplicateKeyDetour {
    private struct Insertion {
        let column: Int
        let length: Int
    }

    private var insertions: [Int: [Insertion]] = [:]

    /// How many keys have got a tag.
    private(set) var count = 0

    /// The text with one more tag, before the key at that place of the original; nothing when there is one already.
    mutating func pass(_ mark: TextPosition, in original: String) -> String? {
        guard insertions[mark.line]?.contains(where: { $0.column == mark.column }) != true else { return nil }
        count += 1
        let tag = Self.tag(count)
        insertions[mark.line, default: []].append(Insertion(column: mark.column, length: tag.count))
        insertions[mark.line]?.sort { $0.column < $1.column }
        return apply(to: original)
    }

    /// The place in the original of a place in the changed text.
    func original(_ mark: TextPosition) -> TextPosition {
        var column = mark.column
        for insertion in insertions[mark.line] ?? [] where column > insertion.column {
            column = max(insertion.column, column - insertion.length)
        }
        return TextPosition(line: mark.line, column: column)
    }

    /// A local tag that is as long as any other one, so that it does not matter which is where.
    private static func tag(_ number: Int) -> String {
        let digits = String(number)
        return "!k" + String(repeating: "0", count: max(0, 6 - digits.count)) + digits + " "
    }

    private func apply(to original: String) -> String {
        let scalars = Array(original.unicodeScalars)
        var number = 0
        var line = 1
        var column = 1
        var changed = String.UnicodeScalarView()
        for (index, scalar) in scalars.enumerated() {
            if insertions[line]?.contains(where: { $0.column == column }) == true {
                number += 1
                changed.append(contentsOf: Self.tag(number).unicodeScalars)
            }
            changed.append(scalar)
            if Self.endsLine(scalar, before: index + 1 < scalars.count ? scalars[index + 1] : nil) {
                line += 1
                column = 1
            } else {
                column += 1
            }
        }
        return String(changed)
    }

    /// Whether libyaml counts a new line after this scalar; CR LF is one end of line.
    private static func endsLine(_ scalar: Unicode.Scalar, before next: Unicode.Scalar?) -> Bool {
        switch scalar {
        case "\n", "\u{85}", "\u{2028}", "\u{2029}": true
        case "\r": next != "\n"
        default: false
        }
    }
}
