internal import AWSCore
internal import AWSEC2
internal import HoldfastModel

/// Lists EC2 instances; a terminated one is no resource any more.
struct EC2InstanceReader: ResourceReader {
    static let type = ResourceType.ec2
    static let iamActions = ["ec2:DescribeInstances"]

    func resources(in context: RegionContext, log: inout ReadLog) async -> [Resource] {
        let api = "ec2:DescribeInstances"
        let scope = ReadGap.Scope.resourceType(Self.type)
        let service = EC2API(context.caller)
        let reservations = await log.pages(api, for: .inventory, scope: scope) { token throws(AWSError) in
            let output = try await service.describeInstances(
                DescribeInstancesInput(nextToken: token, maxResults: 1_000))
            return Page(items: output.reservations, next: output.nextToken)
        }
        var resources: [Resource] = []
        for instance in reservations.flatMap({ $0.instances ?? [] }) {
            guard let id = instance.instanceID.present, let arn = context.arn("ec2", "instance/\(id)") else {
                log.addMalformed("an instance has no id", api: api, for: .inventory, scope: scope)
                continue
            }
            let state = instance.state?.name?.rawValue
            if let state, ["terminated", "shutting-down"].contains(state) { continue }
            resources.append(
                Resource(
                    arn: arn, type: Self.type, accountID: context.account, region: context.region,
                    // EC2 leaves the tag list out for an instance without tags.
                    tags: TagReader.dictionary(instance.tags ?? [], key: \.key, value: \.value),
                    createdAt: Self.creation(of: instance), isStopped: state.map { $0.hasPrefix("stop") }))
        }
        return resources
    }

    /// The launch time moves with every start; the first attachment of a volume does not.
    private static func creation(of instance: Instance) -> Instant? {
        let attachments = (instance.blockDeviceMappings ?? []).compactMap { $0.ebs?.attachTime }
        return (attachments + [instance.launchTime].compactMap { $0 }).min().instant
    }
}
