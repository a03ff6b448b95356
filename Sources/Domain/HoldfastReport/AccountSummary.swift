internal import HoldfastEvaluation
public import HoldfastModel

/// The counts of one account report: what metrics, tables and the consolidation need, without the findings themselves.
///
/// Its size follows from the numbers of controls, tiers and types, not of resources, so that an organization's summaries
/// can be held in memory.
public struct AccountSummary: Hashable, Sendable {
    /// The account and Region.
    public let key: ReportKey
    /// The run it belongs to.
    public let run: ReportRun
    /// The account.
    public let account: ReportAccount
    /// How much could be read.
    public let coverage: Coverage
    /// What the policy promises.
    public let policy: ReportPolicy
    /// The resources by type and tier, sorted.
    public let resources: [ResourceGroup]
    /// How many resources an assignment ignores.
    public let ignoredResources: Int
    /// The findings by control, severity and verdict, sorted.
    public let findings: [FindingCount]
    /// Recovery points by vault, storage class and status.
    public let recoveryPoints: [RecoveryPointCount]
    /// The vaults with their locks.
    public let vaults: [VaultRow]
    /// Pending changes by action.
    public let pendingChanges: [PendingChangeCount]
    /// The plans and selections that are there.
    public let managed: ManagedCounts
    /// API calls by service and operation.
    public let apiCalls: [APICallCount]

    /// Counts what stands in a report.
    public init(_ report: AccountReport) {
        key = report.key
        run = report.run
        account = report.account
        coverage = report.coverage
        policy = report.policy
        resources = Self.groups(of: report)
        ignoredResources = report.ignoredResources
        findings = Self.counts(of: report)
        recoveryPoints = report.recoveryPoints
        vaults = report.vaults
        pendingChanges = report.pendingChanges
        managed = report.managed
        apiCalls = report.apiCalls
    }

    /// The sum over all types and tiers.
    public var resourceCounts: ResourceCounts { resources.reduce(ResourceCounts()) { $0 + $1.counts } }

    private static func counts(of report: AccountReport) -> [FindingCount] {
        var counts: [FindingCount.Kind: Int] = [:]
        for finding in report.findings {
            let kind = FindingCount.Kind(
                control: finding.controlID, severity: finding.severity, verdict: finding.verdict)
            counts[kind, default: 0] += 1
        }
        return counts.map { FindingCount(kind: $0.key, count: $0.value) }.sorted { $0.kind < $1.kind }
    }

    private static func groups(of report: AccountReport) -> [ResourceGroup] {
        let objectives = Dictionary(report.policy.tiers.map { ($0.name, $0.rpoSeconds) }) { first, _ in first }
        let knowsPoints = report.coverage.knows(.recoveryPoints) && report.coverage.knows(.vaults)
        var groups: [ResourceGroup.Kind: ResourceGroup] = [:]
        for row in report.resources {
            let kind = ResourceGroup.Kind(type: row.type, policy: row.policyLabel)
            var group = groups[kind] ?? ResourceGroup(kind: kind)
            group.counts[row.status] += 1
            if let tier = row.tier {
                group.age(
                    row.newestRecoveryPointAt, objective: objectives[tier], now: report.run.startedAt,
                    isKnown: row.newestRecoveryPointAt != nil || (knowsPoints && row.status != .unknown))
            }
            groups[kind] = group
        }
        return groups.values.sorted { $0.kind < $1.kind }
    }
}

/// The resources of one type and tier in an account and Region.
public struct ResourceGroup: Hashable, Sendable {
    /// A type and a tier.
    public struct Kind: Hashable, Sendable, Comparable {
        /// The type.
        public let type: ResourceType
        /// The tier, or `none` or `unknown` where there is no tier.
        public let policy: String

        /// Orders by type and tier.
        public static func < (left: Kind, right: Kind) -> Bool {
            (left.type.rawValue, left.policy) < (right.type.rawValue, right.policy)
        }
    }

    /// The type and tier.
    public let kind: Kind
    /// How many have which status.
    public var counts = ResourceCounts()
    /// The newest recovery point of the resource whose newest is oldest; nothing when no resource with a tier has one
    /// that is known.
    public private(set) var oldestNewestRecoveryPoint: Instant?
    /// How many resources with a tier have never been backed up, as far as that is known.
    public private(set) var neverBackedUp = 0
    /// How many resources have a newest recovery point that is older than their tier's RPO.
    public private(set) var rpoBreached = 0

    /// Begins to count.
    init(kind: Kind) { self.kind = kind }

    /// Counts the age of one resource's data at the moment it was read.
    mutating func age(_ newest: Instant?, objective: Int64?, now: Instant, isKnown: Bool) {
        guard isKnown else { return }
        guard let newest else {
            neverBackedUp += 1
            return
        }
        oldestNewestRecoveryPoint = min(oldestNewestRecoveryPoint ?? newest, newest)
        if let objective, newest.duration(to: now) > .seconds(objective) { rpoBreached += 1 }
    }
}

/// How many findings of one control have one severity and verdict.
public struct FindingCount: Hashable, Sendable {
    /// A control, severity and verdict.
    public struct Kind: Hashable, Sendable, Comparable {
        /// The control.
        public let control: String
        /// The severity.
        public let severity: Severity
        /// The verdict.
        public let verdict: Verdict

        /// Orders by control, severity and verdict.
        public static func < (left: Kind, right: Kind) -> Bool {
            (left.control, left.severity.rawValue, left.verdict.rawValue)
                < (right.control, right.severity.rawValue, right.verdict.rawValue)
        }
    }

    /// What is counted.
    public let kind: Kind
    /// How many.
    public let count: Int
}

/// How many resources have which status; the five sum to the inventory.
public struct ResourceCounts: Hashable, Sendable, Codable {
    /// All of them.
    public var total: Int { protected + pending + unprotected + unknown + waived }
    /// Those selected by a plan that meets their tier, with a recovery point within its RPO.
    public var protected = 0
    /// Those that are selected while no run has been due since.
    public var pending = 0
    /// Those that are neither.
    public var unprotected = 0
    /// Those of which a needed fact was not read.
    public var unknown = 0
    /// Those a waiver covers.
    public var waived = 0

    /// Counts nothing yet.
    public init() {}

    /// The number with one status.
    public subscript(status: ProtectionStatus) -> Int {
        get {
            switch status {
            case .protected: protected
            case .pending: pending
            case .unprotected: unprotected
            case .unknown: unknown
            case .waived: waived
            }
        }
        set {
            switch status {
            case .protected: protected = newValue
            case .pending: pending = newValue
            case .unprotected: unprotected = newValue
            case .unknown: unknown = newValue
            case .waived: waived = newValue
            }
        }
    }

    /// The sum of both.
    public static func + (left: ResourceCounts, right: ResourceCounts) -> ResourceCounts {
        var sum = left
        for status in ProtectionStatus.allCases { sum[status] += right[status] }
        return sum
    }

    private enum CodingKeys: String, CodingKey {
        case total, protected, pending, unprotected, unknown, waived
    }

    /// Reads the five counts; the total follows from them.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        protected = try container.decode(Int.self, forKey: .protected)
        pending = try container.decode(Int.self, forKey: .pending)
        unprotected = try container.decode(Int.self, forKey: .unprotected)
        unknown = try container.decode(Int.self, forKey: .unknown)
        waived = try container.decode(Int.self, forKey: .waived)
    }

    /// Writes the five counts and their total.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(total, forKey: .total)
        try container.encode(protected, forKey: .protected)
        try container.encode(pending, forKey: .pending)
        try container.encode(unprotected, forKey: .unprotected)
        try container.encode(unknown, forKey: .unknown)
        try container.encode(waived, forKey: .waived)
    }
}
