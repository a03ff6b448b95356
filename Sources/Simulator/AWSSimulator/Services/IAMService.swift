internal import AWSWire

/// AWS IAM: the roles of an account and its alias.
///
/// Source: AWS Identity and Access Management API Reference, the pages of its operations.
package struct IAMService: ServiceSimulator {
    /// Makes the service.
    package init() {}

    /// The service as the dispatcher knows it.
    package let profile = ServiceProfile(
        signingName: "iam", wireProtocol: .query(version: "2010-05-08"),
        xmlNamespace: "https://iam.amazonaws.com/doc/2010-05-08/",
        operations: ["GetRole", "ListAccountAliases", "ListRoles"])

    /// Answers one request.
    package func respond(
        to request: ServiceRequest, in world: inout SimulatedWorld
    ) throws(ServiceFault) -> ServiceReply {
        guard request.operation == "GetRole" else { return try Self.list(request, in: &world) }
        guard let name = request.parameters["RoleName"]?.stringValue, (1...64).contains(name.count),
            name.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || "_+=,.@-".contains($0)) })
        else {
            throw ServiceFault(
                "ValidationError",
                "The specified value for roleName is invalid. It must contain only alphanumeric characters and/or "
                    + "the following: +=,.@_-")
        }
        let roles = world.withAccount(request.account, at: request.now) { $0.roles } ?? []
        let deleted = { (role: SimulatedRole) in role.deletedAt.map { $0 <= request.now } ?? false }
        guard let role = roles.first(where: { $0.name == name && !deleted($0) }) else {
            throw ServiceFault("NoSuchEntity", "The role with name \(name) cannot be found.", status: 404)
        }
        return .xml(XMLNode("Role", Self.members(of: role)))
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
