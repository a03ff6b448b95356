internal import AWSWire

/// Single places of the tree, what is above and below them, and their tags.
extension OrganizationsService {
    func children(_ request: ServiceRequest, _ tree: OrganizationTree) throws(ServiceFault) -> ServiceReply {
        let parent = try parentID(request, tree)
        let type = request.parameters["ChildType"]?.stringValue
        guard let type, ["ACCOUNT", "ORGANIZATIONAL_UNIT"].contains(type) else {
            throw invalid(
                "You specified an invalid value for ChildType.", reason: type == nil ? "INPUT_REQUIRED" : "INVALID_ENUM"
            )
        }
        let ids =
            type == "ACCOUNT"
            ? tree.accounts.filter { $0.parentID == parent }.map(\.id)
            : tree.units.filter { $0.parentID == parent }.map(\.id)
        return try page(ids, "Children", request) { .record(("Id", .string($0)), ("Type", .string(type))) }
    }

    func parents(_ request: ServiceRequest, _ tree: OrganizationTree) throws(ServiceFault) -> ServiceReply {
        guard let id = request.parameters["ChildId"]?.stringValue else {
            throw invalid("ChildId is required", reason: "INPUT_REQUIRED")
        }
        guard id.hasPrefix("ou-") || Self.isAccountID(id) else {
            throw invalid("You specified a child id that does not match the pattern.", reason: "INVALID_PATTERN")
        }
        guard let parent = tree.account(id)?.parentID ?? tree.unit(id)?.parentID else {
            throw ServiceFault("ChildNotFoundException", "You specified a child that doesn't exist.")
        }
        let type = parent == tree.rootID ? "ROOT" : "ORGANIZATIONAL_UNIT"
        return try page([.record(("Id", .string(parent)), ("Type", .string(type)))], "Parents", request)
    }

    func describeUnit(_ request: ServiceRequest, _ tree: OrganizationTree) throws(ServiceFault) -> ServiceReply {
        guard let id = request.parameters["OrganizationalUnitId"]?.stringValue, id.hasPrefix("ou-") else {
            throw invalid(
                "You specified an organizational unit id that does not match the pattern.", reason: "INVALID_PATTERN")
        }
        guard let found = tree.unit(id) else {
            throw ServiceFault(
                "OrganizationalUnitNotFoundException", "You specified an organizational unit that doesn't exist.")
        }
        return .json(("OrganizationalUnit", unit(found, tree)))
    }

    /// The account `AccountId` names.
    func requestedAccount(
        _ request: ServiceRequest, _ tree: OrganizationTree
    ) throws(ServiceFault) -> OrganizationAccount {
        guard let id = request.parameters["AccountId"]?.stringValue else {
            throw invalid("AccountId is required", reason: "INPUT_REQUIRED")
        }
        guard Self.isAccountID(id) else {
            throw invalid("You specified an account id that does not match the pattern.", reason: "INVALID_PATTERN")
        }
        guard let account = tree.account(id) else {
            throw ServiceFault("AccountNotFoundException", "You specified an account that doesn't exist.")
        }
        return account
    }

    func tags(_ request: ServiceRequest, _ world: SimulatedWorld) throws(ServiceFault) -> ServiceReply {
        let (_, tags) = try taggedResource(request, world)
        return try page(tags.all, "Tags", request) { tag in
            .record(("Key", .string(tag.key)), ("Value", .string(tag.value)))
        }
    }

    func changeTags(_ request: ServiceRequest, in world: inout SimulatedWorld) throws(ServiceFault) -> ServiceReply {
        let (id, present) = try taggedResource(request, world)
        var tags = present
        if request.operation == "TagResource" {
            let given = try Self.givenTags(request, self)
            tags.merge(given)
            guard tags.all.count <= TagRules.most else {
                throw constraint("A resource can have at most \(TagRules.most) tags.", "MAX_TAG_LIMIT_EXCEEDED")
            }
        } else {
            guard let keys = request.parameters["TagKeys"]?.textsValue, !keys.isEmpty else {
                throw invalid("TagKeys is required", reason: "INPUT_REQUIRED")
            }
            for key in keys { tags[key] = nil }
        }
        if let index = world.governance.policies.firstIndex(where: { $0.id == id }) {
            world.governance.policies[index].tags = tags
        } else {
            world.governance.tags[id] = tags
        }
        return ServiceReply(.empty)
    }

    /// The tags of a request's `Tags` member.
    static func givenTags(_ request: ServiceRequest, _ service: OrganizationsService) throws(ServiceFault) -> TagSet {
        let pairs = (request.parameters["Tags"]?.arrayValue ?? []).map { tag in
            (key: tag["Key"]?.stringValue ?? "", value: tag["Value"]?.stringValue ?? "")
        }
        guard request.operation != "TagResource" || !pairs.isEmpty else {
            throw service.invalid("Tags is required", reason: "INPUT_REQUIRED")
        }
        if let problem = TagRules.problem(pairs) {
            let isDouble = Set(pairs.map(\.key)).count < pairs.count
            throw service.invalid(
                problem, reason: isDouble ? "DUPLICATE_TAG_KEY" : "INVALID_SYSTEM_TAGS_PARAMETER")
        }
        return TagSet(pairs.map { ($0.key, $0.value) })
    }

    private func taggedResource(
        _ request: ServiceRequest, _ world: SimulatedWorld
    ) throws(ServiceFault) -> (id: String, tags: TagSet) {
        guard let id = request.parameters["ResourceId"]?.stringValue else {
            throw invalid("ResourceId is required", reason: "INPUT_REQUIRED")
        }
        if let policy = world.governance.policy(id) { return (id, policy.tags) }
        guard world.organization.holds(id) else {
            throw ServiceFault("TargetNotFoundException", "You specified a target that doesn't exist.")
        }
        return (id, world.governance.tags[id] ?? world.organization.account(id)?.tags ?? [:])
    }

    func constraint(_ message: String, _ reason: String) -> ServiceFault {
        ServiceFault("ConstraintViolationException", message, members: [("Reason", .string(reason))])
    }

    static func isAccountID(_ text: String) -> Bool {
        text.utf8.count == 12 && text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }
}
