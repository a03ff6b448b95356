/// A value that can be read from JSON.
public protocol JSONReadable: Sendable {
    /// Reads the value that comes next, or gives nothing for `null`.
    static func read(from reader: inout JSONReader) throws(WireError) -> Self?
}

/// A value that can be read from XML.
public protocol XMLReadable: Sendable {
    /// Reads the element begun last and ends it; gives nothing when it is empty and empty text is no such value.
    static func read(from reader: inout XMLReader) throws(WireError) -> Self?
}

/// A value that can be read from JSON and XML alike.
public typealias WireReadable = JSONReadable & XMLReadable

extension JSONReader {
    /// Reads a value of the type asked for, or nothing for `null`.
    @inlinable
    public mutating func value<Value: JSONReadable>() throws(WireError) -> Value? {
        try Value.read(from: &self)
    }
}

extension XMLReader {
    /// Reads the element begun last as the type asked for, and ends it.
    @inlinable
    public mutating func value<Value: XMLReadable>() throws(WireError) -> Value? {
        try Value.read(from: &self)
    }

    /// Reads the element begun last as one more element of a list that has no element of its own.
    public mutating func append<Value: XMLReadable>(to values: inout [Value]?) throws(WireError) {
        guard let value = try Value.read(from: &self) else { return }
        values = (consume values) ?? []
        values?.append(value)
    }

    /// Reads the text of the element begun last as a number or the like; empty text is nothing.
    ///
    /// - Parameters:
    ///   - what: What it should be, for errors.
    ///   - plain: Reads the usual spelling from the bytes, or gives nothing for any other.
    ///   - parse: Reads every spelling.
    @inline(__always)
    fileprivate mutating func parsed<Value>(
        _ what: String, plain: (UnsafeRawBufferPointer, Range<Int>) -> Value?, _ parse: (String) -> Value?
    ) throws(WireError) -> Value? {
        let start = position
        let text: String
        if let place = try passPlainText() {
            if let value = bytes.withUnsafeBytes({ plain($0, place) }) { return value }
            text = String(ascii: bytes, place)
        } else {
            text = try self.text()
        }
        if text.isEmpty { return nil }
        guard let value = parse(text) else { throw WireError("expected \(what), found \"\(text)\"", offset: start) }
        return value
    }
}

/// The usual spellings of values in XML, read from their bytes.
private enum PlainText {
    /// Reads at most 18 digits without sign.
    @inline(__always)
    static func wholeNumber(_ bytes: UnsafeRawBufferPointer, _ place: Range<Int>) -> Int? {
        guard !place.isEmpty, place.count <= 18 else { return nil }
        var value = 0
        for index in place {
            let digit = bytes[index] &- .zero
            guard digit < 10 else { return nil }
            value = value * 10 + Int(digit)
        }
        return value
    }

    @inline(__always)
    private static func isSame(_ bytes: UnsafeRawBufferPointer, _ place: Range<Int>, _ word: StaticString) -> Bool {
        guard place.count == word.utf8CodeUnitCount else { return false }
        for offset in 0..<place.count where bytes[place.lowerBound + offset] != word.utf8Start[offset] { return false }
        return true
    }

    /// Reads `true` or `false` in small letters.
    @inline(__always)
    static func truthValue(_ bytes: UnsafeRawBufferPointer, _ place: Range<Int>) -> Bool? {
        isSame(bytes, place, "true") ? true : isSame(bytes, place, "false") ? false : nil
    }
}

extension String: WireReadable {
    /// Reads a string.
    public static func read(from reader: inout JSONReader) throws(WireError) -> String? { try reader.string() }
    /// Reads the element's text.
    public static func read(from reader: inout XMLReader) throws(WireError) -> String? { try reader.text() }
}

extension Int: WireReadable {
    /// Reads a whole number.
    public static func read(from reader: inout JSONReader) throws(WireError) -> Int? { try reader.integer() }
    /// Reads a whole number.
    public static func read(from reader: inout XMLReader) throws(WireError) -> Int? {
        try reader.parsed("a whole number", plain: PlainText.wholeNumber) { Int($0) }
    }
}

extension Double: WireReadable {
    /// Reads a number.
    public static func read(from reader: inout JSONReader) throws(WireError) -> Double? { try reader.double() }
    /// Reads a number.
    public static func read(from reader: inout XMLReader) throws(WireError) -> Double? {
        try reader.parsed("a number", plain: { _, _ in nil }) { Double($0) }
    }
}

extension Bool: WireReadable {
    /// Reads a truth value.
    public static func read(from reader: inout JSONReader) throws(WireError) -> Bool? { try reader.bool() }
    /// Reads `true` or `false`, in whatever case.
    public static func read(from reader: inout XMLReader) throws(WireError) -> Bool? {
        try reader.parsed("a truth value", plain: PlainText.truthValue) { Bool($0.lowercased()) }
    }
}

extension WireTimestamp: WireReadable {
    /// Reads an instant in any of AWS's formats.
    public static func read(from reader: inout JSONReader) throws(WireError) -> WireTimestamp? {
        try reader.timestamp()
    }
    /// Reads an instant in any of AWS's formats.
    public static func read(from reader: inout XMLReader) throws(WireError) -> WireTimestamp? {
        try reader.parsed("an instant", plain: TimestampParser.plainISO8601) { WireTimestamp($0) }
    }
}

extension WireBlob: WireReadable {
    /// Reads base64.
    public static func read(from reader: inout JSONReader) throws(WireError) -> WireBlob? {
        try reader.blob().map { WireBlob($0) }
    }
    /// Reads base64; an empty element is an empty blob.
    public static func read(from reader: inout XMLReader) throws(WireError) -> WireBlob? {
        let start = reader.position
        guard let bytes = Base64.decode(try reader.text().utf8) else {
            throw WireError("expected base64", offset: start)
        }
        return WireBlob(bytes)
    }
}

/// How many elements a list has room for when its first one has been read.
@usableFromInline
enum ListCapacity {
    /// As many as fill 256 bytes, so that short lists of small elements need no second allocation.
    @inlinable
    static func first<Element>(of element: Element.Type) -> Int { max(1, 256 / max(1, MemoryLayout<Element>.stride)) }
}

extension Array: JSONReadable where Element: JSONReadable {
    /// Reads an array; `null` elements are left out.
    @inlinable
    public static func read(from reader: inout JSONReader) throws(WireError) -> [Element]? {
        guard try reader.beginArray() else { return nil }
        var elements: [Element] = []
        while try reader.nextElement() {
            guard let element = try Element.read(from: &reader) else { continue }
            if elements.isEmpty { elements.reserveCapacity(ListCapacity.first(of: Element.self)) }
            elements.append(element)
        }
        return elements
    }
}

extension Array: XMLReadable where Element: XMLReadable {
    /// Reads every child as an element, whatever its name.
    @inlinable
    public static func read(from reader: inout XMLReader) throws(WireError) -> [Element]? {
        var elements: [Element] = []
        while try reader.beginNextChild() {
            guard let element = try Element.read(from: &reader) else { continue }
            if elements.isEmpty { elements.reserveCapacity(ListCapacity.first(of: Element.self)) }
            elements.append(element)
        }
        return elements
    }
}

extension Dictionary: JSONReadable where Key == String, Value: JSONReadable {
    /// Reads an object; members that are `null` are left out.
    @inlinable
    public static func read(from reader: inout JSONReader) throws(WireError) -> [String: Value]? {
        guard try reader.beginObject() else { return nil }
        var values: [String: Value] = [:]
        while let name = try reader.nextName() {
            if let value = try Value.read(from: &reader) { values[name] = value }
        }
        return values
    }
}
