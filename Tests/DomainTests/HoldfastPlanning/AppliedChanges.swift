import HoldfastModel
import HoldfastPlanning

/// A pure AWS for one account: what the changes of a plan leave behind.
struct AppliedChanges {
    private(set) var snapshots: [RegionSnapshot]
    private var made: Set<String> = []

    init(_ snapshots: [RegionSnapshot]) { self.snapshots = snapshots }

    /// Makes one change; false when a change it depends on was not made before, or a precondition does not hold.
    mutating func apply(_ change: Change) -> Bool {
        guard change.dependsOn.allSatisfy(made.contains) else { return false }
        for precondition in change.preconditions where !holds(precondition, in: change.region) { return false }
        made.insert(change.id)
        if case .createVault(let name, _, _) = change.payload {
            let vault = World.vault(name, in: change.region)
            for index in snapshots.indices {
                if snapshots[index].region == change.region { snapshots[index].vaults.append(vault) }
                if snapshots[index].copyDestinationVaults[change.region] != nil {
                    snapshots[index].copyDestinationVaults[change.region]?.append(vault)
                }
            }
            return true
        }
        guard let index = snapshots.firstIndex(where: { $0.region == change.region }) else { return false }
        Self.apply(change.payload, to: &snapshots[index])
        return true
    }

    private static func apply(_ payload: ChangePayload, to snapshot: inout RegionSnapshot) {
        switch payload {
        case .createVault, .tagVault: break
        case .updateRegionSettings(let optIn):
            guard let settings = snapshot.regionSettings else { return }
            snapshot.regionSettings = BackupRegionSettings(optIn: settings.optIn.merging(optIn) { $1 })
        case .createPlan(let plan):
            // AWS turns the order of rules round, as far as anyone may rely on it.
            snapshot.plans.append(World.plan(plan.name, rules: plan.rules.reversed(), selections: []))
        case .updatePlan(let id, let plan):
            snapshot.plans = snapshot.plans.map { old in
                old.id == id
                    ? World.plan(old.name, id: id, rules: plan.rules, selections: old.selections) : old
            }
        case .createSelection(let name, _, let selection):
            snapshot.plans = snapshot.plans.map { old in
                old.name == name
                    ? World.plan(name, id: old.id, rules: old.rules, selections: (old.selections ?? []) + [selection])
                    : old
            }
        case .tagResource(let arn, _, let tags):
            snapshot.resources = snapshot.resources.map { old in
                guard old.arn == arn else { return old }
                return Resource(
                    arn: old.arn, type: old.type, accountID: old.accountID, region: old.region,
                    tags: (old.tags ?? [:]).merging(tags) { $1 }, createdAt: old.createdAt)
            }
        }
    }

    private func holds(_ precondition: Precondition, in region: AWSRegion) -> Bool {
        guard let snapshot = snapshots.first(where: { $0.region == region }) else { return true }
        switch precondition {
        case .vaultAbsent(let name): return !snapshot.vaults.contains { $0.name == name }
        case .vaultExists(let name): return snapshot.vaults.contains { $0.name == name }
        case .planAbsent(let name): return !snapshot.plans.contains { $0.name == name }
        case .planVersion(let id, let version):
            return snapshot.plans.contains { $0.id == id && $0.versionID == version }
        case .selectionAbsent(let plan, let name):
            let found = snapshot.plans.filter { $0.name == plan }.flatMap { $0.selections ?? [] }
            return !found.contains { $0.name == name }
        case .roleExists(let arn): return snapshot.backupRole == BackupRoleFact(arn: arn, exists: true)
        case .optIn(let settings):
            return settings.allSatisfy { snapshot.regionSettings?.optIn[$0.key] == $0.value }
        case .resourceTag(let arn, let key, let value):
            return snapshot.resources.first { $0.arn == arn }?.tags?[key] == value
        }
    }
}
