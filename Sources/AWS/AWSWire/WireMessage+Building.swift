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

    /// Adds the CRC-32 of the body, for operations that demand a checksum and were given none.
    public mutating func addChecksum() {
        headers.append(("x-amz-sdk-checksum-algorithm", "CRC32"))
        headers.append(("x-amz-checksum-crc32", CRC32.base64(of: body)))
    }
}

extension WireResponse {
    /// The value of the header of that name, in whatever case; the first where there are several.
    public func header(_ name: String) -> String? {
        let wanted = name.lowercased()
        return headers.first { $0.name.lowercased() == wanted }?.value
    }

    /// Reads the body as one JSON value; an empty body is an error, for an answer that says nothing is not an empty one.
    public func json<Value: JSONReadable>() throws(WireError) -> Value {
        var reader = JSONReader(body)
        guard let value: Value = try reader.value() else { throw WireError("the answer is null") }
        try reader.finish()
        return value
    }

    /// Reads the root element of the body.
    public func xml<Value: XMLReadable>() throws(WireError) -> Value {
        var reader = XMLReader(body)
        let root = try reader.beginRoot()
        guard root != "Error", root != "html" else { throw WireError("the answer is <\(root)>") }
        return try Self.value(in: &reader)
    }

    /// Reads the text of the root element; an empty one is nothing.
    public func xmlText<Value: XMLReadable>() throws(WireError) -> Value? {
        var reader = XMLReader(body)
        let root = try reader.beginRoot()
        guard root != "Error", root != "html" else { throw WireError("the answer is <\(root)>") }
        let value: Value? = try reader.value()
        try reader.finish()
        return value
    }

    /// Reads the body of the `ec2` protocol, whose root is `<…Response>`.
    public func ec2XML<Value: XMLReadable>() throws(WireError) -> Value {
        var reader = XMLReader(body)
        let root = try reader.beginRoot()
        guard root.hasSuffix("Response") else { throw WireError("the answer is <\(root)>") }
        return try Self.value(in: &reader)
    }

    /// Reads the body of the `query` protocol: the element of that name inside the root.
    public func xml<Value: XMLReadable>(wrapper: String) throws(WireError) -> Value {
        var reader = XMLReader(body)
        _ = try reader.beginRoot()
        var result: Value?
        while let child = try reader.nextChild() {
            if child == wrapper {
                result = try reader.value()
            } else {
                try reader.skipElement()
            }
        }
        try reader.finish()
        guard let result else { throw WireError("the answer has no <\(wrapper)>") }
        return result
    }

    private static func value<Value: XMLReadable>(in reader: inout XMLReader) throws(WireError) -> Value {
        guard let value: Value = try reader.value() else { throw WireError("the answer is empty") }
        try reader.finish()
        return value
    }
}
