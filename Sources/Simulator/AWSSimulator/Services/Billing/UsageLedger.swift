/// What one account used of one usage type in one Region on one day.
struct UsageLine: Sendable {
    let account: String
    let region: String
    let row: PriceList.Row
    /// The day, as days since the epoch.
    let day: Int64
    /// Units, gigabyte-months for what is stored.
    let quantity: Double

    /// The dimensions lines are told apart by.
    static let dimensions = ["LINKED_ACCOUNT", "OPERATION", "RECORD_TYPE", "REGION", "SERVICE", "USAGE_TYPE"]

    /// In dollars.
    var cost: Double { quantity * Double(row.price(in: region)) / 1_000_000 }

    /// The value of a dimension.
    func value(of dimension: String) -> String? {
        switch dimension {
        case "LINKED_ACCOUNT": account
        case "OPERATION": "Storage"
        case "RECORD_TYPE": "Usage"
        case "REGION": region
        case "SERVICE": PriceList.serviceNames[row.service]
        case "USAGE_TYPE": PriceList.usageType(row, in: region)
        default: nil
        }
    }
}

/// Makes the lines of a bill from what is stored.
enum UsageLedger {
    /// The lines of a period that a filter holds for, of every account the caller may see.
    ///
    /// Costs one look at each such account, its history run.
    static func lines(
        for request: ServiceRequest, in world: inout SimulatedWorld, _ period: Range<Int64>, where filter: CostFilter
    ) -> [UsageLine] {
        let all = request.account == world.organization.managementAccount.id
        let accounts = all ? world.organization.accounts.map(\.id) : [request.account]
        var lines: [UsageLine] = []
        for account in accounts where filter.canHold(account: account) {
            let found = world.withAccount(account, at: request.now) { state in
                state.regions.values.sorted { $0.scope.region < $1.scope.region }.flatMap { region in
                    Self.lines(in: region, period, now: request.now)
                }
            }
            lines += (found ?? []).filter(filter.holds)
        }
        return lines
    }

    private struct Key: Hashable {
        let row: PriceList.Row
        let day: Int64
    }

    private static func lines(in region: RegionState, _ period: Range<Int64>, now: Moment) -> [UsageLine] {
        let isManaged = region.backup.management.contains { $0.type == "DynamoDB" && $0.isOn }
        var used: [Key: Double] = [:]
        for point in region.backup.recoveryPoints {
            let end = [point.removedAt, now].compactMap { $0 }.min() ?? now
            let gigabytes = Double(point.sizeInBytes) / 1_073_741_824
            let cold = [point.coldAt ?? end, end].min() ?? end
            for (begin, stop, isCold) in [(point.completedAt, cold, false), (cold, end, true)] where begin < stop {
                guard let row = PriceList.row(ofType: point.resourceType, isCold: isCold, isManaged: isManaged) else {
                    continue
                }
                let first = max(period.lowerBound, begin.day)
                let last = min(period.upperBound - 1, stop.day)
                guard first <= last else { continue }
                for day in first...last {
                    let from = max(begin.milliseconds, day * Moment.dayLength)
                    let upTo = min(stop.milliseconds, (day + 1) * Moment.dayLength)
                    guard from < upTo else { continue }
                    let share = Double(upTo - from) / Double(Moment.dayLength)
                    used[Key(row: row, day: day), default: 0] += gigabytes * share / daysInMonth(of: day)
                }
            }
        }
        return used.map { key, quantity in
            UsageLine(
                account: region.scope.account, region: region.scope.region, row: key.row, day: key.day,
                quantity: quantity)
        }.sorted { ($0.row.service, $0.row.usage, $0.day) < ($1.row.service, $1.row.usage, $1.day) }
    }

    private static func daysInMonth(of day: Int64) -> Double {
        let fields = CalendarFields(Moment(day: day))
        return Double(CalendarFields.length(ofMonth: fields.month, year: fields.year))
    }
}
