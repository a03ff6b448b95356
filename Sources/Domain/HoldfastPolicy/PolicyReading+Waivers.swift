internal import HoldfastModel
internal import HoldfastYAML

extension PolicyReading {
    private static let scopeKeys = selectorKeys + ["allOf", "anyOf", "not"]

    /// The longest a waiver may last; nothing when the policy sets no limit.
    mutating func waiverLimit(_ node: YAMLNode?) -> CalendarDays? {
        guard let node,
            let fields = reader.fields(
                of: node, "waiverLimits", known: ["maxDuration"], required: ["maxDuration"])
        else { return nil }
        return days(fields["maxDuration"], "maxDuration of waiverLimits")
    }

    /// The accepted exceptions; one with a mistake in it is left out.
    mutating func waivers(_ node: YAMLNode?, longest: CalendarDays?) -> [Waiver] {
        guard let node, let items = reader.items(of: node, "waivers") else { return [] }
        var seen: [String: Int] = [:]
        return items.compactMap { item in
            let known = ["id", "scope", "controls", "reason", "owner", "ticket", "accepted", "expires"]
            let required = ["id", "reason", "owner", "expires"] + (longest == nil ? [] : ["accepted"])
            guard let fields = reader.fields(of: item, "a waiver", known: known, required: required) else { return nil }
            let id = reader.text(fields["id"], "the id of a waiver")
            if let id, let line = seen[id] {
                reader.report(
                    "duplicate-name", "two waivers have the id '\(id)'", at: fields.place(of: "id"),
                    hint: "it stands first in line \(line)")
            }
            if let id { seen[id] = seen[id] ?? fields.place(of: "id").line }
            return waiver(id, fields, longest: longest)
        }
    }

    private mutating func waiver(_ id: String?, _ fields: YAMLFields, longest: CalendarDays?) -> Waiver? {
        let name = "waiver '\(id ?? "?")'"
        let scope = scope(fields["scope"], "the scope of \(name)", depth: 0)
        let controls = reader.texts(fields["controls"], "a control of \(name)").map { text, node in
            checkControl(text, name, at: node.location)
            return text
        }
        if fields["scope"] == nil, controls.isEmpty {
            reader.warn(
                "waiver-covers-everything", "\(name) has neither scope nor controls and covers everything",
                at: fields.location)
        }
        let reason = reader.text(fields["reason"], "the reason of \(name)")
        let owner = reader.text(fields["owner"], "the owner of \(name)")
        let ticket = reader.text(fields["ticket"], "the ticket of \(name)")
        let acceptedAt = moment(fields["accepted"], "accepted of \(name)")
        let expiresAt = moment(fields["expires"], "expires of \(name)")
        if let acceptedAt, let expiresAt { checkLength(acceptedAt, expiresAt, longest, name, fields) }
        guard let id, let scope, let reason, let owner, let expiresAt else { return nil }
        return Waiver(
            id: id, scope: scope, controls: controls, reason: reason, owner: owner, ticket: ticket,
            acceptedAt: acceptedAt, expiresAt: expiresAt)
    }

    private mutating func checkLength(
        _ acceptedAt: Instant, _ expiresAt: Instant, _ longest: CalendarDays?, _ name: String, _ fields: YAMLFields
    ) {
        guard acceptedAt < expiresAt else {
            reader.report(
                "waiver-without-effect", "\(name) ends before it was accepted", at: fields.place(of: "expires"))
            return
        }
        guard let longest else { return }
        let latest = acceptedAt.advanced(by: .hours(24 * longest.rawValue))
        guard expiresAt > latest else { return }
        reader.report(
            "waiver-too-long", "\(name) lasts longer than the \(longest) of waiverLimits",
            at: fields.place(of: "expires"), hint: "it may last until \(latest)")
    }

    /// A scope: criteria, `allOf`, `anyOf` and `not`, of which every one that is given must hold.
    private mutating func scope(_ node: YAMLNode?, _ what: String, depth: Int) -> WaiverScope? {
        guard let node else { return .resources(Selector()) }
        guard depth < 8 else {
            reader.report("too-deep", "\(what) is nested more than eight deep", at: node.location)
            return nil
        }
        guard let fields = reader.fields(of: node, what, known: Self.scopeKeys) else { return nil }
        var parts: [WaiverScope?] = []
        if Self.selectorKeys.contains(where: { fields[$0] != nil }) {
            parts.append(selector(fields, what).map(WaiverScope.resources))
        }
        if let list = fields["allOf"] { parts.append(scopes(list, "allOf in \(what)", depth).map(WaiverScope.all)) }
        if let list = fields["anyOf"] { parts.append(scopes(list, "anyOf in \(what)", depth).map(WaiverScope.any)) }
        if let inner = fields["not"] {
            parts.append(scope(inner, "not in \(what)", depth: depth + 1).map(WaiverScope.not))
        }
        guard !parts.isEmpty else {
            // `not: {}` would cover nothing, and `{}` everything; neither is meant.
            if depth > 0 {
                reader.report(
                    "empty-criterion", "\(what) is empty", at: node.location, hint: "name something or take it out")
                return nil
            }
            return .resources(Selector())
        }
        let whole = parts.compactMap(\.self)
        guard whole.count == parts.count else { return nil }
        return whole.count == 1 ? whole[0] : .all(whole)
    }

    private mutating func scopes(_ node: YAMLNode, _ what: String, _ depth: Int) -> [WaiverScope]? {
        guard let items = reader.items(of: node, what) else { return nil }
        guard !items.isEmpty else {
            reader.report(
                "empty-criterion", "\(what) is empty", at: node.location, hint: "name something or take it out")
            return nil
        }
        let scopes = items.map { scope($0, what, depth: depth + 1) }
        let whole = scopes.compactMap(\.self)
        return whole.count == scopes.count ? whole : nil
    }

    /// A time, or the beginning in UTC of a date.
    private mutating func moment(_ node: YAMLNode?, _ what: String) -> Instant? {
        guard let node, let text = reader.text(node, what) else { return nil }
        if let instant = Instant(rfc3339: text) ?? Instant(rfc3339: text + "T00:00:00Z") { return instant }
        reader.report(
            "invalid-date", "\(what) '\(text)' is not a date", at: node.location,
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
