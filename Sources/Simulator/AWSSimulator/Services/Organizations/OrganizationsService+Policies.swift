internal import AWSWire

/// Policies: made, changed, attached and listed.
extension OrganizationsService {
    /// The types of policies the simulator takes documents of.
    private static let types: Set<String> = ["BACKUP_POLICY"]
    private static let allTypes: Set<String> = [
        "AISERVICES_OPT_OUT_POLICY", "BACKUP_POLICY", "BEDROCK_POLICY", "CHATBOT_POLICY", "DECLARATIVE_POLICY_EC2",
        "INSPECTOR_POLICY", "NETWORK_SECURITY_DIRECTOR_POLICY", "RESOURCE_CONTROL_POLICY", "S3_POLICY",
        "SECURITYHUB_POLICY", "SERVICE_CONTROL_POLICY", "TAG_POLICY", "UPGRADE_ROLLOUT_POLICY",
    ]

    func writePolicies(_ request: ServiceRequest, in world: inout SimulatedWorld) throws(ServiceFault) -> ServiceReply {
        switch request.operation {
        case "EnablePolicyType", "DisablePolicyType": return try switchType(request, in: &world)
        case "CreatePolicy": return try createPolicy(request, in: &world)
        case "UpdatePolicy": return try updatePolicy(request, in: &world)
        case "DeletePolicy":
            let policy = try requestedPolicy(request, world)
            guard !world.governance.attachments.contains(where: { $0.policyID == policy.id }) else {
                throw ServiceFault(
                    "PolicyInUseException",
                    "The policy is attached to one or more entities. Detach it from all of them before you delete it.")
            }
            world.governance.policies.removeAll { $0.id == policy.id }
            return ServiceReply(.empty)
        default: return try attachOrDetach(request, in: &world)
        }
    }

    func readPolicies(_ request: ServiceRequest, _ world: SimulatedWorld) throws(ServiceFault) -> ServiceReply {
        let tree = world.organization
        switch request.operation {
        case "DescribePolicy":
            return .json(("Policy", Self.value(try requestedPolicy(request, world), tree)))
        case "ListPolicies":
            let type = try policyType(request, "Filter")
            return try page(world.governance.policies.filter { $0.type == type }, "Policies", request) {
                Self.summary($0, tree)
            }
        case "ListPoliciesForTarget":
            let target = try requestedTarget(request, world)
            let type = try policyType(request, "Filter")
            return try page(world.governance.policies(of: type, at: target), "Policies", request) {
                Self.summary($0, tree)
            }
        case "ListTargetsForPolicy":
            let policy = try requestedPolicy(request, world)
            let ids = world.governance.attachments.filter { $0.policyID == policy.id }.map(\.targetID)
            return try page(ids, "Targets", request) { Self.target($0, tree) }
        case "ListAccountsWithInvalidEffectivePolicy": return try invalidAccounts(request, world)
        default: return try validationErrors(request, world)
        }
    }

    private func switchType(_ request: ServiceRequest, in world: inout SimulatedWorld) throws(ServiceFault)
        -> ServiceReply
    {
        let type = try policyType(request, "PolicyType")
        guard let id = request.parameters["RootId"]?.stringValue else {
            throw invalid("RootId is required", reason: "INPUT_REQUIRED")
        }
        guard id.hasPrefix("r-") else {
            throw invalid("You specified a root id that does not match the pattern.", reason: "INVALID_PATTERN")
        }
        guard id == world.organization.rootID else {
            throw ServiceFault("RootNotFoundException", "You specified a root that doesn't exist.")
        }
        let index = world.governance.enabledTypes.firstIndex(of: type)
        if request.operation == "EnablePolicyType" {
            guard Self.types.contains(type) else {
                throw ServiceFault(
                    "PolicyTypeNotAvailableForOrganizationException",
                    "You can't use the specified policy type with the feature set currently enabled.")
            }
            guard index == nil else {
                throw ServiceFault(
                    "PolicyTypeAlreadyEnabledException", "The specified policy type is already enabled.")
            }
            world.governance.enabledTypes.append(type)
        } else {
            guard let index else {
                throw ServiceFault("PolicyTypeNotEnabledException", "The specified policy type is not enabled.")
            }
            world.governance.enabledTypes.remove(at: index)
            // Disabling a type detaches its policies everywhere.
            let ids = Set(world.governance.policies.filter { $0.type == type }.map(\.id))
            world.governance.attachments.removeAll { ids.contains($0.policyID) }
        }
        world.governance.notePolicyChange(at: request.now)
        return .json(("Root", root(world)))
    }

    private func createPolicy(
        _ request: ServiceRequest, in world: inout SimulatedWorld
    ) throws(ServiceFault) -> ServiceReply {
        let type = try policyType(request, "Type")
        for name in ["Content", "Description", "Name"] where request.parameters[name]?.stringValue == nil {
            throw invalid("\(name) is required", reason: "INPUT_REQUIRED")
        }
        guard Self.types.contains(type) else {
            throw ServiceFault(
                "PolicyTypeNotAvailableForOrganizationException",
                "You can't use the specified policy type with the feature set currently enabled.")
        }
        let (name, description) = try words(of: request)
        guard !world.governance.policies.contains(where: { $0.type == type && $0.name == name }) else {
            throw ServiceFault("DuplicatePolicyException", "A policy with the same name already exists.")
        }
        guard world.governance.policies.count(where: { $0.type == type }) < 1_000 else {
            throw constraint("You have reached the number of policies you can have.", "POLICY_NUMBER_LIMIT_EXCEEDED")
        }
        let content = request.parameters["Content"]?.stringValue ?? ""
        let document = try self.document(content)
        var random = SeededGenerator(world.options.seed, "policy", request.requestID)
        let policy = OrganizationGovernance.Policy(
            id: "p-\(random.alphanumeric(10))", type: type, name: name ?? "", description: description ?? "",
            content: content, document: document, tags: try Self.givenTags(request, self))
        world.governance.policies.append(policy)
        return .json(("Policy", Self.value(policy, world.organization)))
    }

    private func updatePolicy(
        _ request: ServiceRequest, in world: inout SimulatedWorld
    ) throws(ServiceFault) -> ServiceReply {
        var policy = try requestedPolicy(request, world)
        let (name, description) = try words(of: request)
        if let name {
            guard !world.governance.policies.contains(where: { $0.name == name && $0.id != policy.id }) else {
                throw ServiceFault("DuplicatePolicyException", "A policy with the same name already exists.")
            }
            policy.name = name
        }
        if let description { policy.description = description }
        if let content = request.parameters["Content"]?.stringValue {
            policy.document = try document(content)
            policy.content = content
            world.governance.notePolicyChange(at: request.now)
        }
        if let index = world.governance.policies.firstIndex(where: { $0.id == policy.id }) {
            world.governance.policies[index] = policy
        }
        return .json(("Policy", Self.value(policy, world.organization)))
    }

    private func attachOrDetach(
        _ request: ServiceRequest, in world: inout SimulatedWorld
    ) throws(ServiceFault) -> ServiceReply {
        let policy = try requestedPolicy(request, world)
        let target = try requestedTarget(request, world)
        let attachment = OrganizationGovernance.Attachment(policyID: policy.id, targetID: target)
        let index = world.governance.attachments.firstIndex(of: attachment)
        if request.operation == "DetachPolicy" {
            guard let index else {
                throw ServiceFault(
                    "PolicyNotAttachedException", "The policy isn't attached to the specified target.")
            }
            world.governance.attachments.remove(at: index)
        } else {
            guard world.governance.enabledTypes.contains(policy.type) else {
                throw ServiceFault("PolicyTypeNotEnabledException", "The policy type is not enabled in this root.")
            }
            guard index == nil else {
                throw ServiceFault(
                    "DuplicatePolicyAttachmentException", "The selected policy is already attached to the target.")
            }
            guard world.governance.policies(of: policy.type, at: target).count < 10 else {
                throw constraint(
                    "You have reached the number of policies of that type that can be attached to the target.",
                    "MAX_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED")
            }
            world.governance.attachments.append(attachment)
        }
        world.governance.notePolicyChange(at: request.now)
        return ServiceReply(.empty)
    }

    /// Name and description of a policy, where given.
    private func words(of request: ServiceRequest) throws(ServiceFault) -> (name: String?, description: String?) {
        let name = request.parameters["Name"]?.stringValue
        let description = request.parameters["Description"]?.stringValue
        guard name.map({ (1...128).contains($0.count) }) ?? true else {
            throw invalid(
                "Name must have 1 to 128 characters.",
                reason: name?.isEmpty == true ? "MIN_LENGTH_EXCEEDED" : "MAX_LENGTH_EXCEEDED")
        }
        guard (description?.count ?? 0) <= 512 else {
            throw invalid("Description must have at most 512 characters.", reason: "MAX_LENGTH_EXCEEDED")
        }
        return (name, description)
    }

    private func document(_ content: String) throws(ServiceFault) -> WireValue {
        guard content.count <= 10_000 else {
            throw constraint(
                "The policy exceeds the maximum size of 10,000 characters.", "POLICY_CONTENT_LIMIT_EXCEEDED")
        }
        let document: WireValue
        do throws(WireError) {
            document = try WireValue(json: Array(content.utf8))
        } catch {
            throw BackupPolicySyntax.malformed("The policy is not JSON: \(error.message)")
        }
        try BackupPolicySyntax.check(document)
        return document
    }

    private func requestedPolicy(
        _ request: ServiceRequest, _ world: SimulatedWorld
    ) throws(ServiceFault) -> OrganizationGovernance.Policy {
        guard let id = request.parameters["PolicyId"]?.stringValue else {
            throw invalid("PolicyId is required", reason: "INPUT_REQUIRED")
        }
        guard id.hasPrefix("p-"), id.utf8.count >= 10 else {
            throw invalid("You specified an invalid policy id.", reason: "INVALID_SYNTAX_POLICY_ID")
        }
        guard let policy = world.governance.policy(id) else {
            throw ServiceFault("PolicyNotFoundException", "You specified a policy that doesn't exist.")
        }
        return policy
    }

    private func requestedTarget(_ request: ServiceRequest, _ world: SimulatedWorld) throws(ServiceFault) -> String {
        guard let id = request.parameters["TargetId"]?.stringValue else {
            throw invalid("TargetId is required", reason: "INPUT_REQUIRED")
        }
        guard id.hasPrefix("r-") || id.hasPrefix("ou-") || Self.isAccountID(id) else {
            throw invalid(
                "You specified a target id that does not match the pattern.", reason: "INVALID_PATTERN_TARGET_ID")
        }
        guard world.organization.holds(id) else {
            throw ServiceFault("TargetNotFoundException", "You specified a target that doesn't exist.")
        }
        return id
    }

    func policyType(_ request: ServiceRequest, _ name: String) throws(ServiceFault) -> String {
        guard let type = request.parameters[name]?.stringValue else {
            throw invalid("\(name) is required", reason: "INPUT_REQUIRED")
        }
        guard Self.allTypes.contains(type) else {
            throw invalid("You specified an invalid value for \(name).", reason: "INVALID_ENUM_POLICY_TYPE")
        }
        return type
    }

    private static func value(_ policy: OrganizationGovernance.Policy, _ tree: OrganizationTree) -> WireValue {
        .record(("PolicySummary", summary(policy, tree)), ("Content", .string(policy.content)))
    }

    private static func summary(_ policy: OrganizationGovernance.Policy, _ tree: OrganizationTree) -> WireValue {
        let arn =
            "arn:aws:organizations::\(tree.managementAccount.id):policy/\(tree.id)/\(policy.type.lowercased())/\(policy.id)"
        return .record(
            ("Id", .string(policy.id)), ("Arn", .string(arn)), ("Name", .string(policy.name)),
            ("Description", .string(policy.description)), ("Type", .string(policy.type)), ("AwsManaged", .bool(false)))
    }

    private static func target(_ id: String, _ tree: OrganizationTree) -> WireValue {
        let facts: (arn: String, name: String, type: String) =
            if let account = tree.account(id) {
                (tree.arn(of: account), account.name, "ACCOUNT")
            } else if let unit = tree.unit(id) {
                (tree.arn(of: unit), unit.name, "ORGANIZATIONAL_UNIT")
            } else {
                (tree.rootARN, "Root", "ROOT")
            }
        return .record(
            ("TargetId", .string(id)), ("Arn", .string(facts.arn)), ("Name", .string(facts.name)),
            ("Type", .string(facts.type)))
    }
}
