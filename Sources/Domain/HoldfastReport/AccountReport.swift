public import HoldfastEvaluation
public import HoldfastModel

/// All that one run says of one account in one Region: what an agent pushes and the aggregator keeps.
///
/// Suspended and excluded accounts have one report for the whole account, with no Region, for none was looked at. An
/// account that refused us has one for every Region in scope, so that each account and Region stands in coverage once.
/// Lists are sorted, so that the same facts are the same bytes.
public struct AccountReport: Hashable, Sendable, Codable {
    /// The version of this form.
    public let schemaVersion: Int
    /// The run it belongs to.
    public let run: ReportRun
    /// The account.
    public let account: ReportAccount
    /// The Region; nothing for an account that is not swept at all.
    public let region: AWSRegion?
    /// How much could be read.
    public let coverage: Coverage
    /// What the policy promises, as far as metrics and readers need it.
    public let policy: ReportPolicy
    /// What every control says, sorted by control, resource and id.
    public let findings: [Finding]
    /// Every resource with its tier and status, sorted by ARN, but those an assignment ignores by name.
    public let resources: [ResourceRow]
    /// How many resources an assignment ignores, which are in no other count.
    public let ignoredResources: Int
    /// Recovery points by vault, storage class and status.
    public let recoveryPoints: [RecoveryPointCount]
    /// The vaults with their locks, sorted by name.
    public let vaults: [VaultRow]
    /// How many changes of each action would bring the account to policy here.
    public let pendingChanges: [PendingChangeCount]
    /// The plans and selections that are there.
    public let managed: ManagedCounts
    /// The API calls that were made for it, sorted by service and operation.
    public let apiCalls: [APICallCount]

    /// The form this version writes.
    public static let currentSchemaVersion = 1

    /// Describes an account in one Region.
    public init(
        run: ReportRun, account: ReportAccount, region: AWSRegion?, coverage: Coverage,
        policy: ReportPolicy = ReportPolicy(), findings: [Finding] = [], resources: [ResourceRow] = [],
        ignoredResources: Int = 0, recoveryPoints: [RecoveryPointCount] = [], vaults: [VaultRow] = [],
        pendingChanges: [PendingChangeCount] = [],
        managed: ManagedCounts = ManagedCounts(), apiCalls: [APICallCount] = []
    ) {
        schemaVersion = Self.currentSchemaVersion
        self.run = run
        self.account = account
        self.region = region
        self.coverage = coverage
        self.policy = policy
        self.findings = findings.sorted(by: Self.findingOrder)
        self.resources = resources.sorted { $0.arn < $1.arn }
        self.ignoredResources = ignoredResources
        self.recoveryPoints = recoveryPoints.sorted()
        self.vaults = vaults.sorted { $0.name < $1.name }
        self.pendingChanges = pendingChanges.sorted { $0.action < $1.action }
        self.managed = managed
        self.apiCalls = apiCalls.sorted()
    }

    /// The account and Region it is about, which order reports.
    public var key: ReportKey { ReportKey(accountID: account.accountID, region: region) }

    private static func findingOrder(_ left: Finding, _ right: Finding) -> Bool {
        (left.controlID, left.resourceARN, left.id) < (right.controlID, right.resourceARN, right.id)
    }
}

/// The account and Region a report is about.
public struct ReportKey: Hashable, Sendable, Comparable, Codable {
    /// The account.
    public let accountID: AccountID
    /// The Region; nothing for a report on an account as a whole.
    public let region: AWSRegion?

    /// Names an account and Region.
    public init(accountID: AccountID, region: AWSRegion?) {
        self.accountID = accountID
        self.region = region
    }

    /// Orders by account, then Region; the account as a whole comes first.
    public static func < (left: ReportKey, right: ReportKey) -> Bool {
        (left.accountID.rawValue, left.region?.rawValue ?? "") < (
            right.accountID.rawValue, right.region?.rawValue ?? ""
        )
    }
}

/// The run a report belongs to.
public struct ReportRun: Hashable, Sendable, Codable {
    /// The run's id.
    public let id: String
    /// When it began; in an account report, when reading this account and Region began.
    public let startedAt: Instant
    /// When it ended; in an account report, when this account and Region was judged.
    public let finishedAt: Instant
    /// The digest of the policy it judged by.
    public let policyHash: String

    /// Names a run.
    public init(id: String, startedAt: Instant, finishedAt: Instant, policyHash: String) {
        self.id = id
        self.startedAt = startedAt
        self.finishedAt = finishedAt
        self.policyHash = policyHash
    }
}

/// An account as reports name it.
public struct ReportAccount: Hashable, Sendable, Codable {
    /// Its digits.
    public let accountID: AccountID
    /// Its name.
    public let accountName: String
    /// Names of its organizational units, such as `Workloads/Prod`; empty under the root.
    public let ouPath: String
    /// Whether it can be worked in, as AWS says.
    public let state: Account.State

    /// Names an account.
    public init(accountID: AccountID, accountName: String, ouPath: String, state: Account.State) {
        self.accountID = accountID
        self.accountName = accountName
        self.ouPath = ouPath
        self.state = state
    }

    /// Names an account of the organization.
    public init(_ account: Account) {
        self.init(
            accountID: account.id, accountName: account.name, ouPath: account.organizationalUnitPath,
            state: account.state)
    }

    private enum CodingKeys: String, CodingKey {
        case accountName, ouPath, state
        case accountID = "accountId"
    }
}

/// What the policy promises, as far as reports need it.
public struct ReportPolicy: Hashable, Sendable, Codable {
    /// The tiers and their objectives, sorted by name.
    public let tiers: [TierObjective]
    /// The waivers and their ends, sorted by id.
    public let waivers: [WaiverRow]

    /// Describes promises.
    public init(tiers: [TierObjective] = [], waivers: [WaiverRow] = []) {
        self.tiers = tiers.sorted { $0.name < $1.name }
        self.waivers = waivers.sorted { $0.id < $1.id }
    }
}

/// A tier and how old its data may be.
public struct TierObjective: Hashable, Sendable, Codable {
    /// The tier's name.
    public let name: String
    /// The recovery point objective, in seconds.
    public let rpoSeconds: Int64

    /// Describes a tier.
    public init(name: String, rpoSeconds: Int64) {
        self.name = name
        self.rpoSeconds = rpoSeconds
    }
}

/// An accepted exception and its end.
public struct WaiverRow: Hashable, Sendable, Codable {
    /// Its id.
    public let id: String
    /// The first moment at which it covers nothing any more.
    public let expiresAt: Instant

    /// Describes an exception.
    public init(id: String, expiresAt: Instant) {
        self.id = id
        self.expiresAt = expiresAt
    }
}
