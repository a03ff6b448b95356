import HoldfastModel
import HoldfastPolicy

/// A small account to judge: what tests change is a parameter, the rest is sound.
enum World {
    static let account = Account(
        id: AccountID(rawValue: "111122223333") ?? fallback, name: "shop-prod",
        organizationalUnitPath: "Workloads/Prod",
        organizationalUnitIDs: ["r-root", "ou-work", "ou-prod"])
    static let region = AWSRegion(rawValue: "eu-central-1") ?? elsewhere
    static let copyRegion = AWSRegion(rawValue: "eu-west-1") ?? elsewhere
    static let now = time("2026-11-23T12:00:00Z")
    static let role = "arn:aws:iam::111122223333:role/Backup"
    private static let fallback = unreachable(AccountID(rawValue: "000000000000"))
    private static let elsewhere = unreachable(AWSRegion(rawValue: "eu-north-1"))

    static func time(_ text: String) -> Instant { unreachable(Instant(rfc3339: text)) }
    static func arn(_ text: String) -> ResourceARN { unreachable(ResourceARN(rawValue: text)) }

    /// Tests may stop on a literal that is wrong.
    private static func unreachable<Value>(_ value: Value?) -> Value {
        guard let value else { preconditionFailure("a literal of the tests is wrong") }
        return value
    }

    static func volume(_ id: String = "vol-1", tags: [String: String]? = [:], created: Instant? = nil) -> Resource {
        resource("arn:aws:ec2:eu-central-1:111122223333:volume/\(id)", .ebs, tags: tags, created: created)
    }

    static func resource(
        _ text: String, _ type: ResourceType, tags: [String: String]? = [:], created: Instant? = nil,
        configID: String? = nil
    ) -> Resource {
        Resource(
            arn: arn(text), type: type, accountID: account.id, region: region, tags: tags, createdAt: created,
            configResourceID: configID)
    }

    static func tier(
        _ name: String = "gold", rpo: Duration = .hours(26), retention: Int = 35, copies: [CopyTarget] = [],
        vault: VaultRequirement = VaultRequirement(name: "holdfast"),
        schedule: ProtectionTier.Schedule = .derivedFromRPO,
        isContinuous: Bool = false
    ) -> ProtectionTier {
        ProtectionTier(
            name: name, rpo: rpo, retention: CalendarDays(retention), schedule: schedule, isContinuous: isContinuous,
            copies: copies, vault: vault)
    }

    static func policy(
        tiers: [ProtectionTier] = [tier()], assignments: [Assignment]? = nil, tagging: Bool = true,
        enforcement: EnforcementPolicy = EnforcementPolicy(mode: .enforce), waivers: [Waiver] = []
    ) -> ProtectionPolicy {
        let everything = Assignment(name: "all", selector: Selector(), outcome: .tier(tiers.first?.name ?? "gold"))
        return ProtectionPolicy(
            tiers: tiers, assignments: assignments ?? [everything], tagging: TaggingPolicy(isEnabled: tagging),
            backupRole: ARNTemplate("arn:{partition}:iam::{account}:role/Backup"), enforcement: enforcement,
            waivers: waivers)
    }

    static func vault(
        _ name: String = "holdfast", state: String? = nil, key: BackupVault.KeyType? = .customerManaged,
        isLocked: Bool? = false, minimum: Int? = nil, maximum: Int? = nil, lockDate: Instant? = nil,
        in region: AWSRegion = region
    ) -> BackupVault {
        BackupVault(
            name: name, arn: arn("arn:aws:backup:\(region):111122223333:backup-vault:\(name)"), state: state,
            encryptionKeyType: key, isLocked: isLocked, minimumRetention: minimum.map { CalendarDays($0) },
            maximumRetention: maximum.map { CalendarDays($0) }, lockDate: lockDate)
    }

    static func rule(
        _ name: String = "gold", vault: String = "holdfast", cron: String? = "cron(0 5 ? * * *)", zone: String? = nil,
        days: Int? = 35, copies: [CopyAction] = []
    ) -> BackupRule {
        BackupRule(
            name: name, targetVaultName: vault, scheduleExpression: cron, scheduleTimezone: zone,
            lifecycle: days.map { Lifecycle(deleteAfter: CalendarDays($0)) }, copyActions: copies)
    }

    static func plan(
        _ name: String = "team-plan", id: String? = nil, rules: [BackupRule]? = [rule()],
        selections: [BackupSelection]? = [everything], created: Instant? = time("2026-01-01T00:00:00Z")
    ) -> BackupPlan {
        let id = id ?? "id-\(name)"
        return BackupPlan(
            id: id, arn: arn("arn:aws:backup:eu-central-1:111122223333:backup-plan:\(id)"), name: name,
            versionID: "v1", rules: rules, selections: selections, createdAt: created)
    }

    static let everything = BackupSelection(id: "s1", name: "all", roleARN: role, resources: ["*"])

    static func point(
        of resource: Resource, at created: String, status: RecoveryPoint.Status = .completed, days: Int? = 35,
        isEncrypted: Bool? = true, source: String? = nil
    ) -> RecoveryPoint {
        RecoveryPoint(
            arn: arn("arn:aws:backup:eu-central-1:111122223333:recovery-point:\(resource.arn.resource)-\(created)"),
            vaultName: "holdfast", resourceARN: resource.arn, resourceType: resource.type, status: status,
            createdAt: time(created), completedAt: time(created).advanced(by: .minutes(10)),
            lifecycle: Lifecycle(deleteAfter: days.map { CalendarDays($0) }), isEncrypted: isEncrypted,
            sourceVaultARN: source)
    }

    /// A snapshot in which one volume is selected by a daily plan and was backed up this morning.
    static func snapshot(
        resources: [Resource]? = nil, plans: [BackupPlan]? = nil, points: [RecoveryPoint]? = nil,
        vaults: [BackupVault]? = nil, optIn: [String: Bool]? = allOptedIn, rules: [ConfigRule] = [],
        gaps: [ReadGap] = []
    ) -> RegionSnapshot {
        var snapshot = RegionSnapshot(account: account, region: region, takenAt: now)
        snapshot.resources = resources ?? [volume(tags: ["holdfast:tier": "gold"])]
        snapshot.plans = plans ?? [plan()]
        snapshot.vaults = vaults ?? [vault()]
        snapshot.recoveryPoints = points ?? snapshot.resources.map { point(of: $0, at: "2026-11-23T05:00:00Z") }
        snapshot.regionSettings = optIn.map { BackupRegionSettings(optIn: $0) }
        snapshot.configRules = rules
        snapshot.backupRole = BackupRoleFact(arn: role, exists: true)
        snapshot.gaps = gaps
        snapshot.sources = [
            .recoveryPoints: [FactSource(api: "backup:ListRecoveryPointsByBackupVault", requestID: "r-1", readAt: now)]
        ]
        return snapshot
    }

    static let allOptedIn = Dictionary(uniqueKeysWithValues: ResourceType.governed.map { ($0.rawValue, true) })

    static func gap(_ fact: FactKind, _ scope: ReadGap.Scope = .everything) -> ReadGap {
        ReadGap(fact: fact, scope: scope, api: "backup:Some", reason: .denied, code: "AccessDenied", message: "no")
    }
}
