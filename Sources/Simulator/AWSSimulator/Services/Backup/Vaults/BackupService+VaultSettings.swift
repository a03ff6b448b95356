internal import AWSWire

extension BackupService {
    /// What a vault can be given: an access policy, a lock, notifications.
    static let vaultSettingOperations: [BackupOperation] = [
        .read("GET", "/backup-vaults/{backupVaultName}/access-policy", "GetBackupVaultAccessPolicy", accessPolicy),
        .write("PUT", "/backup-vaults/{backupVaultName}/access-policy", "PutBackupVaultAccessPolicy", putAccessPolicy),
        .write(
            "DELETE", "/backup-vaults/{backupVaultName}/access-policy", "DeleteBackupVaultAccessPolicy",
            deleteAccessPolicy),
        .write("PUT", "/backup-vaults/{backupVaultName}/vault-lock", "PutBackupVaultLockConfiguration", putLock),
        .write(
            "DELETE", "/backup-vaults/{backupVaultName}/vault-lock", "DeleteBackupVaultLockConfiguration", deleteLock),
        .read(
            "GET", "/backup-vaults/{backupVaultName}/notification-configuration", "GetBackupVaultNotifications",
            notifications),
        .write(
            "PUT", "/backup-vaults/{backupVaultName}/notification-configuration", "PutBackupVaultNotifications",
            putNotifications),
        .write(
            "DELETE", "/backup-vaults/{backupVaultName}/notification-configuration", "DeleteBackupVaultNotifications",
            deleteNotifications),
    ]

    /// Gives a vault's access policy; a vault without one has nothing to find.
    static func accessPolicy(_ request: ServiceRequest, in region: RegionState) throws(ServiceFault) -> ServiceReply {
        let vault = try vault(of: request, in: region)
        guard let policy = vault.accessPolicy else {
            throw BackupFault.notFound("Backup vault \(vault.name) has no access policy")
        }
        return .json(
            ("BackupVaultName", .string(vault.name)), ("BackupVaultArn", .string(vault.arn)),
            ("Policy", .string(policy)))
    }

    /// Gives a vault another access policy; without one in the request it has none afterwards.
    static func putAccessPolicy(
        _ request: ServiceRequest, in region: inout RegionState
    ) throws(ServiceFault) -> ServiceReply {
        let index = try vaultIndex(of: request, in: region)
        let policy = try BackupBody(request).text("Policy")
        if let policy, let problem = VaultPolicy.problem(policy) {
            throw BackupFault.invalid("Invalid policy document: \(problem)")
        }
        region.backup.vaults[index].accessPolicy = policy
        return ServiceReply(.empty)
    }

    /// Takes a vault's access policy away.
    static func deleteAccessPolicy(
        _ request: ServiceRequest, in region: inout RegionState
    ) throws(ServiceFault) -> ServiceReply {
        region.backup.vaults[try vaultIndex(of: request, in: region)].accessPolicy = nil
        return ServiceReply(.empty)
    }

    /// Locks a vault: for good after some days when the request says so, else as long as nobody takes the lock away.
    ///
    /// Source: AWS Backup Developer Guide, "AWS Backup Vault Lock".
    static func putLock(_ request: ServiceRequest, in region: inout RegionState) throws(ServiceFault) -> ServiceReply {
        let index = try vaultIndex(of: request, in: region)
        let vault = region.backup.vaults[index]
        let body = BackupBody(request)
        let least = try body.number("MinRetentionDays", 1...36_500)
        let most = try body.number("MaxRetentionDays", 1...36_500)
        let grace = try body.number("ChangeableForDays", 3...36_500)
        if let least, let most, least > most {
            throw BackupFault.invalid("MinRetentionDays must not exceed MaxRetentionDays")
        }
        try refuseImmutableLock(of: vault, at: request.now)
        region.backup.vaults[index].lock = BackupVault.Lock(
            minRetentionDays: least.map(Int.init), maxRetentionDays: most.map(Int.init),
            lockDate: grace.map { request.now.adding(days: $0) })
        return ServiceReply(.empty)
    }

    /// Takes a vault's lock away while that can be done.
    static func deleteLock(_ request: ServiceRequest, in region: inout RegionState) throws(ServiceFault) -> ServiceReply
    {
        let index = try vaultIndex(of: request, in: region)
        try refuseImmutableLock(of: region.backup.vaults[index], at: request.now)
        region.backup.vaults[index].lock = nil
        return ServiceReply(.empty)
    }

    private static func refuseImmutableLock(of vault: BackupVault, at now: Moment) throws(ServiceFault) {
        guard vault.kind == .standard else {
            throw BackupFault.refused("The lock of a logically air-gapped backup vault cannot be changed.")
        }
        guard !(vault.lock?.isImmutable(at: now) ?? false) else {
            throw BackupFault.refused("The lock of backup vault \(vault.name) is immutable.")
        }
    }

    /// Tells whom a vault notifies of what.
    static func notifications(_ request: ServiceRequest, in region: RegionState) throws(ServiceFault) -> ServiceReply {
        let vault = try vault(of: request, in: region)
        guard let notifications = vault.notifications else {
            throw BackupFault.notFound("Backup vault \(vault.name) has no notification configuration")
        }
        return .json(
            ("BackupVaultName", .string(vault.name)), ("BackupVaultArn", .string(vault.arn)),
            ("SNSTopicArn", .string(notifications.topicARN)), ("BackupVaultEvents", .texts(notifications.events)))
    }

    /// The events a vault can notify of, by the names of `BackupVaultEvent`.
    private static let events = [
        "BACKUP_JOB_STARTED", "BACKUP_JOB_COMPLETED", "BACKUP_JOB_SUCCESSFUL", "BACKUP_JOB_FAILED",
        "BACKUP_JOB_EXPIRED", "RESTORE_JOB_STARTED", "RESTORE_JOB_COMPLETED", "RESTORE_JOB_SUCCESSFUL",
        "RESTORE_JOB_FAILED", "COPY_JOB_STARTED", "COPY_JOB_SUCCESSFUL", "COPY_JOB_FAILED", "RECOVERY_POINT_MODIFIED",
        "BACKUP_PLAN_CREATED", "BACKUP_PLAN_MODIFIED", "S3_BACKUP_OBJECT_FAILED", "S3_RESTORE_OBJECT_FAILED",
        "CONTINUOUS_BACKUP_INTERRUPTED", "RECOVERY_POINT_INDEX_COMPLETED", "RECOVERY_POINT_INDEX_DELETED",
        "RECOVERY_POINT_INDEXING_FAILED", "EKS_RESTORE_OBJECT_FAILED", "EKS_RESTORE_OBJECT_SKIPPED",
        "EKS_BACKUP_OBJECT_FAILED",
    ]

    /// Lets a vault notify a standard topic of the caller's account.
    static func putNotifications(
        _ request: ServiceRequest, in region: inout RegionState
    ) throws(ServiceFault) -> ServiceReply {
        let index = try vaultIndex(of: request, in: region)
        let body = BackupBody(request)
        let topic = try body.requiredText("SNSTopicArn")
        _ = try body.required("BackupVaultEvents")
        let events = try body.texts("BackupVaultEvents") ?? []
        let parts = topic.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 6, parts[0] == "arn", parts[2] == "sns", parts[4] == request.account,
            parts[3] == request.region, !parts[5].hasSuffix(".fifo"), !parts[5].isEmpty
        else { throw BackupFault.invalid("\(topic) is not the ARN of a standard SNS topic of this account and Region") }
        guard !events.isEmpty else { throw BackupFault.invalid("BackupVaultEvents must not be empty") }
        var problems = ValidationProblems()
        for event in events { problems.checkOneOf(event, Self.events, "BackupVaultEvents") }
        if let message = problems.message { throw BackupFault.invalid(message) }
        region.backup.vaults[index].notifications = BackupVault.Notifications(topicARN: topic, events: events)
        return ServiceReply(.empty)
    }

    /// Lets a vault notify nobody.
    static func deleteNotifications(
        _ request: ServiceRequest, in region: inout RegionState
    ) throws(ServiceFault) -> ServiceReply {
        region.backup.vaults[try vaultIndex(of: request, in: region)].notifications = nil
        return ServiceReply(.empty)
    }

    /// Where the vault a request's path names stands.
    private static func vaultIndex(of request: ServiceRequest, in region: RegionState) throws(ServiceFault) -> Int {
        let vault = try vault(of: request, in: region)
        return region.backup.vaults.firstIndex { $0.name == vault.name } ?? 0
    }
}
