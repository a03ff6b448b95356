internal import AWSBackup
internal import AWSCore
internal import HoldfastModel

/// Lists the backup vaults; the list has all a control asks, so no vault is described singly.
struct BackupVaultReader: FactReader {
    static let facts: Set<FactKind> = [.vaults]
    static let iamActions = ["backup:ListBackupVaults"]

    /// The vaults of the context's Region, noted as that fact and scope.
    ///
    /// Costs one call for every 1,000 vaults.
    func vaults(
        in context: RegionContext, as fact: FactKind = .vaults, scope: ReadGap.Scope = .everything,
        log: inout ReadLog
    ) async -> [BackupVault] {
        let api = "backup:ListBackupVaults"
        let service = BackupAPI(context.caller)
        let members = await log.pages(api, for: fact, scope: scope) { token throws(AWSError) in
            let output = try await service.listBackupVaults(
                ListBackupVaultsInput(nextToken: token, maxResults: 1_000))
            return Page(items: output.backupVaultList, next: output.nextToken)
        }
        var vaults: [BackupVault] = []
        for member in members {
            guard let name = member.backupVaultName.present,
                let arn = member.backupVaultARN.present.flatMap(ResourceARN.init(rawValue:))
            else {
                log.addMalformed("a vault has no name or ARN", api: api, for: fact, scope: scope)
                continue
            }
            vaults.append(Self.vault(member, name: name, arn: arn))
        }
        return vaults.sorted { $0.name < $1.name }
    }

    private static func vault(_ member: BackupVaultListMember, name: String, arn: ResourceARN) -> BackupVault {
        BackupVault(
            name: name, arn: arn, vaultType: member.vaultType?.rawValue.nonEmpty,
            state: member.vaultState?.rawValue.nonEmpty, encryptionKeyARN: member.encryptionKeyARN.present,
            encryptionKeyType: member.encryptionKeyType?.rawValue.nonEmpty.map(BackupVault.KeyType.init(rawValue:)),
            isLocked: member.locked, minimumRetention: member.minRetentionDays.map { CalendarDays($0) },
            maximumRetention: member.maxRetentionDays.map { CalendarDays($0) }, lockDate: member.lockDate.instant,
            recoveryPointCount: member.numberOfRecoveryPoints.map { Int64($0) },
            createdAt: member.creationDate.instant)
    }
}

extension String {
    /// The text, or nothing when it is empty.
    var nonEmpty: String? { isEmpty ? nil : self }
}
