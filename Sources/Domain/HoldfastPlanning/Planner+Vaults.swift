internal import HoldfastEvaluation
internal import HoldfastModel
internal import HoldfastPolicy

extension Planner {
    /// Plans the vaults of this account that copies go to; those of other accounts are refused by name.
    func planDestinationVaults(_ work: inout RegionWork, _ world: AccountWorld, _ draft: inout ChangeDraft) {
        for desired in work.desired.tiers {
            for copy in desired.copies {
                let arn = copy.action.destinationVaultARN.rawValue
                if copy.isElsewhere {
                    draft.refuse(
                        .copyLinksMissing,
                        "tier \(desired.tier.name) copies to \(arn) in another account; the links between the accounts"
                            + " (vault policy, key grants, cross-account backup) are not made by Holdfast yet",
                        in: work.snapshot.region, target: arn)
                    continue
                }
                // A copy into the tier's own Region shares the vaults of the Region.
                let sight = world.vaults(of: copy.region, seenFrom: work.snapshot, named: copy.vaultName)
                plan(sight, named: copy.vaultName, in: copy.region, for: desired.tier, &work, &draft)
            }
        }
    }

    /// Plans the vaults backups are written to.
    func planVaults(_ work: inout RegionWork, _ draft: inout ChangeDraft) {
        for desired in work.desired.tiers {
            let name = desired.tier.vault.name
            let sight: VaultSight =
                if let gap = work.snapshot.gap(hidingVault: name) {
                    .hidden(gap)
                } else {
                    work.snapshot.vaults.first { $0.name == name }.map(VaultSight.there) ?? .absent
                }
            plan(sight, named: name, in: work.snapshot.region, for: desired.tier, &work, &draft)
        }
    }

    private func plan(
        _ sight: VaultSight, named name: String, in region: AWSRegion, for tier: ProtectionTier,
        _ work: inout RegionWork, _ draft: inout ChangeDraft
    ) {
        switch sight {
        case .there(let vault):
            guard vault.state == nil || vault.state == "AVAILABLE" else {
                work.tiersWithoutVault.insert(tier.name)
                draft.refuse(
                    .vaultNotAvailable, "vault \(name) is \(vault.state ?? ""), so tier \(tier.name) cannot use it",
                    in: region, target: vault.arn.rawValue)
                return
            }
        case .hidden(let gap):
            work.tiersWithoutVault.insert(tier.name)
            draft.refuse(for: gap, in: region, target: "vault \(name)")
        case .absent:
            let key = tier.vault.encryptionKey?.filled(account: draft.account.id, region: region)
            let id = draft.add(
                .createVault, in: region, target: name, before: nil,
                after: ChangeFields.vault(name: name, encryptionKeyARN: key),
                payload: .createVault(name: name, encryptionKeyARN: key, tags: Self.ownershipTags),
                reasons: work.reasons(["HF-PLN-01", "HF-PLN-02", "HF-LCK-01"], tier: tier.name),
                preconditions: [.vaultAbsent(name: name)],
                iamActions: ["backup:CreateBackupVault", "backup:TagResource"])
            work.vaultChanges[tier.name, default: []].append(id)
        }
    }

    /// Plans the opt-in of types that hold resources with a tier; only of types the Region named.
    func planRegionSettings(_ work: inout RegionWork, _ draft: inout ChangeDraft) {
        let types = Set(work.desired.tiers.flatMap(\.resources).map(\.type)).sorted()
        guard !types.isEmpty else { return }
        let region = work.snapshot.region
        guard let settings = work.snapshot.regionSettings else {
            let gap = work.snapshot.gaps.first { $0.fact == .regionSettings }
            draft.refuse(
                .factUnknown, "the opt-in settings were not read\(gap.map { ": \($0.api) \($0.code)" } ?? "")",
                in: region, target: "region-settings")
            return
        }
        var off: [String: Bool] = [:]
        for type in types {
            switch settings.optIn[type.rawValue] {
            case true?: continue
            case false?: off[type.rawValue] = false
            case nil:
                draft.refuse(
                    .typeNotOffered, "AWS Backup names no opt-in for \(type) in \(region), so it cannot be opted in",
                    in: region, target: type.rawValue)
            }
        }
        guard !off.isEmpty else { return }
        let on = off.mapValues { _ in true }
        work.settingsChange = draft.add(
            .updateRegionSettings, in: region, target: "region-settings", before: ChangeFields.optIn(off),
            after: ChangeFields.optIn(on), payload: .updateRegionSettings(optIn: on),
            reasons: work.reasons(["HF-SET-01"]), preconditions: [.optIn(off)],
            iamActions: ["backup:UpdateRegionSettings"])
    }
}
