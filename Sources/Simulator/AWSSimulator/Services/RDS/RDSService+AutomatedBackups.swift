internal import AWSWire

extension RDSService {
    func instanceBackups(_ request: ServiceRequest, in region: RegionState) throws(ServiceFault) -> ServiceReply {
        let filters = try Self.filters(of: request, known: ["db-instance-id", "dbi-resource-id", "status"])
        var chosen = DatabaseFacts.instances(in: region).filter { facts in
            facts.clusterID == nil && facts.settings.retention(at: request.now) > 0
        }
        func arn(_ facts: DatabaseFacts) -> String { Self.backupARN(of: facts.instance, in: region.scope) }
        if let wanted = request.parameters["DbiResourceId"]?.stringValue {
            chosen.removeAll { $0.resourceID != wanted }
        }
        if let wanted = request.parameters["DBInstanceAutomatedBackupsArn"]?.stringValue {
            chosen.removeAll { arn($0) != wanted }
            if chosen.isEmpty {
                throw ServiceFault(
                    "DBInstanceAutomatedBackupNotFound", "Automated backup \(wanted) not found.", status: 404)
            }
        }
        if let wanted = request.parameters["DBInstanceIdentifier"]?.stringValue {
            let name = Self.identifier(wanted, kind: "db")
            chosen.removeAll { $0.id != name }
            if chosen.isEmpty {
                throw ServiceFault(
                    "DBInstanceAutomatedBackupNotFound", "Automated backup of \(name) not found.", status: 404)
            }
        }
        for filter in filters {
            chosen.removeAll { facts in
                switch filter.name {
                case "db-instance-id": !filter.values.contains { Self.identifier($0, kind: "db") == facts.id }
                case "dbi-resource-id": !filter.values.contains(facts.resourceID)
                default: !filter.values.contains("active")
                }
            }
        }
        let page = try Self.page(chosen, of: request)
        let items = page.items.map { facts in
            Self.common(facts.instance, facts.settings, in: region.scope, at: request.now) + [
                XMLNode("DBInstanceArn", facts.arn), XMLNode("DbiResourceId", facts.resourceID),
                XMLNode("DBInstanceIdentifier", facts.id), XMLNode("InstanceCreateTime", facts.instance.createdAt),
                XMLNode("AllocatedStorage", max(20, facts.instance.sizeInBytes >> 30)),
                XMLNode("AvailabilityZone", ResourceDetails(facts.instance).availabilityZone(in: region.scope.region)),
                XMLNode("Encrypted", facts.instance.isEncrypted), XMLNode("StorageType", "gp3"),
                XMLNode("DBInstanceAutomatedBackupsArn", arn(facts)),
                XMLNode("DBInstanceAutomatedBackupsReplications", []), XMLNode("BackupTarget", "region"),
                XMLNode("MultiTenant", false), XMLNode("DedicatedLogVolume", false),
            ]
        }
        return .xml(
            .list("DBInstanceAutomatedBackups", of: "DBInstanceAutomatedBackup", items), XMLNode("Marker", page.next))
    }

    func clusterBackups(_ request: ServiceRequest, in region: RegionState) throws(ServiceFault) -> ServiceReply {
        let filters = try Self.filters(of: request, known: ["db-cluster-id", "db-cluster-resource-id", "status"])
        var chosen = region.clusters
        if let wanted = request.parameters["DbClusterResourceId"]?.stringValue {
            chosen.removeAll { ClusterFacts.resourceID(of: $0.arn) != wanted }
        }
        if let wanted = request.parameters["DBClusterIdentifier"]?.stringValue {
            let name = Self.identifier(wanted, kind: "cluster")
            chosen.removeAll { $0.id != name }
            if chosen.isEmpty {
                throw ServiceFault(
                    "DBClusterAutomatedBackupNotFoundFault", "Automated backup of \(name) not found.", status: 404)
            }
        }
        for filter in filters {
            chosen.removeAll { cluster in
                switch filter.name {
                case "db-cluster-id": !filter.values.contains { Self.identifier($0, kind: "cluster") == cluster.id }
                case "db-cluster-resource-id": !filter.values.contains(ClusterFacts.resourceID(of: cluster.arn))
                default: !filter.values.contains("active")
                }
            }
        }
        let page = try Self.page(chosen, of: request)
        let items = page.items.map { cluster in
            let settings = region.rds.settings[cluster.arn] ?? DatabaseSettings()
            return Self.common(cluster, settings, in: region.scope, at: request.now) + [
                XMLNode("DBClusterAutomatedBackupsArn", Self.backupARN(of: cluster, in: region.scope)),
                XMLNode("DBClusterIdentifier", cluster.id),
                XMLNode("DbClusterResourceId", ClusterFacts.resourceID(of: cluster.arn)),
                XMLNode("ClusterCreateTime", cluster.createdAt), XMLNode("StorageEncrypted", cluster.isEncrypted),
                XMLNode("AllocatedStorage", cluster.sizeInBytes >> 30), XMLNode("DBClusterArn", cluster.arn),
                XMLNode("EngineMode", "provisioned"),
                XMLNode(
                    "AvailabilityZones", ["a", "b", "c"].map { XMLNode("AvailabilityZone", region.scope.region + $0) }),
                XMLNode("StorageType", "aurora"),
            ]
        }
        return .xml(
            .list("DBClusterAutomatedBackups", of: "DBClusterAutomatedBackup", items), XMLNode("Marker", page.next))
    }

    private static func backupARN(of source: SimulatedResource, in scope: Scope) -> String {
        var random = ResourceDetails(source).generator("automated backup")
        let kind = source.kind == .database ? "auto-backup:ab" : "cluster-auto-backup:ab"
        return "arn:aws:rds:\(scope.region):\(scope.account):\(kind)-\(random.alphanumeric(34))"
    }

    /// What automated backups of instances and clusters say alike; what can be restored ends five minutes ago.
    private static func common(
        _ source: SimulatedResource, _ settings: DatabaseSettings, in scope: Scope, at now: Moment
    ) -> [XMLNode?] {
        let engine = source.engine ?? "postgres"
        let days = settings.retention(at: now)
        return [
            XMLNode("Region", scope.region), XMLNode("Status", "active"), XMLNode("Port", Engine.port(of: engine)),
            XMLNode(
                "RestoreWindow",
                [
                    XMLNode("EarliestTime", max(source.createdAt.adding(minutes: 10), now.adding(days: -days))),
                    XMLNode("LatestTime", now.adding(minutes: -5)),
                ]),
            XMLNode("VpcId", "vpc-" + ResourceDetails(arn: "\(scope.account)/\(scope.region)").hex(17, "vpc")),
            XMLNode("MasterUsername", "holder"), XMLNode("Engine", engine),
            XMLNode("EngineVersion", Engine.version(of: engine)), XMLNode("LicenseModel", Engine.license(of: engine)),
            XMLNode("KmsKeyId", source.kmsKeyARN), XMLNode("IAMDatabaseAuthenticationEnabled", false),
            XMLNode("BackupRetentionPeriod", days), XMLNode("PreferredBackupWindow", settings.window),
        ]
    }
}
