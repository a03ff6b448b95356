internal import AWSWire

/// What a role may do: `GetRolePolicy`, `ListRolePolicies`, `ListAttachedRolePolicies` and `SimulatePrincipalPolicy`.
///
/// Told from the same policies the ``PermissionGate`` holds sessions to; a member role that may do everything has a policy
/// that says so. Source: AWS Identity and Access Management API
/// Reference, the pages of these operations.
extension IAMService {
    /// The policies of a role; AWS's own on those AWS Backup works with.
    private static func policies(
        of role: SimulatedRole, _ options: WorldOptions
    ) -> (inline: [PermissionPolicy], attached: [(name: String, arn: String)]) {
        if role.name == options.memberRoleName {
            return (options.rolePolicies.isEmpty ? [.everything] : options.rolePolicies, [])
        }
        guard ["AWSBackupDefaultServiceRole", options.backupRoleName].contains(role.name) else { return ([], []) }
        let names = ["AWSBackupServiceRolePolicyForBackup", "AWSBackupServiceRolePolicyForRestores"]
        return ([], names.map { ($0, "arn:aws:iam::aws:policy/service-role/\($0)") })
    }

    /// Gives one inline policy of a role.
    static func rolePolicy(
        _ request: ServiceRequest, of role: SimulatedRole, _ options: WorldOptions
    ) throws(ServiceFault) -> ServiceReply {
        let name = request.parameters["PolicyName"]?.stringValue ?? ""
        guard let policy = policies(of: role, options).inline.first(where: { $0.name == name }) else {
            throw ServiceFault(
                "NoSuchEntity", "The role policy with name \(name) cannot be found.", status: 404)
        }
        return .xml(
            XMLNode("RoleName", role.name), XMLNode("PolicyName", policy.name),
            XMLNode("PolicyDocument", PercentCoding.encode(policy.document(in: request.account))))
    }

    /// Lists the names of a role's inline policies.
    static func rolePolicyNames(
        _ request: ServiceRequest, of role: SimulatedRole, _ options: WorldOptions
    ) -> ServiceReply {
        let names = policies(of: role, options).inline.map { XMLNode("member", $0.name) }
        return .xml(XMLNode("PolicyNames", names), XMLNode("IsTruncated", false))
    }

    /// Lists the managed policies attached to a role.
    static func attachedPolicies(
        _ request: ServiceRequest, of role: SimulatedRole, _ options: WorldOptions
    ) -> ServiceReply {
        let attached = policies(of: role, options).attached.map { policy in
            [XMLNode("PolicyName", policy.name), XMLNode("PolicyArn", policy.arn)]
        }
        return .xml(.list("AttachedPolicies", of: "member", attached), XMLNode("IsTruncated", false))
    }

    /// Says what a role might do, without doing it.
    static func simulate(
        _ request: ServiceRequest, roles: [SimulatedRole], in world: SimulatedWorld
    ) throws(ServiceFault) -> ServiceReply {
        let input = try SimulationInput(request.parameters)
        guard let role = roles.first(where: { $0.arn == input.source }) else {
            throw ServiceFault("NoSuchEntity", "The policy source \(input.source) cannot be found.", status: 404)
        }
        let (inline, attached) = policies(of: role, world.options)
        guard attached.isEmpty else {
            throw ServiceFault("InvalidInput", "What \(attached[0].arn) grants is not known to this organization.")
        }
        let evaluator = PermissionEvaluator(identity: inline, account: request.account)
        var context: [String: [String]] = [
            "aws:principalaccount": [request.account], "aws:principalarn": [role.arn],
            "aws:principalorgid": [world.organization.id], "aws:principaltype": ["AssumedRole"],
            "aws:resourceaccount": [request.account],
        ]
        for entry in input.context { context[entry.key.lowercased()] = entry.values }
        let results = input.actions.flatMap { action in
            input.resources.map { resource in
                result(
                    of: PermissionQuestion(action: action, resource: resource, context: context), by: evaluator,
                    role: role)
            }
        }
        return .xml(XMLNode("EvaluationResults", results), XMLNode("IsTruncated", false))
    }

    private static func result(
        of question: PermissionQuestion, by evaluator: PermissionEvaluator, role: SimulatedRole
    ) -> XMLNode {
        let decision =
            switch evaluator.decision(question) {
            case .allowed: "allowed"
            case .explicitDeny: "explicitDeny"
            case .implicitDeny: "implicitDeny"
            }
        let matched = evaluator.policies(deciding: question).map { name in
            [XMLNode("SourcePolicyId", "role_\(role.name)_\(name)"), XMLNode("SourcePolicyType", "role")]
        }
        return XMLNode(
            "member",
            [
                XMLNode("EvalActionName", question.action), XMLNode("EvalResourceName", question.resource),
                XMLNode("EvalDecision", decision), .list("MatchedStatements", of: "member", matched),
                XMLNode("MissingContextValues", [XMLNode]()),
            ])
    }
}

/// The parameters of `SimulatePrincipalPolicy`, checked.
private struct SimulationInput {
    let source: String
    let actions: [String]
    let resources: [String]
    let context: [(key: String, values: [String])]

    init(_ parameters: WireValue) throws(ServiceFault) {
        var problems = ValidationProblems()
        problems.require(parameters["PolicySourceArn"], "policySourceArn")
        problems.require(parameters["ActionNames"]?["member"], "actionNames")
        if let message = problems.message { throw ServiceFault("ValidationError", message) }
        source = parameters["PolicySourceArn"]?.stringValue ?? ""
        actions = parameters["ActionNames"]?["member"]?.textsValue ?? []
        resources = parameters["ResourceArns"]?["member"]?.textsValue ?? ["*"]
        for action in actions where action.split(separator: ":", omittingEmptySubsequences: false).count != 2 {
            throw ServiceFault("InvalidInput", "\(action) is not a valid action name.")
        }
        for name in ["PolicyInputList", "PermissionsBoundaryPolicyInputList", "ResourcePolicy", "CallerArn"]
        where parameters[name] != nil {
            throw ServiceFault("InvalidInput", "This organization cannot evaluate \(name).")
        }
        context = (parameters["ContextEntries"]?["member"]?.arrayValue ?? []).map { entry in
            (entry["ContextKeyName"]?.stringValue ?? "", entry["ContextKeyValues"]?["member"]?.textsValue ?? [])
        }
    }
}
