/// A string AWS draws from a list that may grow; values this program does not know are kept as they are.
public protocol WireEnumeration: RawRepresentable, Hashable, WireReadable, WireText, WireHeaderText,
    CustomStringConvertible
where RawValue == String {
    /// Makes a value, known or not.
    init(rawValue: String)
}

extension WireEnumeration {
    /// The value as AWS writes it.
    public var description: String { rawValue }
    /// The value as AWS writes it.
    public var wireText: String { rawValue }

    /// Writes a string.
    public func write(to writer: inout JSONWriter) { writer.string(rawValue) }

    /// Reads a string.
    @inlinable
    public static func read(from reader: inout JSONReader) throws(WireError) -> Self? {
        try reader.string().map { Self(rawValue: $0) }
    }

    /// Reads the element's text; empty text is nothing.
    @inlinable
    public static func read(from reader: inout XMLReader) throws(WireError) -> Self? {
        let text = try reader.text()
        return text.isEmpty ? nil : Self(rawValue: text)
    }
}
