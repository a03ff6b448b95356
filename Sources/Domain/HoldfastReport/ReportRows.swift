public import HoldfastEvaluation
public import HoldfastModel

/// One resource in a report: as little as metrics, tables and the aggregator need.
public struct ResourceRow: Hashable, Sendable, Codable {
    /// What the policy's first matching assignment says.
    public enum Assignment: String, Hashable, Sendable, Codable {
        /// It must meet a tier.
        case tier
        /// It is left out on purpose.
        case ignored
        /// No assignment matches.
        case unassigned
        /// A fact an assignment asks for was not read.
        case unknown
    }

    /// The resource.
    public let arn: ResourceARN
    /// Its type.
    public let type: ResourceType
    /// What the policy says of it.
    public let assignment: Assignment
    /// The tier's name, where one is assigned.
    public let tier: String?
    /// Whether its data can be recovered as promised.
    public let status: ProtectionStatus
    /// When its newest usable recovery point was whole; nothing when there is none or it is unknown.
    public let newestRecoveryPointAt: Instant?
    /// Names of the Config rules that flag it, sorted.
    public let flaggedBy: [String]

    /// Describes a resource.
    public init(
        arn: ResourceARN, type: ResourceType, assignment: Assignment, tier: String? = nil, status: ProtectionStatus,
        newestRecoveryPointAt: Instant? = nil, flaggedBy: [String] = []
    ) {
        self.arn = arn
        self.type = type
        self.assignment = assignment
        self.tier = tier
        self.status = status
        self.newestRecoveryPointAt = newestRecoveryPointAt
        self.flaggedBy = flaggedBy.sorted()
    }

    /// Shortens a judgement.
    public init(_ judgement: ResourceJudgement) {
        let assignment: Assignment =
            switch judgement.assignment {
            case .tier: .tier
            case .ignored: .ignored
            case .unassigned: .unassigned
            case .unknown: .unknown
            }
        self.init(
            arn: judgement.resource.arn, type: judgement.resource.type, assignment: assignment,
            tier: judgement.assignment.tierName, status: judgement.status,
            newestRecoveryPointAt: judgement.newestRecoveryPointAt, flaggedBy: judgement.flaggedBy)
    }

    /// The value of the metric label `policy`: the tier, or `none` or `unknown` where there is no tier.
    public var policyLabel: String { tier ?? (assignment == .unknown ? "unknown" : "none") }
}

/// How many recovery points of one vault are in one storage class and status, and their size.
public struct RecoveryPointCount: Hashable, Sendable, Codable, Comparable {
    /// The vault's name.
    public let vault: String
    /// `warm` or `cold`.
    public let storageClass: String
    /// The status as AWS writes it.
    public let status: String
    /// How many.
    public let count: Int
    /// The sum of the sizes AWS gave, in bytes.
    public let bytes: Int64

    /// Counts recovery points.
    public init(vault: String, storageClass: String, status: String, count: Int, bytes: Int64) {
        self.vault = vault
        self.storageClass = storageClass
        self.status = status
        self.count = count
        self.bytes = bytes
    }

    /// Orders by vault, storage class and status.
    public static func < (left: RecoveryPointCount, right: RecoveryPointCount) -> Bool {
        (left.vault, left.storageClass, left.status) < (right.vault, right.storageClass, right.status)
    }
}

/// A vault and its lock.
public struct VaultRow: Hashable, Sendable, Codable {
    /// Its name.
    public let name: String
    /// Whether a vault lock is on; nothing when AWS did not say.
    public let isLocked: Bool?
    /// When the lock becomes, or became, immutable; nothing in governance mode.
    public let lockDate: Instant?
    /// The shortest retention the lock allows, in days.
    public let minRetentionDays: Int?
    /// The longest retention the lock allows, in days.
    public let maxRetentionDays: Int?

    /// Describes a vault.
    public init(
        name: String, isLocked: Bool?, lockDate: Instant? = nil, minRetentionDays: Int? = nil,
        maxRetentionDays: Int? = nil
    ) {
        self.name = name
        self.isLocked = isLocked
        self.lockDate = lockDate
        self.minRetentionDays = minRetentionDays
        self.maxRetentionDays = maxRetentionDays
    }
}

/// How many changes of one action are pending.
public struct PendingChangeCount: Hashable, Sendable, Codable {
    /// The name of the action, such as `create-plan`.
    public let action: String
    /// How many.
    public let count: Int

    /// Counts changes.
    public init(action: String, count: Int) {
        self.action = action
        self.count = count
    }
}

/// The plans and selections in an account and Region, and how many of them Holdfast made.
public struct ManagedCounts: Hashable, Sendable, Codable {
    /// All backup plans.
    public var plans: Int
    /// All selections that could be read.
    public var selections: Int
    /// The plans that carry Holdfast's ownership tag.
    public var managedPlans: Int
    /// The selections of those plans.
    public var managedSelections: Int

    /// Counts plans and selections.
    public init(plans: Int = 0, selections: Int = 0, managedPlans: Int = 0, managedSelections: Int = 0) {
        self.plans = plans
        self.selections = selections
        self.managedPlans = managedPlans
        self.managedSelections = managedSelections
    }

    /// The sum of both.
    public static func + (left: ManagedCounts, right: ManagedCounts) -> ManagedCounts {
        ManagedCounts(
            plans: left.plans + right.plans, selections: left.selections + right.selections,
            managedPlans: left.managedPlans + right.managedPlans,
            managedSelections: left.managedSelections + right.managedSelections)
    }
}

/// How often one API operation was called.
public struct APICallCount: Hashable, Sendable, Codable, Comparable {
    /// The service, such as `backup`.
    public let service: String
    /// The operation, such as `ListBackupVaults`.
    public let operation: String
    /// How many requests were sent, retries included.
    public let count: Int

    /// Counts calls.
    public init(service: String, operation: String, count: Int) {
        self.service = service
        self.operation = operation
        self.count = count
    }

    /// Orders by service and operation.
    public static func < (left: APICallCount, right: APICallCount) -> Bool {
        (left.service, left.operation) < (right.service, right.operation)
    }
}
