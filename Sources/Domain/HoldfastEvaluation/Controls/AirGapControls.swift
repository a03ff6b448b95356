internal import HoldfastModel
internal import HoldfastPolicy

/// Whether logically air-gapped vaults can hold what is sent to them: family LAG.
enum AirGapControls {
    static let all = [capable]

    static let capable = Control(
        id: "HF-LAG-02", title: "What is sent to a logically air-gapped vault can be kept there", severity: .medium,
        needs: [
            .init(.inventory), .init(.plans), .init(.selections), .init(.tags), .init(.regionSettings), .init(.vaults),
            .init(.copyDestinations),
        ],
        listedBy: [.plans],
        remediation: "Select such types by a plan of their own: jobs that send them there fail.",
        subjects: { $0.snapshot.plans.map(Subject.plan) }
    ) { subject, context in
        guard case .plan(let plan) = subject else { return Judgement(.notApplicable, "not a plan") }
        guard let rules = plan.rules else { return Judgement(.unknown, "not known: its rules") }
        let targets = rules.flatMap { [target($0, context)] + $0.copyActions.map { destination($0, context) } }
        if targets.allSatisfy(\.isFalse) { return Judgement(.notApplicable, "it sends nothing to such a vault") }
        guard targets.contains(where: \.isTrue) else {
            return Judgement(Truth.any(targets, ofNone: ""))
        }
        let answers = context.selectedTypes(by: plan).map { type, selects -> Truth in
            switch BackupCapability.airGappedVault.answer(for: type, settings: context.snapshot.regionSettings) {
            case .yes: .holds("\(type) can be kept there")
            case .no(let reason): selects.isTrue ? .fails(reason) : .unknown("\(selects.reason); \(reason)")
            case .unknown(let reason): .unknown(reason)
            }
        }
        guard !answers.isEmpty else {
            return Judgement(.notApplicable, "it selects none of the resources that are listed here")
        }
        return Judgement(Truth.all(answers, ofNone: ""))
    }

    private static func target(_ rule: BackupRule, _ context: JudgingContext) -> Truth {
        isAirGapped(context.snapshot.vaults.first { $0.name == rule.targetVaultName })
    }

    private static func destination(_ copy: CopyAction, _ context: JudgingContext) -> Truth {
        switch context.vault(of: copy.destinationVaultARN) {
        case .found(let vault): isAirGapped(vault)
        case .absent: .fails("it does not exist")
        case .unseen(let reason): .unknown(reason)
        }
    }

    private static func isAirGapped(_ vault: BackupVault?) -> Truth {
        vault?.vaultType == "LOGICALLY_AIR_GAPPED_BACKUP_VAULT" ? .holds("it is") : .fails("it is not")
    }
}
