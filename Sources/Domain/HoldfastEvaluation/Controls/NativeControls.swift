internal import HoldfastModel

/// Whether the services' own backups are on: family NAT, and the tags of what they make, of family ENC.
enum NativeControls {
    static let all = [instancesKept, clustersKept, versioned, policiesRun, undeletable, tagged]

    /// How many days automated backups must be kept.
    private static let leastDays = Control.Figure("min_days", 7, "days")

    static let instancesKept = Control(
        id: "HF-NAT-01", title: "RDS keeps its own backups of every instance for a week", severity: .high,
        parameters: [.init(leastDays)],
        replaces: [
            .config("DB_INSTANCE_BACKUP_ENABLED"), .prowler("rds_instance_backup_enabled"),
            .trustedAdvisor("RDS Backups"),
        ],
        needs: [.init(.databases), .init(.inventory), .init(.tags)], listedBy: [.databases],
        remediation: "Set the backup retention period to 7 days or more; 0 turns automated backups off.",
        subjects: { $0.databases { $0.type == .rds } }
    ) { subject, context in retention(subject, context) }

    static let clustersKept = Control(
        id: "HF-NAT-02", title: "Every database cluster keeps its own backups for a week", severity: .medium,
        parameters: [.init(leastDays)],
        replaces: [
            .config(
                "RDS_CLUSTER_BACKUP_RETENTION_CHECK", "DOCDB_CLUSTER_BACKUP_RETENTION_CHECK",
                "NEPTUNE_CLUSTER_BACKUP_RETENTION_CHECK"),
            .prowler("documentdb_cluster_backup_enabled", "neptune_cluster_backup_enabled"),
        ],
        needs: [.init(.databases), .init(.inventory), .init(.tags)], listedBy: [.databases],
        remediation: "Set the cluster's backup retention period to 7 days or more.",
        subjects: { $0.databases { $0.type != .rds } }
    ) { subject, context in retention(subject, context) }

    static let versioned = Control(
        id: "HF-NAT-05", title: "Every bucket keeps versions of its objects", severity: .medium,
        replaces: [
            .config("S3_BUCKET_VERSIONING_ENABLED"), .prowler("s3_bucket_object_versioning"),
            .trustedAdvisor("Amazon S3 Bucket Versioning"),
        ],
        needs: [.init(.inventory), .init(.tags), .init(.bucketSettings)], listedBy: [.inventory],
        remediation: "Enable versioning, with a lifecycle rule that ends old versions.",
        subjects: { $0.resources(of: .s3) }
    ) { subject, context in
        guard case .resource(let bucket) = subject else { return Judgement(.notApplicable, "not a bucket") }
        if let exempt = context.exemption(of: bucket.arn) { return exempt }
        guard let versioning = context.snapshot.bucketSettings[bucket.arn]?.versioning else {
            return Judgement(.unknown, "not known: its versioning")
        }
        let ground = Judgement.Ground(name: "versioning", value: versioning.rawValue, fact: .bucketSettings)
        return versioning == .enabled
            ? Judgement(.compliant, "it keeps versions", grounds: [ground])
            : Judgement(.nonCompliant, "its versioning is \(versioning.rawValue.lowercased())", grounds: [ground])
    }

    static let policiesRun = Control(
        id: "HF-NAT-09", title: "Every policy of Data Lifecycle Manager is enabled and without error",
        severity: .medium, needs: [.init(.snapshotPolicies)], listedBy: [.snapshotPolicies],
        remediation: "Repair the policy's role or targets and enable it, or delete it.",
        subjects: { $0.snapshot.snapshotPolicies.map(Subject.snapshotPolicy) }
    ) { subject, _ in
        guard case .snapshotPolicy(let policy) = subject else { return Judgement(.notApplicable, "not a policy") }
        let ground = Judgement.Ground(name: "state", value: policy.state, fact: .snapshotPolicies)
        return policy.state == "ENABLED"
            ? Judgement(.compliant, "it is enabled", grounds: [ground])
            : Judgement(.nonCompliant, "its state is \(policy.state): \(policy.description)", grounds: [ground])
    }

    static let undeletable = Control(
        id: "HF-NAT-10", title: "No database can be deleted by one call", severity: .medium,
        replaces: [
            .config(
                "RDS_INSTANCE_DELETION_PROTECTION_ENABLED", "RDS_CLUSTER_DELETION_PROTECTION_ENABLED",
                "DOCDB_CLUSTER_DELETION_PROTECTION_ENABLED", "NEPTUNE_CLUSTER_DELETION_PROTECTION_ENABLED")
        ],
        needs: [.init(.databases), .init(.inventory), .init(.tags)], listedBy: [.databases],
        remediation: "Turn deletion protection on.", subjects: { $0.databases { _ in true } }
    ) { subject, context in
        flag(
            subject, context, \.isProtectedFromDeletion, yes: "it is protected from deletion",
            no: "it is not protected from deletion")
    }

    static let tagged = Control(
        id: "HF-ENC-05", title: "Snapshots of databases get the database's tags", severity: .low,
        replaces: [
            .config(
                "RDS_MYSQL_CLUSTER_COPY_TAGS_TO_SNAPSHOT_CHECK", "RDS_PGSQL_CLUSTER_COPY_TAGS_TO_SNAPSHOT_CHECK",
                "NEPTUNE_CLUSTER_COPY_TAGS_TO_SNAPSHOT_ENABLED")
        ],
        needs: [.init(.databases), .init(.inventory), .init(.tags)], listedBy: [.databases],
        remediation: "Turn the copying of tags to snapshots on.", subjects: { $0.databases { _ in true } }
    ) { subject, context in
        if case .database(let database) = subject, database.type == .documentDB {
            return Judgement(.notApplicable, "DocumentDB copies no tags")
        }
        return flag(
            subject, context, \.copiesTagsToSnapshots, yes: "its snapshots get its tags",
            no: "its snapshots get no tags")
    }

    private static func retention(_ subject: Subject, _ context: JudgingContext) -> Judgement {
        guard case .database(let database) = subject else { return Judgement(.notApplicable, "not a database") }
        if let exempt = context.exemption(of: database.arn) { return exempt }
        if database.isReplica { return Judgement(.notApplicable, "it is a read replica; its source is backed up") }
        guard let days = database.backupRetention else {
            return Judgement(.unknown, "not known: AWS does not say how long its backups are kept")
        }
        let ground = Judgement.Ground(name: "backupRetentionPeriod", value: "\(days.rawValue)", fact: .databases)
        let words = days.rawValue == 0 ? "its automated backups are off" : "its backups are kept \(days)"
        return Judgement(
            days.rawValue >= leastDays.value ? .compliant : .nonCompliant,
            "\(words), \(leastDays.value) days are asked for", grounds: [ground])
    }

    private static func flag(
        _ subject: Subject, _ context: JudgingContext, _ path: KeyPath<DatabaseResource, Bool?>, yes: String, no: String
    ) -> Judgement {
        guard case .database(let database) = subject else { return Judgement(.notApplicable, "not a database") }
        if let exempt = context.exemption(of: database.arn) { return exempt }
        guard let isSo = database[keyPath: path] else { return Judgement(.unknown, "not known: AWS does not say") }
        return isSo ? Judgement(.compliant, yes) : Judgement(.nonCompliant, no)
    }
}

extension JudgingContext {
    /// The databases of a kind, in the snapshot's order.
    func databases(_ isMeant: (DatabaseResource) -> Bool) -> [Subject] {
        snapshot.databases.filter(isMeant).map(Subject.database)
    }

    /// The resources of one type, in the snapshot's order.
    func resources(of type: ResourceType) -> [Subject] {
        snapshot.resources.filter { $0.type == type }.map(Subject.resource)
    }

    /// What stands in place of a judgement where the policy leaves a resource out, or may do so.
    func exemption(of arn: ResourceARN) -> Judgement? {
        switch assignments[arn] {
        case .ignored(let assignment)?: Judgement(.notApplicable, "assignment \(assignment) leaves it out")
        case .unknown(let gap)?: Judgement(.unknown, "not known: whether the policy leaves it out: \(gap.message)")
        default: nil
        }
    }
}
