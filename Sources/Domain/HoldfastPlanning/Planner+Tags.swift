internal import HoldfastEvaluation
internal import HoldfastModel
internal import HoldfastPolicy

extension Planner {
    /// Plans the tier tag of resources that lack it or bear another: the assignment decides.
    func planTags(_ work: RegionWork, _ draft: inout ChangeDraft) {
        refuseUnknownTiers(work, &draft)
        guard policy.tagging.isEnabled else { return }
        let key = policy.tagging.key
        let tiers = Set(policy.tiers.map(\.name))
        for judgement in work.evaluation.resources {
            // What gaps cover was taken out of the snapshot the judgement carries.
            let resource = judgement.resource
            switch judgement.assignment {
            case .tier(let tier, _): planTag(tier, resource, work, &draft)
            case .ignored, .unassigned:
                guard let value = resource.tags?[key], tiers.contains(value) else { continue }
                draft.refuse(
                    .tagKept, "the tag \(key)=\(value) keeps it in tier \(value), which the policy does not give it",
                    in: work.snapshot.region, target: resource.arn.rawValue)
            case .unknown: continue
            }
        }
    }

    private func planTag(_ tier: String, _ resource: Resource, _ work: RegionWork, _ draft: inout ChangeDraft) {
        let key = policy.tagging.key
        let region = work.snapshot.region
        guard let tags = resource.tags else {
            let gap = work.snapshot.gaps.first { $0.fact == .tags }
            draft.refuse(
                .factUnknown, "its tags were not read\(gap.map { ": \($0.api) \($0.code)" } ?? "")", in: region,
                target: resource.arn.rawValue)
            return
        }
        let found = tags[key]
        guard found != tier else { return }
        let selections = work.selectionChanges[tier]
        if let found, selections == nil {
            draft.refuse(
                .wouldUnprotect,
                "the tag \(key) stays \(found), for no selection of tier \(tier) is there or planned to take it in",
                in: region, target: resource.arn.rawValue)
            return
        }
        _ = draft.add(
            .tagResource, in: region, target: resource.arn.rawValue, before: ChangeFields.tag(key, found),
            after: ChangeFields.tag(key, tier),
            payload: .tagResource(arn: resource.arn, type: resource.type, tags: [key: tier]),
            reasons: work.reasons(["HF-COV-04", "HF-COV-01", "HF-COV-06"], subject: resource.arn.rawValue),
            preconditions: [.resourceTag(arn: resource.arn, key: key, value: found)],
            iamActions: Self.tagActions(for: resource.type), dependsOn: selections ?? [])
    }

    /// Tells, gap by gap, how many resources wait for a fact before they can have a tier.
    private func refuseUnknownTiers(_ work: RegionWork, _ draft: inout ChangeDraft) {
        var waiting: [String: Int] = [:]
        for judgement in work.evaluation.resources {
            guard case .unknown(let gap) = judgement.assignment else { continue }
            waiting["\(gap.api) (\(gap.reason.rawValue) \(gap.code))", default: 0] += 1
        }
        for (call, count) in waiting.sorted(by: { $0.key < $1.key }) {
            draft.refuse(
                .factUnknown, "the tier of \(count) resources is not known for want of \(call)",
                in: work.snapshot.region, target: "\(count) resources")
        }
    }

    /// The IAM actions for tagging a resource through its own service, or through the tagging API, which needs both.
    ///
    /// Source: Resource Groups Tagging API Reference, "TagResources".
    private static func tagActions(for type: ResourceType) -> [String] {
        switch type {
        case .ebs, .ec2: ["ec2:CreateTags"]
        case .rds, .aurora: ["rds:AddTagsToResource"]
        case .dynamoDB: ["dynamodb:TagResource"]
        case .efs: ["elasticfilesystem:TagResource"]
        case .s3: ["s3:GetBucketTagging", "s3:PutBucketTagging", "tag:TagResources"]
        default: ["tag:TagResources"]
        }
    }
}
