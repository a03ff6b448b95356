internal import AWSWire

/// A correction of a model, as data in the allow-list, with its reason.
package enum ModelPatch: Sendable, Hashable {
    /// Leaves members of a structure out.
    case omit(shape: String, members: [String])
    /// Says that an output's only member is the text of the root element, not of an element inside it.
    case rootText(shape: String)
    /// Adds a paginator the model forgot.
    case paginate(operation: String, inputToken: String, outputToken: String)
    /// Says that repeating these operations does nothing more.
    case idempotent(operations: [String])
    /// Says that values of this structure must not be logged.
    case sensitive(shape: String)

    init(_ tree: WireValue) throws(ModelError) {
        func text(_ name: String) throws(ModelError) -> String {
            guard let text = tree[name]?.stringValue else { throw ModelError("a patch lacks \(name)") }
            return text
        }
        func texts(_ name: String) -> [String] {
            (tree[name]?.arrayValue ?? []).compactMap(\.stringValue)
        }
        _ = try text("because")
        switch try text("kind") {
        case "omit": self = .omit(shape: try text("shape"), members: texts("members"))
        case "rootText": self = .rootText(shape: try text("shape"))
        case "paginate":
            self = .paginate(
                operation: try text("operation"), inputToken: try text("inputToken"),
                outputToken: try text("outputToken"))
        case "idempotent": self = .idempotent(operations: texts("operations"))
        case "sensitive": self = .sensitive(shape: try text("shape"))
        case let kind: throw ModelError("a patch has the unknown kind \(kind)")
        }
    }
}

extension ServiceModel {
    /// Applies the patches that change the model itself; one that finds nothing to change is an error.
    mutating func apply(_ patches: [ModelPatch]) throws(ModelError) {
        for patch in patches {
            switch patch {
            case .omit(let name, let members):
                let known = Set(try shape(name).members.map(\.name))
                guard known.isSuperset(of: members) else {
                    throw ModelError("a patch omits a member \(name) does not have")
                }
                shapes[name]?.members.removeAll { members.contains($0.name) }
            case .rootText(let name):
                guard try shape(name).members.count == 1 else {
                    throw ModelError("\(name) must have one member to be the text of the root")
                }
            case .paginate(let operation, let input, let output):
                guard paginators[operation] == nil else { throw ModelError("the model paginates \(operation) itself") }
                paginators[operation] = Pagination(inputToken: input, outputToken: output)
            case .idempotent(let names):
                for name in names {
                    guard operations[name]?.isIdempotent == false else {
                        throw ModelError("a patch says of \(name) what the model says itself")
                    }
                    operations[name]?.isIdempotent = true
                }
            case .sensitive(let name): _ = try shape(name)
            }
        }
    }
}
