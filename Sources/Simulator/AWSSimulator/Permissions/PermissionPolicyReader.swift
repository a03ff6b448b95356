package import AWSWire

/// Why a policy cannot be used: where in it, and what there.
package struct PermissionPolicyError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The place and what is wrong there, in words.
    package let description: String

    /// Describes what is wrong.
    package init(_ description: String) { self.description = description }
}

/// Reads a policy document and refuses what cannot be evaluated, so that no policy is understood by half.
package enum PermissionPolicyReader {
    /// The context keys a simulated request has, in lowercase; those ending in a slash take a tag's key after it.
    package static let contextKeys: Set<String> = [
        "aws:principalaccount", "aws:principalarn", "aws:principalorgid", "aws:principaltype", "aws:requestedregion",
        "aws:requesttag/", "aws:resourceaccount", "aws:securetransport", "aws:tagkeys", "iam:passedtoservice",
    ]
    /// The context keys with many values, which need `ForAllValues` or `ForAnyValue`.
    private static let manyValued: Set<String> = ["aws:tagkeys"]

    /// Reads a document.
    ///
    /// - Parameter name: The policy's name, for messages too.
    /// - Throws: ``PermissionPolicyError`` that names the place of what is wrong or cannot be evaluated.
    package static func read(
        _ document: WireValue, name: String
    ) throws(PermissionPolicyError) -> PermissionPolicy {
        try checkMembers(document, allowed: ["Version", "Id", "Statement"], at: name)
        let hasVariables = document["Version"]?.stringValue == "2012-10-17"
        if let version = document["Version"], !["2012-10-17", "2008-10-17"].contains(version.stringValue) {
            throw PermissionPolicyError("\(name): Version must be 2012-10-17 or 2008-10-17")
        }
        let given: [WireValue]
        switch document["Statement"] {
        case .array(let statements): given = statements
        case .object(let members): given = [.object(members)]
        default: throw PermissionPolicyError("\(name): Statement must be a list")
        }
        var statements: [PermissionPolicy.Statement] = []
        for (index, value) in given.enumerated() {
            let place = "\(name), statement \(value["Sid"]?.stringValue ?? String(index + 1))"
            statements.append(try statement(value, hasVariables: hasVariables, at: place))
        }
        let text = String(decoding: document.jsonBytes(), as: UTF8.self)
        return PermissionPolicy(name: name, document: text, statements: statements)
    }

    private static func statement(
        _ value: WireValue, hasVariables: Bool, at place: String
    ) throws(PermissionPolicyError) -> PermissionPolicy.Statement {
        let known = ["Sid", "Effect", "Action", "NotAction", "Resource", "NotResource", "Condition"]
        try checkMembers(value, allowed: known, at: place)
        guard let effect = value["Effect"]?.stringValue.flatMap(PermissionPolicy.Effect.init(rawValue:)) else {
            throw PermissionPolicyError("\(place): Effect must be Allow or Deny")
        }
        let actions = try extent("Action", of: value, at: place)
        for action in actions.patterns where action != "*" {
            let parts = action.split(separator: ":", omittingEmptySubsequences: false)
            guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else {
                throw PermissionPolicyError("\(place): '\(action)' is no service:action")
            }
        }
        let resources = try extent("Resource", of: value, at: place)
        for resource in resources.patterns where hasVariables { try checkVariables(in: resource, at: place) }
        return PermissionPolicy.Statement(
            sid: value["Sid"]?.stringValue, effect: effect, actions: actions, resources: resources,
            conditions: try conditions(value["Condition"], hasVariables: hasVariables, at: place))
    }

    private static func extent(
        _ name: String, of statement: WireValue, at place: String
    ) throws(PermissionPolicyError) -> PermissionPolicy.Extent {
        let (plain, negated) = (statement[name], statement["Not\(name)"])
        guard (plain == nil) != (negated == nil) else {
            throw PermissionPolicyError("\(place): there must be \(name) or Not\(name), and not both")
        }
        let patterns = try texts(plain ?? negated, at: "\(place): \(name)")
        guard !patterns.isEmpty else { throw PermissionPolicyError("\(place): \(name) names nothing") }
        return plain == nil ? .allBut(patterns) : .only(patterns)
    }

    private static func conditions(
        _ value: WireValue?, hasVariables: Bool, at place: String
    ) throws(PermissionPolicyError) -> [PolicyCondition] {
        guard let value else { return [] }
        guard let operators = value.objectValue else {
            throw PermissionPolicyError("\(place): Condition must map operators")
        }
        var conditions: [PolicyCondition] = []
        for member in operators {
            guard let keys = member.value.objectValue else {
                throw PermissionPolicyError("\(place): \(member.name) must map context keys")
            }
            for key in keys {
                let values = try texts(key.value, at: "\(place): \(key.name)")
                for text in values where hasVariables { try checkVariables(in: text, at: place) }
                conditions.append(try condition(member.name, key.name, values, at: place))
            }
        }
        return conditions
    }

    private static func condition(
        _ text: String, _ key: String, _ values: [String], at place: String
    ) throws(PermissionPolicyError) -> PolicyCondition {
        let parts = text.split(separator: ":", maxSplits: 1).map(String.init)
        let quantifier = parts.count == 2 ? PolicyCondition.Quantifier(rawValue: parts[0]) : nil
        var name = parts.last ?? ""
        let ifExists = name.hasSuffix("IfExists")
        if ifExists { name.removeLast("IfExists".count) }
        guard parts.count == 1 || quantifier != nil, let comparison = PolicyCondition.Comparison(rawValue: name),
            !(comparison == .null && (ifExists || quantifier != nil))
        else { throw PermissionPolicyError("\(place): the operator \(text) cannot be evaluated") }
        let lower = key.lowercased()
        let family = lower.firstIndex(of: "/").map { String(lower[...$0]) } ?? lower
        guard contextKeys.contains(family) else {
            throw PermissionPolicyError("\(place): the context key \(key) cannot be evaluated")
        }
        guard !manyValued.contains(lower) || quantifier != nil || comparison == .null else {
            throw PermissionPolicyError("\(place): \(key) has many values and needs ForAllValues or ForAnyValue")
        }
        return PolicyCondition(
            comparison: comparison, quantifier: quantifier, ifExists: ifExists, key: lower, values: values)
    }

    private static func checkMembers(
        _ value: WireValue, allowed: [String], at place: String
    ) throws(PermissionPolicyError) {
        guard let members = value.objectValue else { throw PermissionPolicyError("\(place) must be an object") }
        for member in members where !allowed.contains(member.name) {
            throw PermissionPolicyError("\(place): the element \(member.name) cannot be evaluated")
        }
    }

    private static func checkVariables(in text: String, at place: String) throws(PermissionPolicyError) {
        guard text.replacing(PermissionPolicy.accountMark, with: "").contains("${") else { return }
        throw PermissionPolicyError("\(place): the policy variable in '\(text)' cannot be evaluated")
    }

    private static func texts(_ value: WireValue?, at place: String) throws(PermissionPolicyError) -> [String] {
        switch value {
        case .string(let text): return [text]
        case .bool(let truth): return [String(truth)]
        case .array(let elements):
            let texts = elements.compactMap { $0.stringValue ?? $0.boolValue.map { String($0) } }
            if texts.count == elements.count { return texts }
        default: break
        }
        throw PermissionPolicyError("\(place) must be text or a list of texts")
    }
}
