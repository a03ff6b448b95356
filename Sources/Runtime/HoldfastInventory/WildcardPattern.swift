/// A text with `*` for any run of characters and `?` for one; everything else stands for itself, case included.
struct WildcardPattern: Hashable, Sendable {
    private let pattern: [UInt8]

    /// Takes a pattern.
    init(_ text: String) { pattern = Array(text.utf8) }

    /// Whether the whole text matches, in time that grows with the product of both lengths at worst.
    func matches(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        var position = 0
        var place = 0
        var star: (place: Int, position: Int)?
        while position < bytes.count {
            if place < pattern.count, pattern[place] == UInt8(ascii: "*") {
                star = (place, position)
                place += 1
            } else if place < pattern.count, pattern[place] == UInt8(ascii: "?") || pattern[place] == bytes[position] {
                place += 1
                position += 1
            } else if let last = star {
                star = (last.place, last.position + 1)
                place = last.place + 1
                position = last.position + 1
            } else {
                return false
            }
        }
        return pattern[place...].allSatisfy { $0 == UInt8(ascii: "*") }
    }
}
