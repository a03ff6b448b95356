internal import AWSWire

extension BackupService {
    /// Lists the recovery points of a vault, oldest first.
    static func listRecoveryPoints(
        _ request: ServiceRequest, in region: RegionState
    ) throws(ServiceFault) -> ServiceReply {
        let vault = try vault(of: request, in: region)
        let query = BackupQuery(request)
        let before = try query.moment("createdBefore")
        let after = try query.moment("createdAfter")
        let resource = query.text("resourceArn")
        let type = query.text("resourceType")
        let plan = query.text("backupPlanId")
        // No point of this world is part of a composite one.
        let parent = query.text("parentRecoveryPointArn")
        let points = region.backup.recoveryPoints.filter { point in
            point.vaultName == vault.name && point.createdAt <= request.now && parent == nil
                && (resource.map { $0 == point.resourceARN } ?? true) && (type.map { $0 == point.resourceType } ?? true)
                && (plan.map { $0 == point.creator.planID } ?? true) && (before.map { point.createdAt < $0 } ?? true)
                && (after.map { point.createdAt > $0 } ?? true)
        }
        let page = try query.page(points)
        return .json(
            ("RecoveryPoints", .array(page.items.map { value(of: $0, in: vault, at: request.now) })),
            ("NextToken", page.next))
    }

    /// Lists the resources that have a complete recovery point in the Region, each with its latest, sorted by ARN.
    static func listProtectedResources(
        _ request: ServiceRequest, in region: RegionState
    ) throws(ServiceFault) -> ServiceReply {
        var latest: [String: RecoveryPoint] = [:]
        for point in region.backup.recoveryPoints where point.completedAt <= request.now {
            if let known = latest[point.resourceARN], known.createdAt >= point.createdAt { continue }
            latest[point.resourceARN] = point
        }
        let page = try BackupQuery(request).page(latest.values.sorted { $0.resourceARN < $1.resourceARN })
        let results = page.items.map { point in
            WireValue.record(
                ("ResourceArn", .string(point.resourceARN)), ("ResourceType", .string(point.resourceType)),
                ("LastBackupTime", .time(point.createdAt)), ("ResourceName", .string(point.resourceName)),
                ("LastBackupVaultArn", .string(BackupTask.vaultARN(point.vaultName, region.scope))),
                ("LastRecoveryPointArn", .string(point.arn)))
        }
        return .json(("Results", .array(results)), ("NextToken", page.next))
    }

    private static func value(of point: RecoveryPoint, in vault: BackupVault, at now: Moment) -> WireValue {
        let isComplete = point.completedAt <= now
        let calculated = WireValue.record(
            ("MoveToColdStorageAt", point.coldAt.map { .time($0) }), ("DeleteAt", point.deleteAt.map { .time($0) }))
        let isContinuous = point.arn.contains(":recovery-point:continuous:")
        return .record(
            ("RecoveryPointArn", .string(point.arn)), ("BackupVaultName", .string(vault.name)),
            ("BackupVaultArn", .string(vault.arn)), ("SourceBackupVaultArn", .text(point.sourceVaultARN)),
            ("ResourceArn", .string(point.resourceARN)), ("ResourceType", .string(point.resourceType)),
            ("CreatedBy", value(of: point.creator)), ("IamRoleArn", .string(point.roleARN)),
            ("Status", .string(!isComplete ? "CREATING" : isContinuous ? "AVAILABLE" : "COMPLETED")),
            ("CreationDate", .time(point.createdAt)), ("InitiationDate", .time(point.createdAt)),
            ("CompletionDate", isComplete ? .time(point.completedAt) : nil),
            ("BackupSizeInBytes", isComplete ? .integer(point.sizeInBytes) : nil),
            ("CalculatedLifecycle", point.coldAt == nil && point.deleteAt == nil ? nil : calculated),
            ("Lifecycle", point.lifecycle?.wireValue), ("EncryptionKeyArn", .text(point.encryptionKeyARN)),
            (
                "EncryptionKeyType",
                point.encryptionKeyARN.map { key in
                    .string(
                        key == vault.encryptionKeyARN && !vault.hasCustomerKey
                            ? "AWS_OWNED_KMS_KEY" : "CUSTOMER_MANAGED_KMS_KEY")
                }
            ),
            ("IsEncrypted", .bool(point.isEncrypted)), ("IsParent", .bool(false)),
            ("ResourceName", .string(point.resourceName)), ("VaultType", .string("BACKUP_VAULT")))
    }

    /// Which plan and rule made a point or job.
    static func value(of creator: RecoveryPoint.Creator) -> WireValue {
        .record(
            ("BackupPlanId", .string(creator.planID)), ("BackupPlanArn", .string(creator.planARN)),
            ("BackupPlanName", .string(creator.planName)), ("BackupPlanVersion", .string(creator.planVersion)),
            ("BackupRuleId", .string(creator.ruleID)), ("BackupRuleName", .string(creator.ruleName)),
            ("BackupRuleCron", .string(creator.schedule)), ("BackupRuleTimezone", .string(creator.timezone)))
    }
}
