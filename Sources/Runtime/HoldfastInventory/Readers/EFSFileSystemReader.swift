internal import AWSCore
internal import AWSEFS
internal import HoldfastModel

/// Lists EFS file systems; one that is being deleted is no resource any more.
struct EFSFileSystemReader: ResourceReader {
    static let type = ResourceType.efs
    static let iamActions = ["elasticfilesystem:DescribeFileSystems"]

    func resources(in context: RegionContext, log: inout ReadLog) async -> [Resource] {
        let api = "elasticfilesystem:DescribeFileSystems"
        let scope = ReadGap.Scope.resourceType(Self.type)
        let service = EFSAPI(context.caller)
        let systems = await log.pages(api, for: .inventory, scope: scope) { token throws(AWSError) in
            let output = try await service.describeFileSystems(
                DescribeFileSystemsInput(maxItems: 100, marker: token))
            return Page(items: output.fileSystems, next: output.nextMarker)
        }
        var resources: [Resource] = []
        for system in systems {
            if let state = system.lifeCycleState?.rawValue, ["deleting", "deleted"].contains(state) { continue }
            let constructed = system.fileSystemID.present.flatMap {
                context.arn("elasticfilesystem", "file-system/\($0)")
            }
            guard let arn = system.fileSystemARN.present.flatMap(ResourceARN.init(rawValue:)) ?? constructed else {
                log.addMalformed("a file system has neither ARN nor id", api: api, for: .inventory, scope: scope)
                continue
            }
            if system.tags == nil {
                log.addMalformed("the answer lacks the tags", api: api, for: .tags, scope: .resource(arn))
            }
            resources.append(
                Resource(
                    arn: arn, type: Self.type, accountID: context.account, region: context.region,
                    tags: system.tags.map { TagReader.dictionary($0, key: \.key, value: \.value) },
                    createdAt: system.creationTime.instant))
        }
        return resources
    }
}
