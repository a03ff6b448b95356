internal import AWSWire
internal import HoldfastModel

/// Reads a resource policy as AWS hands it out, in JSON.
enum PolicyDocument {
    /// The statements of a document; nothing where it is not one that IAM would take.
    static func policy(_ text: String) -> VaultAccessPolicy? {
        guard let document = try? WireValue(json: Array(text.utf8)), let written = document["Statement"]
        else { return nil }
        var statements: [VaultAccessPolicy.Statement] = []
        for value in written.arrayValue ?? [written] {
            guard let statement = statement(value) else { return nil }
            statements.append(statement)
        }
        return VaultAccessPolicy(statements: statements)
    }

    private static func statement(_ value: WireValue) -> VaultAccessPolicy.Statement? {
        guard let effect = value["Effect"]?.stringValue, effect == "Allow" || effect == "Deny",
            let principals = names(value["Principal"]), let others = names(value["NotPrincipal"]),
            let actions = texts(value["Action"]), let notActions = texts(value["NotAction"]),
            let resources = texts(value["Resource"]), let notResources = texts(value["NotResource"]),
            let conditions = conditions(value["Condition"])
        else { return nil }
        return VaultAccessPolicy.Statement(
            isDeny: effect == "Deny", principals: principals, notPrincipals: others, actions: actions,
            notActions: notActions, resources: resources, notResources: notResources, conditions: conditions)
    }

    /// Principals of AWS by their name alone, all others with their kind before it.
    private static func names(_ value: WireValue?) -> [String]? {
        guard let kinds = value?.objectValue else { return texts(value) }
        var result: [String] = []
        for kind in kinds {
            guard let names = texts(kind.value) else { return nil }
            result += kind.name == "AWS" ? names : names.map { "\(kind.name):\($0)" }
        }
        return result
    }

    private static func conditions(_ value: WireValue?) -> [VaultAccessPolicy.Condition]? {
        guard let value else { return [] }
        guard let tests = value.objectValue else { return nil }
        var result: [VaultAccessPolicy.Condition] = []
        for test in tests {
            guard let keys = test.value.objectValue else { return nil }
            for key in keys {
                guard let values = scalars(key.value) else { return nil }
                result.append(.init(test: test.name, key: key.name, values: values))
            }
        }
        return result
    }

    /// A text or a list of texts; none where the element is not there.
    private static func texts(_ value: WireValue?) -> [String]? {
        guard let value else { return [] }
        if let text = value.stringValue { return [text] }
        guard let items = value.arrayValue else { return nil }
        let texts = items.compactMap(\.stringValue)
        return texts.count == items.count ? texts : nil
    }

    /// Values of conditions, which may be written as booleans and numbers.
    private static func scalars(_ value: WireValue) -> [String]? {
        func text(_ value: WireValue) -> String? {
            switch value {
            case .string(let text): text
            case .bool(let flag): "\(flag)"
            case .integer(let number): "\(number)"
            default: nil
            }
        }
        let items = value.arrayValue ?? [value]
        let texts = items.compactMap(text)
        return texts.count == items.count ? texts : nil
    }
}
