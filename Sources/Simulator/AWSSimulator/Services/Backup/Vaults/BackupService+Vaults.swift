internal import AWSWire

extension BackupService {
    /// Vaults: lists, descriptions, creation and deletion.
    static let vaultOperations: [BackupOperation] = [
        .read("GET", "/backup-vaults", "ListBackupVaults", listVaults),
        .read("GET", "/backup-vaults/{backupVaultName}", "DescribeBackupVault", describeVault),
        .write("PUT", "/backup-vaults/{backupVaultName}", "CreateBackupVault", createVault),
        .write(
            "PUT", "/logically-air-gapped-backup-vaults/{backupVaultName}", "CreateLogicallyAirGappedBackupVault",
            createAirGappedVault),
        .write("DELETE", "/backup-vaults/{backupVaultName}", "DeleteBackupVault", deleteVault),
    ]

    /// The most vaults an account has in a Region (AWS Backup quotas).
    private static let mostVaults = 300

    /// Lists the vaults, sorted by name.
    static func listVaults(_ request: ServiceRequest, in region: RegionState) throws(ServiceFault) -> ServiceReply {
        let query = BackupQuery(request)
        let type = try query.choice(
            "vaultType", of: ["BACKUP_VAULT", "LOGICALLY_AIR_GAPPED_BACKUP_VAULT", "RESTORE_ACCESS_BACKUP_VAULT"])
        let isShared = try query.flag("shared")
        // This world shares no vaults.
        let vaults = region.backup.vaults.filter { vault in
            !isShared && type.map { $0 == vault.kind.rawValue } ?? true
        }
        let page = try query.page(vaults)
        let counts = pointCounts(region.backup, at: request.now)
        return .json(
            (
                "BackupVaultList",
                .array(page.items.map { .record(members(of: $0, points: counts[$0.name] ?? 0, at: request.now)) })
            ), ("NextToken", page.next))
    }

    /// Describes one vault.
    static func describeVault(_ request: ServiceRequest, in region: RegionState) throws(ServiceFault) -> ServiceReply {
        let vault = try vault(of: request, in: region)
        let points = pointCounts(region.backup, at: request.now)[vault.name] ?? 0
        return ServiceReply(.json(.record(members(of: vault, points: points, at: request.now))))
    }

    /// Creates a vault; the same request id with the same name gives the vault that is there.
    static func createVault(
        _ request: ServiceRequest, in region: inout RegionState
    ) throws(ServiceFault) -> ServiceReply {
        created(try vault(for: request, kind: .standard, lock: nil, in: &region))
    }

    /// Creates a vault that is locked from the start.
    static func createAirGappedVault(
        _ request: ServiceRequest, in region: inout RegionState
    ) throws(ServiceFault) -> ServiceReply {
        let body = BackupBody(request)
        _ = try body.required("MinRetentionDays")
        _ = try body.required("MaxRetentionDays")
        let least = try body.number("MinRetentionDays", 7...36_500) ?? 7
        let most = try body.number("MaxRetentionDays", 7...36_500) ?? 7
        guard least <= most else { throw BackupFault.invalid("MinRetentionDays must not exceed MaxRetentionDays") }
        let lock = BackupVault.Lock(
            minRetentionDays: Int(least), maxRetentionDays: Int(most), lockDate: request.now)
        let vault = try vault(for: request, kind: .airGapped, lock: lock, in: &region)
        return .json(
            ("BackupVaultName", .string(vault.name)), ("BackupVaultArn", .string(vault.arn)),
            ("CreationDate", .time(vault.createdAt)), ("VaultState", .string("AVAILABLE")))
    }

    /// Deletes a vault that holds no recovery points.
    static func deleteVault(_ request: ServiceRequest, in region: inout RegionState) throws(ServiceFault)
        -> ServiceReply
    {
        let vault = try vault(of: request, in: region)
        guard vault.name != "Default" else { throw BackupFault.refused("The default backup vault cannot be deleted.") }
        try checkPolicy("DeleteBackupVault", on: vault, request)
        guard !region.backup.recoveryPoints.contains(where: { $0.vaultName == vault.name }) else {
            throw BackupFault.refused("Backup vault cannot be deleted because it contains recovery points.")
        }
        region.backup.vaults.removeAll { $0.name == vault.name }
        return ServiceReply(.empty)
    }

    /// Refuses what a vault's access policy denies the caller.
    static func checkPolicy(
        _ operation: String, on vault: BackupVault, resource: String? = nil, _ request: ServiceRequest
    ) throws(ServiceFault) {
        let call = VaultPolicy.Call(
            action: "backup:\(operation)", resources: [resource, vault.arn].compactMap { $0 },
            principalARN: request.principal.arn,
            account: request.account)
        guard VaultPolicy(vault.accessPolicy).denies(call) else { return }
        throw BackupFault.denied(
            "User: \(request.principal.arn) is not authorized to perform: backup:\(operation) on resource: "
                + "\(resource ?? vault.arn) with an explicit deny in a resource-based policy")
    }

    /// The vault a request creates, or the one the same request id created before.
    private static func vault(
        for request: ServiceRequest, kind: BackupVault.Kind, lock: BackupVault.Lock?, in region: inout RegionState
    ) throws(ServiceFault) -> BackupVault {
        let name = request.labels["backupVaultName"] ?? ""
        guard BackupNames.isVaultName(name) else {
            throw BackupFault.invalid("Backup vault name \(name) is not valid")
        }
        let creator = try request.creatorRequestID()
        let tags = try tagSet(request.parameters["BackupVaultTags"], named: "BackupVaultTags")
        let key = try encryptionKey(request.parameters["EncryptionKeyArn"])
        if let present = region.backup.vault(named: name) {
            guard let creator, creator == present.creatorRequestID else {
                throw BackupFault.exists(
                    "Backup vault with the same name already exists", arn: present.arn,
                    creatorRequestID: present.creatorRequestID)
            }
            return present
        }
        guard region.backup.vaults.count < mostVaults else {
            throw BackupFault.limit("An account may have at most \(mostVaults) backup vaults in a Region")
        }
        let vault = BackupVault(
            name: name, arn: BackupTask.vaultARN(name, region.scope), createdAt: request.now,
            encryptionKeyARN: key ?? awsKey(of: region), hasCustomerKey: key != nil, creatorRequestID: creator,
            tags: tags, lock: lock, accessPolicy: nil, kind: kind)
        let index = region.backup.vaults.firstIndex { $0.name > name } ?? region.backup.vaults.endIndex
        region.backup.vaults.insert(vault, at: index)
        return vault
    }

    /// The vault a request's path names.
    static func vault(of request: ServiceRequest, in region: RegionState) throws(ServiceFault) -> BackupVault {
        let name = request.labels["backupVaultName"] ?? ""
        guard BackupNames.isVaultName(name) else {
            throw BackupFault.invalid("Backup vault name \(name) is not valid")
        }
        if let account = request.queryValue("backupVaultAccountId"), !BackupNames.isAccount(account) {
            throw BackupFault.invalid("BackupVaultAccountId must have twelve digits")
        }
        // A vault of another account is one this caller cannot see.
        let isOwn = request.queryValue("backupVaultAccountId").map { $0 == request.account } ?? true
        guard isOwn, let vault = region.backup.vault(named: name) else {
            throw BackupFault.notFound("Backup vault \(name) does not exist")
        }
        return vault
    }

    private static func created(_ vault: BackupVault) -> ServiceReply {
        .json(
            ("BackupVaultName", .string(vault.name)), ("BackupVaultArn", .string(vault.arn)),
            ("CreationDate", .time(vault.createdAt)))
    }

    private static func members(of vault: BackupVault, points: Int, at now: Moment) -> [(String, WireValue?)] {
        [
            ("BackupVaultName", .string(vault.name)), ("BackupVaultArn", .string(vault.arn)),
            ("VaultType", .string(vault.kind.rawValue)), ("VaultState", .string("AVAILABLE")),
            ("CreationDate", .time(vault.createdAt)), ("EncryptionKeyArn", .string(vault.encryptionKeyARN)),
            ("EncryptionKeyType", .string(vault.hasCustomerKey ? "CUSTOMER_MANAGED_KMS_KEY" : "AWS_OWNED_KMS_KEY")),
            ("CreatorRequestId", .text(vault.creatorRequestID)), ("NumberOfRecoveryPoints", .integer(Int64(points))),
            ("Locked", .bool(vault.lock != nil)),
            ("MinRetentionDays", vault.lock?.minRetentionDays.map { .integer(Int64($0)) }),
            ("MaxRetentionDays", vault.lock?.maxRetentionDays.map { .integer(Int64($0)) }),
            ("LockDate", vault.lock?.lockDate.map { .time($0) }),
        ]
    }

    private static func pointCounts(_ backup: BackupState, at now: Moment) -> [String: Int] {
        var counts: [String: Int] = [:]
        for point in backup.recoveryPoints where point.createdAt <= now { counts[point.vaultName, default: 0] += 1 }
        return counts
    }

    private static func encryptionKey(_ value: WireValue?) throws(ServiceFault) -> String? {
        guard let value, value != .null else { return nil }
        let parts = (value.stringValue ?? "").split(separator: ":", omittingEmptySubsequences: false)
        guard let arn = value.stringValue, parts.count == 6, parts[0] == "arn", parts[2] == "kms",
            BackupNames.isAccount(String(parts[4])), parts[5].hasPrefix("key/")
        else { throw BackupFault.invalid("EncryptionKeyArn must be the ARN of a KMS key") }
        return arn
    }

    /// The key AWS holds for the account, the one of the default vault.
    private static func awsKey(of region: RegionState) -> String {
        if let key = region.backup.vaults.first(where: { !$0.hasCustomerKey })?.encryptionKeyARN { return key }
        var random = SeededGenerator(0, "aws-key", region.scope.account, region.scope.region)
        return "arn:aws:kms:\(region.scope.region):\(region.scope.account):key/\(random.uuid())"
    }
}
