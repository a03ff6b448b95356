internal import AWSWire

extension BackupService {
    /// Restore testing plans.
    static let restoreTestingOperations: [BackupOperation] = [
        .write("PUT", "/restore-testing/plans", "CreateRestoreTestingPlan", createTestingPlan),
        .read("GET", "/restore-testing/plans", "ListRestoreTestingPlans", listTestingPlans),
        .read("GET", "/restore-testing/plans/{RestoreTestingPlanName}", "GetRestoreTestingPlan", getTestingPlan),
        .write(
            "PUT", "/restore-testing/plans/{RestoreTestingPlanName}", "UpdateRestoreTestingPlan", updateTestingPlan),
        .write(
            "DELETE", "/restore-testing/plans/{RestoreTestingPlanName}", "DeleteRestoreTestingPlan",
            deleteTestingPlan),
        .read(
            "GET", "/restore-testing/inferred-metadata", "GetRestoreTestingInferredMetadata", inferredMetadata),
    ]

    /// The most restore testing plans an account has in a Region (AWS Backup quotas).
    private static let mostTestingPlans = 100

    /// Creates a plan; the same request id gives the one that is there.
    static func createTestingPlan(
        _ request: ServiceRequest, in region: inout RegionState
    ) throws(ServiceFault) -> ServiceReply {
        let creator = try BackupBody(request).text("CreatorRequestId")
        let tags = try BackupBody(request).tags("Tags")
        let body = try BackupBody(request).requiredStructure("RestoreTestingPlan")
        let name = try RestoreTestingReader.name(
            try body.requiredText("RestoreTestingPlanName"), "RestoreTestingPlanName")
        let schedule = try RestoreTestingReader.schedule(
            try body.requiredText("ScheduleExpression"), zone: try body.text("ScheduleExpressionTimezone"))
        let points = try RestoreTestingReader.points(try body.requiredStructure("RecoveryPointSelection"))
        let window = try body.number("StartWindowHours", 1...168) ?? 24
        if let present = region.backup.restoreTestingPlans.first(where: { $0.name == name }) {
            guard let creator, creator == present.creatorRequestID else {
                throw BackupFault.exists(
                    "Restore testing plan with the same name already exists", arn: present.arn,
                    creatorRequestID: present.creatorRequestID)
            }
            return ServiceReply(status: 201, .json(.record(head(of: present))))
        }
        guard region.backup.restoreTestingPlans.count < mostTestingPlans else {
            throw BackupFault.limit("An account may have at most \(mostTestingPlans) restore testing plans in a Region")
        }
        var random = request.creation
        let plan = RestoreTestingPlan(
            name: name,
            arn: "arn:aws:backup:\(request.region):\(request.account):restore-testing-plan:\(name)-\(random.uuid())",
            createdAt: request.now, creatorRequestID: creator, points: points, schedule: schedule.text,
            parsedSchedule: schedule.parsed, timezone: schedule.zone, startWindowHours: window, updatedAt: nil,
            lastExecution: nil, tags: tags)
        let plans = region.backup.restoreTestingPlans
        region.backup.restoreTestingPlans.insert(plan, at: plans.firstIndex { $0.name > name } ?? plans.endIndex)
        return ServiceReply(status: 201, .json(.record(head(of: plan))))
    }

    /// Lists the plans, sorted by name.
    static func listTestingPlans(
        _ request: ServiceRequest, in region: RegionState
    ) throws(ServiceFault) -> ServiceReply {
        let page = try BackupQuery(request).page(
            region.backup.restoreTestingPlans, limitedBy: "MaxResults", from: "NextToken")
        return .json(
            ("RestoreTestingPlans", .array(page.items.map { .record(head(of: $0) + tail(of: $0)) })),
            ("NextToken", page.next))
    }

    /// Gives a plan.
    static func getTestingPlan(
        _ request: ServiceRequest, in region: RegionState
    ) throws(ServiceFault) -> ServiceReply {
        let plan = region.backup.restoreTestingPlans[try testingPlanIndex(of: request, in: region)]
        let points = WireValue.record(
            ("Algorithm", .string(plan.points.algorithm)), ("IncludeVaults", .texts(plan.points.includeVaults)),
            ("ExcludeVaults", .texts(plan.points.excludeVaults)),
            ("RecoveryPointTypes", .texts(plan.points.types)),
            ("SelectionWindowDays", .integer(plan.points.windowDays)))
        let more: [(String, WireValue?)] = [
            ("CreatorRequestId", .text(plan.creatorRequestID)), ("RecoveryPointSelection", points),
        ]
        return .json(("RestoreTestingPlan", .record(head(of: plan) + tail(of: plan) + more)))
    }

    /// Changes what a request names of a plan and leaves the rest.
    static func updateTestingPlan(
        _ request: ServiceRequest, in region: inout RegionState
    ) throws(ServiceFault) -> ServiceReply {
        let index = try testingPlanIndex(of: request, in: region)
        let body = try BackupBody(request).requiredStructure("RestoreTestingPlan")
        var plan = region.backup.restoreTestingPlans[index]
        let expression = try body.text("ScheduleExpression")
        let zone = try body.text("ScheduleExpressionTimezone")
        if expression != nil || zone != nil {
            let schedule = try RestoreTestingReader.schedule(
                expression ?? plan.schedule, zone: zone ?? plan.timezone)
            (plan.schedule, plan.parsedSchedule, plan.timezone) = schedule
        }
        if let points = try body.structure("RecoveryPointSelection") {
            plan.points = try RestoreTestingReader.points(points)
        }
        if let window = try body.number("StartWindowHours", 1...168) { plan.startWindowHours = window }
        plan.updatedAt = request.now
        region.backup.restoreTestingPlans[index] = plan
        return ServiceReply(.json(.record(head(of: plan) + [("UpdateTime", .time(request.now))])))
    }

    /// Deletes a plan that has no selections left.
    static func deleteTestingPlan(
        _ request: ServiceRequest, in region: inout RegionState
    ) throws(ServiceFault) -> ServiceReply {
        let name = request.labels["RestoreTestingPlanName"] ?? ""
        // This operation has no error of its own for a plan that is not there.
        guard let index = region.backup.restoreTestingPlans.firstIndex(where: { $0.name == name }) else {
            throw BackupFault.refused("Restore testing plan \(name) does not exist")
        }
        guard region.backup.restoreTestingPlans[index].selections.isEmpty else {
            throw BackupFault.refused("The selections of a restore testing plan must be deleted before it.")
        }
        region.backup.restoreTestingPlans.remove(at: index)
        return ServiceReply(status: 204, .empty)
    }

    /// Gives the metadata a restore test would make up for a recovery point.
    static func inferredMetadata(
        _ request: ServiceRequest, in region: RegionState
    ) throws(ServiceFault) -> ServiceReply {
        let query = BackupQuery(request)
        guard let name = query.text("BackupVaultName"), let arn = query.text("RecoveryPointArn") else {
            throw BackupFault.missing("BackupVaultName and RecoveryPointArn must not be null")
        }
        if let account = query.text("BackupVaultAccountId"), !BackupNames.isAccount(account) {
            throw BackupFault.invalid("BackupVaultAccountId must have twelve digits")
        }
        let isOwn = query.text("BackupVaultAccountId").map { $0 == request.account } ?? true
        guard isOwn,
            let point = region.backup.recoveryPoints.first(where: {
                $0.arn == arn && $0.vaultName == name && $0.createdAt <= request.now
            })
        else { throw BackupFault.notFound("Recovery point \(arn) does not exist in backup vault \(name)") }
        return .json(("InferredMetadata", .tagMap(RestoreMetadata.inferred(for: point, scope: region.scope))))
    }

    /// Where the plan a request's path names stands.
    static func testingPlanIndex(of request: ServiceRequest, in region: RegionState) throws(ServiceFault) -> Int {
        let name = request.labels["RestoreTestingPlanName"] ?? ""
        guard let index = region.backup.restoreTestingPlans.firstIndex(where: { $0.name == name }) else {
            throw BackupFault.notFound("Restore testing plan \(name) does not exist")
        }
        return index
    }

    private static func head(of plan: RestoreTestingPlan) -> [(String, WireValue?)] {
        [
            ("CreationTime", .time(plan.createdAt)), ("RestoreTestingPlanArn", .string(plan.arn)),
            ("RestoreTestingPlanName", .string(plan.name)),
        ]
    }

    private static func tail(of plan: RestoreTestingPlan) -> [(String, WireValue?)] {
        [
            ("LastExecutionTime", plan.lastExecution.map { .time($0) }),
            ("LastUpdateTime", plan.updatedAt.map { .time($0) }), ("ScheduleExpression", .string(plan.schedule)),
            ("ScheduleExpressionTimezone", .string(plan.timezone)),
            ("StartWindowHours", .integer(plan.startWindowHours)),
        ]
    }
}
