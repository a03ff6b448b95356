internal import AWSWire

extension BackupService {
    /// The selections of plans.
    static let selectionOperations: [BackupOperation] = [
        .read("GET", "/backup/plans/{backupPlanId}/selections", "ListBackupSelections", listSelections),
        .write("PUT", "/backup/plans/{backupPlanId}/selections", "CreateBackupSelection", createSelection),
        .read("GET", "/backup/plans/{backupPlanId}/selections/{selectionId}", "GetBackupSelection", getSelection),
        .write(
            "DELETE", "/backup/plans/{backupPlanId}/selections/{selectionId}", "DeleteBackupSelection",
            deleteSelection),
    ]

    /// The most selections a plan has (AWS Backup quotas).
    private static let mostSelections = 100

    /// Lists a plan's selections in the order of their creation.
    static func listSelections(_ request: ServiceRequest, in region: RegionState) throws(ServiceFault) -> ServiceReply {
        let plan = region.backup.plans[try planIndex(of: request, in: region)]
        let page = try BackupQuery(request).page(plan.selections)
        let list = page.items.map { selection in
            WireValue.record(
                ("SelectionId", .string(selection.id)), ("SelectionName", .string(selection.name)),
                ("BackupPlanId", .string(plan.id)), ("CreationDate", .time(selection.createdAt)),
                ("CreatorRequestId", .text(selection.creatorRequestID)), ("IamRoleArn", .string(selection.roleARN)))
        }
        return .json(("BackupSelectionsList", .array(list)), ("NextToken", page.next))
    }

    /// Gives a selection's document.
    static func getSelection(_ request: ServiceRequest, in region: RegionState) throws(ServiceFault) -> ServiceReply {
        let plan = region.backup.plans[try planIndex(of: request, in: region)]
        let selection = plan.selections[try selectionIndex(of: request, in: plan)]
        return .json(
            ("BackupSelection", selection.document), ("SelectionId", .string(selection.id)),
            ("BackupPlanId", .string(plan.id)), ("CreationDate", .time(selection.createdAt)),
            ("CreatorRequestId", .text(selection.creatorRequestID)))
    }

    /// Adds a selection to a plan; the same request id gives the one that is there, the same name is refused.
    static func createSelection(
        _ request: ServiceRequest, in region: inout RegionState
    ) throws(ServiceFault) -> ServiceReply {
        let id = request.labels["backupPlanId"] ?? ""
        // This operation has no error of its own for a plan that is not there.
        guard let index = region.backup.plans.firstIndex(where: { $0.id == id }) else {
            throw BackupFault.invalid("Cannot find Backup plan with ID \(id)")
        }
        let present = region.backup.plans[index].selections
        let creator = try request.creatorRequestID()
        if let creator, let same = present.first(where: { $0.creatorRequestID == creator }) {
            return written(same, planID: id)
        }
        var random = request.creation
        let selection = try BackupSelectionReader.selection(
            request.parameters["BackupSelection"], id: random.uuid(), createdAt: request.now, creatorRequestID: creator)
        if let same = present.first(where: { $0.name == selection.name }) {
            throw BackupFault.exists(
                "Backup selection with the same name already exists", arn: nil,
                creatorRequestID: same.creatorRequestID)
        }
        guard present.count < mostSelections else {
            throw BackupFault.limit("A backup plan may have at most \(mostSelections) selections")
        }
        region.backup.plans[index].selections.append(selection)
        return written(selection, planID: id)
    }

    /// Takes a selection out of a plan.
    static func deleteSelection(
        _ request: ServiceRequest, in region: inout RegionState
    ) throws(ServiceFault) -> ServiceReply {
        let index = try planIndex(of: request, in: region)
        let selection = try selectionIndex(of: request, in: region.backup.plans[index])
        region.backup.plans[index].selections.remove(at: selection)
        return ServiceReply(.empty)
    }

    private static func selectionIndex(of request: ServiceRequest, in plan: BackupPlan) throws(ServiceFault) -> Int {
        let id = request.labels["selectionId"] ?? ""
        guard let index = plan.selections.firstIndex(where: { $0.id == id }) else {
            throw BackupFault.notFound("Cannot find Backup selection with ID \(id)")
        }
        return index
    }

    private static func written(_ selection: BackupSelection, planID: String) -> ServiceReply {
        .json(
            ("SelectionId", .string(selection.id)), ("BackupPlanId", .string(planID)),
            ("CreationDate", .time(selection.createdAt)))
    }
}

extension BackupSelection {
    /// The document as AWS gives it back: lists and conditions that were not given are empty.
    fileprivate var document: WireValue {
        func conditions(_ conditions: [Condition]) -> WireValue {
            .array(
                conditions.map {
                    .record(("ConditionKey", .string($0.key)), ("ConditionValue", .string($0.value)))
                })
        }
        let tags = listOfTags.map { condition in
            WireValue.record(
                ("ConditionType", .string("STRINGEQUALS")), ("ConditionKey", .string(condition.key)),
                ("ConditionValue", .string(condition.value)))
        }
        return .record(
            ("SelectionName", .string(name)), ("IamRoleArn", .string(roleARN)), ("Resources", .texts(resources)),
            ("ListOfTags", .array(tags)), ("NotResources", .texts(notResources)),
            (
                "Conditions",
                .record(
                    ("StringEquals", conditions(stringEquals)), ("StringNotEquals", conditions(stringNotEquals)),
                    ("StringLike", conditions(stringLike)), ("StringNotLike", conditions(stringNotLike)))
            ))
    }
}
