/// Everything AWS Backup holds for one account in one Region.
package struct BackupState: Sendable {
    /// The vaults, sorted by name.
    package var vaults: [BackupVault] = []
    /// The plans that are not deleted, in the order of their creation.
    package var plans: [BackupPlan] = []
    /// The plans that were deleted, in the order of their deletion.
    package var deletedPlans: [BackupPlan] = []
    /// The versions of plans before their current ones, without selections, oldest first.
    package var earlierPlans: [BackupPlan] = []
    /// The resource types of the Region settings and whether each is opted in to, sorted by type.
    package var optIn: [OptIn] = []
    /// The types of the Region settings that AWS Backup manages fully, sorted by type.
    package var management: [OptIn] = []
    /// The recovery points that are not deleted, in the order of their creation.
    package var recoveryPoints: [RecoveryPoint] = []
    /// The backup jobs of the last 30 days, in the order of their creation.
    package var jobs: [BackupJob] = []
    /// The copy jobs of the last 30 days whose source lies here, in the order of their creation.
    package var copyJobs: [CopyJob] = []
    /// The restore jobs of the last 30 days, in the order of their creation.
    package var restoreJobs: [RestoreJob] = []
    /// The legal holds, cancelled ones among them, in the order of their creation.
    package var legalHolds: [LegalHold] = []
    /// The restore testing plans, sorted by name.
    package var restoreTestingPlans: [RestoreTestingPlan] = []
    /// The frameworks of Backup Audit Manager, sorted by name.
    package var frameworks: [BackupFramework] = []
    /// The report plans, sorted by name.
    package var reportPlans: [ReportPlan] = []
    /// The report jobs, in the order of their creation.
    package var reportJobs: [ReportJob] = []
    /// The CloudFormation stacks that can be backed up as a whole, by ARN.
    package var stacks: [String: BackupStack] = [:]
    /// How the next backup job of a resource ends, by ARN; each is used once.
    package var forcedEnds: [String: JobOutcome] = [:]
    /// Why copies of a resource's recovery points fail from now on, by ARN.
    package var failingCopies: [String: CopyFailure] = [:]

    /// One resource type of the Region settings.
    package struct OptIn: Sendable, Hashable {
        /// The type, such as `EBS`.
        package let type: String
        /// Whether it is on.
        package var isOn: Bool
    }

    /// The vault of that name.
    package func vault(named name: String) -> BackupVault? { vaults.first { $0.name == name } }

    /// Whether a type is opted in to; a type the settings do not name is not.
    package func isOptedIn(_ type: String) -> Bool { optIn.first { $0.type == type }?.isOn ?? false }
}

/// A CloudFormation stack: its members are backed up as children of one composite backup.
package struct BackupStack: Sendable, Hashable {
    /// The stack's name.
    package let name: String
    /// The ARNs of its members, in order.
    package let members: [String]
}
