internal import AWSWire

/// An IAM action an operation needs, and on which resource: a row of the ``ActionCatalog``.
///
/// Which operation needs what is said by the AWS Service Authorization Reference, page by service. A resource is a
/// template: `{region}` and `{account}` stand for those of the call, any other name in braces for a label of the path, a
/// parameter of the query or a parameter of the body, dots leading inwards. A list gives one resource for each element, a
/// value that is an ARN takes the place of the whole, and `{ec2:Name}` puts the type before an id of EC2.
package struct RequiredAction: Sendable, Hashable {
    /// The action, such as `backup:CreateBackupVault`.
    package let action: String
    /// The template of the resource; `*` for actions that know none.
    package let resource: String
    /// The parameter without which the action is not needed.
    package var parameter: String?
    /// The parameter whose tags the request sets.
    package var tags: String?
    /// What the context says besides what it says of every request, the keys in lowercase.
    package var context: [String: String] = [:]
    /// Whether a refusal leaves out resources of the call rather than refusing it; see ``ServiceRequest/deniedResources``.
    package var isPerResource = false

    /// Describes an action on a resource.
    package static func on(
        _ resource: String, _ action: String, given parameter: String? = nil, tags: String? = nil,
        context: [String: String] = [:]
    ) -> RequiredAction {
        RequiredAction(action: action, resource: resource, parameter: parameter, tags: tags, context: context)
    }

    /// Describes an action that knows no resource.
    package static func any(_ action: String, given parameter: String? = nil) -> RequiredAction {
        RequiredAction(action: action, resource: "*", parameter: parameter)
    }

    /// The row of operations whose action has their name and knows no resource.
    package static func plain(_ prefix: String, _ operations: [String]) -> [String: [RequiredAction]] {
        rows(prefix, on: "*", operations)
    }

    /// The rows of operations whose action has their name, on one resource.
    package static func rows(_ prefix: String, on resource: String, _ operations: [String]) -> [String:
        [RequiredAction]]
    {
        Dictionary(operations.map { ($0, [.on(resource, "\(prefix):\($0)")]) }) { first, _ in first }
    }

    /// Whether a call needs it.
    package func isNeeded(by request: ServiceRequest) -> Bool {
        parameter.map { !request.texts(at: $0).isEmpty || request.parameter(at: $0)?.objectValue?.isEmpty == false }
            ?? true
    }

    /// The resources a call is about.
    package func resources(of request: ServiceRequest) -> [String] {
        var made = [""]
        for part in Self.parts(of: resource) {
            guard part.isName else {
                made = made.map { $0 + part.text }
                continue
            }
            let values = Self.values(of: part.text, in: request)
            if let arns = Self.wholeARNs(values), !part.text.hasPrefix("ec2:") { return arns }
            made = made.flatMap { head in values.map { head + $0 } }
        }
        return made
    }

    private static func wholeARNs(_ values: [String]) -> [String]? {
        !values.isEmpty && values.allSatisfy { $0.hasPrefix("arn:") } ? values : nil
    }

    private static func values(of name: String, in request: ServiceRequest) -> [String] {
        switch name {
        case "region": return [request.region]
        case "account": return [request.account]
        default: break
        }
        let isEC2 = name.hasPrefix("ec2:")
        let texts = request.texts(at: isEC2 ? String(name.dropFirst(4)) : name)
        guard !texts.isEmpty else { return ["*"] }
        return isEC2 ? texts.map(ec2Resource) : texts
    }

    /// The type and id of an EC2 resource, by the letters before its id's dash.
    private static func ec2Resource(_ id: String) -> String {
        let types = ["i": "instance", "vol": "volume", "snap": "snapshot", "ami": "image"]
        let letters = id.split(separator: "-", maxSplits: 1).first.map(String.init) ?? ""
        return "\(types[letters] ?? "*")/\(id)"
    }

    private static func parts(of template: String) -> [(text: String, isName: Bool)] {
        var parts: [(text: String, isName: Bool)] = []
        for (index, piece) in template.split(separator: "{", omittingEmptySubsequences: false).enumerated() {
            guard index > 0, let end = piece.firstIndex(of: "}") else {
                parts.append((String(piece), false))
                continue
            }
            parts.append((String(piece[..<end]), true))
            parts.append((String(piece[piece.index(after: end)...]), false))
        }
        return parts
    }
}

extension ServiceRequest {
    /// The parameter of the body at a path of names joined by dots.
    func parameter(at path: String) -> WireValue? {
        path.split(separator: ".").reduce(Optional(parameters)) { value, name in value?[String(name)] }
    }

    /// The texts a name stands for: a label, a parameter of the query, or a text or list of texts of the body.
    func texts(at path: String) -> [String] {
        if let arn = knownARNs[path] { return [arn] }
        if let label = labels[path] { return [label] }
        if let value = queryValue(path) { return [value] }
        switch parameter(at: path) {
        case .string(let text): return [text]
        case .array(let elements): return elements.compactMap(\.stringValue)
        default: return []
        }
    }

    /// The tags of a parameter, whether a map or a list of keys with values.
    func tags(at path: String) -> [(key: String, value: String)] {
        switch parameter(at: path) {
        case .object(let members):
            if let inner = members.first, members.count == 1, inner.name == "member" || inner.name == "Tag",
                let list = inner.value.arrayValue
            {
                return list.compactMap(Self.tag)
            }
            return members.compactMap { member in member.value.stringValue.map { (member.name, $0) } }
        case .array(let elements): return elements.compactMap(Self.tag)
        default: return []
        }
    }

    private static func tag(_ value: WireValue) -> (key: String, value: String)? {
        (value["Key"] ?? value["TagKey"])?.stringValue.map {
            ($0, (value["Value"] ?? value["TagValue"])?.stringValue ?? "")
        }
    }
}
