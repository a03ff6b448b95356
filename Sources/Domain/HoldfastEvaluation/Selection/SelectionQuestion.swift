internal import HoldfastModel

/// One resource asked of a selection's parts.
struct SelectionQuestion {
    let resource: Resource
    let settings: BackupRegionSettings?
    let origin: SelectionMatch.PlanOrigin

    /// (`Resources` or `ListOfTags`) and all `Conditions` and not `NotResources`.
    func answer(for selection: BackupSelection) -> Truth {
        let excluded = Truth.any(
            selection.notResources.map { ARNPattern($0).match(resource.arn) }, ofNone: "nothing is excluded")
        if excluded.isTrue { return .fails("excluded: \(excluded.reason)") }
        let conditions = Truth.all(answers(to: selection.conditions), ofNone: "no condition")
        if conditions.isFalse { return conditions }
        let included = inclusion(selection)
        let whole = Truth.all([included, conditions, excluded.negated], ofNone: "")
        guard whole.isTrue else { return whole }
        let hasConditions = selection.conditions != SelectionConditions()
        return .holds(hasConditions ? "\(included.reason); \(conditions.reason)" : included.reason)
    }

    private func inclusion(_ selection: BackupSelection) -> Truth {
        if selection.resources.isEmpty, selection.listOfTags.isEmpty {
            return Truth.all([.holds("the selection names nothing and so takes everything"), optedIn()], ofNone: "")
        }
        var routes: [Truth] = []
        if selection.resources.contains(resource.arn.rawValue) { routes.append(namedBy(resource.arn.rawValue)) }
        // Hundreds of other plain ARNs decide nothing, and need no sentence each.
        let patterns = selection.resources.filter { !ARNPattern($0).isPlainARN }
        routes += patterns.map(namedBy)
        routes += selection.listOfTags.map { route(answer(to: $0), obeysOptIn: .holds("tags obey the opt-in")) }
        let others = selection.resources.count - patterns.count
        if others > 0 { routes.append(.fails("none of its \(others) ARNs is this one")) }
        return Truth.any(routes, ofNone: "")
    }

    private func namedBy(_ text: String) -> Truth {
        let pattern = ARNPattern(text)
        return route(pattern.match(resource.arn), obeysOptIn: pattern.obeysOptIn(for: resource))
    }

    /// A way of being named, cut by the opt-in where it obeys it.
    private func route(_ matched: Truth, obeysOptIn: Truth) -> Truth {
        if matched.isFalse { return matched }
        let allowed: Truth =
            switch obeysOptIn {
            case .holds: optedIn()
            case .fails(let reason): Truth.all([offered(), .holds(reason)], ofNone: "")
            case .unknown(let construct):
                optedIn().isTrue ? optedIn() : .unknown("\(construct), and \(resource.type) is not opted in")
            }
        if allowed.isFalse { return allowed }
        guard allowed.isTrue else { return allowed }
        return matched
    }

    private func optedIn() -> Truth {
        if origin == .organization { return .unknown("the management account's opt-in settings") }
        guard let settings else { return .unknown("the Region's opt-in settings were not read") }
        switch settings.optIn[resource.type.rawValue] {
        case true?: return .holds("\(resource.type) is opted in")
        case false?: return .fails("\(resource.type) is not opted in in \(resource.region)")
        case nil: return .fails("AWS Backup offers no opt-in for \(resource.type) in \(resource.region)")
        }
    }

    /// Whether the Region knows the type at all; settings that were not read do not matter to a named type.
    private func offered() -> Truth {
        guard origin == .account, let settings, !settings.optIn.isEmpty else { return .holds("the type is named") }
        guard settings.optIn[resource.type.rawValue] != nil else {
            return .fails("AWS Backup offers no opt-in for \(resource.type) in \(resource.region)")
        }
        return .holds("the type is named")
    }

    private func answer(to tag: BackupSelection.TagCondition) -> Truth {
        guard let tags = resource.tags else { return .unknown("its tags were not read") }
        let key = Self.tagKey(tag.key)
        let value = key.flatMap { tags[$0] } ?? tags[tag.key]
        if tag.type != "STRINGEQUALS" { return .unknown("the condition type `\(tag.type)` in ListOfTags") }
        guard value == tag.value else { return .fails("it has no tag \(tag.key)=\(tag.value)") }
        guard key == nil else { return .unknown("the key prefix `aws:ResourceTag/` in ListOfTags") }
        return .holds("it is tagged \(tag.key)=\(tag.value)")
    }

    private func answers(to conditions: SelectionConditions) -> [Truth] {
        conditions.stringEquals.map { parameter in
            answer(to: parameter, negated: false) { .init($0 == parameter.value, "equals", parameter) }
        }
            + conditions.stringNotEquals.map { parameter in
                answer(to: parameter, negated: true) { .init($0 != parameter.value, "differs from", parameter) }
            }
            + conditions.stringLike.map { parameter in
                answer(to: parameter, negated: false) { Self.like($0, parameter) }
            }
            + conditions.stringNotLike.map { parameter in
                answer(to: parameter, negated: true) { Self.like($0, parameter).negated }
            }
    }

    private func answer(
        to parameter: SelectionConditions.Parameter, negated: Bool, by compare: (String) -> Truth
    ) -> Truth {
        guard let key = Self.tagKey(parameter.key) else {
            return .unknown("the condition key `\(parameter.key)` without `aws:ResourceTag/`")
        }
        guard let tags = resource.tags else { return .unknown("its tags were not read") }
        guard let value = tags[key] else {
            // "Only those resources that you tagged that do not have the same value" leaves open what happens to a
            // resource without the tag.
            return negated
                ? .unknown("a negated condition on the tag \(key), which the resource does not have")
                : .fails("it has no tag \(key)")
        }
        return compare(value)
    }

    /// Documented is `*` anywhere; a pattern with more is answered only where both readings agree.
    private static func like(_ value: String, _ parameter: SelectionConditions.Parameter) -> Truth {
        let plain = TextPattern(parameter.value, questionMarkIsWildcard: false).matches(value)
        if parameter.value.contains("${") { return .unknown("the variable in `\(parameter.value)`") }
        if parameter.value.contains("?"), TextPattern(parameter.value).matches(value) != plain {
            return .unknown("the wildcard `?` in `\(parameter.value)`")
        }
        return .init(plain, "is like", parameter)
    }

    private static func tagKey(_ key: String) -> String? {
        let prefix = "aws:ResourceTag/"
        return key.hasPrefix(prefix) ? String(key.dropFirst(prefix.count)) : nil
    }
}

extension Truth {
    fileprivate init(_ holds: Bool, _ verb: String, _ parameter: SelectionConditions.Parameter) {
        let key = parameter.key.replacing("aws:ResourceTag/", with: "")
        self =
            holds
            ? .holds("its tag \(key) \(verb) `\(parameter.value)`")
            : .fails("not so that its tag \(key) \(verb) `\(parameter.value)`")
    }
}
