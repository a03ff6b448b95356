import HoldfastEvaluation
import HoldfastModel
import HoldfastPolicy

/// Cases of the controls on coverage as a whole, selections and settings.
extension ControlTests {
    private static let optOut = World.policy(assignments: [
        Assignment(
            name: "scratch", selector: Selector(tags: [.init(key: "backup", values: ["none"])]), outcome: .ignored),
        Assignment(name: "all", selector: Selector(), outcome: .tier("gold")),
    ])

    private static func exception(
        owner: String? = "ann", reason: String? = "scratch", until: String? = "2026-12-31"
    ) -> RegionSnapshot {
        var tags = ["backup": "none"]
        tags["holdfast:tier-owner"] = owner
        tags["holdfast:tier-reason"] = reason
        tags["holdfast:tier-until"] = until
        return World.snapshot(resources: [World.volume(tags: tags)])
    }

    private static func instance(_ isStopped: Bool?) -> RegionSnapshot {
        World.snapshot(resources: [World.instance(isStopped: isStopped)])
    }

    private static func orphan(_ newest: String, arn: String? = nil) -> RegionSnapshot {
        let gone = arn.map { World.resource($0, .ebs) } ?? World.volume("vol-gone")
        return World.snapshot(points: [World.point(of: gone, at: newest)])
    }

    static let wholeCoverage: [Case] = [
        .init(
            control: "HF-COV-05", name: "owner, reason and date", policy: optOut, snapshot: exception(),
            verdict: .compliant),
        .init(
            control: "HF-COV-05", name: "nobody's", policy: optOut, snapshot: exception(owner: nil),
            verdict: .nonCompliant),
        .init(
            control: "HF-COV-05", name: "for no reason", policy: optOut, snapshot: exception(reason: ""),
            verdict: .nonCompliant),
        .init(
            control: "HF-COV-05", name: "over at midnight", policy: optOut, snapshot: exception(until: "2026-11-23"),
            verdict: .nonCompliant),
        .init(
            control: "HF-COV-05", name: "a year", policy: optOut, snapshot: exception(until: "2027-11-23"),
            verdict: .nonCompliant),
        .init(
            control: "HF-COV-05", name: "some day", policy: optOut, snapshot: exception(until: "soon"),
            verdict: .nonCompliant),
        .init(
            control: "HF-COV-05", name: "tags unread", policy: optOut, snapshot: World.snapshot(resources: [unread()]),
            verdict: .unknown),
        .init(
            control: "HF-COV-07", name: "stopped, with a tier", snapshot: instance(true), verdict: .compliant),
        .init(
            control: "HF-COV-07", name: "stopped, without one", policy: unassigning, snapshot: instance(true),
            verdict: .nonCompliant),
        .init(control: "HF-COV-07", name: "state unread", snapshot: instance(nil), verdict: .unknown),
        .init(control: "HF-COV-07", name: "running", snapshot: instance(false), verdict: .notApplicable),
        .init(
            control: "HF-COV-07", name: "left out", policy: ignoring, snapshot: instance(true), verdict: .notApplicable),
        .init(
            control: "HF-COV-08", name: "gone for days", snapshot: orphan("2026-11-20T05:00:00Z"), verdict: .compliant),
        .init(
            control: "HF-COV-08", name: "90 days to the second", snapshot: orphan("2026-08-25T12:00:00Z"),
            verdict: .compliant),
        .init(
            control: "HF-COV-08", name: "a second more", snapshot: orphan("2026-08-25T11:59:59Z"),
            verdict: .nonCompliant),
        .init(
            control: "HF-COV-08", name: "another account's",
            snapshot: orphan("2026-08-01T05:00:00Z", arn: "arn:aws:ec2:eu-central-1:444455556666:volume/vol-1"),
            verdict: .notApplicable),
        .init(
            control: "HF-COV-08", name: "volumes unread",
            snapshot: World.snapshot(
                resources: [], points: [World.point(of: volume, at: "2026-08-01T05:00:00Z")],
                gaps: [World.gap(.inventory, .resourceType(.ebs))]), subject: volume.arn.rawValue, verdict: .unknown),
        .init(control: "HF-COV-09", name: "both are there", verdict: .compliant),
        .init(control: "HF-COV-09", name: "no plan", snapshot: World.snapshot(plans: []), verdict: .nonCompliant),
        .init(control: "HF-COV-09", name: "no vault", snapshot: World.snapshot(vaults: []), verdict: .nonCompliant),
        .init(
            control: "HF-COV-09", name: "plans unread", snapshot: World.snapshot(plans: [], gaps: [World.gap(.plans)]),
            verdict: .unknown),
        .init(control: "HF-COV-09", name: "nothing to protect", policy: unassigning, verdict: .notApplicable),
        .init(control: "HF-COV-10", name: "all of them", verdict: .compliant),
        .init(
            control: "HF-COV-10", name: "one of two",
            snapshot: World.snapshot(
                resources: [volume, World.volume("vol-2")], plans: [World.plan(selecting: [volume.arn.rawValue])]),
            verdict: .nonCompliant),
        .init(
            control: "HF-COV-10", name: "selections unread",
            snapshot: World.snapshot(plans: [World.plan(selections: nil)]), verdict: .unknown),
        .init(control: "HF-COV-10", name: "nothing to protect", policy: unassigning, verdict: .notApplicable),
        .init(
            control: "HF-COV-06", name: "flagged and left out", policy: flaggedButIgnored, snapshot: flags(),
            verdict: .notApplicable),
    ]

    private static let flaggedButIgnored = World.policy(assignments: [
        Assignment(name: "off", selector: Selector(), outcome: .ignored),
        Assignment(name: "flagged", selector: Selector(configRules: ["EBS_*"]), outcome: .tier("gold")),
    ])

    private static func conditioned(_ key: String, _ resources: [String] = ["*"]) -> RegionSnapshot {
        let selection = BackupSelection(
            name: "s", roleARN: World.role, resources: resources,
            conditions: SelectionConditions(stringEquals: [.init(key: key, value: "gold")]))
        return World.snapshot(plans: [World.plan(selections: [selection])])
    }

    private static func named(_ resources: [String]) -> RegionSnapshot {
        World.snapshot(plans: [World.plan(selecting: resources)])
    }

    private static let manyTags = BackupSelection(
        name: "s", roleARN: World.role, listOfTags: (0..<25).map { .init(key: "k\($0)", value: "v") })

    static let shapes: [Case] = [
        .init(
            control: "HF-SEL-02", name: "the key as it stands", snapshot: conditioned("aws:ResourceTag/holdfast:tier"),
            verdict: .compliant),
        .init(
            control: "HF-SEL-02", name: "another case", snapshot: conditioned("aws:ResourceTag/Holdfast:Tier"),
            verdict: .nonCompliant),
        .init(
            control: "HF-SEL-02", name: "no prefix", snapshot: conditioned("holdfast:tier"), verdict: .nonCompliant),
        .init(
            control: "HF-SEL-02", name: "nobody has it", snapshot: conditioned("aws:ResourceTag/team"),
            verdict: .nonCompliant),
        .init(control: "HF-SEL-02", name: "no tag asked for", verdict: .notApplicable),
        .init(
            control: "HF-SEL-02", name: "tags unread",
            snapshot: World.snapshot(plans: [World.plan(selections: [byTag])], gaps: [World.gap(.tags)]),
            verdict: .unknown),
        .init(control: "HF-SEL-03", name: "everything", verdict: .compliant),
        .init(
            control: "HF-SEL-03", name: "one of here", snapshot: named([volume.arn.rawValue, "arn:aws:s3:::*"]),
            verdict: .compliant),
        .init(
            control: "HF-SEL-03", name: "wildcards in the middle", snapshot: named(["arn:aws:ec2:*:*:instance/*"]),
            verdict: .compliant),
        .init(
            control: "HF-SEL-03", name: "another Region",
            snapshot: named(["arn:aws:ec2:us-east-1:111122223333:volume/vol-1"]), verdict: .nonCompliant),
        .init(
            control: "HF-SEL-03", name: "another account",
            snapshot: named(["arn:aws:ec2:eu-central-1:444455556666:volume/vol-1"]), verdict: .nonCompliant),
        .init(
            control: "HF-SEL-03", name: "another partition", snapshot: named(["arn:aws-cn:ec2:*:*:volume/*"]),
            verdict: .nonCompliant),
        .init(
            control: "HF-SEL-03", name: "a type RDS has not", snapshot: named(["arn:aws:rds:*:*:instance:*"]),
            verdict: .nonCompliant),
        .init(control: "HF-SEL-03", name: "no ARN", snapshot: named(["vol-1"]), verdict: .nonCompliant),
        .init(
            control: "HF-SEL-03", name: "31 wildcards", snapshot: named((0..<31).map { "arn:aws:s3:::b\($0)*" }),
            verdict: .nonCompliant),
        .init(
            control: "HF-SEL-03", name: "tags only",
            snapshot: World.snapshot(plans: [World.plan(selections: [manyTags])]), verdict: .notApplicable),
        .init(
            control: "HF-SEL-03", name: "selections unread",
            snapshot: World.snapshot(plans: [World.plan(selections: nil)], gaps: [World.gap(.selections)]),
            verdict: .unknown),
        .init(control: "HF-SEL-04", name: "one ARN", verdict: .compliant),
        .init(
            control: "HF-SEL-04", name: "25 of 30 tags",
            snapshot: World.snapshot(plans: [World.plan(selections: [manyTags])]), verdict: .nonCompliant),
        .init(
            control: "HF-SEL-04", name: "selections unread",
            snapshot: World.snapshot(plans: [World.plan(selections: nil)]), verdict: .unknown),
        .init(
            control: "HF-SEL-05", name: "excluded and selected nowhere",
            snapshot: World.snapshot(plans: [World.plan(selecting: ["*"], butNot: [volume.arn.rawValue])]),
            verdict: .nonCompliant),
        .init(
            control: "HF-SEL-05", name: "another plan selects it",
            snapshot: World.snapshot(plans: [
                World.plan(selecting: ["*"], butNot: [volume.arn.rawValue]), World.plan("b"),
            ]), verdict: .compliant),
        .init(
            control: "HF-SEL-05", name: "the policy leaves it out", policy: ignoring,
            snapshot: World.snapshot(plans: [World.plan(selecting: ["*"], butNot: [volume.arn.rawValue])]),
            verdict: .compliant),
        .init(control: "HF-SEL-05", name: "nothing excluded", verdict: .notApplicable),
        .init(
            control: "HF-SEL-05", name: "another plan unread",
            snapshot: World.snapshot(
                plans: [World.plan(selecting: ["*"], butNot: [volume.arn.rawValue])],
                gaps: [World.gap(.selections, .plan("b"))]), verdict: .unknown),
        .init(
            control: "HF-SEL-06", name: "selections unread",
            snapshot: World.snapshot(plans: [World.plan(selections: nil)], gaps: [World.gap(.selections)]),
            verdict: .unknown),
        .init(control: "HF-SEL-07", name: "one plan", verdict: .compliant),
        .init(
            control: "HF-SEL-07", name: "two plans", snapshot: World.snapshot(plans: [World.plan(), World.plan("b")]),
            verdict: .nonCompliant),
        .init(
            control: "HF-SEL-07", name: "the other is unread",
            snapshot: World.snapshot(plans: [World.plan(), World.plan("b", selections: nil)]), verdict: .unknown),
    ]

    private static func managing(_ management: [String: Bool], gaps: [ReadGap] = []) -> RegionSnapshot {
        var snapshot = World.snapshot(resources: [World.table], gaps: gaps)
        snapshot.regionSettings = BackupRegionSettings(optIn: World.allOptedIn, management: management)
        return snapshot
    }

    static let settings: [Case] = [
        .init(control: "HF-SET-02", name: "managed", snapshot: managing(["DynamoDB": true]), verdict: .compliant),
        .init(
            control: "HF-SET-02", name: "not managed", snapshot: managing(["DynamoDB": false]), verdict: .nonCompliant),
        .init(control: "HF-SET-02", name: "no choice", snapshot: managing([:]), verdict: .notApplicable),
        .init(
            control: "HF-SET-02", name: "unread",
            snapshot: managing(["DynamoDB": true], gaps: [World.gap(.regionSettings)]),
            verdict: .unknown),
        .init(control: "HF-SET-03", name: "known", verdict: .compliant),
        .init(
            control: "HF-SET-03", name: "not known", snapshot: World.snapshot(optIn: ["S3": true]),
            verdict: .nonCompliant),
        .init(
            control: "HF-SET-03", name: "unread",
            snapshot: World.snapshot(optIn: nil, gaps: [World.gap(.regionSettings)]), verdict: .unknown),
    ]
}
