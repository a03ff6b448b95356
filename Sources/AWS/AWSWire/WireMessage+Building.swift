extension WireRequest {
    /// A label of a path, percent-encoded; empty text would name another path and is an error.
    public static func label(
        _ name: String, _ value: some WireText, isGreedy: Bool = false
    ) throws(WireError) -> String {
        let text = value.wireText
        guard !text.isEmpty else { throw WireError("a part of the path must not be empty", path: name) }
        return PercentEncoding.encode(text, keepingSlashes: isGreedy)
    }

    /// Adds a query parameter, unless it is absent.
    public mutating func addQuery(_ name: String, _ value: (some WireText)?) {
        if let value { query.append((name, value.wireText)) }
    }

    /// Adds a query parameter for each element.
    public mutating func addQuery(_ name: String, each values: [some WireText]?) {
        for value in values ?? [] { query.append((name, value.wireText)) }
    }

    /// Adds a query parameter for each entry, ordered by name.
    public mutating func addQuery(entries: [String: some WireText]?) {
        for (name, value) in (entries ?? [:]).sorted(by: { $0.key < $1.key }) { addQuery(name, value) }
    }

    /// Adds a header, unless it is absent; line breaks cannot be sent and are errors.
    public mutating func addHeader(_ name: String, _ value: (some WireText)?) throws(WireError) {
        guard let text = value?.wireText else { return }
        guard !text.utf8.contains(where: { $0 == 0x0A || $0 == 0x0D || $0 == 0 }) else {
            throw WireError("a header cannot carry a line break", path: name)
        }
        headers.append((name, text))
    }

    /// Sets the body of the `json` protocol, with its headers.
    public mutating func setBody(_ writer: JSONWriter, version: String, target: String) {
        headers.append(("X-Amz-Target", target))
        headers.append(("Content-Type", "application/x-amz-json-\(version)"))
        body = writer.bytes
    }

    /// Sets the body of the `rest-json` protocol, with its header.
    public mutating func setBody(_ writer: JSONWriter) {
        headers.append(("Content-Type", "application/json"))
        body = writer.bytes
    }

    /// Sets the body of the `rest-xml` protocol, with its header.
    public mutating func setBody(_ writer: XMLWriter) {
        headers.append(("Content-Type", "application/xml"))
        body = writer.bytes
    }

    /// Sets the form of the `query` and `ec2` protocols, with its header.
    public mutating func setBody(_ form: QueryWriter) {
        headers.append(("Content-Type", "application/x-www-form-urlencoded; charset=utf-8"))
        body = form.bytes
    }

    /// Sets a body that is one blob, as it is.
    public mutating func setBody(_ blob: WireBlob?) { body = blob?.bytes ?? [] }

    /// Sets a body that is one text, as it is.
    public mutating func setBody(text: (some WireText)?) { body = Array((text?.wireText ?? "").utf8) }

    /// Adds the CRC-32 of the body, for operations that demand a checksum and were given none.
    public mutating func addChecksum() {
        headers.append(("x-amz-sdk-checksum-algorithm", "CRC32"))
        headers.append(("x-amz-checksum-crc32", CRC32.base64(of: body)))
    }
}
