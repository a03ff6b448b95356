import HoldfastEvaluation
import HoldfastModel
import HoldfastPolicy
import Testing

@Suite("Resources have the tier and the status the contract says")
struct JudgementTests {
    static let volume = World.volume(tags: ["holdfast:tier": "gold"])

    static func status(
        _ snapshot: RegionSnapshot, _ policy: ProtectionPolicy = World.policy(), at now: Instant = World.now
    ) -> ProtectionStatus? {
        Evaluator(policy: policy).evaluate(snapshot, now: now).resources.first?.status
    }

    @Test("Selected by a plan that meets the tier and freshly backed up is protected; less is not")
    func statuses() {
        #expect(Self.status(World.snapshot()) == .protected)
        #expect(Self.status(World.snapshot(points: [])) == .unprotected)
        #expect(Self.status(World.snapshot(plans: [])) == .unprotected)
        let weekly = World.plan(rules: [World.rule(cron: "cron(0 5 ? * SUN *)")])
        #expect(Self.status(World.snapshot(plans: [weekly])) == .unprotected)
        #expect(Self.status(World.snapshot(), World.policy(assignments: [])) == .unprotected)
        #expect(Self.status(World.snapshot(plans: [World.plan(rules: nil)])) == .unknown)
        #expect(Self.status(World.snapshot(optIn: nil)) == .unknown)
        #expect(Self.status(World.snapshot(plans: [World.plan(rules: [World.rule(zone: "Mars/Base")])])) == .unknown)
    }

    @Test("Selected is pending until the first run after it was due, and not a moment longer")
    func pending() {
        // Made at 13:00; the daily run is at 05:00 the next day and is due at the latest 26 hours later.
        let plan = World.plan(created: World.time("2026-11-23T13:00:00Z"))
        let snapshot = World.snapshot(plans: [plan], points: [])
        #expect(Self.status(snapshot, at: World.time("2026-11-23T14:00:00Z")) == .pending)
        #expect(Self.status(snapshot, at: World.time("2026-11-24T12:00:00Z")) == .pending)
        #expect(Self.status(snapshot, at: World.time("2026-11-25T07:00:00Z")) == .pending)
        #expect(Self.status(snapshot, at: World.time("2026-11-25T07:00:00.001Z")) == .unprotected)
        let selection = BackupSelection(
            name: "all", roleARN: World.role, resources: ["*"], createdAt: World.time("2026-11-23T11:00:00Z"))
        let old = World.snapshot(plans: [World.plan(selections: [selection])], points: [])
        #expect(Self.status(old) == .pending)
        let stale = World.snapshot(
            plans: [World.plan(selections: [selection])],
            points: [World.point(of: Self.volume, at: "2026-11-01T05:00:00Z")])
        #expect(Self.status(stale) == .pending)
    }

    @Test("The first assignment decides, and an unread fact only where it could")
    func assignments() {
        let tiers = [World.tier("gold"), World.tier("silver")]
        let flagged = Assignment(name: "flagged", selector: Selector(configRules: ["ebs-*"]), outcome: .tier("gold"))
        let tagged = Assignment(
            name: "tagged", selector: Selector(tags: [.init(key: "keep", values: ["y*"])]), outcome: .tier("silver"))
        let rest = Assignment(name: "rest", selector: Selector(), outcome: .tier("silver"))
        func match(_ resource: Resource, _ list: [Assignment], _ snapshot: RegionSnapshot = World.snapshot())
            -> AssignmentMatch
        {
            Assignments(policy: World.policy(tiers: tiers, assignments: list), snapshot: snapshot).match(resource)
        }
        let flag = ConfigFlag(configType: "AWS::EC2::Volume", resourceID: "vol-1", evaluatedAt: nil)
        let flags = World.snapshot(rules: [ConfigRule(name: "ebs-in-plan", sourceIdentifier: nil, flags: [flag])])
        #expect(match(World.volume(), [flagged, rest], flags) == .tier("gold", assignment: "flagged"))
        #expect(match(World.volume("vol-2"), [flagged, rest], flags) == .tier("silver", assignment: "rest"))
        #expect(match(World.volume(tags: ["keep": "yes"]), [tagged]) == .tier("silver", assignment: "tagged"))
        #expect(match(World.volume(tags: ["keep": "no"]), [tagged]) == .unassigned)
        #expect(match(World.volume(tags: nil), [tagged, rest]) == .tier("silver", assignment: "rest"))
        #expect(match(World.volume(tags: nil), [tagged, flagged], flags).isUnknown)
        #expect(match(World.volume(tags: nil), [tagged]).isUnknown)
        let unread = World.snapshot(gaps: [World.gap(.configFlags, .configRule("ebs-in-plan"))])
        #expect(match(World.volume(), [flagged, rest], unread).isUnknown)
        let elsewhere = Assignment(
            name: "s3", selector: Selector(configRules: ["ebs-*"], resourceTypes: [.s3]), outcome: .ignored)
        #expect(match(World.volume(), [elsewhere, rest], unread) == .tier("silver", assignment: "rest"))
    }

    static let places: [(Selector, Bool)] = [
        (Selector(accounts: ["1111*"]), true), (Selector(accounts: ["shop-*"]), true),
        (Selector(accounts: ["x"]), false),
        (Selector(organizationalUnits: ["Workloads"]), true), (Selector(organizationalUnits: ["Workloads/Prod"]), true),
        (Selector(organizationalUnits: ["Workloads/Test"]), false), (Selector(organizationalUnits: ["Work"]), false),
        (Selector(organizationalUnits: ["*/Prod"]), true), (Selector(organizationalUnits: ["ou-work"]), true),
        (Selector(regions: ["eu-*"]), true), (Selector(regions: ["us-*"]), false),
        (Selector(resourceTypes: [.ebs, .s3]), true), (Selector(resourceTypes: [.s3]), false),
        (Selector(arns: ["*volume/vol-?"]), true), (Selector(arns: ["*volume/vol-??"]), false),
    ]

    @Test("Criteria of place, type and name", arguments: places.indices)
    func criteria(_ index: Int) {
        let (selector, matches) = Self.places[index]
        let policy = World.policy(assignments: [Assignment(name: "a", selector: selector, outcome: .tier("gold"))])
        let match = Assignments(policy: policy, snapshot: World.snapshot()).match(Self.volume)
        #expect(match == (matches ? .tier("gold", assignment: "a") : .unassigned))
    }

    static let ids: [(Resource, String, String)] = [
        (World.volume(), "AWS::EC2::Volume", "vol-1"),
        (World.resource("arn:aws:ec2:eu-central-1:111122223333:instance/i-1", .ec2), "AWS::EC2::Instance", "i-1"),
        (World.resource("arn:aws:dynamodb:eu-central-1:111122223333:table/t", .dynamoDB), "AWS::DynamoDB::Table", "t"),
        (World.resource("arn:aws:s3:::logs", .s3), "AWS::S3::Bucket", "logs"),
        (
            World.resource("arn:aws:elasticfilesystem:eu-central-1:111122223333:file-system/fs-1", .efs),
            "AWS::EFS::FileSystem", "fs-1"
        ),
        (World.resource("arn:aws:rds:eu-central-1:111122223333:db:shop", .rds), "AWS::RDS::DBInstance", "shop"),
        (
            World.resource("arn:aws:rds:eu-central-1:111122223333:db:shop", .rds, configID: "db-ABC"),
            "AWS::RDS::DBInstance", "db-ABC"
        ),
        (
            World.resource("arn:aws:rds:eu-central-1:111122223333:cluster:c", .aurora, configID: "cluster-X"),
            "AWS::RDS::DBCluster", "cluster-X"
        ),
    ]

    @Test("A Config flag finds its resource by the id AWS Config has for its kind", arguments: ids.indices)
    func configIDs(_ index: Int) {
        let (resource, type, id) = Self.ids[index]
        let flag = ConfigFlag(configType: type, resourceID: id, evaluatedAt: nil)
        let snapshot = World.snapshot(
            resources: [resource], rules: [ConfigRule(name: "r", sourceIdentifier: nil, flags: [flag])])
        let evaluation = Evaluator(policy: World.policy()).evaluate(snapshot, now: World.now)
        #expect(evaluation.resources.first?.flaggedBy == ["r"])
    }

    @Test("A database whose Config id was not read may be the one that is flagged")
    func unreadConfigID() {
        let database = World.resource("arn:aws:rds:eu-central-1:111122223333:db:shop", .rds)
        let flag = ConfigFlag(configType: "AWS::RDS::DBInstance", resourceID: "db-ABC", evaluatedAt: nil)
        let rules = [ConfigRule(name: "r", sourceIdentifier: nil, flags: [flag])]
        let policy = World.policy(assignments: [
            Assignment(name: "a", selector: Selector(configRules: ["r"]), outcome: .tier("gold"))
        ])
        let open = World.snapshot(resources: [database], rules: rules)
        #expect(Assignments(policy: policy, snapshot: open).match(database).isUnknown)
        let other = World.resource("arn:aws:rds:eu-central-1:111122223333:db:x", .rds, configID: "db-ABC")
        let known = World.resource(database.arn.rawValue, .rds, configID: "db-DEF")
        let told = World.snapshot(resources: [known, other], rules: rules)
        #expect(Assignments(policy: policy, snapshot: told).match(known) == .unassigned)
        #expect(Assignments(policy: policy, snapshot: told).match(other) == .tier("gold", assignment: "a"))
    }

    @Test("No active account stays dark")
    func darkAccounts() throws {
        let other = Account(id: try #require(AccountID(rawValue: "444455556666")), name: "old", state: .suspended)
        func verdict(_ sweeps: [AccountSweep]) -> [Verdict] {
            OrganizationControls.accountFindings(
                accounts: [other, World.account], coverage: sweeps, now: World.now
            ).map(\.verdict)
        }
        func sweep(_ outcome: AccountSweep.Outcome, _ age: Duration = .zero) -> AccountSweep {
            AccountSweep(
                accountID: World.account.id, region: World.region, outcome: outcome,
                sweptAt: World.now.advanced(by: .zero - age))
        }
        #expect(verdict([]) == [.nonCompliant, .notApplicable])
        #expect(verdict([sweep(.complete)])[0] == .compliant)
        #expect(verdict([sweep(.complete), sweep(.denied)])[0] == .nonCompliant)
        #expect(verdict([sweep(.throttled)])[0] == .nonCompliant)
        #expect(verdict([sweep(.partial)])[0] == .unknown)
        #expect(verdict([sweep(.excluded)])[0] == .notApplicable)
        #expect(verdict([sweep(.complete, .hours(2))])[0] == .compliant)
        #expect(verdict([sweep(.complete, .seconds(7_201))])[0] == .nonCompliant)
    }

    static let rhythms: [(Int, String)] = [
        (1, "* ? * * *"), (2, "* ? * * *"), (3, "1/2 ? * * *"), (4, "2/3 ? * * *"), (12, "5/8 ? * * *"),
        (24, "5/12 ? * * *"), (25, "5 ? * * *"), (48, "5 ? * * *"), (168, "5 ? * SUN,WED *"), (169, "5 ? * SUN *"),
        (24 * 32, "5 1 * ? *"),
    ]

    @Test("A derived schedule leaves an hour for the next backup and is stable", arguments: rhythms.indices)
    func derivedSchedules(_ index: Int) throws {
        let (hours, rest) = Self.rhythms[index]
        let tier = World.tier(rpo: .hours(hours))
        let (text, zone) = TierPlan.schedule(of: tier, account: World.account.id, region: World.region)
        #expect(text.hasSuffix(" \(rest))") && zone == nil, "\(text)")
        guard case .expression(let cron) = CronExpression.parse(text) else {
            Issue.record("\(text)")
            return
        }
        #expect(cron.greatestInterval(after: World.now).isWithin(tier.rpo))
        let again = TierPlan.schedule(of: tier, account: World.account.id, region: World.region)
        #expect(again.expression == text)
    }

    @Test("What means the same is no drift")
    func noDrift() {
        let wanted = World.rule(cron: "cron(0 5,17 ? * * *)")
        let found = BackupRule(
            id: "x", name: "gold", targetVaultName: "holdfast", scheduleExpression: "cron(0 5/12 ? * * *)",
            scheduleTimezone: "Etc/UTC", startWindowMinutes: 480, completionWindowMinutes: 10_080,
            lifecycle: Lifecycle(
                moveToColdStorageAfter: CalendarDays(-1), deleteAfter: CalendarDays(35), optInToArchive: false))
        #expect(PlanComparison.differences(wanted: [wanted], found: [found]) == [])
        let other = World.rule("b")
        #expect(PlanComparison.differences(wanted: [wanted, other], found: [other, found]) == [])
        for drifted in [
            World.rule(vault: "x"), World.rule(days: 34), World.rule(cron: "cron(1 5 ? * * *)"), World.rule("z"),
        ] {
            #expect(!PlanComparison.differences(wanted: [World.rule()], found: [drifted]).isEmpty)
        }
    }
}

extension AssignmentMatch {
    /// Whether a fact was missing.
    var isUnknown: Bool { if case .unknown = self { true } else { false } }
}
