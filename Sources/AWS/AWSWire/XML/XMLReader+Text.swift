extension XMLReader {
    /// Whether these characters come next.
    func isAt(_ characters: StaticString) -> Bool {
        let length = characters.utf8CodeUnitCount
        guard bytes.count - position >= length else { return false }
        for index in 0..<length where bytes[position + index] != characters.utf8Start[index] { return false }
        return true
    }

    /// Passes white space; says whether there was any.
    @discardableResult
    mutating func skipSpace() -> Bool {
        let start = position
        while position < bytes.count, isSpace(bytes[position]) { position += 1 }
        return position > start
    }

    func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
    }

    /// Passes what may stand beside the root element.
    mutating func passMiscellany() throws(WireError) {
        while true {
            skipSpace()
            guard isAt("<?") || isAt("<!") else { return }
            try passMarkup()
        }
    }

    /// Passes a comment or a processing instruction; a document type is refused.
    mutating func passMarkup() throws(WireError) {
        let start = position
        if isAt("<!--") {
            position += 4
            while position < bytes.count, !isAt("--") { position += 1 }
            guard isAt("-->") else { throw failure("a comment does not end, or has -- in it") }
            position += 3
        } else if isAt("<?") {
            position += 2
            while position < bytes.count, !isAt("?>") { position += 1 }
            guard position < bytes.count else { throw failure("a processing instruction does not end") }
            position += 2
        } else {
            throw failure("a document type is not accepted")
        }
        try checkUTF8(start..<position)
    }

    /// Passes text up to the next `<`, checking it.
    mutating func passText() throws(WireError) {
        skipSpace()
        if position < bytes.count, bytes[position] == .lessThan { return }
        let start = position
        var passed: [UInt8] = []
        try scanText(into: &passed)
        try checkUTF8(start..<position)
    }

    /// Reads text up to the next `<`, resolving references; line ends become single newlines.
    mutating func scanText(into content: inout [UInt8]) throws(WireError) {
        while position < bytes.count {
            let byte = bytes[position]
            switch byte {
            case .lessThan: return
            case .ampersand: try scanReference(into: &content)
            case .greaterThan:
                if position >= 2, bytes[position - 1] == .closeBracket, bytes[position - 2] == .closeBracket {
                    throw failure("]]> stands in text")
                }
                content.append(byte)
                position += 1
            default: try scanCharacter(into: &content)
            }
        }
        throw failure("the document ends inside an element")
    }

    /// Reads a CDATA section.
    mutating func scanCDATA(into content: inout [UInt8]) throws(WireError) {
        position += 9
        while !isAt("]]>") {
            guard position < bytes.count else { throw failure("a CDATA section does not end") }
            try scanCharacter(into: &content)
        }
        position += 3
    }

    private mutating func scanCharacter(into content: inout [UInt8]) throws(WireError) {
        let byte = bytes[position]
        guard byte >= 0x20 || isSpace(byte) else { throw failure("a control character stands in text") }
        position += 1
        guard byte == 0x0D else {
            content.append(byte)
            return
        }
        content.append(0x0A)
        if position < bytes.count, bytes[position] == 0x0A { position += 1 }
    }

    /// Reads `&lt;`, `&#10;`, `&#xA;` and their like.
    mutating func scanReference(into content: inout [UInt8]) throws(WireError) {
        let start = position
        guard let end = bytes[start...].prefix(12).firstIndex(of: UInt8(ascii: ";")) else {
            throw failure("a reference does not end")
        }
        let name = bytes[(start + 1)..<end]
        if name.first == UInt8(ascii: "#") {
            guard let scalar = scalar(numbered: name.dropFirst()) else {
                throw failure("no character has this number")
            }
            content.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
        } else {
            switch String(decoding: name, as: UTF8.self) {
            case "lt": content.append(.lessThan)
            case "gt": content.append(.greaterThan)
            case "amp": content.append(.ampersand)
            case "quot": content.append(.quote)
            case "apos": content.append(UInt8(ascii: "'"))
            default: throw failure("an entity nobody declared")
            }
        }
        position = end + 1
    }

    /// The character of a numeric reference, when XML allows it.
    private func scalar(numbered digits: ArraySlice<UInt8>) -> Unicode.Scalar? {
        let isHexadecimal = digits.first == UInt8(ascii: "x")
        let text = String(decoding: isHexadecimal ? digits.dropFirst() : digits, as: UTF8.self)
        guard let first = text.utf8.first, first != UInt8(ascii: "+"),
            let code = UInt32(text, radix: isHexadecimal ? 16 : 10), let scalar = Unicode.Scalar(code),
            code >= 0x20 || code == 0x0A || code == 0x0D || code == 0x09, code != 0xFFFE, code != 0xFFFF
        else { return nil }
        return scalar
    }

    /// Checks bytes nobody wants as text.
    func checkUTF8(_ range: Range<Int>) throws(WireError) {
        guard bytes[range].contains(where: { $0 >= 0x80 }) else { return }
        if String(validating: bytes[range], as: UTF8.self) == nil {
            throw WireError("the document is not UTF-8", offset: range.lowerBound)
        }
    }
}

extension UInt8 {
    static var ampersand: UInt8 { 0x26 }
    static var slash: UInt8 { 0x2F }
    static var lessThan: UInt8 { 0x3C }
    static var greaterThan: UInt8 { 0x3E }
}
