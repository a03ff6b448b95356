import HoldfastEvaluation
import HoldfastModel
import Testing

@Suite("Selections say why")
struct SelectionMatchTests {
    static let volume = World.volume("vol-1", tags: ["backup": "daily", "stage": "production"])
    static let unread = World.volume("vol-1", tags: nil)
    static let vol1 = "arn:aws:ec2:eu-central-1:111122223333:volume/vol-1"

    static func selection(
        _ resources: [String] = [], not: [String] = [], tags: [(String, String)] = [], type: String = "STRINGEQUALS",
        equals: [(String, String)] = [], differs: [(String, String)] = [], like: [(String, String)] = [],
        unlike: [(String, String)] = []
    ) -> BackupSelection {
        func parameters(_ pairs: [(String, String)]) -> [SelectionConditions.Parameter] {
            pairs.map { .init(key: $0.0.contains("/") ? $0.0 : "aws:ResourceTag/\($0.0)", value: $0.1) }
        }
        return BackupSelection(
            name: "s", roleARN: World.role, resources: resources, notResources: not,
            listOfTags: tags.map { .init(type: type, key: $0.0, value: $0.1) },
            conditions: SelectionConditions(
                stringEquals: parameters(equals), stringNotEquals: parameters(differs), stringLike: parameters(like),
                stringNotLike: parameters(unlike)))
    }

    /// Every construct that is not modelled, in its own words.
    static let unmodelled: [(BackupSelection, String)] = [
        (selection(["arn:aws:ec2:*:*:volume/*-1"]), "a wildcard in the middle of a name"),
        (selection(["arn:aws:ec2:eu-central-1:111122223333:volume/vol-?"]), "the wildcard `?`"),
        (selection(["arn:aws:ec2:::volume/*"]), "an empty Region and account"),
        (selection(tags: [("backup", "daily")], type: "STRINGLIKE"), "the condition type `STRINGLIKE`"),
        (selection(tags: [("aws:ResourceTag/backup", "daily")]), "the key prefix `aws:ResourceTag/` in ListOfTags"),
        (selection(["*"], equals: [("aws:PrincipalTag/a", "b")]), "without `aws:ResourceTag/`"),
        (selection(["*"], like: [("stage", "productio?")]), "the wildcard `?`"),
        (selection(["*"], like: [("stage", "${x}")]), "the variable"),
    ]

    @Test("What is not modelled is unknown and named", arguments: unmodelled.indices)
    func unmodelledIsNamed(_ index: Int) {
        let (selection, words) = Self.unmodelled[index]
        let match = SelectionMatch(
            selection, resource: Self.volume, settings: BackupRegionSettings(optIn: World.allOptedIn))
        guard case .unknown(let construct) = match else {
            Issue.record("\(match)")
            return
        }
        #expect(construct.contains(words))
    }

    /// Selections of which several parts are open, with what the reason must name and what it must not.
    static let open: [(BackupSelection, Resource, [String]?, [String], [String])] = [
        (
            selection(tags: [("a", "b")], equals: [("stage", "x")]), unread, nil,
            ["its tags were not read", "opt-in settings were not read"], []
        ),
        (
            selection(["arn:aws:ec2:*:*:volume/*-1"], not: ["arn:aws:ec2:*:*:volume/vol-?"]), volume, [],
            ["a wildcard in the middle of a name in `arn:aws:ec2:*:*:volume/*-1`", "the wildcard `?`"], []
        ),
        (
            selection(["*"], tags: [("a", "b")], equals: [("aws:PrincipalTag/a", "b")]), volume, [],
            ["without `aws:ResourceTag/`"], ["tag a=b"]
        ),
        (
            selection([vol1], tags: [("a", "b")], like: [("stage", "productio?")]), volume, nil, ["the wildcard `?`"],
            [
                "opt-in"
            ]
        ),
    ]

    @Test("A reason names every part that is missing, and no other", arguments: open.indices)
    func missingPartsAreNamed(_ index: Int) {
        let (selection, resource, optedOut, words, others) = Self.open[index]
        let settings = optedOut.map { _ in BackupRegionSettings(optIn: World.allOptedIn) }
        guard case .unknown(let reason) = SelectionMatch(selection, resource: resource, settings: settings) else {
            Issue.record("\(selection) is answered")
            return
        }
        for word in words { #expect(reason.contains(word), "\(reason)") }
        for word in others { #expect(!reason.contains(word), "\(reason)") }
        #expect(Set(reason.split(separator: "; ")).count == reason.split(separator: "; ").count, "\(reason)")
    }

    /// Selections that are decided, with the sentence a person reads.
    static let reasons: [(BackupSelection, [String: Bool], String)] = [
        (selection(["arn:aws:ec2:*"]), World.allOptedIn, "`arn:aws:ec2:*` covers its ARN, and EBS is opted in"),
        (selection([vol1]), World.allOptedIn, "its ARN is named, and what is named so needs no opt-in"),
        (
            selection(tags: [("backup", "daily")], differs: [("team", "blue")]), World.allOptedIn,
            "it is tagged backup=daily, and EBS is opted in; it has no tag team"
        ),
        (selection(["*"]), ["EBS": false], "EBS is not opted in in eu-central-1"),
        (selection(["*"], not: ["arn:aws:ec2:*"]), World.allOptedIn, "excluded: `arn:aws:ec2:*` covers its ARN"),
        (
            selection(["*"], equals: [("stage", "test")]), World.allOptedIn,
            "not so that its tag stage equals `test`"
        ),
        (selection(["arn:aws:s3:::*"]), World.allOptedIn, "`arn:aws:s3:::*` does not cover its ARN"),
    ]

    @Test("A reason can be read", arguments: reasons.indices)
    func reasonsCanBeRead(_ index: Int) {
        let (selection, optIn, sentence) = Self.reasons[index]
        let match = SelectionMatch(
            selection, resource: Self.volume, settings: BackupRegionSettings(optIn: optIn))
        switch match {
        case .selected(let reason), .notSelected(let reason): #expect(reason == sentence)
        case .unknown(let reason): Issue.record("\(reason)")
        }
    }

    @Test("A plan of a backup policy is known by its id")
    func originByID() {
        #expect(SelectionMatch.PlanOrigin(planID: "orgs/1-2") == .organization)
        #expect(SelectionMatch.PlanOrigin(planID: "1-2") == .account)
    }
}
