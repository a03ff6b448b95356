/// Which shapes the wanted operations reach, and from which side.
struct ShapeReach {
    /// Shapes a caller gives, apart from the inputs themselves.
    private(set) var inputs: Set<String> = []
    /// Shapes a caller gets, apart from the outputs themselves.
    private(set) var outputs: Set<String> = []

    private let model: ServiceModel

    init(_ model: ServiceModel, operations: [ServiceModel.Operation]) throws(ModelError) {
        self.model = model
        for operation in operations {
            if let name = operation.input {
                try walk(members: try model.shape(name).members, isInput: true, within: [])
            }
            if let name = operation.output {
                try walk(members: try model.shape(name).members, isInput: false, within: [])
            }
        }
    }

    /// The names of the shapes that need a Swift type, sorted.
    var typed: [String] {
        inputs.union(outputs).filter { model.shapes[$0]?.hasType == true }.sorted()
    }

    /// Follows members; `chain` holds the structures that would contain themselves if one came again.
    private mutating func walk(members: [Shape.Member], isInput: Bool, within chain: [String]) throws(ModelError) {
        for member in members { try visit(member.shape, isInput: isInput, within: chain) }
    }

    private mutating func visit(_ name: String, isInput: Bool, within chain: [String]) throws(ModelError) {
        let shape = try model.shape(name)
        if chain.contains(name) { throw ModelError("\(name) contains itself directly, which no Swift structure can") }
        let isNew = isInput ? inputs.insert(name).inserted : outputs.insert(name).inserted
        guard isNew || shape.kind == .structure && !chain.isEmpty else { return }
        switch shape.kind {
        case .structure:
            guard isNew else { return try checkRecursion(shape, within: chain) }
            try walk(members: shape.members, isInput: isInput, within: chain + [name])
        case .list, .map:
            // A list breaks the chain: its elements live elsewhere, so a shape may contain itself through one.
            if let element = shape.element { try visit(element.shape, isInput: isInput, within: []) }
            if let key = shape.key { try visit(key.shape, isInput: isInput, within: []) }
        case .other(let type): throw ModelError("\(name) is of the unknown type \(type)")
        default: return
        }
    }

    /// A shape seen before is not walked again, but it may close a circle.
    private func checkRecursion(_ shape: Shape, within chain: [String]) throws(ModelError) {
        for member in shape.members {
            guard let next = model.shapes[member.shape], next.kind == .structure else { continue }
            if chain.contains(next.name) || next.name == shape.name {
                throw ModelError("\(next.name) contains itself directly, which no Swift structure can")
            }
            try checkRecursion(next, within: chain + [shape.name])
        }
    }
}
