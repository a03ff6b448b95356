/// One backup of one resource: what a rule does at one scheduled moment.
package struct BackupTask: Sendable {
    private let options: WorldOptions
    private let region: RegionState
    private let account: AccountState
    private let plan: BackupPlan
    private let rule: BackupRule
    private let resource: SimulatedResource
    private let roleARN: String
    private let scheduled: Moment
    private let failure: String?
    private let startsAt: Moment
    private let endsAt: Moment
    private let jobID: String
    private let pointID: String

    /// Draws everything about the backup from the rule, the resource and the scheduled moment.
    package init(
        options: WorldOptions, region: RegionState, account: AccountState, plan: BackupPlan, rule: BackupRule,
        resource: SimulatedResource, roleARN: String, scheduled: Moment, isMadeToFail: Bool
    ) {
        self.options = options
        self.region = region
        self.account = account
        self.plan = plan
        self.rule = rule
        self.resource = resource
        self.roleARN = roleARN
        self.scheduled = scheduled
        var random = SeededGenerator(
            options.seed, "backup", rule.id, resource.arn, String(scheduled.milliseconds / 60_000))
        startsAt = scheduled.adding(seconds: Int64(random.within(60...2_400)))
        let failure =
            isMadeToFail
            ? "Backup job failed because the resource could not be snapshotted."
            : Self.failure(region: region, account: account, rule: rule, roleARN: roleARN, at: scheduled)
        let minutes = 4 + random.below(12) + Int(min(90, resource.sizeInBytes / 20_000_000_000))
        endsAt = startsAt.adding(seconds: Int64(failure == nil ? minutes * 60 : 45) + Int64(random.below(60)))
        self.failure = failure
        jobID = random.uuid().uppercased()
        pointID = random.uuid()
    }

    /// Why a backup cannot be made at a moment, in AWS's words, or nothing.
    private static func failure(
        region: RegionState, account: AccountState, rule: BackupRule, roleARN: String, at moment: Moment
    ) -> String? {
        let role = account.roles.first { $0.arn == roleARN }
        guard let role, role.createdAt <= moment, role.deletedAt.map({ $0 > moment }) ?? true else {
            return "IAM Role \(roleARN) does not have sufficient permissions to execute the backup"
        }
        guard let vault = region.backup.vault(named: rule.vaultName), vault.createdAt <= moment else {
            return "Backup vault \(rule.vaultName) does not exist."
        }
        let days = rule.lifecycle?.deleteAfterDays
        if let lock = vault.lock {
            if let least = lock.minRetentionDays, let days, days < Int64(least) {
                return "Backup job failed because the retention is below the vault's minimum of \(least) days."
            }
            if let most = lock.maxRetentionDays, days.map({ $0 > Int64(most) }) ?? true {
                return "Backup job failed because the retention is above the vault's maximum of \(most) days."
            }
        }
        return nil
    }

    /// The job.
    package var job: BackupJob {
        BackupJob(
            id: jobID, vaultName: rule.vaultName,
            vaultARN: Self.vaultARN(rule.vaultName, region.scope), resourceARN: resource.arn,
            resourceType: resource.kind.backupType, resourceName: resourceName, creator: creator, roleARN: roleARN,
            createdAt: scheduled, startsAt: startsAt, endsAt: endsAt,
            startBy: scheduled.adding(minutes: rule.startWindowMinutes), sizeInBytes: resource.sizeInBytes,
            recoveryPointARN: recoveryPoint?.arn, isEncrypted: isEncrypted, failure: failure)
    }

    /// The recovery point, when the job succeeds.
    package var recoveryPoint: RecoveryPoint? {
        guard failure == nil else { return nil }
        let lifecycle = continuousPointARN == nil ? rule.lifecycle : nil
        return point(
            arn: continuousPointARN ?? pointARN(pointID, in: region.scope.region), vaultName: rule.vaultName,
            createdAt: startsAt, completedAt: endsAt, lifecycle: lifecycle, keyARN: encryptionKeyARN, source: nil)
    }

    /// The ARN of the one continuous recovery point of the resource, when the rule makes one of this type.
    package var continuousPointARN: String? {
        guard rule.isContinuous == true, [.cluster, .database, .bucket].contains(resource.kind) else { return nil }
        var random = SeededGenerator(options.seed, "continuous", rule.vaultName, resource.arn)
        return "arn:aws:backup:\(region.scope.region):\(region.scope.account):recovery-point:continuous:"
            + "\(random.alphanumeric(8))-\(random.hex(8))"
    }

    /// The copies of a point that come into being, each with the Region it lands in.
    ///
    /// Copies to another account need the organization's cross-account setting, which this world leaves off, so they
    /// fail; a copy to a vault that does not exist fails too, and DynamoDB tables without full management have none.
    package func copies(of point: RecoveryPoint) -> [(region: String, point: RecoveryPoint)] {
        rule.copyActions.enumerated().compactMap { index, action in
            let parts = action.destinationVaultARN.split(separator: ":", omittingEmptySubsequences: false)
            guard parts.count == 7, parts[4] == region.scope.account, let vault = destination(parts.map(String.init)),
                resource.kind != .table || isFullyManaged
            else { return nil }
            let name = String(parts[3])
            var random = SeededGenerator(options.seed, "copy", pointID, String(index))
            let begins = point.completedAt.adding(seconds: Int64(random.within(60...900)))
            let ends = begins.adding(seconds: Int64(random.within(300...3_600)))
            let copy = self.point(
                arn: pointARN(random.uuid(), in: name), vaultName: vault.name, createdAt: begins, completedAt: ends,
                lifecycle: action.lifecycle, keyARN: isEncrypted ? vault.encryptionKeyARN : nil,
                source: Self.vaultARN(rule.vaultName, region.scope))
            return (name, copy)
        }
    }

    private func destination(_ arn: [String]) -> BackupVault? {
        let backup = arn[3] == region.scope.region ? region.backup : account.regions[arn[3]]?.backup
        return backup?.vault(named: arn[6]).flatMap { $0.createdAt <= endsAt ? $0 : nil }
    }

    private func point(
        arn: String, vaultName: String, createdAt: Moment, completedAt: Moment, lifecycle: BackupLifecycle?,
        keyARN: String?, source: String?
    ) -> RecoveryPoint {
        let deleteAt = lifecycle?.deleteAfterDays.flatMap { $0 > 0 ? createdAt.adding(days: $0) : nil }
        var random = SeededGenerator(options.seed, "expiry", arn)
        let delay = Int64(random.below(8 * 3_600))
        return RecoveryPoint(
            arn: arn, vaultName: vaultName, resourceARN: resource.arn, resourceType: resource.kind.backupType,
            resourceName: resourceName, creator: creator, roleARN: roleARN, createdAt: createdAt,
            completedAt: completedAt, sizeInBytes: resource.sizeInBytes, isEncrypted: isEncrypted,
            encryptionKeyARN: keyARN, lifecycle: lifecycle, coldAt: coldDate(lifecycle, createdAt), deleteAt: deleteAt,
            removedAt: deleteAt?.adding(seconds: delay), sourceVaultARN: source, tags: rule.recoveryPointTags)
    }

    /// AWS Backup ignores the cold part of a lifecycle for types that have no cold storage.
    private func coldDate(_ lifecycle: BackupLifecycle?, _ createdAt: Moment) -> Moment? {
        guard let lifecycle, let days = lifecycle.moveToColdAfterDays, days > 0 else { return nil }
        switch resource.kind {
        case .fileSystem: return createdAt.adding(days: days)
        case .table: return isFullyManaged ? createdAt.adding(days: days) : nil
        case .volume: return lifecycle.optInToArchive == true ? createdAt.adding(days: days) : nil
        case .instance, .database, .cluster, .bucket: return nil
        }
    }

    private var isFullyManaged: Bool {
        switch resource.kind {
        case .fileSystem, .bucket: true
        case .table: region.backup.management.first { $0.type == "DynamoDB" }?.isOn ?? false
        case .instance, .volume, .database, .cluster: false
        }
    }

    private var isEncrypted: Bool { isFullyManaged || resource.isEncrypted }

    private var encryptionKeyARN: String? {
        isFullyManaged ? region.backup.vault(named: rule.vaultName)?.encryptionKeyARN : resource.kmsKeyARN
    }

    private var resourceName: String { resource.tags["Name"] ?? resource.id }

    private var creator: RecoveryPoint.Creator {
        RecoveryPoint.Creator(
            planID: plan.id, planARN: plan.arn, planVersion: plan.versionID, planName: plan.name, ruleID: rule.id,
            ruleName: rule.name, schedule: rule.schedule, timezone: rule.timezone)
    }

    /// The ARN of a vault.
    package static func vaultARN(_ name: String, _ scope: Scope) -> String {
        "arn:aws:backup:\(scope.region):\(scope.account):backup-vault:\(name)"
    }

    private func pointARN(_ id: String, in name: String) -> String {
        let compact = String(id.filter { $0 != "-" }.prefix(17))
        switch resource.kind {
        case .instance: return "arn:aws:ec2:\(name)::image/ami-\(compact)"
        case .volume: return "arn:aws:ec2:\(name)::snapshot/snap-\(compact)"
        case .database: return "arn:aws:rds:\(name):\(region.scope.account):snapshot:awsbackup:job-\(id)"
        case .cluster: return "arn:aws:rds:\(name):\(region.scope.account):cluster-snapshot:awsbackup:job-\(id)"
        case .table where !isFullyManaged:
            let moment = String(startsAt.milliseconds).suffix(17)
            return "\(resource.arn)/backup/0\(moment)-\(compact.prefix(8))"
        case .table, .fileSystem, .bucket:
            return "arn:aws:backup:\(name):\(region.scope.account):recovery-point:\(id)"
        }
    }
}
