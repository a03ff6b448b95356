internal import AWSWire

/// A shape of a model: a type, or a scalar with its rules.
package struct Shape: Sendable {
    /// What a shape is made of.
    package enum Kind: Sendable, Hashable {
        case string, integer, boolean, double, timestamp, blob, structure, list, map
        /// A type the generator does not know.
        case other(String)
    }

    /// A member of a structure, or the element, key or value of a list or map.
    package struct Member: Sendable {
        /// The name in the model; empty for elements, keys and values.
        package let name: String
        /// The shape's name.
        package let shape: String
        /// The name on the wire, when the model gives one.
        package let locationName: String?
        /// The name in EC2's forms, when the model gives one.
        package let queryName: String?
        /// `uri`, `querystring`, `header`, `headers` or `statusCode`; nothing for the body.
        package let location: String?
        /// Whether a client fills it with a random token.
        package let isIdempotencyToken: Bool
        /// Whether the list has no element of its own.
        package let isFlattened: Bool
        /// The format of the instant, when the model gives one.
        package let timestampFormat: String?
        /// The namespace its element carries.
        package let xmlNamespace: Namespace?
        /// Whether it is an attribute of the structure's element.
        package let isXMLAttribute: Bool
        /// Whether it is a part of the host's name.
        package let isHostLabel: Bool
        /// The documentation, in HTML.
        package let documentation: String
        /// Traits the generator cannot honour.
        package let unsupported: [String]
    }

    /// A namespace of XML, and the prefix it is declared for.
    package struct Namespace: Sendable, Hashable {
        package let uri: String
        package let prefix: String?

        init?(_ tree: WireValue?) {
            guard let uri = tree?["uri"]?.stringValue ?? tree?.stringValue else { return nil }
            self.uri = uri
            prefix = tree?["prefix"]?.stringValue
        }
    }

    package let name: String
    package let kind: Kind
    /// The members of a structure, in the model's order.
    package var members: [Member]
    /// The names of the members a caller must give.
    package let required: Set<String>
    /// The element of a list or the value of a map.
    package let element: Member?
    /// The key of a map.
    package let key: Member?
    /// The values of an enumeration; empty for other strings.
    package let values: [String]
    /// The member that is the body.
    package let payload: String?
    /// Whether the list has no element of its own.
    package let isFlattened: Bool
    /// Whether values must not be logged.
    package let isSensitive: Bool
    /// The format of the instant, when the model gives one.
    package let timestampFormat: String?
    /// The name of the element when the shape is a document.
    package let locationName: String?
    /// The namespace its element carries.
    package let xmlNamespace: Namespace?
    /// Whether it is a document of no certain form.
    package let isDocument: Bool
    /// The documentation, in HTML.
    package let documentation: String

    init(_ name: String, _ tree: WireValue) {
        self.name = name
        kind = Kind(tree["type"]?.stringValue ?? "")
        members = (tree["members"]?.objectValue ?? []).map { Member($0.name, $0.value) }
        required = Set((tree["required"]?.arrayValue ?? []).compactMap(\.stringValue))
        element = (tree["member"] ?? tree["value"]).map { Member("", $0) }
        key = tree["key"].map { Member("", $0) }
        values = (tree["enum"]?.arrayValue ?? []).compactMap(\.stringValue)
        payload = tree["payload"]?.stringValue
        isFlattened = tree["flattened"]?.boolValue == true
        isSensitive = tree["sensitive"]?.boolValue == true
        timestampFormat = tree["timestampFormat"]?.stringValue
        locationName = tree["locationName"]?.stringValue
        xmlNamespace = Namespace(tree["xmlNamespace"])
        isDocument = tree["document"]?.boolValue == true
        documentation = tree["documentation"]?.stringValue ?? ""
    }

    /// Whether a value is one piece of text.
    package var hasOneText: Bool {
        switch kind {
        case .string, .integer, .boolean, .double, .timestamp, .blob: true
        case .structure, .list, .map, .other: false
        }
    }

    /// Whether the shape has a Swift type of its own.
    package var hasType: Bool {
        kind == .structure || (kind == .string && !values.isEmpty)
    }
}

extension Shape.Kind {
    init(_ type: String) {
        switch type {
        case "string", "character": self = .string
        case "integer", "long", "short", "byte": self = .integer
        case "boolean": self = .boolean
        case "double", "float": self = .double
        case "timestamp": self = .timestamp
        case "blob": self = .blob
        case "structure": self = .structure
        case "list": self = .list
        case "map": self = .map
        default: self = .other(type)
        }
    }
}

extension Shape.Member {
    init(_ name: String, _ tree: WireValue) {
        self.name = name
        shape = tree["shape"]?.stringValue ?? ""
        locationName = tree["locationName"]?.stringValue
        queryName = tree["queryName"]?.stringValue
        location = tree["location"]?.stringValue
        isIdempotencyToken = tree["idempotencyToken"]?.boolValue == true
        isFlattened = tree["flattened"]?.boolValue == true
        timestampFormat = tree["timestampFormat"]?.stringValue
        xmlNamespace = Shape.Namespace(tree["xmlNamespace"])
        isXMLAttribute = tree["xmlAttribute"]?.boolValue == true
        isHostLabel = tree["hostLabel"]?.boolValue == true
        documentation = tree["documentation"]?.stringValue ?? ""
        unsupported = ["jsonvalue", "eventpayload", "eventheader"].filter { tree[$0]?.boolValue == true }
    }
}
