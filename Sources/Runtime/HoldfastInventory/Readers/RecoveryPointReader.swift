internal import AWSBackup
internal import AWSCore
internal import HoldfastModel

/// Lists the recovery points of every vault.
struct RecoveryPointReader: FactReader {
    static let facts: Set<FactKind> = [.recoveryPoints]
    static let iamActions = ["backup:ListRecoveryPointsByBackupVault"]

    /// The recovery points of those vaults.
    ///
    /// Costs one call a vault and one for every 1,000 points in it.
    func recoveryPoints(
        in vaults: [BackupVault], context: RegionContext, log: inout ReadLog
    ) async -> [RecoveryPoint] {
        var points: [RecoveryPoint] = []
        for vault in vaults { points += await recoveryPoints(in: vault.name, context, log: &log) }
        return points.sorted { ($0.arn.rawValue, $0.vaultName) < ($1.arn.rawValue, $1.vaultName) }
    }

    private func recoveryPoints(
        in vault: String, _ context: RegionContext, log: inout ReadLog
    ) async -> [RecoveryPoint] {
        let api = "backup:ListRecoveryPointsByBackupVault"
        let scope = ReadGap.Scope.vault(vault)
        let service = BackupAPI(context.caller)
        let points = await log.pages(api, for: .recoveryPoints, scope: scope) {
            token throws(AWSError) -> Page<RecoveryPoint?> in
            let output = try await service.listRecoveryPointsByBackupVault(
                ListRecoveryPointsByBackupVaultInput(backupVaultName: vault, nextToken: token, maxResults: 1_000))
            // Turned into the model page by page: a vault may hold a million.
            return Page(items: output.recoveryPoints?.map { Self.point($0, vault: vault) }, next: output.nextToken)
        }
        if points.contains(where: { $0 == nil }) {
            log.addMalformed(
                "a recovery point has no ARN, resource, state or date", api: api, for: .recoveryPoints, scope: scope)
        }
        return points.compactMap { $0 }
    }

    private static func point(_ point: RecoveryPointByBackupVault, vault: String) -> RecoveryPoint? {
        guard let arn = point.recoveryPointARN.present.flatMap(ResourceARN.init(rawValue:)),
            let resource = point.resourceARN.present.flatMap(ResourceARN.init(rawValue:)),
            let status = point.status?.rawValue.nonEmpty, let createdAt = point.creationDate.instant
        else { return nil }
        return RecoveryPoint(
            arn: arn, vaultName: vault, resourceARN: resource,
            resourceType: point.resourceType.present.map(ResourceType.init(rawValue:)),
            status: RecoveryPoint.Status(rawValue: status), createdAt: createdAt,
            completedAt: point.completionDate.instant,
            size: point.backupSizeInBytes.map { ByteCount(rawValue: Int64($0)) },
            lifecycle: point.lifecycle.map(BackupShapes.lifecycle),
            deleteAt: point.calculatedLifecycle?.deleteAt.instant,
            moveToColdStorageAt: point.calculatedLifecycle?.moveToColdStorageAt.instant,
            isEncrypted: point.isEncrypted, sourceVaultARN: point.sourceBackupVaultARN.present,
            encryptionKeyARN: point.encryptionKeyARN.present,
            encryptionKeyType: point.encryptionKeyType?.rawValue.nonEmpty.map(BackupVault.KeyType.init(rawValue:)),
            indexStatus: point.indexStatus?.rawValue.nonEmpty)
    }
}
