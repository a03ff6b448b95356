internal import HoldfastModel

/// A thing one control judges.
enum Subject {
    /// A resource of the inventory.
    case resource(Resource)
    /// All recovery points in this Region of one resource, which may be gone.
    case points(PointGroup)
    /// The jobs of the last days of one resource, which may be gone.
    case jobs(JobGroup)
    /// A database, which need not be in the inventory.
    case database(DatabaseResource)
    /// A policy of Data Lifecycle Manager.
    case snapshotPolicy(SnapshotPolicy)
    /// A vault that is there.
    case vault(BackupVault)
    /// A vault a tier in use asks for and that is not there.
    case missingVault(String)
    /// A plan that is there.
    case plan(BackupPlan)
    /// The plan a tier in use asks for, when it is not there.
    case missingPlan(tier: String)
    /// A selection of a plan.
    case selection(BackupPlan, BackupSelection)
    /// The opt-in of one type.
    case optIn(ResourceType)
    /// The Region as a whole: where a control is about all of it, or what is in it could not be listed.
    case region

    /// The ARN and the kind that stand in the finding.
    func name(in snapshot: RegionSnapshot) -> (arn: String, type: String) {
        let prefix = "arn:\(snapshot.region.partition):backup:\(snapshot.region):\(snapshot.account.id)"
        switch self {
        case .resource(let resource): return (resource.arn.rawValue, resource.type.rawValue)
        case .points(let group): return (group.resourceARN.rawValue, group.type?.rawValue ?? "RecoveryPoint")
        case .jobs(let group): return (group.resourceARN.rawValue, group.type?.rawValue ?? "BackupJob")
        case .database(let database): return (database.arn.rawValue, database.type.rawValue)
        case .snapshotPolicy(let policy): return (policy.arn.rawValue, "LifecyclePolicy")
        case .vault(let vault): return (vault.arn.rawValue, "BackupVault")
        case .missingVault(let name): return ("\(prefix):backup-vault:\(name)", "BackupVault")
        case .plan(let plan): return (plan.arn.rawValue, "BackupPlan")
        case .missingPlan(let tier): return ("\(prefix):backup-plan:\(TierPlan.name(of: tier))", "BackupPlan")
        case .selection(let plan, let selection):
            return ("\(plan.arn.rawValue)/selection/\(selection.id ?? selection.name)", "BackupSelection")
        case .optIn(let type): return ("\(prefix):region-settings/\(type)", "RegionSettings")
        case .region: return ("arn:\(snapshot.region.partition):iam::\(snapshot.account.id):root", "Account")
        }
    }
}

/// The recovery points of one resource in one Region.
struct PointGroup {
    let resourceARN: ResourceARN
    let type: ResourceType?
    let points: [RecoveryPoint]
}

/// The jobs of one resource in one Region, each list oldest first.
struct JobGroup {
    let resourceARN: ResourceARN
    let type: ResourceType?
    var backups: [BackupJob] = []
    var copies: [CopyJob] = []
    var restores: [RestoreJob] = []
}
