public import HoldfastYAML

/// Reads the file of `holdfast simulator --faults`.
public enum FaultScriptReader {
    /// The longest a script may let an answer wait.
    package static let longestDelay = Duration.seconds(600)

    /// Reads a script, and gives every mistake in it with its place.
    ///
    /// - Returns: No script when there is a mistake.
    public static func read(_ bytes: [UInt8], file: String) -> (script: FaultScript?, diagnostics: [Diagnostic]) {
        let document = YAMLDocument(bytes: bytes, file: file)
        var reader = YAMLReader(diagnostics: document.diagnostics)
        var rules: [FaultRule] = []
        if let root = document.root {
            let top = reader.fields(of: root, "a fault script", known: ["faults"], required: ["faults"])
            if let list = top?["faults"], let items = reader.items(of: list, "faults") {
                rules = items.compactMap { rule(of: $0, &reader) }
            }
        } else if reader.diagnostics.isEmpty {
            reader.report("empty-file", "the fault script is empty", at: .init(file: file, line: 1, column: 1))
        }
        let diagnostics = reader.diagnostics.inFileOrder
        return (diagnostics.hasErrors ? nil : FaultScript(rules: rules), diagnostics)
    }

    private static let keys = [
        "kind", "account", "region", "service", "operation", "page", "share", "after", "above", "times", "status",
        "delay",
    ]

    private static func rule(of node: YAMLNode, _ reader: inout YAMLReader) -> FaultRule? {
        guard let fields = reader.fields(of: node, "a fault", known: keys, required: ["kind"]) else { return nil }
        let kind = reader.choice(fields["kind"], "kind", of: FaultKind.self)
        var rule = FaultRule(kind: kind ?? .throttling)
        rule.accounts = reader.texts(fields["account"], "account").map(\.text)
        rule.regions = reader.texts(fields["region"], "region").map(\.text)
        (rule.services, rule.operations) = names(fields, &reader)
        rule.page = reader.choice(fields["page"], "page", of: FaultRule.Page.self)
        rule.share = reader.number(fields["share"], "share", in: 1...100) ?? rule.share
        rule.after = reader.number(fields["after"], "after", in: 0...Int.max) ?? rule.after
        if let node = fields["above"], let text = reader.text(node, "above") {
            rule.above = RequestRate(text)
            if rule.above == nil {
                reader.report(
                    "wrong-type", "above must be calls a second, such as 10, or with those at once, 10/20",
                    at: node.location)
            }
        }
        rule.times = reader.number(fields["times"], "times", in: 1...Int.max)
        readDetails(fields, of: kind, into: &rule, &reader)
        return kind == nil ? nil : rule
    }

    private static func readDetails(
        _ fields: YAMLFields, of kind: FaultKind?, into rule: inout FaultRule, _ reader: inout YAMLReader
    ) {
        if let node = fields["status"] {
            if let kind, kind != .serverError {
                reader.report("unused-key", "'status' is only for serverError", at: node.location)
            } else if let status = reader.number(node, "status", in: 500...503) {
                if status == 500 || status == 503 {
                    rule.status = status
                } else {
                    reader.report("unknown-value", "status must be 500 or 503", at: node.location)
                }
            }
        }
        if let node = fields["delay"] {
            if let kind, kind != .latency, kind != .hang {
                reader.report("unused-key", "'delay' is only for latency and hang", at: node.location)
            } else if let delay = reader.duration(node, "delay") {
                if delay <= longestDelay {
                    rule.delay = delay
                } else {
                    reader.report("out-of-range", "delay must be at most 10m", at: node.location)
                }
            }
        } else if kind == .hang {
            rule.delay = longestDelay
        }
    }

    /// The patterns of services and operations; one that fits none the simulator has would never do anything.
    private static func names(
        _ fields: YAMLFields, _ reader: inout YAMLReader
    ) -> (services: [String], operations: [String]) {
        let services = reader.texts(fields["service"], "service")
        let operations = reader.texts(fields["operation"], "operation")
        let known = ServiceCatalog.all.map(\.profile)
        let signingNames = known.map(\.signingName).sorted()
        for (text, node) in services where !signingNames.contains(where: { GlobPattern(text).matches($0) }) {
            reader.unknownValue(text, "service", known: signingNames, at: node.location)
        }
        let meant = known.filter { profile in
            services.isEmpty || services.contains { GlobPattern($0.text).matches(profile.signingName) }
        }
        let names = Set(meant.flatMap(\.operations)).sorted()
        for (text, node) in operations where !names.contains(where: { GlobPattern(text).matches($0) }) {
            let nearest = Suggestion.hint(for: text, among: names)
            reader.report("unknown-value", "no operation fits '\(text)'", at: node.location, hint: nearest)
        }
        return (services.map(\.text), operations.map(\.text))
    }
}
