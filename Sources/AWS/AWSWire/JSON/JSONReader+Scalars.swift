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
        let start = position + 1
        let plainEnd = bytes.withUnsafeBytes { bytes -> Int? in
            guard start < bytes.count, bytes[start - 1] == .quote else { return nil }
            let end = ByteScan.endOfPlainString(bytes, from: start)
            return end < bytes.count && bytes[end] == .quote ? end : nil
        }
        if let plainEnd {
            position = plainEnd + 1
            return String(ascii: bytes, start..<plainEnd)
        }
        return try otherString()
    }

    /// Reads a string that is not plain, or nothing for `null`; apart, to keep the usual way short.
    @inline(never)
    private mutating func otherString() throws(WireError) -> String? {
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
        if let whole = passPlainNumber() { return whole }
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
        if let instant = passPlainSeconds() { return instant }
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

    /// Passes a whole number of at most 18 digits without sign, as most are, or leaves anything else where it is.
    @inline(__always)
    private mutating func passPlainNumber() -> Int? {
        skipSpace()
        let start = position
        let (value, end) = bytes.withUnsafeBytes { Self.digits($0, from: start) }
        guard end > start, end - start <= 18, end < bytes.count, !Self.continuesNumber(bytes[end]),
            bytes[start] != .zero || end == start + 1
        else { return nil }
        position = end
        return value
    }

    /// Passes seconds of at most 15 digits without sign, with or without a fraction, or leaves anything else.
    @inline(__always)
    private mutating func passPlainSeconds() -> WireTimestamp? {
        skipSpace()
        let start = position
        let found = bytes.withUnsafeBytes { bytes -> (milliseconds: Int, end: Int)? in
            let (seconds, point) = Self.digits(bytes, from: start)
            guard point > start, point - start <= 15, bytes[start] != .zero || point == start + 1,
                point < bytes.count
            else { return nil }
            guard bytes[point] == .point else { return (seconds * 1_000, point) }
            let (fraction, end) = Self.digits(bytes, from: point + 1)
            // Four digits and more are cut where they are many; they are rare.
            switch end - point - 1 {
            case 1: return (seconds * 1_000 + fraction * 100, end)
            case 2: return (seconds * 1_000 + fraction * 10, end)
            case 3: return (seconds * 1_000 + fraction, end)
            default: return nil
            }
        }
        guard let found, found.end < bytes.count, !Self.continuesNumber(bytes[found.end]) else { return nil }
        position = found.end
        return WireTimestamp(millisecondsSinceEpoch: Int64(found.milliseconds))
    }

    /// The number the digits from there on make, wrong beyond 18 of them, and the place after them.
    @inline(__always)
    private static func digits(_ bytes: UnsafeRawBufferPointer, from start: Int) -> (value: Int, end: Int) {
        var value = 0
        var index = start
        while index < bytes.count {
            let digit = bytes[index] &- .zero
            guard digit < 10 else { break }
            value = value &* 10 &+ Int(digit)
            index += 1
        }
        return (value, index)
    }

    /// Whether a number goes on with that byte.
    @inline(__always)
    private static func continuesNumber(_ byte: UInt8) -> Bool { byte == .point || byte | 0x20 == UInt8(ascii: "e") }

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
        if position < bytes.count, bytes[position] == .point {
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
    @inline(__always)
    mutating func scanString() throws(WireError) -> StringToken {
        skipSpace()
        guard position < bytes.count, bytes[position] == .quote else { throw failure("expected a string") }
        let start = position + 1
        let end = bytes.withUnsafeBytes { ByteScan.endOfPlainString($0, from: start) }
        guard end < bytes.count, bytes[end] == .quote else { return try scanRest(of: start, from: end) }
        position = end + 1
        return StringToken(start: start, end: end, hasEscapes: false, isASCII: true)
    }

    /// Passes what is left of a string that has more in it than plain ASCII.
    private mutating func scanRest(of start: Int, from place: Int) throws(WireError) -> StringToken {
        var index = place
        let end = bytes.count
        var hasEscapes = false
        var highest: UInt8 = 0
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

    /// Checks a string nobody wants.
    @inline(__always)
    func check(_ token: StringToken) throws(WireError) {
        if token.hasEscapes || !token.isASCII { _ = try text(token) }
    }

    /// The characters of a string.
    @inline(__always)
    func text(_ token: StringToken) throws(WireError) -> String {
        guard token.isASCII && !token.hasEscapes else { return try unescaped(token) }
        return String(ascii: bytes, token.start..<token.end)
    }

    private func unescaped(_ token: StringToken) throws(WireError) -> String {
        let raw = bytes[token.start..<token.end]
        if !token.hasEscapes {
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
    static var point: UInt8 { 0x2E }
    static var zero: UInt8 { 0x30 }
    static var nine: UInt8 { 0x39 }
    static var colon: UInt8 { 0x3A }
    static var openBracket: UInt8 { 0x5B }
    static var backslash: UInt8 { 0x5C }
    static var closeBracket: UInt8 { 0x5D }
    static var openBrace: UInt8 { 0x7B }
    static var closeBrace: UInt8 { 0x7D }
}
