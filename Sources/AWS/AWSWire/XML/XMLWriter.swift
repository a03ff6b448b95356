/// Writes one XML document, element by element, without white space between elements.
public struct XMLWriter: Sendable {
    /// What has been written.
    public private(set) var bytes: [UInt8] = []

    /// The namespace of the next element, until it has been written.
    private var declared: XMLNamespace?

    /// Begins with nothing written; the first element carries the namespace, when one is given.
    public init(namespace: String? = nil) {
        declared = namespace.map { XMLNamespace($0) }
    }

    /// Lets the next element carry the namespace, unless it has one of its own.
    mutating func declare(_ namespace: XMLNamespace) { declared = namespace }

    /// Writes `<?xml version="1.0" encoding="UTF-8"?>`; must come first.
    public mutating func declaration() {
        bytes.append(contentsOf: "<?xml version=\"1.0\" encoding=\"UTF-8\"?>".utf8)
    }

    /// Begins an element, with its namespace where it has one, and other attributes.
    public mutating func begin(
        _ name: String, namespace: String? = nil, attributes: [(name: String, value: String)] = []
    ) {
        let namespace = namespace.map { XMLNamespace($0) } ?? declared
        declared = nil
        bytes.append(.lessThan)
        bytes.append(contentsOf: name.utf8)
        let xmlns = namespace.map { ($0.prefix.map { "xmlns:\($0)" } ?? "xmlns", $0.uri) }
        for attribute in (xmlns.map { [$0] } ?? []) + attributes {
            bytes.append(0x20)
            bytes.append(contentsOf: attribute.0.utf8)
            bytes.append(contentsOf: "=\"".utf8)
            escape(attribute.1, isAttribute: true)
            bytes.append(.quote)
        }
        bytes.append(.greaterThan)
    }

    /// Ends an element.
    public mutating func end(_ name: String) {
        bytes.append(contentsOf: "</\(name)>".utf8)
    }

    /// Writes text, escaped.
    public mutating func text(_ text: String) {
        escape(text)
    }

    /// Writes an element that holds only text.
    public mutating func element(_ name: String, _ text: String) {
        begin(name)
        escape(text)
        end(name)
    }

    /// Escapes what would end the text or be changed on the way; characters XML cannot carry become U+FFFD.
    private mutating func escape(_ text: String, isAttribute: Bool = false) {
        for byte in text.utf8 {
            switch byte {
            case .lessThan: bytes.append(contentsOf: "&lt;".utf8)
            case .greaterThan: bytes.append(contentsOf: "&gt;".utf8)
            case .ampersand: bytes.append(contentsOf: "&amp;".utf8)
            case .quote where isAttribute: bytes.append(contentsOf: "&quot;".utf8)
            case 0x0D: bytes.append(contentsOf: "&#13;".utf8)
            case 0x09, 0x0A:
                if isAttribute { bytes.append(contentsOf: "&#\(byte);".utf8) } else { bytes.append(byte) }
            case 0x20...: bytes.append(byte)
            default: bytes.append(contentsOf: UTF8.encodedReplacementCharacter)
            }
        }
    }
}
