package import AWSWire

/// Merges management policies down an organization, as the inheritance operators say.
///
/// A setting is an object with value operators: `@@assign` replaces what is inherited, `@@append` and `@@remove` change
/// lists. `@@operators_allowed_for_child_policies` limits what policies further down may do to a setting, or add below
/// an element; a limit can be narrowed but never widened. At one place policies count in the order they were attached:
/// the first to set a value keeps it, and of their limits the intersection holds. Source: AWS Organizations User Guide,
/// "Inheritance operators" and "Inheritance examples".
package enum PolicyInheritance {
    /// An operator that sets values.
    package enum Operator: String, Sendable, CaseIterable {
        /// Replaces.
        case assign = "@@assign"
        /// Adds to a list.
        case append = "@@append"
        /// Takes from a list.
        case remove = "@@remove"
    }

    /// The key of the operators that limit what policies further down may do.
    package static let control = "@@operators_allowed_for_child_policies"

    /// The policy in force: levels from the root down, at each the documents in the order they were attached.
    package static func effective(_ levels: [[WireValue]]) -> WireValue {
        var root = Node()
        for documents in levels {
            var limits: [[String]: Set<Operator>] = [:]
            var settled: Set<[String]> = []
            for document in documents {
                var level = Level(settledBefore: settled)
                level.merge(document, into: &root, at: [], inherited: Set(Operator.allCases))
                settled.formUnion(level.settled)
                limits.merge(level.limits) { $0.intersection($1) }
            }
            for (path, allowed) in limits { root.limit(to: allowed, at: path[...]) }
        }
        return root.value ?? .object([])
    }

    /// One element of the policy in force.
    private struct Node {
        var names: [String] = []
        var children: [String: Node] = [:]
        var setting: WireValue?
        var allowed = Set(Operator.allCases)

        /// The element without operators; nothing where nothing is left of it.
        var value: WireValue? {
            if let setting { return setting.arrayValue?.isEmpty == true ? nil : setting }
            let members = names.compactMap { name in
                children[name]?.value.map { WireValue.Member(name, $0) }
            }
            return members.isEmpty ? nil : .object(members)
        }

        mutating func limit(to allowed: Set<Operator>, at path: ArraySlice<String>) {
            guard let name = path.first else {
                self.allowed.formIntersection(allowed)
                return
            }
            if children[name] == nil {
                names.append(name)
                children[name] = Node()
            }
            children[name]?.limit(to: allowed, at: path.dropFirst())
        }
    }

    /// The merging of one document.
    private struct Level {
        /// The settings other documents of the same place have set.
        let settledBefore: Set<[String]>
        /// The settings this document sets.
        var settled: Set<[String]> = []
        /// What the document lets policies further down do, by element.
        var limits: [[String]: Set<Operator>] = [:]

        init(settledBefore: Set<[String]>) { self.settledBefore = settledBefore }

        mutating func merge(
            _ element: WireValue, into node: inout Node, at path: [String], inherited: Set<Operator>
        ) {
            let allowed = node.allowed.intersection(inherited)
            for member in element.objectValue ?? [] {
                if member.name == PolicyInheritance.control {
                    limits[path] = Self.operators(member.value)
                } else if let action = Operator(rawValue: member.name) {
                    apply(action, member.value, to: &node, at: path, allowed: allowed)
                } else if member.value.objectValue != nil {
                    // What is not there yet may be added only as far as the element above allows it.
                    let isNew = node.children[member.name] == nil
                    var child = node.children[member.name] ?? Node()
                    merge(member.value, into: &child, at: path + [member.name], inherited: isNew ? allowed : Self.every)
                    if isNew, child.value == nil { continue }
                    if isNew { node.names.append(member.name) }
                    node.children[member.name] = child
                }
            }
        }

        private static let every = Set(Operator.allCases)

        private mutating func apply(
            _ action: Operator, _ value: WireValue, to node: inout Node, at path: [String], allowed: Set<Operator>
        ) {
            guard allowed.contains(action) else { return }
            let given = value.arrayValue ?? [value]
            switch action {
            case .assign:
                guard !settledBefore.contains(path) else { return }
                node.setting = value
            case .append:
                let present = node.setting?.arrayValue ?? node.setting.map { [$0] } ?? []
                node.setting = .array(present + given.filter { !present.contains($0) })
            case .remove:
                guard let present = node.setting?.arrayValue else { return }
                node.setting = .array(present.filter { !given.contains($0) })
            }
            settled.insert(path)
        }

        private static func operators(_ value: WireValue) -> Set<Operator> {
            let names = value.textsValue ?? []
            return names.contains("@@all") ? every : Set(names.compactMap(Operator.init(rawValue:)))
        }
    }
}
