/// The header fields of a message, in the order they were added; names compare without regard to case.
///
/// A name may occur more than once, as HTTP allows.
public struct HTTPHeaders: Sendable, Hashable, ExpressibleByDictionaryLiteral {
    private enum Storage: Sendable {
        case fields([Field])
        case lines(HeaderLines)
    }

    private var storage: Storage

    /// One header field.
    public struct Field: Sendable, Hashable {
        /// The name as it was given.
        public let name: String
        /// The value without surrounding space.
        public let value: String

        /// Makes a field.
        public init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }

    /// Makes headers of pairs, in their order.
    public init(_ pairs: [(String, String)] = []) {
        storage = .fields(pairs.map { Field(name: $0.0, value: $0.1) })
    }

    /// Makes headers of a literal, in its order.
    public init(dictionaryLiteral elements: (String, String)...) { self.init(elements) }

    /// Makes headers of lines as they came; only those that are asked for become strings.
    package init(_ lines: HeaderLines) { storage = .lines(lines) }

    /// Name and value of every field, in order, names as they were given.
    public var fields: [Field] {
        switch storage {
        case .fields(let fields): fields
        case .lines(let lines): lines.fields
        }
    }

    /// The first value of that name; setting replaces every field of that name, or removes them for nothing.
    public subscript(name: String) -> String? {
        get {
            switch storage {
            case .fields(let fields): fields.first { Self.equal($0.name, name) }?.value
            case .lines(let lines): lines.firstValue(of: name)
            }
        }
        set {
            change { fields in
                if fields.contains(where: { Self.equal($0.name, name) }) {
                    fields.removeAll { Self.equal($0.name, name) }
                }
                if let newValue { fields.append(Field(name: name, value: newValue)) }
            }
        }
    }

    /// All values of that name, in order.
    public func values(of name: String) -> [String] { fields.filter { Self.equal($0.name, name) }.map(\.value) }

    /// Adds a field and keeps those of the same name.
    public mutating func add(_ name: String, _ value: String) {
        change { $0.append(Field(name: name, value: value)) }
    }

    /// Whether both have the same fields in the same order.
    public static func == (left: HTTPHeaders, right: HTTPHeaders) -> Bool { left.fields == right.fields }

    /// Hashes the fields.
    public func hash(into hasher: inout Hasher) { hasher.combine(fields) }

    /// Changes the fields in place, without a second owner that would have them copied.
    private mutating func change(_ body: (inout [Field]) -> Void) {
        var fields = fields
        storage = .fields([])
        body(&fields)
        storage = .fields(fields)
    }

    /// Compares two names byte by byte, ASCII letters without their case.
    private static func equal(_ left: String, _ right: String) -> Bool {
        let (left, right) = (left.utf8, right.utf8)
        guard left.count == right.count else { return false }
        var others = right.makeIterator()
        for byte in left {
            guard let other = others.next(), byte == other || lowered(byte) == lowered(other) else { return false }
        }
        return true
    }

    private static func lowered(_ byte: UInt8) -> UInt8 { (0x41...0x5A).contains(byte) ? byte | 0x20 : byte }
}
