internal import AWSWire
internal import Testing

@testable internal import AWSSimulator

@Suite("Snapshots and automated backups of databases, simulated")
struct DatabaseSnapshotTests {
    private let rds = RDSService()

    private func ask(_ pairs: (String, String)...) -> WireValue {
        .record(pairs.map { ($0.0, .string($0.1)) })
    }

    private func snapshots(_ bench: inout ServiceBench, in scope: Scope, ofClusters: Bool = false) throws
        -> [DatabaseSnapshot]
    {
        DatabaseSnapshotCatalog(try bench.state(of: scope), at: bench.now).snapshots(ofClusters: ofClusters)
    }

    private func old(_ region: RegionState) -> SimulatedResource? {
        region.resources(.database).first { $0.createdAt < ServiceBench.birth.adding(days: -50) }
    }

    @Test("there is an automated snapshot for each day of the retention, and fewer once it is shorter")
    func automatedSnapshotsFollowRetention() throws {
        var bench = ServiceBench()
        let scope = try bench.place { old($0) != nil }
        let database = try #require(old(try bench.state(of: scope)))
        func count() throws -> Int {
            try snapshots(&bench, in: scope).filter { $0.source.id == database.id && $0.origin == .automated }.count
        }
        #expect(try count() == 7)
        let shorter = ask(
            ("DBInstanceIdentifier", database.id), ("BackupRetentionPeriod", "3"), ("ApplyImmediately", "true"))
        #expect(bench.code(rds, "ModifyDBInstance", in: scope, shorter) == nil)
        #expect(try count() == 3)
    }

    @Test("turning automated backups off waits for the maintenance window unless it is to happen at once")
    func turningOffWaits() throws {
        var bench = ServiceBench()
        let scope = try bench.place { old($0) != nil }
        let database = try #require(old(try bench.state(of: scope)))
        let off = ask(("DBInstanceIdentifier", database.id), ("BackupRetentionPeriod", "0"))
        #expect(bench.code(rds, "ModifyDBInstance", in: scope, off) == nil)
        func retention() throws -> Int64 {
            let all = DatabaseFacts.instances(in: try bench.state(of: scope))
            return try #require(all.first { $0.id == database.id }).settings.retention(at: bench.now)
        }
        #expect(try retention() == 7)
        let window = DatabaseSettings.maintenance(after: bench.now)
        #expect(CalendarFields(window).weekday == 1 && window > bench.now && window <= bench.now.adding(days: 7))
        bench.now = window
        #expect(try retention() == 0)
        #expect(try !snapshots(&bench, in: scope).contains { $0.source.id == database.id && $0.origin == .automated })
        let longer = ask(
            ("DBInstanceIdentifier", database.id), ("BackupRetentionPeriod", "36"), ("ApplyImmediately", "true"))
        #expect(bench.code(rds, "ModifyDBInstance", in: scope, longer) == "InvalidParameterValue")
    }

    @Test("a manual snapshot is created, available, and deleted by its maker only; others keep what is theirs")
    func manualSnapshotsLiveAndDie() throws {
        var bench = ServiceBench()
        let scope = try bench.place { region in
            old(region) != nil && region.backup.recoveryPoints.contains { $0.arn.contains(":snapshot:awsbackup:") }
        }
        let database = try #require(old(try bench.state(of: scope)))
        let make = ask(("DBInstanceIdentifier", database.id), ("DBSnapshotIdentifier", "Mine"))
        let named = ask(("DBSnapshotIdentifier", "mine"))
        #expect(bench.code(rds, "CreateDBSnapshot", in: scope, make) == nil)
        #expect(bench.code(rds, "CreateDBSnapshot", in: scope, make) == "InvalidDBInstanceState")
        #expect(bench.code(rds, "DeleteDBSnapshot", in: scope, named) == "InvalidDBSnapshotState")
        bench.now = bench.now.adding(minutes: 60)
        #expect(bench.code(rds, "CreateDBSnapshot", in: scope, make) == "DBSnapshotAlreadyExists")
        let all = try snapshots(&bench, in: scope)
        #expect(all.first { $0.id == "mine" }?.tags == database.tags)
        for origin in [DatabaseSnapshot.Origin.automated, .backup] {
            let other = try #require(all.first { $0.origin == origin })
            let code = bench.code(rds, "DeleteDBSnapshot", in: scope, ask(("DBSnapshotIdentifier", other.id)))
            #expect(code == "InvalidDBSnapshotState")
        }
        #expect(bench.code(rds, "DeleteDBSnapshot", in: scope, named) == nil)
        #expect(bench.code(rds, "DeleteDBSnapshot", in: scope, named) == "DBSnapshotNotFound")
    }

    @Test("an encrypted snapshot goes to another Region with a key of that Region only")
    func copiesNeedAKey() throws {
        var bench = ServiceBench()
        let scope = try bench.place { region in
            region.scope.region == "us-east-1" && region.resources(.cluster).contains { $0.isEncrypted }
        }
        let all = try snapshots(&bench, in: scope, ofClusters: true)
        let source = try #require(all.first { $0.isEncrypted && $0.origin == .automated })
        let other = Scope(account: scope.account, region: "us-west-2")
        let arn = ("SourceDBClusterSnapshotIdentifier", source.arn(in: scope))
        let target = ("TargetDBClusterSnapshotIdentifier", "far")
        #expect(bench.code(rds, "CopyDBClusterSnapshot", in: other, ask(arn, target)) == "InvalidParameterValue")
        let key = ("KmsKeyId", "arn:aws:kms:us-west-2:\(scope.account):key/far")
        #expect(bench.code(rds, "CopyDBClusterSnapshot", in: other, ask(arn, target, key)) == nil)
        let copy = try #require(try snapshots(&bench, in: other, ofClusters: true).first { $0.id == "far" })
        #expect(copy.copiedFrom == source.arn(in: scope) && copy.kmsKeyARN == key.1)
    }
}
