internal import Testing

@testable internal import AWSSimulator

@Suite("What a backup selection means to the simulator")
struct SelectionResolverTests {
    private static let account = "111122223333"
    private static let region = "us-east-1"

    private static func resource(_ kind: ResourceKind, _ id: String, _ tags: TagSet = [:]) -> SimulatedResource {
        SimulatedResource(
            kind: kind, id: id, arn: kind.arn(id, account: account, region: region), region: region, tags: tags,
            createdAt: Moment(milliseconds: 0), sizeInBytes: 1, isEncrypted: true, kmsKeyARN: nil, engine: nil,
            instanceClass: nil, attachedTo: nil, isStopped: false)
    }

    private static let resources = [
        resource(.volume, "vol-1", ["backup": "daily", "env": "prod"]),
        resource(.volume, "vol-2", ["backup": "daily"]),
        resource(.instance, "i-1", ["env": "prod", "team": "platform"]),
        resource(.cluster, "orders", ["backup": "daily"]),
        resource(.bucket, "logs-a"),
        resource(.table, "users", ["backup": "Daily"]),
    ]

    private static func selected(
        optedOut: Set<String> = [], resources: [String] = [], notResources: [String] = [],
        tags: [(String, String)] = [], equals: [(String, String)] = [], notEquals: [(String, String)] = [],
        like: [(String, String)] = [], notLike: [(String, String)] = []
    ) -> [String] {
        func conditions(_ pairs: [(String, String)], prefix: String = "aws:ResourceTag/") -> [BackupSelection.Condition]
        {
            pairs.map { BackupSelection.Condition(key: prefix + $0.0, value: $0.1) }
        }
        var backup = BackupState()
        backup.optIn = ResourceKind.allCases.map {
            BackupState.OptIn(type: $0.backupType, isOn: !optedOut.contains($0.backupType))
        }
        let selection = BackupSelection(
            id: "s", name: "s", roleARN: "r", createdAt: Moment(milliseconds: 0), creatorRequestID: nil,
            resources: resources, notResources: notResources, listOfTags: conditions(tags, prefix: ""),
            stringEquals: conditions(equals), stringNotEquals: conditions(notEquals), stringLike: conditions(like),
            stringNotLike: conditions(notLike))
        return SelectionResolver(backup).resources(of: selection, among: Self.resources).map(\.id)
    }

    @Test("several tags in ListOfTags are alternatives, and join what the ARNs match")
    func tagsAreAlternatives() {
        #expect(
            Self.selected(tags: [("backup", "daily"), ("team", "platform")]) == ["vol-1", "vol-2", "i-1", "orders"])
        #expect(
            Self.selected(resources: ["arn:aws:s3:::logs-*"], tags: [("env", "prod")]) == ["vol-1", "i-1", "logs-a"])
    }

    @Test("typed conditions must all hold, and case counts")
    func conditionsMustAllHold() {
        #expect(Self.selected(resources: ["*"], equals: [("backup", "daily"), ("env", "prod")]) == ["vol-1"])
        #expect(Self.selected(resources: ["*"], equals: [("backup", "Daily")]) == ["users"])
        #expect(Self.selected(resources: ["*"], like: [("backup", "*ail*")]) == ["vol-1", "vol-2", "orders", "users"])
        #expect(Self.selected(resources: ["*"], like: [("env", "pr*d")], notLike: [("team", "plat*")]) == ["vol-1"])
        let without = Self.selected(resources: ["*"], notEquals: [("backup", "daily")])
        #expect(without == ["i-1", "logs-a", "users"])
    }

    @Test("NotResources takes away, an empty selection means everything")
    func exclusionAndEmptiness() {
        #expect(Self.selected().count == Self.resources.count)
        #expect(Self.selected(notResources: ["arn:aws:ec2:*"]) == ["orders", "logs-a", "users"])
        #expect(Self.selected(optedOut: ["EBS", "S3"]) == ["i-1", "orders", "users"])
    }

    @Test("a type that is not opted in is selected by an ARN of its type only, Aurora never")
    func optIn() {
        let off: Set<String> = ["EBS", "Aurora"]
        #expect(Self.selected(optedOut: off, tags: [("backup", "daily")]) == [])
        #expect(Self.selected(optedOut: off, resources: ["arn:aws:ec2:*"]) == ["i-1"])
        #expect(Self.selected(optedOut: off, resources: ["arn:aws:ec2:*:*:volume/*"]) == ["vol-1", "vol-2"])
        let exact = [
            "arn:aws:ec2:us-east-1:111122223333:volume/vol-2", "arn:aws:rds:us-east-1:111122223333:cluster:orders",
        ]
        #expect(Self.selected(optedOut: off, resources: exact) == ["vol-2"])
    }
}
