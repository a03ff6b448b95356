internal import AWSBackup
internal import AWSCore
internal import HoldfastModel

/// Reads who may do what in each vault.
struct VaultPolicyReader: FactReader {
    static let facts: Set<FactKind> = [.vaultPolicies]
    static let iamActions = ["backup:GetBackupVaultAccessPolicy"]

    /// The policies by the names of the vaults; a vault whose policy could not be read is missing and has a gap.
    ///
    /// That a vault has no policy is an answer. Costs one call a vault.
    func policies(
        of vaults: [BackupVault], in context: RegionContext, log: inout ReadLog
    ) async -> [String: VaultAccessPolicy] {
        let api = "backup:GetBackupVaultAccessPolicy"
        let service = BackupAPI(context.caller)
        var policies: [String: VaultAccessPolicy] = [:]
        for vault in vaults {
            let scope = ReadGap.Scope.vault(vault.name)
            let answer = await log.result(api, for: .vaultPolicies) { () async throws(AWSError) in
                try await service.getBackupVaultAccessPolicy(
                    GetBackupVaultAccessPolicyInput(backupVaultName: vault.name))
            }
            switch answer {
            case .success(let output):
                guard let policy = output.policy.present.flatMap(PolicyDocument.policy) else {
                    log.addMalformed("the answer holds no policy", api: api, for: .vaultPolicies, scope: scope)
                    continue
                }
                policies[vault.name] = policy
            case .failure(let error) where error.code == BackupLack.code:
                log.note(api, for: .vaultPolicies, requestID: error.context.requestID)
                policies[vault.name] = VaultAccessPolicy(statements: [])
            case .failure(let error): log.add(error, api: api, for: .vaultPolicies, scope: scope)
            }
        }
        return policies
    }
}

/// Reads whom each vault notifies.
struct VaultNotificationReader: FactReader {
    static let facts: Set<FactKind> = [.vaultNotifications]
    static let iamActions = ["backup:GetBackupVaultNotifications"]

    /// The notifications by the names of the vaults; a vault that could not be asked is missing and has a gap.
    ///
    /// That a vault notifies nobody is an answer. Costs one call a vault.
    func notifications(
        of vaults: [BackupVault], in context: RegionContext, log: inout ReadLog
    ) async -> [String: VaultNotifications] {
        let api = "backup:GetBackupVaultNotifications"
        let service = BackupAPI(context.caller)
        var notifications: [String: VaultNotifications] = [:]
        for vault in vaults {
            let scope = ReadGap.Scope.vault(vault.name)
            let answer = await log.result(api, for: .vaultNotifications) { () async throws(AWSError) in
                try await service.getBackupVaultNotifications(
                    GetBackupVaultNotificationsInput(backupVaultName: vault.name))
            }
            switch answer {
            case .success(let output):
                guard let topic = output.snsTopicARN.present, let events = output.backupVaultEvents else {
                    log.addMalformed(
                        "the answer lacks topic or events", api: api, for: .vaultNotifications, scope: scope)
                    continue
                }
                notifications[vault.name] = VaultNotifications(topicARN: topic, events: events.map(\.rawValue))
            case .failure(let error) where error.code == BackupLack.code:
                log.note(api, for: .vaultNotifications, requestID: error.context.requestID)
                notifications[vault.name] = VaultNotifications()
            case .failure(let error): log.add(error, api: api, for: .vaultNotifications, scope: scope)
            }
        }
        return notifications
    }
}

/// How AWS Backup says that a vault lacks what was asked for.
private enum BackupLack {
    /// The code, which a vault that is gone gets as well: it was listed a moment ago.
    static let code = "ResourceNotFoundException"
}
