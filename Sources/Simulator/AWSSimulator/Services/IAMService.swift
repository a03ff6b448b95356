internal import AWSWire

/// AWS IAM: the roles of an account, what they may do, and its alias.
///
/// Source: AWS Identity and Access Management API Reference, the pages of its operations.
package struct IAMService: ServiceSimulator {
    /// Makes the service.
    package init() {}

    /// The service as the dispatcher knows it.
    package let profile = ServiceProfile(
        signingName: "iam", wireProtocol: .query(version: "2010-05-08"),
        xmlNamespace: "https://iam.amazonaws.com/doc/2010-05-08/",
        operations: [
            "GetRole", "GetRolePolicy", "ListAccountAliases", "ListAttachedRolePolicies", "ListRolePolicies",
            "ListRoles",
            "SimulatePrincipalPolicy",
        ])

    /// Answers one request.
    package func respond(
        to request: ServiceRequest, in world: inout SimulatedWorld
    ) throws(ServiceFault) -> ServiceReply {
        switch request.operation {
        case "ListAccountAliases", "ListRoles": return try Self.list(request, in: &world)
        case "SimulatePrincipalPolicy":
            return try Self.simulate(request, roles: Self.roles(request, in: &world), in: world)
        default: return try Self.respond(to: request, about: Self.role(request, in: &world), in: world)
        }
    }

    /// Answers a request about one role.
    private static func respond(
        to request: ServiceRequest, about role: SimulatedRole, in world: SimulatedWorld
    ) throws(ServiceFault) -> ServiceReply {
        switch request.operation {
        case "GetRolePolicy": try rolePolicy(request, of: role, world.options)
        case "ListRolePolicies": rolePolicyNames(request, of: role, world.options)
        case "ListAttachedRolePolicies": attachedPolicies(request, of: role, world.options)
        default: .xml(XMLNode("Role", members(of: role)))
        }
    }

    /// The roles of the caller's account that are not deleted.
    private static func roles(_ request: ServiceRequest, in world: inout SimulatedWorld) -> [SimulatedRole] {
        let roles = world.withAccount(request.account, at: request.now) { $0.roles } ?? []
        return roles.filter { role in !(role.deletedAt.map { $0 <= request.now } ?? false) }
    }

    /// The role a request names.
    private static func role(
        _ request: ServiceRequest, in world: inout SimulatedWorld
    ) throws(ServiceFault) -> SimulatedRole {
        guard let name = request.parameters["RoleName"]?.stringValue, (1...64).contains(name.count),
            name.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || "_+=,.@-".contains($0)) })
        else {
            throw ServiceFault(
                "ValidationError",
                "The specified value for roleName is invalid. It must contain only alphanumeric characters and/or "
                    + "the following: +=,.@_-")
        }
        guard let role = roles(request, in: &world).first(where: { $0.name == name }) else {
            throw ServiceFault("NoSuchEntity", "The role with name \(name) cannot be found.", status: 404)
        }
        return role
    }

    /// The elements of a role.
    static func members(of role: SimulatedRole) -> [XMLNode?] {
        [
            XMLNode("Path", path(of: role)), XMLNode("RoleName", role.name), XMLNode("RoleId", role.id),
            XMLNode("Arn", role.arn), XMLNode("CreateDate", role.createdAt.iso8601Seconds),
            XMLNode("AssumeRolePolicyDocument", PercentCoding.encode(role.trustPolicy)),
            XMLNode("MaxSessionDuration", 3_600),
        ]
    }

    /// What stands between `role` and the name in a role's ARN, such as `/service-role/`.
    static func path(of role: SimulatedRole) -> String {
        let resource = role.arn.split(separator: ":", maxSplits: 5).last.map(String.init) ?? ""
        return String(resource.dropFirst("role".count).dropLast(role.name.count))
    }
}
