internal import AWSWire

/// One thing AWS Config's queries find: a configuration item of a resource, or the compliance of one.
protocol QueryableItem: Sendable {
    /// A property of the item itself, such as `resourceId`; nothing where it has no value.
    func scalar(_ property: String) -> String?
    /// The tags of the resource.
    var tags: TagSet { get }
    /// The configuration as a tree; the names are those of the service's own description.
    var configuration: WireValue { get }
}

extension QueryableItem {
    /// The values of a property for a condition; several for the properties of tags and of arrays.
    func values(_ property: String) -> [WireValue] {
        switch property {
        case "tags.key": tags.all.map { .string($0.key) }
        case "tags.value": tags.all.map { .string($0.value) }
        case "tags.tag": tags.all.map { .string("\($0.key)=\($0.value)") }
        default:
            if property.hasPrefix("configuration.") {
                Self.leaves(of: configuration, at: Self.path(of: property).dropFirst())
            } else {
                scalar(property).map { [.string($0)] } ?? []
            }
        }
    }

    /// One property of a query's result; nothing where the item has no value for it.
    func selected(_ property: String) -> WireValue? {
        switch property {
        case "tags": tagObjects
        case "configuration": configuration
        default:
            property.hasPrefix("configuration.")
                ? Self.projected(configuration, to: Self.path(of: property).dropFirst())
                : scalar(property).map { .string($0) }
        }
    }

    private var tagObjects: WireValue {
        .array(
            tags.all.map { tag in
                .record(
                    ("tag", .string("\(tag.key)=\(tag.value)")), ("key", .string(tag.key)),
                    ("value", .string(tag.value)))
            })
    }

    private static func path(of property: String) -> ArraySlice<String> {
        property.split(separator: ".").map(String.init)[...]
    }

    /// Everything a path leads to; arrays are looked through, all their elements at once.
    private static func leaves(of value: WireValue, at path: ArraySlice<String>) -> [WireValue] {
        if let elements = value.arrayValue { return elements.flatMap { leaves(of: $0, at: path) } }
        guard let name = path.first else { return value.objectValue == nil ? [value] : [] }
        return value[name].map { leaves(of: $0, at: path.dropFirst()) } ?? []
    }

    /// The value with nothing but what a path leads to; what stands before that stays as arrays and objects are.
    private static func projected(_ value: WireValue, to path: ArraySlice<String>) -> WireValue? {
        if let elements = value.arrayValue {
            let kept = elements.compactMap { projected($0, to: path) }
            return kept.isEmpty ? nil : .array(kept)
        }
        guard let name = path.first else { return value }
        return value[name].flatMap { projected($0, to: path.dropFirst()) }.map {
            .object([WireValue.Member(name, $0)])
        }
    }
}

extension WireValue {
    /// This value with the members of another: objects are joined member by member, arrays of one length element by
    /// element, and of anything else the first stays.
    func joined(with other: WireValue) -> WireValue {
        switch (self, other) {
        case (.object(var members), .object(let others)):
            for member in others {
                if let index = members.firstIndex(where: { $0.name == member.name }) {
                    members[index] = Member(member.name, members[index].value.joined(with: member.value))
                } else {
                    members.append(member)
                }
            }
            return .object(members)
        case (.array(let left), .array(let right)) where left.count == right.count:
            return .array(zip(left, right).map { $0.joined(with: $1) })
        default: return self
        }
    }
}
