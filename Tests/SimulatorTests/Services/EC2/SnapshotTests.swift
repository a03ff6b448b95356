internal import AWSWire
internal import Testing

@testable internal import AWSSimulator

@Suite("EBS snapshots, simulated")
struct SnapshotTests {
    private let ec2 = EC2Service()

    /// The elements of the one list an EC2 answer begins with.
    private func items(_ reply: ServiceReply) throws -> [XMLNode] {
        guard case .xml(let nodes) = reply.body else { throw ServiceBench.Absent() }
        return try #require(nodes.first).children
    }

    private func text(_ node: XMLNode, _ name: String) -> String? { node.children.first { $0.name == name }?.text }

    private func ask(_ pairs: (String, String)...) -> WireValue {
        .record(pairs.map { ($0.0, .string($0.1)) })
    }

    /// The one snapshot of an id, as `DescribeSnapshots` gives it.
    private func shown(_ id: String, _ bench: inout ServiceBench, in scope: Scope) throws -> XMLNode {
        let ids = WireValue.record(("SnapshotId", .texts([id])))
        return try #require(try items(bench.call(ec2, "DescribeSnapshots", in: scope, ids)).first)
    }

    /// A snapshot of a volume, just begun.
    private func make(_ bench: inout ServiceBench, in scope: Scope) throws -> String {
        let volume = try #require(try bench.state(of: scope).resources(.volume).first)
        let reply = try bench.call(ec2, "CreateSnapshot", in: scope, ask(("VolumeId", volume.id)))
        guard case .xml(let nodes) = reply.body else { throw ServiceBench.Absent() }
        return try #require(nodes.first { $0.name == "snapshotId" }?.text)
    }

    @Test("every recovery point of a volume is a snapshot, and every one of an instance an image whose snapshots are")
    func recoveryPointsAreSnapshots() throws {
        var bench = ServiceBench()
        let scope = try bench.place { region in
            region.backup.recoveryPoints.contains { $0.arn.contains("::image/") }
                && region.backup.recoveryPoints.contains { $0.arn.contains("::snapshot/") }
        }
        let state = try bench.state(of: scope)
        let catalog = SnapshotCatalog(state, birth: ServiceBench.birth, at: bench.now)
        let ids = Set(catalog.snapshots.map(\.id))
        let points = state.backup.recoveryPoints.map(\.arn).filter { $0.contains("arn:aws:ec2:\(scope.region)::") }
        for arn in points where arn.contains("::snapshot/") {
            #expect(ids.contains(String(arn.split(separator: "/")[1])), "\(arn)")
        }
        #expect(catalog.images.count == points.filter { $0.contains("::image/") }.count)
        let inside = catalog.images.flatMap { image in image.volumes.indices.map(image.snapshotID) }
        #expect(!inside.isEmpty && inside.allSatisfy(ids.contains))
        let backup = try #require(
            points.first { $0.contains("::snapshot/") }?.split(separator: "/").last.map(String.init))
        let code = bench.code(ec2, "DeleteSnapshot", in: scope, ask(("SnapshotId", backup)))
        #expect(code == "InvalidParameterValue")
        let used = try #require(inside.first)
        #expect(bench.code(ec2, "DeleteSnapshot", in: scope, ask(("SnapshotId", used))) == "InvalidSnapshot.InUse")
    }

    @Test("a snapshot is pending, then complete, can be archived, and is back for the days it was restored for")
    func snapshotsMoveBetweenTiers() throws {
        var bench = ServiceBench()
        let scope = try bench.place { !$0.resources(.volume).isEmpty }
        let id = try make(&bench, in: scope)
        let named = ask(("SnapshotId", id))
        #expect(text(try shown(id, &bench, in: scope), "status") == "pending")
        #expect(bench.code(ec2, "ModifySnapshotTier", in: scope, named) == "IncorrectState")
        bench.now = bench.now.adding(days: 1)
        #expect(text(try shown(id, &bench, in: scope), "status") == "completed")
        #expect(bench.code(ec2, "ModifySnapshotTier", in: scope, named) == nil)
        #expect(text(try shown(id, &bench, in: scope), "storageTier") == "standard")
        bench.now = bench.now.adding(days: 2)
        #expect(text(try shown(id, &bench, in: scope), "storageTier") == "archive")
        let restore = ask(("SnapshotId", id), ("TemporaryRestoreDays", "5"))
        #expect(bench.code(ec2, "RestoreSnapshotTier", in: scope, restore) == nil)
        #expect(bench.code(ec2, "RestoreSnapshotTier", in: scope, restore) == "IncorrectState")
        bench.now = bench.now.adding(days: 4)
        #expect(text(try shown(id, &bench, in: scope), "storageTier") == "standard")
        #expect(text(try shown(id, &bench, in: scope), "restoreExpiryTime") != nil)
        bench.now = bench.now.adding(days: 5)
        #expect(text(try shown(id, &bench, in: scope), "storageTier") == "archive")
        let forGood = ask(("SnapshotId", id), ("PermanentRestore", "true"))
        #expect(bench.code(ec2, "RestoreSnapshotTier", in: scope, forGood) == nil)
        bench.now = bench.now.adding(days: 40)
        #expect(text(try shown(id, &bench, in: scope), "storageTier") == "standard")
    }

    @Test("a compliance lock can be taken away in its cool-off only, and until it ends nothing deletes the snapshot")
    func complianceLocksHold() throws {
        var bench = ServiceBench()
        let scope = try bench.place { !$0.resources(.volume).isEmpty }
        let id = try make(&bench, in: scope)
        let named = ask(("SnapshotId", id))
        let lock = ask(("SnapshotId", id), ("LockMode", "compliance"), ("LockDuration", "5"), ("CoolOffPeriod", "3"))
        #expect(bench.code(ec2, "LockSnapshot", in: scope, lock) == nil)
        #expect(bench.code(ec2, "UnlockSnapshot", in: scope, named) == nil)
        #expect(bench.code(ec2, "LockSnapshot", in: scope, lock) == nil)
        bench.now = bench.now.adding(minutes: 181)
        #expect(bench.code(ec2, "UnlockSnapshot", in: scope, named) == "OperationNotPermitted")
        #expect(bench.code(ec2, "DeleteSnapshot", in: scope, named) == "OperationNotPermitted")
        let shorter = ask(("SnapshotId", id), ("LockMode", "compliance"), ("LockDuration", "2"))
        #expect(bench.code(ec2, "LockSnapshot", in: scope, shorter) == "OperationNotPermitted")
        bench.now = bench.now.adding(days: 6)
        #expect(bench.code(ec2, "DeleteSnapshot", in: scope, named) == nil)
        #expect(bench.code(ec2, "DeleteSnapshot", in: scope, named) == "InvalidSnapshot.NotFound")
    }

    @Test("five snapshots of a volume can run at once, and a deleted one stays deleted whoever made it")
    func snapshotsAreLimitedAndDeleted() throws {
        var bench = ServiceBench()
        let scope = try bench.place { region in
            SnapshotCatalog(region, birth: ServiceBench.birth, at: ServiceBench.birth).snapshots
                .contains { $0.description.hasPrefix(EBSSnapshot.handmade) } && !region.resources(.volume).isEmpty
        }
        let before = SnapshotCatalog(try bench.state(of: scope), birth: ServiceBench.birth, at: bench.now).snapshots
        let old = try #require(before.first { $0.description.hasPrefix(EBSSnapshot.handmade) })
        #expect(bench.code(ec2, "DeleteSnapshot", in: scope, ask(("SnapshotId", old.id))) == nil)
        let after = SnapshotCatalog(try bench.state(of: scope), birth: ServiceBench.birth, at: bench.now).snapshots
        #expect(after.map(\.id) == before.map(\.id).filter { $0 != old.id })
        for _ in 0..<5 { _ = try make(&bench, in: scope) }
        let volume = try #require(try bench.state(of: scope).resources(.volume).first)
        let sixth = bench.code(ec2, "CreateSnapshot", in: scope, ask(("VolumeId", volume.id)))
        #expect(sixth == "ConcurrentSnapshotLimitExceeded")
    }

    @Test("a modification of a volume shows once it is applied, and the next has to wait six hours")
    func volumesAreModified() throws {
        var bench = ServiceBench()
        let scope = try bench.place { region in region.resources(.volume).contains { $0.sizeInBytes < 100 << 30 } }
        let volume = try #require(
            try bench.state(of: scope).resources(.volume).first { $0.sizeInBytes < 100 << 30 })
        let size = String(VolumeFacts.gibibytes(volume.sizeInBytes) + 10)
        let change = ask(("VolumeId", volume.id), ("Size", size))
        #expect(bench.code(ec2, "ModifyVolume", in: scope, change) == nil)
        let named = WireValue.record(("VolumeId", .texts([volume.id])))
        let same = try items(bench.call(ec2, "DescribeVolumes", in: scope, named))
        #expect(text(same[0], "size") != size)
        bench.now = bench.now.adding(minutes: 300)
        let grown = try items(bench.call(ec2, "DescribeVolumes", in: scope, named))
        #expect(text(grown[0], "size") == size)
        let faster = ask(("VolumeId", volume.id), ("Iops", "5000"))
        #expect(bench.code(ec2, "ModifyVolume", in: scope, faster) == "VolumeModificationRateExceeded")
        bench.now = bench.now.adding(minutes: 61)
        #expect(bench.code(ec2, "ModifyVolume", in: scope, faster) == nil)
    }

    @Test("a copy lands in the Region the request is sent to, and has no volume of its own")
    func copiesCrossRegions() throws {
        var bench = ServiceBench()
        let scope = try bench.place { !$0.resources(.volume).isEmpty && $0.scope.region == "us-east-1" }
        let id = try make(&bench, in: scope)
        let other = Scope(account: scope.account, region: "us-west-2")
        let copy = ask(("SourceRegion", "us-east-1"), ("SourceSnapshotId", id), ("Encrypted", "true"))
        #expect(bench.code(ec2, "CopySnapshot", in: other, copy) == "IncorrectState")
        bench.now = bench.now.adding(days: 1)
        guard case .xml(let nodes) = try bench.call(ec2, "CopySnapshot", in: other, copy).body else {
            throw ServiceBench.Absent()
        }
        let made = try shown(try #require(nodes.first?.text), &bench, in: other)
        #expect(text(made, "volumeId") == "vol-ffffffff" && text(made, "encrypted") == "true")
        #expect(text(made, "kmsKeyId") != nil)
    }

    @Test("the blocks of a snapshot come in pages without a gap, and changed blocks are blocks of the later one")
    func blocksComeInPages() throws {
        var bench = ServiceBench()
        let scope = try bench.place { region in
            Dictionary(
                grouping: SnapshotCatalog(region, birth: ServiceBench.birth, at: ServiceBench.birth).snapshots,
                by: \.volumeID
            ).values.contains { $0.count > 1 && $0[0].volumeSize < 60 }
        }
        let catalog = SnapshotCatalog(try bench.state(of: scope), birth: ServiceBench.birth, at: bench.now)
        let pair = try #require(
            Dictionary(grouping: catalog.snapshots.filter { $0.archivesAt == nil }, by: \.volumeID).values
                .first { $0.count > 1 && $0[0].volumeSize < 60 && $0[1].completedAt <= bench.now })
        func read(_ operation: String, _ list: String, _ label: String, _ query: [(name: String, value: String)]) throws
            -> [Int64]
        {
            var found: [Int64] = []
            var token: String?
            repeat {
                let reply = try bench.call(
                    EBSService(), operation, in: scope, labels: [label: pair[1].id],
                    query: query + (token.map { [(name: "pageToken", value: $0)] } ?? []))
                guard case .json(let value) = reply.body else { throw ServiceBench.Absent() }
                found += (value[list]?.arrayValue ?? []).compactMap { $0["BlockIndex"]?.integerValue }
                token = value["NextToken"]?.stringValue
            } while token != nil
            return found
        }
        let small = try read(
            "ListSnapshotBlocks", "Blocks", "snapshotId", [(name: "maxResults", value: "997")])
        let whole = try read("ListSnapshotBlocks", "Blocks", "snapshotId", [])
        #expect(small == whole && whole == whole.sorted() && !whole.isEmpty)
        let changed = try read(
            "ListChangedBlocks", "ChangedBlocks", "secondSnapshotId",
            [(name: "firstSnapshotId", value: pair[0].id)])
        #expect(!changed.isEmpty && changed.count < whole.count && Set(changed).isSubset(of: Set(whole)))
    }
}
