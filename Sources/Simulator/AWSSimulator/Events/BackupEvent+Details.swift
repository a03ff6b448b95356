internal import AWSWire

extension BackupEvent {
    /// A job was created; AWS tells little of it then.
    static func created(_ job: BackupJob, in scope: Scope) -> BackupEvent {
        BackupEvent(
            .backupJob, in: scope, at: job.createdAt,
            detail: [
                ("backupJobId", .string(job.id)), ("state", .string("CREATED")),
                ("creationDate", .string(job.createdAt.iso8601)),
            ])
    }

    /// A job began to run or ended.
    static func changed(_ job: BackupJob, in scope: Scope, at moment: Moment) -> BackupEvent {
        let state = job.state(at: moment)
        let isDone = state == "COMPLETED"
        let hasBytes = isDone || state == "RUNNING"
        return BackupEvent(
            .backupJob, in: scope, at: moment, resources: isDone ? [job.recoveryPointARN].compactMap { $0 } : [],
            detail: [
                ("backupJobId", .string(job.id)),
                ("backupSizeInBytes", hasBytes ? .string(String(job.sizeInBytes)) : nil),
                ("backupVaultArn", .string(job.vaultARN)), ("backupVaultName", .string(job.vaultName)),
                ("bytesTransferred", .string(isDone ? String(job.sizeInBytes) : "0")),
                ("creationDate", .string(job.createdAt.iso8601)), ("iamRoleArn", .string(job.roleARN)),
                ("resourceArn", .string(job.resourceARN)), ("resourceType", .string(job.resourceType)),
                ("state", .string(state)), ("statusMessage", job.endsAt <= moment ? .text(job.outcome.message) : nil),
                ("completionDate", job.endsAt <= moment ? .string(job.endsAt.iso8601) : nil),
                ("startBy", .string(job.startBy.iso8601)), ("percentDone", .integer(isDone ? 100 : 0)),
                ("createdBy", job.creator.map(creator)),
            ])
    }

    /// A copy job was created, began to run or ended.
    static func changed(_ job: CopyJob, in scope: Scope, at moment: Moment) -> BackupEvent {
        let isOver = job.endsAt <= moment
        return BackupEvent(
            .copyJob, in: scope, at: moment,
            resources: isOver ? [job.sourcePointARN, job.destinationPointARN].compactMap { $0 } : [],
            detail: [
                ("copyJobId", .string(job.id)), ("backupSizeInBytes", .integer(job.sizeInBytes)),
                ("creationDate", .string(job.createdAt.iso8601)), ("iamRoleArn", .string(job.roleARN)),
                ("resourceArn", .string(job.resourceARN)), ("resourceType", .string(job.resourceType)),
                ("sourceBackupVaultArn", .string(job.sourceVaultARN)), ("state", .string(job.state(at: moment))),
                ("statusMessage", isOver ? .text(job.outcome.message) : nil),
                ("completionDate", isOver ? .string(job.endsAt.iso8601) : nil),
                ("destinationBackupVaultArn", .string(job.destinationVaultARN)),
                ("destinationRecoveryPointArn", isOver ? .text(job.destinationPointARN) : nil),
                ("createdBy", job.creator.map(creator)),
            ])
    }

    /// A restore job was created, began to run or ended.
    static func changed(_ job: RestoreJob, in scope: Scope, at moment: Moment) -> BackupEvent {
        let isOver = job.endsAt <= moment
        return BackupEvent(
            .restoreJob, in: scope, at: moment,
            resources: isOver ? [job.pointARN, job.createdARN].compactMap { $0 } : [],
            detail: [
                ("restoreJobId", .string(job.id)), ("backupSizeInBytes", .string(String(job.sizeInBytes))),
                ("creationDate", .string(job.createdAt.iso8601)), ("iamRoleArn", .text(job.roleARN)),
                ("percentDone", .integer(isOver && job.outcome.makesPoint ? 100 : 0)),
                ("resourceType", .string(job.resourceType)), ("status", .string(job.state(at: moment))),
                ("statusMessage", isOver ? .text(job.outcome.message) : nil),
                ("completionDate", isOver ? .string(job.endsAt.iso8601) : nil),
                ("createdResourceArn", isOver ? .text(job.createdARN) : nil),
                ("sourceResourceArn", .string(job.resourceARN)),
                ("restoreTestingPlanArn", .text(job.testing?.planARN)),
            ])
    }

    /// A recovery point changed its state.
    static func changed(
        _ point: RecoveryPoint, to state: String, in scope: Scope, at moment: Moment
    ) -> BackupEvent {
        let lifecycle = WireValue.record(
            ("moveToColdStorageAfterDays", point.lifecycle?.moveToColdAfterDays.map { .integer($0) }),
            ("deleteAfterDays", point.lifecycle?.deleteAfterDays.map { .integer($0) }))
        let calculated = WireValue.record(
            ("moveToColdStorageAt", point.coldAt.map { .string($0.iso8601) }),
            ("deleteAt", point.deleteAt.map { .string($0.iso8601) }))
        let isCold = point.coldAt.map { $0 <= moment } ?? false
        return BackupEvent(
            .recoveryPoint, in: scope, at: moment, resources: [point.arn],
            detail: [
                ("backupVaultName", .string(point.vaultName)),
                ("backupVaultArn", .string(BackupTask.vaultARN(point.vaultName, scope))),
                ("creationDate", .string(point.createdAt.iso8601)), ("iamRoleArn", .string(point.roleARN)),
                ("resourceType", .string(point.resourceType)), ("resourceArn", .string(point.resourceARN)),
                ("status", .string(state)), ("isEncrypted", .string(point.isEncrypted ? "true" : "false")),
                ("storageClass", .string(isCold ? "COLD" : "WARM")),
                ("completionDate", point.completedAt <= moment ? .string(point.completedAt.iso8601) : nil),
                ("createdBy", point.creator.map(creator)), ("lifecycle", point.lifecycle == nil ? nil : lifecycle),
                ("calculatedLifeCycle", point.coldAt == nil && point.deleteAt == nil ? nil : calculated),
            ])
    }

    /// A vault was created, changed or deleted.
    static func changed(_ vault: BackupVault, to state: String, in scope: Scope, at moment: Moment) -> BackupEvent {
        BackupEvent(
            .backupVault, in: scope, at: moment, resources: [vault.arn],
            detail: [
                ("backupVaultName", .string(vault.name)), ("state", .string(state)),
                ("isLocked", state == "MODIFIED" ? .string(vault.lock == nil ? "false" : "true") : nil),
            ])
    }

    /// A plan was created, changed or deleted.
    static func changed(_ plan: BackupPlan, to state: String, in scope: Scope, at moment: Moment) -> BackupEvent {
        let dates = ["CREATED": "creationDate", "MODIFIED": "modifiedAt", "DELETED": "deletionDate"]
        return BackupEvent(
            .backupPlan, in: scope, at: moment, resources: [plan.arn],
            detail: [
                ("backupPlanId", .string(plan.id)), ("versionId", .string(plan.versionID)),
                (dates[state] ?? "modifiedAt", .string(moment.iso8601)), ("state", .string(state)),
            ])
    }

    /// Types were opted in to or out of.
    static func changed(_ settings: [BackupState.OptIn], in scope: Scope, at moment: Moment) -> BackupEvent {
        BackupEvent(
            .regionSetting, in: scope, at: moment,
            detail: [
                ("modifiedAt", .string(moment.iso8601)),
                (
                    "ResourceTypeOptInPreference",
                    .object(settings.map { WireValue.Member($0.type, .bool($0.isOn)) })
                ),
                ("state", .string("MODIFIED")),
            ])
    }

    private static func creator(_ creator: RecoveryPoint.Creator) -> WireValue {
        .record(
            ("backupPlanId", .string(creator.planID)), ("backupPlanArn", .string(creator.planARN)),
            ("backupPlanVersion", .string(creator.planVersion)), ("backupPlanRuleId", .string(creator.ruleID)))
    }
}
