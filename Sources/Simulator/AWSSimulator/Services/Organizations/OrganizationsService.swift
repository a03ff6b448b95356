internal import AWSWire

/// AWS Organizations: the tree, delegated administrators, tags and backup policies with what they come to.
///
/// The management account may do everything; a delegated administrator of any service reads, and one of AWS Backup also
/// governs backup policies, as if the resource policy of the user guide's example were there. Source: AWS Organizations
/// API Reference, the pages of its operations.
package struct OrganizationsService: ServiceSimulator {
    /// The service as the dispatcher knows it.
    package let profile = ServiceProfile(
        signingName: "organizations", wireProtocol: .json(version: "1.1", targetPrefix: "AWSOrganizationsV20161128"),
        operations: treeReads.union(policyReads).union(policyWrites).union([
            "DescribeEffectivePolicy", "DescribeOrganization", "DeregisterDelegatedAdministrator",
            "DisableAWSServiceAccess", "EnableAWSServiceAccess", "RegisterDelegatedAdministrator", "TagResource",
            "UntagResource",
        ]), errorMessageMember: "Message")

    private static let treeReads: Set<String> = [
        "DescribeAccount", "DescribeOrganizationalUnit", "ListAWSServiceAccessForOrganization", "ListAccounts",
        "ListAccountsForParent", "ListChildren", "ListDelegatedAdministrators", "ListDelegatedServicesForAccount",
        "ListOrganizationalUnitsForParent", "ListParents", "ListRoots", "ListTagsForResource",
    ]
    private static let policyReads: Set<String> = [
        "DescribePolicy", "ListAccountsWithInvalidEffectivePolicy", "ListEffectivePolicyValidationErrors",
        "ListPolicies", "ListPoliciesForTarget", "ListTargetsForPolicy",
    ]
    private static let policyWrites: Set<String> = [
        "AttachPolicy", "CreatePolicy", "DeletePolicy", "DetachPolicy", "DisablePolicyType", "EnablePolicyType",
        "UpdatePolicy",
    ]

    /// Makes the service.
    package init() {}

    /// Answers one request.
    package func respond(
        to request: ServiceRequest, in world: inout SimulatedWorld
    ) throws(ServiceFault) -> ServiceReply {
        let operation = request.operation
        if operation == "DescribeOrganization" { return organization(world.organization) }
        if operation == "DescribeEffectivePolicy" { return try effectivePolicy(request, world) }
        guard Self.isAllowed(request, world) else {
            throw ServiceFault("AccessDeniedException", "You don't have permissions to access this resource.")
        }
        if Self.treeReads.contains(operation) { return try readTree(request, world) }
        if Self.policyReads.contains(operation) { return try readPolicies(request, world) }
        if Self.policyWrites.contains(operation) { return try writePolicies(request, in: &world) }
        return try delegate(request, in: &world)
    }

    private static func isAllowed(_ request: ServiceRequest, _ world: SimulatedWorld) -> Bool {
        if request.account == world.organization.managementAccount.id { return true }
        let services = world.governance.delegations.filter { $0.account == request.account }.map(\.service)
        if policyReads.union(policyWrites).contains(request.operation) {
            return services.contains("backup.amazonaws.com")
        }
        return !services.isEmpty && treeReads.contains(request.operation)
    }

    private func readTree(_ request: ServiceRequest, _ world: SimulatedWorld) throws(ServiceFault) -> ServiceReply {
        let tree = world.organization
        switch request.operation {
        case "ListRoots":
            return try page([root(world)], "Roots", request)
        case "ListOrganizationalUnitsForParent":
            let parent = try parentID(request, tree)
            return try page(
                tree.units.filter { $0.parentID == parent }.map { unit($0, tree) }, "OrganizationalUnits", request)
        case "ListAccountsForParent":
            let parent = try parentID(request, tree)
            return try page(tree.accounts.filter { $0.parentID == parent }, "Accounts", request) { account($0, tree) }
        case "ListAccounts": return try page(tree.accounts, "Accounts", request) { account($0, tree) }
        case "ListChildren": return try children(request, tree)
        case "ListParents": return try parents(request, tree)
        case "DescribeAccount":
            return .json(("Account", account(try requestedAccount(request, tree), tree)))
        case "DescribeOrganizationalUnit": return try describeUnit(request, tree)
        case "ListTagsForResource": return try tags(request, world)
        case "ListDelegatedAdministrators": return try delegatedAdministrators(request, world)
        case "ListDelegatedServicesForAccount": return try delegatedServices(request, world)
        default: return try trustedServices(request, world)
        }
    }

    private func organization(_ tree: OrganizationTree) -> ServiceReply {
        let management = tree.managementAccount
        return .json(
            (
                "Organization",
                .record(
                    ("Id", .string(tree.id)),
                    ("Arn", .string("arn:aws:organizations::\(management.id):organization/\(tree.id)")),
                    ("FeatureSet", .string("ALL")), ("MasterAccountArn", .string(tree.arn(of: management))),
                    ("MasterAccountId", .string(management.id)), ("MasterAccountEmail", .string(management.email)),
                    (
                        "AvailablePolicyTypes",
                        .array(
                            ["SERVICE_CONTROL_POLICY", "BACKUP_POLICY"].map { type in
                                .record(("Type", .string(type)), ("Status", .string("ENABLED")))
                            })
                    ))
            ))
    }

    func root(_ world: SimulatedWorld) -> WireValue {
        let tree = world.organization
        let types = world.governance.enabledTypes.map { type in
            WireValue.record(("Type", .string(type)), ("Status", .string("ENABLED")))
        }
        return .record(
            ("Id", .string(tree.rootID)), ("Arn", .string(tree.rootARN)), ("Name", .string("Root")),
            ("PolicyTypes", .array(types)))
    }

    func unit(_ unit: OrganizationalUnit, _ tree: OrganizationTree) -> WireValue {
        .record(
            ("Id", .string(unit.id)), ("Arn", .string(tree.arn(of: unit))), ("Name", .string(unit.name)),
            ("Path", .string(path(of: unit.id, tree))))
    }

    func account(_ account: OrganizationAccount, _ tree: OrganizationTree) -> WireValue {
        .record(
            ("Id", .string(account.id)), ("Arn", .string(tree.arn(of: account))), ("Email", .string(account.email)),
            ("Name", .string(account.name)), ("Status", .string(account.state.rawValue)),
            ("State", .string(account.state.rawValue)),
            ("Paths", .texts(["\(path(of: account.parentID, tree))\(account.id)/"])),
            ("JoinedMethod", .string(account.wasCreated ? "CREATED" : "INVITED")),
            ("JoinedTimestamp", .time(account.joinedAt)))
    }

    /// `o-…/r-…/ou-…/`, from the organization down to a unit.
    func path(of id: String, _ tree: OrganizationTree) -> String {
        var parts: [String] = []
        var current = id
        while let unit = tree.units.first(where: { $0.id == current }) {
            parts.append(unit.id)
            current = unit.parentID
        }
        return ([tree.id, tree.rootID] + parts.reversed()).map { "\($0)/" }.joined()
    }

    func parentID(_ request: ServiceRequest, _ tree: OrganizationTree) throws(ServiceFault) -> String {
        guard let id = request.parameters["ParentId"]?.stringValue else {
            throw invalid("ParentId is required", reason: "INPUT_REQUIRED")
        }
        guard id.hasPrefix("r-") || id.hasPrefix("ou-") else {
            throw invalid("You specified a parent id that does not match the pattern.", reason: "INVALID_PATTERN")
        }
        guard id == tree.rootID || tree.units.contains(where: { $0.id == id }) else {
            throw ServiceFault(
                "ParentNotFoundException", "You specified parent that doesn't exist.")
        }
        return id
    }

    func page(_ items: [WireValue], _ member: String, _ request: ServiceRequest) throws(ServiceFault) -> ServiceReply {
        try page(items, member, request) { $0 }
    }

    /// One page of a list, only whose items are written out.
    func page<Item>(
        _ items: [Item], _ member: String, _ request: ServiceRequest, more: [(String, WireValue?)] = [],
        _ value: (Item) -> WireValue
    ) throws(ServiceFault) -> ServiceReply {
        let limit = request.parameters["MaxResults"]?.integerValue
        guard limit.map({ (1...20).contains($0) }) ?? true else {
            let isLarge = (limit ?? 0) > 20
            throw invalid(
                "You specified a value of MaxResults out of range.",
                reason: isLarge ? "MAX_VALUE_EXCEEDED" : "MIN_VALUE_EXCEEDED")
        }
        let purpose =
            [request.operation, request.account]
            + [
                "ParentId", "ResourceId", "ChildType", "ChildId", "ServicePrincipal", "AccountId", "Filter", "TargetId",
                "PolicyId", "PolicyType",
            ].map { request.parameters[$0]?.stringValue ?? "" }
        let (page, next) = try Paging(standard: 20, maximum: 20).page(
            items, token: request.parameters["NextToken"]?.stringValue, limit: limit.map(Int.init), purpose: purpose,
            badToken: invalid("You specified an invalid next token.", reason: "INVALID_NEXT_TOKEN"))
        return ServiceReply(
            .json(.record(more + [(member, .array(page.map(value))), ("NextToken", .text(next))])))
    }

    func invalid(_ message: String, reason: String) -> ServiceFault {
        ServiceFault("InvalidInputException", message, members: [("Reason", .string(reason))])
    }
}
