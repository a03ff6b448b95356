/// Compiles one service's model into Swift, for the operations the allow-list names.
package struct ModelCompiler: Sendable {
    /// Where generated text comes from, for the header of each file.
    package struct Provenance: Sendable {
        /// The version of botocore.
        package let botocore: String
        /// The version of the generator.
        package let tool: String

        /// Names the versions.
        package init(botocore: String, tool: String) {
            self.botocore = botocore
            self.tool = tool
        }
    }

    /// The version of the generator; it grows when its output changes for an unchanged model.
    package static let version = "1"
    /// No generated file is longer, so that its diff can be opened.
    static let lineLimit = 3_000

    private let selection: ServiceSelection
    private let provenance: Provenance
    private let wire: WireRenderer
    private let operations: [ServiceModel.Operation]
    private let reach: ShapeReach

    /// Applies the patches and checks that every wanted operation exists.
    package init(_ model: ServiceModel, _ selection: ServiceSelection, provenance: Provenance) throws(ModelError) {
        var patched = model
        try patched.apply(selection.patches)
        var operations: [ServiceModel.Operation] = []
        for name in selection.operations.sorted() {
            guard let operation = patched.operations[name] else {
                throw ModelError("\(selection.model) has no operation \(name)")
            }
            operations.append(operation)
        }
        self.selection = selection
        self.provenance = provenance
        self.operations = operations
        reach = try ShapeReach(patched, operations: operations)
        wire = WireRenderer(model: patched)
    }

    /// The files of the module, and the one the differential tests use to build inputs and take outputs apart.
    package func files() throws(ModelError) -> [SwiftFile] {
        let folder = "Sources/AWS/Services/\(selection.module)"
        var files = [
            SwiftFile(
                path: "\(folder)/\(selection.type)+Operations.swift", text: Self.unformatted(try operationsText()))
        ]
        let chunks = Self.split(try shapes(), limit: Self.lineLimit - 20)
        for chunk in chunks {
            let drawsTokens = chunk.sources.contains { $0.lines.contains { $0.contains("IdempotencyToken.") } }
            var source = header(importing: drawsTokens ? ["AWSCore", "AWSWire"] : ["AWSWire"])
            for shape in chunk.sources {
                source.line()
                source.append(shape)
            }
            let suffix = chunks.count == 1 ? "" : "-\(chunk.letters)"
            files.append(
                SwiftFile(
                    path: "\(folder)/\(selection.type)+Shapes\(suffix).swift", text: Self.unformatted(source.text)))
        }
        files.append(
            SwiftFile(
                path: "Tests/DifferentialTests/Generated/\(selection.module)Peer.swift", text: try peerText()))
        return files
    }

    /// Exempts a file from the format where a statement does not fit its lines, as nested collections do not.
    private static func unformatted(_ text: String) -> String {
        guard text.split(separator: "\n").contains(where: { $0.count > 120 }) else { return text }
        return "// swift-format-ignore-file\n// Nested collections do not fit its lines.\n" + text
    }

    private func operationsText() throws(ModelError) -> String {
        var source = header(importing: ["AWSCore", "AWSWire"])
        source.line()
        var inputs: [String: SwiftStructure] = [:]
        for operation in operations { inputs[operation.name] = try input(of: operation) }
        let renderer = OperationRenderer(selection: selection, wire: wire)
        source.append(
            renderer.type(operations) { inputs[$0.name]?.members.contains(where: \.isRequired) ?? false })
        for operation in operations {
            source.line()
            source.append(
                try renderer.operation(operation, input: try input(of: operation), output: try output(of: operation)))
        }
        return source.text
    }

    private func shapes() throws(ModelError) -> [(name: String, source: SourceWriter)] {
        let renderer = StructureRenderer(wire: wire)
        var shapes: [(name: String, source: SourceWriter)] = []
        for operation in operations {
            for structure in [try input(of: operation), try output(of: operation)] {
                shapes.append((structure.name, try renderer.render(structure, isMessage: true)))
            }
        }
        for name in reach.typed {
            let shape = try wire.model.shape(name)
            if shape.kind == .structure {
                let structure = try structure(shape)
                shapes.append((structure.name, try renderer.render(structure, isMessage: false)))
            } else {
                shapes.append((SwiftName.type(name), EnumerationRenderer.render(shape)))
            }
        }
        shapes.sort { $0.name < $1.name }
        for (index, shape) in shapes.enumerated().dropFirst() where shapes[index - 1].name == shape.name {
            throw ModelError("two shapes would be called \(shape.name)")
        }
        return shapes
    }

    private func peerText() throws(ModelError) -> String {
        var structures: [SwiftStructure] = []
        for operation in operations {
            structures.append(try input(of: operation))
            structures.append(try output(of: operation))
        }
        for name in reach.typed {
            let shape = try wire.model.shape(name)
            if shape.kind == .structure { structures.append(try structure(shape)) }
        }
        var source = header(importing: [selection.module, "AWSWire"].sorted(), access: "internal")
        source.line()
        source.append(
            PeerRenderer(selection: selection).render(
                operations, structures: structures.sorted { $0.name < $1.name },
                enumerations: reach.typed.filter { wire.model.shapes[$0]?.kind == .string }.map { SwiftName.type($0) }))
        return source.text
    }

    // MARK: - Structures

    private func input(of operation: ServiceModel.Operation) throws(ModelError) -> SwiftStructure {
        try message(operation.input, named: operation.name + "Input", isInput: true, of: operation)
    }

    private func output(of operation: ServiceModel.Operation) throws(ModelError) -> SwiftStructure {
        try message(operation.output, named: operation.name + "Output", isInput: false, of: operation)
    }

    private func message(
        _ shape: String?, named name: String, isInput: Bool, of operation: ServiceModel.Operation
    ) throws(ModelError) -> SwiftStructure {
        let members = try shape.map { name throws(ModelError) in try wire.model.swiftMembers(of: wire.model.shape(name))
        }
        return SwiftStructure(
            name: name, summary: "What `\(operation.name)` \(isInput ? "takes" : "gives").", members: members ?? [],
            isInput: isInput, isOutput: !isInput, isSensitive: false)
    }

    private func structure(_ shape: Shape) throws(ModelError) -> SwiftStructure {
        SwiftStructure(
            name: SwiftName.type(shape.name),
            summary: DocComment.summary(shape.documentation, otherwise: "`\(shape.name)` of the model."),
            members: try wire.model.swiftMembers(of: shape), isInput: reach.inputs.contains(shape.name),
            isOutput: reach.outputs.contains(shape.name),
            isSensitive: selection.patches.contains(.sensitive(shape: shape.name)))
    }

    // MARK: - Files

    private func header(importing modules: [String], access: String = "public") -> SourceWriter {
        var source = SourceWriter()
        source.line(
            "// Generated by holdfast-modelc \(provenance.tool) from botocore \(provenance.botocore); do not edit.")
        source.line("// Model \(selection.model), SHA-256 \(selection.sha256).")
        source.line()
        for module in modules { source.line("\(access) import \(module)") }
        return source
    }

    /// Puts shapes, in order, into files under the limit.
    static func split(
        _ shapes: [(name: String, source: SourceWriter)], limit: Int
    ) -> [(letters: String, sources: [SourceWriter])] {
        var chunks: [[(name: String, source: SourceWriter)]] = [[]]
        var length = 0
        for shape in shapes {
            if length + shape.source.lines.count + 1 > limit, !(chunks.last?.isEmpty ?? true) {
                chunks.append([])
                length = 0
            }
            chunks[chunks.count - 1].append(shape)
            length += shape.source.lines.count + 1
        }
        return chunks.enumerated().map { index, chunk in (String(index + 1), chunk.map(\.source)) }
    }
}
