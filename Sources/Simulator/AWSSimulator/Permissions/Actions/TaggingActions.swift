/// The actions by which each service lets its resources be tagged, for the tagging API.
package enum TaggingActions {
    /// The actions needed to set or remove tags of a resource; nothing for a service that is not known.
    ///
    /// Source: the pages of the services in the Service Authorization Reference; for buckets "TagResources" of the
    /// Resource Groups Tagging API Reference, which asks for reading the tags too.
    package static func actions(for arn: String, isRemoval: Bool) -> [String]? {
        let parts = arn.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false)
        guard parts.count == 6 else { return nil }
        switch parts[2] {
        case "backup": return [isRemoval ? "backup:UntagResource" : "backup:TagResource"]
        case "dynamodb": return [isRemoval ? "dynamodb:UntagResource" : "dynamodb:TagResource"]
        case "ec2": return [isRemoval ? "ec2:DeleteTags" : "ec2:CreateTags"]
        case "elasticfilesystem":
            return [isRemoval ? "elasticfilesystem:UntagResource" : "elasticfilesystem:TagResource"]
        case "fsx": return [isRemoval ? "fsx:UntagResource" : "fsx:TagResource"]
        case "kms": return [isRemoval ? "kms:UntagResource" : "kms:TagResource"]
        case "rds": return [isRemoval ? "rds:RemoveTagsFromResource" : "rds:AddTagsToResource"]
        case "s3": return ["s3:GetBucketTagging", "s3:PutBucketTagging"]
        default: return nil
        }
    }
}

extension RequiredAction {
    /// Stands for the tagging actions of the resources' own services; see ``TaggingActions``.
    package static let taggingMark = "tagging"
    /// Stands for the untagging actions of the resources' own services.
    package static let untaggingMark = "untagging"

    /// The own tagging actions of whatever a list of ARNs names.
    static func taggingOf(_ resource: String, isRemoval: Bool) -> RequiredAction {
        var action = RequiredAction(
            action: isRemoval ? untaggingMark : taggingMark, resource: resource, tags: isRemoval ? nil : "Tags")
        action.isPerResource = true
        return action
    }

    /// The actions it means on a resource; none on resources of services that are not known.
    func actions(on arn: String) -> [String] {
        switch action {
        case Self.taggingMark: TaggingActions.actions(for: arn, isRemoval: false) ?? []
        case Self.untaggingMark: TaggingActions.actions(for: arn, isRemoval: true) ?? []
        default: [action]
        }
    }
}
