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
    ///   - values: The elements.
    public mutating func list(_ name: String, element: String? = nil, _ values: [some QueryWritable]?) {
        guard let values else { return }
        if values.isEmpty {
            if case .query = flavor { field(name, "") }
            return
        }
        let prefix = element.map { "\(name).\($0)" } ?? name
        for (index, value) in values.enumerated() { value.write(to: &self, name: "\(prefix).\(index + 1)") }
    }
}

/// A value the `query` and `ec2` protocols can carry.
public protocol QueryWritable: Sendable {
    /// Writes the value as the field of that name, or as the fields that begin with it.
    func write(to form: inout QueryWriter, name: String)
}
