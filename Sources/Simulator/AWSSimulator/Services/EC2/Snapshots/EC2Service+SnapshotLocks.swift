internal import AWSWire

extension EC2Service {
    func lockedSnapshots(
        _ request: ServiceRequest, in region: RegionState, birth: Moment
    ) throws(ServiceFault) -> ServiceReply {
        let filters = try EC2Filter.filters(of: request, known: ["lock-state"])
        let limit = try EC2Paging.limit(of: request, within: 5...1_000)
        let all = SnapshotCatalog(region, birth: birth, at: request.now).snapshots
        var chosen = all
        if let ids = request.parameters["SnapshotId"]?.textsValue, !ids.isEmpty {
            try EC2Paging.refuseWithIDs(request, "snapshotSet")
            chosen = try Self.named(ids, among: all)
        }
        let locked = chosen.compactMap { snapshot in
            region.ec2.snapshotChanges[snapshot.id]?.lock.map { (snapshot, $0) }
        }.filter { _, lock in
            filters.allSatisfy { filter in filter.matches { _ in [lock.state(at: request.now)] } }
        }
        let page = try EC2Paging.page(locked, of: request, limit: limit, filters: filters)
        let items = page.items.map { snapshot, lock in
            [XMLNode("ownerId", request.account)] + Self.description(of: lock, on: snapshot, at: request.now)
        }
        return .xml(.list("snapshotSet", of: "item", items), XMLNode("nextToken", page.next))
    }

    func lock(
        _ request: ServiceRequest, in region: inout RegionState, birth: Moment
    ) throws(ServiceFault) -> ServiceReply {
        let now = request.now
        let snapshot = try snapshot(of: request, SnapshotCatalog(region, birth: birth, at: now))
        let mode = request.parameters["LockMode"]?.stringValue
        guard let mode else { throw EC2Fault.missing("lockMode") }
        guard mode == "governance" || mode == "compliance" else {
            throw EC2Fault.invalid("Value (\(mode)) for parameter lockMode is invalid.")
        }
        if snapshot.origin == .recoveryPoint { try Self.refuseForeign(snapshot) }
        let coolOff = try Self.number("CoolOffPeriod", 1...72, of: request)
        guard coolOff == nil || mode == "compliance" else {
            throw ServiceFault("InvalidParameterCombination", "CoolOffPeriod is for compliance mode only.")
        }
        let start = max(now, snapshot.completedAt)
        let wanted = try Self.lockEnd(of: request, from: start)
        let old = region.ec2.snapshotChanges[snapshot.id]?.lock
        if let old, old.holds(at: now), old.state(at: now) == "compliance" {
            // A compliance lock past its cool-off can only be made longer.
            guard mode == "compliance", wanted.end >= old.expiresAt else {
                throw ServiceFault(
                    "OperationNotPermitted", "The compliance lock of \(snapshot.id) can only be extended.")
            }
        }
        let isCooling = old.map { $0.holds(at: now) && $0.isCompliance } ?? false
        let lock = SnapshotLock(
            isCompliance: mode == "compliance", createdAt: isCooling ? old?.createdAt ?? now : now,
            startsAt: start, durationDays: wanted.days, expiresAt: wanted.end,
            coolOffHours: coolOff ?? (isCooling ? old?.coolOffHours : nil))
        region.ec2.snapshotChanges[snapshot.id, default: SnapshotChange()].lock = lock
        return ServiceReply(.xml(Self.description(of: lock, on: snapshot, at: now).compactMap { $0 }))
    }

    func unlock(
        _ request: ServiceRequest, in region: inout RegionState, birth: Moment
    ) throws(ServiceFault) -> ServiceReply {
        let snapshot = try snapshot(of: request, SnapshotCatalog(region, birth: birth, at: request.now))
        guard let lock = region.ec2.snapshotChanges[snapshot.id]?.lock, lock.holds(at: request.now) else {
            throw ServiceFault("IncorrectState", "The snapshot \(snapshot.id) is not locked.")
        }
        guard lock.state(at: request.now) != "compliance" else {
            throw ServiceFault("OperationNotPermitted", "The compliance lock of \(snapshot.id) cannot be removed.")
        }
        region.ec2.snapshotChanges[snapshot.id]?.lock = nil
        return .xml(XMLNode("snapshotId", snapshot.id))
    }

    private static func description(
        of lock: SnapshotLock, on snapshot: EBSSnapshot, at now: Moment
    ) -> [XMLNode?] {
        [
            XMLNode("snapshotId", snapshot.id), XMLNode("lockState", lock.state(at: now)),
            XMLNode("lockDuration", lock.durationDays), lock.coolOffHours.map { XMLNode("coolOffPeriod", $0) },
            lock.coolOffEnd.map { XMLNode("coolOffPeriodExpiresOn", $0) }, XMLNode("lockCreatedOn", lock.createdAt),
            XMLNode("lockExpiresOn", lock.expiresAt), XMLNode("lockDurationStartTime", lock.startsAt),
        ]
    }

    /// When the lock a request wants ends, by `LockDuration` or `ExpirationDate`, and after how many days.
    private static func lockEnd(
        of request: ServiceRequest, from start: Moment
    ) throws(ServiceFault) -> (end: Moment, days: Int64) {
        let days = try number("LockDuration", 1...36_500, of: request)
        let date = request.parameters["ExpirationDate"]?.stringValue
        switch (days, date) {
        case (let days?, nil): return (start.adding(days: days), days)
        case (nil, let text?):
            guard let end = Moment(iso8601: text), start.adding(days: 1) <= end else {
                throw EC2Fault.invalid("ExpirationDate must be at least one day in the future.")
            }
            return (end, (end.milliseconds - start.milliseconds) / Moment.dayLength)
        case (nil, nil): throw EC2Fault.missing("lockDuration or expirationDate")
        default:
            throw ServiceFault(
                "InvalidParameterCombination", "Specify either LockDuration or ExpirationDate, not both.")
        }
    }

    /// A whole number within bounds, or nothing when it is not given.
    static func number(
        _ name: String, _ bounds: ClosedRange<Int64>, of request: ServiceRequest
    ) throws(ServiceFault) -> Int64? {
        guard let text = request.parameters[name]?.stringValue else { return nil }
        guard let number = Int64(text), bounds.contains(number) else {
            throw EC2Fault.invalid(
                "Value (\(text)) for parameter \(name) is invalid. It must be between \(bounds.lowerBound) and "
                    + "\(bounds.upperBound).")
        }
        return number
    }
}
