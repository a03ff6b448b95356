internal import HoldfastEvaluation
internal import HoldfastModel
internal import HoldfastPolicy

extension Planner {
    /// Plans the selections of each tier whose plan is there or will be.
    ///
    /// With tagging on there is one, over everything that bears the tier's tag; with tagging off there are lists of ARNs.
    /// AWS cannot edit a selection and Holdfast deletes none, so one that is there and wrong is told and left.
    func planSelections(_ work: inout RegionWork, _ world: AccountWorld, _ draft: inout ChangeDraft) {
        for tier in policy.tiers { refuseStrangers(in: tier, work, &draft) }
        for desired in work.desired.tiers {
            guard work.planChanges[desired.tier.name] != nil else {
                draft.refuse(
                    .factUnknown, "plan \(desired.plan.name) is not there and not planned, so nothing selects for it",
                    in: work.snapshot.region, target: "\(desired.plan.name)/selections")
                continue
            }
            let plan = Self.plan(named: desired.plan.name, in: work.snapshot)
            guard let found = plan.map(\.selections) ?? [] else {
                let gap = work.snapshot.gap(hiding: [.selections, .plans], ofPlan: plan?.id ?? "")
                draft.refuse(
                    .factUnknown,
                    "the selections of plan \(desired.plan.name) were not read"
                        + (gap.map { ": \($0.api) \($0.code)" } ?? ""),
                    in: work.snapshot.region, target: "\(desired.plan.name)/selections")
                continue
            }
            let role = policy.backupRole.filled(account: draft.account.id, region: work.snapshot.region)
            if policy.tagging.isEnabled {
                planTagSelection(desired, plan, found, role, &work, world, &draft)
            } else {
                planListSelections(desired, plan, found, role, &work, world, &draft)
            }
        }
    }

    /// Tells of selections somebody put into a tier's plan, which take in what the policy does not give the tier.
    private func refuseStrangers(in tier: ProtectionTier, _ work: RegionWork, _ draft: inout ChangeDraft) {
        let name = TierPlan.name(of: tier.name)
        guard let found = Self.plan(named: name, in: work.snapshot)?.selections else { return }
        let role = policy.backupRole.filled(account: draft.account.id, region: work.snapshot.region)
        let own = tagSelection(of: tier.name, role: role)
        for selection in found
        where selection.name != tier.name && Self.listNumber(selection.name, tier: tier.name) == nil
            && !Self.means(selection, own)
        {
            draft.refuse(
                .selectionDrift,
                "selection \(selection.name) stands in plan \(name), which is Holdfast's; Holdfast deletes none",
                in: work.snapshot.region, target: "\(name)/\(selection.name)")
        }
    }

    /// The one selection of a tier when tagging is on: everything that bears the tier's tag.
    private func tagSelection(of tier: String, role: String) -> BackupSelection {
        let condition = SelectionConditions.Parameter(key: "aws:ResourceTag/\(policy.tagging.key)", value: tier)
        return BackupSelection(
            name: tier, roleARN: role, resources: ["*"], conditions: SelectionConditions(stringEquals: [condition]))
    }

    private func planTagSelection(
        _ desired: DesiredState.Tier, _ plan: BackupPlan?, _ found: [BackupSelection], _ role: String,
        _ work: inout RegionWork, _ world: AccountWorld, _ draft: inout ChangeDraft
    ) {
        let tier = desired.tier.name
        let wanted = tagSelection(of: tier, role: role)
        if found.contains(where: { Self.means($0, wanted) }) {
            work.selectionChanges[tier] = []
            return
        }
        if let same = found.first(where: { $0.name == tier }) {
            refuseDrift(of: same, desired, work, &draft)
            return
        }
        if let list = found.first(where: { Self.listNumber($0.name, tier: tier) != nil }) {
            refuseConflict(with: list, "by ARN", desired, work, &draft)
            return
        }
        create(wanted, desired, plan, &work, world, &draft)
    }

    private func planListSelections(
        _ desired: DesiredState.Tier, _ plan: BackupPlan?, _ found: [BackupSelection], _ role: String,
        _ work: inout RegionWork, _ world: AccountWorld, _ draft: inout ChangeDraft
    ) {
        let tier = desired.tier.name
        if let tag = found.first(where: { $0.resources == ["*"] && !$0.conditions.stringEquals.isEmpty }) {
            refuseConflict(with: tag, "by tag", desired, work, &draft)
            return
        }
        let lists = found.filter { Self.listNumber($0.name, tier: tier) != nil }
        let sound = lists.filter { $0.roleARN == role && Self.isPlainList($0) }
        for list in lists where !sound.contains(list) { refuseDrift(of: list, desired, work, &draft) }
        let selected = Set(sound.flatMap(\.resources))
        let wanted = desired.resources.map(\.arn.rawValue)
        refuseSurplus(of: selected.subtracting(wanted), desired, work, &draft)
        let missing = wanted.filter { !selected.contains($0) }
        work.selectionChanges[tier] = []
        var number = lists.compactMap { Self.listNumber($0.name, tier: tier) }.max() ?? 0
        for start in stride(from: 0, to: missing.count, by: Self.selectionSize) {
            number += 1
            let chunk = Array(missing[start..<min(start + Self.selectionSize, missing.count)])
            let selection = BackupSelection(name: "\(tier)-\(number)", roleARN: role, resources: chunk)
            create(selection, desired, plan, &work, world, &draft)
        }
    }

    private func create(
        _ selection: BackupSelection, _ desired: DesiredState.Tier, _ plan: BackupPlan?, _ work: inout RegionWork,
        _ world: AccountWorld, _ draft: inout ChangeDraft
    ) {
        let region = work.snapshot.region
        let target = "\(desired.plan.name)/\(selection.name)"
        switch world.role(selection.roleARN, seenFrom: work.snapshot)?.exists {
        case true?: break
        case false?:
            work.selectionChanges[desired.tier.name] = nil
            draft.refuse(
                .backupRoleMissing,
                "the role \(selection.roleARN) does not exist, so AWS Backup could not back up what is selected",
                in: region, target: target)
            return
        case nil:
            work.selectionChanges[desired.tier.name] = nil
            draft.refuse(
                .factUnknown, "whether the role \(selection.roleARN) exists was not read", in: region, target: target)
            return
        }
        let before = (work.planChanges[desired.tier.name] ?? []) + [work.settingsChange].compactMap(\.self)
        let id = draft.add(
            .createSelection, in: region, target: target, before: nil, after: ChangeFields.selection(selection),
            payload: .createSelection(planName: desired.plan.name, planID: plan?.id, selection),
            reasons: work.reasons(["HF-COV-01", "HF-COV-06", "HF-SEL-01"], tier: desired.tier.name),
            preconditions: [
                .roleExists(arn: selection.roleARN),
                .selectionAbsent(planName: desired.plan.name, name: selection.name),
            ],
            iamActions: ["backup:CreateBackupSelection", "iam:PassRole"], dependsOn: before)
        work.selectionChanges[desired.tier.name, default: []].append(id)
    }

    private func refuseDrift(
        of selection: BackupSelection, _ desired: DesiredState.Tier, _ work: RegionWork, _ draft: inout ChangeDraft
    ) {
        draft.refuse(
            .selectionDrift,
            "selection \(selection.name) of plan \(desired.plan.name) is not what the policy asks for; AWS cannot change"
                + " one and Holdfast deletes none: delete it, and the next plan makes it anew",
            in: work.snapshot.region, target: "\(desired.plan.name)/\(selection.name)")
    }

    private func refuseConflict(
        with selection: BackupSelection, _ kind: String, _ desired: DesiredState.Tier, _ work: RegionWork,
        _ draft: inout ChangeDraft
    ) {
        draft.refuse(
            .selectionConflict,
            "selection \(selection.name) of plan \(desired.plan.name) selects \(kind), against the policy's tagging;"
                + " both at once would select twice, and Holdfast deletes none",
            in: work.snapshot.region, target: "\(desired.plan.name)/\(selection.name)")
    }

    /// Tells of resources that are there, are listed, and have another tier or none.
    private func refuseSurplus(
        of surplus: Set<String>, _ desired: DesiredState.Tier, _ work: RegionWork, _ draft: inout ChangeDraft
    ) {
        for resource in work.snapshot.resources where surplus.contains(resource.arn.rawValue) {
            draft.refuse(
                .selectionDrift,
                "\(resource.arn) is listed by plan \(desired.plan.name) but not of its tier; Holdfast deletes no selection",
                in: work.snapshot.region, target: resource.arn.rawValue)
        }
    }

    /// Whether two selections select the same by the same role, whatever their names.
    private static func means(_ left: BackupSelection, _ right: BackupSelection) -> Bool {
        left.roleARN == right.roleARN && Set(left.resources) == Set(right.resources)
            && Set(left.notResources) == Set(right.notResources) && Set(left.listOfTags) == Set(right.listOfTags)
            && left.conditions == right.conditions
    }

    private static func isPlainList(_ selection: BackupSelection) -> Bool {
        selection.notResources.isEmpty && selection.listOfTags.isEmpty
            && selection.conditions == SelectionConditions() && !selection.resources.isEmpty
    }

    /// The number in `<tier>-<n>`.
    private static func listNumber(_ name: String, tier: String) -> Int? {
        guard name.hasPrefix("\(tier)-") else { return nil }
        return Int(name.dropFirst(tier.utf8.count + 1))
    }
}
