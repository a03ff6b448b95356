/// A member as it stands in Swift.
struct SwiftMember {
    let model: Shape.Member
    let shape: Shape
    /// The name, with back quotes where it needs them.
    let name: String
    /// The type without its question mark.
    let type: String
    /// Whether a caller must give it.
    let isRequired: Bool

    /// The format of an instant that is not the protocol's own, as a Swift expression.
    var timestampFormat: String? { shape.timestampFormat(of: model) }
}

extension Shape {
    /// The format the model gives an instant, as a Swift expression; the member's own wins over the shape's.
    func timestampFormat(of member: Member) -> String? {
        guard kind == .timestamp else { return nil }
        switch member.timestampFormat ?? timestampFormat {
        case "iso8601": return ".iso8601"
        case "rfc822": return ".rfc822"
        case "unixTimestamp": return ".epochSeconds"
        default: return nil
        }
    }
}

/// A structure as it stands in Swift.
struct SwiftStructure {
    let name: String
    let summary: String
    let members: [SwiftMember]
    /// Whether callers make it.
    let isInput: Bool
    /// Whether answers hold it.
    let isOutput: Bool
    /// Whether its values must not be logged.
    let isSensitive: Bool

    /// Whether members a caller must give can be absent in an answer and are optional for that reason.
    var isShared: Bool { isInput && isOutput }

    /// The type of a member's property.
    func propertyType(of member: SwiftMember) -> String {
        member.isRequired && !isOutput ? member.type : member.type + "?"
    }
}

extension ServiceModel {
    /// The Swift type of a shape.
    func swiftType(of name: String) throws(ModelError) -> String {
        let shape = try shape(name)
        switch shape.kind {
        case .string: return shape.values.isEmpty ? "String" : SwiftName.type(name)
        case .integer: return "Int"
        case .boolean: return "Bool"
        case .double: return "Double"
        case .timestamp: return "WireTimestamp"
        case .blob: return "WireBlob"
        case .structure: return SwiftName.type(name)
        case .list: return "[\(try swiftType(of: shape.element?.shape ?? ""))]"
        case .map: return "[String: \(try swiftType(of: shape.element?.shape ?? ""))]"
        case .other(let type): throw ModelError("\(name) is of the unknown type \(type)")
        }
    }

    /// The members of a structure as they stand in Swift; two that would get one name are an error.
    func swiftMembers(of shape: Shape) throws(ModelError) -> [SwiftMember] {
        var members: [SwiftMember] = []
        for member in shape.members {
            guard member.unsupported.isEmpty else {
                throw ModelError("\(shape.name).\(member.name) has \(member.unsupported.joined(separator: ", "))")
            }
            guard try !self.shape(member.shape).isDocument else {
                throw ModelError("\(shape.name).\(member.name) is a document of no certain form")
            }
            let name = SwiftName.member(member.name)
            guard !members.contains(where: { $0.name == name }) else {
                throw ModelError("two members of \(shape.name) would be called \(name)")
            }
            members.append(
                SwiftMember(
                    model: member, shape: try self.shape(member.shape), name: name,
                    type: try swiftType(of: member.shape), isRequired: shape.required.contains(member.name)))
        }
        return members
    }
}
