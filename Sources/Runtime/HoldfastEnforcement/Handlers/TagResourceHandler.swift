internal import AWSCore
internal import AWSDynamoDB
internal import AWSEC2
internal import AWSEFS
internal import AWSRDS
internal import AWSTagging
internal import HoldfastModel
package import HoldfastPlanning

/// Puts tags on a resource; tags that are not named stay as they are.
///
/// Each type is tagged through its own service, S3 through the tagging API: `PutBucketTagging` would replace all tags of
/// the bucket. Source: Resource Groups Tagging API Reference, "TagResources".
package struct TagResourceHandler: ChangeHandler {
    package static let action = ChangeAction.tagResource
    package static let iamActions = [
        "dynamodb:TagResource", "ec2:CreateTags", "elasticfilesystem:TagResource", "rds:AddTagsToResource",
        "s3:GetBucketTagging", "s3:PutBucketTagging", "tag:TagResources",
    ]

    func make(
        _ call: ChangeCall, arn: ResourceARN, type: HoldfastModel.ResourceType, tags: [String: String]
    ) async throws(ChangeFailure) -> MadeChange {
        let sorted = tags.sorted { $0.key < $1.key }
        let id = String(arn.resource.split(separator: "/").last ?? "")
        let caller = call.caller
        switch type {
        case .ec2, .ebs:
            let input = CreateTagsInput(
                resources: [id], tags: sorted.map { AWSEC2.Tag(key: $0.key, value: $0.value) })
            _ = try await call.attempt { () async throws(AWSError) in try await EC2API(caller).createTags(input) }
        case .rds, .aurora:
            let input = AddTagsToResourceInput(
                resourceName: arn.rawValue, tags: sorted.map { AWSRDS.Tag(key: $0.key, value: $0.value) })
            _ = try await call.attempt { () async throws(AWSError) in try await RDSAPI(caller).addTagsToResource(input)
            }
        case .dynamoDB:
            let input = AWSDynamoDB.TagResourceInput(
                resourceARN: arn.rawValue, tags: sorted.map { AWSDynamoDB.Tag(key: $0.key, value: $0.value) })
            _ = try await call.attempt { () async throws(AWSError) in try await DynamoDBAPI(caller).tagResource(input) }
        case .efs:
            let input = AWSEFS.TagResourceInput(
                resourceID: id, tags: sorted.map { AWSEFS.Tag(key: $0.key, value: $0.value) })
            _ = try await call.attempt { () async throws(AWSError) in try await EFSAPI(caller).tagResource(input) }
        default:
            let input = TagResourcesInput(resourceARNList: [arn.rawValue], tags: tags)
            let output = try await call.attempt { () async throws(AWSError) in
                try await TaggingAPI(caller).tagResources(input)
            }
            // The tagging API answers 200 for resources it could not tag.
            if let failure = output.failedResourcesMap?[arn.rawValue] {
                throw ChangeFailure(
                    code: failure.errorCode?.rawValue ?? "TaggingFailed",
                    message: failure.errorMessage ?? "the resource could not be tagged")
            }
        }
        return MadeChange()
    }
}
