internal import AWSWire

extension RDSService {
    /// The names that differ between snapshots of instances and of clusters.
    private struct Names {
        let list: String
        let item: String
        let snapshot: String
        let source: String
        let snapshotFilter: String
        let sourceFilter: String
        let resourceFilter: String
        let kind: String

        init(ofCluster: Bool) {
            let type = ofCluster ? "DBCluster" : "DB"
            list = "\(type)Snapshots"
            item = "\(type)Snapshot"
            snapshot = "\(type)SnapshotIdentifier"
            source = ofCluster ? "DBClusterIdentifier" : "DBInstanceIdentifier"
            snapshotFilter = ofCluster ? "db-cluster-snapshot-id" : "db-snapshot-id"
            sourceFilter = ofCluster ? "db-cluster-id" : "db-instance-id"
            resourceFilter = ofCluster ? "db-cluster-resource-id" : "dbi-resource-id"
            kind = ofCluster ? "cluster-snapshot" : "snapshot"
        }
    }

    static func snapshotNotFound(_ name: String, ofCluster: Bool) -> ServiceFault {
        ofCluster
            ? ServiceFault("DBClusterSnapshotNotFoundFault", "DBClusterSnapshot \(name) not found.", status: 404)
            : ServiceFault("DBSnapshotNotFound", "DBSnapshot \(name) not found.", status: 404)
    }

    func snapshots(
        _ request: ServiceRequest, ofClusters: Bool, in region: RegionState
    ) throws(ServiceFault) -> ServiceReply {
        let names = Names(ofCluster: ofClusters)
        let known: Set = [names.sourceFilter, names.snapshotFilter, names.resourceFilter, "snapshot-type", "engine"]
        let filters = try Self.filters(of: request, known: known)
        let type = request.parameters["SnapshotType"]?.stringValue
        guard type.map({ ["automated", "manual", "shared", "public", "awsbackup"].contains($0) }) ?? true else {
            throw Self.invalid("Unrecognized snapshot type: \(type ?? "")")
        }
        let catalog = DatabaseSnapshotCatalog(region, at: request.now)
        var chosen = catalog.snapshots(ofClusters: ofClusters)
        if let wanted = request.parameters[names.snapshot]?.stringValue {
            let name = Self.identifier(wanted, kind: names.kind)
            chosen.removeAll { $0.id != name }
            if chosen.isEmpty { throw Self.snapshotNotFound(name, ofCluster: ofClusters) }
        }
        if let wanted = request.parameters[names.source]?.stringValue {
            let name = Self.identifier(wanted, kind: ofClusters ? "cluster" : "db")
            chosen.removeAll { $0.source.id != name }
        }
        if let type { chosen.removeAll { $0.origin.rawValue != type } }
        for filter in filters {
            chosen.removeAll { snapshot in
                let value =
                    switch filter.name {
                    case names.sourceFilter: snapshot.source.id
                    case names.snapshotFilter: snapshot.id
                    case "snapshot-type": snapshot.origin.rawValue
                    case "engine": snapshot.source.engine ?? ""
                    default:
                        ofClusters
                            ? ClusterFacts.resourceID(of: snapshot.source.arn)
                            : DatabaseFacts.resourceID(of: snapshot.source.arn)
                    }
                return !filter.values.contains { wanted in
                    Self.identifier(wanted, kind: names.kind) == value || wanted == value
                }
            }
        }
        let page = try Self.page(chosen, of: request)
        let items = page.items.map {
            $0.description(in: region.scope, settings: catalog.settings(of: $0), at: request.now)
        }
        return .xml(.list(names.list, of: names.item, items), XMLNode("Marker", page.next))
    }

    func createSnapshot(
        _ request: ServiceRequest, ofCluster: Bool, in region: inout RegionState
    ) throws(ServiceFault) -> ServiceReply {
        let names = Names(ofCluster: ofCluster)
        let id = try Self.newIdentifier(request, names.snapshot)
        let source = try Self.source(of: request, ofCluster: ofCluster, in: region)
        let tags = try Self.givenTags(request)
        try Self.refuseTaken(id, ofCluster: ofCluster, in: region, at: request.now)
        var all = region.rds.settings[source.arn]?.copiesTags ?? true ? source.tags : [:]
        all.merge(tags)
        let made = DatabaseSnapshot(
            id: id, source: source, origin: .manual, startedAt: request.now,
            completedAt: request.now.adding(minutes: 3 + source.sizeInBytes / 50_000_000_000),
            isEncrypted: source.isEncrypted, kmsKeyARN: source.kmsKeyARN, copiedFrom: nil, tags: all)
        return Self.keep(made, in: &region, at: request.now)
    }

    func deleteSnapshot(
        _ request: ServiceRequest, ofCluster: Bool, in region: inout RegionState
    ) throws(ServiceFault) -> ServiceReply {
        let names = Names(ofCluster: ofCluster)
        guard let wanted = request.parameters[names.snapshot]?.stringValue else { throw Self.missing(names.snapshot) }
        let name = Self.identifier(wanted, kind: names.kind)
        let catalog = DatabaseSnapshotCatalog(region, at: request.now)
        guard let snapshot = catalog.snapshots(ofClusters: ofCluster).first(where: { $0.id == name }) else {
            throw Self.snapshotNotFound(name, ofCluster: ofCluster)
        }
        let code = ofCluster ? "InvalidDBClusterSnapshotStateFault" : "InvalidDBSnapshotState"
        guard snapshot.origin == .manual else {
            throw ServiceFault(code, "Only manual snapshots may be deleted, not \(name).")
        }
        guard snapshot.completedAt <= request.now else {
            throw ServiceFault(code, "The snapshot \(name) is not in the available state.")
        }
        let arn = snapshot.arn(in: region.scope)
        if region.rds.ownSnapshots.contains(where: { $0.arn(in: region.scope) == arn }) {
            region.rds.ownSnapshots.removeAll { $0.arn(in: region.scope) == arn }
            region.rds.snapshotTags[arn] = nil
        } else {
            region.rds.deletedSnapshots.insert(arn)
        }
        let last = snapshot.description(
            in: region.scope, settings: catalog.settings(of: snapshot), at: request.now
        ).map { $0?.name == "Status" ? XMLNode("Status", "deleted") : $0 }
        return .xml(XMLNode(names.item, last))
    }

    /// Copies a snapshot within a Region, or from another one when it is named by its ARN.
    func copySnapshot(
        _ request: ServiceRequest, ofCluster: Bool, in world: inout SimulatedWorld
    ) throws(ServiceFault) -> ServiceReply {
        let names = Names(ofCluster: ofCluster)
        guard let wanted = request.parameters["Source\(names.snapshot)"]?.stringValue else {
            throw Self.missing("Source\(names.snapshot)")
        }
        let target = try Self.newIdentifier(request, "Target\(names.snapshot)")
        let tags = try Self.givenTags(request)
        let fields = wanted.split(separator: ":", maxSplits: 6, omittingEmptySubsequences: false).map(String.init)
        let from = fields.count == 7 && fields[0] == "arn" ? fields[3] : request.region
        let name = Self.identifier(wanted, kind: names.kind)
        let scope = Scope(account: request.account, region: from)
        let found = world.withRegion(scope, at: request.now) { region in
            DatabaseSnapshotCatalog(region, at: request.now).snapshots(ofClusters: ofCluster).first { $0.id == name }
        }
        guard let source = found ?? nil else { throw Self.snapshotNotFound(name, ofCluster: ofCluster) }
        guard source.completedAt <= request.now else {
            throw ServiceFault(
                ofCluster ? "InvalidDBClusterSnapshotStateFault" : "InvalidDBSnapshotState",
                "The snapshot \(name) is not in the available state.")
        }
        let key = request.parameters["KmsKeyId"]?.stringValue
        guard !source.isEncrypted || from == request.region || key != nil else {
            throw Self.invalid("An encrypted snapshot needs a KmsKeyId of the destination Region.")
        }
        return try world.answer(request) { region throws(ServiceFault) in
            try Self.refuseTaken(target, ofCluster: ofCluster, in: region, at: request.now)
            let copies = request.parameters["CopyTags"]?.stringValue == "true"
            let copy = DatabaseSnapshot(
                id: target, source: source.source, origin: .manual, startedAt: request.now,
                completedAt: request.now.adding(minutes: 5 + source.source.sizeInBytes / 20_000_000_000),
                isEncrypted: source.isEncrypted || key != nil, kmsKeyARN: key ?? source.kmsKeyARN,
                copiedFrom: source.arn(in: scope), tags: copies && tags.isEmpty ? source.tags : tags)
            return Self.keep(copy, in: &region, at: request.now)
        }
    }

    private static func keep(
        _ made: DatabaseSnapshot, in region: inout RegionState, at now: Moment
    ) -> ServiceReply {
        region.rds.ownSnapshots.append(made)
        region.rds.deletedSnapshots.remove(made.arn(in: region.scope))
        let settings = region.rds.settings[made.source.arn] ?? DatabaseSettings()
        return .xml(
            XMLNode(
                Names(ofCluster: made.isOfCluster).item,
                made.description(in: region.scope, settings: settings, at: now)))
    }

    private static func source(
        of request: ServiceRequest, ofCluster: Bool, in region: RegionState
    ) throws(ServiceFault) -> SimulatedResource {
        guard ofCluster else {
            let facts = try instance(of: request, in: region)
            guard facts.clusterID == nil else {
                throw invalid(
                    "The specified instance is a member of a cluster and a snapshot cannot be created directly. "
                        + "Please use the CreateDBClusterSnapshot API instead.")
            }
            guard !facts.isBusy(at: request.now) else {
                throw ServiceFault("InvalidDBInstanceState", "Cannot create a snapshot: the instance is not available.")
            }
            return facts.instance
        }
        guard let wanted = request.parameters["DBClusterIdentifier"]?.stringValue else {
            throw missing("DBClusterIdentifier")
        }
        let name = identifier(wanted, kind: "cluster")
        guard let cluster = region.clusters.first(where: { $0.id == name }) else { throw clusterNotFound(name) }
        return cluster
    }

    /// Refuses an identifier that is taken, and a hundred-and-first manual snapshot, which is the quota of each kind.
    private static func refuseTaken(
        _ id: String, ofCluster: Bool, in region: RegionState, at now: Moment
    ) throws(ServiceFault) {
        let all = DatabaseSnapshotCatalog(region, at: now).snapshots(ofClusters: ofCluster)
        guard !all.contains(where: { $0.id == id }) else {
            throw ServiceFault(
                ofCluster ? "DBClusterSnapshotAlreadyExistsFault" : "DBSnapshotAlreadyExists",
                "Cannot create the snapshot because a snapshot with the identifier \(id) already exists.")
        }
        guard all.filter({ $0.origin == .manual }).count < 100 else {
            throw ServiceFault("SnapshotQuotaExceeded", "Cannot create more than 100 manual snapshots.")
        }
    }

    private static func newIdentifier(_ request: ServiceRequest, _ name: String) throws(ServiceFault) -> String {
        guard let text = request.parameters[name]?.stringValue else { throw missing(name) }
        guard (1...255).contains(text.count), text.first?.isLetter == true, !text.hasSuffix("-"), !text.contains("--"),
            text.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") })
        else {
            throw invalid(
                "The parameter \(name) is not a valid identifier. Identifiers must begin with a letter; must contain "
                    + "only ASCII letters, digits, and hyphens; and must not end with a hyphen or contain two "
                    + "consecutive hyphens.")
        }
        return text.lowercased()
    }
}
