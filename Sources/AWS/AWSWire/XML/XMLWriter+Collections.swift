/// The namespace of an element, with the prefix it declares, when it declares one.
public struct XMLNamespace: Sendable, Hashable {
    /// The namespace's name.
    public let uri: String
    /// The prefix it is declared for; nothing where it is the element's own.
    public let prefix: String?

    /// Names a namespace.
    public init(_ uri: String, prefix: String? = nil) {
        self.uri = uri
        self.prefix = prefix
    }
}

extension XMLWriter {
    /// Writes a member whose element carries a namespace, unless the member is absent.
    public mutating func member(_ name: String, _ value: (some XMLWritable)?, in namespace: XMLNamespace) {
        guard let value else { return }
        declare(namespace)
        value.write(to: &self, name: name)
    }

    /// Writes a list whose elements the closure writes, unless it is absent.
    ///
    /// - Parameters:
    ///   - name: The name of the element around the list, or nothing for a flattened list.
    ///   - values: The elements.
    ///   - write: Writes one element.
    public mutating func list<Element>(
        _ name: String?, _ values: [Element]?, _ write: (inout XMLWriter, Element) -> Void
    ) {
        guard let values else { return }
        if let name { begin(name) }
        for value in values { write(&self, value) }
        if let name { end(name) }
    }

    /// Writes a map, unless it is absent, its entries ordered by key.
    ///
    /// - Parameters:
    ///   - name: The name of the element around the map, or nothing for a flattened map.
    ///   - entry: The name of the element around each entry.
    ///   - key: The name of the element with the key.
    ///   - values: The entries.
    ///   - write: Writes one value.
    public mutating func map<Value>(
        _ name: String?, entry: String, key: String, _ values: [String: Value]?,
        _ write: (inout XMLWriter, Value) -> Void
    ) {
        guard let values else { return }
        if let name { begin(name) }
        for (text, value) in values.sorted(by: { $0.key < $1.key }) {
            begin(entry)
            element(key, text)
            write(&self, value)
            end(entry)
        }
        if let name { end(name) }
    }

    /// Begins an element with those of the attributes that are there.
    public mutating func begin(_ name: String, present attributes: [(name: String, value: String?)]) {
        begin(name, attributes: attributes.compactMap { name, value in value.map { (name, $0) } })
    }
}
