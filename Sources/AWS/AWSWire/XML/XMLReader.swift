/// Reads one XML document from its bytes, element by element, without building a tree.
///
/// Made for AWS's answers: elements are told by their local names, attributes are checked and passed, white space and
/// text between child elements is passed, and a document type is refused, entities other than XML's own with it.
/// Everything passed is checked: matching tags, escapes, UTF-8, and a bound on depth.
public struct XMLReader: Sendable {
    /// The deepest nesting read; AWS's own messages stay far below it.
    public static let depthLimit = 128

    let bytes: [UInt8]
    var position = 0
    /// Where the names of the elements begun and not ended stand, prefixes included; those beyond `depth` are left over.
    private var open: [Range<Int>] = []
    private var depth = 0
    /// Whether the element begun last was written `<a/>`, so that its end has been passed.
    private var isEmptyElement = false
    /// Where the attributes of the element begun last stand; they are read only for whoever asks.
    private var attributes = 0..<0

    /// Begins reading at the first byte.
    public init(_ bytes: [UInt8]) {
        self.bytes = bytes
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
    }

    /// An error at the place reached.
    public func failure(_ message: String) -> WireError {
        WireError(message, offset: position)
    }

    /// The same error with the names of the elements begun and not ended, such as `Response.reservationSet.item`.
    func located(_ error: WireError) -> WireError {
        guard error.path.isEmpty else { return error }
        let path = open[..<depth].map { text(of: $0) }.joined(separator: ".")
        return WireError(error.message, offset: error.offset, path: path)
    }

    /// Begins the root element and gives its local name.
    public mutating func beginRoot() throws(WireError) -> String {
        try passMiscellany()
        guard position < bytes.count else { throw failure("there is no element") }
        return text(of: try beginElement())
    }

    /// Begins the next child of the element begun last and gives its local name; after the last child it ends the
    /// element and gives nothing.
    public mutating func nextChild() throws(WireError) -> String? {
        guard let name = try passToChild() else { return nil }
        return text(of: name)
    }

    /// Begins the next child the table names, passing others; after the last child it ends the element and gives
    /// nothing.
    public mutating func nextChild(of names: MemberNames) throws(WireError) -> Int? {
        if let index = beginPlainChild(of: names) { return index }
        return try nextOtherChild(of: names)
    }

    /// Does the same where attributes, space, unknown children or the end come next; apart, to keep the usual way short.
    @inline(never)
    private mutating func nextOtherChild(of names: MemberNames) throws(WireError) -> Int? {
        while let name = try passToChild() {
            if let index = bytes.withUnsafeBytes({ names.index(of: name, in: $0) }) { return index }
            try skipElement()
        }
        return nil
    }

    /// Begins the next child, whatever its name; after the last child it ends the element and gives `false`.
    public mutating func beginNextChild() throws(WireError) -> Bool {
        if isAtItem, !isEmptyElement, depth > 0, depth < Self.depthLimit {
            push(position + 1..<position + 5)
            position += 6
            return true
        }
        return try passToChild() != nil
    }

    /// Whether `<item>` comes next, with two more bytes behind it.
    private var isAtItem: Bool {
        bytes.withUnsafeBytes {
            position + 8 <= $0.count && ByteScan.load($0, at: position) & 0xFFFF_FFFF_FFFF == 0x3E6D_6574_693C
        }
    }

    /// Begins a child written `<name>` without anything before it, as most are, if the table has it; else stays.
    ///
    /// What the table has is a name, so its characters need no other check.
    @inline(__always)
    private mutating func beginPlainChild(of names: MemberNames) -> Int? {
        let start = position + 1
        guard !isEmptyElement, depth > 0, depth < Self.depthLimit, start < bytes.count, bytes[position] == .lessThan,
            bytes[start] != .slash
        else { return nil }
        let found = bytes.withUnsafeBytes { bytes -> (index: Int, end: Int)? in
            let end = ByteScan.endOfTag(bytes, from: start)
            guard end < bytes.count, let index = names.index(of: start..<end, in: bytes) else { return nil }
            return (index, end)
        }
        guard let found else { return nil }
        push(start..<found.end)
        position = found.end + 1
        return found.index
    }

    /// Passes the rest of the element begun last, with all it contains, and ends it.
    public mutating func skipElement() throws(WireError) {
        let outer = depth
        while depth >= outer { _ = try passToChild() }
    }

    /// Reads the text of the element begun last and ends it; an element inside is an error.
    public mutating func text() throws(WireError) -> String {
        if isEmptyElement {
            isEmptyElement = false
            depth -= 1
            return ""
        }
        if let plain = try passPlainText() { return String(ascii: bytes, plain) }
        return try otherText()
    }

    /// Reads a text that has more in it than plain ASCII; apart, to keep the usual way short.
    @inline(never)
    private mutating func otherText() throws(WireError) -> String {
        let start = position
        var content: [UInt8] = []
        while true {
            try scanText(into: &content)
            if isAt("</") { break }
            if isAt("<![CDATA[") {
                try scanCDATA(into: &content)
            } else if isAt("<!") || isAt("<?") {
                try passMarkup()
            } else {
                throw failure("an element stands where text should")
            }
        }
        try passEndTag()
        guard let text = String(validating: content, as: UTF8.self) else {
            throw WireError("the text is not UTF-8", offset: start)
        }
        return text
    }

    /// The value of an attribute of the element begun last, by its local name; must be asked for before its children.
    public func attribute(_ wanted: String) throws(WireError) -> String? {
        var reader = self
        reader.position = attributes.lowerBound
        while true {
            reader.skipSpace()
            guard reader.position < attributes.upperBound, bytes[reader.position] != .slash,
                bytes[reader.position] != .greaterThan
            else { return nil }
            var value: [UInt8] = []
            let name = try reader.passAttribute(into: &value)
            var start = name.upperBound
            while start > name.lowerBound, bytes[start - 1] != .colon { start -= 1 }
            // Its bytes were checked when the element was begun.
            if text(of: start..<name.upperBound) == wanted { return String(decoding: value, as: UTF8.self) }
        }
    }

    /// Passes the text of the element begun last, and ends it, where it is ASCII with nothing in it that stands for
    /// something else, as most are; gives its place, or nothing and stays.
    @inline(__always)
    mutating func passPlainText() throws(WireError) -> Range<Int>? {
        guard !isEmptyElement else { return nil }
        let start = position
        let end = bytes.withUnsafeBytes { ByteScan.endOfPlainText($0, from: start) }
        guard end + 1 < bytes.count, bytes[end] == .lessThan, bytes[end + 1] == .slash else { return nil }
        position = end
        try passEndTag()
        return start..<end
    }

    /// Checks that nothing but white space and comments follows the root element.
    public mutating func finish() throws(WireError) {
        try passMiscellany()
        guard position == bytes.count else { throw failure("more follows the end of the document") }
    }

    // MARK: - Elements

    @inline(__always)
    private mutating func push(_ name: Range<Int>) {
        if depth < open.count {
            open[depth] = name
        } else {
            open.append(name)
        }
        depth += 1
        attributes = 0..<0
    }

    /// Begins the next child and gives the place of its local name, or ends the element and gives nothing.
    private mutating func passToChild() throws(WireError) -> Range<Int>? {
        if isEmptyElement {
            isEmptyElement = false
            depth -= 1
            return nil
        }
        guard depth > 0 else { throw failure("no element has begun") }
        while true {
            if position >= bytes.count || bytes[position] != .lessThan { try passText() }
            switch position + 1 < bytes.count ? bytes[position + 1] : 0 {
            case .slash:
                try passEndTag()
                return nil
            case UInt8(ascii: "!") where isAt("<![CDATA["):
                var passed: [UInt8] = []
                try scanCDATA(into: &passed)
            case UInt8(ascii: "!"), UInt8(ascii: "?"): try passMarkup()
            default: return try beginElement()
            }
        }
    }

    /// Passes a start tag and gives the place of its local name.
    private mutating func beginElement() throws(WireError) -> Range<Int> {
        guard position < bytes.count, bytes[position] == .lessThan else { throw failure("expected an element") }
        guard depth < Self.depthLimit else { throw failure("nested deeper than \(Self.depthLimit) levels") }
        position += 1
        let name = try passName()
        let firstAttribute = position
        while true {
            let hadSpace = skipSpace()
            guard position < bytes.count else { throw failure("the document ends inside a tag") }
            if bytes[position] == .greaterThan {
                position += 1
                break
            }
            if isAt("/>") {
                position += 2
                isEmptyElement = true
                break
            }
            guard hadSpace else { throw failure("white space must come before an attribute") }
            var passed: [UInt8] = []
            _ = try passAttribute(into: &passed)
        }
        push(name)
        attributes = firstAttribute..<position
        var start = name.upperBound
        while start > name.lowerBound, bytes[start - 1] != .colon { start -= 1 }
        return start..<name.upperBound
    }

    private mutating func passEndTag() throws(WireError) {
        guard depth > 0 else { throw failure("an end tag without its start") }
        let expected = open[depth - 1]
        let start = position + 2
        // Mostly the same bytes again: compared in place, and read as a name only when they differ.
        let isSame = bytes.withUnsafeBytes { bytes in
            bytes.count - start >= expected.count
                && ByteScan.isSame(bytes, expected.lowerBound, start, count: expected.count)
        }
        if isSame, start + expected.count < bytes.count, bytes[start + expected.count] == .greaterThan {
            position = start + expected.count + 1
            depth -= 1
            return
        }
        position = start
        try passLongEndTag(of: expected, isSame: isSame)
    }

    /// Passes an end tag that has more in it than the expected name, or another one.
    @inline(never)
    private mutating func passLongEndTag(of expected: Range<Int>, isSame: Bool) throws(WireError) {
        let after = position + expected.count
        if !isSame || after < bytes.count && Self.isNameByte(bytes[after], isFirst: false) {
            let name = try passName()
            throw WireError("</\(text(of: name))> ends <\(text(of: expected))>", offset: name.lowerBound)
        }
        position = after
        skipSpace()
        guard position < bytes.count, bytes[position] == .greaterThan else { throw failure("expected >") }
        position += 1
        depth -= 1
    }

    /// Passes an attribute, appends its value with references resolved, and gives its name.
    private mutating func passAttribute(into value: inout [UInt8]) throws(WireError) -> Range<Int> {
        let name = try passName()
        skipSpace()
        guard position < bytes.count, bytes[position] == UInt8(ascii: "=") else { throw failure("expected =") }
        position += 1
        skipSpace()
        guard position < bytes.count, bytes[position] == .quote || bytes[position] == UInt8(ascii: "'") else {
            throw failure("an attribute's value needs quotes")
        }
        let quote = bytes[position]
        position += 1
        let start = position
        while position < bytes.count, bytes[position] != quote {
            switch bytes[position] {
            case .lessThan: throw failure("< stands in an attribute")
            case .ampersand: try scanReference(into: &value)
            case 0..<0x20 where !isSpace(bytes[position]): throw failure("a control character stands in an attribute")
            default:
                value.append(isSpace(bytes[position]) ? 0x20 : bytes[position])
                position += 1
            }
        }
        guard position < bytes.count else { throw failure("the document ends inside an attribute") }
        try checkUTF8(start..<position)
        position += 1
        return name
    }

    private mutating func passName() throws(WireError) -> Range<Int> {
        let start = position
        var index = start
        let end = bytes.count
        var highest: UInt8 = 0
        while index < end, Self.isNameByte(bytes[index], isFirst: index == start) {
            highest |= bytes[index]
            index += 1
        }
        position = index
        guard index > start else { throw failure("expected a name") }
        if highest >= 0x80 { try checkUTF8(start..<index) }
        return start..<index
    }

    private static func isNameByte(_ byte: UInt8, isFirst: Bool) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"), .colon,
            0x80...0xFF:
            true
        case .zero ... .nine, .minus, UInt8(ascii: "."): !isFirst
        default: false
        }
    }

    private func text(of name: Range<Int>) -> String {
        String(decoding: bytes[name], as: UTF8.self)
    }
}
