/// What one account holds in one Region, writes included.
package struct RegionState: Sendable {
    /// The account and Region.
    package let scope: Scope
    /// The resources, sorted by type and id.
    package var resources: [SimulatedResource]
    /// What AWS Backup holds.
    package var backup: BackupState
    /// What AWS Config holds.
    package var config: ConfigState
    /// The tags of member instances of Aurora clusters, by ARN; AWS Backup does not back these up by themselves.
    package var memberTags: [String: TagSet] = [:]
    /// The ARNs of resources that lost their last tag; the tagging API goes on listing them.
    package var formerlyTagged: Set<String> = []
    /// The grants somebody made on keys, in the order they were made.
    package var grants: [KeyGrant] = []
    /// The tags resources had before each change, oldest first, by ARN; kept only where lists show changes later.
    package var earlierTags: [String: [EarlierTags]] = [:]
    /// What happened since the world last took the events away; whoever changes the state notes them here.
    package var events: [BackupEvent] = []
    /// What was changed in EC2 and EBS.
    package var ec2 = EC2State()
    /// What was changed in RDS.
    package var rds = RDSState()
    /// What was changed in FSx.
    package var fsx = FSxState()
    /// What was changed in DynamoDB.
    package var tables = TableState()
    /// What was changed in EFS.
    package var fileSystems = FileSystemState()
    /// The configurations of buckets that were changed, by their names.
    package var buckets: [String: BucketSettings] = [:]
    /// What Data Lifecycle Manager holds.
    package var lifecycle = LifecycleState()

    /// The resource of that ARN.
    package func resource(_ arn: String) -> SimulatedResource? { resources.first { $0.arn == arn } }

    /// The resources of one type, in order.
    package func resources(_ kind: ResourceKind) -> [SimulatedResource] { resources.filter { $0.kind == kind } }

    /// Lets a resource hold so many percent of what it holds.
    ///
    /// - Returns: Whether there is such a resource.
    mutating func fill(_ arn: String, to percent: Int64) -> Bool {
        guard let index = resources.firstIndex(where: { $0.arn == arn }) else { return false }
        resources[index].sizeInBytes = resources[index].sizeInBytes / 100 * percent
        return true
    }

    /// Sets tags of a resource, or of a member instance of a cluster, and removes others.
    ///
    /// - Returns: Whether there is such a resource.
    package mutating func tag(_ arn: String, setting tags: TagSet = [:], removing keys: [String] = []) -> Bool {
        guard var present = self.tags(of: arn) else { return false }
        let wasTagged = !present.isEmpty
        present.merge(tags)
        for key in keys { present[key] = nil }
        if wasTagged, present.isEmpty { formerlyTagged.insert(arn) }
        if let index = resources.firstIndex(where: { $0.arn == arn }) {
            resources[index].tags = present
        } else {
            memberTags[arn] = present
        }
        return true
    }
}

/// What one account holds, all Regions together, since copies cross them.
package struct AccountState: Sendable {
    /// The account.
    package let account: OrganizationAccount
    /// The Regions' states by name.
    package var regions: [String: RegionState]
    /// The IAM roles, sorted by name.
    package var roles: [SimulatedRole]
    /// The moment the account's schedules have been run to.
    package var advancedTo: Moment
    /// The moment up to which its schedules' events have been told; none from before a world's birth ever is.
    package var eventsToldTo: Moment
    /// Whether anything was written to it, so that it cannot be generated again.
    package var isWritten = false
    /// The revision of the organization's policies its plans were last brought to.
    package var policyRevision = 0
}

/// An IAM role.
package struct SimulatedRole: Sendable, Hashable {
    /// The name.
    package let name: String
    /// The ARN.
    package let arn: String
    /// The id, `AROA…`.
    package let id: String
    /// When it was created.
    package let createdAt: Moment
    /// The trust policy as JSON text.
    package let trustPolicy: String
    /// When it was deleted; jobs before that ran.
    package var deletedAt: Moment?
}
