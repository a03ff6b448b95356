internal import HoldfastModel

/// Which Config rules flag which resource, found by kind and id.
///
/// AWS Config names a resource by its own id: of most kinds the last part of the ARN, of RDS instances and Aurora
/// clusters an id of their own (`db-…`, `cluster-…`) that the ARN does not hold.
/// Source: AWS Config Developer Guide, "Supported Resource Types"; Config API Reference, "EvaluationResultQualifier".
struct ConfigFlagIndex {
    /// A rule's two names.
    struct RuleName: Hashable {
        let name: String
        let identifier: String?
    }

    private let rulesByKey: [Key: [RuleName]]
    /// Ids by kind that belong to none of the resources of the snapshot that tell their own id.
    private let foreignIDs: [ResourceType: [String: [RuleName]]]
    private let gaps: [ReadGap]
    private let readRules: [RuleName]

    private struct Key: Hashable {
        let type: ResourceType
        let id: String
    }

    init(_ snapshot: RegionSnapshot) {
        var rulesByKey: [Key: [RuleName]] = [:]
        for rule in snapshot.configRules {
            let name = RuleName(name: rule.name, identifier: rule.sourceIdentifier)
            for flag in rule.flags {
                guard let type = ResourceType(configName: flag.configType) else { continue }
                rulesByKey[Key(type: type, id: flag.resourceID), default: []].append(name)
            }
        }
        let known = Set(snapshot.resources.compactMap(\.configResourceID))
        var foreign: [ResourceType: [String: [RuleName]]] = [:]
        for (key, rules) in rulesByKey where Self.hasOwnID(key) && !known.contains(key.id) {
            foreign[key.type, default: [:]][key.id] = rules
        }
        self.rulesByKey = rulesByKey
        foreignIDs = foreign
        gaps = snapshot.gaps.filter { $0.fact == .configFlags }
        readRules = snapshot.configRules.map { RuleName(name: $0.name, identifier: $0.sourceIdentifier) }
    }

    /// Names of the rules known to flag the resource, sorted, each once.
    func rules(flagging resource: Resource) -> [RuleName] {
        var found = rulesByKey[Key(type: resource.type, id: Self.id(of: resource.arn))] ?? []
        if let own = resource.configResourceID { found += rulesByKey[Key(type: resource.type, id: own)] ?? [] }
        return Set(found).sorted { $0.name < $1.name }
    }

    /// Whether a rule that one of the patterns names flags the resource; a gap comes with an answer that is not known.
    func flagged(_ resource: Resource, by patterns: [String]) -> (answer: Truth, gap: ReadGap?) {
        let patterns = patterns.map { TextPattern($0) }
        func asked(_ rule: RuleName) -> Bool {
            patterns.contains { $0.matches(rule.name) || (rule.identifier.map($0.matches) ?? false) }
        }
        if let rule = rules(flagging: resource).first(where: asked) { return (.holds("flagged by \(rule.name)"), nil) }
        if let gap = gaps.first(where: { concerns($0, resource, asked) }) {
            return (.unknown("AWS Config was not read: \(gap.api) \(gap.code)"), gap)
        }
        let unclaimed = foreignIDs[resource.type] ?? [:]
        if resource.configResourceID == nil, unclaimed.values.contains(where: { $0.contains(where: asked) }) {
            let gap = ReadGap(
                fact: .configFlags, scope: .resource(resource.arn), api: "config:SelectResourceConfig",
                reason: .failed, code: "ResourceIdUnknown",
                message: "AWS Config flags a \(resource.type) by an id of its own, and that of this one was not read")
            return (.unknown(gap.message), gap)
        }
        return (.fails("no such Config rule flags it"), nil)
    }

    private func concerns(_ gap: ReadGap, _ resource: Resource, _ asked: (RuleName) -> Bool) -> Bool {
        switch gap.scope {
        case .resourceType(let type): return type == resource.type
        case .resource(let arn): return arn == resource.arn
        case .configRule(let name):
            // A rule that was listed is asked by both its names; of one that was not, the identifier is not known.
            guard let rule = readRules.first(where: { $0.name == name }) else { return true }
            return asked(rule)
        default: return true
        }
    }

    private static func hasOwnID(_ key: Key) -> Bool {
        (key.type == .rds && key.id.hasPrefix("db-")) || (key.type == .aurora && key.id.hasPrefix("cluster-"))
    }

    /// The last part of the ARN: volume, instance, file system, table, bucket, database name.
    static func id(of arn: ResourceARN) -> String {
        guard arn.service != "s3", let end = arn.resource.lastIndex(where: { $0 == "/" || $0 == ":" }) else {
            return arn.resource
        }
        return String(arn.resource[arn.resource.index(after: end)...])
    }
}
