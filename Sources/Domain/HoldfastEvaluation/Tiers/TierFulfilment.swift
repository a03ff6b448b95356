internal import HoldfastModel
internal import HoldfastPolicy

/// Whether a backup plan, whoever made it, keeps what a tier promises.
///
/// A rule counts when it keeps its points long enough, in a vault that is there, with the tier's copies; the rules that
/// count must together run often enough. How Holdfast itself would write the plan does not matter here, and key and lock
/// of the vault are judged by controls of their own.
struct TierFulfilment {
    let tier: ProtectionTier
    let snapshot: RegionSnapshot
    let now: Instant

    /// The answer for a plan.
    func answer(for plan: BackupPlan) -> Truth {
        guard let rules = plan.rules else { return .unknown("the rules of plan \(plan.name) were not read") }
        var certain: [CronExpression] = []
        var possible: [CronExpression] = []
        var refusals: [String] = []
        var doubts: [String] = []
        for rule in rules {
            let quality = answer(for: rule)
            switch (quality, CronExpression.parse(rule.scheduleExpression, timezone: rule.scheduleTimezone)) {
            case (.fails(let reason), _): refusals.append("rule \(rule.name): \(reason)")
            case (_, .invalid(let reason)): doubts.append("rule \(rule.name): \(reason)")
            case (_, .unsupported(let construct)): doubts.append("rule \(rule.name): \(construct)")
            case (.holds, .expression(let expression)): certain.append(expression)
            case (.unknown(let reason), .expression(let expression)):
                possible.append(expression)
                doubts.append("rule \(rule.name): \(reason)")
            }
        }
        let interval = CronExpression.greatestInterval(of: certain, after: now)
        if !certain.isEmpty, interval.isWithin(tier.rpo) {
            return .holds("plan \(plan.name) runs \(interval.words) and keeps backups for tier \(tier.name)")
        }
        let hopeful = CronExpression.greatestInterval(of: certain + possible, after: now)
        if doubts.count > possible.count || (!possible.isEmpty && hopeful.isWithin(tier.rpo)) {
            return .unknown("plan \(plan.name): \(doubts.joined(separator: "; "))")
        }
        if !certain.isEmpty {
            refusals.append("it runs \(interval.words), the RPO is \(tier.rpo.words)")
        }
        let reasons = refusals.isEmpty ? "it has no rule" : refusals.joined(separator: "; ")
        return .fails("plan \(plan.name) does not meet tier \(tier.name): \(reasons)")
    }

    /// Whether one rule's points are kept as the tier wants them, its schedule apart.
    private func answer(for rule: BackupRule) -> Truth {
        var answers: [Truth] = []
        if let days = rule.lifecycle?.deleteAfter, days.rawValue > 0, days < tier.retention {
            answers.append(.fails("it keeps backups \(days), the tier wants \(tier.retention)"))
        }
        if tier.isContinuous, !rule.enablesContinuousBackup { answers.append(.fails("it is not continuous")) }
        answers += TierPlan.copies(of: tier, account: snapshot.account.id, region: snapshot.region).map {
            Self.answer(for: $0, in: rule)
        }
        answers.append(answer(forVault: rule.targetVaultName))
        return Truth.all(answers, ofNone: "")
    }

    private static func answer(for copy: TierPlan.Copy, in rule: BackupRule) -> Truth {
        let arn = copy.action.destinationVaultARN
        guard let found = rule.copyActions.first(where: { $0.destinationVaultARN == arn }) else {
            return .fails("it does not copy to \(arn)")
        }
        if let days = found.lifecycle?.deleteAfter, days.rawValue > 0, let wanted = copy.action.lifecycle?.deleteAfter,
            days < wanted
        {
            return .fails("its copies in \(arn) are kept \(days), the tier wants \(wanted)")
        }
        return .holds("it copies to \(arn)")
    }

    private func answer(forVault name: String) -> Truth {
        guard let vault = snapshot.vaults.first(where: { $0.name == name }) else {
            let hidden = snapshot.gap(hidingVault: name) != nil
            return hidden ? .unknown("vault \(name) was not read") : .fails("its vault \(name) does not exist")
        }
        return VaultJudge.isAvailable(vault)
    }
}

/// What can be said of a vault by itself.
enum VaultJudge {
    /// Whether backups can be written to it; AWS leaves the state out for ordinary vaults, which are available.
    static func isAvailable(_ vault: BackupVault) -> Truth {
        switch vault.state {
        case nil, "AVAILABLE": .holds("vault \(vault.name) is available")
        case let state?: .fails("vault \(vault.name) is \(state)")
        }
    }

    /// Whether the key is the customer's.
    static func hasCustomerKey(_ vault: BackupVault) -> Truth {
        switch vault.encryptionKeyType {
        case .customerManaged?:
            .holds("vault \(vault.name) is encrypted with \(vault.encryptionKeyARN ?? "a customer's key")")
        case nil: .unknown("AWS did not say whose key encrypts vault \(vault.name)")
        case let type?: .fails("the key of vault \(vault.name) is \(type.rawValue), not the customer's")
        }
    }

    /// Whether the lock is on, as hard and as long as asked for.
    ///
    /// A lock has a date only in compliance mode; until then it can still be taken off, which its date says.
    static func isLocked(_ vault: BackupVault, as wanted: VaultLockRequirement) -> Truth {
        guard let isLocked = vault.isLocked else {
            return .unknown("AWS did not say whether vault \(vault.name) is locked")
        }
        guard isLocked else { return .fails("vault \(vault.name) is not locked") }
        if wanted.mode == .compliance, vault.lockDate == nil, vault.vaultType != "LOGICALLY_AIR_GAPPED_BACKUP_VAULT" {
            return .fails("the lock of vault \(vault.name) is in governance mode")
        }
        if let least = wanted.minimumRetention, vault.minimumRetention.map({ $0 < least }) ?? true {
            return .fails("the lock of vault \(vault.name) does not enforce \(least) of retention")
        }
        if let greatest = wanted.maximumRetention, vault.maximumRetention.map({ $0 > greatest }) ?? true {
            return .fails("the lock of vault \(vault.name) allows more than \(greatest) of retention")
        }
        return .holds("vault \(vault.name) is locked\(vault.lockDate.map { " from \($0)" } ?? "")")
    }
}
