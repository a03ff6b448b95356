/// Writes the statements that make a request of an input.
struct RequestRenderer {
    let wire: WireRenderer

    func statements(_ operation: ServiceModel.Operation, _ input: SwiftStructure) throws(ModelError) -> [String] {
        switch wire.model.metadata.wireProtocol {
        case "json": try json(operation, input)
        case "query", "ec2": try form(operation, input)
        default: try rest(operation, input)
        }
    }

    private func json(_ operation: ServiceModel.Operation, _ input: SwiftStructure) throws(ModelError) -> [String] {
        let metadata = wire.model.metadata
        let host = try host(operation, input)
        return host.statements + ["var writer = JSONWriter()", "writer.beginObject()"]
            + (try members(input.members, of: input))
            + [
                "writer.endObject()",
                "var request = WireRequest(\(host.argument)path: \"\(operation.uri)\")",
                "request.setBody(",
                "    writer, version: \"\(metadata.jsonVersion)\", target: \"\(metadata.targetPrefix).\(operation.name)\")",
                "return request",
            ]
    }

    private func form(_ operation: ServiceModel.Operation, _ input: SwiftStructure) throws(ModelError) -> [String] {
        let flavor = wire.isEC2 ? ".ec2" : ".query"
        let version = wire.model.metadata.apiVersion
        let statements = try members(input.members, of: input)
        let host = try host(operation, input)
        return host.statements + [
            "\(statements.isEmpty ? "let" : "var") form = QueryWriter("
                + "\(flavor), action: \"\(operation.name)\", version: \"\(version)\")"
        ] + statements + [
            "var request = WireRequest(\(host.argument)path: \"\(operation.uri)\")", "request.setBody(form)",
            "return request",
        ]
    }

    private func rest(_ operation: ServiceModel.Operation, _ input: SwiftStructure) throws(ModelError) -> [String] {
        let host = try host(operation, input)
        var statements = host.statements + (try labels(operation, input))
        var additions: [String] = []
        for member in input.members {
            switch member.model.location {
            case "querystring": additions.append(try query(member, of: input))
            case "header": additions.append(try header(member, of: input))
            case "headers": additions.append(try headers(member, of: input))
            case nil, "uri": break
            case let place?: throw ModelError("\(operation.name).\(member.model.name) goes into \(place)")
            }
        }
        additions += try body(operation, input)
        if operation.needsChecksum { additions.append("request.addChecksum()") }
        statements.append(
            "\(additions.isEmpty ? "return" : "var request =") \(try start(operation, host: host.argument))")
        return statements + additions + (additions.isEmpty ? [] : ["return request"])
    }

    /// A local constant for each label of the host, and the argument made of them.
    private func host(
        _ operation: ServiceModel.Operation, _ input: SwiftStructure
    ) throws(ModelError) -> (statements: [String], argument: String) {
        guard var prefix = operation.hostPrefix else { return ([], "") }
        var statements: [String] = []
        for member in input.members where member.model.isHostLabel {
            guard member.isRequired, member.type == "String" else {
                throw ModelError("\(operation.name) has a host label that is no required text")
            }
            let constant = "host" + member.name.prefix(1).uppercased() + member.name.dropFirst()
            statements.append(
                "let \(constant) = try WireRequest.hostLabel(\"\(member.model.name)\", input.\(member.name))")
            prefix = prefix.split(separator: "{\(member.model.name)}", omittingEmptySubsequences: false)
                .joined(separator: "\\(\(constant))")
        }
        guard !prefix.contains("{") else { throw ModelError("\(operation.name) has no member for \(prefix)") }
        return (statements, "hostPrefix: \"\(prefix)\", ")
    }

    /// A local constant for each label of the path.
    private func labels(_ operation: ServiceModel.Operation, _ input: SwiftStructure) throws(ModelError) -> [String] {
        var statements: [String] = []
        for member in input.members where member.model.location == "uri" {
            guard member.isRequired else { throw ModelError("\(operation.name) has an optional label") }
            let label = member.model.locationName ?? member.model.name
            let isGreedy = operation.uri.contains("{\(label)+}")
            guard isGreedy || operation.uri.contains("{\(label)}") else {
                throw ModelError("\(operation.name) has no label \(label)")
            }
            statements.append(
                "let \(member.name) = try WireRequest.label("
                    + "\"\(member.model.name)\", \(formatted(member, of: input, otherwise: nil))\(isGreedy ? ", isGreedy: true" : ""))"
            )
        }
        return statements
    }

    /// The request with its path, whose labels are interpolated, and its fixed query.
    private func start(_ operation: ServiceModel.Operation, host: String) throws(ModelError) -> String {
        let parts = operation.uri.split(separator: "?", maxSplits: 1)
        let path = parts.first.map(String.init) ?? "/"
        var expression = ""
        var label: String?
        for character in path {
            if character == "{" {
                label = ""
            } else if character == "}", let name = label {
                let member = try input(operation).members.first {
                    ($0.locationName ?? $0.name) == (name.hasSuffix("+") ? String(name.dropLast()) : name)
                }
                guard let member else { throw ModelError("\(operation.name) has no member for {\(name)}") }
                expression += "\\(\(SwiftName.member(member.name)))"
                label = nil
            } else if label != nil {
                label?.append(character)
            } else {
                expression.append(character)
            }
        }
        let pairs = parts.count < 2 ? [] : parts[1].split(separator: "&")
        let fixed = pairs.map { pair in
            let sides = pair.split(separator: "=", maxSplits: 1).map(String.init)
            return "(\"\(sides.first ?? "")\", \"\(sides.count > 1 ? sides[1] : "")\")"
        }
        let query = fixed.isEmpty ? "" : ", query: [\(fixed.joined(separator: ", "))]"
        return "WireRequest(method: \"\(operation.method)\", \(host)path: \"\(expression)\"\(query))"
    }

    private func input(_ operation: ServiceModel.Operation) throws(ModelError) -> Shape {
        guard let name = operation.input else { throw ModelError("\(operation.name) has labels and no input") }
        return try wire.model.shape(name)
    }

    private func query(_ member: SwiftMember, of input: SwiftStructure) throws(ModelError) -> String {
        let name = member.model.locationName ?? member.model.name
        switch member.shape.kind {
        case .list: return "request.addQuery(\"\(name)\", each: \(try elements(member, of: input)))"
        case .map: return "request.addQuery(entries: input.\(member.name))"
        default: return "request.addQuery(\"\(name)\", \(formatted(member, of: input, otherwise: nil)))"
        }
    }

    /// A list's elements, instants in the format the model gives them.
    private func elements(_ member: SwiftMember, of input: SwiftStructure) throws(ModelError) -> String {
        guard let element = member.shape.element else { throw ModelError("\(member.model.name) has no elements") }
        let shape = try wire.model.shape(element.shape)
        guard shape.hasOneText else { throw ModelError("\(member.model.name) nests collections outside the body") }
        guard let format = shape.timestampFormat(of: element) else { return "input.\(member.name)" }
        let mark = input.propertyType(of: member).hasSuffix("?") ? "?" : ""
        return "input.\(member.name)\(mark).map { $0.text(\(format)) }"
    }

    private func header(_ member: SwiftMember, of input: SwiftStructure) throws(ModelError) -> String {
        let name = member.model.locationName ?? member.model.name
        guard member.shape.kind == .list, let element = member.shape.element else {
            guard member.shape.hasOneText else { throw ModelError("\(member.model.name) is no header") }
            return "try request.addHeader(\"\(name)\", \(formatted(member, of: input, otherwise: ".rfc822")))"
        }
        let shape = try wire.model.shape(element.shape)
        guard shape.kind == .timestamp else {
            return "try request.addHeader(\"\(name)\", each: \(try elements(member, of: input)))"
        }
        let format = shape.timestampFormat(of: element) ?? ".rfc822"
        return "try request.addHeader(\"\(name)\", each: input.\(member.name), as: \(format))"
    }

    private func headers(_ member: SwiftMember, of input: SwiftStructure) throws(ModelError) -> String {
        guard member.shape.kind == .map, member.type == "[String: String]" else {
            throw ModelError("\(member.model.name) is no map of headers")
        }
        return "try request.addHeaders(prefix: \"\(member.model.locationName ?? "")\", input.\(member.name))"
    }

    private func formatted(_ member: SwiftMember, of input: SwiftStructure, otherwise initial: String?) -> String {
        guard member.shape.kind == .timestamp, let format = member.timestampFormat ?? initial else {
            return "input.\(member.name)"
        }
        let isOptional = input.propertyType(of: member).hasSuffix("?")
        return "input.\(member.name)\(isOptional ? "?" : "").text(\(format))"
    }

    private func body(_ operation: ServiceModel.Operation, _ input: SwiftStructure) throws(ModelError) -> [String] {
        let payload = try operation.input.flatMap { name throws(ModelError) in try wire.model.shape(name).payload }
        if let payload { return try self.payload(payload, operation, input) }
        let inside = input.members.filter { $0.model.location == nil }
        guard !inside.isEmpty else { return [] }
        guard !wire.isJSON else {
            return ["var writer = JSONWriter()", "writer.beginObject()"] + (try members(inside, of: input))
                + ["writer.endObject()", "request.setBody(writer)"]
        }
        guard let element = operation.inputElement else {
            throw ModelError("\(operation.name) spreads its members over an XML body and names no element")
        }
        // A body of nothing is none.
        return [
            "var writer = \(try writer(operation.inputNamespace))", "writer.begin(\"\(element)\")",
            "let empty = writer.bytes.count",
        ] + (try members(inside, of: input))
            + [
                "if writer.bytes.count > empty {", "    writer.end(\"\(element)\")", "    request.setBody(writer)", "}",
            ]
    }

    /// The body is one member: its structure alone, in the element the model names, or its bytes.
    private func payload(
        _ name: String, _ operation: ServiceModel.Operation, _ input: SwiftStructure
    ) throws(ModelError) -> [String] {
        guard let member = input.members.first(where: { $0.model.name == name }) else {
            throw ModelError("\(operation.name) has the payload \(name), which it does not have")
        }
        switch member.shape.kind {
        case .blob: return ["request.setBody(input.\(member.name))"]
        case .string: return ["request.setBody(text: input.\(member.name))"]
        case .structure where wire.isJSON:
            return ["request.setBody(JSONWriter(object: input.\(member.name)))"]
        case .structure: break
        default: throw ModelError("\(operation.name) has the payload \(name)")
        }
        let element = member.model.locationName ?? member.shape.locationName ?? member.model.name
        let statements = [
            "var writer = \(try writer(member.model.xmlNamespace ?? member.shape.xmlNamespace))",
            "writer.member(\"\(element)\", input.\(member.name))", "request.setBody(writer)",
        ]
        guard input.propertyType(of: member).hasSuffix("?") else { return statements }
        return ["if input.\(member.name) != nil {"] + statements.map { "    " + $0 } + ["}"]
    }

    private func writer(_ namespace: Shape.Namespace?) throws(ModelError) -> String {
        guard let namespace else { return "XMLWriter()" }
        guard namespace.prefix == nil else { throw ModelError("a body's element declares a prefix") }
        return "XMLWriter(namespace: \"\(namespace.uri)\")"
    }

    private func members(_ members: [SwiftMember], of input: SwiftStructure) throws(ModelError) -> [String] {
        var statements: [String] = []
        for member in members {
            let isOptional = input.propertyType(of: member).hasSuffix("?")
            statements.append(try wire.write(member, of: "input.", isOptional: isOptional, nested: false))
        }
        return statements
    }
}
