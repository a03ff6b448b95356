package import AWSWire

/// Reads an XML body into a tree: an element of elements is an object, one without is its text, and elements of the same
/// name are an array.
package enum XMLTree {
    /// The content of the root element; an empty object for an empty body.
    package static func tree(of body: [UInt8]) throws(ServiceFault) -> WireValue {
        guard !body.isEmpty else { return .object([]) }
        do throws(WireError) {
            var reader = XMLReader(body)
            _ = try reader.beginRoot()
            let value = try content(&reader)
            try reader.finish()
            return value.objectValue == nil ? .object([]) : value
        } catch {
            throw ServiceFault(
                "MalformedXML",
                "The XML you provided was not well-formed or did not validate against our published schema")
        }
    }

    private static func content(_ reader: inout XMLReader) throws(WireError) -> WireValue {
        // An element's text can only be read instead of its children, so a copy looks ahead for one.
        var ahead = reader
        guard try ahead.nextChild() != nil else { return .string(try reader.text()) }
        var names: [String] = []
        var values: [String: [WireValue]] = [:]
        while let name = try reader.nextChild() {
            if values[name] == nil { names.append(name) }
            values[name, default: []].append(try content(&reader))
        }
        return .object(
            names.map { name in
                let all = values[name] ?? []
                return WireValue.Member(name, all.count == 1 ? all[0] : .array(all))
            })
    }
}
