internal import AWSWire

extension BackupService {
    /// Recovery points: other lifecycles, deletion, and leaving AWS Backup or a composite.
    static let recoveryPointChangeOperations: [BackupOperation] = [
        .write(
            "POST", "/backup-vaults/{backupVaultName}/recovery-points/{recoveryPointArn}",
            "UpdateRecoveryPointLifecycle", updateLifecycle),
        .world(
            "DELETE", "/backup-vaults/{backupVaultName}/recovery-points/{recoveryPointArn}", "DeleteRecoveryPoint",
            deletePoint),
        .write(
            "POST", "/backup-vaults/{backupVaultName}/recovery-points/{recoveryPointArn}/disassociate",
            "DisassociateRecoveryPoint", disassociate),
        .write(
            "DELETE", "/backup-vaults/{backupVaultName}/recovery-points/{recoveryPointArn}/parentAssociation",
            "DisassociateRecoveryPointFromParent", disassociateFromParent),
    ]

    /// Gives a point another lifecycle; a point that went cold stays so, and a locked vault's points live as long.
    static func updateLifecycle(
        _ request: ServiceRequest, in region: inout RegionState
    ) throws(ServiceFault) -> ServiceReply {
        let vault = try vault(of: request, in: region)
        let index = try pointIndex(of: request, in: region)
        var point = region.backup.recoveryPoints[index]
        let value = BackupBody(request).raw("Lifecycle")
        let lifecycle =
            try LifecycleReader.lifecycle(value, isContinuous: point.isContinuous) ?? BackupLifecycle()
        try checkPolicy("UpdateRecoveryPointLifecycle", on: vault, resource: point.arn, request)
        guard point.completedAt <= request.now else {
            throw BackupFault.refused("Recovery point \(point.arn) is CREATING")
        }
        guard point.parentARN == nil else {
            throw BackupFault.refused("The lifecycle of a nested recovery point is that of its parent.")
        }
        if point.isCold(at: request.now), lifecycle.moveToColdAfterDays != point.lifecycle?.moveToColdAfterDays {
            throw BackupFault.invalid("The transition to cold storage of a point that went cold cannot be changed.")
        }
        if let problem = vault.lock?.problem(ofRetention: lifecycle.deleteAfterDays) {
            throw BackupFault.invalid("Invalid lifecycle: \(problem)")
        }
        let isManaged = BackupCapability.isFullyManaged(point.resourceType, in: region.backup)
        point.setLifecycle(
            lifecycle,
            canGoCold: BackupCapability.hasColdStorage(
                point.resourceType, isFullyManaged: isManaged, lifecycle: lifecycle))
        for other in region.backup.recoveryPoints.indices
        where region.backup.recoveryPoints[other].parentARN == point.arn {
            let type = region.backup.recoveryPoints[other].resourceType
            let isManaged = BackupCapability.isFullyManaged(type, in: region.backup)
            region.backup.recoveryPoints[other].setLifecycle(
                lifecycle,
                canGoCold: BackupCapability.hasColdStorage(type, isFullyManaged: isManaged, lifecycle: lifecycle))
        }
        region.backup.recoveryPoints[index] = point
        return .json(
            ("BackupVaultArn", .string(vault.arn)), ("RecoveryPointArn", .string(point.arn)),
            ("Lifecycle", lifecycle.wireValue), ("CalculatedLifecycle", point.calculatedLifecycle))
    }

    /// Deletes a point that neither a lock nor a hold nor a policy keeps.
    ///
    /// Where the point's role is gone the answer is the same, but the point stays and is `EXPIRED` (API reference of
    /// `DeleteRecoveryPoint`).
    static func deletePoint(
        _ request: ServiceRequest, in world: inout SimulatedWorld
    ) throws(ServiceFault) -> ServiceReply {
        try world.answer(request) { account, region throws(ServiceFault) in
            let vault = try vault(of: request, in: region)
            let index = try pointIndex(of: request, in: region)
            let point = region.backup.recoveryPoints[index]
            try checkPolicy("DeleteRecoveryPoint", on: vault, resource: point.arn, request)
            guard point.completedAt <= request.now else {
                throw BackupFault.state("Recovery point \(point.arn) is CREATING")
            }
            guard vault.lock == nil else {
                throw BackupFault.refused(
                    "Recovery point cannot be deleted (Backup vault configured with Lock) before its retention ends.")
            }
            guard !region.backup.isHeld(point, at: request.now) else {
                throw BackupFault.refused("The recovery point cannot be deleted because it has active legal hold(s)")
            }
            guard point.parentARN == nil else {
                throw BackupFault.refused("A nested recovery point cannot be deleted before it leaves its parent.")
            }
            guard !point.isParent || !region.backup.recoveryPoints.contains(where: { $0.parentARN == point.arn }) else {
                throw BackupFault.refused("A composite recovery point cannot be deleted before its nested ones.")
            }
            if account.roles.isInForce(point.roleARN, at: request.now) || point.sourceVaultARN != nil {
                region.backup.recoveryPoints.remove(at: index)
            } else {
                region.backup.recoveryPoints[index].mark = .expired
            }
            region.backup.copyJobs.removeAll { $0.sourcePointARN == point.arn && $0.createdAt > request.now }
            return ServiceReply(.empty)
        }
    }

    /// Ends a continuous backup; its data stays with the resource's own service as long as that keeps it.
    static func disassociate(
        _ request: ServiceRequest, in region: inout RegionState
    ) throws(ServiceFault) -> ServiceReply {
        let vault = try vault(of: request, in: region)
        let index = try pointIndex(of: request, in: region)
        let point = region.backup.recoveryPoints[index]
        try checkPolicy("DisassociateRecoveryPoint", on: vault, resource: point.arn, request)
        guard point.isContinuous, point.resourceType != "S3" else {
            throw BackupFault.refused("Only continuous recovery points of RDS and Aurora can be disassociated.")
        }
        guard point.completedAt <= request.now else {
            throw BackupFault.state("Recovery point \(point.arn) is CREATING")
        }
        guard vault.lock == nil else {
            throw BackupFault.refused("Recovery point cannot be disassociated (Backup vault configured with Lock).")
        }
        region.backup.recoveryPoints.remove(at: index)
        return ServiceReply(.empty)
    }

    /// Lets a nested point stand by itself.
    static func disassociateFromParent(
        _ request: ServiceRequest, in region: inout RegionState
    ) throws(ServiceFault) -> ServiceReply {
        _ = try vault(of: request, in: region)
        let index = try pointIndex(of: request, in: region)
        guard region.backup.recoveryPoints[index].parentARN != nil else {
            throw BackupFault.refused(
                "Recovery point \(region.backup.recoveryPoints[index].arn) is not part of a composite one")
        }
        region.backup.recoveryPoints[index].parentARN = nil
        return ServiceReply(status: 204, .empty)
    }
}
