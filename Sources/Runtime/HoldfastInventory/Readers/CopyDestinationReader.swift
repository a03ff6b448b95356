internal import HoldfastModel

/// Lists the vaults of the Regions copies go to, in the same account.
struct CopyDestinationReader: FactReader {
    static let facts: Set<FactKind> = [.copyDestinations]
    static let iamActions = ["backup:ListBackupVaults"]

    /// The vaults of one other Region, or nothing with a gap.
    ///
    /// Costs one call for every 1,000 vaults.
    func vaults(in destination: RegionContext, log: inout ReadLog) async -> [BackupVault]? {
        var attempt = log.fresh()
        let vaults = await BackupVaultReader().vaults(
            in: destination, as: .copyDestinations, scope: .region(destination.region), log: &attempt)
        log.merge(attempt)
        return attempt.gaps.isEmpty ? vaults : nil
    }
}
