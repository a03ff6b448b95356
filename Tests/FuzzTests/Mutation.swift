internal import TestSupport

/// Changes inputs at random, the way that finds most: cut, repeated, spliced, and with words put in that readers dread.
struct Mutation {
    private var dice: SeededGenerator
    private let words: [[UInt8]]

    /// Words at the ends of ranges, and the marks of every format.
    private static let dreaded = [
        "9223372036854775807", "-9223372036854775808", "18446744073709551616", "99999999999999999999999999", "1e999",
        "-0", "+1", "0", "\u{0}", "\u{FEFF}", "\u{2028}", "\u{E9}", "\r\n", "\n", "\t", " ", ":", "::", "=", "&", "%",
        "%zz", "[", "]", "{", "}", "[[[[[[[[[[", "\"", "\\u", "\\ud800", "null", "<", "</", "/>", "<!--", "<![CDATA[",
        "&#x110000;", "&amp", "?", "*", "**", "/", "#", "L", "W", "-", ",", "(", ")", "&a", "*a", "!!", "|", ">",
    ]

    /// Begins at a seed.
    init(seed: UInt64) {
        dice = SeededGenerator(seed: seed)
        words = Self.dreaded.map { Array($0.utf8) } + [[0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0x1F, 0x8B]]
    }

    /// An input that comes of one, and perhaps of another.
    mutating func changed(_ input: [UInt8], _ other: [UInt8]) -> [UInt8] {
        var bytes = input
        for _ in 0..<dice.int(1...6) {
            let place = dice.int(0...bytes.count)
            let end = min(bytes.count, place + dice.int(0...16))
            switch dice.int(0...6) {
            case 0: bytes.removeSubrange(place..<end)
            case 1: bytes.insert(contentsOf: bytes[place..<end], at: place)
            case 2: bytes.insert(contentsOf: dice.pick(words), at: place)
            case 3: bytes.replaceSubrange(place..<end, with: dice.pick(words))
            case 4 where !other.isEmpty:
                bytes.replaceSubrange(place..., with: other[dice.int(0...other.count - 1)...])
            case 5: bytes.removeLast(bytes.count - end)
            default: if place < bytes.count { bytes[place] = UInt8(dice.int(0...255)) }
            }
        }
        return Array(bytes.prefix(16_384))
    }
}
