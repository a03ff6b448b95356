/// A value in a YAML file, with the place it stands at.
///
/// Scalars keep the text somebody wrote: what `yes`, `0123` or `2027-01-31` mean is for the reader of a field to say,
/// who knows what belongs there.
public struct YAMLNode: Sendable, Hashable {
    /// What a node holds.
    public enum Content: Sendable, Hashable {
        /// Nothing, `~` or `null`.
        case null
        /// Text, and whether it stood in quotes or in a block.
        case scalar(String, isQuoted: Bool)
        /// A list.
        case sequence([YAMLNode])
        /// Keys with values, in the order of the file, no key twice.
        case mapping([YAMLEntry])
    }

    /// What it holds.
    public let content: Content
    /// Where it begins.
    public let location: Diagnostic.Location
    /// The tag of its own it was given, such as `!Ref`; nothing for what YAML itself knows.
    public let tag: String?

    /// Describes a value.
    public init(_ content: Content, at location: Diagnostic.Location, tag: String? = nil) {
        self.content = content
        self.location = location
        self.tag = tag
    }

    /// Whether it holds nothing.
    public var isNull: Bool { content == .null }

    /// What it holds, in words for a message.
    public var kindInWords: String {
        switch content {
        case .null: "nothing"
        case .scalar(let text, _): "'\(text)'"
        case .sequence: "a list"
        case .mapping: "a mapping"
        }
    }
}

/// One key of a mapping with its value.
public struct YAMLEntry: Sendable, Hashable {
    /// The key's text.
    public let key: String
    /// Where the key begins.
    public let keyLocation: Diagnostic.Location
    /// The value.
    public let value: YAMLNode

    /// Describes a key and its value.
    public init(key: String, keyLocation: Diagnostic.Location, value: YAMLNode) {
        self.key = key
        self.keyLocation = keyLocation
        self.value = value
    }
}
