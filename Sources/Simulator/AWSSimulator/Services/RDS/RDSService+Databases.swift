internal import AWSWire

extension RDSService {
    func instances(_ request: ServiceRequest, in region: RegionState) throws(ServiceFault) -> ServiceReply {
        let filters = try Self.filters(
            of: request, known: ["db-cluster-id", "db-instance-id", "dbi-resource-id", "engine"])
        var chosen = DatabaseFacts.instances(in: region)
        if let wanted = request.parameters["DBInstanceIdentifier"]?.stringValue {
            let name = Self.identifier(wanted, kind: "db")
            chosen.removeAll { $0.id != name }
            if chosen.isEmpty { throw Self.instanceNotFound(name) }
        }
        for filter in filters {
            chosen.removeAll { database in
                switch filter.name {
                case "db-instance-id": !filter.values.contains { Self.identifier($0, kind: "db") == database.id }
                case "db-cluster-id":
                    !filter.values.contains { Self.identifier($0, kind: "cluster") == database.clusterID }
                case "dbi-resource-id": !filter.values.contains(database.resourceID)
                default: !filter.values.contains(database.engine)
                }
            }
        }
        let page = try Self.page(chosen, of: request)
        return .xml(
            .list("DBInstances", of: "DBInstance", page.items.map { $0.description(at: request.now) }),
            XMLNode("Marker", page.next))
    }

    func clusters(_ request: ServiceRequest, in region: RegionState) throws(ServiceFault) -> ServiceReply {
        let filters = try Self.filters(of: request, known: ["db-cluster-id", "db-cluster-resource-id", "engine"])
        var chosen = region.clusters.map { ClusterFacts($0, in: region) }
        if let wanted = request.parameters["DBClusterIdentifier"]?.stringValue {
            let name = Self.identifier(wanted, kind: "cluster")
            chosen.removeAll { $0.cluster.id != name }
            if chosen.isEmpty { throw Self.clusterNotFound(name) }
        }
        for filter in filters {
            chosen.removeAll { facts in
                switch filter.name {
                case "db-cluster-id":
                    !filter.values.contains { Self.identifier($0, kind: "cluster") == facts.cluster.id }
                case "db-cluster-resource-id": !filter.values.contains(facts.resourceID)
                default: !filter.values.contains(facts.engine)
                }
            }
        }
        let page = try Self.page(chosen, of: request)
        return .xml(
            .list("DBClusters", of: "DBCluster", page.items.map { $0.description(at: request.now) }),
            XMLNode("Marker", page.next))
    }

    /// Changes the backup retention, the deletion protection and what belongs to them.
    ///
    /// Turning automated backups on or off waits for the maintenance window unless told to happen at once.
    func modifyInstance(_ request: ServiceRequest, in region: inout RegionState) throws(ServiceFault) -> ServiceReply {
        let facts = try Self.instance(of: request, in: region)
        var settings = facts.settings
        guard !settings.isChanging(at: request.now) else {
            throw ServiceFault("InvalidDBInstanceState", "Database instance is not in available state.")
        }
        if let days = try Self.retention(of: request, 0...35) {
            guard facts.clusterID == nil else {
                throw ServiceFault(
                    "InvalidParameterCombination",
                    "The backup retention period of a member of a DB cluster is that of the cluster.")
            }
            let present = settings.retention(at: request.now)
            settings.retentionDays = present
            settings.pending = nil
            if (days == 0) != (present == 0), request.parameters["ApplyImmediately"]?.stringValue != "true" {
                settings.pending = DatabaseSettings.Pending(
                    days: days, at: DatabaseSettings.maintenance(after: request.now))
            } else {
                settings.retentionDays = days
            }
        }
        try Self.change(&settings, by: request)
        region.rds.settings[facts.arn] = settings
        let changed = try Self.instance(of: request, in: region)
        return .xml(XMLNode("DBInstance", changed.description(at: request.now)))
    }

    func modifyCluster(_ request: ServiceRequest, in region: inout RegionState) throws(ServiceFault) -> ServiceReply {
        guard let wanted = request.parameters["DBClusterIdentifier"]?.stringValue else {
            throw Self.missing("DBClusterIdentifier")
        }
        let name = Self.identifier(wanted, kind: "cluster")
        guard let cluster = region.clusters.first(where: { $0.id == name }) else { throw Self.clusterNotFound(name) }
        var settings = region.rds.settings[cluster.arn] ?? DatabaseSettings()
        guard !settings.isChanging(at: request.now) else {
            throw ServiceFault("InvalidDBClusterStateFault", "DB cluster is not in available state.")
        }
        if let days = try Self.retention(of: request, 1...35) { settings.retentionDays = days }
        try Self.change(&settings, by: request)
        region.rds.settings[cluster.arn] = settings
        return .xml(XMLNode("DBCluster", ClusterFacts(cluster, in: region).description(at: request.now)))
    }

    /// The instance a request names.
    static func instance(of request: ServiceRequest, in region: RegionState) throws(ServiceFault) -> DatabaseFacts {
        guard let wanted = request.parameters["DBInstanceIdentifier"]?.stringValue else {
            throw missing("DBInstanceIdentifier")
        }
        let name = identifier(wanted, kind: "db")
        guard let facts = DatabaseFacts.instances(in: region).first(where: { $0.id == name }) else {
            throw instanceNotFound(name)
        }
        return facts
    }

    private static func retention(
        of request: ServiceRequest, _ bounds: ClosedRange<Int64>
    ) throws(ServiceFault) -> Int64? {
        guard let text = request.parameters["BackupRetentionPeriod"]?.stringValue else { return nil }
        guard let days = Int64(text), bounds.contains(days) else {
            throw invalid(
                "Invalid backup retention period: \(text). Retention period must be between \(bounds.lowerBound) and "
                    + "\(bounds.upperBound).")
        }
        return days
    }

    private static func change(_ settings: inout DatabaseSettings, by request: ServiceRequest) throws(ServiceFault) {
        if let text = request.parameters["DeletionProtection"]?.stringValue { settings.isProtected = text == "true" }
        if let text = request.parameters["CopyTagsToSnapshot"]?.stringValue { settings.copiesTags = text == "true" }
        if let window = request.parameters["PreferredBackupWindow"]?.stringValue {
            let times = window.split(separator: "-").map { $0.split(separator: ":").compactMap { Int($0) } }
            guard times.count == 2, window.count == 11,
                times.allSatisfy({ $0.count == 2 && (0...23).contains($0[0]) && (0...59).contains($0[1]) })
            else {
                throw invalid("Invalid backup window format: \(window). Should be specified as a range hh24:mi-hh24:mi")
            }
            settings.backupWindow = window
        }
        settings.modifiedAt = request.now
    }
}
