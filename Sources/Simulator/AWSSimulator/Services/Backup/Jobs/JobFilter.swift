internal import AWSWire

/// The filters that the lists of backup, copy and restore jobs share.
struct JobFilter: Sendable {
    /// What the filters look at.
    struct Facts: Sendable {
        let state: String
        let resourceARN: String
        let resourceType: String
        let createdAt: Moment
        let endsAt: Moment
        let category: String?
        let parentID: String?
    }

    private let state: String?
    private let resourceARN: String?
    private let resourceType: String?
    private let category: String?
    private let parentID: String?
    private let createdBefore: Moment?
    private let createdAfter: Moment?
    private let completedBefore: Moment?
    private let completedAfter: Moment?
    private let now: Moment

    /// Reads the filters of a request.
    ///
    /// - Parameter states: The states the list knows, under the name its query has for them.
    init(_ request: ServiceRequest, states: [String], named name: String = "state") throws(ServiceFault) {
        let query = BackupQuery(request)
        state = try query.choice(name, of: states)
        resourceARN = query.text("resourceArn")
        resourceType = query.text("resourceType")
        category = query.text("messageCategory").flatMap { ["*", "ANY", "AGGREGATE_ALL"].contains($0) ? nil : $0 }
        parentID = query.text("parentJobId")
        createdBefore = try query.moment("createdBefore")
        createdAfter = try query.moment("createdAfter")
        completedBefore = try query.moment("completeBefore")
        completedAfter = try query.moment("completeAfter")
        now = request.now
    }

    /// Whether a job is in the list; one that was only scheduled is in none.
    func admits(_ job: Facts) -> Bool {
        let ended = job.endsAt <= now ? job.endsAt : nil
        return job.createdAt <= now && (state.map { $0 == job.state } ?? true)
            && (resourceARN.map { $0 == job.resourceARN } ?? true)
            && (resourceType.map { $0 == job.resourceType } ?? true)
            && (createdBefore.map { job.createdAt < $0 } ?? true) && (createdAfter.map { job.createdAt > $0 } ?? true)
            && (completedBefore.map { limit in ended.map { $0 < limit } ?? false } ?? true)
            && (completedAfter.map { limit in ended.map { $0 > limit } ?? false } ?? true)
            && (category.map { $0 == job.category } ?? true) && (parentID.map { $0 == job.parentID } ?? true)
    }
}

extension BackupService {
    /// The caller's Region and, for the management account that asks for others, those of the accounts it means.
    ///
    /// Only it sees other accounts' jobs: one by its id, all of them by `*`.
    static func regions(
        _ request: ServiceRequest, in world: inout SimulatedWorld
    ) throws(ServiceFault) -> [RegionState] {
        let wanted = request.queryValue("accountId")
        if let wanted, wanted != "*", !BackupNames.isAccount(wanted) {
            throw BackupFault.invalid("AccountId must have twelve digits")
        }
        let isManagement = request.account == world.organization.managementAccount.id
        let accounts: [String] =
            switch wanted {
            case nil, request.account?: [request.account]
            case "*"?: isManagement ? world.organization.accounts.map(\.id) : [request.account]
            default: isManagement ? [wanted ?? ""] : []
            }
        return accounts.compactMap { account in
            world.withRegion(Scope(account: account, region: request.region), at: request.now) { $0 }
        }
    }
}
