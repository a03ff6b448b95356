/// What somebody changed in FSx of one account in one Region; all else follows from seed and time.
package struct FSxState: Sendable {
    /// What somebody changed of a file system.
    struct Settings: Sendable, Hashable {
        /// The days automatic backups are kept; zero for none.
        var retentionDays: Int64?
        /// When automatic backups are made, such as `05:00`, in UTC.
        var startTime: String?
        /// When it was last changed.
        var changedAt: Moment
    }

    /// The settings somebody changed, by the ids of file systems.
    var settings: [String: Settings] = [:]
    /// The backups somebody made, in the order of their creation, deleted ones left out.
    var backups: [FSxBackup] = []
    /// The ids of deleted backups that nobody had made by a call.
    var deletedBackups: Set<String> = []
    /// The tags of backups somebody tagged, by their ids.
    var backupTags: [String: TagSet] = [:]
    /// How often backups were made here, for the ids of new ones.
    var madeBackups = 0
}

/// A backup of an FSx file system, or of a volume of one.
struct FSxBackup: Sendable, Hashable {
    /// Who made a backup, by the names of `BackupType`.
    enum Origin: String, Sendable {
        /// FSx itself, once a day.
        case automatic = "AUTOMATIC"
        /// A person or program.
        case user = "USER_INITIATED"
        /// AWS Backup.
        case backup = "AWS_BACKUP"
    }

    /// The id, `backup-…`.
    let id: String
    /// The file system or volume.
    let source: SimulatedResource
    /// Who made it.
    let origin: Origin
    /// When it was begun.
    let createdAt: Moment
    /// When it is complete.
    let completedAt: Moment
    /// The tags.
    var tags: TagSet

    /// The ARN.
    func arn(in scope: Scope) -> String { "arn:aws:fsx:\(scope.region):\(scope.account):backup/\(id)" }
}

extension RegionState {
    /// Every backup of file systems and volumes at a moment, oldest first.
    ///
    /// None but those callers made are stored: AWS Backup's follow from its recovery points, automatic ones from the
    /// retention of their file systems.
    func fsxBackups(at now: Moment) -> [FSxBackup] {
        let systems = resources(.fsxFileSystem)
        let volumes = resources(.fsxVolume)
        let automatic = systems.flatMap { system -> [FSxBackup] in
            // Of ONTAP the volumes are backed up, of the others the file system.
            let sources = system.engine == "ONTAP" ? volumes.filter { $0.attachedTo == system.id } : [system]
            return sources.flatMap { automaticBackups(of: $0, on: system, at: now) }
        }
        let byARN = Dictionary((systems + volumes).map { ($0.arn, $0) }, uniquingKeysWith: { first, _ in first })
        let prefix = "arn:aws:fsx:\(scope.region):\(scope.account):backup/"
        let points = backup.recoveryPoints.compactMap { point -> FSxBackup? in
            guard point.arn.hasPrefix(prefix), point.createdAt <= now, let source = byARN[point.resourceARN] else {
                return nil
            }
            var tags = point.tags
            tags[BackupImage.sourceTag] = point.resourceARN
            return FSxBackup(
                id: String(point.arn.dropFirst(prefix.count)), source: source, origin: .backup,
                createdAt: point.createdAt, completedAt: point.completedAt, tags: tags)
        }
        return (automatic + points + fsx.backups).compactMap { backup in
            guard !fsx.deletedBackups.contains(backup.id) else { return nil }
            guard let tags = fsx.backupTags[backup.id] else { return backup }
            var backup = backup
            backup.tags = tags
            return backup
        }.sorted { ($0.createdAt, $0.id) < ($1.createdAt, $1.id) }
    }

    /// The days automatic backups of a file system are kept; two in three have a week.
    func automaticRetention(of system: SimulatedResource) -> Int64 {
        fsx.settings[system.id]?.retentionDays ?? (ResourceDetails(system).number(below: 3, "automatic") == 0 ? 0 : 7)
    }

    private func automaticBackups(
        of source: SimulatedResource, on system: SimulatedResource, at now: Moment
    ) -> [FSxBackup] {
        let days = automaticRetention(of: system)
        let start = (fsx.settings[system.id]?.startTime ?? "05:00").split(separator: ":").compactMap { Int($0) }
        guard days > 0, start.count == 2 else { return [] }
        return (0...days).reversed().compactMap { back in
            let moment = Moment(day: now.day - back, hour: start[0], minute: start[1])
            guard moment <= now, moment > now.adding(days: -days), moment > source.createdAt else { return nil }
            let id = "backup-0" + ResourceDetails(arn: "\(source.arn)/\(moment.day)").hex(16, "automatic")
            return FSxBackup(
                id: id, source: source, origin: .automatic, createdAt: moment,
                completedAt: moment.adding(minutes: 20), tags: [:])
        }
    }
}
