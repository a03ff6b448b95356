/// Writes the statements that carry members in one protocol.
struct WireRenderer {
    let model: ServiceModel

    /// Whether bodies are JSON.
    var isJSON: Bool { model.metadata.wireProtocol == "json" || model.metadata.wireProtocol == "rest-json" }
    /// Whether inputs are forms.
    var isForm: Bool { model.metadata.wireProtocol == "query" || isEC2 }
    /// Whether forms follow EC2's own naming.
    var isEC2: Bool { model.metadata.wireProtocol == "ec2" }

    /// The protocols a structure conforms to, for reading and for writing.
    var readable: String { isJSON ? "JSONReadable" : "XMLReadable" }
    var writable: String { isForm ? "QueryWritable" : isJSON ? "JSONWritable" : "XMLWritable" }

    /// The name of a member in an answer.
    func readName(_ member: SwiftMember) -> String {
        if isFlattened(member), let name = member.shape.element?.locationName { return name }
        return member.model.locationName ?? member.model.name
    }

    /// The name of a member in a request.
    func writeName(_ member: SwiftMember) -> String {
        guard isEC2 else { return member.model.locationName ?? member.model.name }
        if let name = member.model.queryName { return name }
        guard let name = member.model.locationName else { return member.model.name }
        return name.prefix(1).uppercased() + name.dropFirst()
    }

    func isFlattened(_ member: SwiftMember) -> Bool {
        member.model.isFlattened || member.shape.isFlattened
    }

    /// The statement that reads a member.
    func read(_ member: SwiftMember) -> String {
        if !isJSON, member.shape.kind == .list, isFlattened(member) {
            return "try reader.append(to: &value.\(member.name))"
        }
        return "value.\(member.name) = try reader.value()"
    }

    /// The statement that writes a member of `receiver`, such as `input.`.
    func write(_ member: SwiftMember, of receiver: String, isOptional: Bool, nested: Bool) throws(ModelError) -> String
    {
        try check(member)
        var value = receiver + member.name
        if let format = member.timestampFormat { value += "\(isOptional ? "?" : "").text(\(format))" }
        let name = writeName(member)
        if isJSON { return "writer.member(\"\(name)\", \(value))" }
        if isForm { return form(member, name: name, value: value, nested: nested) }
        guard member.shape.kind == .list else { return "writer.member(\"\(name)\", \(value))" }
        if isFlattened(member) { return "writer.list(nil, element: \"\(name)\", \(value))" }
        let element = member.shape.element?.locationName ?? "member"
        return "writer.list(\"\(name)\", element: \"\(element)\", \(value))"
    }

    private func form(_ member: SwiftMember, name: String, value: String, nested: Bool) -> String {
        func field(_ name: String) -> String { nested ? "\"\\(name).\(name)\"" : "\"\(name)\"" }
        guard member.shape.kind == .list else { return "form.member(\(field(name)), \(value))" }
        if isEC2 { return "form.list(\(field(name)), \(value))" }
        if isFlattened(member) { return "form.list(\(field(member.shape.element?.locationName ?? name)), \(value))" }
        return "form.list(\(field(name)), element: \"\(member.shape.element?.locationName ?? "member")\", \(value))"
    }

    /// Refuses what these protocols could carry and this generator does not write.
    func check(_ member: SwiftMember) throws(ModelError) {
        guard !isJSON else { return }
        let inner = member.shape.element.flatMap { model.shapes[$0.shape]?.kind }
        if member.shape.kind == .map || inner == .list || inner == .map {
            throw ModelError("\(member.model.name) nests collections in a form or XML")
        }
    }
}
