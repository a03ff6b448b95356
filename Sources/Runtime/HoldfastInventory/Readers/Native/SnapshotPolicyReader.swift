internal import AWSCore
internal import AWSDLM
internal import HoldfastModel

/// Lists the policies of Data Lifecycle Manager.
struct SnapshotPolicyReader: FactReader {
    static let facts: Set<FactKind> = [.snapshotPolicies]
    static let iamActions = ["dlm:GetLifecyclePolicies"]

    /// All policies, sorted by id.
    ///
    /// Costs one call; the answer has no pages.
    func policies(in context: RegionContext, log: inout ReadLog) async -> [SnapshotPolicy] {
        let api = "dlm:GetLifecyclePolicies"
        let service = DLMAPI(context.caller)
        let members = await log.pages(api, for: .snapshotPolicies) { _ throws(AWSError) in
            Page(items: try await service.getLifecyclePolicies(GetLifecyclePoliciesInput()).policies, next: nil)
        }
        var policies: [SnapshotPolicy] = []
        for member in members {
            guard let id = member.policyID.present, let state = member.state?.rawValue.nonEmpty,
                let arn = context.arn("dlm", "policy/\(id)")
            else {
                log.addMalformed("a policy has no id or state", api: api, for: .snapshotPolicies)
                continue
            }
            policies.append(
                SnapshotPolicy(id: id, arn: arn, description: member.description ?? "", state: state))
        }
        return policies.sorted { $0.id < $1.id }
    }
}
