internal import HoldfastModel
internal import HoldfastYAML

extension PolicyReading {
    static let selectorKeys = ["configRule", "tag", "resourceType", "account", "ou", "region", "arn"]

    /// Other names AWS Backup's types go by that this version does not read.
    private static let otherTypes = [
        "CloudFormation", "DocumentDB", "EKS", "FSx", "Neptune", "Redshift", "Redshift Serverless",
        "SAP HANA on Amazon EC2", "Storage Gateway", "Timestream", "VirtualMachine",
    ]

    /// A set of resources; everything when nothing is said, nothing when something in it is wrong.
    mutating func selector(_ node: YAMLNode?, _ what: String) -> Selector? {
        guard let node else { return Selector() }
        guard let fields = reader.fields(of: node, what, known: Self.selectorKeys) else { return nil }
        return selector(fields, what)
    }

    /// The criteria among the keys of a mapping; nothing when something in them is wrong.
    mutating func selector(_ fields: YAMLFields, _ what: String) -> Selector? {
        let before = reader.diagnostics.count { $0.severity == .error }
        for key in Self.selectorKeys { checkCriterionIsNotEmpty(fields[key], "\(key) in \(what)") }
        let selector = Selector(
            configRules: reader.texts(fields["configRule"], "configRule in \(what)").map(\.text),
            tags: tagCriteria(fields["tag"], what), resourceTypes: resourceTypes(fields["resourceType"], what),
            accounts: accounts(fields["account"], what), organizationalUnits: units(fields["ou"], what),
            regions: regions(fields["region"], what), arns: arns(fields["arn"], what))
        return reader.diagnostics.count { $0.severity == .error } == before ? selector : nil
    }

    /// An empty list reads like "none" and would match everything, so it is neither.
    private mutating func checkCriterionIsNotEmpty(_ node: YAMLNode?, _ what: String) {
        guard let node, node.content == .sequence([]) || node.content == .mapping([]) else { return }
        reader.report("empty-criterion", "\(what) is empty", at: node.location, hint: "name something or take it out")
    }

    private mutating func tagCriteria(_ node: YAMLNode?, _ what: String) -> [Selector.TagCriterion] {
        guard let node, let entries = reader.entries(of: node, "tag in \(what)") else { return [] }
        return entries.map { entry in
            checkTagKey(entry.key, at: entry.keyLocation)
            let values = reader.texts(entry.value, "a value of tag '\(entry.key)' in \(what)")
            for value in values where value.text.unicodeScalars.count > 256 {
                reader.report("invalid-tag", "a tag value has at most 256 characters", at: value.node.location)
            }
            return Selector.TagCriterion(key: entry.key, values: values.map(\.text))
        }
    }

    private mutating func resourceTypes(_ node: YAMLNode?, _ what: String) -> [ResourceType] {
        reader.texts(node, "resourceType in \(what)").map { text, node in
            let governed = ResourceType.governed.map(\.rawValue)
            if Self.otherTypes.contains(text) {
                reader.report(
                    "ungoverned-type", "resources of type \(text) are not read by this version", at: node.location,
                    hint: "known: " + governed.joined(separator: ", "))
            } else if !governed.contains(text) {
                let meant = ResourceType(configName: text)?.rawValue
                let known = meant.map { [$0] } ?? governed
                reader.report(
                    "unknown-value", "resourceType in \(what) cannot be '\(text)'", at: node.location,
                    hint: meant.map { "write '\($0)'" } ?? Suggestion.hint(for: text, among: known)
                        ?? "known: " + governed.joined(separator: ", "))
            }
            return ResourceType(rawValue: text)
        }
    }

    private mutating func accounts(_ node: YAMLNode?, _ what: String) -> [String] {
        reader.texts(node, "account in \(what)").map { text, node in
            if text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) { checkAccount(text, node, "account in \(what)") }
            return text
        }
    }

    private mutating func units(_ node: YAMLNode?, _ what: String) -> [String] {
        reader.texts(node, "ou in \(what)").map { text, node in
            if text.hasPrefix("/") || text.hasSuffix("/") || text.contains("//") {
                let parts = text.split(separator: "/").joined(separator: "/")
                reader.report(
                    "invalid-ou", "ou in \(what) '\(text)' has a '/' too many", at: node.location,
                    hint: parts.isEmpty ? nil : "write '\(parts)'; paths begin below the root")
            }
            return text
        }
    }

    private mutating func regions(_ node: YAMLNode?, _ what: String) -> [String] {
        reader.texts(node, "region in \(what)").map { text, node in
            if !Self.isPattern(text) { _ = region(node, "region in \(what)") }
            return text
        }
    }

    private mutating func arns(_ node: YAMLNode?, _ what: String) -> [String] {
        reader.texts(node, "arn in \(what)").map { text, node in
            let isRight =
                Self.isPattern(text)
                ? "*?".contains(text.prefix(1)) || text.hasPrefix("arn:")
                : ResourceARN(rawValue: text) != nil
            if !isRight {
                reader.report(
                    "invalid-arn", "arn in \(what) '\(text)' is not an ARN", at: node.location,
                    hint: "such as arn:aws:dynamodb:us-east-1:111122223333:table/orders, or with '*'")
            }
            return text
        }
    }

    /// Whether text holds `*` or `?`.
    static func isPattern(_ text: String) -> Bool { text.contains("*") || text.contains("?") }
}

extension Selector {
    /// Whether no resource can fail to match: nothing is asked, or only what `*` answers.
    var matchesEverything: Bool {
        func isOpen(_ patterns: [String]) -> Bool { patterns.isEmpty || patterns.contains("*") }
        return configRules.isEmpty && tags.isEmpty && resourceTypes.isEmpty && organizationalUnits.isEmpty
            && isOpen(accounts) && isOpen(regions) && isOpen(arns)
    }
}
