/// Looks through bytes eight at a time for the first one that means something.
///
/// A byte is marked by its highest bit in a word made by arithmetic on all eight. The arithmetic may mark bytes above a
/// marked one too, since a borrow runs upwards, but never one below: the lowest mark is always right, and only that one
/// is used. Every load lies within the buffer, for it is made only where eight more bytes are left.
enum ByteScan {
    /// The first place from `start` on with a quote, a backslash, a control character or a byte beyond ASCII; the end of
    /// the buffer when there is none.
    @inline(__always)
    static func endOfPlainString(_ bytes: UnsafeRawBufferPointer, from start: Int) -> Int {
        var index = start
        while index + 8 <= bytes.count {
            let word = load(bytes, at: index)
            let marks = marksOfQuoteOrControl(in: word) | marksOf(.backslash, in: word) | word & highs
            if marks != 0 { return index + marks.trailingZeroBitCount >> 3 }
            index += 8
        }
        while index < bytes.count {
            let byte = bytes[index]
            if byte == .quote || byte == .backslash || byte < 0x20 || byte >= 0x80 { return index }
            index += 1
        }
        return index
    }

    /// The first place from `start` on with `<`, `>`, `&`, a control character or a byte beyond ASCII; the end of the
    /// buffer when there is none.
    @inline(__always)
    static func endOfPlainText(_ bytes: UnsafeRawBufferPointer, from start: Int) -> Int {
        var index = start
        while index + 8 <= bytes.count {
            let word = load(bytes, at: index)
            // < and > differ in one bit.
            let marks =
                marksOf(.greaterThan, in: word | 0x0202_0202_0202_0202) | marksOf(.ampersand, in: word)
                | marksOfNoText(in: word)
            if marks != 0 { return index + marks.trailingZeroBitCount >> 3 }
            index += 8
        }
        while index < bytes.count {
            let byte = bytes[index]
            if byte | 2 == .greaterThan || byte == .ampersand || byte < 0x20 || byte >= 0x80 { return index }
            index += 1
        }
        return index
    }

    /// The first place from `start` on with `>`; the end of the buffer when there is none.
    @inline(__always)
    static func endOfTag(_ bytes: UnsafeRawBufferPointer, from start: Int) -> Int {
        var index = start
        while index + 8 <= bytes.count {
            let marks = marksOf(.greaterThan, in: load(bytes, at: index)) & highs
            if marks != 0 { return index + marks.trailingZeroBitCount >> 3 }
            index += 8
        }
        while index < bytes.count, bytes[index] != .greaterThan { index += 1 }
        return index
    }

    /// Whether `count` bytes at both places are the same; both must lie within the buffer.
    @inline(__always)
    static func isSame(_ bytes: UnsafeRawBufferPointer, _ first: Int, _ second: Int, count: Int) -> Bool {
        if count >= 8 {
            var offset = 0
            while offset + 8 <= count {
                if load(bytes, at: first + offset) != load(bytes, at: second + offset) { return false }
                offset += 8
            }
            // The last eight again: some of them have been compared, but none needs a loop of its own.
            return load(bytes, at: first + count - 8) == load(bytes, at: second + count - 8)
        }
        if max(first, second) + 8 <= bytes.count {
            let difference = load(bytes, at: first) ^ load(bytes, at: second)
            return difference << UInt64(64 - count * 8) == 0
        }
        for offset in 0..<count where bytes[first + offset] != bytes[second + offset] { return false }
        return true
    }

    /// Eight bytes from `index` on as a number, the first one lowest; there must be as many.
    @inline(__always)
    static func load(_ bytes: UnsafeRawBufferPointer, at index: Int) -> UInt64 {
        UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self))
    }

    private static var ones: UInt64 { 0x0101_0101_0101_0101 }
    private static var highs: UInt64 { 0x8080_8080_8080_8080 }

    /// The highest bit of every byte that is this one; other bits may be set too.
    @inline(__always)
    private static func marksOf(_ byte: UInt8, in word: UInt64) -> UInt64 {
        let zeroWhereEqual = word ^ ones &* UInt64(byte)
        return (zeroWhereEqual &- ones) & ~zeroWhereEqual & highs
    }

    /// The highest bit of every byte that is a quote or below 0x20: with one bit turned, these are all below 0x21.
    @inline(__always)
    private static func marksOfQuoteOrControl(in word: UInt64) -> UInt64 {
        let turned = word ^ ones &* 0x02
        return (turned &- ones &* 0x21) & ~turned & highs
    }

    /// The highest bit of every byte below 0x20 or above 0x7F, and no other bits.
    @inline(__always)
    private static func marksOfNoText(in word: UInt64) -> UInt64 {
        ((word &- ones &* 0x20) & ~word | word) & highs
    }
}

extension String {
    /// Makes a text of the ASCII there, which has been checked and is not looked at again.
    @inline(__always)
    init(ascii bytes: [UInt8], _ range: Range<Int>) {
        self.init(copying: unsafe UTF8Span(unchecked: bytes.span.extracting(range), isKnownASCII: true))
    }
}
