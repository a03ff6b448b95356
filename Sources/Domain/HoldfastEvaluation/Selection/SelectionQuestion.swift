internal import HoldfastModel

/// One resource asked of a selection's parts.
struct SelectionQuestion {
    let resource: Resource
    let settings: BackupRegionSettings?
    let origin: SelectionMatch.PlanOrigin

    /// (`Resources` or `ListOfTags`) and all `Conditions` and not `NotResources`.
    ///
    /// An answer that stays open names everything that was missing to give it, and nothing that made no difference.
    func answer(for selection: BackupSelection) -> Truth {
        let excluded = Self.any(selection.notResources.map { ARNPattern($0).match(resource.arn) })
        if excluded.isTrue { return .fails("excluded: \(excluded.reason)") }
        let conditions = Truth.all(answers(to: selection.conditions), ofNone: "no condition")
        if conditions.isFalse { return conditions }
        let included = inclusion(selection)
        if included.isFalse { return included }
        let open = [included, excluded.negated].filter { !$0.isTrue } + answers(to: selection.conditions)
        guard open.allSatisfy(\.isTrue) else { return Self.unknown(open) }
        return .holds(selection.conditions.isEmpty ? included.reason : "\(included.reason); \(conditions.reason)")
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
        return Self.any(routes)
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
            case .fails: offered()
            case .unknown: Self.any([optedIn(), Truth.all([offered(), obeysOptIn], ofNone: "")])
            }
        if allowed.isFalse { return allowed }
        let open = [matched, allowed].filter { !$0.isTrue }
        guard open.isEmpty else { return Self.unknown(open) }
        return .holds("\(matched.reason), and \(allowed.reason)")
    }

    /// Whether any is so; an answer that stays open names all that is missing.
    private static func any(_ answers: [Truth]) -> Truth {
        let answer = Truth.any(answers, ofNone: "it names nothing")
        return answer.isTrue || answer.isFalse ? answer : unknown(answers)
    }

    /// What the open ones of the answers miss, each once.
    private static func unknown(_ answers: [Truth]) -> Truth {
        var missing: [String] = []
        for answer in answers where !answer.isTrue && !answer.isFalse {
            // An answer may itself be made of several.
            for part in answer.reason.split(separator: "; ").map(String.init) where !missing.contains(part) {
                missing.append(part)
            }
        }
        return .unknown(missing.joined(separator: "; "))
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
        guard origin == .account, let settings, !settings.optIn.isEmpty else {
            return .holds("what is named so needs no opt-in")
        }
        guard settings.optIn[resource.type.rawValue] != nil else {
            return .fails("AWS Backup offers no opt-in for \(resource.type) in \(resource.region)")
        }
        return .holds("what is named so needs no opt-in")
    }

    private func answer(to tag: BackupSelection.TagCondition) -> Truth {
        guard let tags = resource.tags else { return .unknown("its tags were not read") }
        let key = Self.tagKey(tag.key)
        let value = key.flatMap { tags[$0] } ?? tags[tag.key]
        // The API reference writes STRINGEQUALS, the examples of the Developer Guide StringEquals.
        if tag.type.uppercased() != "STRINGEQUALS" { return .unknown("the condition type `\(tag.type)` in ListOfTags") }
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
            guard negated else { return .fails("it has no tag \(key)") }
            // "Those resources that you tagged that do not have the same value" takes a resource with other tags. Of
            // one without any tag it says nothing, while the Guide's "except for resources tagged" takes it too.
            return tags.isEmpty
                ? .unknown("a negated condition on the tag \(key) of a resource without any tag")
                : .holds("it has no tag \(key)")
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
