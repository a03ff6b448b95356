internal import AWSWire

/// What somebody changed in EFS of one account in one Region; all else follows from seed and time.
package struct FileSystemState: Sendable {
    /// The settings somebody changed, by the ids of file systems.
    var settings: [String: FileSystemSettings] = [:]
}

/// What somebody changed of a file system.
struct FileSystemSettings: Sendable, Hashable {
    /// The backup policy as somebody left it.
    struct BackupPolicy: Sendable, Hashable {
        /// Whether it is on.
        let isOn: Bool
        /// When it was set; it is in force a minute later.
        let changedAt: Moment

        /// The status at a moment in EFS's words.
        func status(at now: Moment) -> String {
            let isDone = changedAt.adding(minutes: 1) <= now
            return isOn ? (isDone ? "ENABLED" : "ENABLING") : (isDone ? "DISABLED" : "DISABLING")
        }
    }

    /// The backup policy, once somebody set one.
    var backupPolicy: BackupPolicy?
    /// The lifecycle policies, once somebody set them.
    var lifecycle: [WireValue]?
}
