internal import HoldfastModel
internal import HoldfastPolicy

/// What a selector is asked about: a resource, or another thing of an account that has an ARN.
struct SelectorSubject {
    let arn: String
    let resource: Resource?
    let account: Account
    let region: AWSRegion?
}

/// Matches policy selectors against the things of one snapshot, with three values.
struct SelectorMatcher {
    private let flags: ConfigFlagIndex
    private let tagGaps: [ReadGap]

    init(_ snapshot: RegionSnapshot) {
        flags = ConfigFlagIndex(snapshot)
        tagGaps = snapshot.gaps.filter { $0.fact == .tags }
    }

    /// Names of the Config rules that flag a resource.
    func rules(flagging resource: Resource) -> [String] { flags.rules(flagging: resource).map(\.name) }

    /// Whether a rule that one of the patterns names flags the resource.
    func flagged(_ resource: Resource, by patterns: [String]) -> (answer: Truth, gap: ReadGap?) {
        flags.flagged(resource, by: patterns)
    }

    /// Whether every criterion holds; an unread fact matters only when no other criterion refuses.
    func match(_ selector: Selector, _ subject: SelectorSubject) -> (answer: Truth, gap: ReadGap?) {
        guard Self.place(selector, subject), Self.matches(selector.arns, subject.arn) else {
            return (.fails("another account, Region or ARN"), nil)
        }
        guard let resource = subject.resource else {
            let asksOfResources =
                !selector.resourceTypes.isEmpty || !selector.tags.isEmpty || !selector.configRules.isEmpty
            return (asksOfResources ? .fails("it asks of resources") : .holds("its place matches"), nil)
        }
        guard selector.resourceTypes.isEmpty || selector.resourceTypes.contains(resource.type) else {
            return (.fails("another resource type"), nil)
        }
        let tags = tagAnswer(selector.tags, resource)
        if tags.answer.isFalse { return tags }
        guard !selector.configRules.isEmpty else { return tags }
        let flag = flags.flagged(resource, by: selector.configRules)
        if flag.answer.isFalse { return flag }
        return (Truth.all([tags.answer, flag.answer], ofNone: ""), tags.gap ?? flag.gap)
    }

    private func tagAnswer(_ criteria: [Selector.TagCriterion], _ resource: Resource) -> (answer: Truth, gap: ReadGap?)
    {
        guard !criteria.isEmpty else { return (.holds("its place and type match"), nil) }
        guard let tags = resource.tags else {
            let gap =
                tagGaps.first { Coverage.concerns($0.scope, resource) }
                ?? ReadGap(
                    fact: .tags, scope: .resource(resource.arn), api: "tag:GetResources", reason: .failed,
                    code: "NotRead", message: "the tags of the resource were not read")
            return (.unknown("its tags were not read"), gap)
        }
        for criterion in criteria {
            guard let value = tags[criterion.key], Self.matches(criterion.values, value) else {
                return (.fails("its tag \(criterion.key) is another or missing"), nil)
            }
        }
        return (.holds("its tags match"), nil)
    }

    private static func place(_ selector: Selector, _ subject: SelectorSubject) -> Bool {
        let account = subject.account
        guard matches(selector.accounts, account.id.rawValue) || matches(selector.accounts, account.name) else {
            return false
        }
        if !selector.organizationalUnits.isEmpty {
            let units = paths(of: account) + account.organizationalUnitIDs
            guard units.contains(where: { matches(selector.organizationalUnits, $0) }) else { return false }
        }
        guard !selector.regions.isEmpty else { return true }
        return subject.region.map { matches(selector.regions, $0.rawValue) } ?? false
    }

    /// The account's own path and those above it, outermost first.
    private static func paths(of account: Account) -> [String] {
        var path = ""
        return account.organizationalUnitPath.split(separator: "/").map { unit in
            path += path.isEmpty ? String(unit) : "/\(unit)"
            return path
        }
    }

    private static func matches(_ patterns: [String], _ text: String) -> Bool {
        patterns.isEmpty || patterns.contains { TextPattern($0).matches(text) }
    }
}
