internal import HoldfastEvaluation
internal import HoldfastModel
internal import HoldfastPolicy

extension Planner {
    /// Plans the backup plan of each tier in use: made where it is missing, repaired where it means something else.
    func planPlans(_ work: inout RegionWork, _ draft: inout ChangeDraft) {
        for desired in work.desired.tiers where !work.tiersWithoutVault.contains(desired.tier.name) {
            if let plan = Self.plan(named: desired.plan.name, in: work.snapshot) {
                planUpdate(of: plan, to: desired, &work, &draft)
            } else if let gap = work.snapshot.gaps.first(where: { $0.fact == .plans }) {
                // The plan may be the one that was not read.
                draft.refuse(for: gap, in: work.snapshot.region, target: "plan \(desired.plan.name)")
            } else {
                planCreation(of: desired, &work, &draft)
            }
        }
    }

    /// The plan of that name; the oldest when people made several.
    static func plan(named name: String, in snapshot: RegionSnapshot) -> BackupPlan? {
        snapshot.plans.filter { $0.name == name }.min {
            ($0.createdAt?.millisecondsSinceEpoch ?? .max, $0.id)
                < ($1.createdAt?.millisecondsSinceEpoch ?? .max, $1.id)
        }
    }

    private func planCreation(of desired: DesiredState.Tier, _ work: inout RegionWork, _ draft: inout ChangeDraft) {
        let specification = PlanSpecification(
            name: desired.plan.name, rules: desired.plan.rules, tags: Self.ownershipTags)
        let vaults = work.vaultChanges[desired.tier.name] ?? []
        let id = draft.add(
            .createPlan, in: work.snapshot.region, target: desired.plan.name, before: nil,
            after: ChangeFields.plan(name: desired.plan.name, rules: desired.plan.rules, settings: []),
            payload: .createPlan(specification), reasons: work.reasons(["HF-PLN-01"], tier: desired.tier.name),
            preconditions: [.planAbsent(name: desired.plan.name), .vaultExists(name: desired.tier.vault.name)],
            iamActions: ["backup:CreateBackupPlan", "backup:TagResource"], dependsOn: vaults)
        work.planChanges[desired.tier.name] = [id]
    }

    private func planUpdate(
        of plan: BackupPlan, to desired: DesiredState.Tier, _ work: inout RegionWork, _ draft: inout ChangeDraft
    ) {
        let region = work.snapshot.region
        guard let rules = plan.rules else {
            let gap = work.snapshot.gap(hiding: [.plans], ofPlan: plan.id)
            draft.refuse(
                .factUnknown,
                "the rules of plan \(plan.name) were not read\(gap.map { ": \($0.api) \($0.code)" } ?? "")",
                in: region, target: plan.arn.rawValue)
            return
        }
        let wanted = desired.plan.rules.map { Self.keepingForeignCopies($0, of: rules, desired) }
        guard !PlanComparison.differences(wanted: wanted, found: rules).isEmpty else {
            work.planChanges[desired.tier.name] = []
            return
        }
        guard let version = plan.versionID else {
            draft.refuse(
                .factUnknown, "the version of plan \(plan.name) was not read, so a change of it could not be checked",
                in: region, target: plan.arn.rawValue)
            return
        }
        let specification = PlanSpecification(
            name: plan.name, rules: wanted, advancedSettings: plan.advancedSettings)
        let id = draft.add(
            .updatePlan, in: region, target: plan.arn.rawValue,
            before: ChangeFields.plan(name: plan.name, rules: rules, settings: plan.advancedSettings),
            after: ChangeFields.plan(name: plan.name, rules: wanted, settings: plan.advancedSettings),
            payload: .updatePlan(id: plan.id, specification),
            reasons: work.reasons(["HF-PLN-01", "HF-PLN-03"], subject: plan.arn.rawValue),
            preconditions: [
                .planVersion(id: plan.id, versionID: version), .vaultExists(name: desired.tier.vault.name),
            ],
            iamActions: ["backup:UpdateBackupPlan"], dependsOn: work.vaultChanges[desired.tier.name] ?? [])
        work.planChanges[desired.tier.name] = [id]
    }

    /// The wanted rule with the copies into other accounts that policy asks for and somebody made already.
    private static func keepingForeignCopies(
        _ wanted: BackupRule, of found: [BackupRule], _ desired: DesiredState.Tier
    ) -> BackupRule {
        let asked = Set(desired.copies.filter(\.isElsewhere).map(\.action.destinationVaultARN))
        let kept = found.filter { $0.name == wanted.name }.flatMap(\.copyActions).filter {
            asked.contains($0.destinationVaultARN)
        }
        guard !kept.isEmpty else { return wanted }
        return BackupRule(
            name: wanted.name, targetVaultName: wanted.targetVaultName, scheduleExpression: wanted.scheduleExpression,
            scheduleTimezone: wanted.scheduleTimezone, startWindowMinutes: wanted.startWindowMinutes,
            completionWindowMinutes: wanted.completionWindowMinutes, lifecycle: wanted.lifecycle,
            copyActions: wanted.copyActions + kept, enablesContinuousBackup: wanted.enablesContinuousBackup,
            recoveryPointTags: wanted.recoveryPointTags)
    }
}
