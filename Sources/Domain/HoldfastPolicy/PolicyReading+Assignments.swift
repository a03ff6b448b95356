internal import HoldfastModel
internal import HoldfastYAML

/// An assignment as far as it could be read.
struct AssignmentDraft {
    /// Its name, or its place in the file counted from 1.
    let name: String
    /// Where it begins.
    let place: Diagnostic.Location
    /// The tier it names, and where.
    var tier: (name: String, place: Diagnostic.Location)?
    /// Its selector, when nothing in it was wrong.
    var selector: Selector?
    /// The assignment, when nothing in it was wrong.
    var assignment: Assignment?
}

extension PolicyReading {
    /// The assignments, in the order of the file.
    mutating func assignmentDrafts(_ node: YAMLNode?) -> [AssignmentDraft] {
        guard let node, let items = reader.items(of: node, "assignments") else { return [] }
        if items.isEmpty {
            reader.report(
                "no-assignments", "no assignment gives any resource a tier", at: node.location,
                hint: "add '- tier: NAME' to give one to everything")
        }
        return items.enumerated().compactMap { index, item in assignmentDraft(item, number: index + 1) }
    }

    private mutating func assignmentDraft(_ node: YAMLNode, number: Int) -> AssignmentDraft? {
        guard
            let fields = reader.fields(of: node, "an assignment", known: ["name", "when", "tier", "ignore"])
        else { return nil }
        let name = reader.text(fields["name"], "the name of an assignment") ?? String(number)
        var draft = AssignmentDraft(name: name, place: node.location)
        draft.selector = selector(fields["when"], "'when' of assignment '\(name)'")
        let ignores = reader.flag(fields["ignore"], "ignore of assignment '\(name)'")
        if let tier = reader.text(fields["tier"], "the tier of assignment '\(name)'") {
            draft.tier = (tier, fields.place(of: "tier"))
        }
        guard let outcome = outcome(of: draft, ignores: ignores, fields), let selector = draft.selector else {
            return draft
        }
        draft.assignment = Assignment(name: name, selector: selector, outcome: outcome)
        return draft
    }

    private mutating func outcome(
        of draft: AssignmentDraft, ignores: Bool?, _ fields: YAMLFields
    ) -> Assignment.Outcome? {
        switch (fields["tier"] != nil, fields["ignore"] != nil) {
        case (true, true) where ignores == true:
            reader.report(
                "tier-and-ignore", "assignment '\(draft.name)' names a tier and ignores its resources",
                at: fields.place(of: "ignore"), hint: "keep one of the two")
        case (false, true) where ignores == true: return .ignored
        case (false, _) where ignores != nil || fields["ignore"] == nil:
            reader.report(
                "missing-key", "assignment '\(draft.name)' needs 'tier' or 'ignore: true'", at: draft.place)
        default: break
        }
        return draft.tier.map { .tier($0.name) }
    }

    /// Checks what the assignments name, and whether each can be reached.
    mutating func checkAssignments(_ assignments: [AssignmentDraft], tiers: [TierDraft]) {
        let names = tiers.map(\.name)
        for assignment in assignments {
            guard let tier = assignment.tier, !names.isEmpty, !names.contains(tier.name) else { continue }
            let hint = Suggestion.hint(for: tier.name, among: names) ?? "known: " + names.joined(separator: ", ")
            reader.report(
                "unknown-tier", "assignment '\(assignment.name)' names the tier '\(tier.name)', which is not there",
                at: tier.place, hint: hint)
        }
        checkReach(of: assignments)
        // Where a name is misspelt or missing, the tier that was meant would only seem unused.
        let isEachClear = assignments.allSatisfy { assignment in
            assignment.assignment != nil && assignment.tier.map { names.contains($0.name) } ?? true
        }
        for tier in tiers where isEachClear && !assignments.contains(where: { $0.tier?.name == tier.name }) {
            reader.warn("unused-tier", "no assignment gives anything the tier '\(tier.name)'", at: tier.place)
        }
    }

    private mutating func checkReach(of assignments: [AssignmentDraft]) {
        var seenNames: [String: Int] = [:]
        for (index, assignment) in assignments.enumerated() {
            if let line = seenNames[assignment.name] {
                reader.report(
                    "duplicate-name", "two assignments have the name '\(assignment.name)'", at: assignment.place,
                    hint: "it stands first in line \(line)")
            }
            seenNames[assignment.name] = seenNames[assignment.name] ?? assignment.place.line
            let cover = assignments[..<index].first { earlier in
                guard let selector = earlier.selector else { return false }
                return selector.matchesEverything || selector == assignment.selector
            }
            guard let cover else { continue }
            let reason = cover.selector?.matchesEverything == true ? "matches everything" : "has the same criteria"
            reader.warn(
                "unreachable-assignment",
                "assignment '\(assignment.name)' is never reached: '\(cover.name)' before it \(reason)",
                at: assignment.place,
                hint: "the first assignment that matches decides; put it before line \(cover.place.line)")
        }
    }
}
