/// One copy of one recovery point: what a rule's copy action or a caller does.
package struct CopyTask: Sendable {
    private let options: WorldOptions
    private let source: RegionState
    private let point: RecoveryPoint
    private let order: Order
    private let destination: VaultARN?
    private let vault: BackupVault?
    private let outcome: JobOutcome
    private let isFullyManaged: Bool
    private let startsAt: Moment
    private let endsAt: Moment
    private let jobID: String
    /// The copy, when the job succeeds; of a continuous backup it is a snapshot.
    package private(set) var copy: RecoveryPoint?

    /// What is asked of a copy.
    package struct Order: Sendable, Hashable {
        /// The vault it goes to.
        package let destinationARN: String
        /// How long the copy lives.
        package let lifecycle: BackupLifecycle?
        /// The role it runs through.
        package let roleARN: String
        /// When it is created.
        package let createdAt: Moment
        /// What everything about it is drawn from, beside the point.
        package let source: String
        /// The backup job whose rule asks for it.
        package let backupJobID: String?
        /// The token the caller gave.
        package let idempotencyToken: String?
    }

    /// Draws everything about the copy from the point and the order.
    ///
    /// - Parameters:
    ///   - account: The account the point lies in.
    ///   - source: The Region it lies in.
    package init(
        options: WorldOptions, account: AccountState, source: RegionState, destinations: CopyDestinations,
        point: RecoveryPoint, order: Order
    ) {
        self.options = options
        self.source = source
        self.point = point
        self.order = order
        isFullyManaged = BackupCapability.isFullyManaged(point.resourceType, in: source.backup)
        destination = VaultARN(order.destinationARN)
        var random = SeededGenerator(options.seed, "copy", point.arn, order.source)
        startsAt = order.createdAt.adding(seconds: Int64(random.within(60...900)))
        let length = Int64(random.within(300...3_600))
        let found: CopyDestinations.Found =
            order.destinationARN == BackupTask.vaultARN(destination?.name ?? "", source.scope)
            ? source.backup.vault(named: destination?.name ?? "").map { .vault($0) } ?? .nothing(.vaultMissing)
            : destinations.find(order.destinationARN, from: account, at: order.createdAt)
        switch found {
        case .vault(let vault):
            self.vault = vault
            outcome =
                Self.problem(options, account, source, point, vault, order, isFullyManaged: isFullyManaged)?
                .outcome(destination: order.destinationARN) ?? .success
        case .nothing(let failure):
            vault = nil
            outcome = (source.backup.failingCopies[point.resourceARN] ?? failure)
                .outcome(destination: order.destinationARN)
        }
        endsAt = startsAt.adding(seconds: outcome.makesPoint ? length : length / 60 + 20)
        jobID = random.uuid().uppercased()
        if outcome.makesPoint { copy = made(id: random.uuid()) }
    }

    private static func problem(
        _ options: WorldOptions, _ account: AccountState, _ source: RegionState, _ point: RecoveryPoint,
        _ vault: BackupVault, _ order: Order, isFullyManaged: Bool
    ) -> CopyFailure? {
        if let forced = source.backup.failingCopies[point.resourceARN] { return forced }
        let isForeign = VaultARN(vault.arn)?.scope.account != source.scope.account
        if isForeign, vault.name == "Default" { return .defaultVault }
        if !BackupCapability.canCopy(point.resourceType, isFullyManaged: isFullyManaged) { return .unsupported }
        let policy = VaultPolicy(vault.accessPolicy)
        let call = VaultPolicy.Call(
            action: "backup:CopyIntoBackupVault", resources: [vault.arn], principalARN: order.roleARN,
            account: source.scope.account)
        if isForeign ? !policy.allows(call) : policy.denies(call) { return .accessPolicy }
        if isForeign, !isFullyManaged, point.isEncrypted,
            point.encryptionKeyARN.map({ ResourceGenerator.isAWSManagedKey($0, seed: options.seed) }) ?? true
        {
            return .awsManagedKey
        }
        return vault.lock?.problem(ofRetention: order.lifecycle?.deleteAfterDays) == nil ? nil : .retention
    }

    /// The job.
    package var job: CopyJob {
        CopyJob(
            id: jobID, sourceVaultARN: BackupTask.vaultARN(point.vaultName, source.scope), sourcePointARN: point.arn,
            destinationVaultARN: order.destinationARN, destinationKind: vault?.kind,
            destinationLockState: vault?.lockState, destinationPointARN: copy?.arn,
            destinationKeyARN: vault?.encryptionKeyARN, lifecycle: order.lifecycle, resourceARN: point.resourceARN,
            resourceType: point.resourceType, resourceName: point.resourceName, roleARN: order.roleARN,
            creator: point.creator, backupJobID: order.backupJobID, createdAt: order.createdAt, startsAt: startsAt,
            endsAt: endsAt, sizeInBytes: point.sizeInBytes, outcome: outcome,
            idempotencyToken: order.idempotencyToken)
    }

    private func made(id: String) -> RecoveryPoint? {
        guard let destination, let vault else { return nil }
        return RecoveryPoint(
            arn: BackupCapability.pointARN(
                point.resourceType, id: id, resourceARN: point.resourceARN, scope: destination.scope,
                isFullyManaged: isFullyManaged, startedAt: startsAt),
            vaultName: vault.name, resourceARN: point.resourceARN, resourceType: point.resourceType,
            resourceName: point.resourceName, creator: point.creator, roleARN: order.roleARN, createdAt: startsAt,
            completedAt: endsAt, sizeInBytes: point.sizeInBytes, isEncrypted: point.isEncrypted,
            encryptionKeyARN: point.isEncrypted ? vault.encryptionKeyARN : nil, lifecycle: order.lifecycle,
            sourceVaultARN: BackupTask.vaultARN(point.vaultName, source.scope), tags: point.tags,
            isFullyManaged: isFullyManaged)
    }

    /// The account and Region the copy lands in.
    package var landing: Scope? { destination?.scope }
}
