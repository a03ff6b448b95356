import HoldfastEvaluation
import HoldfastModel
import HoldfastPolicy

extension ControlTests {
    private static let instance = World.arn("arn:aws:rds:eu-central-1:111122223333:db:shop")
    private static let cluster = World.arn("arn:aws:rds:eu-central-1:111122223333:cluster:shop")
    private static let table = World.resource("arn:aws:dynamodb:eu-central-1:111122223333:table/carts", .dynamoDB)
    private static let bucket = World.resource("arn:aws:s3:::carts", .s3)

    private static func world(
        _ databases: [DatabaseResource], resources: [Resource] = [], gaps: [ReadGap] = []
    ) -> RegionSnapshot {
        var snapshot = World.snapshot(resources: resources, gaps: gaps)
        snapshot.databases = databases
        return snapshot
    }

    private static func databases(
        _ type: ResourceType, days: Int? = 7, isProtected: Bool? = true, copiesTags: Bool? = true,
        isReplica: Bool = false
    ) -> [DatabaseResource] {
        [
            DatabaseResource(
                arn: type == .rds ? instance : cluster, type: type, isCluster: type != .rds,
                backupRetention: days.map { CalendarDays($0) }, isProtectedFromDeletion: isProtected,
                copiesTagsToSnapshots: copiesTags, isReplica: isReplica)
        ]
    }

    private static let known = World.resource(instance.rawValue, .rds)

    private static func world(_ recovery: TableRecovery?) -> RegionSnapshot {
        var snapshot = World.snapshot(resources: [table])
        snapshot.tableRecovery = recovery.map { [table.arn: $0] } ?? [:]
        return snapshot
    }

    private static func world(_ versioning: BucketSettings.Versioning?, events: Bool? = true) -> RegionSnapshot {
        var snapshot = World.snapshot(resources: [bucket])
        snapshot.bucketSettings = [bucket.arn: BucketSettings(versioning: versioning, tellsEventBridge: events)]
        return snapshot
    }

    private static func policies(_ state: String) -> RegionSnapshot {
        var snapshot = World.snapshot()
        snapshot.snapshotPolicies = [
            SnapshotPolicy(
                id: "policy-1", arn: World.arn("arn:aws:dlm:eu-central-1:111122223333:policy/policy-1"),
                description: "daily", state: state)
        ]
        return snapshot
    }

    private static let continuous = World.policy(tiers: [World.tier(isContinuous: true)])

    static let native: [Case] = [
        .init(control: "HF-NAT-01", name: "seven days", snapshot: world(databases(.rds)), verdict: .compliant),
        .init(
            control: "HF-NAT-01", name: "six days", snapshot: world(databases(.rds, days: 6)), verdict: .nonCompliant),
        .init(control: "HF-NAT-01", name: "off", snapshot: world(databases(.rds, days: 0)), verdict: .nonCompliant),
        .init(
            control: "HF-NAT-01", name: "a replica", snapshot: world(databases(.rds, days: 0, isReplica: true)),
            verdict: .notApplicable),
        .init(
            control: "HF-NAT-01", name: "left out", policy: ignoring,
            snapshot: world(databases(.rds, days: 0), resources: [known]), verdict: .notApplicable),
        .init(control: "HF-NAT-01", name: "not told", snapshot: world(databases(.rds, days: nil)), verdict: .unknown),
        .init(
            control: "HF-NAT-01", name: "unread", snapshot: world([], gaps: [World.gap(.databases)]), verdict: .unknown),
        .init(control: "HF-NAT-02", name: "seven days", snapshot: world(databases(.neptune)), verdict: .compliant),
        .init(
            control: "HF-NAT-02", name: "one day", snapshot: world(databases(.documentDB, days: 1)),
            verdict: .nonCompliant),
        .init(
            control: "HF-NAT-02", name: "unread", snapshot: world([], gaps: [World.gap(.databases)]), verdict: .unknown),
        .init(control: "HF-NAT-10", name: "protected", snapshot: world(databases(.aurora)), verdict: .compliant),
        .init(
            control: "HF-NAT-10", name: "not protected", snapshot: world(databases(.aurora, isProtected: false)),
            verdict: .nonCompliant),
        .init(
            control: "HF-NAT-10", name: "not told", snapshot: world(databases(.aurora, isProtected: nil)),
            verdict: .unknown),
        .init(control: "HF-ENC-05", name: "tags are copied", snapshot: world(databases(.aurora)), verdict: .compliant),
        .init(
            control: "HF-ENC-05", name: "tags are not copied", snapshot: world(databases(.rds, copiesTags: false)),
            verdict: .nonCompliant),
        .init(
            control: "HF-ENC-05", name: "DocumentDB", snapshot: world(databases(.documentDB, copiesTags: false)),
            verdict: .notApplicable),
        .init(control: "HF-NAT-05", name: "versions", snapshot: world(.enabled), verdict: .compliant),
        .init(control: "HF-NAT-05", name: "suspended", snapshot: world(.suspended), verdict: .nonCompliant),
        .init(control: "HF-NAT-05", name: "never", snapshot: world(.off), verdict: .nonCompliant),
        .init(
            control: "HF-NAT-05", name: "left out", policy: ignoring, snapshot: world(.off), verdict: .notApplicable),
        .init(
            control: "HF-NAT-05", name: "unread", snapshot: world(BucketSettings.Versioning?.none), verdict: .unknown),
        .init(control: "HF-NAT-09", name: "enabled", snapshot: policies("ENABLED"), verdict: .compliant),
        .init(control: "HF-NAT-09", name: "disabled", snapshot: policies("DISABLED"), verdict: .nonCompliant),
        .init(control: "HF-NAT-09", name: "in error", snapshot: policies("ERROR"), verdict: .nonCompliant),
        .init(
            control: "HF-NAT-09", name: "unread", snapshot: World.snapshot(gaps: [World.gap(.snapshotPolicies)]),
            verdict: .unknown),
        .init(control: "HF-PIT-05", name: "ready", policy: continuous, snapshot: world(.enabled), verdict: .compliant),
        .init(
            control: "HF-PIT-05", name: "no versions", policy: continuous, snapshot: world(.suspended),
            verdict: .nonCompliant),
        .init(
            control: "HF-PIT-05", name: "no events", policy: continuous, snapshot: world(.enabled, events: false),
            verdict: .nonCompliant),
        .init(control: "HF-PIT-05", name: "another tier", snapshot: world(.off), verdict: .notApplicable),
        .init(
            control: "HF-PIT-05", name: "unread", policy: continuous, snapshot: world(.enabled, events: nil),
            verdict: .unknown),
        .init(
            control: "HF-PIT-06", name: "35 days", snapshot: world(TableRecovery(isOn: true, period: CalendarDays(35))),
            verdict: .compliant),
        .init(
            control: "HF-PIT-06", name: "34 days", snapshot: world(TableRecovery(isOn: true, period: CalendarDays(34))),
            verdict: .nonCompliant),
        .init(control: "HF-PIT-06", name: "off", snapshot: world(TableRecovery(isOn: false)), verdict: .nonCompliant),
        .init(
            control: "HF-PIT-06", name: "left out", policy: ignoring, snapshot: world(TableRecovery(isOn: false)),
            verdict: .notApplicable),
        .init(control: "HF-PIT-06", name: "unread", snapshot: world(Optional<TableRecovery>.none), verdict: .unknown),
    ]
}
