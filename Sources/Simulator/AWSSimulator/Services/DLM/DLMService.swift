internal import AWSWire

/// Amazon Data Lifecycle Manager: policies that make snapshots of EBS volumes, and their tags.
///
/// Source: Amazon Data Lifecycle Manager API Reference, the pages of its operations.
package struct DLMService: ServiceSimulator {
    /// Makes the service.
    package init() {}

    /// The service as the dispatcher knows it.
    package let profile = ServiceProfile(
        signingName: "dlm", wireProtocol: .restJSON,
        routes: RouteTable([
            ("GET", "/policies", "GetLifecyclePolicies"), ("POST", "/policies", "CreateLifecyclePolicy"),
            ("GET", "/policies/{policyId}", "GetLifecyclePolicy"),
            ("PATCH", "/policies/{policyId}", "UpdateLifecyclePolicy"),
            ("DELETE", "/policies/{policyId}", "DeleteLifecyclePolicy"),
            ("GET", "/tags/{resourceArn}", "ListTagsForResource"), ("POST", "/tags/{resourceArn}", "TagResource"),
            ("DELETE", "/tags/{resourceArn}", "UntagResource"),
        ]), errorMessageMember: "Message", errorCodeMember: "Code")

    /// Answers one request.
    package func respond(
        to request: ServiceRequest, in world: inout SimulatedWorld
    ) throws(ServiceFault) -> ServiceReply {
        let birth = world.options.birth
        return try world.answer(request) { region throws(ServiceFault) in
            var policies = region.lifecyclePolicies(birth: birth)
            let before = policies
            let reply = try answer(request, &policies, &region.lifecycle)
            if policies != before { region.lifecycle.policies = policies }
            return reply
        }
    }
}

extension DLMService {
    private func answer(
        _ request: ServiceRequest, _ policies: inout [LifecyclePolicy], _ state: inout LifecycleState
    ) throws(ServiceFault) -> ServiceReply {
        switch request.operation {
        case "GetLifecyclePolicies": return try list(request, policies)
        case "CreateLifecyclePolicy": return try create(request, &policies, &state)
        case "ListTagsForResource":
            return .json(("Tags", .tagMap(policies[try index(ofTagged: request, policies)].tags)))
        case "TagResource", "UntagResource":
            try changeTags(request, &policies[try index(ofTagged: request, policies)])
            return .json()
        default: break
        }
        let index = try index(of: request, policies)
        switch request.operation {
        case "GetLifecyclePolicy":
            return .json(("Policy", description(of: policies[index])))
        case "UpdateLifecyclePolicy":
            try update(request, &policies[index])
            return .json()
        case "DeleteLifecyclePolicy":
            policies[index].turn(at: request.now, into: nil)
            policies[index].deletedAt = request.now
            return .json()
        default: throw ServiceFault("UnknownOperationException", "Unknown operation", status: 404)
        }
    }

    private func list(_ request: ServiceRequest, _ policies: [LifecyclePolicy]) throws(ServiceFault) -> ServiceReply {
        func values(_ name: String) -> [String] { request.query.filter { $0.name == name }.map(\.value) }
        let state = request.queryValue("state")
        guard ["ENABLED", "DISABLED", "ERROR"].contains(state ?? "ENABLED") else {
            throw Self.invalid("Invalid state: \(state ?? "")", "state")
        }
        let ids = values("policyIds")
        let held = Set(policies.filter { $0.deletedAt == nil }.map(\.id))
        if let missing = ids.first(where: { !held.contains($0) }) { throw Self.notFound(missing) }
        let kinds = values("resourceTypes")
        let targets = values("targetTags")
        let kind = request.queryValue("defaultPolicyType")
        let chosen = policies.filter { policy in
            let types = policy.details["ResourceTypes"]?.textsValue ?? [policy.defaultPolicyType ?? ""]
            let tags = (policy.details["TargetTags"]?.arrayValue ?? []).map { tag in
                "\(tag["Key"]?.stringValue ?? "")=\(tag["Value"]?.stringValue ?? "")"
            }
            return policy.deletedAt == nil && (ids.isEmpty || ids.contains(policy.id))
                && (state.map { $0 == (policy.isEnabled ? "ENABLED" : "DISABLED") } ?? true)
                && (kinds.isEmpty || kinds.contains { types.contains($0) })
                && (targets.isEmpty || targets.contains { tags.contains($0) })
                && (kind.map { $0 == "ALL" ? policy.defaultPolicyType != nil : policy.defaultPolicyType == $0 } ?? true)
        }
        return .json(
            (
                "Policies",
                .array(
                    chosen.map { policy in
                        .record(
                            ("PolicyId", .string(policy.id)), ("Description", .string(policy.description)),
                            ("State", .string(policy.isEnabled ? "ENABLED" : "DISABLED")),
                            ("Tags", .someTagMap(policy.tags)), ("PolicyType", .text(type(of: policy))),
                            ("DefaultPolicy", .bool(policy.defaultPolicyType != nil)))
                    })
            ))
    }

    private func type(of policy: LifecyclePolicy) -> String {
        policy.details["PolicyType"]?.stringValue ?? "EBS_SNAPSHOT_MANAGEMENT"
    }

    private func description(of policy: LifecyclePolicy) -> WireValue {
        .record(
            ("PolicyId", .string(policy.id)), ("Description", .string(policy.description)),
            ("State", .string(policy.isEnabled ? "ENABLED" : "DISABLED")),
            ("StatusMessage", .string(policy.isEnabled ? "ENABLED" : "DISABLED")),
            ("ExecutionRoleArn", .string(policy.roleARN)), ("DateCreated", .string(policy.createdAt.iso8601)),
            ("DateModified", .string(policy.modifiedAt.iso8601)), ("PolicyDetails", policy.details),
            ("Tags", .someTagMap(policy.tags)), ("PolicyArn", .string(policy.arn)),
            ("DefaultPolicy", .bool(policy.defaultPolicyType != nil)))
    }

    private func create(
        _ request: ServiceRequest, _ policies: inout [LifecyclePolicy], _ state: inout LifecycleState
    ) throws(ServiceFault) -> ServiceReply {
        let parameters = request.parameters
        for name in ["ExecutionRoleArn", "Description", "State"] where parameters[name]?.stringValue == nil {
            throw ServiceFault(
                "InvalidRequestException", "The parameter \(name) is required.",
                members: [("RequiredParameters", .texts([name]))])
        }
        let kind = parameters["DefaultPolicy"]?.stringValue
        let (details, plan) = try Self.plan(of: parameters, default: kind)
        let living = policies.filter { $0.deletedAt == nil }
        // Amazon EBS User Guide, "Amazon Data Lifecycle Manager quotas": 100 policies, and one default policy of a type.
        guard living.count < 100, kind == nil || !living.contains(where: { $0.defaultPolicyType == kind }) else {
            throw ServiceFault(
                "LimitExceededException", "The maximum number of lifecycle policies has been reached.", status: 429,
                members: [("ResourceType", .string("policy"))])
        }
        let tags = try Self.tags(parameters["Tags"])
        state.madePolicies += 1
        let id =
            "policy-0"
            + ResourceDetails(arn: "\(request.account)/\(request.region)/policy/\(state.madePolicies)").hex(16, "id")
        var policy = LifecyclePolicy(
            id: id, arn: "arn:aws:dlm:\(request.region):\(request.account):policy/\(id)",
            description: parameters["Description"]?.stringValue ?? "",
            roleARN: parameters["ExecutionRoleArn"]?.stringValue ?? "", isEnabled: try Self.isEnabled(parameters),
            createdAt: request.now, modifiedAt: request.now, details: details, tags: tags, defaultPolicyType: kind,
            deletedAt: nil, eras: [])
        try Self.check(policy)
        if policy.isEnabled { policy.turn(at: request.now, into: plan) }
        policies.append(policy)
        return .json(("PolicyId", .string(id)))
    }

    private func update(_ request: ServiceRequest, _ policy: inout LifecyclePolicy) throws(ServiceFault) {
        let parameters = request.parameters
        var changed = policy
        if let text = parameters["Description"]?.stringValue { changed.description = text }
        if let text = parameters["ExecutionRoleArn"]?.stringValue { changed.roleARN = text }
        if parameters["State"] != nil { changed.isEnabled = try Self.isEnabled(parameters) }
        let names = ["PolicyDetails", "CreateInterval", "RetainInterval", "CopyTags"]
        let isReplanned = names.contains { parameters[$0] != nil }
        var plan = changed.eras.last?.plan
        if isReplanned || plan == nil {
            let source = parameters["PolicyDetails"] ?? changed.details
            let merged = WireValue.record(
                ("PolicyDetails", source), ("CreateInterval", parameters["CreateInterval"] ?? source["CreateInterval"]),
                ("RetainInterval", parameters["RetainInterval"] ?? source["RetainInterval"]),
                ("CopyTags", parameters["CopyTags"] ?? source["CopyTags"]))
            let made = try Self.plan(of: merged, default: changed.defaultPolicyType)
            (changed.details, plan) = (made.details, made.plan)
        }
        try Self.check(changed)
        if isReplanned || changed.isEnabled != policy.isEnabled {
            changed.turn(at: request.now, into: changed.isEnabled ? plan : nil)
        }
        changed.modifiedAt = request.now
        policy = changed
    }

    /// The details a policy is answered with and what they mean.
    private static func plan(
        of parameters: WireValue, default kind: String?
    ) throws(ServiceFault) -> (details: WireValue, plan: LifecyclePlan) {
        do throws(LifecycleProblem) {
            guard let kind else {
                guard let details = parameters["PolicyDetails"] else {
                    throw LifecycleProblem("The parameter PolicyDetails is required.", "PolicyDetails")
                }
                return (details, try LifecyclePlan(details))
            }
            guard kind == "VOLUME" || kind == "INSTANCE" else {
                throw LifecycleProblem("Invalid default policy type: \(kind)", "DefaultPolicy")
            }
            let create = parameters["CreateInterval"]?.integerValue ?? 1
            let retain = parameters["RetainInterval"]?.integerValue ?? 7
            let copies = parameters["CopyTags"]?.boolValue ?? false
            let plan = try LifecyclePlan(defaultOf: kind, createDays: create, retainDays: retain, copiesTags: copies)
            let details = WireValue.record(
                ("PolicyType", .string(plan.type)), ("PolicyLanguage", .string("SIMPLIFIED")),
                ("ResourceType", .string(kind)), ("CreateInterval", .integer(create)),
                ("RetainInterval", .integer(retain)), ("CopyTags", .bool(copies)), ("ExtendDeletion", .bool(false)))
            return (details, plan)
        } catch { throw invalid(error.message, error.parameter) }
    }

    private static func isEnabled(_ parameters: WireValue) throws(ServiceFault) -> Bool {
        let state = parameters["State"]?.stringValue ?? ""
        guard state == "ENABLED" || state == "DISABLED" else { throw invalid("Invalid state: \(state)", "State") }
        return state == "ENABLED"
    }

    private static func check(_ policy: LifecyclePolicy) throws(ServiceFault) {
        guard (1...500).contains(policy.description.count),
            policy.description.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || " _-".contains($0)) })
        else { throw invalid("Invalid description: \(policy.description)", "Description") }
        guard policy.roleARN.hasPrefix("arn:aws:iam::"), policy.roleARN.contains(":role/") else {
            throw invalid("Invalid execution role: \(policy.roleARN)", "ExecutionRoleArn")
        }
    }

    private func changeTags(_ request: ServiceRequest, _ policy: inout LifecyclePolicy) throws(ServiceFault) {
        guard request.operation == "TagResource" else {
            let keys = request.query.filter { $0.name == "tagKeys" }.map(\.value)
            guard !keys.isEmpty else { throw Self.invalid("At least one tag key is required.", "tagKeys") }
            for key in keys { policy.tags[key] = nil }
            return
        }
        let tags = try Self.tags(request.parameters["Tags"])
        guard !tags.isEmpty, !TagRules.exceedsLimit(policy.tags, adding: tags) else {
            throw Self.invalid("Between 1 and \(TagRules.most) tags are allowed.", "Tags")
        }
        policy.tags.merge(tags)
    }

    private static func tags(_ value: WireValue?) throws(ServiceFault) -> TagSet {
        let pairs = (value?.objectValue ?? []).map { (key: $0.name, value: $0.value.stringValue ?? "") }
        if let problem = TagRules.problem(pairs) { throw invalid(problem, "Tags") }
        return TagSet(pairs.map { ($0.key, $0.value) })
    }

    private func index(of request: ServiceRequest, _ policies: [LifecyclePolicy]) throws(ServiceFault) -> Int {
        let id = request.labels["policyId"] ?? ""
        guard let index = policies.firstIndex(where: { $0.id == id && $0.deletedAt == nil }) else {
            throw Self.notFound(id)
        }
        return index
    }

    private func index(ofTagged request: ServiceRequest, _ policies: [LifecyclePolicy]) throws(ServiceFault) -> Int {
        let arn = request.labels["resourceArn"] ?? ""
        guard let index = policies.firstIndex(where: { $0.arn == arn && $0.deletedAt == nil }) else {
            throw Self.notFound(arn.split(separator: "/").last.map(String.init) ?? arn)
        }
        return index
    }

    private static func notFound(_ id: String) -> ServiceFault {
        ServiceFault(
            "ResourceNotFoundException", "Lifecycle policy \(id) does not exist.", status: 404,
            members: [("ResourceType", .string("policy")), ("ResourceIds", .texts([id]))])
    }

    private static func invalid(_ message: String, _ parameter: String) -> ServiceFault {
        ServiceFault("InvalidRequestException", message, members: [("RequiredParameters", .texts([parameter]))])
    }
}
