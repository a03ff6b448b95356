internal import AWSWire

extension DynamoDBService {
    func continuousBackups(_ request: ServiceRequest, in region: RegionState) throws(ServiceFault) -> ServiceReply {
        let table = try Self.named(request, in: region, missing: Self.tableNotFound)
        return Self.reply(region.recovery(of: table), at: request.now)
    }

    func updateContinuousBackups(
        _ request: ServiceRequest, in region: inout RegionState
    ) throws(ServiceFault) -> ServiceReply {
        let table = try Self.named(request, in: region, missing: Self.tableNotFound)
        guard let wanted = request.parameters["PointInTimeRecoverySpecification"],
            let isOn = wanted["PointInTimeRecoveryEnabled"]?.boolValue
        else {
            throw Self.invalid(
                "Value null at 'pointInTimeRecoverySpecification' failed to satisfy constraint: Member must not be null"
            )
        }
        let days = wanted["RecoveryPeriodInDays"]?.integerValue
        guard (1...35).contains(days ?? 1), isOn || days == nil else {
            throw Self.invalid("RecoveryPeriodInDays must be between 1 and 35, and is for enabled recovery only")
        }
        let present = region.recovery(of: table)
        var settings = region.settings(of: table)
        settings.recovery = TableSettings.Recovery(
            since: isOn ? present.since ?? request.now : nil, days: days ?? (present.since == nil ? 35 : present.days))
        region.tables.settings[table.arn] = settings
        return Self.reply(region.recovery(of: table), at: request.now)
    }

    private static func tableNotFound(_ name: String) -> ServiceFault {
        ServiceFault("TableNotFoundException", "Table not found: \(name)")
    }

    /// What can be restored begins when recovery was turned on or so many days ago and ends five minutes ago.
    private static func reply(_ recovery: TableSettings.Recovery, at now: Moment) -> ServiceReply {
        let earliest = recovery.since.map { max($0, now.adding(days: -recovery.days)) }
        let latest = earliest.map { max($0, now.adding(minutes: -5)) }
        let description = WireValue.record(
            ("PointInTimeRecoveryStatus", .string(recovery.since == nil ? "DISABLED" : "ENABLED")),
            ("RecoveryPeriodInDays", recovery.since == nil ? nil : .integer(recovery.days)),
            ("EarliestRestorableDateTime", earliest.map { .time($0) }),
            ("LatestRestorableDateTime", latest.map { .time($0) }))
        return .json(
            (
                "ContinuousBackupsDescription",
                .record(
                    ("ContinuousBackupsStatus", .string("ENABLED")), ("PointInTimeRecoveryDescription", description))
            ))
    }

    func listBackups(_ request: ServiceRequest, in region: RegionState) throws(ServiceFault) -> ServiceReply {
        let parameters = request.parameters
        let limit = parameters["Limit"]?.integerValue ?? 100
        guard (1...100).contains(limit) else {
            let bound = limit < 1 ? "greater than or equal to 1" : "less than or equal to 100"
            throw Self.invalid(
                "Value '\(limit)' at 'limit' failed to satisfy constraint: Member must have value \(bound)")
        }
        let type = parameters["BackupType"]?.stringValue ?? "USER"
        guard ["USER", "SYSTEM", "AWS_BACKUP", "ALL"].contains(type) else {
            throw Self.invalid(
                "Value '\(type)' at 'backupType' failed to satisfy constraint: Member must satisfy enum value set: "
                    + "[USER, SYSTEM, AWS_BACKUP, ALL]")
        }
        let name = try parameters["TableName"].map { _ throws(ServiceFault) in
            try Self.named(request, in: region, missing: Self.tableNotFound).id
        }
        let lower = parameters["TimeRangeLowerBound"]?.doubleValue
        let upper = parameters["TimeRangeUpperBound"]?.doubleValue
        let chosen = Self.backups(in: region, at: request.now).filter { backup in
            (type == "ALL" || backup.type == type) && (name.map { backup.table.id == $0 } ?? true)
                && (lower.map { backup.createdAt.seconds >= $0 } ?? true)
                && (upper.map { backup.createdAt.seconds < $0 } ?? true)
        }
        var rest = chosen[...]
        if let start = parameters["ExclusiveStartBackupArn"]?.stringValue {
            guard let index = chosen.firstIndex(where: { $0.arn == start }) else {
                throw Self.invalid("Invalid ExclusiveStartBackupArn")
            }
            rest = chosen[(index + 1)...]
        }
        let page = rest.prefix(Int(limit))
        let summaries = page.map { backup in
            WireValue.record(
                [
                    ("TableName", .string(backup.table.id)),
                    ("TableId", .string(ResourceDetails(backup.table).uuid("table"))),
                    ("TableArn", .string(backup.table.arn)),
                ] + Self.details(of: backup, at: request.now))
        }
        return .json(
            ("BackupSummaries", .array(summaries)),
            ("LastEvaluatedBackupArn", page.count < rest.count ? .text(page.last?.arn) : nil))
    }

    func createBackup(_ request: ServiceRequest, in region: inout RegionState) throws(ServiceFault) -> ServiceReply {
        let table = try Self.named(request, in: region, missing: Self.tableNotFound)
        let name = request.parameters["BackupName"]?.stringValue ?? ""
        try Self.checkName(name, member: "backupName")
        guard !region.settings(of: table).isChanging(at: request.now) else {
            throw ServiceFault("TableInUseException", "Table is being updated: \(table.id)")
        }
        // Amazon DynamoDB API Reference, "LimitExceededException": fifty backups at once.
        guard region.tables.backups.filter({ $0.status(at: request.now) == "CREATING" }).count < 50 else {
            throw ServiceFault("LimitExceededException", "Too many backups are being created")
        }
        region.tables.madeBackups += 1
        let id = ResourceDetails(arn: "\(table.arn)/backup/\(region.tables.madeBackups)").hex(8, "id")
        let backup = TableBackup(
            arn: "\(table.arn)/backup/0\(request.now.milliseconds)-\(id)", name: name, table: table,
            isRecoveryPoint: false, createdAt: request.now, availableAt: request.now.adding(minutes: 1), expiresAt: nil)
        region.tables.backups.append(backup)
        return .json(("BackupDetails", .record(Self.details(of: backup, at: request.now))))
    }

    func describeBackup(_ request: ServiceRequest, in region: RegionState) throws(ServiceFault) -> ServiceReply {
        let backup = try Self.backup(of: request, in: region)
        return .json(("BackupDescription", Self.description(of: backup, at: request.now)))
    }

    func deleteBackup(_ request: ServiceRequest, in region: inout RegionState) throws(ServiceFault) -> ServiceReply {
        let backup = try Self.backup(of: request, in: region)
        guard !backup.isRecoveryPoint else {
            throw Self.invalid("A backup of type AWS_BACKUP can only be deleted through AWS Backup")
        }
        guard backup.status(at: request.now) == "AVAILABLE" else {
            throw ServiceFault("BackupInUseException", "Backup is being created: \(backup.arn)")
        }
        region.tables.backups.removeAll { $0.arn == backup.arn }
        return .json(("BackupDescription", Self.description(of: backup, at: request.now, status: "DELETED")))
    }

    /// Every backup of a Region: those somebody made and the recovery points that are DynamoDB's own, oldest first.
    private static func backups(in region: RegionState, at now: Moment) -> [TableBackup] {
        let tables = Dictionary(
            region.resources(.table).map { ($0.arn, $0) }, uniquingKeysWith: { first, _ in first })
        let points = region.backup.recoveryPoints.compactMap { point -> TableBackup? in
            guard point.arn.hasPrefix("arn:aws:dynamodb:"), point.createdAt <= now,
                let table = tables[point.resourceARN], let id = point.arn.split(separator: "/").last
            else { return nil }
            return TableBackup(
                arn: point.arn, name: "aws_backup_\(id.suffix(8))", table: table, isRecoveryPoint: true,
                createdAt: point.createdAt, availableAt: point.completedAt, expiresAt: point.deleteAt)
        }
        return (points + region.tables.backups).sorted { ($0.createdAt, $0.arn) < ($1.createdAt, $1.arn) }
    }

    private static func backup(of request: ServiceRequest, in region: RegionState) throws(ServiceFault) -> TableBackup {
        let arn = request.parameters["BackupArn"]?.stringValue ?? ""
        guard (37...1_024).contains(arn.count), arn.hasPrefix("arn:aws:dynamodb:"), arn.contains("/backup/") else {
            throw invalid("Invalid BackupArn: \(arn)")
        }
        guard let backup = backups(in: region, at: request.now).first(where: { $0.arn == arn }) else {
            throw ServiceFault("BackupNotFoundException", "Backup not found: \(arn)")
        }
        return backup
    }

    private static func details(
        of backup: TableBackup, at now: Moment, status: String? = nil
    ) -> [(String, WireValue?)] {
        [
            ("BackupArn", .string(backup.arn)), ("BackupName", .string(backup.name)),
            ("BackupSizeBytes", .integer(backup.table.sizeInBytes)),
            ("BackupStatus", .string(status ?? backup.status(at: now))), ("BackupType", .string(backup.type)),
            ("BackupCreationDateTime", .time(backup.createdAt)),
            ("BackupExpiryDateTime", backup.expiresAt.map { .time($0) }),
        ]
    }

    private static func description(of backup: TableBackup, at now: Moment, status: String? = nil) -> WireValue {
        let table = backup.table
        let key = WireValue.record(("AttributeName", .string("id")), ("KeyType", .string("HASH")))
        // The model asks for at least one unit even of a table that is paid by request.
        let throughput = WireValue.record(("ReadCapacityUnits", .integer(1)), ("WriteCapacityUnits", .integer(1)))
        let source = WireValue.record(
            ("TableName", .string(table.id)), ("TableId", .string(ResourceDetails(table).uuid("table"))),
            ("TableArn", .string(table.arn)), ("TableSizeBytes", .integer(table.sizeInBytes)),
            ("KeySchema", .array([key])), ("TableCreationDateTime", .time(table.createdAt)),
            ("ProvisionedThroughput", throughput), ("ItemCount", .integer(table.sizeInBytes / 400)),
            ("BillingMode", .string("PAY_PER_REQUEST")))
        return .record(
            ("BackupDetails", .record(details(of: backup, at: now, status: status))), ("SourceTableDetails", source),
            ("SourceTableFeatureDetails", .record()))
    }
}
