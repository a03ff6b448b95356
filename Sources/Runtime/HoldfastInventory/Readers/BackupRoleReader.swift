internal import AWSCore
internal import AWSIAM
internal import HoldfastModel

/// Asks IAM whether the role AWS Backup is to work with exists.
struct BackupRoleReader: FactReader {
    static let facts: Set<FactKind> = [.backupRole]
    static let iamActions = ["iam:GetRole"]

    /// The answer, or nothing: without a gap when no role is asked for.
    ///
    /// Costs one call.
    func role(in context: RegionContext, log: inout ReadLog) async -> BackupRoleFact? {
        guard let template = context.scope.backupRole else { return nil }
        let text =
            template.replacing("{partition}", with: context.region.partition.rawValue)
            .replacing("{account}", with: context.account.rawValue)
            .replacing("{region}", with: context.region.rawValue)
        guard let arn = ResourceARN(rawValue: text), arn.resource.hasPrefix("role/"),
            let name = arn.resource.split(separator: "/").last
        else {
            log.addMalformed("\(text) is not the ARN of a role", api: "iam:GetRole", for: .backupRole)
            return nil
        }
        let service = IAMAPI(context.caller)
        let answer = await log.result("iam:GetRole", for: .backupRole) { () async throws(AWSError) in
            try await service.getRole(GetRoleInput(roleName: String(name)))
        }
        switch answer {
        case .success(let output):
            guard output.role?.arn.present != nil else {
                log.addMalformed("the answer lacks the role", api: "iam:GetRole", for: .backupRole)
                return nil
            }
            return BackupRoleFact(arn: text, exists: true)
        case .failure(let error) where error.kind == .notFound:
            // That a role does not exist is an answer: the planner then refuses selections.
            log.note("iam:GetRole", for: .backupRole, requestID: error.context.requestID)
            return BackupRoleFact(arn: text, exists: false)
        case .failure(let error):
            log.add(error, api: "iam:GetRole", for: .backupRole)
            return nil
        }
    }
}
