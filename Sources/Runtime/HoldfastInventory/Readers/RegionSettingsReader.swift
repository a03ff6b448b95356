internal import AWSBackup
internal import AWSCore
internal import HoldfastModel

/// Reads which resource types AWS Backup may touch in the Region.
struct RegionSettingsReader: FactReader {
    static let facts: Set<FactKind> = [.regionSettings]
    static let iamActions = ["backup:DescribeRegionSettings"]

    /// The settings, or nothing with a gap.
    ///
    /// Costs one call.
    func settings(in context: RegionContext, log: inout ReadLog) async -> BackupRegionSettings? {
        let api = "backup:DescribeRegionSettings"
        let service = BackupAPI(context.caller)
        let output = await log.attempt(api, for: .regionSettings) { () async throws(AWSError) in
            try await service.describeRegionSettings()
        }
        guard let output else { return nil }
        // Every Region has types to opt in for, so an empty list says nothing, least of all that none is opted in.
        guard let optIn = output.resourceTypeOptInPreference, !optIn.isEmpty else {
            log.addMalformed("the answer lacks the opt-in preferences", api: api, for: .regionSettings)
            return nil
        }
        return BackupRegionSettings(optIn: optIn, management: output.resourceTypeManagementPreference ?? [:])
    }
}
