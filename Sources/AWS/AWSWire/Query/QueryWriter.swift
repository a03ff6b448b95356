/// Writes the form body of the `query` and `ec2` protocols.
public struct QueryWriter: Sendable {
    /// The two ways AWS names the fields of a form.
    public enum Flavor: Sendable {
        /// Lists as `Name.member.1`, an empty list as `Name=`.
        case query
        /// Lists as `Name.1`, an empty list as nothing.
        case ec2
    }

    /// The form, encoded.
    public private(set) var bytes: [UInt8] = []
    private let flavor: Flavor

    /// Begins with the action and the version of the API.
    public init(_ flavor: Flavor, action: String, version: String) {
        self.flavor = flavor
        field("Action", action)
        field("Version", version)
    }

    /// Writes one field.
    public mutating func field(_ name: String, _ text: String) {
        if !bytes.isEmpty { bytes.append(.ampersand) }
        PercentEncoding.append(name, to: &bytes, spaceAsPlus: true)
        bytes.append(UInt8(ascii: "="))
        PercentEncoding.append(text, to: &bytes, spaceAsPlus: true)
    }

    /// Writes a member, unless it is absent.
    public mutating func member(_ name: String, _ value: (some QueryWritable)?) {
        value?.write(to: &self, name: name)
    }

    /// Writes a list, unless it is absent, numbering its elements from 1.
    ///
    /// - Parameters:
    ///   - name: The name of the field.
    ///   - element: The name between it and the number, such as `member`; the `ec2` protocol has none.
    ///   - whenEmpty: The name of the field that stands for no elements, where it is another.
    ///   - values: The elements.
    public mutating func list(
        _ name: String, element: String? = nil, whenEmpty: String? = nil, _ values: [some QueryWritable]?
    ) {
        list(name, element: element, whenEmpty: whenEmpty, values) { $2.write(to: &$0, name: $1) }
    }

    /// Writes a list whose elements the closure writes, unless it is absent.
    ///
    /// - Parameters:
    ///   - name: The name of the field.
    ///   - element: The name between it and the number, such as `member`; the `ec2` protocol has none.
    ///   - whenEmpty: The name of the field that stands for no elements, where it is another.
    ///   - values: The elements.
    ///   - write: Writes one element under the name given.
    public mutating func list<Element>(
        _ name: String, element: String? = nil, whenEmpty: String? = nil, _ values: [Element]?,
        _ write: (inout QueryWriter, String, Element) -> Void
    ) {
        guard let values else { return }
        if values.isEmpty {
            if case .query = flavor { field(whenEmpty ?? name, "") }
            return
        }
        let prefix = element.map { "\(name).\($0)" } ?? name
        for (index, value) in values.enumerated() { write(&self, "\(prefix).\(index + 1)", value) }
    }

    /// Writes a map, unless it is absent, numbering its entries from 1 in the order of their keys.
    ///
    /// - Parameters:
    ///   - name: The name of the field.
    ///   - entry: The name between it and the number, or nothing for a flattened map.
    ///   - key: The last part of the names of keys.
    ///   - value: The last part of the names of values.
    ///   - values: The entries.
    ///   - write: Writes one value under the name given.
    public mutating func map<Value>(
        _ name: String, entry: String?, key: String, value: String, _ values: [String: Value]?,
        _ write: (inout QueryWriter, String, Value) -> Void
    ) {
        let prefix = entry.map { "\(name).\($0)" } ?? name
        let sorted = (values ?? [:]).sorted { $0.key < $1.key }
        for (index, item) in sorted.enumerated() {
            field("\(prefix).\(index + 1).\(key)", item.key)
            write(&self, "\(prefix).\(index + 1).\(value)", item.value)
        }
    }
}

/// A value the `query` and `ec2` protocols can carry.
public protocol QueryWritable: Sendable {
    /// Writes the value as the field of that name, or as the fields that begin with it.
    func write(to form: inout QueryWriter, name: String)
}
