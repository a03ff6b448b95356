internal import HoldfastModel

/// Whether somebody is told when backups fail: family NTF.
enum NotificationControls {
    static let all = [vaultsTell]

    /// Events of which each alone tells of a failed backup: its failure, or its end in whatever state.
    private static let telling: Set<String> = ["BACKUP_JOB_FAILED", "BACKUP_JOB_COMPLETED"]

    static let vaultsTell = Control(
        id: "HF-NTF-01", title: "Every vault in use notifies a topic when a backup fails", severity: .medium,
        parameters: [.init("events", "BACKUP_JOB_FAILED or BACKUP_JOB_COMPLETED")],
        needs: [.init(.vaults), .init(.vaultNotifications), .init(.plans)], listedBy: [.vaults],
        remediation: "Let the vault notify an SNS topic; waive this where an EventBridge rule tells of failed jobs.",
        subjects: { $0.snapshot.vaults.map(Subject.vault) }
    ) { subject, context in
        guard case .vault(let vault) = subject else { return Judgement(.notApplicable, "not a vault") }
        guard context.isInUse(vault) else {
            return Judgement(.notApplicable, "it is empty and no rule writes to it")
        }
        guard let notifications = context.snapshot.vaultNotifications[vault.name] else {
            return Judgement(.unknown, "not known: whom the vault notifies")
        }
        let ground = Judgement.Ground(
            name: "events", value: notifications.events.joined(separator: ","), fact: .vaultNotifications)
        guard let topic = notifications.topicARN else {
            return Judgement(.nonCompliant, "it notifies nobody", grounds: [ground])
        }
        return telling.isDisjoint(with: notifications.events)
            ? Judgement(.nonCompliant, "\(topic) is not told of backups that fail", grounds: [ground])
            : Judgement(.compliant, "\(topic) is told of backups that fail", grounds: [ground])
    }
}

extension JudgingContext {
    /// Whether a vault holds something or a rule writes to it; a plan that was not read may hold such a rule.
    func isInUse(_ vault: BackupVault) -> Bool {
        vault.recoveryPointCount != 0
            || snapshot.plans.contains { plan in
                plan.rules?.contains { $0.targetVaultName == vault.name } ?? true
            }
    }
}
