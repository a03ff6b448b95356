package import HoldfastModel

extension RegionSnapshot {
    /// The same snapshot with nothing where a gap says that what stands there may be wrong or cut short.
    package var withoutWhatGapsCover: RegionSnapshot {
        guard !gaps.isEmpty else { return self }
        var clean = self
        let tagGaps = gaps.filter { $0.fact == .tags || $0.fact == .session }
        if !tagGaps.isEmpty {
            clean.resources = resources.map { resource in
                tagGaps.contains { Coverage.concerns($0.scope, resource) } ? resource.withoutTags : resource
            }
        }
        if gaps.contains(where: { $0.fact == .regionSettings || $0.fact == .session }) { clean.regionSettings = nil }
        clean.plans = plans.map { plan in
            let rulesHidden = gaps.contains { $0.fact == .plans && Coverage.concerns($0.scope, .plan(plan)) }
            let selectionsHidden = gaps.contains { $0.fact == .selections && Coverage.concerns($0.scope, .plan(plan)) }
            return plan.without(rules: rulesHidden, selections: selectionsHidden)
        }
        return clean
    }

    /// The first gap that hides a fact wholly, or the account.
    package func gap(hiding fact: FactKind) -> ReadGap? {
        gaps.first { $0.fact == .session || ($0.fact == fact && $0.scope == .everything) }
    }

    /// The first gap that may hide whether a vault of that name is there.
    package func gap(hidingVault name: String) -> ReadGap? {
        gaps.first { gap in
            guard gap.fact == .vaults || gap.fact == .session else { return false }
            if case .vault(let other) = gap.scope { return other == name }
            return true
        }
    }

    /// The first gap that may hide the vaults of another Region.
    package func gap(hidingVaultsOf region: AWSRegion) -> ReadGap? {
        gaps.first { gap in
            guard gap.fact == .copyDestinations || gap.fact == .session else { return false }
            if case .region(let other) = gap.scope { return other == region }
            return true
        }
    }

    /// The first gap of one of the facts that may hide something about a plan of that id.
    package func gap(hiding facts: [FactKind], ofPlan id: String) -> ReadGap? {
        gaps.first { gap in
            guard facts.contains(gap.fact) || gap.fact == .session else { return false }
            if case .plan(let other) = gap.scope { return other == id }
            return true
        }
    }
}

extension Resource {
    fileprivate var withoutTags: Resource {
        Resource(
            arn: arn, type: type, accountID: accountID, region: region, tags: nil, createdAt: createdAt,
            configResourceID: configResourceID, isStopped: isStopped, source: source)
    }
}

extension BackupPlan {
    fileprivate func without(rules hideRules: Bool, selections hideSelections: Bool) -> BackupPlan {
        guard hideRules || hideSelections else { return self }
        return BackupPlan(
            id: id, arn: arn, name: name, versionID: versionID, rules: hideRules ? nil : rules,
            selections: hideSelections ? nil : selections, tags: tags, advancedSettings: advancedSettings,
            createdAt: createdAt, lastExecutionAt: lastExecutionAt)
    }
}
