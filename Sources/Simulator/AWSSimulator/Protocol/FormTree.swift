package import AWSWire

/// Turns the flat names of a form (`Filters.Filter.1.Values.Value.2`) into a tree of objects and arrays.
package enum FormTree {
    private final class Node {
        var value: String?
        var names: [String] = []
        var children: [String: Node] = [:]

        func child(_ name: String) -> Node {
            if let node = children[name] { return node }
            let node = Node()
            names.append(name)
            children[name] = node
            return node
        }
    }

    /// The tree of a form; a node whose names are all numbers becomes an array in their order.
    package static func tree(of pairs: [(name: String, value: String)]) -> WireValue {
        let root = Node()
        for pair in pairs {
            var node = root
            for part in pair.name.split(separator: ".", omittingEmptySubsequences: false).prefix(32) {
                node = node.child(String(part))
            }
            node.value = pair.value
        }
        guard !root.names.isEmpty else { return .object([]) }
        return .object(
            root.names.compactMap { name in
                root.children[name].map { WireValue.Member(name, value(of: $0)) }
            })
    }

    private static func value(of node: Node) -> WireValue {
        guard !node.names.isEmpty else { return .string(node.value ?? "") }
        let numbers = node.names.compactMap(Int.init)
        if numbers.count == node.names.count {
            return .array(numbers.sorted().compactMap { node.children[String($0)].map(value) })
        }
        return .object(
            node.names.compactMap { name in
                node.children[name].map { WireValue.Member(name, value(of: $0)) }
            })
    }
}
