/// One RDS instance, of its own or a member of an Aurora cluster, with what its description says beyond the world.
///
/// Members follow from their cluster: a writer `<cluster>-instance-1` and, for two clusters of three, a reader.
package struct DatabaseFacts: Sendable {
    /// The instance; of a member everything but names and tags is its cluster's.
    package let instance: SimulatedResource
    /// The cluster it belongs to.
    package let clusterID: String?
    /// What somebody changed of it; of a member the backups are its cluster's.
    let settings: DatabaseSettings
    private let isBeingBackedUpUntil: Moment?
    private let scope: Scope

    /// The identifier.
    package var id: String { instance.id }
    /// The ARN.
    package var arn: String { instance.arn }
    /// The engine.
    package var engine: String { instance.engine ?? "postgres" }
    /// The id AWS gives an instance for good, which is also AWS Config's id of it.
    package var resourceID: String { Self.resourceID(of: arn) }

    /// The id AWS gives an instance for good.
    package static func resourceID(of arn: String) -> String {
        var generator = ResourceDetails(arn: arn).generator("dbi")
        return "db-" + generator.base32(26)
    }

    /// Every instance of an account in a Region, members of clusters included, sorted by identifier.
    package static func instances(in region: RegionState) -> [DatabaseFacts] {
        let single = region.resources(.database).map { instance in
            DatabaseFacts(
                instance: instance, clusterID: nil, settings: region.rds.settings[instance.arn] ?? DatabaseSettings(),
                isBeingBackedUpUntil: region.rds.ownSnapshots.last { snapshot in
                    snapshot.source.arn == instance.arn && snapshot.copiedFrom == nil
                }?.completedAt, scope: region.scope)
        }
        return (single + members(in: region)).sorted { $0.id < $1.id }
    }

    /// The instances of an account's Aurora clusters in a Region.
    package static func members(in region: RegionState) -> [DatabaseFacts] {
        region.clusters.flatMap { cluster in
            ClusterFacts.memberIDs(of: cluster).map { id in
                let arn = ResourceKind.database.arn(id, account: region.scope.account, region: region.scope.region)
                let member = SimulatedResource(
                    kind: .database, id: id, arn: arn, region: cluster.region, tags: region.memberTags[arn] ?? [:],
                    createdAt: cluster.createdAt, sizeInBytes: cluster.sizeInBytes, isEncrypted: cluster.isEncrypted,
                    kmsKeyARN: cluster.kmsKeyARN, engine: cluster.engine ?? "aurora-postgresql",
                    instanceClass: cluster.instanceClass, attachedTo: nil, isStopped: false)
                var settings = region.rds.settings[arn] ?? DatabaseSettings(isProtected: false)
                settings.retentionDays = region.rds.settings[cluster.arn]?.retentionDays ?? 1
                return DatabaseFacts(
                    instance: member, clusterID: cluster.id, settings: settings, isBeingBackedUpUntil: nil,
                    scope: region.scope)
            }
        }
    }

    /// Whether it is being changed or backed up, so that nothing else can begin.
    func isBusy(at now: Moment) -> Bool {
        settings.isChanging(at: now) || isBeingBackedUpUntil.map { now < $0 } ?? false
    }

    private func status(at now: Moment) -> String {
        settings.isChanging(at: now) ? "modifying" : isBusy(at: now) ? "backing-up" : "available"
    }

    /// The elements of the instance's `DBInstance`.
    package func description(at now: Moment) -> [XMLNode?] {
        let details = ResourceDetails(arn: arn)
        let waiting = settings.pending.flatMap { $0.at <= now ? nil : $0.days }
        let isMember = clusterID != nil
        return [
            XMLNode("DBInstanceIdentifier", id),
            XMLNode("DBInstanceClass", instance.instanceClass ?? "db.r6g.large"), XMLNode("Engine", engine),
            XMLNode("DBInstanceStatus", status(at: now)), XMLNode("MasterUsername", "holder"),
            XMLNode(
                "Endpoint",
                [
                    XMLNode("Address", "\(id).\(details.hex(12, "host")).\(scope.region).rds.amazonaws.com"),
                    XMLNode("Port", Engine.port(of: engine)), XMLNode("HostedZoneId", "Z2R2ITUGPM61AM"),
                ]),
            XMLNode("AllocatedStorage", isMember ? 1 : max(20, instance.sizeInBytes >> 30)),
            XMLNode("InstanceCreateTime", instance.createdAt), XMLNode("PreferredBackupWindow", settings.window),
            XMLNode("BackupRetentionPeriod", settings.retention(at: now)), XMLNode("DBSecurityGroups", []),
            waiting.map { XMLNode("PendingModifiedValues", [XMLNode("BackupRetentionPeriod", $0)]) },
            XMLNode("AvailabilityZone", details.availabilityZone(in: scope.region)),
            XMLNode("PreferredMaintenanceWindow", "sun:05:00-sun:05:30"), XMLNode("MultiAZ", false),
            XMLNode("EngineVersion", Engine.version(of: engine)), XMLNode("AutoMinorVersionUpgrade", true),
            XMLNode("LicenseModel", Engine.license(of: engine)), XMLNode("PubliclyAccessible", false),
            XMLNode("StorageType", isMember ? "aurora" : "gp3"), XMLNode("DBClusterIdentifier", clusterID),
            XMLNode("StorageEncrypted", instance.isEncrypted), XMLNode("KmsKeyId", instance.kmsKeyARN),
            XMLNode("DbiResourceId", resourceID), XMLNode("CopyTagsToSnapshot", settings.copiesTags ?? true),
            XMLNode("IAMDatabaseAuthenticationEnabled", false), XMLNode("DBInstanceArn", arn),
            XMLNode("DeletionProtection", settings.isProtected ?? true), Self.tagList(instance.tags),
        ]
    }

    /// The tags of an instance or cluster.
    package static func tagList(_ tags: TagSet) -> XMLNode {
        .list("TagList", of: "Tag", tags.all.map { [XMLNode("Key", $0.key), XMLNode("Value", $0.value)] })
    }
}

/// An Aurora cluster with what its description says beyond the world.
package struct ClusterFacts: Sendable {
    /// The cluster.
    package let cluster: SimulatedResource
    private let settings: DatabaseSettings
    private let scope: Scope

    /// Describes a cluster of a Region.
    package init(_ cluster: SimulatedResource, in region: RegionState) {
        self.cluster = cluster
        settings = region.rds.settings[cluster.arn] ?? DatabaseSettings()
        scope = region.scope
    }

    /// The engine.
    package var engine: String { cluster.engine ?? "aurora-postgresql" }
    /// The id AWS gives a cluster for good, which is also AWS Config's id of it.
    package var resourceID: String { Self.resourceID(of: cluster.arn) }

    /// The id AWS gives a cluster for good.
    package static func resourceID(of arn: String) -> String {
        var generator = ResourceDetails(arn: arn).generator("cluster")
        return "cluster-" + generator.base32(26)
    }

    /// The identifiers of a cluster's instances, the writer first.
    package static func memberIDs(of cluster: SimulatedResource) -> [String] {
        let count = ResourceDetails(cluster).number(below: 3, "readers") == 0 ? 1 : 2
        return (1...count).map { "\(cluster.id)-instance-\($0)" }
    }

    /// The elements of the cluster's `DBCluster`.
    package func description(at now: Moment) -> [XMLNode?] {
        let details = ResourceDetails(cluster)
        let host = "\(cluster.id).cluster-\(details.hex(12, "host")).\(scope.region).rds.amazonaws.com"
        let members = Self.memberIDs(of: cluster).enumerated().map { index, id in
            [
                XMLNode("DBInstanceIdentifier", id), XMLNode("IsClusterWriter", index == 0),
                XMLNode("DBClusterParameterGroupStatus", "in-sync"), XMLNode("PromotionTier", index + 1),
            ]
        }
        return [
            XMLNode("AllocatedStorage", 1),
            XMLNode("AvailabilityZones", ["a", "b", "c"].map { XMLNode("AvailabilityZone", scope.region + $0) }),
            XMLNode("BackupRetentionPeriod", settings.retention(at: now)), XMLNode("DBClusterIdentifier", cluster.id),
            XMLNode("DBClusterParameterGroup", "default.\(engine)"),
            XMLNode("Status", settings.isChanging(at: now) ? "modifying" : "available"),
            XMLNode("Endpoint", host), XMLNode("MultiAZ", members.count > 1), XMLNode("Engine", engine),
            XMLNode("EngineVersion", Engine.version(of: engine)), XMLNode("Port", Engine.port(of: engine)),
            XMLNode("MasterUsername", "holder"), XMLNode("PreferredBackupWindow", settings.window),
            XMLNode("PreferredMaintenanceWindow", "sun:05:00-sun:05:30"),
            .list("DBClusterMembers", of: "DBClusterMember", members),
            XMLNode("HostedZoneId", "Z2R2ITUGPM61AM"), XMLNode("StorageEncrypted", cluster.isEncrypted),
            XMLNode("KmsKeyId", cluster.kmsKeyARN), XMLNode("DbClusterResourceId", resourceID),
            XMLNode("DBClusterArn", cluster.arn), XMLNode("ClusterCreateTime", cluster.createdAt),
            XMLNode("EngineMode", "provisioned"), XMLNode("DeletionProtection", settings.isProtected ?? true),
            XMLNode("CopyTagsToSnapshot", settings.copiesTags ?? true), DatabaseFacts.tagList(cluster.tags),
        ]
    }
}
