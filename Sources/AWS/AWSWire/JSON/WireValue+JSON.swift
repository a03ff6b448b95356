extension WireValue {
    /// Reads a whole JSON document.
    ///
    /// Where a name occurs twice in an object the last value counts, at the place of the first.
    public init(json bytes: [UInt8]) throws(WireError) {
        var reader = JSONReader(bytes)
        self = try Self.read(from: &reader)
        try reader.finish()
    }

    /// Writes the value as compact JSON, members in order.
    public func jsonBytes() -> [UInt8] {
        var writer = JSONWriter()
        write(to: &writer)
        return writer.bytes
    }

    /// Reads the value that comes next.
    public static func read(from reader: inout JSONReader) throws(WireError) -> WireValue {
        switch try reader.peekKind() {
        case .object: return try readObject(from: &reader)
        case .array:
            var elements: [WireValue] = []
            _ = try reader.beginArray()
            while try reader.nextElement() { elements.append(try read(from: &reader)) }
            return .array(elements)
        case .string: return try reader.string().map { .string($0) } ?? .null
        case .bool: return try reader.bool().map { .bool($0) } ?? .null
        case .null:
            try reader.skipValue()
            return .null
        case .number:
            let token = try reader.scanNumber()
            // A negative zero is no whole number: its sign would be lost.
            if token.isWhole, let whole = reader.wholeNumber(token),
                whole != 0 || reader.bytes[token.start] != .minus
            {
                return .integer(whole)
            }
            return .double(try reader.double(token))
        }
    }

    /// Writes the value as the next one of a document.
    public func write(to writer: inout JSONWriter) {
        switch self {
        case .null: writer.null()
        case .bool(let truth): writer.bool(truth)
        case .integer(let number): writer.integer(number)
        case .double(let number): writer.double(number)
        case .string(let text): writer.string(text)
        case .array(let elements):
            writer.beginArray()
            for element in elements { element.write(to: &writer) }
            writer.endArray()
        case .object(let members):
            writer.beginObject()
            for member in members {
                writer.name(member.name)
                member.value.write(to: &writer)
            }
            writer.endObject()
        }
    }

    private static func readObject(from reader: inout JSONReader) throws(WireError) -> WireValue {
        var members: [Member] = []
        var places: [String: Int] = [:]
        _ = try reader.beginObject()
        while let name = try reader.nextName() {
            let member = Member(name, try read(from: &reader))
            if let place = places[name] {
                members[place] = member
            } else {
                places[name] = members.count
                members.append(member)
            }
        }
        return .object(members)
    }
}
