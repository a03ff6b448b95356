internal import HoldfastModel
internal import HoldfastPolicy

/// What selections are made of, whatever they select.
extension SelectionControls {
    /// AWS's limit.
    ///
    /// Source, of all of them: AWS Backup API Reference, "BackupSelection"; Developer Guide, "Quotas".
    private static let mostARNs = Control.Figure("max_arns", 500, "ARNs")
    private static let mostWildcards = Control.Figure("max_wildcards", 30, "ARNs with a wildcard")
    private static let mostConditions = Control.Figure("max_conditions", 30, "tags or conditions")
    private static let mostSelections = Control.Figure("max_selections", 100, "selections of a plan")
    private static let headroom = Control.Figure("headroom", 20, "percent below AWS's limit")

    static let keys = Control(
        id: "HF-SEL-02", title: "The tag keys of a selection are written as resources have them", severity: .high,
        needs: [.init(.plans), .init(.selections), .init(.inventory), .init(.tags)],
        listedBy: [.plans, .selections],
        remediation: "Write aws:ResourceTag/ and the key as it stands on resources: case counts.",
        subjects: { $0.selectionSubjects }
    ) { subject, context in
        guard case .selection(_, let selection) = subject else { return Judgement(.notApplicable, "not a selection") }
        let conditions = selection.conditions
        let positive = conditions.stringEquals + conditions.stringLike
        let all = positive + conditions.stringNotEquals + conditions.stringNotLike
        guard !all.isEmpty || !selection.listOfTags.isEmpty else {
            return Judgement(.notApplicable, "it asks for no tag")
        }
        if let bare = all.first(where: { !$0.key.hasPrefix(prefix) }) {
            return Judgement(.nonCompliant, "the condition key `\(bare.key)` lacks \(prefix)")
        }
        let known = Set(context.snapshot.resources.flatMap { ($0.tags ?? [:]).keys })
        let folded = Dictionary(known.map { ($0.lowercased(), $0) }) { min($0, $1) }
        let asked = all.map { String($0.key.dropFirst(prefix.count)) } + selection.listOfTags.map(\.key)
        for key in asked.sorted() where !known.contains(key) {
            guard let written = folded[key.lowercased()] else { continue }
            return Judgement(.nonCompliant, "it asks for the tag `\(key)`, and resources have `\(written)`")
        }
        let wanted = positive.map { String($0.key.dropFirst(prefix.count)) }
        if let absent = wanted.sorted().first(where: { !known.contains($0) }) {
            return Judgement(.nonCompliant, "no resource here has the tag `\(absent)` it asks for")
        }
        return Judgement(.compliant, "its tag keys are those of resources here")
    }

    static let arns = Control(
        id: "HF-SEL-03", title: "The ARNs of a selection can match a resource of this account and Region",
        severity: .medium, parameters: [.init(mostARNs), .init(mostWildcards)],
        needs: [.init(.plans), .init(.selections)], listedBy: [.plans, .selections],
        remediation: "Correct the ARN; AWS Backup takes it as it is and selects nothing by it.",
        subjects: { $0.selectionSubjects }
    ) { subject, context in
        guard case .selection(_, let selection) = subject else { return Judgement(.notApplicable, "not a selection") }
        let texts = selection.resources + selection.notResources
        guard !texts.isEmpty else { return Judgement(.notApplicable, "it names no ARN") }
        let wildcards = texts.count { $0.contains("*") }
        if texts.count > mostARNs.value {
            return Judgement(.nonCompliant, "it names \(texts.count) ARNs, AWS takes \(mostARNs.value)")
        }
        if wildcards > mostWildcards.value {
            return Judgement(
                .nonCompliant, "it has \(wildcards) ARNs with wildcards, AWS takes \(mostWildcards.value)")
        }
        let snapshot = context.snapshot
        let faults = texts.sorted().compactMap { text in
            SelectionARN.fault(in: text, account: snapshot.account.id, region: snapshot.region).map {
                "`\(text)` \($0)"
            }
        }
        guard faults.isEmpty else { return Judgement(.nonCompliant, faults.joined(separator: "; ")) }
        return Judgement(.compliant, "its \(texts.count) ARNs can match resources here")
    }

    static let limits = Control(
        id: "HF-SEL-04", title: "Selections stay clear of AWS's limits", severity: .low,
        parameters: [
            .init(mostConditions), .init(mostARNs), .init(mostWildcards), .init(mostSelections), .init(headroom),
        ],
        needs: [.init(.plans), .init(.selections)], listedBy: [.plans],
        remediation: "Select by one tag, as the plans of Holdfast do.",
        subjects: { $0.snapshot.plans.map(Subject.plan) }
    ) { subject, _ in
        guard case .plan(let plan) = subject else { return Judgement(.notApplicable, "not a plan") }
        guard let selections = plan.selections else { return Judgement(.unknown, "not known: its selections") }
        var near: [String] = []
        func compare(_ name: String, _ count: Int, _ limit: Control.Figure) {
            // Whole numbers: 24 of 30 is 80 percent.
            if count * 100 > limit.value * (100 - headroom.value) {
                near.append("\(name) has \(count) of \(limit.value) \(limit.unit)")
            }
        }
        compare("plan \(plan.name)", selections.count, mostSelections)
        for selection in selections {
            let name = "selection \(selection.name)"
            compare(name, selection.resources.count + selection.notResources.count, mostARNs)
            compare(name, (selection.resources + selection.notResources).count { $0.contains("*") }, mostWildcards)
            compare(name, selection.listOfTags.count, mostConditions)
            compare(name, selection.conditions.count, mostConditions)
        }
        guard near.isEmpty else { return Judgement(.nonCompliant, near.joined(separator: "; ")) }
        return Judgement(.compliant, "its \(selections.count) selections are clear of the limits")
    }

    static let prefix = "aws:ResourceTag/"
}

extension JudgingContext {
    /// Every selection of every plan, as subjects.
    var selectionSubjects: [Subject] {
        snapshot.plans.flatMap { plan in (plan.selections ?? []).map { .selection(plan, $0) } }
    }
}

extension SelectionConditions {
    /// How many conditions there are.
    var count: Int { stringEquals.count + stringNotEquals.count + stringLike.count + stringNotLike.count }
}

/// What keeps an entry of a selection from ever matching a resource of an account's Region.
enum SelectionARN {
    /// The fault, in words that follow the entry; nothing for one that may match.
    static func fault(in text: String, account: AccountID, region: AWSRegion) -> String? {
        if text == "*" { return nil }
        let fields = text.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false).map(String.init)
        guard fields.first == "arn" || text.hasPrefix("*") else { return "is no ARN" }
        guard fields.count == 6 else { return text.hasSuffix("*") ? nil : "is no whole ARN" }
        if !admits(fields[1], region.partition.rawValue) { return "is of partition \(fields[1])" }
        if !fields[3].isEmpty, !admits(fields[3], region.rawValue) { return "is of Region \(fields[3])" }
        if !fields[4].isEmpty, !admits(fields[4], account.rawValue) { return "is of account \(fields[4])" }
        guard let types = types[fields[2]], !fields[5].isEmpty else { return nil }
        // A wildcard before the end of the type may stand for any of them.
        let begin = fields[5].prefix { $0 != "*" && $0 != "?" }
        guard types.contains(where: { begin.hasPrefix($0) || (begin.count < fields[5].count && $0.hasPrefix(begin)) })
        else { return "names no type of \(fields[2]), which has \(types.joined(separator: ", "))" }
        return nil
    }

    private static func admits(_ pattern: String, _ text: String) -> Bool { TextPattern(pattern).matches(text) }

    /// How the resource part of what AWS Backup protects begins, by service.
    ///
    /// Source: Service Authorization Reference, "Resource types defined by", of each service.
    private static let types = [
        "dynamodb": ["table/"], "ec2": ["instance/", "volume/"], "elasticfilesystem": ["file-system/"],
        "fsx": ["file-system/", "volume/"], "rds": ["cluster:", "db:"],
    ]
}
