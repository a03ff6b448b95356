extension JSONReader {
    /// A string as it stands between its quotes.
    struct StringToken {
        let start: Int
        let end: Int
        let hasEscapes: Bool
        let isASCII: Bool
    }

    /// A number as it stands.
    struct NumberToken {
        let start: Int
        let end: Int
        let isWhole: Bool
    }

    /// Reads a string, or nothing for `null`.
    public mutating func string() throws(WireError) -> String? {
        if try passNull() { return nil }
        return try text(scanString())
    }

    /// Reads a truth value, or nothing for `null`.
    public mutating func bool() throws(WireError) -> Bool? {
        if try passNull() { return nil }
        guard position < bytes.count else { throw failure("the document ends where a truth value should stand") }
        switch bytes[position] {
        case UInt8(ascii: "t"):
            try pass(keyword: "true")
            return true
        case UInt8(ascii: "f"):
            try pass(keyword: "false")
            return false
        default: throw failure("expected a truth value")
        }
    }

    /// Reads a whole number, or nothing for `null`; a fraction of zero, as in `5.0`, is whole.
    public mutating func integer() throws(WireError) -> Int? {
        if try passNull() { return nil }
        let start = position
        let token = try scanNumber()
        if token.isWhole, let whole = wholeNumber(token) { return Int(whole) }
        guard let number = Int(exactly: try double(token)) else {
            throw WireError("expected a whole number", offset: start)
        }
        return number
    }

    /// Reads a number, or one of the strings `NaN`, `Infinity` and `-Infinity`, or nothing for `null`.
    public mutating func double() throws(WireError) -> Double? {
        if try passNull() { return nil }
        guard position < bytes.count, bytes[position] == .quote else { return try double(scanNumber()) }
        switch try text(scanString()) {
        case "NaN": return .nan
        case "Infinity": return .infinity
        case "-Infinity": return -.infinity
        default: throw failure("expected a number")
        }
    }

    /// Reads an instant: a number of seconds, or a string in any of AWS's formats, or nothing for `null`.
    public mutating func timestamp() throws(WireError) -> WireTimestamp? {
        if try passNull() { return nil }
        let start = position
        guard position < bytes.count, bytes[position] == .quote else {
            let token = try scanNumber()
            guard let instant = WireTimestamp(epochSeconds: bytes[token.start..<token.end]) else {
                throw WireError("no instant within reach", offset: start)
            }
            return instant
        }
        let words = try text(scanString())
        guard let instant = WireTimestamp(words) else {
            throw WireError("expected an instant, found \"\(words)\"", offset: start)
        }
        return instant
    }

    /// Reads bytes in base64, or nothing for `null`.
    public mutating func blob() throws(WireError) -> [UInt8]? {
        if try passNull() { return nil }
        let start = position
        guard let decoded = Base64.decode(try text(scanString()).utf8) else {
            throw WireError("expected base64", offset: start)
        }
        return decoded
    }

    // MARK: - Numbers

    /// Passes a number by the grammar of RFC 8259.
    mutating func scanNumber() throws(WireError) -> NumberToken {
        skipSpace()
        let start = position
        var isWhole = true
        if position < bytes.count, bytes[position] == .minus { position += 1 }
        guard position < bytes.count, (.zero ... .nine).contains(bytes[position]) else {
            throw failure("expected a number")
        }
        if bytes[position] == .zero {
            position += 1
        } else {
            passDigits()
        }
        if position < bytes.count, bytes[position] == UInt8(ascii: ".") {
            isWhole = false
            position += 1
            guard passDigits() > 0 else { throw failure("a digit must follow the point") }
        }
        if position < bytes.count, bytes[position] | 0x20 == UInt8(ascii: "e") {
            isWhole = false
            position += 1
            if position < bytes.count, bytes[position] == UInt8(ascii: "+") || bytes[position] == .minus {
                position += 1
            }
            guard passDigits() > 0 else { throw failure("a digit must stand in the exponent") }
        }
        return NumberToken(start: start, end: position, isWhole: isWhole)
    }

    @discardableResult
    private mutating func passDigits() -> Int {
        let start = position
        while position < bytes.count, (.zero ... .nine).contains(bytes[position]) { position += 1 }
        return position - start
    }

    /// The value of a number without fraction and exponent, or nothing when it does not fit.
    func wholeNumber(_ token: NumberToken) -> Int64? {
        let isNegative = bytes[token.start] == .minus
        var value: Int64 = 0
        for digit in bytes[(isNegative ? token.start + 1 : token.start)..<token.end] {
            let (shifted, overflowed) = value.multipliedReportingOverflow(by: 10)
            let (sum, exceeded) = shifted.subtractingReportingOverflow(Int64(digit - .zero))
            if overflowed || exceeded { return nil }
            value = sum
        }
        if isNegative { return value }
        return value == .min ? nil : -value
    }

    /// The nearest double; numbers beyond its range are errors.
    func double(_ token: NumberToken) throws(WireError) -> Double {
        let text = String(decoding: bytes[token.start..<token.end], as: UTF8.self)
        guard let value = Double(text), value.isFinite else {
            throw WireError("the number is out of range", offset: token.start)
        }
        return value
    }

    // MARK: - Strings

    /// Passes a string, checking its escapes' letters and that no control character stands in it.
    mutating func scanString() throws(WireError) -> StringToken {
        skipSpace()
        guard position < bytes.count, bytes[position] == .quote else { throw failure("expected a string") }
        let start = position + 1
        let (plainEnd, isASCII) = passPlain(from: start)
        var index = plainEnd
        let end = bytes.count
        var hasEscapes = false
        var highest: UInt8 = isASCII ? 0 : 0x80
        while index < end {
            let byte = bytes[index]
            if byte == .quote {
                position = index + 1
                return StringToken(start: start, end: index, hasEscapes: hasEscapes, isASCII: highest < 0x80)
            }
            guard byte >= 0x20 else {
                position = index
                throw failure("a control character stands in a string")
            }
            highest |= byte
            if byte == .backslash {
                hasEscapes = true
                index += 1
            }
            index += 1
        }
        position = end
        throw failure("the document ends inside a string")
    }

    /// Passes eight bytes at a time as long as none of them is a quote, a backslash or a control character; says whether
    /// all of them were ASCII.
    private func passPlain(from start: Int) -> (end: Int, isASCII: Bool) {
        bytes.withUnsafeBytes { buffer in
            let ones: UInt64 = 0x0101_0101_0101_0101
            let highs: UInt64 = 0x8080_8080_8080_8080
            var index = start
            var seen: UInt64 = 0
            while index + 8 <= buffer.count {
                let word = buffer.loadUnaligned(fromByteOffset: index, as: UInt64.self)
                let quotes = word ^ ones &* UInt64(UInt8.quote)
                let backslashes = word ^ ones &* UInt64(UInt8.backslash)
                // The high bit of a byte is set where it was zero, or below 0x20; it may be set above such a byte too,
                // which only ends the fast pass early.
                let special =
                    (quotes &- ones) & ~quotes | (backslashes &- ones) & ~backslashes | (word &- ones &* 0x20) & ~word
                if special & highs != 0 { break }
                seen |= word
                index += 8
            }
            return (index, seen & highs == 0)
        }
    }

    /// Checks a string nobody wants.
    func check(_ token: StringToken) throws(WireError) {
        if token.hasEscapes || !token.isASCII { _ = try text(token) }
    }

    /// The characters of a string.
    func text(_ token: StringToken) throws(WireError) -> String {
        let raw = bytes[token.start..<token.end]
        if !token.hasEscapes {
            if token.isASCII { return String(decoding: raw, as: UTF8.self) }
            guard let text = String(validating: raw, as: UTF8.self) else {
                throw WireError("the string is not UTF-8", offset: token.start)
            }
            return text
        }
        var plain: [UInt8] = []
        plain.reserveCapacity(raw.count)
        var index = token.start
        while index < token.end {
            let byte = bytes[index]
            if byte == .backslash {
                index = try unescape(at: index + 1, before: token.end, into: &plain)
            } else {
                plain.append(byte)
                index += 1
            }
        }
        guard let text = String(validating: plain, as: UTF8.self) else {
            throw WireError("the string is not UTF-8", offset: token.start)
        }
        return text
    }

    /// Appends what the escape at the index stands for and gives the index after it.
    private func unescape(at index: Int, before end: Int, into plain: inout [UInt8]) throws(WireError) -> Int {
        guard index < end else { throw WireError("the string ends inside an escape", offset: index) }
        switch bytes[index] {
        case .quote, .backslash, UInt8(ascii: "/"): plain.append(bytes[index])
        case UInt8(ascii: "b"): plain.append(0x08)
        case UInt8(ascii: "f"): plain.append(0x0C)
        case UInt8(ascii: "n"): plain.append(0x0A)
        case UInt8(ascii: "r"): plain.append(0x0D)
        case UInt8(ascii: "t"): plain.append(0x09)
        case UInt8(ascii: "u"): return try unescapeUnit(at: index + 1, before: end, into: &plain)
        default: throw WireError("no escape is written like this", offset: index)
        }
        return index + 1
    }

    /// Appends the character of a `\u` escape, or of a pair of them, and gives the index after it.
    private func unescapeUnit(at index: Int, before end: Int, into plain: inout [UInt8]) throws(WireError) -> Int {
        var next = index + 4
        var code = try hexadecimal(at: index, before: end)
        if (0xD800..<0xDC00).contains(code) {
            guard next + 1 < end, bytes[next] == .backslash, bytes[next + 1] == UInt8(ascii: "u") else {
                throw WireError("a surrogate stands alone", offset: index)
            }
            let low = try hexadecimal(at: next + 2, before: end)
            guard (0xDC00..<0xE000).contains(low) else { throw WireError("a surrogate stands alone", offset: index) }
            code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
            next += 6
        }
        guard let scalar = Unicode.Scalar(code) else { throw WireError("a surrogate stands alone", offset: index) }
        plain.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
        return next
    }

    private func hexadecimal(at index: Int, before end: Int) throws(WireError) -> UInt32 {
        guard index + 4 <= end else { throw WireError("the string ends inside an escape", offset: index) }
        var value: UInt32 = 0
        for byte in bytes[index..<index + 4] {
            guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
                throw WireError("an escape needs four hexadecimal digits", offset: index)
            }
            value = value << 4 | UInt32(digit)
        }
        return value
    }
}

extension UInt8 {
    static var quote: UInt8 { 0x22 }
    static var comma: UInt8 { 0x2C }
    static var minus: UInt8 { 0x2D }
    static var zero: UInt8 { 0x30 }
    static var nine: UInt8 { 0x39 }
    static var colon: UInt8 { 0x3A }
    static var openBracket: UInt8 { 0x5B }
    static var backslash: UInt8 { 0x5C }
    static var closeBracket: UInt8 { 0x5D }
    static var openBrace: UInt8 { 0x7B }
    static var closeBrace: UInt8 { 0x7D }
}
