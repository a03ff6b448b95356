/// Writes what the differential tests need: inputs made of trees, and outputs taken apart into trees.
struct PeerRenderer {
    let selection: ServiceSelection

    func render(
        _ operations: [ServiceModel.Operation], structures: [SwiftStructure], enumerations: [String]
    ) -> SourceWriter {
        var source = SourceWriter()
        source.line("/// The operations of \(selection.module), by their names.")
        let items = operations.map {
            "PeerOperation(\"\(selection.model)\", \(selection.module).\($0.name)Operation.self)"
        }
        if items.count == 1, let item = items.first {
            source.line("let peersOf\(selection.module): [PeerOperation] = [\(item)]")
        } else {
            source.line("let peersOf\(selection.module): [PeerOperation] = [")
            source.indented { source in
                for item in items { source.line(item + ",") }
            }
            source.line("]")
        }
        for structure in structures {
            source.line()
            if structure.isInput { decoding(structure, into: &source) }
            if structure.isInput && structure.isOutput { source.line() }
            if structure.isOutput { encoding(structure, into: &source) }
        }
        for enumeration in enumerations {
            source.line()
            source.line("extension \(selection.module).\(enumeration): PeerEnumeration {}")
        }
        return source
    }

    private func decoding(_ structure: SwiftStructure, into source: inout SourceWriter) {
        source.block("extension \(selection.module).\(structure.name): PeerDecodable") { source in
            source.block("init(peer: WireValue) throws") { source in
                let members = structure.members.filter(\.isRequired) + structure.members.filter { !$0.isRequired }
                let arguments = members.map { member in
                    let label = member.name.filter { $0 != "`" }
                    return "\(label): try peer.\(member.isRequired ? "required" : "optional")(\"\(member.model.name)\")"
                }
                source.list("self.init(", arguments, closing: ")")
            }
        }
    }

    private func encoding(_ structure: SwiftStructure, into source: inout SourceWriter) {
        source.block("extension \(selection.module).\(structure.name): PeerEncodable") { source in
            source.block("var peer: WireValue") { source in
                guard !structure.members.isEmpty else { return source.line(".object([])") }
                source.line("var members = PeerMembers()")
                for member in structure.members {
                    source.line("members.add(\"\(member.model.name)\", self.\(member.name))")
                }
                source.line("return members.value")
            }
        }
    }
}
