internal import AWSWire

/// AWS Organizations: the tree, its accounts and their tags, for the management account.
package struct OrganizationsService: ServiceSimulator {
    /// The service as the dispatcher knows it.
    package let profile = ServiceProfile(
        signingName: "organizations", wireProtocol: .json(version: "1.1", targetPrefix: "AWSOrganizationsV20161128"),
        operations: [
            "DescribeOrganization", "ListRoots", "ListOrganizationalUnitsForParent", "ListAccountsForParent",
            "ListAccounts", "ListTagsForResource",
        ], errorMessageMember: "Message")

    /// Answers one request.
    package func respond(
        to request: ServiceRequest, in world: inout SimulatedWorld
    ) throws(ServiceFault) -> ServiceReply {
        let tree = world.organization
        if request.operation == "DescribeOrganization" { return organization(tree) }
        guard request.account == tree.managementAccount.id else {
            throw ServiceFault("AccessDeniedException", "You don't have permissions to access this resource.")
        }
        switch request.operation {
        case "ListRoots":
            return try page([root(tree)], "Roots", request)
        case "ListOrganizationalUnitsForParent":
            let parent = try parentID(request, tree)
            return try page(
                tree.units.filter { $0.parentID == parent }.map { unit($0, tree) }, "OrganizationalUnits", request)
        case "ListAccountsForParent":
            let parent = try parentID(request, tree)
            return try page(
                tree.accounts.filter { $0.parentID == parent }.map { account($0, tree) }, "Accounts", request)
        case "ListAccounts":
            return try page(tree.accounts.map { account($0, tree) }, "Accounts", request)
        default:
            return try tags(request, tree)
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
                        .array([
                            .record(("Type", .string("SERVICE_CONTROL_POLICY")), ("Status", .string("ENABLED")))
                        ])
                    ))
            ))
    }

    private func root(_ tree: OrganizationTree) -> WireValue {
        let arn = "arn:aws:organizations::\(tree.managementAccount.id):root/\(tree.id)/\(tree.rootID)"
        return .record(
            ("Id", .string(tree.rootID)), ("Arn", .string(arn)), ("Name", .string("Root")), ("PolicyTypes", .array([])))
    }

    private func unit(_ unit: OrganizationalUnit, _ tree: OrganizationTree) -> WireValue {
        let arn = "arn:aws:organizations::\(tree.managementAccount.id):ou/\(tree.id)/\(unit.id)"
        return .record(
            ("Id", .string(unit.id)), ("Arn", .string(arn)), ("Name", .string(unit.name)),
            ("Path", .string(path(of: unit.id, tree))))
    }

    private func account(_ account: OrganizationAccount, _ tree: OrganizationTree) -> WireValue {
        .record(
            ("Id", .string(account.id)), ("Arn", .string(tree.arn(of: account))), ("Email", .string(account.email)),
            ("Name", .string(account.name)), ("Status", .string(account.state.rawValue)),
            ("State", .string(account.state.rawValue)),
            ("Paths", .texts(["\(path(of: account.parentID, tree))\(account.id)/"])),
            ("JoinedMethod", .string(account.wasCreated ? "CREATED" : "INVITED")),
            ("JoinedTimestamp", .time(account.joinedAt)))
    }

    /// `o-…/r-…/ou-…/`, from the organization down to a unit.
    private func path(of id: String, _ tree: OrganizationTree) -> String {
        var parts: [String] = []
        var current = id
        while let unit = tree.units.first(where: { $0.id == current }) {
            parts.append(unit.id)
            current = unit.parentID
        }
        return ([tree.id, tree.rootID] + parts.reversed()).map { "\($0)/" }.joined()
    }

    private func parentID(_ request: ServiceRequest, _ tree: OrganizationTree) throws(ServiceFault) -> String {
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

    private func tags(_ request: ServiceRequest, _ tree: OrganizationTree) throws(ServiceFault) -> ServiceReply {
        guard let id = request.parameters["ResourceId"]?.stringValue else {
            throw invalid("ResourceId is required", reason: "INPUT_REQUIRED")
        }
        if let account = tree.account(id) {
            guard case .array(let tags) = WireValue.tagList(account.tags) else { return .json(("Tags", .array([]))) }
            return try page(tags, "Tags", request)
        }
        guard id == tree.rootID || tree.units.contains(where: { $0.id == id }) else {
            throw ServiceFault("TargetNotFoundException", "You specified a target that doesn't exist.")
        }
        return try page([], "Tags", request)
    }

    private func page(_ items: [WireValue], _ member: String, _ request: ServiceRequest) throws(ServiceFault)
        -> ServiceReply
    {
        let limit = request.parameters["MaxResults"]?.integerValue
        guard limit.map({ (1...20).contains($0) }) ?? true else {
            let isLarge = (limit ?? 0) > 20
            throw invalid(
                "You specified a value of MaxResults out of range.",
                reason: isLarge ? "MAX_VALUE_EXCEEDED" : "MIN_VALUE_EXCEEDED")
        }
        let purpose = [
            request.operation, request.account, request.parameters["ParentId"]?.stringValue ?? "",
            request.parameters["ResourceId"]?.stringValue ?? "",
        ]
        let (page, next) = try Paging(standard: 20, maximum: 20).page(
            items, token: request.parameters["NextToken"]?.stringValue, limit: limit.map(Int.init), purpose: purpose,
            badToken: invalid("You specified an invalid next token.", reason: "INVALID_NEXT_TOKEN"))
        return .json((member, .array(Array(page))), ("NextToken", .text(next)))
    }

    private func invalid(_ message: String, reason: String) -> ServiceFault {
        ServiceFault("InvalidInputException", message, members: [("Reason", .string(reason))])
    }
}
