/// Reads one JSON document from its bytes, member by member, without building a tree.
///
/// The reader checks everything it passes, skipped values included: grammar (RFC 8259), UTF-8, escapes, and a bound on
/// depth. `null` reads as nothing. Whoever begins an object or array asks for its members or elements until there are
/// none, and reads or skips each value.
public struct JSONReader: Sendable {
    /// The deepest nesting read; AWS's own messages stay far below it.
    public static let depthLimit = 128

    let bytes: [UInt8]
    var position = 0
    private var depth = 0
    /// Whether an object or array has just begun, so that no comma may come next.
    private var isFresh = false

    /// Begins reading at the first byte.
    public init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// An error at the place reached.
    public func failure(_ message: String) -> WireError {
        WireError(message, offset: position)
    }

    // MARK: - Structure

    /// Begins an object; gives `false` when the value is `null`, which is then passed.
    public mutating func beginObject() throws(WireError) -> Bool {
        try begin(.openBrace, "an object")
    }

    /// Begins an array; gives `false` when the value is `null`, which is then passed.
    public mutating func beginArray() throws(WireError) -> Bool {
        try begin(.openBracket, "an array")
    }

    /// Goes to the next element, or gives `false` after the last one.
    public mutating func nextElement() throws(WireError) -> Bool {
        try next(before: .closeBracket)
    }

    /// Reads the name of the next member, or gives nothing after the last one.
    public mutating func nextName() throws(WireError) -> String? {
        guard try next(before: .closeBrace) else { return nil }
        let name = try scanString()
        try passColon()
        return try text(name)
    }

    /// Finds the next member in the table, skipping members it does not name; gives nothing after the last member.
    public mutating func nextMember(of names: MemberNames) throws(WireError) -> Int? {
        if let index = passPlainName(of: names) { return index }
        return try nextOtherMember(of: names)
    }

    /// Does the same where space, escapes, unknown members or the end come next; apart, to keep the usual way short.
    @inline(never)
    private mutating func nextOtherMember(of names: MemberNames) throws(WireError) -> Int? {
        while try next(before: .closeBrace) {
            let name = try scanString()
            try passColon()
            if let index = try index(of: name, in: names) { return index }
            if !name.hasEscapes { try check(name) }
            try skipValue()
        }
        return nil
    }

    /// Passes `,"name":` written without space and escapes, as most are, if the table has the name; else stays.
    @inline(__always)
    private mutating func passPlainName(of names: MemberNames) -> Int? {
        let start = position + (isFresh ? 1 : 2)
        let found = bytes.withUnsafeBytes { [position, isFresh] bytes -> (index: Int, end: Int)? in
            guard start < bytes.count, bytes[start - 1] == .quote, isFresh || bytes[position] == .comma else {
                return nil
            }
            let end = ByteScan.endOfPlainString(bytes, from: start)
            guard end + 1 < bytes.count, bytes[end] == .quote, bytes[end + 1] == .colon,
                let index = names.index(of: start..<end, in: bytes)
            else { return nil }
            return (index, end)
        }
        guard let found else { return nil }
        position = found.end + 2
        isFresh = false
        return found.index
    }

    private func index(of name: StringToken, in names: MemberNames) throws(WireError) -> Int? {
        guard name.hasEscapes else {
            return bytes.withUnsafeBytes { names.index(of: name.start..<name.end, in: $0) }
        }
        let spelling = Array(try text(name).utf8)
        return spelling.withUnsafeBytes { names.index(of: 0..<$0.count, in: $0) }
    }

    /// Checks that nothing but white space follows the value.
    public mutating func finish() throws(WireError) {
        skipSpace()
        guard position == bytes.count else { throw failure("more follows the end of the document") }
    }

    /// What kind of value comes next, by its first byte; the value itself is not checked yet.
    mutating func peekKind() throws(WireError) -> JSONKind {
        skipSpace()
        guard position < bytes.count else { throw failure("the document ends where a value should stand") }
        switch bytes[position] {
        case .openBrace: return .object
        case .openBracket: return .array
        case .quote: return .string
        case UInt8(ascii: "t"), UInt8(ascii: "f"): return .bool
        case UInt8(ascii: "n"): return .null
        case .minus, .zero ... .nine: return .number
        default: throw failure("no value begins like this")
        }
    }

    /// Passes a value of any kind, checking it.
    public mutating func skipValue() throws(WireError) {
        switch try peekKind() {
        case .object:
            _ = try beginObject()
            while try next(before: .closeBrace) {
                try check(scanString())
                try passColon()
                try skipValue()
            }
        case .array:
            _ = try beginArray()
            while try nextElement() { try skipValue() }
        case .string: try check(scanString())
        case .number: _ = try scanNumber()
        case .bool: _ = try bool()
        case .null: try pass(keyword: "null")
        }
    }

    private mutating func begin(_ open: UInt8, _ what: String) throws(WireError) -> Bool {
        skipSpace()
        guard position < bytes.count else { throw failure("the document ends where \(what) should stand") }
        if bytes[position] == UInt8(ascii: "n") {
            try pass(keyword: "null")
            return false
        }
        guard bytes[position] == open else { throw failure("expected \(what)") }
        guard depth < Self.depthLimit else { throw failure("nested deeper than \(Self.depthLimit) levels") }
        position += 1
        depth += 1
        isFresh = true
        return true
    }

    @inline(__always)
    private mutating func next(before close: UInt8) throws(WireError) -> Bool {
        skipSpace()
        guard position < bytes.count else { throw failure("the document ends inside an object or array") }
        if bytes[position] == close {
            position += 1
            depth -= 1
            isFresh = false
            return false
        }
        if isFresh {
            isFresh = false
        } else {
            guard bytes[position] == .comma else { throw failure("expected a comma") }
            position += 1
        }
        return true
    }

    @inline(__always)
    private mutating func passColon() throws(WireError) {
        skipSpace()
        guard position < bytes.count, bytes[position] == .colon else { throw failure("expected a colon") }
        position += 1
    }

    @inline(__always)
    mutating func skipSpace() {
        // AWS writes no space between tokens.
        if position < bytes.count, bytes[position] <= 0x20 { skipMoreSpace() }
    }

    private mutating func skipMoreSpace() {
        var index = position
        let end = bytes.count
        while index < end, bytes[index] <= 0x20, bytes[index] == 0x20 || Self.isLineSpace(bytes[index]) { index += 1 }
        position = index
    }

    private static func isLineSpace(_ byte: UInt8) -> Bool {
        byte == 0x0A || byte == 0x0D || byte == 0x09
    }

    mutating func pass(keyword: StaticString) throws(WireError) {
        let length = keyword.utf8CodeUnitCount
        guard bytes.count - position >= length else { throw failure("the document ends inside a word") }
        for index in 0..<length where bytes[position + index] != keyword.utf8Start[index] {
            throw failure("expected \(keyword)")
        }
        position += length
    }

    /// Passes `null` and gives `true`, or leaves everything else where it is.
    @inline(__always)
    mutating func passNull() throws(WireError) -> Bool {
        skipSpace()
        guard position < bytes.count, bytes[position] == UInt8(ascii: "n") else { return false }
        try pass(keyword: "null")
        return true
    }
}

/// The kinds of JSON values.
enum JSONKind: Sendable {
    case object, array, string, number, bool, null
}
