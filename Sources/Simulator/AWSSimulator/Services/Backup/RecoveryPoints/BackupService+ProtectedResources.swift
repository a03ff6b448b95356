internal import AWSWire

extension BackupService {
    /// The resources that have recovery points.
    static let protectedResourceOperations: [BackupOperation] = [
        .read("GET", "/resources", "ListProtectedResources", listProtectedResources),
        .read("GET", "/resources/{resourceArn}", "DescribeProtectedResource", describeProtectedResource),
        .read(
            "GET", "/backup-vaults/{backupVaultName}/resources", "ListProtectedResourcesByBackupVault",
            listProtectedResourcesByVault),
    ]

    /// Lists the resources that have a complete recovery point in the Region, each with its latest, sorted by ARN.
    static func listProtectedResources(
        _ request: ServiceRequest, in region: RegionState
    ) throws(ServiceFault) -> ServiceReply {
        let page = try BackupQuery(request).page(latestPoints(in: region, at: request.now) { _ in true })
        return .json(
            ("Results", .array(page.items.map { .record(members(of: $0, region)) })), ("NextToken", page.next))
    }

    /// Lists the resources that have a complete recovery point in a vault, each with its latest there.
    static func listProtectedResourcesByVault(
        _ request: ServiceRequest, in region: RegionState
    ) throws(ServiceFault) -> ServiceReply {
        let vault = try vault(of: request, in: region)
        let page = try BackupQuery(request).page(
            latestPoints(in: region, at: request.now) { $0.vaultName == vault.name })
        return .json(
            ("Results", .array(page.items.map { .record(members(of: $0, region)) })), ("NextToken", page.next))
    }

    /// Describes a resource that has a complete recovery point, with its latest restore.
    static func describeProtectedResource(
        _ request: ServiceRequest, in region: RegionState
    ) throws(ServiceFault) -> ServiceReply {
        let arn = try protectedARN(of: request)
        guard let point = latestPoints(in: region, at: request.now, where: { $0.resourceARN == arn }).first else {
            throw BackupFault.notFound("Resource \(arn) is not protected")
        }
        let restore = region.backup.restoreJobs.last {
            $0.resourceARN == arn && $0.endsAt <= request.now && $0.outcome.makesPoint
        }
        let minutes = restore.map { max(1, ($0.endsAt.milliseconds - $0.startsAt.milliseconds) / 60_000) }
        let more: [(String, WireValue?)] = [
            ("LatestRestoreExecutionTimeMinutes", minutes.map { .integer($0) }),
            ("LatestRestoreJobCreationDate", restore.map { .time($0.createdAt) }),
            ("LatestRestoreRecoveryPointCreationDate", restore.map { .time($0.pointCreatedAt) }),
        ]
        return ServiceReply(.json(.record(members(of: point, region) + more)))
    }

    private static func latestPoints(
        in region: RegionState, at now: Moment, where isMeant: (RecoveryPoint) -> Bool
    ) -> [RecoveryPoint] {
        var latest: [String: RecoveryPoint] = [:]
        for point in region.backup.recoveryPoints where point.completedAt <= now && isMeant(point) {
            if let known = latest[point.resourceARN], known.createdAt >= point.createdAt { continue }
            latest[point.resourceARN] = point
        }
        return latest.values.sorted { $0.resourceARN < $1.resourceARN }
    }

    private static func members(of point: RecoveryPoint, _ region: RegionState) -> [(String, WireValue?)] {
        [
            ("ResourceArn", .string(point.resourceARN)), ("ResourceType", .string(point.resourceType)),
            ("LastBackupTime", .time(point.createdAt)), ("ResourceName", .string(point.resourceName)),
            ("LastBackupVaultArn", .string(BackupTask.vaultARN(point.vaultName, region.scope))),
            ("LastRecoveryPointArn", .string(point.arn)),
        ]
    }
}
