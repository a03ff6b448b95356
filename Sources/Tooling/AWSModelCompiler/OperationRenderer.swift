/// Writes the type with the operations, and each operation's request and answer.
struct OperationRenderer {
    let selection: ServiceSelection
    let wire: WireRenderer

    private var model: ServiceModel { wire.model }
    private var metadata: ServiceModel.Metadata { model.metadata }

    /// Writes the type that callers hold.
    func type(_ operations: [ServiceModel.Operation], hasRequired: (ServiceModel.Operation) -> Bool) -> SourceWriter {
        var source = SourceWriter()
        source.line(
            "/// The operations of \(metadata.serviceID) that Holdfast uses, called through one account in one Region.")
        source.block("public struct \(selection.type): Sendable") { source in
            source.line("private let caller: any AWSCaller")
            source.line()
            source.line("/// Makes the operations callable through that caller.")
            source.line("public init(_ caller: any AWSCaller) { self.caller = caller }")
            for operation in operations {
                source.line()
                method(operation, hasRequired: hasRequired(operation), into: &source)
            }
        }
        source.line()
        source.block("extension \(selection.type)") { source in
            source.line("/// What the client must know of the service.")
            source.line("public static let service = ServiceDescription(")
            source.indented { source in
                let variable = metadata.serviceID.uppercased().map { $0 == " " || $0 == "-" ? "_" : $0 }
                source.line("id: \"\(selection.iamPrefix)\",")
                source.line("endpointPrefix: \"\(metadata.endpointPrefix)\",")
                source.line("signingName: \"\(metadata.signingName)\",")
                source.line("endpointVariable: \"\(String(variable))\",")
                source.line("wireProtocol: \(wireProtocol),")
                source.line("isGlobal: \(selection.isGlobal))")
            }
        }
        return source
    }

    private var wireProtocol: String {
        switch metadata.wireProtocol {
        case "json": ".json(version: \"\(metadata.jsonVersion)\", targetPrefix: \"\(metadata.targetPrefix)\")"
        case "rest-json": ".restJSON"
        case "rest-xml": ".restXML"
        case "ec2": ".ec2(version: \"\(metadata.apiVersion)\")"
        default: ".query(version: \"\(metadata.apiVersion)\")"
        }
    }

    private func method(_ operation: ServiceModel.Operation, hasRequired: Bool, into source: inout SourceWriter) {
        let name = operation.name
        let method = SwiftName.member(name)
        let initial = hasRequired ? "" : " = \(name)Input()"
        source.document(DocComment.summary(operation.documentation, otherwise: "`\(name)`."))
        if operation.output.flatMap({ model.shapes[$0]?.members.isEmpty }) ?? true { source.line("@discardableResult") }
        source.list(
            "public func \(method)(", ["_ input: \(name)Input\(initial)"],
            closing: ") async throws(AWSError) -> \(name)Output {")
        source.indented { $0.line("try await caller.call(\(name)Operation.self, input)") }
        source.line("}")
        guard let pagination = model.paginators[name] else { return }
        source.line()
        source.line("/// The pages of `\(method)`, one API call each, from the one the input names.")
        source.list(
            "public func \(method)Pages(", ["_ input: \(name)Input\(initial)"],
            closing: ") -> PageSequence<\(name)Output> {")
        source.indented { source in
            source.list(
                "PageSequence(",
                [
                    "of: \(name)Operation.self", "input", "by: caller",
                    "inputToken: \\.\(SwiftName.member(pagination.inputToken))",
                    "outputToken: \\.\(SwiftName.member(pagination.outputToken))",
                ], closing: ")")
        }
        source.line("}")
    }

    /// Writes one operation's conformance.
    func operation(
        _ operation: ServiceModel.Operation, input: SwiftStructure, output: SwiftStructure
    ) throws(ModelError) -> SourceWriter {
        guard operation.unsupported.isEmpty else {
            throw ModelError("\(operation.name) has \(operation.unsupported.joined(separator: ", "))")
        }
        let name = operation.name
        let request = try RequestRenderer(wire: wire).statements(operation, input)
        let answer = try answer(operation, output)
        var source = SourceWriter()
        source.line("/// How `\(name)` goes over the wire.")
        source.block("public enum \(name)Operation: AWSOperation") { source in
            source.line("/// The service the operation belongs to.")
            source.line("public static var service: ServiceDescription { \(selection.type).service }")
            source.line("/// The name of the operation.")
            source.line("public static let name = \"\(name)\"")
            source.line("/// Whether repeating a request does nothing more.")
            source.line("public static let isIdempotent = \(operation.isIdempotent)")
            source.line()
            source.line("/// Writes the request.")
            source.list(
                "public static func request(", ["for input: \(name)Input"],
                closing: ") throws(WireError) -> WireRequest {")
            source.indented { for statement in request { $0.line(statement) } }
            source.line("}")
            source.line()
            source.line("/// Reads the answer.")
            source.list(
                "public static func output(", ["from response: WireResponse"],
                closing: ") throws(WireError) -> \(name)Output {")
            source.indented { for statement in answer { $0.line(statement) } }
            source.line("}")
        }
        try checkPagination(of: operation, input, output)
        return source
    }

    private func answer(_ operation: ServiceModel.Operation, _ output: SwiftStructure) throws(ModelError) -> [String] {
        if let shape = operation.output, selection.patches.contains(.rootText(shape: shape)),
            let member = output.members.first
        {
            return [
                "var output = \(output.name)()", "output.\(member.name) = try response.xmlText()", "return output",
            ]
        }
        let shape = try operation.output.map { name throws(ModelError) in try model.shape(name) }
        let inside = output.members.filter { $0.model.location == nil }
        var statements: [String] = []
        if let payload = shape?.payload {
            statements = ["var output = \(output.name)()", try self.payload(payload, operation, output)]
        } else if inside.isEmpty {
            statements = [
                "try response.acknowledged(in: service.wireProtocol)",
                "\(output.members.isEmpty ? "return " : "var output = ")\(output.name)()",
            ]
        } else {
            let read =
                wire.isJSON
                ? "json()"
                : wire.isEC2 ? "ec2XML()" : operation.resultWrapper.map { "xml(wrapper: \"\($0)\")" } ?? "xml()"
            statements.append("try response.\(read)")
        }
        let outside = output.members.filter { $0.model.location != nil }
        guard !outside.isEmpty || shape?.payload != nil else { return statements }
        if !inside.isEmpty, shape?.payload == nil { statements = ["var output: \(output.name) = \(statements[0])"] }
        for member in outside { statements.append(try outsideBody(member, operation)) }
        return statements + ["return output"]
    }

    /// The body is one member, in whichever form it has.
    private func payload(
        _ name: String, _ operation: ServiceModel.Operation, _ output: SwiftStructure
    ) throws(ModelError) -> String {
        guard let member = output.members.first(where: { $0.model.name == name }) else {
            throw ModelError("\(operation.name) answers with the payload \(name), which it does not have")
        }
        switch member.shape.kind {
        case .structure: return "output.\(member.name) = try response.\(wire.isJSON ? "jsonPayload" : "xmlPayload")()"
        case .blob: return "output.\(member.name) = WireBlob(response.body)"
        case .string: return "output.\(member.name) = try response.textPayload()"
        default: throw ModelError("\(operation.name) answers with the payload \(name)")
        }
    }

    private func outsideBody(_ member: SwiftMember, _ operation: ServiceModel.Operation) throws(ModelError) -> String {
        let name = wire.readName(member)
        let element = try member.shape.element.map { element throws(ModelError) in try model.shape(element.shape) }
        switch (member.model.location, member.shape.kind) {
        case ("statusCode", .integer): return "output.\(member.name) = response.status"
        case ("header", _) where member.type == "String":
            return "output.\(member.name) = response.header(\"\(name)\")"
        case ("header", .string), ("header", .integer), ("header", .double), ("header", .boolean),
            ("header", .timestamp), ("header", .blob):
            return "output.\(member.name) = try response.header(\"\(name)\")"
        case ("header", .list) where element?.hasOneText == true && element?.kind != .timestamp:
            return "output.\(member.name) = try response.headerList(\"\(member.model.locationName ?? name)\")"
        case ("headers", .map) where element?.kind == .string && element?.values.isEmpty == true:
            return "output.\(member.name) = response.headers(prefix: \"\(name)\")"
        default: throw ModelError("\(operation.name) answers with \(member.model.name) outside the body")
        }
    }

    /// Refuses tokens that are no plain texts: their pages could not be followed.
    private func checkPagination(
        of operation: ServiceModel.Operation, _ input: SwiftStructure, _ output: SwiftStructure
    ) throws(ModelError) {
        guard let pagination = model.paginators[operation.name] else { return }
        let given = input.members.first { $0.model.name == pagination.inputToken }
        let got = output.members.first { $0.model.name == pagination.outputToken }
        guard let given, given.type == "String", !given.isRequired, got?.type == "String" else {
            throw ModelError("\(operation.name) is paginated by something else than one text")
        }
    }
}
