// What a message carries outside its body: host, path, query, headers, status.

/// A value a header of an answer can hold.
public protocol WireHeaderText: Sendable {
    /// Reads the header's text, or gives nothing when it is no such value.
    init?(headerText: String)
}

extension String: WireHeaderText {
    /// Takes the text as it is.
    public init?(headerText: String) { self = headerText }
}

extension Int: WireHeaderText {
    /// Reads digits.
    public init?(headerText: String) { self.init(headerText) }
}

extension Double: WireHeaderText {
    /// Reads a number.
    public init?(headerText: String) { self.init(headerText) }
}

extension Bool: WireHeaderText {
    /// Reads `true` or `false`, in whatever case.
    public init?(headerText: String) { self.init(headerText.lowercased()) }
}

extension WireTimestamp: WireHeaderText {
    /// Reads an instant in any of AWS's formats.
    public init?(headerText: String) { self.init(headerText) }
}

extension WireBlob: WireHeaderText {
    /// Reads base64.
    public init?(headerText: String) {
        guard let bytes = Base64.decode(headerText.utf8) else { return nil }
        self.init(bytes)
    }
}

extension WireEnumeration {
    /// Takes the text as it is.
    public init?(headerText: String) { self.init(rawValue: headerText) }
}

extension WireRequest {
    /// A label of the host; what could not stand in a host's name is an error.
    public static func hostLabel(_ name: String, _ value: String) throws(WireError) -> String {
        let isPlain = value.utf8.allSatisfy { byte in
            PercentEncoding.isUnreserved(byte) && byte != UInt8(ascii: "_") && byte != UInt8(ascii: "~")
        }
        guard !value.isEmpty, isPlain else {
            throw WireError("a part of the host's name may hold letters, digits, hyphens and dots only", path: name)
        }
        return value
    }

    /// Adds a query parameter for each value of each entry, ordered by name.
    public mutating func addQuery(entries: [String: [some WireText]]?) {
        for (name, values) in (entries ?? [:]).sorted(by: { $0.key < $1.key }) { addQuery(name, each: values) }
    }

    /// Adds a header of several values, unless there are none; a value with a comma or quote in it is quoted.
    public mutating func addHeader(_ name: String, each values: [some WireText]?) throws(WireError) {
        guard let values, !values.isEmpty else { return }
        let texts = values.map { value in
            let text = value.wireText
            guard text.contains(where: { $0 == "," || $0 == "\"" }) else { return text }
            return "\"" + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\\\"") + "\""
        }
        try addHeader(name, texts.joined(separator: ","))
    }

    /// Adds a header of several instants, unless there are none; the comma of an RFC 822 date stands as it is.
    public mutating func addHeader(
        _ name: String, each values: [WireTimestamp]?, as format: WireTimestamp.Format
    ) throws(WireError) {
        guard let values, !values.isEmpty else { return }
        try addHeader(name, values.map { $0.text(format) }.joined(separator: ","))
    }

    /// Adds a header for each entry, whose name is the entry's after the prefix; ordered by name.
    public mutating func addHeaders(prefix: String, _ entries: [String: some WireText]?) throws(WireError) {
        for (name, value) in (entries ?? [:]).sorted(by: { $0.key < $1.key }) { try addHeader(prefix + name, value) }
    }
}

extension WireResponse {
    /// The value of a header, or nothing when there is no such header.
    ///
    /// - Throws: ``WireError`` naming the header when its text is no such value.
    public func header<Value: WireHeaderText>(_ name: String) throws(WireError) -> Value? {
        guard let text = header(name) else { return nil }
        guard let value = Value(headerText: text) else {
            throw WireError("expected a \(Value.self), found \"\(text)\"", path: name)
        }
        return value
    }

    /// The values of a header that may have several, separated by commas outside of quotes.
    public func headerList<Value: WireHeaderText>(_ name: String) throws(WireError) -> [Value]? {
        guard let text = header(name) else { return nil }
        var values: [Value] = []
        for element in Self.elements(of: text) {
            guard let value = Value(headerText: element) else {
                throw WireError("expected values of \(Value.self), found \"\(element)\"", path: name)
            }
            values.append(value)
        }
        return values
    }

    /// The headers that begin with the prefix, by the rest of their names, which HTTP tells in no certain case.
    public func headers(prefix: String) -> [String: String] {
        var entries: [String: String] = [:]
        for header in headers where header.name.lowercased().hasPrefix(prefix.lowercased()) {
            entries[String(header.name.dropFirst(prefix.count))] = header.value
        }
        return entries
    }

    private static func elements(of text: String) -> [String] {
        var elements = [""]
        var isQuoted = false
        var isEscaped = false
        for character in text {
            if isEscaped {
                elements[elements.count - 1].append(character)
                isEscaped = false
            } else if isQuoted, character == "\\" {
                isEscaped = true
            } else if character == "\"" {
                isQuoted.toggle()
            } else if character == ",", !isQuoted {
                elements.append("")
            } else {
                elements[elements.count - 1].append(character)
            }
        }
        return elements.map { element in
            let trimmed = element.drop { $0 == " " || $0 == "\t" }
            return String(trimmed.reversed().drop { $0 == " " || $0 == "\t" }.reversed())
        }
    }
}
