internal import AWSBackup
internal import AWSCore
internal import HoldfastModel

/// Reads the backup plans with their rules, selections and tags.
struct BackupPlanReader: FactReader {
    static let facts: Set<FactKind> = [.plans, .selections]
    static let iamActions = [
        "backup:GetBackupPlan", "backup:GetBackupSelection", "backup:ListBackupPlans", "backup:ListBackupSelections",
        "backup:ListTags",
    ]

    /// All plans.
    ///
    /// Costs one call for every 1,000 plans, three a plan and one a selection.
    func plans(in context: RegionContext, log: inout ReadLog) async -> [HoldfastModel.BackupPlan] {
        let api = "backup:ListBackupPlans"
        let service = BackupAPI(context.caller)
        let members = await log.pages(api, for: .plans) { token throws(AWSError) in
            let output = try await service.listBackupPlans(ListBackupPlansInput(nextToken: token, maxResults: 1_000))
            return Page(items: output.backupPlansList, next: output.nextToken)
        }
        var plans: [HoldfastModel.BackupPlan] = []
        for member in members {
            guard let id = member.backupPlanID.present,
                let arn = member.backupPlanARN.present.flatMap(ResourceARN.init(rawValue:))
            else {
                log.addMalformed("a plan has no id or ARN", api: api, for: .plans)
                continue
            }
            plans.append(await plan(member, id: id, arn: arn, service, log: &log))
        }
        return plans.sorted { ($0.name, $0.id) < ($1.name, $1.id) }
    }

    private func plan(
        _ member: BackupPlansListMember, id: String, arn: ResourceARN, _ service: BackupAPI, log: inout ReadLog
    ) async -> HoldfastModel.BackupPlan {
        let scope = ReadGap.Scope.plan(id)
        let output = await log.attempt("backup:GetBackupPlan", for: .plans, scope: scope) {
            () async throws(AWSError) in try await service.getBackupPlan(GetBackupPlanInput(backupPlanID: id))
        }
        var rules: [HoldfastModel.BackupRule]?
        if let output {
            rules = BackupShapes.rules(output.backupPlan?.rules)
            if rules == nil {
                log.addMalformed(
                    "the plan's rules cannot be read", api: "backup:GetBackupPlan", for: .plans, scope: scope)
            }
        }
        let selections = await selections(of: id, service, log: &log)
        let tags = await tags(of: arn, service, scope: scope, log: &log)
        let settings = output?.backupPlan?.advancedBackupSettings ?? output?.advancedBackupSettings ?? []
        return HoldfastModel.BackupPlan(
            id: id, arn: arn, name: output?.backupPlan?.backupPlanName.present ?? member.backupPlanName ?? "",
            versionID: output?.versionID.present ?? member.versionID.present, rules: rules, selections: selections,
            tags: tags, advancedSettings: BackupShapes.settings(settings),
            createdAt: member.creationDate.instant, lastExecutionAt: member.lastExecutionDate.instant)
    }

    /// The selections of a plan, or nothing when one of them could not be read.
    private func selections(
        of planID: String, _ service: BackupAPI, log: inout ReadLog
    ) async -> [HoldfastModel.BackupSelection]? {
        let scope = ReadGap.Scope.plan(planID)
        var listing = log.fresh()
        let members = await listing.pages("backup:ListBackupSelections", for: .selections, scope: scope) {
            token throws(AWSError) in
            let output = try await service.listBackupSelections(
                ListBackupSelectionsInput(backupPlanID: planID, nextToken: token, maxResults: 1_000))
            return Page(items: output.backupSelectionsList, next: output.nextToken)
        }
        var selections: [HoldfastModel.BackupSelection] = []
        for member in members {
            guard let id = member.selectionID.present else {
                listing.addMalformed(
                    "a selection has no id", api: "backup:ListBackupSelections", for: .selections, scope: scope)
                continue
            }
            let output = await listing.attempt("backup:GetBackupSelection", for: .selections, scope: scope) {
                () async throws(AWSError) in
                try await service.getBackupSelection(GetBackupSelectionInput(backupPlanID: planID, selectionID: id))
            }
            guard let output else { continue }
            guard
                let selection = BackupShapes.selection(
                    output.backupSelection, id: id,
                    createdAt: output.creationDate.instant ?? member.creationDate.instant)
            else {
                listing.addMalformed(
                    "selection \(id) cannot be read", api: "backup:GetBackupSelection", for: .selections, scope: scope)
                continue
            }
            selections.append(selection)
        }
        log.merge(listing)
        guard listing.gaps.isEmpty else { return nil }
        return selections.sorted { ($0.name, $0.id ?? "") < ($1.name, $1.id ?? "") }
    }

    /// Every page of the tags of a plan; nothing when one of them could not be read.
    private func tags(
        of arn: ResourceARN, _ service: BackupAPI, scope: ReadGap.Scope, log: inout ReadLog
    ) async -> [String: String]? {
        var reading = log.fresh()
        let pairs = await reading.pages("backup:ListTags", for: .plans, scope: scope) { token throws(AWSError) in
            let output = try await service.listTags(ListTagsInput(resourceARN: arn.rawValue, nextToken: token))
            return Page(items: (output.tags ?? [:]).map { (key: $0.key, value: $0.value) }, next: output.nextToken)
        }
        log.merge(reading)
        return reading.gaps.isEmpty ? Dictionary(pairs.map { ($0.key, $0.value) }) { $1 } : nil
    }
}
