internal import AWSCore
internal import AWSDynamoDB
internal import AWSEC2
internal import AWSEFS
internal import AWSRDS
internal import AWSS3
internal import HoldfastModel

/// Reads the tags of one resource from its own service.
struct TagLookup: Sendable {
    /// The IAM actions of the calls it makes.
    static let iamActions = [
        "dynamodb:ListTagsOfResource", "ec2:DescribeInstances", "ec2:DescribeVolumes",
        "elasticfilesystem:DescribeFileSystems", "rds:ListTagsForResource", "s3:GetBucketTagging",
    ]

    /// Makes the calls.
    let caller: any AWSCaller

    /// The value of one tag, or nothing where the resource does not have it.
    ///
    /// Costs one call, for tables one a page.
    ///
    /// - Throws: Also where the resource is not found, or the answer lacks its tags.
    func tag(_ key: String, of arn: ResourceARN) async throws(AWSError) -> String? {
        let id = String(arn.resource.split(separator: "/").last ?? "")
        switch arn.service {
        case "ec2" where arn.resource.hasPrefix("instance/"):
            let output = try await EC2API(caller).describeInstances(DescribeInstancesInput(instanceIDs: [id]))
            guard
                let instance = output.reservations?.flatMap({ $0.instances ?? [] }).first(where: { $0.instanceID == id }
                )
            else { throw unread(arn, "DescribeInstances") }
            return instance.tags?.first { $0.key == key }.map { $0.value ?? "" }
        case "ec2":
            let output = try await EC2API(caller).describeVolumes(DescribeVolumesInput(volumeIDs: [id]))
            guard let volume = output.volumes?.first(where: { $0.volumeID == id })
            else { throw unread(arn, "DescribeVolumes") }
            return volume.tags?.first { $0.key == key }.map { $0.value ?? "" }
        case "rds":
            let output = try await RDSAPI(caller).listTagsForResource(
                ListTagsForResourceInput(resourceName: arn.rawValue))
            guard let tags = output.tagList else { throw unread(arn, "ListTagsForResource") }
            return tags.first { $0.key == key }.map { $0.value ?? "" }
        case "elasticfilesystem":
            let output = try await EFSAPI(caller).describeFileSystems(DescribeFileSystemsInput(fileSystemID: id))
            guard let tags = output.fileSystems?.first(where: { $0.fileSystemID == id })?.tags
            else { throw unread(arn, "DescribeFileSystems") }
            return tags.first { $0.key == key }.map { $0.value ?? "" }
        case "dynamodb": return try await tableTag(key, of: arn)
        case "s3": return try await bucketTag(key, of: arn)
        default: throw unread(arn, "ListTags")
        }
    }

    private func tableTag(_ key: String, of arn: ResourceARN) async throws(AWSError) -> String? {
        var token: String?
        var seen: Set<String> = []
        repeat {
            let output = try await DynamoDBAPI(caller).listTagsOfResource(
                ListTagsOfResourceInput(resourceARN: arn.rawValue, nextToken: token))
            guard let tags = output.tags else { throw unread(arn, "ListTagsOfResource") }
            if let tag = tags.first(where: { $0.key == key }) { return tag.value ?? "" }
            token = output.nextToken.flatMap { $0.isEmpty ? nil : $0 }
            // A token that comes twice leads nowhere, and the tag may stand on a page that never comes.
            if let token, !seen.insert(token).inserted { throw unread(arn, "ListTagsOfResource") }
        } while token != nil
        return nil
    }

    private func bucketTag(_ key: String, of arn: ResourceARN) async throws(AWSError) -> String? {
        do throws(AWSError) {
            let output = try await S3API(caller).getBucketTagging(GetBucketTaggingInput(bucket: arn.resource))
            guard let tags = output.tagSet else { throw unread(arn, "GetBucketTagging") }
            return tags.first { $0.key == key }.map { $0.value ?? "" }
        } catch  where error.code == "NoSuchTagSet" {
            // S3 answers so for a bucket without tags.
            return nil
        }
    }

    private func unread(_ arn: ResourceARN, _ operation: String) -> AWSError {
        AWSError(
            kind: .malformed, code: "MalformedAnswer", message: "the answer lacks the tags of \(arn)",
            context: AWSError.Context(service: arn.service, operation: operation, region: arn.regionCode))
    }
}
