/// Writes one compact JSON document, member by member, in the order it is told.
public struct JSONWriter: Sendable {
    /// What has been written.
    public private(set) var bytes: [UInt8] = []
    /// Whether a comma must come before the next member or element.
    private var needsComma = false

    /// Begins with nothing written.
    public init() {}

    /// Begins an object.
    public mutating func beginObject() {
        open(.openBrace)
    }

    /// Ends the object begun last.
    public mutating func endObject() {
        close(.closeBrace)
    }

    /// Begins an array.
    public mutating func beginArray() {
        open(.openBracket)
    }

    /// Ends the array begun last.
    public mutating func endArray() {
        close(.closeBracket)
    }

    /// Writes the name of a member; its value comes next.
    public mutating func name(_ name: String) {
        string(name)
        bytes.append(.colon)
        needsComma = false
    }

    /// Writes `null`.
    public mutating func null() {
        value("null")
    }

    /// Writes a truth value.
    public mutating func bool(_ truth: Bool) {
        value(truth ? "true" : "false")
    }

    /// Writes a whole number.
    public mutating func integer(_ number: some BinaryInteger) {
        value(String(number))
    }

    /// Writes a number; what JSON cannot say becomes the strings `NaN`, `Infinity` and `-Infinity`, as AWS reads them.
    public mutating func double(_ number: Double) {
        if number.isFinite {
            value(number.description)
        } else {
            string(number.isNaN ? "NaN" : number < 0 ? "-Infinity" : "Infinity")
        }
    }

    /// Writes a string, escaping quotes, backslashes and control characters only.
    public mutating func string(_ text: String) {
        separate()
        bytes.append(.quote)
        for byte in text.utf8 {
            if byte >= 0x20, byte != .quote, byte != .backslash {
                bytes.append(byte)
            } else {
                escape(byte)
            }
        }
        bytes.append(.quote)
    }

    private mutating func escape(_ byte: UInt8) {
        bytes.append(.backslash)
        switch byte {
        case .quote, .backslash: bytes.append(byte)
        case 0x08: bytes.append(UInt8(ascii: "b"))
        case 0x0C: bytes.append(UInt8(ascii: "f"))
        case 0x0A: bytes.append(UInt8(ascii: "n"))
        case 0x0D: bytes.append(UInt8(ascii: "r"))
        case 0x09: bytes.append(UInt8(ascii: "t"))
        default:
            let digits = Array("0123456789abcdef".utf8)
            bytes.append(contentsOf: "u00".utf8)
            bytes.append(digits[Int(byte >> 4)])
            bytes.append(digits[Int(byte & 15)])
        }
    }

    private mutating func open(_ bracket: UInt8) {
        separate()
        bytes.append(bracket)
        needsComma = false
    }

    private mutating func close(_ bracket: UInt8) {
        bytes.append(bracket)
        needsComma = true
    }

    /// Writes digits as they are.
    mutating func number(_ digits: String) {
        value(digits)
    }

    private mutating func value(_ text: String) {
        separate()
        bytes.append(contentsOf: text.utf8)
    }

    private mutating func separate() {
        if needsComma { bytes.append(.comma) }
        needsComma = true
    }
}

extension JSONWriter {
    /// Writes an instant, as a number of seconds or as text.
    public mutating func timestamp(_ instant: WireTimestamp, _ format: WireTimestamp.Format = .epochSeconds) {
        switch format {
        case .epochSeconds: number(instant.text(.epochSeconds))
        case .iso8601, .rfc822: string(instant.text(format))
        }
    }

    /// Writes bytes as base64.
    public mutating func blob(_ bytes: [UInt8]) {
        string(Base64.encode(bytes))
    }
}
