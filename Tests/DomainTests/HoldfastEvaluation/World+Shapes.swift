import HoldfastModel
import HoldfastPolicy

/// Shapes of plans, vaults and points that only some controls ask about.
extension World {
    static let database = resource(
        "arn:aws:rds:eu-central-1:111122223333:db:shop", .rds, tags: ["holdfast:tier": "gold"])
    static let table = resource(
        "arn:aws:dynamodb:eu-central-1:111122223333:table/orders", .dynamoDB, tags: ["holdfast:tier": "gold"])
    static let bucket = resource("arn:aws:s3:::shop-files", .s3, tags: ["holdfast:tier": "gold"])

    static func instance(isStopped: Bool?) -> Resource {
        Resource(
            arn: arn("arn:aws:ec2:eu-central-1:111122223333:instance/i-1"), type: .ec2, accountID: account.id,
            region: region, tags: ["holdfast:tier": "gold"], isStopped: isStopped)
    }

    /// A rule with a lifecycle, continuous or indexed.
    static func rule(
        named name: String = "gold", cron: String? = "cron(0 5 ? * * *)", coldAfter: Int? = nil, days: Int? = 35,
        archives: Bool? = nil, isContinuous: Bool = false, indexes: [String] = [], vault: String = "holdfast"
    ) -> BackupRule {
        BackupRule(
            name: name, targetVaultName: vault, scheduleExpression: cron,
            lifecycle: Lifecycle(
                moveToColdStorageAfter: coldAfter.map { CalendarDays($0) }, deleteAfter: days.map { CalendarDays($0) },
                optInToArchive: archives),
            enablesContinuousBackup: isContinuous, indexedTypes: indexes)
    }

    /// A plan with tags, settings and a last run.
    static func plan(
        named name: String = "team-plan", tags: [String: String]?, settings: [AdvancedBackupSetting] = [],
        lastRun: Instant? = nil
    ) -> BackupPlan {
        BackupPlan(
            id: "id-\(name)", arn: arn("arn:aws:backup:eu-central-1:111122223333:backup-plan:id-\(name)"), name: name,
            rules: [rule()], selections: [everything], tags: tags, advancedSettings: settings,
            createdAt: time("2026-01-01T00:00:00Z"), lastExecutionAt: lastRun)
    }

    static func plan(selecting resources: [String], butNot others: [String] = [], name: String = "team-plan")
        -> BackupPlan
    {
        plan(
            name,
            selections: [BackupSelection(name: "s", roleARN: role, resources: resources, notResources: others)])
    }

    static func vault(holding count: Int64?, type: String? = nil) -> BackupVault {
        BackupVault(
            name: "holdfast", arn: arn("arn:aws:backup:eu-central-1:111122223333:backup-vault:holdfast"),
            vaultType: type, isLocked: false, recoveryPointCount: count)
    }

    static func copy(to region: AWSRegion = copyRegion, days: Int? = 35) -> CopyAction {
        CopyAction(
            destinationVaultARN: vault(in: region).arn,
            lifecycle: days.map { Lifecycle(deleteAfter: CalendarDays($0)) })
    }

    /// A point as the list of a vault tells it, with what only some types have.
    static func point(
        of resource: Resource, status: RecoveryPoint.Status = .completed, coldAt: String? = nil, source: String? = nil,
        key: String? = nil, keyType: BackupVault.KeyType? = nil, index: String? = nil
    ) -> RecoveryPoint {
        let created = "2026-11-23T05:00:00Z"
        return RecoveryPoint(
            arn: arn("arn:aws:backup:eu-central-1:111122223333:recovery-point:\(resource.arn.resource)"),
            vaultName: "holdfast", resourceARN: resource.arn, resourceType: resource.type, status: status,
            createdAt: time(created), completedAt: time(created), lifecycle: Lifecycle(deleteAfter: CalendarDays(35)),
            moveToColdStorageAt: coldAt.map(time), isEncrypted: true, sourceVaultARN: source, encryptionKeyARN: key,
            encryptionKeyType: keyType, indexStatus: index)
    }
}
