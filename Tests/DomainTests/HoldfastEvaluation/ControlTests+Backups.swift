import HoldfastEvaluation
import HoldfastModel
import HoldfastPolicy

/// Cases of the controls on rules, recovery points and vaults.
extension ControlTests {
    private static func rules(_ rules: [BackupRule]?, of resources: [Resource]? = nil) -> RegionSnapshot {
        World.snapshot(resources: resources, plans: [World.plan(rules: rules)])
    }

    private static func ran(_ last: String?) -> RegionSnapshot {
        World.snapshot(plans: [World.plan(tags: nil, lastRun: last.map(World.time))])
    }

    private static func settings(_ options: [String: String]) -> RegionSnapshot {
        World.snapshot(
            resources: [World.bucket],
            plans: [World.plan(tags: nil, settings: [AdvancedBackupSetting(resourceType: "S3", options: options)])])
    }

    static let schedules: [Case] = [
        .init(
            control: "HF-PLN-05", name: "together, and the same is asked for",
            snapshot: rules([World.rule("a"), World.rule("b", days: 7)]), verdict: .compliant),
        .init(
            control: "HF-PLN-05", name: "together, into another vault",
            snapshot: rules([World.rule("a"), World.rule("b", vault: "other", days: 7)]), verdict: .nonCompliant),
        .init(
            control: "HF-PLN-05", name: "a minute before the window of the other closes",
            snapshot: rules([World.rule("a", cron: "cron(59 12 ? * * *)"), World.rule("b", vault: "other", days: 7)]),
            verdict: .nonCompliant),
        .init(
            control: "HF-PLN-05", name: "as the window of the other closes",
            snapshot: rules([World.rule("a", cron: "cron(0 13 ? * * *)"), World.rule("b", vault: "other", days: 7)]),
            verdict: .compliant),
        .init(
            control: "HF-PLN-05", name: "the copies of the shorter one are missed",
            snapshot: rules([World.rule("a"), World.rule("b", days: 7, copies: [World.copy()])]),
            verdict: .nonCompliant),
        .init(
            control: "HF-PLN-05", name: "a rate begins at a moment nobody knows",
            snapshot: rules([World.rule("a", cron: "rate(12 hours)"), World.rule("b", vault: "other", days: 7)]),
            verdict: .unknown),
        .init(
            control: "HF-PLN-05", name: "more runs than can be told one by one",
            snapshot: rules([World.rule("a", cron: "cron(* * ? * * *)"), World.rule("b", vault: "other", days: 7)]),
            verdict: .unknown),
        .init(control: "HF-PLN-05", name: "one rule", verdict: .notApplicable),
        .init(control: "HF-PLN-07", name: "as AWS does by itself", snapshot: settings([:]), verdict: .compliant),
        .init(
            control: "HF-PLN-07", name: "no access lists", snapshot: settings(["BackupACLs": "disabled"]),
            verdict: .nonCompliant),
        .init(
            control: "HF-PLN-07", name: "selections unread",
            snapshot: World.snapshot(resources: [World.bucket], plans: [World.plan(selections: nil)]),
            verdict: .unknown),
        .init(control: "HF-PLN-07", name: "no bucket", verdict: .notApplicable),
        .init(control: "HF-PLN-08", name: "one", verdict: .compliant),
        .init(
            control: "HF-PLN-08", name: "501 at once",
            snapshot: World.snapshot(resources: (0..<501).map { World.volume("vol-\($0)") }, points: []),
            verdict: .nonCompliant),
        .init(
            control: "HF-PLN-08", name: "a rate begins at a moment nobody knows",
            snapshot: rules([World.rule(cron: "rate(12 hours)")]), verdict: .unknown),
        .init(control: "HF-PLN-09", name: "this morning", snapshot: ran("2026-11-23T05:00:00Z"), verdict: .compliant),
        .init(
            control: "HF-PLN-09", name: "two days ago to the second", snapshot: ran("2026-11-21T12:00:00Z"),
            verdict: .compliant),
        .init(
            control: "HF-PLN-09", name: "a second more", snapshot: ran("2026-11-21T11:59:59Z"), verdict: .nonCompliant),
        .init(control: "HF-PLN-09", name: "never", snapshot: ran(nil), verdict: .nonCompliant),
        .init(
            control: "HF-PLN-09", name: "made this morning",
            snapshot: World.snapshot(plans: [World.plan(created: World.time("2026-11-23T06:00:00Z"))]),
            verdict: .compliant),
        .init(control: "HF-PLN-09", name: "rules unread", snapshot: rules(nil), verdict: .unknown),
        .init(
            control: "HF-PLN-09", name: "selects nothing", snapshot: World.snapshot(plans: [nothing]),
            verdict: .notApplicable),
        .init(
            control: "HF-PLN-01", name: "nothing here has the tier", policy: unassigning,
            snapshot: World.snapshot(plans: [declared()]), verdict: .notApplicable),
    ]

    private static let capped = World.policy(tiers: [
        World.tier(
            vault: VaultRequirement(
                name: "holdfast", lock: VaultLockRequirement(mode: .governance, maximumRetention: CalendarDays(400))))
    ])
    private static let daily = World.policy(tiers: [World.tier(rpo: .hours(24))])

    private static func taken(_ days: [String], gaps: [ReadGap] = []) -> RegionSnapshot {
        World.snapshot(points: days.map { World.point(of: volume, at: "2026-\($0)T05:00:00Z") }, gaps: gaps)
    }

    private static let yearly = World.policy(tiers: [World.tier(retention: 365)])
    private static let continuousOne = World.snapshot(
        resources: [World.database],
        points: [World.point(of: World.database, at: "2026-08-01T05:00:00Z", status: .available)])

    private static let otherVault = [World.gap(.recoveryPoints, .vault("b"))]

    static let retention: [Case] = [
        .init(control: "HF-RET-02", name: "short enough", policy: capped, snapshot: points(400), verdict: .compliant),
        .init(control: "HF-RET-02", name: "too long", policy: capped, snapshot: points(401), verdict: .nonCompliant),
        .init(control: "HF-RET-02", name: "for ever", policy: capped, snapshot: points(nil), verdict: .nonCompliant),
        .init(
            control: "HF-RET-02", name: "a vault unread", policy: capped, snapshot: World.snapshot(gaps: otherVault),
            subject: volume.arn.rawValue, verdict: .unknown),
        .init(control: "HF-RET-02", name: "no greatest retention", verdict: .notApplicable),
        .init(
            control: "HF-RET-03", name: "one in each week", snapshot: taken(["11-23", "11-16", "11-09", "11-02"]),
            verdict: .compliant),
        .init(
            control: "HF-RET-03", name: "a week without", snapshot: taken(["11-23", "11-16", "11-02"]),
            verdict: .nonCompliant),
        .init(
            control: "HF-RET-03", name: "a day without", policy: daily,
            snapshot: taken(["11-23", "11-22", "11-20", "11-19"]), verdict: .nonCompliant),
        .init(
            control: "HF-RET-03", name: "each day since the first", policy: daily,
            snapshot: taken(["11-23", "11-22", "11-21", "11-20", "11-19"]), verdict: .compliant),
        .init(
            control: "HF-RET-03", name: "a week without, and a vault unread",
            snapshot: taken(["11-23", "11-16", "11-02"], gaps: otherVault), subject: volume.arn.rawValue,
            verdict: .unknown),
        .init(control: "HF-RET-03", name: "the first of today", snapshot: taken(["11-23"]), verdict: .notApplicable),
        .init(
            control: "HF-RET-03", name: "a continuous one alone reaches over 35 days only", policy: yearly,
            snapshot: continuousOne, verdict: .nonCompliant),
        .init(control: "HF-RET-03", name: "no tier", policy: unassigning, verdict: .notApplicable),
        .init(control: "HF-RET-04", name: "weeks to go", verdict: .compliant),
        .init(control: "HF-RET-04", name: "for ever", snapshot: points(nil), verdict: .compliant),
        .init(
            control: "HF-RET-04", name: "ends tomorrow",
            snapshot: World.snapshot(points: [World.point(of: volume, at: "2026-11-23T05:00:00Z", days: 1)]),
            verdict: .nonCompliant),
        .init(
            control: "HF-RET-04", name: "partial only",
            snapshot: World.snapshot(points: [World.point(of: volume, at: "2026-11-23T05:00:00Z", status: .partial)]),
            verdict: .nonCompliant),
        .init(
            control: "HF-RET-04", name: "ends tomorrow, and a vault unread",
            snapshot: World.snapshot(
                points: [World.point(of: volume, at: "2026-11-23T05:00:00Z", days: 1)], gaps: otherVault),
            subject: volume.arn.rawValue, verdict: .unknown),
        .init(control: "HF-RET-04", name: "no tier", policy: unassigning, verdict: .notApplicable),
        .init(control: "HF-RET-06", name: "daily for 35 days", verdict: .compliant),
        .init(control: "HF-RET-06", name: "six days", snapshot: rules([World.rule(days: 6)]), verdict: .nonCompliant),
        .init(
            control: "HF-RET-06", name: "as long as a week",
            snapshot: rules([World.rule(cron: "cron(0 5 ? * SUN *)", days: 7)]), verdict: .compliant),
        .init(
            control: "HF-RET-06", name: "shorter than a month",
            snapshot: rules([World.rule(cron: "cron(0 5 1 * ? *)", days: 30)]), verdict: .nonCompliant),
        .init(
            control: "HF-RET-06", name: "cold after three days",
            snapshot: rules([World.rule(coldAfter: 3, days: 365)]), verdict: .nonCompliant),
        .init(
            control: "HF-RET-06", name: "never cold, by a zero, and six days",
            snapshot: rules([World.rule(coldAfter: 0, days: 6)]), verdict: .nonCompliant),
        .init(control: "HF-RET-06", name: "rules unread", snapshot: rules(nil), verdict: .unknown),
        .init(control: "HF-RET-06", name: "no rule", snapshot: rules([]), verdict: .notApplicable),
    ]

    private static let cold = World.policy(tiers: [
        ProtectionTier(
            name: "gold", rpo: .hours(26), retention: CalendarDays(365), coldStorageAfter: CalendarDays(30),
            vault: VaultRequirement(name: "holdfast"))
    ])

    private static func due(_ resource: Resource, _ at: String? = "2026-10-01T00:00:00Z", gaps: [ReadGap] = [])
        -> RegionSnapshot
    {
        World.snapshot(resources: [resource], points: [World.point(of: resource, coldAt: at)], gaps: gaps)
    }

    static let lifecycles: [Case] = [
        .init(
            control: "HF-LIF-01", name: "as the tier asks", policy: cold,
            snapshot: rules([World.rule(coldAfter: 30, days: 365)]), verdict: .compliant),
        .init(control: "HF-LIF-01", name: "never cold", policy: cold, verdict: .nonCompliant),
        .init(
            control: "HF-LIF-01", name: "too late", policy: cold,
            snapshot: rules([World.rule(coldAfter: 31, days: 365)]), verdict: .nonCompliant),
        .init(
            control: "HF-LIF-01", name: "ends 89 days after the move", policy: cold,
            snapshot: rules([World.rule(coldAfter: 30, days: 119)]), verdict: .nonCompliant),
        .init(
            control: "HF-LIF-01", name: "selections unread", policy: cold,
            snapshot: World.snapshot(plans: [World.plan(selections: nil)]), verdict: .unknown),
        .init(control: "HF-LIF-01", name: "no tier asks", verdict: .notApplicable),
        .init(
            control: "HF-LIF-03", name: "volumes, with the archive",
            snapshot: rules([World.rule(coldAfter: 30, days: 365, archives: true)]), verdict: .compliant),
        .init(
            control: "HF-LIF-03", name: "volumes, without it", snapshot: rules([World.rule(coldAfter: 30, days: 365)]),
            verdict: .nonCompliant),
        .init(
            control: "HF-LIF-03", name: "a database",
            snapshot: rules([World.rule(coldAfter: 30, days: 365)], of: [World.database]), verdict: .nonCompliant),
        .init(
            control: "HF-LIF-03", name: "a table, basic or advanced",
            snapshot: rules([World.rule(coldAfter: 30, days: 365)], of: [World.table]), verdict: .unknown),
        .init(
            control: "HF-LIF-03", name: "nothing that is listed",
            snapshot: rules([World.rule(coldAfter: 30, days: 365)], of: []), verdict: .notApplicable),
        .init(control: "HF-LIF-03", name: "never cold", verdict: .notApplicable),
        .init(control: "HF-LIF-04", name: "a volume is due", snapshot: due(volume), verdict: .compliant),
        .init(control: "HF-LIF-04", name: "none is due", snapshot: due(World.database, nil), verdict: .compliant),
        .init(control: "HF-LIF-04", name: "a database is due", snapshot: due(World.database), verdict: .nonCompliant),
        .init(control: "HF-LIF-04", name: "a table is due", snapshot: due(World.table), verdict: .unknown),
        .init(control: "HF-LIF-05", name: "none", verdict: .compliant),
        .init(
            control: "HF-LIF-05", name: "one",
            snapshot: World.snapshot(points: [World.point(of: volume, at: "2026-01-01T05:00:00Z", status: .expired)]),
            verdict: .nonCompliant),
        .init(
            control: "HF-LIF-05", name: "a vault unread", snapshot: World.snapshot(gaps: otherVault),
            subject: volume.arn.rawValue, verdict: .unknown),
    ]

    private static func vaults(_ vault: BackupVault, rule: BackupRule = World.rule()) -> RegionSnapshot {
        World.snapshot(plans: [World.plan(rules: [rule])], vaults: [vault])
    }

    private static func lock(until: String) -> RegionSnapshot {
        vaults(World.vault(isLocked: true, lockDate: World.time(until)))
    }

    private static let bounded = World.vault(isLocked: true, minimum: 7, maximum: 400)

    static let locks: [Case] = [
        .init(
            control: "HF-LCK-02", name: "days to go", snapshot: lock(until: "2026-11-30T12:00:00Z"),
            verdict: .compliant),
        .init(
            control: "HF-LCK-02", name: "three days to go", snapshot: lock(until: "2026-11-26T12:00:00Z"),
            verdict: .nonCompliant),
        .init(
            control: "HF-LCK-02", name: "past", snapshot: lock(until: "2026-11-23T12:00:00Z"), verdict: .notApplicable),
        .init(control: "HF-LCK-02", name: "not locked", verdict: .notApplicable),
        .init(
            control: "HF-LCK-02", name: "AWS did not say", snapshot: vaults(World.vault(isLocked: nil)),
            verdict: .unknown),
        .init(control: "HF-LCK-03", name: "within the bounds", snapshot: vaults(bounded), verdict: .compliant),
        .init(control: "HF-LCK-03", name: "not locked", verdict: .compliant),
        .init(
            control: "HF-LCK-03", name: "too short", snapshot: vaults(bounded, rule: World.rule(days: 6)),
            verdict: .nonCompliant),
        .init(
            control: "HF-LCK-03", name: "for ever", snapshot: vaults(bounded, rule: World.rule(days: nil)),
            verdict: .nonCompliant),
        .init(
            control: "HF-LCK-03", name: "a copy too short",
            snapshot: vaults(bounded, rule: World.rule(copies: [World.copy(to: World.region, days: 6)])),
            verdict: .nonCompliant),
        .init(
            control: "HF-LCK-03", name: "a copy into a Region nobody read",
            snapshot: vaults(bounded, rule: World.rule(copies: [World.copy()])), verdict: .unknown),
        .init(control: "HF-LCK-03", name: "no rule", snapshot: rules([]), verdict: .notApplicable),
        .init(control: "HF-VLT-05", name: "few", snapshot: vaults(World.vault(holding: 800_000)), verdict: .compliant),
        .init(
            control: "HF-VLT-05", name: "many", snapshot: vaults(World.vault(holding: 800_001)), verdict: .nonCompliant),
        .init(
            control: "HF-VLT-05", name: "AWS did not say", snapshot: vaults(World.vault(holding: nil)),
            verdict: .unknown),
        .init(
            control: "HF-VLT-07", name: "tagged", snapshot: World.snapshot(plans: [World.plan(tags: ["team": "shop"])]),
            verdict: .compliant),
        .init(
            control: "HF-VLT-07", name: "by AWS only",
            snapshot: World.snapshot(plans: [World.plan(tags: ["aws:cloudformation:stack-id": "x"])]),
            verdict: .nonCompliant),
        .init(
            control: "HF-VLT-07", name: "unread", snapshot: World.snapshot(plans: [World.plan(tags: nil)]),
            verdict: .unknown),
    ]

    private static let copying = World.policy(tiers: [
        World.tier(copies: [
            CopyTarget(region: World.copyRegion, vaultName: "holdfast", retention: CalendarDays(14))
        ])
    ])

    private static func copied(_ days: Int?, plan: String = "team-plan") -> RegionSnapshot {
        World.snapshot(plans: [World.plan(plan, rules: [World.rule(copies: [World.copy(days: days)])])])
    }

    private static func copy(_ key: String?, _ type: BackupVault.KeyType? = nil) -> RegionSnapshot {
        World.snapshot(points: [
            World.point(
                of: volume, source: "arn:aws:backup:eu-west-1:111122223333:backup-vault:a", key: key, keyType: type)
        ])
    }

    private static let ownKey = "arn:aws:kms:eu-central-1:111122223333:key/1"

    static let copyRules: [Case] = [
        .init(control: "HF-CPY-06", name: "as long", snapshot: copied(35), verdict: .compliant),
        .init(control: "HF-CPY-06", name: "for ever", snapshot: copied(nil), verdict: .compliant),
        .init(control: "HF-CPY-06", name: "shorter", snapshot: copied(34), verdict: .nonCompliant),
        .init(
            control: "HF-CPY-06", name: "as the tier declares", policy: copying,
            snapshot: copied(14, plan: "holdfast-gold"), verdict: .compliant),
        .init(
            control: "HF-CPY-06", name: "shorter than the tier declares", policy: copying,
            snapshot: copied(13, plan: "holdfast-gold"), verdict: .nonCompliant),
        .init(control: "HF-CPY-06", name: "rules unread", snapshot: rules(nil), verdict: .unknown),
        .init(control: "HF-CPY-06", name: "no copies", verdict: .notApplicable),
        .init(
            control: "HF-CPY-08", name: "where a tier does", policy: copying, snapshot: copied(35), verdict: .compliant),
        .init(
            control: "HF-CPY-08", name: "where no tier does", policy: copying,
            snapshot: rules([World.rule(copies: [World.copy(to: AWSRegion(rawValue: "us-east-1") ?? World.region)])]),
            verdict: .nonCompliant),
        .init(control: "HF-CPY-08", name: "rules unread", policy: copying, snapshot: rules(nil), verdict: .unknown),
        .init(control: "HF-CPY-08", name: "the policy names none", verdict: .notApplicable),
        .init(
            control: "HF-ENC-06", name: "a key of the account", snapshot: copy(ownKey, .customerManaged),
            verdict: .compliant),
        .init(
            control: "HF-ENC-06", name: "a key of another account",
            snapshot: copy("arn:aws:kms:eu-central-1:444455556666:key/1"), verdict: .nonCompliant),
        .init(control: "HF-ENC-06", name: "AWS's key", snapshot: copy(ownKey, .awsOwned), verdict: .nonCompliant),
        .init(control: "HF-ENC-06", name: "AWS did not say", snapshot: copy(nil), verdict: .unknown),
        .init(
            control: "HF-LAG-02", name: "a volume", snapshot: airGapped([volume]), verdict: .compliant),
        .init(control: "HF-LAG-02", name: "a database", snapshot: airGapped([World.database]), verdict: .nonCompliant),
        .init(
            control: "HF-LAG-02", name: "a table, basic or advanced", snapshot: airGapped([World.table]),
            verdict: .unknown),
        .init(control: "HF-LAG-02", name: "an ordinary vault", verdict: .notApplicable),
    ]

    private static func airGapped(_ resources: [Resource]) -> RegionSnapshot {
        World.snapshot(
            resources: resources, vaults: [World.vault(holding: 1, type: "LOGICALLY_AIR_GAPPED_BACKUP_VAULT")])
    }

    private static let fast = World.policy(tiers: [World.tier(rpo: .minutes(30))])
    private static let continuous = World.rule(isContinuous: true)

    private static func database(_ status: RecoveryPoint.Status?, gaps: [ReadGap] = []) -> RegionSnapshot {
        World.snapshot(
            resources: [World.database], points: status.map { [World.point(of: World.database, status: $0)] } ?? [],
            gaps: gaps)
    }

    private static func claimed(_ plans: [BackupPlan]) -> RegionSnapshot {
        World.snapshot(resources: [World.database], plans: plans)
    }

    private static func index(_ status: String?, gaps: [ReadGap] = []) -> RegionSnapshot {
        World.snapshot(
            plans: [World.plan(rules: [World.rule(indexes: ["EBS"])])],
            points: [World.point(of: volume, index: status)], gaps: gaps)
    }

    static let continuity: [Case] = [
        .init(
            control: "HF-PIT-01", name: "goes on", policy: fast, snapshot: database(.available), verdict: .compliant),
        .init(
            control: "HF-PIT-01", name: "snapshots only", policy: fast, snapshot: database(.completed),
            verdict: .nonCompliant),
        .init(
            control: "HF-PIT-01", name: "a vault unread", policy: fast,
            snapshot: database(.completed, gaps: otherVault), verdict: .unknown),
        .init(control: "HF-PIT-01", name: "a day is enough", snapshot: database(.completed), verdict: .notApplicable),
        .init(control: "HF-PIT-01", name: "volumes have none", policy: fast, verdict: .notApplicable),
        .init(
            control: "HF-PIT-02", name: "one plan", snapshot: claimed([World.plan(rules: [continuous])]),
            verdict: .compliant),
        .init(
            control: "HF-PIT-02", name: "two plans",
            snapshot: claimed([World.plan(rules: [continuous]), World.plan("b", rules: [continuous])]),
            verdict: .nonCompliant),
        .init(
            control: "HF-PIT-02", name: "the other is unread",
            snapshot: claimed([World.plan(rules: [continuous]), World.plan("b", rules: nil)]), verdict: .unknown),
        .init(control: "HF-PIT-04", name: "goes on", snapshot: database(.available), verdict: .compliant),
        .init(control: "HF-PIT-04", name: "stopped", snapshot: database(.stopped), verdict: .nonCompliant),
        .init(
            control: "HF-PIT-04", name: "a vault unread", snapshot: database(.stopped, gaps: otherVault),
            subject: World.database.arn.rawValue, verdict: .unknown),
        .init(control: "HF-PIT-04", name: "snapshots only", snapshot: database(.completed), verdict: .notApplicable),
        .init(control: "HF-IDX-01", name: "indexed", snapshot: index("ACTIVE"), verdict: .compliant),
        .init(control: "HF-IDX-01", name: "failed", snapshot: index("FAILED"), verdict: .nonCompliant),
        .init(control: "HF-IDX-01", name: "not indexed", snapshot: index(nil), verdict: .nonCompliant),
        .init(
            control: "HF-IDX-01", name: "a vault unread", snapshot: index("ACTIVE", gaps: otherVault),
            subject: volume.arn.rawValue, verdict: .unknown),
        .init(control: "HF-IDX-01", name: "no plan asks", verdict: .notApplicable),
    ]
}
