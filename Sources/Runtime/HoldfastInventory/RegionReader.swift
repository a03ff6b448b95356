public import AWSCore
public import HoldfastModel

/// Reads one account in one Region completely, or says what it could not read.
public struct RegionReader: Sendable {
    private let scope: ReadScope
    private let mostPages: Int
    private let now: @Sendable () -> Instant

    /// Makes a reader.
    ///
    /// - Parameters:
    ///   - scope: What the policy asks about.
    ///   - mostPages: How many pages a list may have before it is given up with a gap.
    ///   - now: The moment now.
    public init(scope: ReadScope, mostPages: Int = 10_000, now: @escaping @Sendable () -> Instant) {
        self.scope = scope
        self.mostPages = max(1, mostPages)
        self.now = now
    }

    /// Reads everything the scope asks for.
    ///
    /// Inventory, AWS Backup, its jobs and Config rules are read at the same time, each call after call. What that costs
    /// in calls stands on the page "What a sweep costs in calls".
    ///
    /// - Parameters:
    ///   - account: The account.
    ///   - region: The Region.
    ///   - callers: Gives the calls in that Region and those copies go to.
    /// - Throws: `CancellationError` when the calling task was cancelled; everything else becomes a gap.
    public func snapshot(
        of account: Account, in region: AWSRegion, callers: @Sendable (AWSRegion) -> any AWSCaller
    ) async throws -> RegionSnapshot {
        let takenAt = now()
        var snapshot = RegionSnapshot(account: account, region: region, takenAt: takenAt)
        let context = RegionContext(account: account.id, region: region, caller: callers(region), scope: scope)
        let destinations = scope.copyRegions.filter { $0 != region }.map { other in
            RegionContext(account: account.id, region: other, caller: callers(other), scope: scope)
        }
        async let inventory = readInventory(context)
        async let backup = readBackup(context, destinations: destinations)
        async let history = readJobs(context, at: takenAt)
        async let rules = readConfigRules(context)
        var log = ReadLog(mostPages: mostPages, now: now)
        let (native, inventoryLog) = await inventory
        native.fill(&snapshot)
        log.merge(inventoryLog)
        let (facts, backupLog) = await backup
        facts.fill(&snapshot)
        log.merge(backupLog)
        let (jobs, jobLog) = await history
        jobs.fill(&snapshot)
        log.merge(jobLog)
        let (configRules, configLog) = await rules
        snapshot.configRules = configRules
        log.merge(configLog)
        try Task.checkCancellation()
        snapshot.gaps = log.gaps
        snapshot.sources = log.sources
        return snapshot
    }

    private func readInventory(_ context: RegionContext) async -> (NativeFacts, ReadLog) {
        var log = ReadLog(mostPages: mostPages, now: now)
        var context = context
        let listing = await DatabaseReader().listing(in: context, log: &log)
        context.databases = listing
        let known = await ConfigInventoryReader().inventory(in: context, log: &log)
        var resources = known.resources
        for reader in ReaderCatalog.resources
        where scope.resourceTypes.contains(reader.type) && !known.types.contains(reader.type) {
            resources += await reader.init().resources(in: context, log: &log)
        }
        var facts = NativeFacts(resources: resources.sorted { $0.arn < $1.arn })
        facts.databases = DatabaseReader().databases(of: listing, log: &log)
        facts.tableRecovery = await TableRecoveryReader().recovery(
            of: facts.arns(of: .dynamoDB), in: context, log: &log)
        facts.bucketSettings = await BucketSettingsReader().settings(of: facts.arns(of: .s3), in: context, log: &log)
        facts.snapshotPolicies = await SnapshotPolicyReader().policies(in: context, log: &log)
        return (facts, log)
    }

    private func readConfigRules(_ context: RegionContext) async -> ([ConfigRule], ReadLog) {
        var log = ReadLog(mostPages: mostPages, now: now)
        let rules = await ConfigRuleReader().rules(in: context, log: &log)
        return (rules, log)
    }

    private func readBackup(
        _ context: RegionContext, destinations: [RegionContext]
    ) async -> (BackupFacts, ReadLog) {
        var log = ReadLog(mostPages: mostPages, now: now)
        var facts = BackupFacts()
        facts.vaults = await BackupVaultReader().vaults(in: context, log: &log)
        facts.plans = await BackupPlanReader().plans(in: context, log: &log)
        log.follow(.plans, with: .selections, because: "the plans could not be listed")
        facts.protectedResources = await ProtectedResourceReader().protectedResources(in: context, log: &log)
        log.follow(.vaults, with: .recoveryPoints, because: "the vaults could not be listed")
        facts.recoveryPoints = await RecoveryPointReader().recoveryPoints(
            in: facts.vaults, context: context, log: &log)
        facts.policies = await VaultPolicyReader().policies(of: facts.vaults, in: context, log: &log)
        log.follow(.vaults, with: .vaultPolicies, because: "the vaults could not be listed")
        facts.notifications = await VaultNotificationReader().notifications(of: facts.vaults, in: context, log: &log)
        log.follow(.vaults, with: .vaultNotifications, because: "the vaults could not be listed")
        facts.settings = await RegionSettingsReader().settings(in: context, log: &log)
        facts.role = await BackupRoleReader().role(in: context, log: &log)
        for destination in destinations {
            let vaults = await CopyDestinationReader().vaults(in: destination, log: &log)
            if let vaults { facts.destinations[destination.region] = vaults }
        }
        return (facts, log)
    }

    private func readJobs(_ context: RegionContext, at moment: Instant) async -> (JobFacts, ReadLog) {
        var log = ReadLog(mostPages: mostPages, now: now)
        let week = moment.advanced(by: .zero - JobHistory.backupAndCopy)
        let month = moment.advanced(by: .zero - JobHistory.restore)
        let facts = JobFacts(
            backups: await BackupJobReader().jobs(since: week, in: context, log: &log),
            copies: await CopyJobReader().jobs(since: week, in: context, log: &log),
            restores: await RestoreJobReader().jobs(since: month, in: context, log: &log))
        return (facts, log)
    }
}

/// The resources of one account and Region, and what their services do for them.
private struct NativeFacts: Sendable {
    let resources: [Resource]
    var databases: [DatabaseResource] = []
    var tableRecovery: [ResourceARN: TableRecovery] = [:]
    var bucketSettings: [ResourceARN: BucketSettings] = [:]
    var snapshotPolicies: [SnapshotPolicy] = []

    init(resources: [Resource]) { self.resources = resources }

    func arns(of type: ResourceType) -> [ResourceARN] { resources.filter { $0.type == type }.map(\.arn) }

    func fill(_ snapshot: inout RegionSnapshot) {
        snapshot.resources = resources
        snapshot.databases = databases
        snapshot.tableRecovery = tableRecovery
        snapshot.bucketSettings = bucketSettings
        snapshot.snapshotPolicies = snapshotPolicies
    }
}

/// The jobs of one account and Region.
private struct JobFacts: Sendable {
    let backups: [BackupJob]
    let copies: [CopyJob]
    let restores: [RestoreJob]

    func fill(_ snapshot: inout RegionSnapshot) {
        snapshot.backupJobs = backups
        snapshot.copyJobs = copies
        snapshot.restoreJobs = restores
    }
}

/// What AWS Backup says of one account and Region.
private struct BackupFacts: Sendable {
    var vaults: [BackupVault] = []
    var plans: [BackupPlan] = []
    var protectedResources: [ProtectedResource] = []
    var recoveryPoints: [RecoveryPoint] = []
    var policies: [String: VaultAccessPolicy] = [:]
    var notifications: [String: VaultNotifications] = [:]
    var settings: BackupRegionSettings?
    var role: BackupRoleFact?
    var destinations: [AWSRegion: [BackupVault]] = [:]

    func fill(_ snapshot: inout RegionSnapshot) {
        snapshot.vaults = vaults
        snapshot.plans = plans
        snapshot.protectedResources = protectedResources
        snapshot.recoveryPoints = recoveryPoints
        snapshot.vaultPolicies = policies
        snapshot.vaultNotifications = notifications
        snapshot.regionSettings = settings
        snapshot.backupRole = role
        snapshot.copyDestinationVaults = destinations
    }
}
