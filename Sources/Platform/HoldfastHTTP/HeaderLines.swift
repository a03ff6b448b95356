/// The header lines of an answer as they came, one after another; most are never asked for.
package struct HeaderLines: Sendable {
    private var bytes: [UInt8] = []

    /// Begins without a line.
    package init() {}

    /// Adds a line, with or without its end.
    package mutating func add(_ line: UnsafeRawBufferPointer) {
        if bytes.isEmpty { bytes.reserveCapacity(512) }
        bytes.append(contentsOf: line)
        if line.last != 0x0A { bytes.append(0x0A) }
    }

    /// Name and value of every line with a colon, in order.
    var fields: [HTTPHeaders.Field] {
        bytes.withUnsafeBytes { bytes in
            var fields: [HTTPHeaders.Field] = []
            var start = 0
            while let line = Self.line(in: bytes, from: start) {
                fields.append(
                    HTTPHeaders.Field(
                        name: String(decoding: bytes[start..<line.colon], as: UTF8.self),
                        value: Self.value(bytes[line.colon + 1..<line.end])))
                start = line.end
            }
            return fields
        }
    }

    /// The value of the first line of that name, ASCII letters compared without their case.
    func firstValue(of name: String) -> String? {
        var name = name
        return bytes.withUnsafeBytes { bytes in
            name.withUTF8 { name in
                var start = 0
                while let line = Self.line(in: bytes, from: start) {
                    if line.colon - start == name.count, Self.isSame(bytes, start, name) {
                        return Self.value(bytes[line.colon + 1..<line.end])
                    }
                    start = line.end
                }
                return nil
            }
        }
    }

    /// Where the name of the line that begins there ends, and where the next line begins.
    private static func line(in bytes: UnsafeRawBufferPointer, from start: Int) -> (colon: Int, end: Int)? {
        guard start < bytes.count else { return nil }
        var colon = start
        while colon < bytes.count, bytes[colon] != UInt8(ascii: ":") { colon += 1 }
        var end = colon
        while end < bytes.count, bytes[end] != 0x0A { end += 1 }
        return end < bytes.count ? (colon, end + 1) : nil
    }

    private static func isSame(
        _ bytes: UnsafeRawBufferPointer, _ start: Int, _ name: UnsafeBufferPointer<UInt8>
    ) -> Bool {
        for place in 0..<name.count where lowered(bytes[start + place]) != lowered(name[place]) { return false }
        return true
    }

    private static func lowered(_ byte: UInt8) -> UInt8 { (0x41...0x5A).contains(byte) ? byte | 0x20 : byte }

    /// The text without white space around it.
    private static func value(_ text: Slice<UnsafeRawBufferPointer>) -> String {
        let isSpace: (UInt8) -> Bool = { $0 == 0x20 || (0x09...0x0D).contains($0) }
        var text = text.drop(while: isSpace)
        while let last = text.last, isSpace(last) { text.removeLast() }
        return String(decoding: text, as: UTF8.self)
    }
}
