internal import HoldfastModel
internal import HoldfastYAML

extension PolicyReading {
    /// Whether, and how far, Holdfast may change accounts.
    mutating func enforcementPolicy(_ node: YAMLNode?) -> EnforcementPolicy? {
        guard let node,
            let fields = reader.fields(of: node, "enforcement", known: ["mode", "actions", "guardrails"])
        else { return nil }
        let mode = mode(fields["mode"], "the mode of enforcement") ?? .observe
        var actions: [String: EnforcementPolicy.Mode] = [:]
        for entry in fields["actions"].flatMap({ reader.entries(of: $0, "actions of enforcement") }) ?? [] {
            if !EnforcementPolicy.actionNames.contains(entry.key) {
                let known = "known: " + EnforcementPolicy.actionNames.joined(separator: ", ")
                reader.report(
                    "unknown-key", "'\(entry.key)' is not a change Holdfast makes", at: entry.keyLocation,
                    hint: Suggestion.hint(for: entry.key, among: EnforcementPolicy.actionNames) ?? known)
            }
            if entry.value.isNull {
                reader.report("empty-value", "the mode of '\(entry.key)' is empty", at: entry.keyLocation)
            }
            actions[entry.key] = self.mode(entry.value.isNull ? nil : entry.value, "the mode of '\(entry.key)'")
        }
        let (perAccount, perRun) = guardrails(fields["guardrails"])
        return EnforcementPolicy(
            mode: mode, actions: actions, maximumChangesPerAccount: perAccount, maximumChangesPerRun: perRun)
    }

    private mutating func guardrails(_ node: YAMLNode?) -> (perAccount: Int, perRun: Int) {
        let standard = EnforcementPolicy()
        var bounds = (perAccount: standard.maximumChangesPerAccount, perRun: standard.maximumChangesPerRun)
        let known = ["maxChangesPerAccount", "maxChangesPerRun"]
        guard let node, let fields = reader.fields(of: node, "guardrails", known: known) else { return bounds }
        let perAccount = reader.number(fields[known[0]], known[0], in: 1...1_000_000)
        let perRun = reader.number(fields[known[1]], known[1], in: 1...1_000_000)
        bounds = (perAccount ?? bounds.perAccount, perRun ?? bounds.perRun)
        if let perAccount, perAccount > bounds.perRun {
            reader.warn(
                "guardrail-without-effect",
                "maxChangesPerAccount (\(perAccount)) is more than maxChangesPerRun (\(bounds.perRun)) allows",
                at: fields.place(of: known[0]))
        }
        return bounds
    }

    private mutating func mode(_ node: YAMLNode?, _ what: String) -> EnforcementPolicy.Mode? {
        guard let node, let text = reader.text(node, what) else { return nil }
        guard let mode = EnforcementPolicy.Mode(rawValue: text) else {
            reader.unknownValue(text, what, known: ["observe", "enforce"], at: node.location)
            return nil
        }
        return mode
    }
}
