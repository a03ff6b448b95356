public import HoldfastModel

/// A promise: how old data may be, how long it is kept, and where.
public struct ProtectionTier: Hashable, Sendable {
    /// Its name, which becomes part of plan and selection names and the value of the tier tag.
    public let name: String
    /// The recovery point objective: the greatest age the newest usable backup may have.
    public let rpo: Duration
    /// The recovery time objective, where one was promised.
    public let rto: Duration?
    /// How long recovery points are kept.
    public let retention: CalendarDays
    /// When backups run.
    public let schedule: Schedule
    /// In which time a backup must start, at least an hour.
    public let startWindow: Duration
    /// In which time a backup must complete.
    public let completionWindow: Duration
    /// Days after which recovery points go to cold storage; at least 90 before `retention`.
    public let coldStorageAfter: CalendarDays?
    /// Whether backups are continuous, for point-in-time restore; `retention` is 35 days at most then.
    public let isContinuous: Bool
    /// The copies made of each recovery point.
    public let copies: [CopyTarget]
    /// The vault backups are written to.
    public let vault: VaultRequirement

    /// When backups of a tier run.
    public enum Schedule: Hashable, Sendable {
        /// As the RPO asks: the planner chooses the expression.
        case derivedFromRPO
        /// The AWS cron or rate expression somebody wrote, and its time zone.
        case expression(String, timezone: String?)
    }

    /// Describes a tier.
    public init(
        name: String, rpo: Duration, rto: Duration? = nil, retention: CalendarDays,
        schedule: Schedule = .derivedFromRPO, startWindow: Duration = .hours(8),
        completionWindow: Duration = .hours(168), coldStorageAfter: CalendarDays? = nil, isContinuous: Bool = false,
        copies: [CopyTarget] = [], vault: VaultRequirement
    ) {
        self.name = name
        self.rpo = rpo
        self.rto = rto
        self.retention = retention
        self.schedule = schedule
        self.startWindow = startWindow
        self.completionWindow = completionWindow
        self.coldStorageAfter = coldStorageAfter
        self.isContinuous = isContinuous
        self.copies = copies
        self.vault = vault
    }
}

/// A place copies of recovery points go to.
public struct CopyTarget: Hashable, Sendable {
    /// The Region.
    public let region: AWSRegion
    /// Another account, or nothing for the resource's own.
    public let account: AccountID?
    /// The vault's name there.
    public let vaultName: String
    /// How long copies are kept; as long as the tier says when nothing is said.
    public let retention: CalendarDays?
    /// Days after which copies go to cold storage.
    public let coldStorageAfter: CalendarDays?

    /// Describes a place.
    public init(
        region: AWSRegion, account: AccountID? = nil, vaultName: String, retention: CalendarDays? = nil,
        coldStorageAfter: CalendarDays? = nil
    ) {
        self.region = region
        self.account = account
        self.vaultName = vaultName
        self.retention = retention
        self.coldStorageAfter = coldStorageAfter
    }
}

/// What is asked of a vault.
public struct VaultRequirement: Hashable, Sendable {
    /// Its name.
    public let name: String
    /// The key to encrypt a new vault with; AWS Backup's own when nothing is said.
    public let encryptionKey: ARNTemplate?
    /// Whether the vault's key must be the customer's.
    public let requiresCustomerManagedKey: Bool
    /// The lock that must be on, or nothing when none is asked for.
    public let lock: VaultLockRequirement?

    /// Describes what is asked.
    public init(
        name: String, encryptionKey: ARNTemplate? = nil, requiresCustomerManagedKey: Bool = false,
        lock: VaultLockRequirement? = nil
    ) {
        self.name = name
        self.encryptionKey = encryptionKey
        self.requiresCustomerManagedKey = requiresCustomerManagedKey
        self.lock = lock
    }
}

/// The vault lock a tier asks for.
///
/// Source: AWS Backup Developer Guide, "AWS Backup Vault Lock".
public struct VaultLockRequirement: Hashable, Sendable {
    /// How hard a lock is to take off.
    public enum Mode: String, Hashable, Sendable {
        /// Principals with the permission can take it off.
        case governance
        /// Nobody can, once its date has passed.
        case compliance
    }

    /// The mode asked for; a compliance lock also meets governance.
    public let mode: Mode
    /// The least retention the lock must enforce.
    public let minimumRetention: CalendarDays?
    /// The greatest retention the lock may allow.
    public let maximumRetention: CalendarDays?

    /// Describes a lock.
    public init(mode: Mode, minimumRetention: CalendarDays? = nil, maximumRetention: CalendarDays? = nil) {
        self.mode = mode
        self.minimumRetention = minimumRetention
        self.maximumRetention = maximumRetention
    }
}
