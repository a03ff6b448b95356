internal import HoldfastModel
internal import HoldfastPolicy

/// Whether vaults are what the policy asks for: family VLT.
enum VaultControls {
    static let all = [customerKey, room, available, tagged]

    static let customerKey = Control(
        id: "HF-VLT-01", title: "Vaults are encrypted with the customer's key where the tier demands it",
        severity: .medium, parameters: [.init("require_cmk", "the tier's vault requirement")],
        replaces: [.prowler("backup_vaults_encrypted")],
        needs: [.init(.vaults)], listedBy: [.vaults],
        remediation: "A vault's key cannot be changed: make a vault with a key and let the tier write to it.",
        subjects: { $0.snapshot.vaults.map(Subject.vault) }
    ) { subject, context in
        guard case .vault(let vault) = subject else { return Judgement(.notApplicable, "not a vault") }
        let tier = context.policy.tiers.first {
            $0.vault.name == vault.name && $0.vault.requiresCustomerManagedKey
        }
        guard let tier else { return Judgement(.notApplicable, "no tier demands a customer's key of it") }
        let ground = Judgement.Ground(
            name: "encryptionKeyType", value: vault.encryptionKeyType?.rawValue ?? "not told", fact: .vaults)
        return Judgement(VaultJudge.hasCustomerKey(vault), tier: tier.name, grounds: [ground])
    }

    static let available = Control(
        id: "HF-VLT-06", title: "Vaults are available", severity: .high, needs: [.init(.vaults)], listedBy: [.vaults],
        remediation: "A failed vault takes no backups: make another one and let the tier write to it.",
        subjects: { $0.snapshot.vaults.map(Subject.vault) }
    ) { subject, _ in
        guard case .vault(let vault) = subject else { return Judgement(.notApplicable, "not a vault") }
        let ground = Judgement.Ground(name: "vaultState", value: vault.state ?? "not told", fact: .vaults)
        return Judgement(VaultJudge.isAvailable(vault), grounds: [ground])
    }
}

/// Whether vaults are locked as the policy asks: family LCK.
enum LockControls {
    static let all = [locked, coolingOff, fitsRules]

    static let locked = Control(
        id: "HF-LCK-01", title: "Vaults are locked as the tiers that write to them ask", severity: .high,
        parameters: [
            .init("mode", "the tier's lock"), .init("min_retention", "its least"),
            .init("max_retention", "its greatest"),
        ],
        replaces: [.auditManager("BACKUP_RESOURCES_PROTECTED_BY_BACKUP_VAULT_LOCK")],
        needs: [.init(.vaults)], listedBy: [.vaults],
        remediation: "Put a vault lock on, in governance mode first; Holdfast does not lock vaults by itself.",
        subjects: { context in
            let names = Set(context.snapshot.vaults.map(\.name))
            let missing = Set(context.tiersInUse.filter { $0.vault.lock != nil }.map(\.vault.name)).subtracting(names)
            return context.snapshot.vaults.map(Subject.vault) + missing.sorted().map(Subject.missingVault)
        }
    ) { subject, context in
        switch subject {
        case .missingVault(let name):
            let tier = context.tiersInUse.first { $0.vault.name == name }
            return Judgement(.nonCompliant, "there is no vault \(name), so it is not locked", tier: tier?.name)
        case .vault(let vault):
            let tiers = context.policy.tiers.filter { $0.vault.name == vault.name && $0.vault.lock != nil }
            guard let first = tiers.first else { return Judgement(.notApplicable, "no tier asks for a lock on it") }
            let answers = tiers.compactMap(\.vault.lock).map { VaultJudge.isLocked(vault, as: $0) }
            let ground = Judgement.Ground(
                name: "locked", value: vault.isLocked.map { "\($0)" } ?? "not told", fact: .vaults)
            return Judgement(Truth.all(answers, ofNone: ""), tier: first.name, grounds: [ground])
        default: return Judgement(.notApplicable, "not a vault")
        }
    }
}
