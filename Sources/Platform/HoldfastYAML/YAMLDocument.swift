internal import Yams

/// One YAML file, read: its tree, and everything that is wrong with it as YAML.
///
/// A file with duplicate keys still has a tree (the first of each counts), so that the mistakes of its reader can be
/// shown together with them. Only a file that is not YAML at all has none.
public struct YAMLDocument: Sendable, Hashable {
    /// What a file may cost to read; beyond it there is a diagnostic instead of a tree.
    public struct Limits: Sendable, Hashable {
        /// The greatest number of bytes.
        public var bytes: Int
        /// How many values may stand inside each other.
        public var depth: Int
        /// The greatest number of values after aliases are followed.
        public var nodes: Int
        /// How many duplicate keys are looked for.
        public var duplicateKeys: Int

        /// Sets limits, which suit files people write.
        public init(bytes: Int = 1 << 20, depth: Int = 64, nodes: Int = 200_000, duplicateKeys: Int = 64) {
            self.bytes = bytes
            self.depth = depth
            self.nodes = nodes
            self.duplicateKeys = duplicateKeys
        }
    }

    /// The file's name, as it stands in diagnostics.
    public let file: String
    /// The tree; nothing when the file is empty or is not YAML.
    public let root: YAMLNode?
    /// What is wrong with it as YAML, in the order of the file.
    public let diagnostics: [Diagnostic]

    /// Reads a file that should hold exactly one document.
    public init(bytes: [UInt8], file: String, limits: Limits = Limits()) {
        self.file = file
        var composer = YAMLComposer(file: file, limits: limits)
        root = composer.compose(bytes)
        diagnostics = composer.diagnostics.inFileOrder
    }
}

extension [Diagnostic] {
    /// The diagnostics by line and column; those without a place first, ties in the order they were found.
    public var inFileOrder: [Diagnostic] {
        enumerated().sorted { left, right in
            let (one, other) = (left.element.location, right.element.location)
            return (one?.line ?? 0, one?.column ?? 0, left.offset) < (
                other?.line ?? 0, other?.column ?? 0, right.offset
            )
        }.map(\.element)
    }

    /// Whether one of them refuses the file.
    public var hasErrors: Bool { contains { $0.severity == .error } }
}
