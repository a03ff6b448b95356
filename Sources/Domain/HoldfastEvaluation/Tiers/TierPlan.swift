public import HoldfastModel
public import HoldfastPolicy

/// The backup plan a tier asks for in one account and Region.
///
/// HF-PLN-01 compares it with what is there, and the planner makes it. Names, schedule and order depend on nothing but
/// policy, account and Region, so that asking twice gives the same.
public struct TierPlan: Hashable, Sendable {
    /// The plan's name, `holdfast-<tier>`.
    public let name: String
    /// Its rules.
    public let rules: [BackupRule]

    /// The name of a tier's plan.
    public static func name(of tier: String) -> String { "holdfast-\(tier)" }

    /// Works out the plan of a tier.
    ///
    /// - Parameter includingOtherAccounts: Whether copies into other accounts belong to it; they do when it is judged.
    public init(
        _ tier: ProtectionTier, policy: ProtectionPolicy, account: AccountID, region: AWSRegion,
        includingOtherAccounts: Bool = true
    ) {
        name = Self.name(of: tier.name)
        let copies = Self.copies(of: tier, account: account, region: region)
        let schedule = Self.schedule(of: tier, account: account, region: region)
        rules = [
            BackupRule(
                name: tier.name, targetVaultName: tier.vault.name, scheduleExpression: schedule.expression,
                scheduleTimezone: schedule.timezone, startWindowMinutes: Self.minutes(tier.startWindow),
                completionWindowMinutes: Self.minutes(tier.completionWindow),
                lifecycle: Lifecycle(moveToColdStorageAfter: tier.coldStorageAfter, deleteAfter: tier.retention),
                copyActions: copies.filter { includingOtherAccounts || !$0.isElsewhere }.map(\.action),
                enablesContinuousBackup: tier.isContinuous, recoveryPointTags: [policy.tagging.key: tier.name])
        ]
    }

    /// One copy of a tier, with whether it goes to another account.
    public struct Copy: Hashable, Sendable {
        /// The copy as AWS takes it.
        public let action: CopyAction
        /// The Region it goes to.
        public let region: AWSRegion
        /// The name of the vault it goes to.
        public let vaultName: String
        /// Whether the vault is in another account.
        public let isElsewhere: Bool
    }

    /// The copies a tier asks for from one account and Region, in the policy's order.
    ///
    /// A copy from a vault into itself is none, so that a tier may name the Region it is also used in.
    public static func copies(of tier: ProtectionTier, account: AccountID, region: AWSRegion) -> [Copy] {
        tier.copies.compactMap { target in
            let owner = target.account ?? account
            let text =
                "arn:\(target.region.partition):backup:\(target.region):\(owner):backup-vault:\(target.vaultName)"
            let isSource = owner == account && target.region == region && target.vaultName == tier.vault.name
            guard !isSource, let arn = ResourceARN(rawValue: text) else { return nil }
            let lifecycle = Lifecycle(
                moveToColdStorageAfter: target.coldStorageAfter, deleteAfter: target.retention ?? tier.retention)
            return Copy(
                action: CopyAction(destinationVaultARN: arn, lifecycle: lifecycle), region: target.region,
                vaultName: target.vaultName, isElsewhere: owner != account)
        }
    }

    /// When a tier's rule runs: what somebody wrote, or what the RPO asks for.
    ///
    /// The derived schedule runs so often that the newest backup is younger than the RPO even while the next one is
    /// being made, for which an hour is left: an RPO of 24 hours needs a run every 12, one of 26 hours a daily one. AWS
    /// Backup runs no more than hourly, so that an RPO under two hours has no such hour. The minute is drawn from
    /// account, Region and tier, so that an organization's jobs do not all start at once.
    /// Source: AWS Backup Developer Guide, "Backup plan options and configuration", "Backup frequency".
    public static func schedule(
        of tier: ProtectionTier, account: AccountID, region: AWSRegion
    ) -> (expression: String, timezone: String?) {
        if case .expression(let text, let timezone) = tier.schedule { return (text, timezone) }
        let digest = StableDigest([account.rawValue, region.rawValue, tier.name])
        let minute = digest.number(below: 60)
        let allowed = tier.rpo - .hours(1)
        let rhythm = rhythms.first { Duration.hours($0.hours) <= allowed } ?? rhythms[rhythms.endIndex - 1]
        return ("cron(\(minute) \(rhythm.rest))", nil)
    }

    /// Rhythms from the slowest to the fastest: the longest time between two runs, and the fields after the minute.
    ///
    /// Every hour step divides the day and begins below itself, so that no run is lost at midnight.
    private static let rhythms: [(hours: Int, rest: String)] = [
        (744, "5 1 * ? *"), (168, "5 ? * SUN *"), (96, "5 ? * SUN,WED *"), (48, "5 ? * SUN,TUE,THU,SAT *"),
        (24, "5 ? * * *"), (12, "5/12 ? * * *"), (8, "5/8 ? * * *"), (6, "5/6 ? * * *"), (4, "1/4 ? * * *"),
        (3, "2/3 ? * * *"), (2, "1/2 ? * * *"), (1, "* ? * * *"),
    ]

    private static func minutes(_ duration: Duration) -> Int64 { duration.wholeMilliseconds / 60_000 }
}
