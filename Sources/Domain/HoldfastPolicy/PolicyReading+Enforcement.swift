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

    /// The accepted exceptions; one with a mistake in it is left out.
    mutating func waivers(_ node: YAMLNode?) -> [Waiver] {
        guard let node, let items = reader.items(of: node, "waivers") else { return [] }
        var seen: [String: Int] = [:]
        return items.compactMap { item in
            let known = ["id", "scope", "controls", "reason", "owner", "ticket", "expires"]
            let required = ["id", "reason", "owner", "expires"]
            guard let fields = reader.fields(of: item, "a waiver", known: known, required: required) else { return nil }
            let id = reader.text(fields["id"], "the id of a waiver")
            if let id, let line = seen[id] {
                reader.report(
                    "duplicate-name", "two waivers have the id '\(id)'", at: fields.place(of: "id"),
                    hint: "it stands first in line \(line)")
            }
            if let id { seen[id] = seen[id] ?? fields.place(of: "id").line }
            return waiver(id, fields)
        }
    }

    private mutating func waiver(_ id: String?, _ fields: YAMLFields) -> Waiver? {
        let name = "waiver '\(id ?? "?")'"
        let selector = selector(fields["scope"], "the scope of \(name)")
        let controls = reader.texts(fields["controls"], "a control of \(name)").map { text, node in
            checkControl(text, name, at: node.location)
            return text
        }
        if selector == Selector(), fields["scope"] == nil, controls.isEmpty {
            reader.warn(
                "waiver-covers-everything", "\(name) has neither scope nor controls and covers everything",
                at: fields.location)
        }
        let reason = reader.text(fields["reason"], "the reason of \(name)")
        let owner = reader.text(fields["owner"], "the owner of \(name)")
        let ticket = reader.text(fields["ticket"], "the ticket of \(name)")
        let expiresAt = expiry(fields["expires"], name)
        guard let id, let selector, let reason, let owner, let expiresAt else { return nil }
        return Waiver(
            id: id, selector: selector, controls: controls, reason: reason, owner: owner, ticket: ticket,
            expiresAt: expiresAt)
    }

    /// The first moment a waiver covers nothing any more: a time, or the beginning in UTC of a date.
    private mutating func expiry(_ node: YAMLNode?, _ name: String) -> Instant? {
        guard let node, let text = reader.text(node, "expires of \(name)") else { return nil }
        if let instant = Instant(rfc3339: text) ?? Instant(rfc3339: text + "T00:00:00Z") { return instant }
        reader.report(
            "invalid-date", "expires of \(name) '\(text)' is not a date", at: node.location,
            hint: "write it as 2027-01-31, or with a time as 2027-01-31T18:00:00Z")
        return nil
    }

    private mutating func checkControl(_ text: String, _ name: String, at place: Diagnostic.Location) {
        let isRight = text.utf8.allSatisfy { byte in
            (0x41...0x5A).contains(byte) || (0x30...0x39).contains(byte) || "-*?".utf8.contains(byte)
        }
        guard !isRight || !(text.hasPrefix("HF-") || text.hasPrefix("*")) else { return }
        reader.report(
            "invalid-control", "'\(text)' in \(name) is not the id of a control", at: place,
            hint: "ids look like HF-COV-01; HF-COV-* names a family")
    }
}
