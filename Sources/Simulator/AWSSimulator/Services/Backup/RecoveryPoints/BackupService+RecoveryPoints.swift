internal import AWSWire

extension BackupService {
    /// Recovery points: lists and descriptions.
    static let recoveryPointOperations: [BackupOperation] = [
        .read(
            "GET", "/backup-vaults/{backupVaultName}/recovery-points", "ListRecoveryPointsByBackupVault",
            listRecoveryPoints),
        .read(
            "GET", "/backup-vaults/{backupVaultName}/recovery-points/{recoveryPointArn}", "DescribeRecoveryPoint",
            describeRecoveryPoint),
        .read(
            "GET", "/backup-vaults/{backupVaultName}/recovery-points/{recoveryPointArn}/restore-metadata",
            "GetRecoveryPointRestoreMetadata", restoreMetadata),
        .read(
            "GET", "/resources/{resourceArn}/recovery-points", "ListRecoveryPointsByResource",
            listRecoveryPointsByResource),
    ]

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
        let parent = query.text("parentRecoveryPointArn")
        let points = region.backup.recoveryPoints.filter { point in
            point.vaultName == vault.name && point.createdAt <= request.now
                && (parent.map { $0 == point.parentARN } ?? true)
                && (resource.map { $0 == point.resourceARN } ?? true) && (type.map { $0 == point.resourceType } ?? true)
                && (plan.map { $0 == point.creator?.planID } ?? true) && (before.map { point.createdAt < $0 } ?? true)
                && (after.map { point.createdAt > $0 } ?? true)
        }
        let page = try query.page(points)
        let restored = restores(in: region, at: request.now)
        return .json(
            (
                "RecoveryPoints",
                .array(
                    page.items.map { point in
                        let last = restored[point.arn].map { WireValue.time($0) }
                        return .record(
                            members(of: point, in: vault, at: request.now) + [("LastRestoreTime", last)])
                    })
            ), ("NextToken", page.next))
    }

    /// Describes a recovery point.
    static func describeRecoveryPoint(
        _ request: ServiceRequest, in region: RegionState
    ) throws(ServiceFault) -> ServiceReply {
        let vault = try vault(of: request, in: region)
        let point = region.backup.recoveryPoints[try pointIndex(of: request, in: region)]
        let last = restores(in: region, at: request.now)[point.arn].map { WireValue.time($0) }
        let isHot = !point.isCold(at: request.now)
        let more: [(String, WireValue?)] = [
            ("StorageClass", .string(isHot ? "WARM" : "COLD")), ("LastRestoreTime", last),
        ]
        return ServiceReply(.json(.record(members(of: point, in: vault, at: request.now) + more)))
    }

    /// Gives the metadata that was kept of the resource when it was backed up.
    static func restoreMetadata(
        _ request: ServiceRequest, in region: RegionState
    ) throws(ServiceFault) -> ServiceReply {
        let vault = try vault(of: request, in: region)
        let point = region.backup.recoveryPoints[try pointIndex(of: request, in: region)]
        return .json(
            ("BackupVaultArn", .string(vault.arn)), ("RecoveryPointArn", .string(point.arn)),
            ("RestoreMetadata", .tagMap(RestoreMetadata.kept(with: point))),
            ("ResourceType", .string(point.resourceType)))
    }

    /// Lists the recovery points of a resource in every vault, oldest first.
    static func listRecoveryPointsByResource(
        _ request: ServiceRequest, in region: RegionState
    ) throws(ServiceFault) -> ServiceReply {
        let arn = try protectedARN(of: request)
        let query = BackupQuery(request)
        _ = try query.flag("managedByAWSBackupOnly")
        let points = region.backup.recoveryPoints.filter { $0.resourceARN == arn && $0.createdAt <= request.now }
        let page = try query.page(points)
        let list = page.items.map { point in
            WireValue.record(
                ("RecoveryPointArn", .string(point.arn)), ("CreationDate", .time(point.createdAt)),
                ("Status", .string(point.status(at: request.now))),
                ("EncryptionKeyArn", .text(point.encryptionKeyARN)),
                ("BackupSizeBytes", point.completedAt <= request.now ? .integer(point.sizeInBytes) : nil),
                ("BackupVaultName", .string(point.vaultName)), ("IsParent", .bool(point.isParent)),
                ("ParentRecoveryPointArn", .text(point.parentARN)), ("ResourceName", .string(point.resourceName)),
                (
                    "VaultType",
                    .string((region.backup.vault(named: point.vaultName)?.kind ?? .standard).rawValue)
                ))
        }
        return .json(("RecoveryPoints", .array(list)), ("NextToken", page.next))
    }

    /// Where the recovery point a request's path names stands.
    static func pointIndex(of request: ServiceRequest, in region: RegionState) throws(ServiceFault) -> Int {
        let arn = request.labels["recoveryPointArn"] ?? ""
        let vault = request.labels["backupVaultName"] ?? ""
        guard arn.hasPrefix("arn:"), arn.split(separator: ":").count >= 5 else {
            throw BackupFault.invalid("Invalid recovery point ARN: \(arn)")
        }
        guard
            let index = region.backup.recoveryPoints.firstIndex(where: {
                $0.arn == arn && $0.vaultName == vault && $0.createdAt <= request.now
            })
        else { throw BackupFault.notFound("Recovery point \(arn) does not exist in backup vault \(vault)") }
        return index
    }

    /// The ARN of a resource in a request's path.
    static func protectedARN(of request: ServiceRequest) throws(ServiceFault) -> String {
        let arn = request.labels["resourceArn"] ?? ""
        guard arn.hasPrefix("arn:"), arn.split(separator: ":", omittingEmptySubsequences: false).count >= 6 else {
            throw BackupFault.invalid("Invalid resource ARN: \(arn)")
        }
        return arn
    }

    /// When each recovery point was last restored.
    private static func restores(in region: RegionState, at now: Moment) -> [String: Moment] {
        var last: [String: Moment] = [:]
        for job in region.backup.restoreJobs where job.endsAt <= now && job.outcome.makesPoint {
            last[job.pointARN] = job.endsAt
        }
        return last
    }

    private static func members(
        of point: RecoveryPoint, in vault: BackupVault, at now: Moment
    ) -> [(String, WireValue?)] {
        let isComplete = point.completedAt <= now
        return [
            ("RecoveryPointArn", .string(point.arn)), ("BackupVaultName", .string(vault.name)),
            ("BackupVaultArn", .string(vault.arn)), ("SourceBackupVaultArn", .text(point.sourceVaultARN)),
            ("ResourceArn", .string(point.resourceARN)), ("ResourceType", .string(point.resourceType)),
            ("CreatedBy", point.creator.map { value(of: $0) }), ("IamRoleArn", .string(point.roleARN)),
            ("Status", .string(point.status(at: now))), ("StatusMessage", .text(point.statusMessage)),
            ("CreationDate", .time(point.createdAt)), ("InitiationDate", .time(point.createdAt)),
            ("CompletionDate", isComplete ? .time(point.completedAt) : nil),
            ("BackupSizeInBytes", isComplete ? .integer(point.sizeInBytes) : nil),
            ("CalculatedLifecycle", point.calculatedLifecycle), ("Lifecycle", point.lifecycle?.wireValue),
            ("EncryptionKeyArn", .text(point.encryptionKeyARN)),
            (
                "EncryptionKeyType",
                point.encryptionKeyARN.map { key in
                    .string(
                        key == vault.encryptionKeyARN && !vault.hasCustomerKey
                            ? "AWS_OWNED_KMS_KEY" : "CUSTOMER_MANAGED_KMS_KEY")
                }
            ),
            ("IsEncrypted", .bool(point.isEncrypted)), ("IsParent", .bool(point.isParent)),
            ("ParentRecoveryPointArn", .text(point.parentARN)), ("ResourceName", .string(point.resourceName)),
            ("VaultType", .string(vault.kind.rawValue)),
        ]
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

extension RecoveryPoint {
    /// The dates that follow from the lifecycle, when there are any.
    var calculatedLifecycle: WireValue? {
        guard coldAt != nil || deleteAt != nil else { return nil }
        return .record(
            ("MoveToColdStorageAt", coldAt.map { .time($0) }), ("DeleteAt", deleteAt.map { .time($0) }))
    }

    /// What is to be said about its state.
    var statusMessage: String? {
        switch mark {
        case .expired: "AWS Backup does not have permission to delete this recovery point."
        case .stopped: "The continuous backup was stopped."
        case .partial: "Some nested recovery points are missing."
        case nil: nil
        }
    }
}
