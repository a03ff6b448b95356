internal import AWSWire

extension BackupService {
    /// Counts of jobs by day, state, type and account.
    static let summaryOperations: [BackupOperation] = [
        .world("GET", "/audit/backup-job-summaries", "ListBackupJobSummaries") { request, world throws(ServiceFault) in
            try summaries(request, in: &world, "BackupJobSummaries", states: jobStates) { region, now in
                region.backup.jobs.map { $0.facts(at: now) }
            }
        },
        .world("GET", "/audit/copy-job-summaries", "ListCopyJobSummaries") { request, world throws(ServiceFault) in
            try summaries(request, in: &world, "CopyJobSummaries", states: copySummaryStates) { region, now in
                region.backup.copyJobs.map { $0.facts(at: now) }
            }
        },
        .world("GET", "/audit/restore-job-summaries", "ListRestoreJobSummaries") {
            request, world throws(ServiceFault) in
            try summaries(
                request, in: &world, "RestoreJobSummaries", states: ["CREATED"] + restoreStates, hasCategory: false
            ) { region, now in region.backup.restoreJobs.map { $0.facts(at: now) } }
        },
    ]

    private static let copySummaryStates = [
        "CREATED", "RUNNING", "ABORTING", "ABORTED", "COMPLETING", "COMPLETED", "FAILING", "FAILED", "PARTIAL",
    ]

    /// What a summary counts together.
    private struct Bucket: Hashable {
        let start: Moment
        let end: Moment
        let account: String?
        let state: String
        let type: String?
        let category: String?

        /// A text that sorts as summaries are listed: by time, account, state, type and category.
        var order: String {
            [start.iso8601, account ?? "", state, type ?? "", category ?? ""].joined(separator: "\u{0}")
        }
    }

    private static func summaries(
        _ request: ServiceRequest, in world: inout SimulatedWorld, _ name: String, states: [String],
        hasCategory: Bool = true, _ facts: (RegionState, Moment) -> [JobFilter.Facts]
    ) throws(ServiceFault) -> ServiceReply {
        let query = BackupQuery(request)
        let period = try query.choice("AggregationPeriod", of: ["ONE_DAY", "SEVEN_DAYS", "FOURTEEN_DAYS"]) ?? "ONE_DAY"
        let state = try query.choice("State", of: states + ["AGGREGATE_ALL", "ANY"])
        let type = query.text("ResourceType")
        let category = query.text("MessageCategory")
        let isSummed = query.text("AccountId") == "AGGREGATE_ALL"
        let spans = Self.spans(of: period, before: request.now)
        var counts: [Bucket: Int64] = [:]
        for region in try summarized(query.text("AccountId"), request, in: &world) {
            for job in facts(region, request.now) where job.createdAt <= request.now {
                guard let span = spans.first(where: { $0.start <= job.createdAt && job.createdAt < $0.end }),
                    dimension(state, job.state) != nil, dimension(type, job.resourceType) != nil,
                    dimension(category, job.category ?? "") != nil
                else { continue }
                let bucket = Bucket(
                    start: span.start, end: span.end, account: isSummed ? nil : region.scope.account,
                    state: dimension(state ?? "ANY", job.state) ?? "",
                    type: dimension(type ?? "ANY", job.resourceType),
                    category: hasCategory ? category.flatMap { dimension($0, job.category ?? "") } : nil)
                counts[bucket, default: 0] += 1
            }
        }
        let page = try query.page(
            counts.sorted { $0.key.order < $1.key.order }, limitedBy: "MaxResults", from: "NextToken")
        let list = page.items.map { bucket, count in
            WireValue.record(
                ("Region", .string(request.region)), ("AccountId", .text(bucket.account)),
                ("State", .string(bucket.state)), ("ResourceType", .text(bucket.type)),
                ("MessageCategory", bucket.category.flatMap { $0.isEmpty ? nil : .string($0) }),
                ("Count", .integer(count)), ("StartTime", .time(bucket.start)), ("EndTime", .time(bucket.end)))
        }
        return .json((name, .array(list)), ("AggregationPeriod", .string(period)), ("NextToken", page.next))
    }

    /// What a job counts as where a filter is given: its own value, all values as one, or nothing when it is left out.
    private static func dimension(_ filter: String?, _ value: String) -> String? {
        switch filter {
        case nil, "ANY", "*": value
        case "AGGREGATE_ALL": "AGGREGATE_ALL"
        default: filter == value ? value : nil
        }
    }

    /// The days of the last two weeks, or the last one or two weeks as a whole.
    private static func spans(of period: String, before now: Moment) -> [(start: Moment, end: Moment)] {
        let tomorrow = Moment(day: now.day + 1)
        switch period {
        case "SEVEN_DAYS": return [(tomorrow.adding(days: -7), tomorrow)]
        case "FOURTEEN_DAYS": return [(tomorrow.adding(days: -14), tomorrow)]
        default: return (1...14).reversed().map { (tomorrow.adding(days: -$0), tomorrow.adding(days: 1 - $0)) }
        }
    }

    /// The accounts a summary is of: the caller's own, or for the management account any or all of the organization.
    private static func summarized(
        _ wanted: String?, _ request: ServiceRequest, in world: inout SimulatedWorld
    ) throws(ServiceFault) -> [RegionState] {
        if let wanted, !["ANY", "AGGREGATE_ALL"].contains(wanted), !BackupNames.isAccount(wanted) {
            throw BackupFault.invalid("AccountId must have twelve digits, or be ANY or AGGREGATE_ALL")
        }
        let isManagement = request.account == world.organization.managementAccount.id
        let accounts: [String] =
            switch wanted {
            case nil, request.account?: [request.account]
            case "ANY"?, "AGGREGATE_ALL"?:
                isManagement ? world.organization.accounts.map(\.id) : [request.account]
            default: isManagement ? [wanted ?? ""] : []
            }
        return accounts.compactMap { account in
            world.withRegion(Scope(account: account, region: request.region), at: request.now) { $0 }
        }
    }
}
