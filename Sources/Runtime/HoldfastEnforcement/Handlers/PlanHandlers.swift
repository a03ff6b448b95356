internal import AWSBackup
internal import AWSCore
internal import HoldfastModel
package import HoldfastPlanning

/// Makes a backup plan.
package struct CreatePlanHandler: ChangeHandler {
    package static let action = ChangeAction.createPlan
    package static let iamActions = ["backup:CreateBackupPlan", "backup:TagResource"]

    func make(
        _ call: ChangeCall, _ specification: PlanSpecification
    ) async throws(ChangeFailure) -> MadeChange {
        let input = CreateBackupPlanInput(
            backupPlan: PlanShapes.plan(specification, keeping: nil),
            backupPlanTags: specification.tags.isEmpty ? nil : specification.tags, creatorRequestID: call.token)
        let output = try await call.attempt { () async throws(AWSError) in
            try await BackupAPI(call.caller).createBackupPlan(input)
        }
        guard let id = output.backupPlanID, !id.isEmpty else {
            throw ChangeFailure(code: "MalformedAnswer", message: "AWS Backup did not name the plan it made")
        }
        return MadeChange(createdID: id)
    }
}

/// Brings a backup plan back to policy.
package struct UpdatePlanHandler: ChangeHandler {
    package static let action = ChangeAction.updatePlan
    package static let iamActions = ["backup:GetBackupPlan", "backup:UpdateBackupPlan"]

    /// Reads the plan first, for an update replaces all of it: what policies do not speak of (index and scan actions,
    /// air-gapped targets) is sent back as it is.
    ///
    /// Source: AWS Backup API Reference, "UpdateBackupPlan".
    func make(
        _ call: ChangeCall, id: String, _ specification: PlanSpecification
    ) async throws(ChangeFailure) -> MadeChange {
        let service = BackupAPI(call.caller)
        let current = try await call.attempt { () async throws(AWSError) in
            try await service.getBackupPlan(GetBackupPlanInput(backupPlanID: id))
        }
        guard let plan = current.backupPlan, plan.rules != nil else {
            throw ChangeFailure(code: "MalformedAnswer", message: "the plan as it is could not be read")
        }
        let input = UpdateBackupPlanInput(
            backupPlanID: id, backupPlan: PlanShapes.plan(specification, keeping: plan))
        let output = try await call.attempt { () async throws(AWSError) in try await service.updateBackupPlan(input) }
        return MadeChange(createdID: output.backupPlanID ?? id)
    }
}

/// Makes a selection of a backup plan.
package struct CreateSelectionHandler: ChangeHandler {
    package static let action = ChangeAction.createSelection
    package static let iamActions = ["backup:CreateBackupSelection", "backup:ListBackupPlans", "iam:PassRole"]

    func make(
        _ call: ChangeCall, planName: String, planID: String?, _ selection: HoldfastModel.BackupSelection
    ) async throws(ChangeFailure) -> MadeChange {
        let shape = SelectionShapes.selection(selection)
        guard SelectionShapes.selectsSomething(shape) else {
            // AWS would back up everything in the Region. Source: Developer Guide, "Assign resources to a backup plan".
            throw ChangeFailure(
                code: "EmptySelection", message: "the selection names nothing, which selects everything")
        }
        let id: String
        if let planID {
            id = planID
        } else {
            id = try await plan(named: planName, call)
        }
        let input = CreateBackupSelectionInput(
            backupPlanID: id, backupSelection: shape, creatorRequestID: call.token)
        do throws(AWSError) {
            let output = try await call.trace.follow { () async throws(AWSError) in
                try await BackupAPI(call.caller).createBackupSelection(input)
            }
            return MadeChange(createdID: output.selectionID)
        } catch  where call.isResumed && error.code == "AlreadyExistsException" {
            // The run that was interrupted made it.
            return MadeChange()
        } catch {
            throw ChangeFailure(error)
        }
    }

    /// The plan made by a change before, or by a run before.
    private func plan(named name: String, _ call: ChangeCall) async throws(ChangeFailure) -> String {
        let caller = call.caller
        let ids = try await call.attempt { () async throws(AWSError) in
            try await BackupLookup(caller: caller).planIDs(named: name)
        }
        let made = call.change.dependsOn.compactMap { call.createdIDs[$0] }
        if let own = ids.first(where: made.contains) { return own }
        guard ids.count == 1, let only = ids.first else {
            throw ChangeFailure(
                code: "PlanNotFound", message: "\(ids.count) plans are named \(name), one was expected")
        }
        return only
    }
}
