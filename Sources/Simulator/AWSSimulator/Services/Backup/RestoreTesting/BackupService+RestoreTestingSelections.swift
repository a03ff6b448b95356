internal import AWSWire

extension BackupService {
    /// The selections of restore testing plans.
    static let restoreTestingSelectionOperations: [BackupOperation] = [
        .write(
            "PUT", "/restore-testing/plans/{RestoreTestingPlanName}/selections", "CreateRestoreTestingSelection",
            createTestingSelection),
        .read(
            "GET", "/restore-testing/plans/{RestoreTestingPlanName}/selections", "ListRestoreTestingSelections",
            listTestingSelections),
        .read(
            "GET", "/restore-testing/plans/{RestoreTestingPlanName}/selections/{RestoreTestingSelectionName}",
            "GetRestoreTestingSelection", getTestingSelection),
        .write(
            "PUT", "/restore-testing/plans/{RestoreTestingPlanName}/selections/{RestoreTestingSelectionName}",
            "UpdateRestoreTestingSelection", updateTestingSelection),
        .write(
            "DELETE", "/restore-testing/plans/{RestoreTestingPlanName}/selections/{RestoreTestingSelectionName}",
            "DeleteRestoreTestingSelection", deleteTestingSelection),
    ]

    /// The most selections a plan has (AWS Backup quotas).
    private static let mostTestingSelections = 30

    /// Adds a selection to a plan; the same request id gives the one that is there.
    static func createTestingSelection(
        _ request: ServiceRequest, in region: inout RegionState
    ) throws(ServiceFault) -> ServiceReply {
        let index = try testingPlanIndex(of: request, in: region)
        let creator = try BackupBody(request).text("CreatorRequestId")
        let body = try BackupBody(request).requiredStructure("RestoreTestingSelection")
        let name = try RestoreTestingReader.name(
            try body.requiredText("RestoreTestingSelectionName"), "RestoreTestingSelectionName")
        let type = try RestoreTestingReader.type(body)
        _ = try body.required("IamRoleArn")
        guard let resources = try RestoreTestingReader.resources(body) else {
            throw BackupFault.missing("ProtectedResourceArns or ProtectedResourceConditions must be given")
        }
        let selection = RestoreTestingPlan.Selection(
            name: name, createdAt: request.now, creatorRequestID: creator, resourceType: type,
            roleARN: try body.role("IamRoleArn") ?? "", resourceARNs: resources.arns,
            stringEquals: resources.equals, stringNotEquals: resources.notEquals,
            overrides: try body.map("RestoreMetadataOverrides") ?? [:],
            validationWindowHours: try body.number("ValidationWindowHours", 0...168) ?? 0, updatedAt: nil)
        let plan = region.backup.restoreTestingPlans[index]
        if let present = plan.selections.first(where: { $0.name == name }) {
            guard let creator, creator == present.creatorRequestID else {
                throw BackupFault.exists(
                    "Restore testing selection with the same name already exists", arn: plan.arn,
                    creatorRequestID: present.creatorRequestID)
            }
            return written(present, in: plan, status: 201)
        }
        guard plan.selections.count < mostTestingSelections else {
            throw BackupFault.limit("A restore testing plan may have at most \(mostTestingSelections) selections")
        }
        let place = plan.selections.firstIndex { $0.name > name } ?? plan.selections.endIndex
        region.backup.restoreTestingPlans[index].selections.insert(selection, at: place)
        return written(selection, in: plan, status: 201)
    }

    /// Lists a plan's selections, sorted by name.
    static func listTestingSelections(
        _ request: ServiceRequest, in region: RegionState
    ) throws(ServiceFault) -> ServiceReply {
        let plan = region.backup.restoreTestingPlans[try testingPlanIndex(of: request, in: region)]
        let page = try BackupQuery(request).page(plan.selections, limitedBy: "MaxResults", from: "NextToken")
        return .json(
            ("RestoreTestingSelections", .array(page.items.map { .record(head(of: $0, in: plan)) })),
            ("NextToken", page.next))
    }

    /// Gives a selection.
    static func getTestingSelection(
        _ request: ServiceRequest, in region: RegionState
    ) throws(ServiceFault) -> ServiceReply {
        let plan = region.backup.restoreTestingPlans[try testingPlanIndex(of: request, in: region)]
        let selection = plan.selections[try testingSelectionIndex(of: request, in: plan)]
        func pairs(_ conditions: [BackupSelection.Condition]) -> WireValue {
            .array(conditions.map { .record(("Key", .string($0.key)), ("Value", .string($0.value))) })
        }
        let conditions = WireValue.record(
            ("StringEquals", pairs(selection.stringEquals)), ("StringNotEquals", pairs(selection.stringNotEquals)))
        let more: [(String, WireValue?)] = [
            ("CreatorRequestId", .text(selection.creatorRequestID)),
            ("ProtectedResourceArns", .texts(selection.resourceARNs)), ("ProtectedResourceConditions", conditions),
            ("RestoreMetadataOverrides", .tagMap(selection.overrides)),
        ]
        return .json(("RestoreTestingSelection", .record(head(of: selection, in: plan) + more)))
    }

    /// Changes what a request names of a selection and leaves the rest.
    static func updateTestingSelection(
        _ request: ServiceRequest, in region: inout RegionState
    ) throws(ServiceFault) -> ServiceReply {
        let index = try testingPlanIndex(of: request, in: region)
        let plan = region.backup.restoreTestingPlans[index]
        let place = try testingSelectionIndex(of: request, in: plan)
        let body = try BackupBody(request).requiredStructure("RestoreTestingSelection")
        var selection = plan.selections[place]
        if let role = try body.role("IamRoleArn") { selection.roleARN = role }
        if let resources = try RestoreTestingReader.resources(body) {
            selection.resourceARNs = resources.arns
            selection.stringEquals = resources.equals
            selection.stringNotEquals = resources.notEquals
        }
        if let overrides = try body.map("RestoreMetadataOverrides") { selection.overrides = overrides }
        if let hours = try body.number("ValidationWindowHours", 0...168) { selection.validationWindowHours = hours }
        selection.updatedAt = request.now
        region.backup.restoreTestingPlans[index].selections[place] = selection
        return written(selection, in: plan, more: [("UpdateTime", .time(request.now))])
    }

    /// Takes a selection out of a plan.
    static func deleteTestingSelection(
        _ request: ServiceRequest, in region: inout RegionState
    ) throws(ServiceFault) -> ServiceReply {
        let index = try testingPlanIndex(of: request, in: region)
        let place = try testingSelectionIndex(of: request, in: region.backup.restoreTestingPlans[index])
        region.backup.restoreTestingPlans[index].selections.remove(at: place)
        return ServiceReply(status: 204, .empty)
    }

    private static func testingSelectionIndex(
        of request: ServiceRequest, in plan: RestoreTestingPlan
    ) throws(ServiceFault) -> Int {
        let name = request.labels["RestoreTestingSelectionName"] ?? ""
        guard let index = plan.selections.firstIndex(where: { $0.name == name }) else {
            throw BackupFault.notFound("Restore testing selection \(name) does not exist")
        }
        return index
    }

    private static func written(
        _ selection: RestoreTestingPlan.Selection, in plan: RestoreTestingPlan, status: Int = 200,
        more: [(String, WireValue?)] = []
    ) -> ServiceReply {
        let members: [(String, WireValue?)] = [
            ("CreationTime", .time(selection.createdAt)), ("RestoreTestingPlanArn", .string(plan.arn)),
            ("RestoreTestingPlanName", .string(plan.name)),
            ("RestoreTestingSelectionName", .string(selection.name)),
        ]
        return ServiceReply(status: status, .json(.record(members + more)))
    }

    private static func head(
        of selection: RestoreTestingPlan.Selection, in plan: RestoreTestingPlan
    ) -> [(String, WireValue?)] {
        [
            ("CreationTime", .time(selection.createdAt)), ("IamRoleArn", .string(selection.roleARN)),
            ("ProtectedResourceType", .string(selection.resourceType)),
            ("RestoreTestingPlanName", .string(plan.name)),
            ("RestoreTestingSelectionName", .string(selection.name)),
            ("ValidationWindowHours", .integer(selection.validationWindowHours)),
        ]
    }
}
