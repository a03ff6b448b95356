/// A backup plan with its rules, and the selections that say what it backs up.
public struct BackupPlan: Hashable, Sendable, Codable {
    /// AWS's id of the plan.
    public let id: String
    /// Its ARN.
    public let arn: ResourceARN
    /// Its name, not unique.
    public let name: String
    /// The version read.
    public let versionID: String?
    /// Its rules, in AWS's order; nothing when the plan was listed but could not be read.
    public let rules: [BackupRule]?
    /// Its selections; nothing when they, or one of them, could not be read.
    public let selections: [BackupSelection]?
    /// Its tags; nothing when they were not, or could not be, read.
    public let tags: [String: String]?
    /// The advanced settings AWS returned, such as Windows VSS, kept as they are so that an update loses nothing.
    public let advancedSettings: [AdvancedBackupSetting]
    /// When it was made.
    public let createdAt: Instant?
    /// When it last started a backup, where AWS says so.
    public let lastExecutionAt: Instant?

    /// Describes a plan.
    public init(
        id: String, arn: ResourceARN, name: String, versionID: String? = nil, rules: [BackupRule]?,
        selections: [BackupSelection]?, tags: [String: String]? = nil, advancedSettings: [AdvancedBackupSetting] = [],
        createdAt: Instant? = nil, lastExecutionAt: Instant? = nil
    ) {
        self.id = id
        self.arn = arn
        self.name = name
        self.versionID = versionID
        self.rules = rules
        self.selections = selections
        self.tags = tags
        self.advancedSettings = advancedSettings
        self.createdAt = createdAt
        self.lastExecutionAt = lastExecutionAt
    }
}

/// Backup options for one resource type, such as `WindowsVSS` for EC2.
public struct AdvancedBackupSetting: Hashable, Sendable, Codable {
    /// The type the options are for.
    public let resourceType: String
    /// Names and values of the options.
    public let options: [String: String]

    /// Describes options.
    public init(resourceType: String, options: [String: String]) {
        self.resourceType = resourceType
        self.options = options
    }
}

/// When recovery points become cold and when they end.
///
/// Source: AWS Backup API Reference, "Lifecycle". Cold storage holds a point for at least 90 days, so that `deleteAfter`
/// is at least 90 days past `moveToColdStorageAfter`.
public struct Lifecycle: Hashable, Sendable, Codable {
    /// Days after creation at which the point moves to cold storage; nothing for never.
    public let moveToColdStorageAfter: CalendarDays?
    /// Days after creation at which the point ends; nothing for never.
    public let deleteAfter: CalendarDays?
    /// Whether EBS snapshots go to the archive tier.
    public let optInToArchive: Bool?

    /// Describes a lifecycle.
    public init(
        moveToColdStorageAfter: CalendarDays? = nil, deleteAfter: CalendarDays? = nil, optInToArchive: Bool? = nil
    ) {
        self.moveToColdStorageAfter = moveToColdStorageAfter
        self.deleteAfter = deleteAfter
        self.optInToArchive = optInToArchive
    }
}

/// One rule of a plan: when, into which vault, for how long.
public struct BackupRule: Hashable, Sendable, Codable {
    /// AWS's id of the rule; nothing before AWS made it.
    public let id: String?
    /// Its name.
    public let name: String
    /// The name of the vault it writes to.
    public let targetVaultName: String
    /// The AWS cron or rate expression; AWS uses `cron(0 5 ? * * *)` when there is none.
    public let scheduleExpression: String?
    /// The time zone of the expression; UTC when there is none.
    public let scheduleTimezone: String?
    /// Minutes in which a backup must start; AWS uses 480 when there is none.
    public let startWindowMinutes: Int64?
    /// Minutes in which it must complete; AWS uses seven days when there is none.
    public let completionWindowMinutes: Int64?
    /// When its recovery points become cold and end; kept for ever when there is none.
    public let lifecycle: Lifecycle?
    /// Copies made of each recovery point.
    public let copyActions: [CopyAction]
    /// Whether it makes continuous backups, for point-in-time restore.
    public let enablesContinuousBackup: Bool
    /// Tags put on its recovery points.
    public let recoveryPointTags: [String: String]
    /// The types, as AWS Backup names them, whose recovery points it has indexed.
    public let indexedTypes: [String]

    /// Describes a rule.
    public init(
        id: String? = nil, name: String, targetVaultName: String, scheduleExpression: String? = nil,
        scheduleTimezone: String? = nil, startWindowMinutes: Int64? = nil, completionWindowMinutes: Int64? = nil,
        lifecycle: Lifecycle? = nil, copyActions: [CopyAction] = [], enablesContinuousBackup: Bool = false,
        recoveryPointTags: [String: String] = [:], indexedTypes: [String] = []
    ) {
        self.id = id
        self.name = name
        self.targetVaultName = targetVaultName
        self.scheduleExpression = scheduleExpression
        self.scheduleTimezone = scheduleTimezone
        self.startWindowMinutes = startWindowMinutes
        self.completionWindowMinutes = completionWindowMinutes
        self.lifecycle = lifecycle
        self.copyActions = copyActions
        self.enablesContinuousBackup = enablesContinuousBackup
        self.recoveryPointTags = recoveryPointTags
        self.indexedTypes = indexedTypes
    }
}

/// A copy of each recovery point into another vault.
public struct CopyAction: Hashable, Sendable, Codable {
    /// The ARN of the vault it goes to.
    public let destinationVaultARN: ResourceARN
    /// When the copy becomes cold and ends.
    public let lifecycle: Lifecycle?

    /// Describes a copy.
    public init(destinationVaultARN: ResourceARN, lifecycle: Lifecycle? = nil) {
        self.destinationVaultARN = destinationVaultARN
        self.lifecycle = lifecycle
    }
}
