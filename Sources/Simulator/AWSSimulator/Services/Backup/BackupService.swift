internal import AWSWire

/// AWS Backup: vaults, plans, jobs, recovery points, restore tests, legal holds, audits, settings and tags.
///
/// What its schedules do is ``BackupEngine``'s business; this type reads and writes the same state. Each topic's file
/// lists its operations. Source: AWS Backup Developer Guide, the pages of its API operations.
package struct BackupService: ServiceSimulator {
    /// Makes the service.
    package init() {}

    /// Every operation it answers.
    private static let operations =
        vaultOperations + vaultSettingOperations + planOperations + planTemplateOperations + selectionOperations
        + jobOperations + copyJobOperations + restoreJobOperations + summaryOperations + recoveryPointOperations
        + recoveryPointChangeOperations + protectedResourceOperations + restoreTestingOperations
        + restoreTestingSelectionOperations + legalHoldOperations + frameworkOperations + reportOperations
        + settingOperations + tagOperations

    private static let byName = Dictionary(operations.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })

    /// The service as the dispatcher knows it.
    package let profile = ServiceProfile(
        signingName: "backup", wireProtocol: .restJSON,
        routes: RouteTable(BackupService.operations.map { ($0.method, $0.path, $0.name) }),
        errorMessageMember: "Message")

    /// Answers one request.
    package func respond(
        to request: ServiceRequest, in world: inout SimulatedWorld
    ) throws(ServiceFault) -> ServiceReply {
        try OrganizationPlans.check(request)
        switch Self.byName[request.operation]?.answer {
        case .region(let answer):
            return try world.answer(request) { region throws(ServiceFault) in
                let before = BackupEvents.Baseline(region.backup)
                let reply = try answer(request, &region)
                BackupEvents.note(in: &region, since: before, at: request.now)
                return reply
            }
        case .world(let answer): return try answer(request, &world)
        case nil: throw ServiceFault("UnknownOperationException", "Unknown operation", status: 404)
        }
    }
}
