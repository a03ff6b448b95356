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
        if !isJSON, member.shape.kind == .list, isFlattened(member), let name = member.shape.element?.locationName {
            return name
        }
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
    func read(_ member: SwiftMember) throws(ModelError) -> String {
        guard !isJSON, isFlattened(member), let element = member.shape.element else {
            return "value.\(member.name) = try \(try reading(member.shape, from: "reader"))"
        }
        if member.shape.kind == .map {
            let names = mapNames(member.shape)
            return "try reader.append(to: &value.\(member.name), key: \"\(names.key)\", value: \"\(names.value)\") "
                + (try closure(element.shape))
        }
        let inner = try model.shape(element.shape)
        return try isReadPlainly(inner)
            ? "try reader.append(to: &value.\(member.name))"
            : "try reader.append(to: &value.\(member.name)) \(try closure(element.shape))"
    }

    /// The statement that writes a member of `receiver`, such as `input.`.
    func write(_ member: SwiftMember, of receiver: String, isOptional: Bool, nested: Bool) throws(ModelError) -> String
    {
        let name = writeName(member)
        let value = receiver + member.name
        if isJSON {
            return "writer.member(\"\(name)\", \(try jsonValue(member.model, value, isOptional: isOptional)))"
        }
        if isForm {
            let field = nested ? "\"\\(name).\(name)\"" : "\"\(name)\""
            let place = FormPlace(
                writer: "form", name: field,
                flattened: nested ? { "\"\\(name).\($0)\"" } : { "\"\($0)\"" })
            return try form(member.model, place, value, isOptional: isOptional)
        }
        return try xml(member.model, "writer", name: name, value, isOptional: isOptional)
    }

    /// The value as an expression of the type that is written; JSON's own form of an instant is a number.
    private func jsonValue(_ member: Shape.Member, _ value: String, isOptional: Bool) throws(ModelError) -> String {
        let shape = try model.shape(member.shape)
        let mark = isOptional ? "?" : ""
        if let format = shape.timestampFormat(of: member), format != ".epochSeconds" {
            return "\(value)\(mark).text(\(format))"
        }
        guard let element = shape.element, try isReformatted(element) else { return value }
        return
            "\(value)\(mark).\(shape.kind == .map ? "mapValues" : "map") { \(try jsonValue(element, "$0", isOptional: false)) }"
    }

    /// Whether instants in it are not in JSON's own form.
    private func isReformatted(_ member: Shape.Member) throws(ModelError) -> Bool {
        let shape = try model.shape(member.shape)
        if let format = shape.timestampFormat(of: member) { return format != ".epochSeconds" }
        guard shape.kind == .list || shape.kind == .map, let element = shape.element else { return false }
        return try isReformatted(element)
    }
}

// MARK: - XML

extension WireRenderer {
    /// The statement that writes a value as an element of that name, by a writer called so.
    private func xml(
        _ member: Shape.Member, _ writer: String, name: String, _ value: String, isOptional: Bool
    ) throws(ModelError) -> String {
        let shape = try model.shape(member.shape)
        let isFlattened = member.isFlattened || shape.isFlattened
        let namespace = (member.xmlNamespace ?? shape.xmlNamespace).map(Self.namespace)
        switch (shape.kind, shape.element) {
        case (.list, let element?):
            guard namespace == nil else { throw ModelError("the list \(member.name) has a namespace") }
            let inner = try model.shape(element.shape)
            let outer = isFlattened ? "nil" : "\"\(name)\""
            let elementName = isFlattened ? name : element.locationName ?? "member"
            if try isWrittenPlainly(element, inner) {
                return "\(writer).list(\(outer), element: \"\(elementName)\", \(value))"
            }
            let statement = try xml(element, "$0", name: elementName, "$1", isOptional: false)
            return "\(writer).list(\(outer), \(value)) { \(statement) }"
        case (.map, let element?):
            guard namespace == nil else { throw ModelError("the map \(member.name) has a namespace") }
            let names = mapNames(shape)
            let statement = try xml(element, "$0", name: names.value, "$1", isOptional: false)
            let place = isFlattened ? "nil, entry: \"\(name)\"" : "\"\(name)\", entry: \"entry\""
            return "\(writer).map(\(place), key: \"\(names.key)\", \(value)) { \(statement) }"
        default:
            var value = value
            if let format = shape.timestampFormat(of: member) { value += "\(isOptional ? "?" : "").text(\(format))" }
            return "\(writer).member(\"\(name)\", \(value)\(namespace.map { ", in: \($0)" } ?? ""))"
        }
    }

    /// `XMLNamespace("urn:x")` and the like.
    static func namespace(_ namespace: Shape.Namespace) -> String {
        "XMLNamespace(\"\(namespace.uri)\"\(namespace.prefix.map { ", prefix: \"\($0)\"" } ?? ""))"
    }

    /// Whether an element needs nothing but its own type's way to be written.
    private func isWrittenPlainly(_ element: Shape.Member, _ shape: Shape) throws(ModelError) -> Bool {
        shape.kind != .list && shape.kind != .map && shape.timestampFormat(of: element) == nil
            && element.xmlNamespace == nil && shape.xmlNamespace == nil
    }

    /// The names of the elements, or the last parts of the fields, with key and value of a map's entries.
    func mapNames(_ shape: Shape) -> (key: String, value: String) {
        (shape.key?.locationName ?? "key", shape.element?.locationName ?? "value")
    }

    /// Whether a value needs nothing but its own type's way to be read.
    private func isReadPlainly(_ shape: Shape) throws(ModelError) -> Bool {
        guard !isJSON, let element = shape.element else { return true }
        if shape.kind == .map, mapNames(shape) != ("key", "value") { return false }
        return try isReadPlainly(model.shape(element.shape))
    }

    /// The expression that reads a value, by a reader called so.
    func reading(_ shape: Shape, from reader: String) throws(ModelError) -> String {
        guard try !isReadPlainly(shape), let element = shape.element else { return "\(reader).value()" }
        let body = try closure(element.shape)
        guard shape.kind == .map else { return "\(reader).list \(body)" }
        let names = mapNames(shape)
        return "\(reader).map(key: \"\(names.key)\", value: \"\(names.value)\") \(body)"
    }

    private func closure(_ shape: String) throws(ModelError) -> String {
        "{ (reader) throws(WireError) in try \(try reading(try model.shape(shape), from: "reader")) }"
    }
}

// MARK: - Forms

extension WireRenderer {
    /// Where a value goes in a form.
    private struct FormPlace {
        let writer: String
        /// The field's name, as a Swift expression.
        let name: String
        /// The field's name with its last part replaced, as flattened lists with a name of their own have it.
        let flattened: (String) -> String
    }

    private func form(
        _ member: Shape.Member, _ place: FormPlace, _ value: String, isOptional: Bool
    ) throws(ModelError) -> String {
        let shape = try model.shape(member.shape)
        let isFlattened = member.isFlattened || shape.isFlattened
        let inside = FormPlace(writer: "$0", name: "$1", flattened: { _ in "$1" })
        switch (shape.kind, shape.element) {
        case (.list, let element?):
            let elementName = isEC2 || isFlattened ? nil : element.locationName ?? "member"
            let name = !isEC2 && isFlattened ? element.locationName.map(place.flattened) ?? place.name : place.name
            if isFlattened, !isEC2, element.locationName != nil, place.name == "$1" {
                throw ModelError("a list within a collection is flattened under a name of its own")
            }
            let whenEmpty = name == place.name ? "" : "whenEmpty: \(place.name), "
            let label = (elementName.map { "element: \"\($0)\", " } ?? "") + whenEmpty
            let inner = try model.shape(element.shape)
            if inner.kind != .list, inner.kind != .map, inner.timestampFormat(of: element) == nil {
                return "\(place.writer).list(\(name), \(label)\(value))"
            }
            return "\(place.writer).list(\(name), \(label)\(value)) { "
                + (try form(element, inside, "$2", isOptional: false)) + " }"
        case (.map, let element?):
            guard !isEC2 else { throw ModelError("\(member.name) is a map in the ec2 protocol, which has none") }
            let names = mapNames(shape)
            return "\(place.writer).map(\(place.name), entry: \(isFlattened ? "nil" : "\"entry\""), "
                + "key: \"\(names.key)\", value: \"\(names.value)\", \(value)) { "
                + (try form(element, inside, "$2", isOptional: false)) + " }"
        default:
            var value = value
            if let format = shape.timestampFormat(of: member) { value += "\(isOptional ? "?" : "").text(\(format))" }
            return "\(place.writer).member(\(place.name), \(value))"
        }
    }
}
