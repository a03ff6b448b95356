/// What decides a simulated world; everything in it is a function of these and of simulated time.
public struct WorldOptions: Sendable, Hashable {
    /// The number all else is drawn from.
    public var seed: UInt64 = 1
    /// How many member accounts the organization has besides its management account.
    public var memberAccounts = 20
    /// The Regions that hold resources, the home Region first; at least one.
    public var regions = ["us-east-1", "us-west-2"]
    /// About how many resources the whole organization holds.
    public var resources = 1_000
    /// Whether accounts also hold resources of the types besides the seven common ones, beyond `resources`.
    public var holdsFurtherTypes = false
    /// How many simulated seconds pass in a real one.
    public var timeScale = 1.0
    /// The name of the role that exists in every member account for the agent to assume.
    public var memberRoleName = "HoldfastMember"
    /// The external id the trust policy of that role asks for.
    public var externalID = "holdfast-demo"
    /// The name of the role AWS Backup acts through in each account.
    public var backupRoleName = "HoldfastBackupRole"
    /// Regions that exist but no account has opted in to.
    public var closedRegions: [String] = []
    /// How many seconds of simulated time pass before lists show what was written; 0 shows it at once.
    public var consistencyDelay: Int64 = 0
    /// What that role may do; without a policy, everything.
    package var rolePolicies: [PermissionPolicy] = []
    /// The moment the world is born; it then has 40 days of history.
    public var birth: Moment

    /// Describes the default world, born at that moment.
    public init(birth: Moment) { self.birth = birth }

    /// How many days before its birth a world's backups began to run.
    package static let historyDays: Int64 = 40
}
