internal import AWSWire

/// AWS Backup: vaults, plans, selections, recovery points, jobs, settings and tags of one account in one Region.
///
/// What its schedules do is ``BackupEngine``'s business; this type reads and writes the same state. Source: AWS Backup
/// Developer Guide, the pages of its API operations.
package struct BackupService: ServiceSimulator {
    /// Makes the service.
    package init() {}

    /// The service as the dispatcher knows it.
    package let profile = ServiceProfile(
        signingName: "backup", wireProtocol: .restJSON,
        routes: RouteTable([
            ("GET", "/backup-vaults", "ListBackupVaults"),
            ("GET", "/backup-vaults/{backupVaultName}", "DescribeBackupVault"),
            ("PUT", "/backup-vaults/{backupVaultName}", "CreateBackupVault"),
            ("GET", "/backup-vaults/{backupVaultName}/access-policy", "GetBackupVaultAccessPolicy"),
            ("GET", "/backup-vaults/{backupVaultName}/recovery-points", "ListRecoveryPointsByBackupVault"),
            ("GET", "/backup/plans", "ListBackupPlans"),
            ("PUT", "/backup/plans", "CreateBackupPlan"),
            ("GET", "/backup/plans/{backupPlanId}", "GetBackupPlan"),
            ("POST", "/backup/plans/{backupPlanId}", "UpdateBackupPlan"),
            ("DELETE", "/backup/plans/{backupPlanId}", "DeleteBackupPlan"),
            ("GET", "/backup/plans/{backupPlanId}/selections", "ListBackupSelections"),
            ("PUT", "/backup/plans/{backupPlanId}/selections", "CreateBackupSelection"),
            ("GET", "/backup/plans/{backupPlanId}/selections/{selectionId}", "GetBackupSelection"),
            ("DELETE", "/backup/plans/{backupPlanId}/selections/{selectionId}", "DeleteBackupSelection"),
            ("GET", "/resources", "ListProtectedResources"),
            ("GET", "/backup-jobs", "ListBackupJobs"),
            ("GET", "/account-settings", "DescribeRegionSettings"),
            ("PUT", "/account-settings", "UpdateRegionSettings"),
            ("GET", "/tags/{resourceArn}", "ListTags"),
            ("POST", "/tags/{resourceArn}", "TagResource"),
        ]), errorMessageMember: "Message")

    /// Answers one request.
    package func respond(
        to request: ServiceRequest, in world: inout SimulatedWorld
    ) throws(ServiceFault) -> ServiceReply {
        try world.answer(request) { region throws(ServiceFault) in
            let before = BackupEvents.Baseline(region.backup)
            let reply = try Self.answer(request, in: &region)
            BackupEvents.note(in: &region, since: before, at: request.now)
            return reply
        }
    }

    private static func answer(
        _ request: ServiceRequest, in region: inout RegionState
    ) throws(ServiceFault) -> ServiceReply {
        switch request.operation {
        case "ListBackupVaults": try listVaults(request, in: region)
        case "DescribeBackupVault": try describeVault(request, in: region)
        case "CreateBackupVault": try createVault(request, in: &region)
        case "GetBackupVaultAccessPolicy": try accessPolicy(request, in: region)
        case "ListRecoveryPointsByBackupVault": try listRecoveryPoints(request, in: region)
        case "ListBackupPlans": try listPlans(request, in: region)
        case "CreateBackupPlan": try createPlan(request, in: &region)
        case "GetBackupPlan": try getPlan(request, in: region)
        case "UpdateBackupPlan": try updatePlan(request, in: &region)
        case "DeleteBackupPlan": try deletePlan(request, in: &region)
        case "ListBackupSelections": try listSelections(request, in: region)
        case "CreateBackupSelection": try createSelection(request, in: &region)
        case "GetBackupSelection": try getSelection(request, in: region)
        case "DeleteBackupSelection": try deleteSelection(request, in: &region)
        case "ListProtectedResources": try listProtectedResources(request, in: region)
        case "ListBackupJobs": try listJobs(request, in: region)
        case "DescribeRegionSettings": describeSettings(region)
        case "UpdateRegionSettings": try updateSettings(request, in: &region)
        case "ListTags": try listTags(request, in: region)
        case "TagResource": try tag(request, in: &region)
        default: throw ServiceFault("UnknownOperationException", "Unknown operation", status: 404)
        }
    }
}
