/// What somebody changed in DynamoDB of one account in one Region; all else follows from seed and time.
package struct TableState: Sendable {
    /// The settings somebody changed, by the ARNs of tables.
    var settings: [String: TableSettings] = [:]
    /// The backups somebody made, in the order of their creation, deleted ones left out.
    var backups: [TableBackup] = []
    /// How often backups were made here, for the ids of new ones.
    var madeBackups = 0
}

/// What somebody changed of a table.
struct TableSettings: Sendable, Hashable {
    /// Point-in-time recovery as somebody left it.
    struct Recovery: Sendable, Hashable {
        /// When it was turned on; nothing while it is off.
        var since: Moment?
        /// How many days back it reaches.
        var days: Int64
    }

    /// Point-in-time recovery, once somebody changed it.
    var recovery: Recovery?
    /// The class, once somebody changed it.
    var tableClass: String?
    /// When the class was changed, the last two times.
    var classChanges: [Moment] = []
    /// Whether the table cannot be deleted, once somebody said so.
    var isProtected: Bool?

    /// Whether the table is being changed.
    func isChanging(at now: Moment) -> Bool { classChanges.last.map { now < $0.adding(minutes: 1) } ?? false }
}

extension RegionState {
    /// The settings of a table.
    func settings(of table: SimulatedResource) -> TableSettings { tables.settings[table.arn] ?? TableSettings() }

    /// Point-in-time recovery of a table; two tables in five have had it since the day after their creation.
    func recovery(of table: SimulatedResource) -> TableSettings.Recovery {
        if let changed = settings(of: table).recovery { return changed }
        let isOn = ResourceDetails(table).number(below: 5, "point in time") < 2
        return TableSettings.Recovery(since: isOn ? table.createdAt.adding(days: 1) : nil, days: 35)
    }
}

/// A backup of a table.
struct TableBackup: Sendable, Hashable {
    /// The ARN.
    let arn: String
    /// The name.
    let name: String
    /// The table.
    let table: SimulatedResource
    /// Whether AWS Backup made it.
    let isRecoveryPoint: Bool
    /// When it was asked for.
    let createdAt: Moment
    /// When it can be used.
    let availableAt: Moment
    /// When AWS Backup deletes it.
    let expiresAt: Moment?

    /// The state at a moment.
    func status(at now: Moment) -> String { now < availableAt ? "CREATING" : "AVAILABLE" }
    /// `USER` or `AWS_BACKUP`.
    var type: String { isRecoveryPoint ? "AWS_BACKUP" : "USER" }
}
