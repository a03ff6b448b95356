internal import AWSWire

/// The EBS direct APIs, as far as they tell which blocks a snapshot holds and which differ between two.
///
/// Blocks are told by a closed formula, not stored. Source: Amazon EBS direct APIs, the pages of its operations.
package struct EBSService: ServiceSimulator {
    /// Makes the service.
    package init() {}

    /// The service as the dispatcher knows it.
    package let profile = ServiceProfile(
        signingName: "ebs", wireProtocol: .restJSON,
        routes: RouteTable([
            ("GET", "/snapshots/{snapshotId}/blocks", "ListSnapshotBlocks"),
            ("GET", "/snapshots/{secondSnapshotId}/changedblocks", "ListChangedBlocks"),
        ]), errorMessageMember: "Message")

    /// Answers one request.
    package func respond(
        to request: ServiceRequest, in world: inout SimulatedWorld
    ) throws(ServiceFault) -> ServiceReply {
        let birth = world.options.birth
        return try world.answer(request) { region throws(ServiceFault) in
            let catalog = SnapshotCatalog(region, birth: birth, at: request.now)
            switch request.operation {
            case "ListSnapshotBlocks": return try blocks(request, catalog)
            case "ListChangedBlocks": return try changedBlocks(request, catalog)
            default: throw ServiceFault("UnknownOperationException", "Unknown operation", status: 404)
            }
        }
    }
}

extension EBSService {
    /// The bytes of a block.
    private static let blockSize: Int64 = 524_288
    /// Blocks in a gibibyte.
    private static let blocksInGibibyte: Int64 = 2_048

    private func blocks(_ request: ServiceRequest, _ catalog: SnapshotCatalog) throws(ServiceFault) -> ServiceReply {
        let snapshot = try snapshot(request.labels["snapshotId"] ?? "", catalog, at: request.now)
        let page = try page(of: snapshot, request) { Self.holds(snapshot, block: $0) }
        let list = page.indices.map { index in
            WireValue.record(
                ("BlockIndex", .integer(index)), ("BlockToken", .string(Self.token(of: snapshot, block: index))))
        }
        return reply(("Blocks", .array(list)), snapshot, next: page.next, request)
    }

    private func changedBlocks(
        _ request: ServiceRequest, _ catalog: SnapshotCatalog
    ) throws(ServiceFault) -> ServiceReply {
        let second = try snapshot(request.labels["secondSnapshotId"] ?? "", catalog, at: request.now)
        let first = try request.queryValue("firstSnapshotId").map { id throws(ServiceFault) in
            try snapshot(id, catalog, at: request.now)
        }
        if let first, first.volumeID != second.volumeID {
            throw Self.invalid("The snapshots are not of the same volume.", "UNRELATED_SNAPSHOTS")
        }
        let page = try page(of: second, request) { index in
            first.map { Self.differs($0, second, block: index) } ?? Self.holds(second, block: index)
        }
        let list = page.indices.map { index in
            WireValue.record(
                ("BlockIndex", .integer(index)),
                (
                    "FirstBlockToken",
                    first.flatMap { Self.holds($0, block: index) ? .string(Self.token(of: $0, block: index)) : nil }
                ), ("SecondBlockToken", .string(Self.token(of: second, block: index))))
        }
        return reply(("ChangedBlocks", .array(list)), second, next: page.next, request)
    }

    private func reply(
        _ list: (String, WireValue?), _ snapshot: EBSSnapshot, next: String?, _ request: ServiceRequest
    ) -> ServiceReply {
        // Tokens of blocks are good for seven days.
        .json(
            list, ("ExpiryTime", .time(request.now.adding(days: 7))), ("VolumeSize", .integer(snapshot.volumeSize)),
            ("BlockSize", .integer(Self.blockSize)), ("NextToken", .text(next)))
    }

    private func snapshot(
        _ id: String, _ catalog: SnapshotCatalog, at now: Moment
    ) throws(ServiceFault) -> EBSSnapshot {
        let digits = id.dropFirst(5)
        guard id.hasPrefix("snap-"), (1...59).contains(digits.count),
            digits.allSatisfy({ $0.isHexDigit && !$0.isUppercase })
        else { throw Self.invalid("The snapshot id \(id) is not valid.", "INVALID_SNAPSHOT_ID") }
        guard let snapshot = catalog.snapshot(id) else {
            throw ServiceFault(
                "ResourceNotFoundException", "The snapshot '\(id)' does not exist.", status: 404,
                members: [("Reason", .string("SNAPSHOT_NOT_FOUND"))])
        }
        guard snapshot.completedAt <= now, catalog.tiering(of: snapshot)?.isArchived(at: now) != true else {
            throw Self.invalid("The snapshot \(id) is not complete or is archived.", "INVALID_SNAPSHOT_ID")
        }
        return snapshot
    }

    /// The blocks of one page that meet a condition, and the token of the next page.
    ///
    /// A token is the index the page begins at, so that no page looks at the blocks before it.
    private func page(
        of snapshot: EBSSnapshot, _ request: ServiceRequest, where condition: (Int64) -> Bool
    ) throws(ServiceFault) -> (indices: [Int64], next: String?) {
        let limit = try number("maxResults", 100...10_000, request) ?? 10_000
        var index = try number("startingBlockIndex", 0...Int64.max, request) ?? 0
        let purpose = [request.operation, snapshot.id, request.queryValue("firstSnapshotId") ?? ""]
        if let token = request.queryValue("pageToken") {
            let bad = Self.invalid("The page token is not valid.", "INVALID_PAGE_TOKEN")
            guard let start = Paging.offset(of: token, purpose: purpose) else { throw bad }
            index = Int64(start)
        }
        let end = snapshot.volumeSize * Self.blocksInGibibyte
        var found: [Int64] = []
        while index < end, found.count < Int(limit) {
            if condition(index) { found.append(index) }
            index += 1
        }
        while index < end, !condition(index) { index += 1 }
        return (found, index < end ? Paging.token(offset: Int(index), purpose: purpose) : nil)
    }

    private func number(
        _ name: String, _ bounds: ClosedRange<Int64>, _ request: ServiceRequest
    ) throws(ServiceFault) -> Int64? {
        guard let text = request.queryValue(name) else { return nil }
        guard let number = Int64(text), bounds.contains(number) else {
            throw Self.invalid("The value \(text) of \(name) is not valid.", "INVALID_PARAMETER_VALUE")
        }
        return number
    }

    /// Whether a snapshot holds a block: runs of blocks were never written, the more the less it is full.
    private static func holds(_ snapshot: EBSSnapshot, block: Int64) -> Bool {
        let written = snapshot.fullSizeInBytes * 100 / max(1, snapshot.volumeSize * blocksInGibibyte * blockSize)
        return block / 16 % 100 <= written
    }

    /// Whether a block differs between two snapshots: about one in a hundred for each day between them, every one that
    /// only one of them holds.
    private static func differs(_ first: EBSSnapshot, _ second: EBSSnapshot, block: Int64) -> Bool {
        guard holds(second, block: block) else { return false }
        guard holds(first, block: block) else { return true }
        let days = abs(second.startedAt.milliseconds - first.startedAt.milliseconds) / Moment.dayLength + 1
        // A multiplication spreads the blocks that changed over the volume.
        return (block &* 2_654_435_761 >> 7) % 100 < min(90, days)
    }

    private static func token(of snapshot: EBSSnapshot, block: Int64) -> String {
        var random = SeededGenerator(0, "block", snapshot.id, String(block))
        return random.mixed(40)
    }

    private static func invalid(_ message: String, _ reason: String) -> ServiceFault {
        ServiceFault("ValidationException", message, members: [("Reason", .string(reason))])
    }
}
