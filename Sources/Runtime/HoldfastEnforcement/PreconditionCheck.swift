internal import AWSBackup
internal import AWSCore
internal import AWSIAM
internal import HoldfastModel
internal import HoldfastPlanning

/// Asks AWS anew whether what a change rests on is still so.
struct PreconditionCheck: Sendable {
    /// The answer to one precondition.
    enum Answer: Hashable, Sendable {
        /// It is so.
        case holds
        /// It is not so; this was found instead.
        case differs(found: String)
    }

    /// The IAM actions of the calls it makes.
    static let iamActions = [
        "backup:DescribeRegionSettings", "backup:GetBackupPlan", "backup:ListBackupPlans",
        "backup:ListBackupSelections", "backup:ListBackupVaults", "iam:GetRole",
    ]

    /// Makes the calls, in the change's account and Region.
    let caller: any AWSCaller

    /// Checks one precondition.
    ///
    /// Costs one to three calls.
    func holds(_ precondition: Precondition) async throws(AWSError) -> Answer {
        let lookup = BackupLookup(caller: caller)
        switch precondition {
        case .vaultAbsent(let name):
            return try await lookup.vaultExists(named: name) ? .differs(found: "vault \(name) exists") : .holds
        case .vaultExists(let name):
            return try await lookup.vaultExists(named: name) ? .holds : .differs(found: "no vault \(name)")
        case .planAbsent(let name):
            let ids = try await lookup.planIDs(named: name)
            return ids.isEmpty ? .holds : .differs(found: "plan \(ids.joined(separator: ", "))")
        case .planVersion(let id, let versionID):
            return try await planVersion(id, versionID)
        case .selectionAbsent(let planName, let name):
            for plan in try await lookup.planIDs(named: planName) {
                let ids = try await lookup.selectionIDs(named: name, planID: plan)
                if !ids.isEmpty { return .differs(found: "selection \(ids.joined(separator: ", "))") }
            }
            return .holds
        case .roleExists(let arn):
            return try await role(arn)
        case .optIn(let preferences):
            return try await optIn(preferences)
        case .resourceTag(let arn, let key, let value):
            let found = try await TagLookup(caller: caller).tag(key, of: arn)
            return found == value ? .holds : .differs(found: found.map { "\(key)=\($0)" } ?? "no tag \(key)")
        }
    }

    private func planVersion(_ id: String, _ versionID: String) async throws(AWSError) -> Answer {
        do throws(AWSError) {
            let output = try await BackupAPI(caller).getBackupPlan(GetBackupPlanInput(backupPlanID: id))
            if output.versionID == versionID { return .holds }
            return .differs(found: "version \(output.versionID ?? "unknown")")
        } catch  where error.kind == .notFound {
            // A plan that is gone is a stale fact, not a failure.
            return .differs(found: "no plan \(id)")
        }
    }

    private func role(_ arn: String) async throws(AWSError) -> Answer {
        let name = arn.split(separator: "/").last.map(String.init) ?? arn
        do throws(AWSError) {
            let output = try await IAMAPI(caller).getRole(GetRoleInput(roleName: name))
            let found = output.role?.arn ?? ""
            return found == arn ? .holds : .differs(found: found.isEmpty ? "no role" : found)
        } catch  where error.kind == .notFound {
            // That the role is missing is what the precondition asks about.
            return .differs(found: "no role \(name)")
        }
    }

    private func optIn(_ preferences: [String: Bool]) async throws(AWSError) -> Answer {
        let output = try await BackupAPI(caller).describeRegionSettings()
        let current = output.resourceTypeOptInPreference ?? [:]
        for (type, expected) in preferences.sorted(by: { $0.key < $1.key }) where current[type] != expected {
            return .differs(found: "\(type) is \(current[type].map(String.init) ?? "not known")")
        }
        return .holds
    }
}
