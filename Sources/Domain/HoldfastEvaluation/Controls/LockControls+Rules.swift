internal import HoldfastModel
internal import HoldfastPolicy

/// What a vault lock brings about.
extension LockControls {
    private static let warning = Control.Figure("warn_days", 3, "days")

    static let coolingOff = Control(
        id: "HF-LCK-02", title: "No compliance lock is about to become irrevocable", severity: .high,
        parameters: [.init(warning)], needs: [.init(.vaults)], listedBy: [.vaults],
        remediation: "Make sure the lock is meant, with its bounds: after that date nobody can undo it.",
        subjects: { $0.snapshot.vaults.map(Subject.vault) }
    ) { subject, context in
        guard case .vault(let vault) = subject else { return Judgement(.notApplicable, "not a vault") }
        guard let isLocked = vault.isLocked else {
            return Judgement(.unknown, "not known: AWS did not say whether the vault is locked")
        }
        guard isLocked else { return Judgement(.notApplicable, "the vault is not locked") }
        guard let date = vault.lockDate else { return Judgement(.notApplicable, "its lock can be taken off") }
        guard context.now < date else { return Judgement(.notApplicable, "its lock is irrevocable since \(date)") }
        let isNear = context.now.duration(to: date) <= .days(warning.value)
        return Judgement(
            isNear ? .nonCompliant : .compliant, "its lock becomes irrevocable at \(date)",
            grounds: [.init(name: "lockDate", value: "\(date)", fact: .vaults)])
    }

    static let fitsRules = Control(
        id: "HF-LCK-03", title: "The locks of vaults admit what every rule writes to them", severity: .critical,
        needs: [.init(.plans), .init(.vaults, .couldHarm), .init(.copyDestinations, .couldHarm)], listedBy: [.plans],
        remediation: "Change the rule's retention: the lock makes AWS Backup fail every job outside its bounds.",
        subjects: { $0.snapshot.plans.map(Subject.plan) }
    ) { subject, context in
        guard case .plan(let plan) = subject else { return Judgement(.notApplicable, "not a plan") }
        guard let rules = plan.rules else { return Judgement(.unknown, "not known: its rules") }
        guard !rules.isEmpty else { return Judgement(.notApplicable, "it has no rule") }
        let answers = rules.flatMap { rule in
            let source = context.snapshot.vaults.first { $0.name == rule.targetVaultName }
            let own = source.map { [admits($0, rule.lifecycle, "rule \(rule.name)")] } ?? []
            return own
                + rule.copyActions.map { copy in
                    let words = "the copy of rule \(rule.name)"
                    switch context.vault(of: copy.destinationVaultARN) {
                    case .found(let vault): return admits(vault, copy.lifecycle, words)
                    case .absent: return .holds("\(copy.destinationVaultARN) does not exist")
                    case .unseen(let reason): return .unknown(reason)
                    }
                }
        }
        return Judgement(Truth.all(answers, ofNone: "its vaults do not exist"))
    }

    /// Whether a lock lets a backup with that lifecycle be made; one that never ends is past every greatest retention.
    ///
    /// Source: AWS Backup API Reference, "PutBackupVaultLockConfiguration".
    private static func admits(_ vault: BackupVault, _ lifecycle: Lifecycle?, _ words: String) -> Truth {
        guard let isLocked = vault.isLocked else {
            return .unknown("AWS did not say whether vault \(vault.name) is locked")
        }
        guard isLocked else { return .holds("vault \(vault.name) is not locked") }
        let days = lifecycle?.deleteAfter.flatMap { $0.rawValue > 0 ? $0 : nil }
        if let least = vault.minimumRetention, let days, days < least {
            return .fails("\(words) keeps \(days), and the lock of vault \(vault.name) wants at least \(least)")
        }
        if let most = vault.maximumRetention, days.map({ $0 > most }) ?? true {
            let kept = days?.description ?? "for ever"
            return .fails("\(words) keeps \(kept), and the lock of vault \(vault.name) allows at most \(most)")
        }
        return .holds("the lock of vault \(vault.name) admits what \(words) writes")
    }
}

extension JudgingContext {
    /// What is known of a vault by its ARN.
    enum SeenVault {
        /// It is there.
        case found(BackupVault)
        /// It is not.
        case absent
        /// It cannot be seen from here, or was not read.
        case unseen(String)
    }

    /// Looks a vault up that a rule copies to.
    func vault(of arn: ResourceARN) -> SeenVault {
        let prefix = "backup-vault:"
        guard arn.accountCode == snapshot.account.id.rawValue else {
            return .unseen("the vault \(arn) of another account")
        }
        guard arn.resource.hasPrefix(prefix), let region = AWSRegion(rawValue: arn.regionCode) else {
            return .unseen("\(arn), which is no vault's ARN")
        }
        let vaults = region == snapshot.region ? snapshot.vaults : snapshot.copyDestinationVaults[region]
        guard let vaults else { return .unseen("the vaults of \(region) were not read") }
        let name = arn.resource.dropFirst(prefix.utf8.count)
        return vaults.first { $0.name == name }.map(SeenVault.found) ?? .absent
    }
}
