/// Writes a structure: its properties, its initializer, and how it is read and written.
struct StructureRenderer {
    let wire: WireRenderer

    func render(_ structure: SwiftStructure, isMessage: Bool) throws(ModelError) -> SourceWriter {
        var source = SourceWriter()
        source.document(structure.summary)
        source.block("public struct \(structure.name): Sendable") { source in
            for member in structure.members {
                source.document(
                    DocComment.summary(member.model.documentation, otherwise: "`\(member.model.name)` of the model."))
                source.line("public var \(member.name): \(structure.propertyType(of: member))")
            }
            if !structure.members.isEmpty { source.line() }
            initializers(structure, into: &source)
        }
        if structure.isOutput {
            source.line()
            try reader(structure, into: &source)
        }
        if structure.isInput, !isMessage {
            source.line()
            source.append(try writer(structure))
        }
        if structure.isSensitive {
            source.line()
            redaction(structure, into: &source)
        }
        return source
    }

    private func initializers(_ structure: SwiftStructure, into source: inout SourceWriter) {
        guard structure.isInput, !structure.members.isEmpty else {
            source.line("/// Makes one with nothing in it.")
            return source.line("public init() {}")
        }
        if structure.isShared {
            source.line("/// Makes one with nothing in it, for an answer to fill.")
            source.line("init() {}")
            source.line()
        }
        let members = structure.members.filter(\.isRequired) + structure.members.filter { !$0.isRequired }
        let parameters = members.map { member in
            let initial = member.model.isIdempotencyToken ? "IdempotencyToken.random()" : "nil"
            return "\(member.name): \(member.type)\(member.isRequired ? "" : "? = \(initial)")"
        }
        source.line("/// Makes one of its members, those AWS requires first.")
        source.list("public init(", parameters, closing: ") {")
        source.indented { source in
            for member in structure.members { source.line("self.\(member.name) = \(member.name)") }
        }
        source.line("}")
    }

    private func reader(_ structure: SwiftStructure, into source: inout SourceWriter) throws(ModelError) {
        let members = structure.members.filter { $0.model.location == nil && !$0.model.isXMLAttribute }
        let attributes = structure.members.filter(\.model.isXMLAttribute)
        var statements: [String] = []
        for member in members { statements.append(try wire.read(member)) }
        let reader = wire.isJSON ? "JSONReader" : "XMLReader"
        let skip = wire.isJSON ? "skipValue" : "skipElement"
        source.block("extension \(structure.name): \(wire.readable)") { source in
            if !members.isEmpty {
                source.list(
                    "private static let names = MemberNames(", members.map { "\"\(wire.readName($0))\"" }, closing: ")")
                source.line()
            }
            source.line("/// Reads one, passing members it does not know.")
            source.list(
                "public static func read(", ["from reader: inout \(reader)"],
                closing: ") throws(WireError) -> \(structure.name)? {")
            source.indented { source in
                if members.isEmpty, attributes.isEmpty {
                    source.line("try reader.\(skip)()")
                    return source.line("return \(structure.name)()")
                }
                if wire.isJSON { source.line("guard try reader.beginObject() else { return nil }") }
                source.line("var value = \(structure.name)()")
                for member in attributes {
                    let name = wire.readName(member).split(separator: ":").last.map(String.init) ?? ""
                    source.line(
                        "value.\(member.name) = try reader.attribute(\"\(name)\").flatMap { \(member.type)(headerText: $0) }"
                    )
                }
                source.line(members.isEmpty ? "try reader.\(skip)()" : "try read(&value, from: &reader)")
                source.line("return value")
            }
            source.line("}")
            if !members.isEmpty { memberReader(structure, statements, reader, into: &source) }
        }
    }

    /// Writes the loop over the members.
    ///
    /// It is a function of its own, and never inlined: otherwise the compiler no longer sees that the value is moved to
    /// the caller, and copies it with every string in it.
    private func memberReader(
        _ structure: SwiftStructure, _ statements: [String], _ reader: String,
        into source: inout SourceWriter
    ) {
        source.line()
        source.line("@inline(never)")
        source.list(
            "private static func read(", ["_ value: inout \(structure.name)", "from reader: inout \(reader)"],
            closing: ") throws(WireError) {")
        let next = wire.isJSON ? "nextMember" : "nextChild"
        source.indented { source in
            source.line("let names = Self.names")
            source.block("while let member = try reader.\(next)(of: names)") { source in
                source.line("switch member {")
                for (index, statement) in statements.enumerated() { source.line("case \(index): \(statement)") }
                source.line("default: try reader.\(wire.isJSON ? "skipValue" : "skipElement")()")
                source.line("}")
            }
        }
        source.line("}")
    }

    private func writer(_ structure: SwiftStructure) throws(ModelError) -> SourceWriter {
        var statements: [String] = []
        let attributes = structure.members.filter(\.model.isXMLAttribute).map { member in
            let mark = structure.propertyType(of: member).hasSuffix("?") ? "?" : ""
            return "(\"\(wire.writeName(member))\", self.\(member.name)\(mark).wireText)"
        }
        // Members are written with `self.`: one may be called like the parameter.
        for member in structure.members where !member.model.isXMLAttribute {
            statements.append(
                try wire.write(
                    member, of: "self.", isOptional: structure.propertyType(of: member).hasSuffix("?"), nested: true))
        }
        var source = SourceWriter()
        source.block("extension \(structure.name): \(wire.writable)") { source in
            let signature =
                wire.isForm
                ? "to form: inout QueryWriter, name: String"
                : wire.isJSON ? "to writer: inout JSONWriter" : "to writer: inout XMLWriter, name: String"
            let summary =
                wire.isForm ? "Writes a field for each member that is there." : "Writes the members that are there."
            source.line("/// \(summary)")
            source.block("public func write(\(signature))") { source in
                if wire.isJSON { source.line("writer.beginObject()") }
                if !wire.isJSON, !wire.isForm {
                    let present = attributes.isEmpty ? "" : ", present: [\(attributes.joined(separator: ", "))]"
                    source.line("writer.begin(name\(present))")
                }
                for statement in statements { source.line(statement) }
                if wire.isJSON { source.line("writer.endObject()") }
                if !wire.isJSON, !wire.isForm { source.line("writer.end(name)") }
            }
        }
        return source
    }

    private func redaction(_ structure: SwiftStructure, into source: inout SourceWriter) {
        source.block("extension \(structure.name): CustomStringConvertible, CustomReflectable") { source in
            source.line("/// The name of the type alone, for the values must not be logged.")
            source.line("public var description: String { \"\(structure.name)(••••)\" }")
            source.line("/// A mirror that shows nothing.")
            source.line("public var customMirror: Mirror { Mirror(self, children: []) }")
        }
    }
}

/// Writes an enumeration that may grow.
enum EnumerationRenderer {
    /// An enumeration of more values than this gets none of them as constants: they would be most of the module.
    static let limit = 80

    static func render(_ shape: Shape) -> SourceWriter {
        let name = SwiftName.type(shape.name)
        var source = SourceWriter()
        source.document(DocComment.summary(shape.documentation, otherwise: "`\(shape.name)` of the model."))
        source.block("public struct \(name): WireEnumeration") { source in
            source.line("/// The value as AWS writes it.")
            source.line("public let rawValue: String")
            source.line()
            source.line("/// Makes a value, known or not.")
            source.line("public init(rawValue: String) { self.rawValue = rawValue }")
            guard shape.values.count <= limit else { return }
            source.line()
            var seen: [String: Int] = [:]
            for value in shape.values {
                var name = SwiftName.enumerationCase(value)
                seen[name, default: 0] += 1
                if let count = seen[name], count > 1 { name += String(count) }
                source.line("/// `\(value)`.")
                source.list("public static let \(name) = Self(", ["rawValue: \"\(value)\""], closing: ")")
            }
        }
        return source
    }
}
