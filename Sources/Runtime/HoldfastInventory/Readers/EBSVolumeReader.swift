internal import AWSCore
internal import AWSEC2
internal import HoldfastModel

/// Lists EBS volumes; one that is being deleted is no resource any more.
struct EBSVolumeReader: ResourceReader {
    static let type = ResourceType.ebs
    static let iamActions = ["ec2:DescribeVolumes"]

    func resources(in context: RegionContext, log: inout ReadLog) async -> [Resource] {
        let api = "ec2:DescribeVolumes"
        let scope = ReadGap.Scope.resourceType(Self.type)
        let service = EC2API(context.caller)
        let volumes = await log.pages(api, for: .inventory, scope: scope) { token throws(AWSError) in
            let output = try await service.describeVolumes(DescribeVolumesInput(nextToken: token, maxResults: 500))
            return Page(items: output.volumes, next: output.nextToken)
        }
        var resources: [Resource] = []
        for volume in volumes {
            guard let id = volume.volumeID.present, let arn = context.arn("ec2", "volume/\(id)") else {
                log.addMalformed("a volume has no id", api: api, for: .inventory, scope: scope)
                continue
            }
            if let state = volume.state?.rawValue, ["deleting", "deleted"].contains(state) { continue }
            resources.append(
                Resource(
                    arn: arn, type: Self.type, accountID: context.account, region: context.region,
                    // EC2 leaves the tag list out for a volume without tags.
                    tags: TagReader.dictionary(volume.tags ?? [], key: \.key, value: \.value),
                    createdAt: volume.createTime.instant))
        }
        return resources
    }
}
