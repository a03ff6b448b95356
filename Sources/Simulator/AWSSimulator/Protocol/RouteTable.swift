/// The operations of a REST service by method, path template and required query parameters.
package struct RouteTable: Sendable {
    /// One operation's place.
    private struct Route: Sendable {
        let method: String
        let segments: [Segment]
        let requiredQuery: [(name: String, value: String?)]
        let operation: String
    }

    private enum Segment: Sendable {
        case literal(String)
        case label(String)
        case greedy(String)
    }

    private let routes: [Route]
    /// The names of every operation.
    package let operations: Set<String>

    /// Reads rows such as `("GET", "/backup-vaults/{backupVaultName}", "DescribeBackupVault")`.
    ///
    /// A template is what the service model's `requestUri` says: `{name}` takes one segment, `{name+}` the rest of the
    /// path, and a query part (`?tagging`, `?list-type=2`) must be in the request. Routes with more required query
    /// parameters come first whatever their order here.
    package init(_ rows: [(method: String, template: String, operation: String)]) {
        operations = Set(rows.map(\.operation))
        routes = rows.map { row in
            let parts = row.template.split(separator: "?", maxSplits: 1)
            let path = parts.first.map(String.init) ?? "/"
            let query = parts.count > 1 ? parts[1].split(separator: "&") : []
            return Route(
                method: row.method,
                segments: path.split(separator: "/").map { text in
                    guard text.hasPrefix("{"), text.hasSuffix("}") else { return .literal(String(text)) }
                    let name = text.dropFirst().dropLast()
                    return name.hasSuffix("+") ? .greedy(String(name.dropLast())) : .label(String(name))
                },
                requiredQuery: query.map { text in
                    let pair = text.split(separator: "=", maxSplits: 1).map(String.init)
                    return (pair.first ?? "", pair.count > 1 ? pair[1] : nil)
                }, operation: row.operation)
        }.sorted { $0.requiredQuery.count > $1.requiredQuery.count }
    }

    /// The operation a request asks for and the labels of its path, decoded; nothing when no route fits.
    package func match(
        method: String, path: String, query: [(name: String, value: String)]
    ) -> (operation: String, labels: [String: String])? {
        let segments = path.split(separator: "/").map(String.init)
        for route in routes where route.method == method {
            guard let labels = Self.labels(of: segments, in: route.segments),
                route.requiredQuery.allSatisfy({ required in
                    query.contains { $0.name == required.name && (required.value == nil || $0.value == required.value) }
                })
            else { continue }
            return (route.operation, labels)
        }
        return nil
    }

    private static func labels(of path: [String], in template: [Segment]) -> [String: String]? {
        var labels: [String: String] = [:]
        for (index, segment) in template.enumerated() {
            switch segment {
            case .greedy(let name):
                guard index < path.count else { return nil }
                labels[name] = PercentCoding.decode(path[index...].joined(separator: "/"))
                return labels
            case .label(let name):
                guard index < path.count else { return nil }
                labels[name] = PercentCoding.decode(path[index])
            case .literal(let text):
                guard index < path.count, path[index] == text else { return nil }
            }
        }
        return path.count == template.count ? labels : nil
    }
}
