/// A pattern in which `*` stands for any run of characters and, where asked, `?` for exactly one; case counts.
package struct TextPattern: Hashable, Sendable {
    private let pattern: [UInt8]
    private let questionMarkIsWildcard: Bool

    /// Takes a pattern as people write it.
    package init(_ text: String, questionMarkIsWildcard: Bool = true) {
        pattern = Array(text.utf8)
        self.questionMarkIsWildcard = questionMarkIsWildcard
    }

    /// Whether the whole text matches; takes at most the product of both lengths in steps.
    package func matches(_ text: String) -> Bool {
        let text = Array(text.utf8)
        var patternIndex = 0
        var textIndex = 0
        var star: Int?
        var retry = 0
        while textIndex < text.count {
            if patternIndex < pattern.count, pattern[patternIndex] == UInt8(ascii: "*") {
                star = patternIndex
                retry = textIndex
                patternIndex += 1
            } else if patternIndex < pattern.count, accepts(pattern[patternIndex], text[textIndex]) {
                patternIndex += 1
                textIndex += 1
                // A character of several bytes counts as one.
                if pattern[patternIndex - 1] == UInt8(ascii: "?"), questionMarkIsWildcard {
                    while textIndex < text.count, text[textIndex] & 0xC0 == 0x80 { textIndex += 1 }
                }
            } else if let back = star {
                patternIndex = back + 1
                retry += 1
                textIndex = retry
            } else {
                return false
            }
        }
        return pattern[patternIndex...].allSatisfy { $0 == UInt8(ascii: "*") }
    }

    private func accepts(_ expected: UInt8, _ byte: UInt8) -> Bool {
        expected == byte || (questionMarkIsWildcard && expected == UInt8(ascii: "?"))
    }
}
