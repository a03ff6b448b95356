internal import AWSWire

/// The lists of an account's roles and of its alias.
extension IAMService {
    static func list(_ request: ServiceRequest, in world: inout SimulatedWorld) throws(ServiceFault) -> ServiceReply {
        var problems = ValidationProblems()
        let most = request.parameters["MaxItems"]?.stringValue.map { Int64($0) ?? 0 }
        problems.checkRange(most, 1...1_000, "maxItems")
        let prefix = request.parameters["PathPrefix"]?.stringValue ?? "/"
        problems.check(
            prefix, "pathPrefix", pattern: #"(\u002F)|(\u002F[\u0021-\u007F]+\u002F?)"#, isMet: prefix.hasPrefix("/"))
        if let message = problems.message { throw ServiceFault("ValidationError", message) }
        let paging = Paging(standard: 100, maximum: 1_000)
        let token = request.parameters["Marker"]?.stringValue
        let purpose = [request.operation, request.account, prefix]
        let bad = ServiceFault("ValidationError", "Invalid Marker.")
        if request.operation == "ListAccountAliases" {
            let name = world.organization.account(request.account)?.name
            let page = try paging.page(
                name.map { [$0] } ?? [], token: token, limit: most.map(Int.init), purpose: purpose, badToken: bad)
            return .xml(
                XMLNode("AccountAliases", page.items.map { name -> XMLNode? in XMLNode("member", name) }),
                XMLNode("IsTruncated", page.next != nil), XMLNode("Marker", page.next))
        }
        let roles = world.withAccount(request.account, at: request.now) { $0.roles } ?? []
        let present = roles.filter { role in
            !(role.deletedAt.map { $0 <= request.now } ?? false) && path(of: role).hasPrefix(prefix)
        }
        let page = try paging.page(present, token: token, limit: most.map(Int.init), purpose: purpose, badToken: bad)
        return .xml(
            XMLNode.list("Roles", page.items.map { members(of: $0) }), XMLNode("IsTruncated", page.next != nil),
            XMLNode("Marker", page.next))
    }
}
