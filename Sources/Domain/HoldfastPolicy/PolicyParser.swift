internal import HoldfastModel
public import HoldfastYAML

/// Reads policy files and refuses those that could not be kept.
///
/// Everything AWS would refuse later is refused here, and everything wrong is told at once: mistakes of YAML, of the
/// schema, and of meaning.
public enum PolicyParser {
    /// The `apiVersion` of files this version reads.
    public static let apiVersion = "holdfast/v1"

    /// Reads a policy file.
    ///
    /// - Parameters:
    ///   - bytes: The content of the file.
    ///   - file: The file's name for diagnostics.
    /// - Returns: The policy, unless one of the diagnostics is an error; and the diagnostics in the order of the file.
    public static func parse(
        _ bytes: [UInt8], file: String
    ) -> (policy: ProtectionPolicy?, diagnostics: [Diagnostic]) {
        let document = YAMLDocument(bytes: bytes, file: file)
        guard let root = document.root else { return (nil, document.diagnostics) }
        var reading = PolicyReading(reader: YAMLReader(diagnostics: document.diagnostics))
        let policy = reading.policy(root)
        let diagnostics = reading.reader.diagnostics.inFileOrder
        return (diagnostics.hasErrors ? nil : policy, diagnostics)
    }
}

/// One reading of a policy file: the mistakes so far, and the parts that are checked against each other at the end.
struct PolicyReading {
    /// Takes the tree apart and keeps the mistakes.
    var reader: YAMLReader

    /// The policy; nothing when a part without which there is none is wrong.
    mutating func policy(_ root: YAMLNode) -> ProtectionPolicy? {
        let known = [
            "apiVersion", "kind", "backupRole", "tagging", "tiers", "assignments", "enforcement", "waiverLimits",
            "waivers",
        ]
        guard
            let fields = reader.fields(
                of: root, "a policy", known: known, required: ["apiVersion", "backupRole", "tiers", "assignments"])
        else { return nil }
        checkHeader(fields)
        let backupRole = roleTemplate(fields["backupRole"])
        let tagging = taggingPolicy(fields["tagging"])
        let tiers = tierDrafts(fields["tiers"])
        let assignments = assignmentDrafts(fields["assignments"])
        let enforcement = enforcementPolicy(fields["enforcement"])
        let waivers = waivers(fields["waivers"], longest: waiverLimit(fields["waiverLimits"]))
        checkVaults(of: tiers)
        checkAssignments(assignments, tiers: tiers)
        guard let backupRole else { return nil }
        return ProtectionPolicy(
            tiers: tiers.compactMap(\.tier), assignments: assignments.compactMap(\.assignment),
            tagging: tagging ?? TaggingPolicy(isEnabled: false), backupRole: backupRole,
            enforcement: enforcement ?? EnforcementPolicy(), waivers: waivers)
    }

    private mutating func checkHeader(_ fields: YAMLFields) {
        if let node = fields["apiVersion"], let version = reader.text(node, "apiVersion"),
            version != PolicyParser.apiVersion
        {
            reader.unknownValue(version, "apiVersion", known: [PolicyParser.apiVersion], at: node.location)
        }
        if let node = fields["kind"], let kind = reader.text(node, "kind"), kind != "ProtectionPolicy" {
            reader.unknownValue(kind, "kind", known: ["ProtectionPolicy"], at: node.location)
        }
    }

    private mutating func taggingPolicy(_ node: YAMLNode?) -> TaggingPolicy? {
        guard let node,
            let fields = reader.fields(of: node, "tagging", known: ["key", "enabled"], required: ["enabled"])
        else { return nil }
        let key = reader.text(fields["key"], "the tag's key")
        if let key { checkTagKey(key, at: fields.place(of: "key")) }
        return TaggingPolicy(
            key: key ?? "holdfast:tier", isEnabled: reader.flag(fields["enabled"], "enabled") ?? false)
    }
}
