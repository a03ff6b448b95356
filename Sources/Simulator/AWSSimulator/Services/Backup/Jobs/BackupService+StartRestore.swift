internal import AWSWire

extension BackupService {
    /// Restores a recovery point now; the same token gives the job that is there.
    static func startRestoreJob(
        _ request: ServiceRequest, in world: inout SimulatedWorld
    ) throws(ServiceFault) -> ServiceReply {
        let options = world.options
        return try world.answer(request) { account, region throws(ServiceFault) in
            let body = BackupBody(request)
            let arn = try body.requiredText("RecoveryPointArn")
            _ = try body.required("Metadata")
            let metadata = try body.map("Metadata") ?? [:]
            let token = try body.text("IdempotencyToken")
            if let token, let known = region.backup.restoreJobs.first(where: { $0.idempotencyToken == token }) {
                return .json(("RestoreJobId", .string(known.id)))
            }
            let point = try restoredPoint(arn, request, region)
            try checkMetadata(metadata, for: point, type: try body.text("ResourceType"), in: region)
            let original = region.resource(point.resourceARN)
            let copiesTags = try body.flag("CopySourceTagsToRestoredResource") ?? false
            let order = RestoreTask.Order(
                source: request.requestID, roleARN: try body.role("IamRoleArn"), metadata: metadata,
                createdAt: request.now, testing: nil, tags: copiesTags ? original?.tags ?? [:] : [:],
                idempotencyToken: token)
            let job = RestoreTask(
                options: options, scope: region.scope, roles: account.roles, point: point, order: order
            ).job
            region.backup.restoreJobs.append(job)
            return .json(("RestoreJobId", .string(job.id)))
        }
    }

    private static func restoredPoint(
        _ arn: String, _ request: ServiceRequest, _ region: RegionState
    ) throws(ServiceFault) -> RecoveryPoint {
        guard arn.hasPrefix("arn:"), arn.split(separator: ":").count >= 5 else {
            throw BackupFault.invalid("Invalid recovery point ARN: \(arn)")
        }
        guard let point = region.backup.recoveryPoints.first(where: { $0.arn == arn && $0.createdAt <= request.now })
        else { throw BackupFault.notFound("Recovery point \(arn) does not exist") }
        if let vault = region.backup.vault(named: point.vaultName) {
            try checkPolicy("StartRestoreJob", on: vault, resource: arn, request)
        }
        guard point.completedAt <= request.now else {
            throw BackupFault.refused("Recovery point \(arn) is CREATING")
        }
        return point
    }

    private static func checkMetadata(
        _ metadata: TagSet, for point: RecoveryPoint, type: String?, in region: RegionState
    ) throws(ServiceFault) {
        if let type, type != point.resourceType {
            throw BackupFault.invalid("Recovery point \(point.arn) is of type \(point.resourceType), not \(type)")
        }
        if let key = RestoreMetadata.missingKey(metadata, type: point.resourceType) {
            throw BackupFault.missing("Metadata of a restore of type \(point.resourceType) must hold \(key)")
        }
        if point.resourceType == "EFS", metadata["newFileSystem"] == "true", metadata["CreationToken"] == nil {
            throw BackupFault.missing("Metadata of a restore to a new file system must hold CreationToken")
        }
        let taken = ["RDS": "DBInstanceIdentifier", "Aurora": "DBClusterIdentifier", "DynamoDB": "targetTableName"]
        if let key = taken[point.resourceType], let name = metadata[key],
            region.resources.contains(where: { $0.id == name && $0.kind.backupType == point.resourceType })
        {
            throw BackupFault.invalid("\(key) \(name) is already in use")
        }
    }
}
