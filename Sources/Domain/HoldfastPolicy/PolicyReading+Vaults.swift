internal import HoldfastModel
internal import HoldfastYAML

extension PolicyReading {
    /// The vault a tier writes to; nothing when nothing is said.
    mutating func vault(
        _ node: YAMLNode?, _ tier: String
    ) -> (requirement: VaultRequirement, place: Diagnostic.Location)? {
        let what = "the vault of \(tier)"
        guard let node,
            let fields = reader.fields(
                of: node, what, known: ["name", "key", "customerManagedKey", "lock"], required: ["name"])
        else { return nil }
        let name = vaultName(fields["name"], "the name of \(what)")
        let key = keyTemplate(fields["key"])
        let isCustomerManaged = reader.flag(fields["customerManagedKey"], "customerManagedKey of \(what)") ?? false
        if isCustomerManaged, fields["key"] == nil {
            reader.warn(
                "key-not-named", "\(what) must have a customer's key and names none, so Holdfast cannot create it",
                at: fields.place(of: "customerManagedKey"), hint: "add 'key:' with the ARN of the key")
        }
        let lock = lock(fields["lock"], what)
        guard let name else { return nil }
        return (
            VaultRequirement(
                name: name, encryptionKey: key, requiresCustomerManagedKey: isCustomerManaged, lock: lock),
            fields.place(of: "name")
        )
    }

    /// Source: AWS Backup API Reference, "CreateBackupVault".
    private mutating func vaultName(_ node: YAMLNode?, _ what: String) -> String? {
        guard let node, let name = reader.text(node, what) else { return nil }
        guard (2...50).contains(name.utf8.count), name.utf8.allSatisfy(Self.isNameByte) else {
            reader.report(
                "invalid-name", "\(what) '\(name)' is none AWS Backup takes", at: node.location,
                hint: "2 to 50 letters, digits, '-' and '_'")
            return nil
        }
        return name
    }

    /// Source: AWS Backup API Reference, "PutBackupVaultLockConfiguration".
    private mutating func lock(_ node: YAMLNode?, _ vault: String) -> VaultLockRequirement? {
        let what = "the lock of \(vault)"
        guard let node,
            let fields = reader.fields(
                of: node, what, known: ["mode", "minRetention", "maxRetention"], required: ["mode"])
        else { return nil }
        let mode = reader.choice(fields["mode"], "the mode of \(what)", of: LockMode.self)
        let minimum = days(fields["minRetention"], "minRetention of \(what)")
        let maximum = days(fields["maxRetention"], "maxRetention of \(what)")
        if let minimum, let maximum, minimum > maximum {
            reader.report(
                "lock-range", "\(what) asks for at least \(minimum) and at most \(maximum)",
                at: fields.place(of: "maxRetention"))
            return nil
        }
        return mode.map {
            VaultLockRequirement(mode: $0.mode, minimumRetention: minimum, maximumRetention: maximum)
        }
    }

    private enum LockMode: String, CaseIterable {
        case governance
        case compliance

        var mode: VaultLockRequirement.Mode { self == .governance ? .governance : .compliance }
    }

    /// The copies of a tier.
    ///
    /// Source: AWS Backup API Reference, "CopyAction", and Developer Guide, "AWS Backup quotas".
    mutating func copies(
        _ node: YAMLNode?, _ tier: String, tierRetention: CalendarDays?
    ) -> [(target: CopyTarget, place: Diagnostic.Location)] {
        guard let node, let items = reader.items(of: node, "copies of \(tier)") else { return [] }
        if items.count > 5 {
            reader.report(
                "too-many-copies", "\(tier) has \(items.count) copies; AWS Backup makes 5 at most",
                at: items[5].location)
        }
        return items.compactMap { item in
            copy(item, "a copy of \(tier)", tierRetention: tierRetention).map { ($0, item.location) }
        }
    }

    private mutating func copy(_ node: YAMLNode, _ what: String, tierRetention: CalendarDays?) -> CopyTarget? {
        let known = ["region", "vault", "account", "retention", "coldStorage"]
        guard let fields = reader.fields(of: node, what, known: known, required: ["region", "vault"]) else {
            return nil
        }
        let region = region(fields["region"], "the region of \(what)")
        let vault = vaultName(fields["vault"], "the vault of \(what)")
        let account = account(fields["account"], "the account of \(what)")
        let retention = days(fields["retention"], "the retention of \(what)")
        let cold = coldStorage(fields["coldStorage"], what)
        let effective = fields["retention"] == nil ? tierRetention : retention
        checkLifecycle(retention: effective, cold: cold, what: what)
        if vault == "Default", fields["account"] != nil {
            reader.report(
                "copy-to-default-vault", "\(what) goes to the vault Default of another account, which AWS refuses",
                at: fields.place(of: "vault"), hint: "name a vault with a customer's key")
        }
        guard let region, let vault else { return nil }
        return CopyTarget(
            region: region, account: account, vaultName: vault, retention: retention, coldStorageAfter: cold?.days)
    }

    /// Checks vaults and copies of all tiers against each other.
    mutating func checkVaults(of tiers: [TierDraft]) {
        for (index, tier) in tiers.enumerated() {
            checkContradictions(of: tier, with: tiers[..<index])
            checkLocks(on: tier, of: tiers)
            checkCopies(of: tier)
        }
    }

    private mutating func checkContradictions(of tier: TierDraft, with earlier: ArraySlice<TierDraft>) {
        guard let vault = tier.vault,
            let other = earlier.first(where: { $0.vault?.requirement.name == vault.requirement.name }),
            let otherVault = other.vault
        else { return }
        // A tier that asks for no lock is content with any; a tier that names no key asks for AWS Backup's own.
        let locks = [vault.requirement.lock, otherVault.requirement.lock].compactMap { $0 }
        var contradictions: [String] = []
        if vault.requirement.encryptionKey != otherVault.requirement.encryptionKey { contradictions.append("key") }
        if Set(locks).count > 1 { contradictions.append("lock") }
        guard !contradictions.isEmpty else { return }
        reader.report(
            "conflicting-vault",
            "tiers '\(other.name)' and '\(tier.name)' write to the vault '\(vault.requirement.name)' and ask different "
                + "things of it: \(contradictions.joined(separator: ", "))",
            at: vault.place,
            hint: "say the same in both (line \(otherVault.place.line)), or give each a vault of its own")
    }

    /// A job whose retention a vault's lock does not allow fails, so such a tier would never have a backup.
    ///
    /// Source: AWS Backup Developer Guide, "AWS Backup Vault Lock".
    private mutating func checkLocks(on tier: TierDraft, of tiers: [TierDraft]) {
        if let vault = tier.vault, let retention = tier.retention {
            checkLock(
                on: vault.requirement.name, retention.days, "tier '\(tier.name)'", at: retention.place, of: tiers)
        }
        for copy in tier.copies where copy.target.account == nil {
            guard let retention = copy.target.retention ?? tier.retention?.days else { continue }
            checkLock(
                on: copy.target.vaultName, retention, "a copy of tier '\(tier.name)'", at: copy.place, of: tiers)
        }
    }

    private mutating func checkLock(
        on vaultName: String, _ retention: CalendarDays, _ what: String, at place: Diagnostic.Location,
        of tiers: [TierDraft]
    ) {
        let vaults = tiers.compactMap(\.vault).filter { $0.requirement.name == vaultName }
        guard let lock = vaults.compactMap(\.requirement.lock).first else { return }
        let isTooShort = lock.minimumRetention.map { retention < $0 } ?? false
        let isTooLong = lock.maximumRetention.map { retention > $0 } ?? false
        guard isTooShort || isTooLong, let bound = isTooShort ? lock.minimumRetention : lock.maximumRetention else {
            return
        }
        reader.report(
            "lock-refuses-retention",
            "\(what) keeps recovery points for \(retention); the lock of its vault '\(vaultName)' allows "
                + "\(isTooShort ? "no less" : "no more") than \(bound), so every job would fail",
            at: place)
    }

    private mutating func checkCopies(of tier: TierDraft) {
        var seen: [String: Int] = [:]
        for copy in tier.copies {
            let target = copy.target
            if target.account == nil, target.vaultName == tier.vault?.requirement.name {
                reader.report(
                    "copy-to-own-vault",
                    "a copy of tier '\(tier.name)' goes to the vault '\(target.vaultName)' it is made from when the "
                        + "resource is in \(target.region)",
                    at: copy.place, hint: "name another vault, such as \(target.vaultName.prefix(43))-copies")
            }
            let key = "\(target.account?.rawValue ?? "") \(target.region) \(target.vaultName)"
            if let line = seen[key] {
                reader.report(
                    "duplicate-copy", "tier '\(tier.name)' is copied twice to \(target.region), '\(target.vaultName)'",
                    at: copy.place, hint: "it stands first in line \(line)")
            }
            seen[key] = seen[key] ?? copy.place.line
        }
    }
}
