internal import AWSBackup
internal import AWSCore
internal import HoldfastModel

/// Lists what AWS Backup has backed up at least once.
struct ProtectedResourceReader: FactReader {
    static let facts: Set<FactKind> = [.protectedResources]
    static let iamActions = ["backup:ListProtectedResources"]

    /// All protected resources.
    ///
    /// Costs one call for every 1,000.
    func protectedResources(in context: RegionContext, log: inout ReadLog) async -> [HoldfastModel.ProtectedResource] {
        let api = "backup:ListProtectedResources"
        let service = BackupAPI(context.caller)
        let members = await log.pages(api, for: .protectedResources) { token throws(AWSError) in
            let output = try await service.listProtectedResources(
                ListProtectedResourcesInput(nextToken: token, maxResults: 1_000))
            return Page(items: output.results, next: output.nextToken)
        }
        var resources: [HoldfastModel.ProtectedResource] = []
        for member in members {
            guard let arn = member.resourceARN.present.flatMap(ResourceARN.init(rawValue:)) else {
                log.addMalformed("a protected resource has no ARN", api: api, for: .protectedResources)
                continue
            }
            resources.append(
                HoldfastModel.ProtectedResource(
                    resourceARN: arn,
                    resourceType: member.resourceType.present.map(ResourceType.init(rawValue:)),
                    lastBackupAt: member.lastBackupTime.instant))
        }
        return resources.sorted { $0.resourceARN < $1.resourceARN }
    }
}
