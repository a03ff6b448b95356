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
        values = (values ?? []) + [value]
    }

    /// Reads the text of the element begun last as a number or the like; empty text is nothing.
    fileprivate mutating func parsed<Value>(_ what: String, _ parse: (String) -> Value?) throws(WireError) -> Value? {
        let start = position
        let text = try text()
        if text.isEmpty { return nil }
        guard let value = parse(text) else { throw WireError("expected \(what), found \"\(text)\"", offset: start) }
        return value
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
        try reader.parsed("a whole number") { Int($0) }
    }
}

extension Double: WireReadable {
    /// Reads a number.
    public static func read(from reader: inout JSONReader) throws(WireError) -> Double? { try reader.double() }
    /// Reads a number.
    public static func read(from reader: inout XMLReader) throws(WireError) -> Double? {
        try reader.parsed("a number") { Double($0) }
    }
}

extension Bool: WireReadable {
    /// Reads a truth value.
    public static func read(from reader: inout JSONReader) throws(WireError) -> Bool? { try reader.bool() }
    /// Reads `true` or `false`, in whatever case.
    public static func read(from reader: inout XMLReader) throws(WireError) -> Bool? {
        try reader.parsed("a truth value") { Bool($0.lowercased()) }
    }
}

extension WireTimestamp: WireReadable {
    /// Reads an instant in any of AWS's formats.
    public static func read(from reader: inout JSONReader) throws(WireError) -> WireTimestamp? {
        try reader.timestamp()
    }
    /// Reads an instant in any of AWS's formats.
    public static func read(from reader: inout XMLReader) throws(WireError) -> WireTimestamp? {
        try reader.parsed("an instant") { WireTimestamp($0) }
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

extension Array: JSONReadable where Element: JSONReadable {
    /// Reads an array; `null` elements are left out.
    @inlinable
    public static func read(from reader: inout JSONReader) throws(WireError) -> [Element]? {
        guard try reader.beginArray() else { return nil }
        var elements: [Element] = []
        while try reader.nextElement() {
            if let element = try Element.read(from: &reader) { elements.append(element) }
        }
        return elements
    }
}

extension Array: XMLReadable where Element: XMLReadable {
    /// Reads every child as an element, whatever its name.
    @inlinable
    public static func read(from reader: inout XMLReader) throws(WireError) -> [Element]? {
        var elements: [Element] = []
        while try reader.nextChild() != nil {
            if let element = try Element.read(from: &reader) { elements.append(element) }
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
