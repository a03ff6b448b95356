internal import AWSWire

/// Delegated administrators and the services trusted with the organization.
extension OrganizationsService {
    /// Services whose administration can be delegated, of those an agent that governs backups meets.
    private static let delegable: Set<String> = [
        "access-analyzer.amazonaws.com", "backup.amazonaws.com", "config-multiaccountsetup.amazonaws.com",
        "config.amazonaws.com", "member.org.stacksets.cloudformation.amazonaws.com",
        "reporting.trustedadvisor.amazonaws.com",
        "securityhub.amazonaws.com", "ssm.amazonaws.com",
    ]

    func delegate(_ request: ServiceRequest, in world: inout SimulatedWorld) throws(ServiceFault) -> ServiceReply {
        switch request.operation {
        case "TagResource", "UntagResource": return try changeTags(request, in: &world)
        case "EnableAWSServiceAccess":
            let service = try service(request)
            if world.governance.trustedServices[service] == nil {
                world.governance.trustedServices[service] = request.now
            }
        case "DisableAWSServiceAccess":
            let service = try service(request)
            guard !world.governance.delegations.contains(where: { $0.service == service }) else {
                throw constraint(
                    "A delegated administrator exists for this service.",
                    "DELEGATED_ADMINISTRATOR_EXISTS_FOR_THIS_SERVICE")
            }
            world.governance.trustedServices[service] = nil
        case "RegisterDelegatedAdministrator": try register(request, in: &world)
        default:
            let account = try requestedAccount(request, world.organization)
            let service = try service(request)
            guard world.governance.isDelegated(account.id, service) else {
                throw ServiceFault(
                    "AccountNotRegisteredException",
                    "The specified account is not a delegated administrator for this service.")
            }
            world.governance.delegations.removeAll { $0.account == account.id && $0.service == service }
        }
        return ServiceReply(.empty)
    }

    private func register(_ request: ServiceRequest, in world: inout SimulatedWorld) throws(ServiceFault) {
        let account = try requestedAccount(request, world.organization)
        let service = try service(request)
        guard account.id != world.organization.managementAccount.id else {
            throw constraint(
                "You can't register the management account as a delegated administrator.",
                "CANNOT_REGISTER_MASTER_AS_DELEGATED_ADMINISTRATOR")
        }
        guard account.state == .active else {
            throw constraint(
                "You can't register a suspended account as a delegated administrator.",
                "CANNOT_REGISTER_SUSPENDED_ACCOUNT_AS_DELEGATED_ADMINISTRATOR")
        }
        guard world.governance.trustedServices[service] != nil else {
            throw constraint(
                "You must enable service access for the service first.", "SERVICE_ACCESS_NOT_ENABLED")
        }
        guard !world.governance.isDelegated(account.id, service) else {
            throw ServiceFault(
                "AccountAlreadyRegisteredException",
                "The specified account is already a delegated administrator for this service.")
        }
        guard world.governance.delegations.count(where: { $0.service == service }) < 5 else {
            throw constraint(
                "You have reached the maximum number of delegated administrators for the service.",
                "MAX_DELEGATED_ADMINISTRATORS_FOR_SERVICE_LIMIT_EXCEEDED")
        }
        world.governance.delegations.append(
            OrganizationGovernance.Delegation(account: account.id, service: service, enabledAt: request.now))
    }

    func delegatedAdministrators(
        _ request: ServiceRequest, _ world: SimulatedWorld
    ) throws(ServiceFault) -> ServiceReply {
        let wanted = request.parameters["ServicePrincipal"] == nil ? nil : try service(request)
        var first: [(account: OrganizationAccount, since: Moment)] = []
        for delegation in world.governance.delegations where wanted == nil || delegation.service == wanted {
            guard !first.contains(where: { $0.account.id == delegation.account }),
                let account = world.organization.account(delegation.account)
            else { continue }
            first.append((account, delegation.enabledAt))
        }
        return try page(first, "DelegatedAdministrators", request) { found in
            let members = (account(found.account, world.organization).objectValue ?? []).filter { $0.name != "Paths" }
            return .object(members + [WireValue.Member("DelegationEnabledDate", .time(found.since))])
        }
    }

    func delegatedServices(_ request: ServiceRequest, _ world: SimulatedWorld) throws(ServiceFault) -> ServiceReply {
        let account = try requestedAccount(request, world.organization)
        let found = world.governance.delegations.filter { $0.account == account.id }
        guard !found.isEmpty else {
            throw ServiceFault(
                "AccountNotRegisteredException", "The specified account is not a delegated administrator.")
        }
        return try page(found, "DelegatedServices", request) { delegation in
            .record(
                ("ServicePrincipal", .string(delegation.service)),
                ("DelegationEnabledDate", .time(delegation.enabledAt)))
        }
    }

    func trustedServices(_ request: ServiceRequest, _ world: SimulatedWorld) throws(ServiceFault) -> ServiceReply {
        let found = world.governance.trustedServices.sorted { $0.key < $1.key }
        return try page(found, "EnabledServicePrincipals", request) { service, since in
            .record(("ServicePrincipal", .string(service)), ("DateEnabled", .time(since)))
        }
    }

    private func service(_ request: ServiceRequest) throws(ServiceFault) -> String {
        guard let service = request.parameters["ServicePrincipal"]?.stringValue else {
            throw invalid("ServicePrincipal is required", reason: "INPUT_REQUIRED")
        }
        guard Self.delegable.contains(service) else {
            throw invalid("You specified an unrecognized service principal.", reason: "UNRECOGNIZED_SERVICE_PRINCIPAL")
        }
        return service
    }
}
