/// A value that can be written as JSON.
public protocol JSONWritable: Sendable {
    /// Writes the value as the next one of a document.
    func write(to writer: inout JSONWriter)
}

/// A value that can be written as XML.
public protocol XMLWritable: Sendable {
    /// Writes the value as an element of that name.
    func write(to writer: inout XMLWriter, name: String)
}

/// A value that is one piece of text in a path, a query, a header or a form.
public protocol WireText: JSONWritable, XMLWritable, QueryWritable {
    /// The text, not encoded.
    var wireText: String { get }
}

/// A value that can be written in every protocol.
public typealias WireWritable = JSONWritable & XMLWritable & QueryWritable

extension WireText {
    /// Writes an element that holds the text.
    public func write(to writer: inout XMLWriter, name: String) { writer.element(name, wireText) }
    /// Writes a field that holds the text.
    public func write(to form: inout QueryWriter, name: String) { form.field(name, wireText) }
}

extension JSONWriter {
    /// Writes a member, unless it is absent.
    public mutating func member(_ name: String, _ value: (some JSONWritable)?) {
        guard let value else { return }
        self.name(name)
        value.write(to: &self)
    }
}

extension JSONWriter {
    /// Writes a document that is one value, or an object of nothing where it is absent.
    public init(object value: (some JSONWritable)?) {
        self.init()
        if let value {
            value.write(to: &self)
        } else {
            beginObject()
            endObject()
        }
    }
}

extension XMLWriter {
    /// Writes a member, unless it is absent.
    public mutating func member(_ name: String, _ value: (some XMLWritable)?) {
        value?.write(to: &self, name: name)
    }

    /// Writes a list, unless it is absent.
    ///
    /// - Parameters:
    ///   - name: The name of the element around the list, or nothing for a flattened list.
    ///   - element: The name of each element in it.
    ///   - values: The elements.
    public mutating func list(_ name: String?, element: String, _ values: [some XMLWritable]?) {
        guard let values else { return }
        if let name { begin(name) }
        for value in values { value.write(to: &self, name: element) }
        if let name { end(name) }
    }
}

extension String: WireText {
    /// The string itself.
    public var wireText: String { self }
    /// Writes a string.
    public func write(to writer: inout JSONWriter) { writer.string(self) }
}

extension Int: WireText {
    /// The digits.
    public var wireText: String { description }
    /// Writes a number.
    public func write(to writer: inout JSONWriter) { writer.integer(self) }
}

extension Double: WireText {
    /// The shortest digits that give the number back.
    public var wireText: String {
        isFinite ? description : isNaN ? "NaN" : self < 0 ? "-Infinity" : "Infinity"
    }
    /// Writes a number.
    public func write(to writer: inout JSONWriter) { writer.double(self) }
}

extension Bool: WireText {
    /// `true` or `false`.
    public var wireText: String { self ? "true" : "false" }
    /// Writes a truth value.
    public func write(to writer: inout JSONWriter) { writer.bool(self) }
}

extension WireTimestamp: WireText {
    /// ISO 8601, the format of forms, queries and XML unless a model says otherwise.
    public var wireText: String { text(.iso8601) }
    /// Writes seconds since the epoch, the format of JSON unless a model says otherwise.
    public func write(to writer: inout JSONWriter) { writer.timestamp(self) }
}

extension WireBlob: WireText {
    /// Base64.
    public var wireText: String { Base64.encode(bytes) }
    /// Writes base64.
    public func write(to writer: inout JSONWriter) { writer.blob(bytes) }
}

extension Array: JSONWritable where Element: JSONWritable {
    /// Writes an array.
    public func write(to writer: inout JSONWriter) {
        writer.beginArray()
        for element in self { element.write(to: &writer) }
        writer.endArray()
    }
}

extension Dictionary: JSONWritable where Key == String, Value: JSONWritable {
    /// Writes an object, its members ordered by name, so that equal values give equal bytes.
    public func write(to writer: inout JSONWriter) {
        writer.beginObject()
        for (name, value) in sorted(by: { $0.key < $1.key }) { writer.member(name, value) }
        writer.endObject()
    }
}
