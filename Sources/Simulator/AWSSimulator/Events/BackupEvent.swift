package import AWSWire

/// One change of state that AWS Backup tells EventBridge.
///
/// Whatever changes the state puts its event into ``RegionState/events``; the world takes them from there into its
/// ``EventRing``. Envelope and details are those of "Monitoring AWS Backup events using Amazon EventBridge" (AWS Backup
/// Developer Guide).
package struct BackupEvent: Sendable, Hashable {
    /// The kinds of event, by their `detail-type`.
    package enum Kind: String, Sendable, Hashable, CaseIterable {
        /// A backup job.
        case backupJob = "Backup Job State Change"
        /// A backup plan.
        case backupPlan = "Backup Plan State Change"
        /// A backup vault.
        case backupVault = "Backup Vault State Change"
        /// A copy job.
        case copyJob = "Copy Job State Change"
        /// A recovery point.
        case recoveryPoint = "Recovery Point State Change"
        /// The settings of a Region.
        case regionSetting = "Region Setting State Change"
        /// A restore job.
        case restoreJob = "Restore Job State Change"
    }

    /// The kind.
    package let kind: Kind
    /// The account and Region it happened in.
    package let scope: Scope
    /// When it happened.
    package let at: Moment
    /// The ARNs it is about.
    package let resources: [String]
    /// What happened, in the members of its kind.
    package let detail: WireValue

    /// Makes an event; absent members of the detail are left out.
    package init(
        _ kind: Kind, in scope: Scope, at: Moment, resources: [String] = [], detail: [(String, WireValue?)]
    ) {
        self.kind = kind
        self.scope = scope
        self.at = at
        self.resources = resources
        self.detail = .record(detail)
    }

    /// The event as EventBridge hands it to a target.
    ///
    /// Its id is a function of what it says, so the same change has the same id in every run of a world.
    package var envelope: WireValue {
        let body = String(decoding: detail.jsonBytes(), as: UTF8.self)
        var random = SeededGenerator(
            0, "event", kind.rawValue, scope.account, scope.region, String(at.milliseconds), body)
        return .record(
            ("version", .string("0")), ("id", .string(random.uuid())), ("detail-type", .string(kind.rawValue)),
            ("source", .string("aws.backup")), ("account", .string(scope.account)),
            ("time", .string(at.iso8601Seconds)), ("region", .string(scope.region)),
            ("resources", .texts(resources)), ("detail", detail))
    }
}
