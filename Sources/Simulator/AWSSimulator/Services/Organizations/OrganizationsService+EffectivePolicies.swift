internal import AWSWire

/// What the policies attached along the tree come to for an account.
extension OrganizationsService {
    func effectivePolicy(_ request: ServiceRequest, _ world: SimulatedWorld) throws(ServiceFault) -> ServiceReply {
        let type = try policyType(request, "PolicyType")
        guard !["SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY"].contains(type) else {
            throw invalid("You specified an invalid value for PolicyType.", reason: "INVALID_ENUM_POLICY_TYPE")
        }
        let target = request.parameters["TargetId"]?.stringValue ?? request.account
        let reader = world.organization.managementAccount.id == request.account
        guard target == request.account || reader || world.isDelegatedAdministrator(request.account, of: Self.backup)
        else {
            throw ServiceFault("AccessDeniedException", "You don't have permissions to access this resource.")
        }
        guard !target.hasPrefix("r-"), !target.hasPrefix("ou-") else {
            throw invalid(
                "You can't specify a root or organizational unit as the target.", reason: "TARGET_NOT_SUPPORTED")
        }
        guard let account = world.organization.account(target) else {
            throw ServiceFault("TargetNotFoundException", "You specified a target that doesn't exist.")
        }
        guard let policy = world.governance.effectivePolicy(of: type, for: account, in: world.organization) else {
            throw ServiceFault(
                "EffectivePolicyNotFoundException",
                "If you ran this action on the management account, this policy type is not enabled.")
        }
        return .json(
            (
                "EffectivePolicy",
                .record(
                    ("PolicyContent", .string(String(decoding: policy.document.jsonBytes(), as: UTF8.self))),
                    ("LastUpdatedTimestamp", world.governance.policiesChangedAt.map { .time($0) }),
                    ("TargetId", .string(target)), ("PolicyType", .string(type)))
            ))
    }

    private static let backup = "backup.amazonaws.com"

    func invalidAccounts(_ request: ServiceRequest, _ world: SimulatedWorld) throws(ServiceFault) -> ServiceReply {
        let type = try enabledType(request, world)
        // The places along the tree are few: what is merged for one account holds for its neighbours without a policy.
        var known: [String: Bool] = [:]
        let found = world.organization.accounts.filter { account in
            let own = !world.governance.policies(of: type, at: account.id).isEmpty
            if !own, let answer = known[account.parentID] { return answer }
            let policy = world.governance.effectivePolicy(of: type, for: account, in: world.organization)
            let isInvalid = policy.map { !EffectiveBackupPolicy.problems(in: $0.document).isEmpty } ?? false
            if !own { known[account.parentID] = isInvalid }
            return isInvalid
        }
        return try page(found, "Accounts", request, more: [("PolicyType", .string(type))]) {
            account($0, world.organization)
        }
    }

    func validationErrors(_ request: ServiceRequest, _ world: SimulatedWorld) throws(ServiceFault) -> ServiceReply {
        let account = try requestedAccount(request, world.organization)
        let type = try enabledType(request, world)
        guard let policy = world.governance.effectivePolicy(of: type, for: account, in: world.organization) else {
            throw ServiceFault("EffectivePolicyNotFoundException", "The account has no effective policy of that type.")
        }
        let more: [(String, WireValue?)] = [
            ("AccountId", .string(account.id)), ("PolicyType", .string(type)),
            ("Path", .string("\(path(of: account.parentID, world.organization))\(account.id)/")),
            ("EvaluationTimestamp", world.governance.policiesChangedAt.map { .time($0) }),
        ]
        let problems = EffectiveBackupPolicy.problems(in: policy.document)
        return try page(problems, "EffectivePolicyValidationErrors", request, more: more) { problem in
            .record(
                ("ErrorCode", .string(problem.code)), ("ErrorMessage", .string(problem.message)),
                ("PathToError", .string(problem.path.joined(separator: "/"))),
                (
                    "ContributingPolicies",
                    .texts(policy.policies.filter { Self.mentions(problem.path, $0.document) }.map(\.id))
                ))
        }
    }

    private func enabledType(_ request: ServiceRequest, _ world: SimulatedWorld) throws(ServiceFault) -> String {
        let type = try policyType(request, "PolicyType")
        guard world.governance.enabledTypes.contains(type) else {
            throw ServiceFault("EffectivePolicyNotFoundException", "The policy type is not enabled.")
        }
        return type
    }

    /// Whether a document has anything at a path or at the element above its last part.
    private static func mentions(_ path: [String], _ document: WireValue) -> Bool {
        path.dropLast().reduce(Optional(document)) { element, name in element?[name] } != nil
    }
}
