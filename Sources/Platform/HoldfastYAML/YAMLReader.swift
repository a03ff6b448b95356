/// Takes a tree apart into typed values, and notes every mistake instead of stopping at the first.
///
/// Each method gives nothing after a mistake, which it has noted; the caller goes on with what it has. A missing value
/// is no mistake unless the method says so.
public struct YAMLReader: Sendable {
    /// The mistakes found so far, in the order they were found.
    public private(set) var diagnostics: [Diagnostic]

    /// Goes on after the mistakes of a document.
    public init(diagnostics: [Diagnostic] = []) { self.diagnostics = diagnostics }

    /// Notes a mistake that refuses the file.
    public mutating func report(
        _ code: String, _ message: String, at place: Diagnostic.Location?, hint: String? = nil
    ) {
        diagnostics.append(Diagnostic(code: code, message: message, location: place, hint: hint))
    }

    /// Notes what is probably not meant, and does not refuse the file.
    public mutating func warn(_ code: String, _ message: String, at place: Diagnostic.Location?, hint: String? = nil) {
        diagnostics.append(
            Diagnostic(severity: .warning, code: code, message: message, location: place, hint: hint))
    }

    /// The fields of a mapping; keys that are not known or have no value are mistakes.
    ///
    /// - Parameters:
    ///   - node: The value that should be a mapping.
    ///   - what: What the mapping is, with its article, such as `a tier`.
    ///   - known: The keys that may stand in it.
    ///   - required: The keys that must.
    public mutating func fields(
        of node: YAMLNode, _ what: String, known: [String], required: [String] = []
    ) -> YAMLFields? {
        guard let entries = entries(of: node, what) else { return nil }
        for entry in entries where !known.contains(entry.key) {
            let isMerge = entry.key == "<<"
            let hint = isMerge ? "merge keys are not read; write the values out" : nil
            report(
                "unknown-key", "'\(entry.key)' is not a key of \(what)", at: entry.keyLocation,
                hint: hint ?? Suggestion.hint(for: entry.key, among: known) ?? Self.list(of: known))
        }
        // Taking an empty key for an absent one could turn a lock off, or a criterion into everything.
        for entry in entries where entry.value.isNull && known.contains(entry.key) && !required.contains(entry.key) {
            report(
                "empty-value", "'\(entry.key)' of \(what) has no value", at: entry.keyLocation,
                hint: "write one or take the key out")
        }
        for key in required where !entries.contains(where: { $0.key == key && !$0.value.isNull }) {
            let place = entries.first { $0.key == key }?.keyLocation ?? node.location
            report("missing-key", "\(what) needs '\(key)'", at: place)
        }
        return YAMLFields(location: node.location, entries: entries)
    }

    /// The entries of a mapping whose keys people choose.
    public mutating func entries(of node: YAMLNode, _ what: String) -> [YAMLEntry]? {
        guard case .mapping(let entries) = node.content else {
            wrongType(node, what, "a mapping of keys and values")
            return nil
        }
        return entries
    }

    /// The items of a list.
    public mutating func items(of node: YAMLNode, _ what: String) -> [YAMLNode]? {
        guard case .sequence(let items) = node.content else {
            wrongType(node, what, "a list")
            return nil
        }
        return items
    }

    /// Text that is not empty.
    public mutating func text(_ node: YAMLNode?, _ what: String) -> String? {
        guard let node else { return nil }
        guard case .scalar(let text, _) = node.content else {
            wrongType(node, what, "text")
            return nil
        }
        guard !text.isEmpty else {
            report("empty-value", "\(what) is empty", at: node.location)
            return nil
        }
        return text
    }

    /// `true` or `false`.
    public mutating func flag(_ node: YAMLNode?, _ what: String) -> Bool? {
        guard let node else { return nil }
        switch node.content {
        case .scalar("true", isQuoted: false): return true
        case .scalar("false", isQuoted: false): return false
        case .scalar(let text, _) where ["yes", "on", "no", "off", "true", "false"].contains(text.lowercased()):
            let meant = ["yes", "on", "true"].contains(text.lowercased())
            wrongType(node, what, "true or false", hint: "write \(meant), without quotes")
        default: wrongType(node, what, "true or false")
        }
        return nil
    }

    /// A whole number within a range.
    public mutating func number(_ node: YAMLNode?, _ what: String, in range: ClosedRange<Int>) -> Int? {
        guard let node else { return nil }
        guard case .scalar(let text, isQuoted: false) = node.content, let number = Int(text) else {
            wrongType(node, what, "a whole number")
            return nil
        }
        guard range.contains(number) else {
            let bounds =
                range.upperBound == .max ? "\(range.lowerBound) or more" : "\(range.lowerBound) to \(range.upperBound)"
            report("out-of-range", "\(what) is \(number); it must be \(bounds)", at: node.location)
            return nil
        }
        return number
    }

    /// A duration with its unit.
    public mutating func duration(_ node: YAMLNode?, _ what: String) -> Duration? {
        guard let node, let text = text(node, what) else { return nil }
        guard let duration = DurationText.parse(text) else {
            report(
                "invalid-duration", "\(what) '\(text)' is not a duration", at: node.location, hint: DurationText.form)
            return nil
        }
        return duration
    }

    /// One of the words that are known.
    public mutating func choice<Value: RawRepresentable & CaseIterable>(
        _ node: YAMLNode?, _ what: String, of type: Value.Type
    ) -> Value? where Value.RawValue == String {
        guard let node, let text = text(node, what) else { return nil }
        if let value = Value(rawValue: text) { return value }
        unknownValue(text, what, known: Value.allCases.map(\.rawValue), at: node.location)
        return nil
    }

    /// The texts of a list, or the one text that stands where a list may, each with its node.
    public mutating func texts(_ node: YAMLNode?, _ what: String) -> [(text: String, node: YAMLNode)] {
        guard let node else { return [] }
        let items: [YAMLNode]
        switch node.content {
        case .null: items = []
        case .sequence(let list): items = list
        case .scalar: items = [node]
        case .mapping:
            wrongType(node, what, "text or a list of texts")
            items = []
        }
        return items.compactMap { item in text(item, what).map { ($0, item) } }
    }

    /// Notes a word that is none of those known.
    public mutating func unknownValue(
        _ text: String, _ what: String, known: [String], at place: Diagnostic.Location
    ) {
        let hint = Suggestion.hint(for: text, among: known) ?? Self.list(of: known)
        report("unknown-value", "\(what) cannot be '\(text)'", at: place, hint: hint)
    }

    /// Notes a value of the wrong kind.
    public mutating func wrongType(_ node: YAMLNode, _ what: String, _ wanted: String, hint: String? = nil) {
        report("wrong-type", "\(what) must be \(wanted), not \(node.kindInWords)", at: node.location, hint: hint)
    }

    private static func list(of known: [String]) -> String? {
        known.isEmpty ? nil : "known: " + known.joined(separator: ", ")
    }
}

/// The fields of one mapping.
public struct YAMLFields: Sendable, Hashable {
    /// Where the mapping begins.
    public let location: Diagnostic.Location
    /// All entries, in the order of the file.
    public let entries: [YAMLEntry]

    /// The value of a key; nothing when it is not there or holds nothing.
    public subscript(key: String) -> YAMLNode? {
        entries.first { $0.key == key && !$0.value.isNull }?.value
    }

    /// Where a key's value begins, or the mapping when the key is not there.
    public func place(of key: String) -> Diagnostic.Location { self[key]?.location ?? location }
}
