import HoldfastEvaluation
import HoldfastModel
import Testing

@Suite("Selections select as AWS Backup does")
struct SelectionMatchTests {
    enum Answer: String { case yes, no, unknown }

    /// One question: a selection, a resource, the opt-in, and what AWS would do.
    struct Case: CustomTestStringConvertible, Sendable {
        let name: String
        let selection: BackupSelection
        var resource = SelectionMatchTests.volume
        var optIn: [String: Bool]? = World.allOptedIn
        var origin = SelectionMatch.PlanOrigin.account
        let answer: Answer
        var testDescription: String { name }
    }

    static let volume = World.volume("vol-1", tags: ["backup": "daily", "stage": "production"])
    static let untagged = World.volume("vol-1", tags: [:])
    static let unread = World.volume("vol-1", tags: nil)
    static let bucket = World.resource("arn:aws:s3:::logs-2026", .s3, tags: ["backup": "daily"])
    static let table = World.resource("arn:aws:dynamodb:eu-central-1:111122223333:table/orders", .dynamoDB)
    static let cluster = World.resource("arn:aws:rds:eu-central-1:111122223333:cluster:shop", .aurora)
    static let instance = World.resource("arn:aws:rds:eu-central-1:111122223333:db:shop", .rds)
    static let none = World.allOptedIn.mapValues { _ in false }

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

    static let vol1 = "arn:aws:ec2:eu-central-1:111122223333:volume/vol-1"
    static let names: [Case] = [
        .init(name: "its own ARN", selection: selection([vol1]), answer: .yes),
        .init(name: "another ARN", selection: selection([vol1 + "0"]), answer: .no),
        .init(name: "case counts in ARNs", selection: selection([vol1.uppercased()]), answer: .no),
        .init(name: "another partition", selection: selection(["arn:aws-cn:ec2:*"]), answer: .no),
        .init(name: "star alone", selection: selection(["*"]), answer: .yes),
        .init(name: "the service", selection: selection(["arn:aws:ec2:*"]), answer: .yes),
        .init(name: "another service", selection: selection(["arn:aws:rds:*"]), answer: .no),
        .init(name: "a prefix to the type", selection: selection([String(vol1.dropLast(5)) + "*"]), answer: .yes),
        .init(name: "a prefix in the id", selection: selection([String(vol1.dropLast()) + "*"]), answer: .yes),
        .init(
            name: "a prefix in another account", selection: selection(["arn:aws:ec2:eu-central-1:999*"]), answer: .no),
        .init(name: "a bucket prefix", selection: selection(["arn:aws:s3:::logs-*"]), resource: bucket, answer: .yes),
        .init(name: "every bucket", selection: selection(["arn:aws:s3:::*"]), resource: bucket, answer: .yes),
        .init(
            name: "another bucket prefix", selection: selection(["arn:aws:s3:::data-*"]), resource: bucket, answer: .no),
        .init(name: "buckets do not hold volumes", selection: selection(["arn:aws:s3:::*"]), answer: .no),
        .init(
            name: "rds: db is an instance", selection: selection(["arn:aws:rds:eu-central-1:111122223333:db:*"]),
            resource: instance, answer: .yes),
        .init(
            name: "rds: db is no cluster", selection: selection(["arn:aws:rds:eu-central-1:111122223333:db:*"]),
            resource: cluster, answer: .no),
        .init(
            name: "rds: cluster is Aurora", selection: selection(["arn:aws:rds:eu-central-1:111122223333:cluster:*"]),
            resource: cluster, answer: .yes),
        .init(
            name: "rds: instance is no ARN form", selection: selection(["arn:aws:rds:eu-central-1:1:instance:*"]),
            resource: instance, answer: .no),
        .init(name: "one of several", selection: selection(["arn:aws:s3:::*", vol1]), answer: .yes),
    ]

    static let tags: [Case] = [
        .init(name: "one tag of the list", selection: selection(tags: [("backup", "daily")]), answer: .yes),
        .init(
            name: "tags of the list are alternatives", selection: selection(tags: [("a", "b"), ("backup", "daily")]),
            answer: .yes),
        .init(name: "no tag of the list", selection: selection(tags: [("backup", "weekly")]), answer: .no),
        .init(name: "case counts in values", selection: selection(tags: [("backup", "Daily")]), answer: .no),
        .init(name: "case counts in keys", selection: selection(tags: [("Backup", "daily")]), answer: .no),
        .init(
            name: "a tag adds to resources", selection: selection(["arn:aws:s3:::*"], tags: [("backup", "daily")]),
            answer: .yes),
        .init(
            name: "tags do not narrow resources", selection: selection([vol1], tags: [("backup", "no")]), answer: .yes),
        .init(
            name: "unread tags", selection: selection(tags: [("backup", "daily")]), resource: unread, answer: .unknown),
        .init(
            name: "unread tags decided by ARN", selection: selection([vol1], tags: [("a", "b")]), resource: unread,
            answer: .yes),
        .init(
            name: "another type of comparison", selection: selection(tags: [("backup", "x")], type: "STRINGLIKE"),
            answer: .unknown),
        .init(
            name: "another comparison decided by ARN", selection: selection([vol1], tags: [("a", "b")], type: "X"),
            answer: .yes),
        .init(
            name: "a prefixed key in the list", selection: selection(tags: [("aws:ResourceTag/backup", "daily")]),
            answer: .unknown),
        .init(
            name: "a prefixed key that cannot match", selection: selection(tags: [("aws:ResourceTag/backup", "x")]),
            answer: .no),
    ]

    static let conditions: [Case] = [
        .init(name: "equals", selection: selection(["*"], equals: [("backup", "daily")]), answer: .yes),
        .init(
            name: "conditions narrow resources", selection: selection([vol1], equals: [("backup", "no")]), answer: .no),
        .init(
            name: "all conditions must hold",
            selection: selection(["*"], equals: [("backup", "daily"), ("stage", "x")]), answer: .no),
        .init(
            name: "two conditions that hold",
            selection: selection(["*"], equals: [("backup", "daily"), ("stage", "production")]), answer: .yes),
        .init(
            name: "conditions narrow tags", selection: selection(tags: [("backup", "daily")], equals: [("stage", "x")]),
            answer: .no),
        .init(
            name: "equals on a missing tag", selection: selection(["*"], equals: [("backup", "daily")]),
            resource: untagged, answer: .no),
        .init(
            name: "equals on unread tags", selection: selection(["*"], equals: [("backup", "daily")]), resource: unread,
            answer: .unknown),
        .init(
            name: "another ARN decides unread tags", selection: selection([vol1 + "0"], equals: [("a", "b")]),
            resource: unread, answer: .no),
        .init(name: "not equal", selection: selection(["*"], differs: [("backup", "no")]), answer: .yes),
        .init(name: "not equal, but equal", selection: selection(["*"], differs: [("backup", "daily")]), answer: .no),
        .init(
            name: "not equal on a missing tag", selection: selection(["*"], differs: [("backup", "no")]),
            resource: untagged, answer: .unknown),
        .init(name: "like a prefix", selection: selection(["*"], like: [("stage", "prod*")]), answer: .yes),
        .init(name: "like a middle", selection: selection(["*"], like: [("stage", "*rod*")]), answer: .yes),
        .init(name: "like another", selection: selection(["*"], like: [("stage", "test*")]), answer: .no),
        .init(name: "like without a star", selection: selection(["*"], like: [("stage", "production")]), answer: .yes),
        .init(
            name: "like with a question mark that matters",
            selection: selection(["*"], like: [("stage", "productio?")]), answer: .unknown),
        .init(
            name: "like with a question mark that does not", selection: selection(["*"], like: [("stage", "x?")]),
            answer: .no),
        .init(
            name: "like with a variable", selection: selection(["*"], like: [("stage", "${aws:x}")]), answer: .unknown),
        .init(name: "not like", selection: selection(["*"], unlike: [("stage", "test*")]), answer: .yes),
        .init(name: "not like, but like", selection: selection(["*"], unlike: [("stage", "prod*")]), answer: .no),
        .init(
            name: "not like on a missing tag", selection: selection(["*"], unlike: [("x", "prod*")]), answer: .unknown),
        .init(
            name: "a key that is no tag", selection: selection(["*"], equals: [("aws:PrincipalTag/x", "y")]),
            answer: .unknown),
        .init(name: "conditions alone", selection: selection(equals: [("backup", "daily")]), answer: .yes),
        .init(name: "conditions alone that fail", selection: selection(equals: [("backup", "no")]), answer: .no),
    ]

    static let exclusions: [Case] = [
        .init(
            name: "excluded by name (Prowler says protected)", selection: selection(["*"], not: [table.arn.rawValue]),
            resource: table, answer: .no),
        .init(
            name: "covered by tag (Prowler says not)", selection: selection(tags: [("backup", "daily")]),
            resource: World.resource(table.arn.rawValue, .dynamoDB, tags: ["backup": "daily"]), answer: .yes),
        .init(name: "excluded by prefix", selection: selection(["*"], not: ["arn:aws:ec2:*"]), answer: .no),
        .init(name: "another is excluded", selection: selection(["*"], not: ["arn:aws:s3:::*"]), answer: .yes),
        .init(name: "exclusion beats its own name", selection: selection([vol1], not: [vol1]), answer: .no),
        .init(
            name: "exclusion decides unread tags", selection: selection(not: [vol1], tags: [("a", "b")]),
            resource: unread, answer: .no),
        .init(
            name: "exclusion with a wildcard in the middle",
            selection: selection(["*"], not: ["arn:aws:ec2:*:*:volume/*"]), answer: .unknown),
        .init(
            name: "such an exclusion of another type", selection: selection(["*"], not: ["arn:aws:ec2:*:*:volume/*"]),
            resource: bucket, answer: .yes),
        .init(name: "exclusion without anything else", selection: selection(not: ["arn:aws:s3:::*"]), answer: .yes),
    ]

    static let optIns: [Case] = [
        .init(name: "empty takes what is opted in", selection: selection(), answer: .yes),
        .init(name: "empty leaves what is not", selection: selection(), optIn: none, answer: .no),
        .init(name: "star obeys", selection: selection(["*"]), optIn: none, answer: .no),
        .init(name: "a service obeys", selection: selection(["arn:aws:ec2:*"]), optIn: none, answer: .no),
        .init(name: "tags obey", selection: selection(tags: [("backup", "daily")]), optIn: none, answer: .no),
        .init(name: "an ARN does not", selection: selection([vol1]), optIn: none, answer: .yes),
        .init(
            name: "a type does not", selection: selection([String(vol1.dropLast(5)) + "*"]), optIn: none, answer: .yes),
        .init(
            name: "buckets do not", selection: selection(["arn:aws:s3:::*"]), resource: bucket, optIn: none,
            answer: .yes),
        .init(
            name: "Aurora obeys even by ARN", selection: selection([cluster.arn.rawValue]), resource: cluster,
            optIn: none, answer: .no),
        .init(
            name: "RDS does not", selection: selection([instance.arn.rawValue]), resource: instance, optIn: none,
            answer: .yes),
        .init(
            name: "part of a type's name", selection: selection(["arn:aws:ec2:eu-central-1:111122223333:vol*"]),
            optIn: none, answer: .unknown),
        .init(
            name: "part of a type's name, opted in",
            selection: selection(["arn:aws:ec2:eu-central-1:111122223333:vol*"]), answer: .yes),
        .init(name: "unread settings and star", selection: selection(["*"]), optIn: nil, answer: .unknown),
        .init(name: "unread settings and an ARN", selection: selection([vol1]), optIn: nil, answer: .yes),
        .init(name: "a type the Region lacks", selection: selection(["*"]), optIn: ["S3": true], answer: .no),
        .init(
            name: "a plan of the organization and star", selection: selection(["*"]), origin: .organization,
            answer: .unknown),
        .init(
            name: "a plan of the organization and an ARN", selection: selection([vol1]), origin: .organization,
            answer: .yes),
    ]

    /// Every construct that is not modelled, in its own words.
    static let unmodelled: [(BackupSelection, String)] = [
        (selection(["arn:aws:ec2:*:*:volume/*"]), "a wildcard in the middle"),
        (selection(["arn:aws:ec2:eu-central-1:111122223333:volume/vol-?"]), "the wildcard `?`"),
        (selection(["arn:aws:ec2:::volume/*"]), "an empty Region and account"),
        (selection(tags: [("backup", "daily")], type: "STRINGLIKE"), "the condition type `STRINGLIKE`"),
        (selection(tags: [("aws:ResourceTag/backup", "daily")]), "the key prefix `aws:ResourceTag/` in ListOfTags"),
        (selection(["*"], equals: [("aws:PrincipalTag/a", "b")]), "without `aws:ResourceTag/`"),
        (selection(["*"], differs: [("missing", "b")]), "a negated condition on the tag missing"),
        (selection(["*"], like: [("stage", "productio?")]), "the wildcard `?`"),
        (selection(["*"], like: [("stage", "${x}")]), "the variable"),
    ]

    @Test("Each case is answered as AWS would", arguments: names + tags + conditions + exclusions + optIns)
    func answers(_ question: Case) {
        let match = SelectionMatch(
            question.selection, resource: question.resource,
            settings: question.optIn.map { BackupRegionSettings(optIn: $0) }, origin: question.origin)
        let answer: Answer =
            switch match {
            case .selected: .yes
            case .notSelected: .no
            case .unknown: .unknown
            }
        #expect(answer == question.answer, "\(match)")
    }

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

    @Test("A plan of a backup policy is known by its id")
    func originByID() {
        #expect(SelectionMatch.PlanOrigin(planID: "orgs/1-2") == .organization)
        #expect(SelectionMatch.PlanOrigin(planID: "1-2") == .account)
    }
}
