internal import AWSWire
internal import HoldfastYAML

/// A CloudFormation template as far as it says what a role may do.
///
/// Knows the short forms `!Ref`, `!Sub`, `!If`, `!Equals`, `!Not`, `!And`, `!Or` and `!Condition`; any other function
/// in what is asked for is an error. Source: AWS CloudFormation User Guide, "Intrinsic function reference".
struct RoleTemplate {
    private let root: YAMLNode
    private let file: String
    private let parameters: [String: String]

    /// Makes the reader of a template, whose parameters have their defaults but where told otherwise.
    init(_ root: YAMLNode, file: String, parameters: [String: String]) throws(PermissionPolicyError) {
        self.root = root
        self.file = file
        var values: [String: String] = [:]
        for parameter in root["Parameters"]?.entries ?? [] {
            values[parameter.key] = parameter.value["Default"]?.text
        }
        for name in parameters.keys where root["Parameters"]?[name] == nil {
            throw PermissionPolicyError("\(file): there is no parameter \(name)")
        }
        self.parameters = values.merging(parameters) { _, given in given }
    }

    /// The policies of a role, by its name or logical id.
    func policies(ofRole name: String) throws(PermissionPolicyError) -> [PermissionPolicy] {
        var found: [String] = []
        for resource in root["Resources"]?.entries ?? [] where resource.value["Type"]?.text == "AWS::IAM::Role" {
            let properties = resource.value["Properties"]
            let own = try properties?["RoleName"].flatMap(optional)?.stringValue ?? resource.key
            found.append(own)
            guard own == name || resource.key == name else { continue }
            return try inlinePolicies(properties) + attachedPolicies(toRole: resource.key)
        }
        throw PermissionPolicyError("\(file): there is no role \(name), only \(found)")
    }

    private func inlinePolicies(_ role: YAMLNode?) throws(PermissionPolicyError) -> [PermissionPolicy] {
        if try role?["PermissionsBoundary"].flatMap(optional) != nil {
            throw PermissionPolicyError("\(file): a permissions boundary cannot be evaluated")
        }
        var policies: [PermissionPolicy] = []
        for arn in try role?["ManagedPolicyArns"].flatMap(optional)?.arrayValue ?? [] {
            guard let policy = arn.stringValue.flatMap(PermissionPolicy.managed) else {
                throw PermissionPolicyError("\(file): what \(arn.stringValue ?? "") grants is not known")
            }
            policies.append(policy)
        }
        for value in try role?["Policies"].flatMap(optional)?.arrayValue ?? [] { policies.append(try policy(value)) }
        return policies
    }

    private func attachedPolicies(toRole id: String) throws(PermissionPolicyError) -> [PermissionPolicy] {
        var policies: [PermissionPolicy] = []
        for resource in root["Resources"]?.entries ?? [] where resource.value["Type"]?.text == "AWS::IAM::RolePolicy" {
            if let condition = resource.value["Condition"]?.text, try !holds(condition) { continue }
            guard let properties = resource.value["Properties"], let value = try optional(properties),
                value["RoleName"]?.stringValue == id
            else { continue }
            policies.append(try policy(value))
        }
        return policies
    }

    private func policy(_ value: WireValue) throws(PermissionPolicyError) -> PermissionPolicy {
        guard let name = value["PolicyName"]?.stringValue, let document = value["PolicyDocument"] else {
            throw PermissionPolicyError("\(file): a policy needs PolicyName and PolicyDocument")
        }
        return try PermissionPolicyReader.read(document, name: name)
    }
}

extension RoleTemplate {
    /// What a node stands for; nothing for `AWS::NoValue`.
    private func optional(_ node: YAMLNode) throws(PermissionPolicyError) -> WireValue? {
        switch (node.tag, node.content) {
        case (nil, .null): return .null
        case (nil, .scalar(let text, _)): return .string(text)
        case (nil, .sequence(let items)):
            var values: [WireValue] = []
            for item in items { if let value = try optional(item) { values.append(value) } }
            return .array(values)
        case (nil, .mapping(let entries)):
            var members: [WireValue.Member] = []
            for entry in entries {
                guard entry.key != "Ref", !entry.key.hasPrefix("Fn::") else { throw unknown(entry.key, at: node) }
                if let value = try optional(entry.value) { members.append(WireValue.Member(entry.key, value)) }
            }
            return .object(members)
        case ("!Ref", .scalar(let name, _)): return name == "AWS::NoValue" ? nil : .string(try reference(name, node))
        case ("!Sub", .scalar(let text, _)): return .string(try substituted(text, node))
        case ("!If", .sequence(let parts)):
            guard parts.count == 3, let condition = parts[0].text else { throw unknown("!If", at: node) }
            return try optional(try holds(condition) ? parts[1] : parts[2])
        default: throw unknown(node.tag ?? "", at: node)
        }
    }

    private func reference(_ name: String, _ node: YAMLNode) throws(PermissionPolicyError) -> String {
        switch name {
        case "AWS::AccountId": return PermissionPolicy.accountMark
        case "AWS::Partition": return "aws"
        default: break
        }
        if let value = parameters[name] { return value }
        guard root["Resources"]?[name] != nil else {
            throw PermissionPolicyError("\(node.location): the parameter \(name) has no value")
        }
        return name
    }

    private func substituted(_ text: String, _ node: YAMLNode) throws(PermissionPolicyError) -> String {
        var made = ""
        for (index, piece) in text.split(separator: "${", omittingEmptySubsequences: false).enumerated() {
            guard index > 0, let end = piece.firstIndex(of: "}") else {
                made += piece
                continue
            }
            let name = String(piece[..<end])
            made += name.hasPrefix("!") ? "${\(name.dropFirst())}" : try reference(name, node)
            made += piece[piece.index(after: end)...]
        }
        return made
    }

    private func holds(_ condition: String) throws(PermissionPolicyError) -> Bool {
        guard let node = root["Conditions"]?[condition] else {
            throw PermissionPolicyError("\(file): there is no condition \(condition)")
        }
        return try holds(node)
    }

    private func holds(_ node: YAMLNode) throws(PermissionPolicyError) -> Bool {
        if node.tag == "!Condition", let name = node.text { return try holds(name) }
        guard case .sequence(let parts) = node.content else { throw unknown(node.tag ?? "a condition", at: node) }
        switch node.tag {
        case "!Equals" where parts.count == 2: return try optional(parts[0]) == optional(parts[1])
        case "!Not" where parts.count == 1: return try !holds(parts[0])
        case "!And":
            for part in parts where try !holds(part) { return false }
            return true
        case "!Or":
            for part in parts where try holds(part) { return true }
            return false
        default: throw unknown(node.tag ?? "a condition", at: node)
        }
    }

    private func unknown(_ function: String, at node: YAMLNode) -> PermissionPolicyError {
        PermissionPolicyError("\(node.location): \(function) cannot be evaluated here")
    }
}

extension YAMLNode {
    /// The entries of a mapping; none of anything else.
    fileprivate var entries: [YAMLEntry] {
        if case .mapping(let entries) = content { entries } else { [] }
    }

    /// The text of a scalar.
    fileprivate var text: String? {
        if case .scalar(let text, _) = content { text } else { nil }
    }

    /// The value of a key of a mapping.
    fileprivate subscript(key: String) -> YAMLNode? { entries.first { $0.key == key }?.value }
}
