extension XMLReader {
    /// Reads every child as an element of a list, by the closure.
    public mutating func list<Element>(
        _ read: (inout XMLReader) throws(WireError) -> Element?
    ) throws(WireError) -> [Element]? {
        var elements: [Element] = []
        while try beginNextChild() {
            if let element = try read(&self) { elements.append(element) }
        }
        return elements
    }

    /// Reads the element begun last as one more element of a list that has no element of its own, by the closure.
    public mutating func append<Element>(
        to elements: inout [Element]?, _ read: (inout XMLReader) throws(WireError) -> Element?
    ) throws(WireError) {
        guard let element = try read(&self) else { return }
        elements = (elements ?? []) + [element]
    }

    /// Reads every child as an entry of a map, values by the closure.
    ///
    /// - Parameters:
    ///   - key: The name of the element with the key.
    ///   - value: The name of the element with the value.
    ///   - read: Reads one value.
    public mutating func map<Value>(
        key: String, value: String, _ read: (inout XMLReader) throws(WireError) -> Value?
    ) throws(WireError) -> [String: Value]? {
        var entries: [String: Value]? = [:]
        while try nextChild() != nil { try append(to: &entries, key: key, value: value, read) }
        return entries
    }

    /// Reads the element begun last as one more entry of a map, the value by the closure; one without key or value is
    /// passed.
    public mutating func append<Value>(
        to entries: inout [String: Value]?, key: String, value: String,
        _ read: (inout XMLReader) throws(WireError) -> Value?
    ) throws(WireError) {
        var name: String?
        var content: Value?
        while let child = try nextChild() {
            switch child {
            case key: name = try text()
            case value: content = try read(&self)
            default: try skipElement()
            }
        }
        guard let name, let content else { return }
        if entries == nil { entries = [:] }
        entries?[name] = content
    }
}

extension Dictionary: XMLReadable where Key == String, Value: XMLReadable {
    /// Reads every child as an entry with the elements `key` and `value`.
    public static func read(from reader: inout XMLReader) throws(WireError) -> [String: Value]? {
        try reader.map(key: "key", value: "value") { (reader) throws(WireError) in try Value.read(from: &reader) }
    }
}
