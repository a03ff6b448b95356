internal import HoldfastModel

/// Whether the access policies of vaults keep what is in them: family VLT.
enum VaultPolicyControls {
    static let all = [deletionDenied, closedToOutsiders]

    /// What nobody may do by hand: end points, shorten their life, or take the policy itself away.
    private static let protectedActions = [
        "backup:DeleteRecoveryPoint", "backup:UpdateRecoveryPointLifecycle", "backup:PutBackupVaultAccessPolicy",
    ]
    /// The one thing another account may do: copy into the vault.
    private static let copyAction = "backup:CopyIntoBackupVault"

    static let deletionDenied = Control(
        id: "HF-VLT-03", title: "Vaults deny everybody the deletion of recovery points by hand", severity: .high,
        parameters: [.init("actions", protectedActions.joined(separator: ",")), .init("principalArnList", "none")],
        replaces: [
            .auditManager("BACKUP_RECOVERY_POINT_MANUAL_DELETION_DISABLED"),
            .config("BACKUP_RECOVERY_POINT_MANUAL_DELETION_DISABLED"),
        ],
        needs: [.init(.vaults), .init(.vaultPolicies), .init(.plans)], listedBy: [.vaults],
        remediation: "Deny the three actions to every principal on every resource in the vault's access policy.",
        subjects: { $0.snapshot.vaults.map(Subject.vault) }
    ) { subject, context in
        guard case .vault(let vault) = subject else { return Judgement(.notApplicable, "not a vault") }
        guard vault.isStandard else {
            return Judgement(.notApplicable, "AWS lets nobody delete from a vault of this kind by hand")
        }
        guard context.isInUse(vault) else {
            return Judgement(.notApplicable, "it is empty and no rule writes to it")
        }
        guard let policy = context.snapshot.vaultPolicies[vault.name] else {
            return Judgement(.unknown, "not known: the vault's access policy")
        }
        guard !policy.statements.isEmpty else { return Judgement(.nonCompliant, "it has no access policy") }
        let open = protectedActions.filter { action in !policy.statements.contains { $0.deniesEverybody(action) } }
        return open.isEmpty
            ? Judgement(.compliant, "its policy denies everybody \(protectedActions.joined(separator: ", "))")
            : Judgement(.nonCompliant, "its policy does not deny everybody \(open.joined(separator: ", "))")
    }

    static let closedToOutsiders = Control(
        id: "HF-VLT-04", title: "Vaults are open to nobody outside, and to other accounts for copies only",
        severity: .critical, parameters: [.init("organization", "the account's own")],
        needs: [.init(.vaults), .init(.vaultPolicies)], listedBy: [.vaults],
        remediation: "Allow other accounts backup:CopyIntoBackupVault only, with aws:PrincipalOrgID as the condition.",
        subjects: { $0.snapshot.vaults.map(Subject.vault) }
    ) { subject, context in
        guard case .vault(let vault) = subject else { return Judgement(.notApplicable, "not a vault") }
        guard let policy = context.snapshot.vaultPolicies[vault.name] else {
            return Judgement(.unknown, "not known: the vault's access policy")
        }
        let account = context.snapshot.account
        let answers = policy.statements.filter { !$0.isDeny }.flatMap { statement in
            statement.principals.map { answer(statement, $0, account) }
                + (statement.notPrincipals.isEmpty ? [] : [.fails("a statement allows all but a few principals")])
        }
        return Judgement(Truth.all(answers, ofNone: "its policy allows nobody anything"))
    }

    /// Whether what a statement allows a principal is no more than it may be allowed.
    private static func answer(
        _ statement: VaultAccessPolicy.Statement, _ principal: String, _ account: Account
    ) -> Truth {
        let owner = accountCode(of: principal)
        if owner == account.id.rawValue { return .holds("\(principal) is of the account itself") }
        if principal == "Service:backup.amazonaws.com" { return .holds("\(principal) is AWS Backup") }
        guard principal == "*" || owner != nil else {
            return .unknown("whether \(principal) is of the organization")
        }
        guard statement.allowsOnly(copyAction) else { return .fails("\(principal) may do more than copy into it") }
        let bound = statement.isBound(to: account.organizationID)
        guard principal == "*", statement.conditions.isEmpty else { return bound.prefixed("\(principal): ") }
        return .fails("everybody may copy into it")
    }

    /// The account an ARN or twelve digits name.
    private static func accountCode(of principal: String) -> String? {
        if AccountID(rawValue: principal) != nil { return principal }
        guard let arn = ResourceARN(rawValue: principal), AccountID(rawValue: arn.accountCode) != nil else {
            return nil
        }
        return arn.accountCode
    }
}

extension VaultAccessPolicy.Statement {
    /// Whether it denies everybody an action everywhere, without a condition that could be met otherwise.
    fileprivate func deniesEverybody(_ action: String) -> Bool {
        isDeny && conditions.isEmpty && principals.contains("*") && resources.contains("*") && covers(action)
    }

    /// Whether its actions take in one; IAM does not tell capital letters.
    private func covers(_ action: String) -> Bool {
        func matches(_ pattern: String) -> Bool { TextPattern(pattern.lowercased()).matches(action.lowercased()) }
        return actions.contains(where: matches) || (!notActions.isEmpty && !notActions.contains(where: matches))
    }

    /// Whether it allows nothing but one action.
    fileprivate func allowsOnly(_ action: String) -> Bool {
        !actions.isEmpty && notActions.isEmpty && actions.allSatisfy { $0.lowercased() == action.lowercased() }
    }

    /// Whether a condition binds it to an organization.
    fileprivate func isBound(to organization: String?) -> Truth {
        let bonds = conditions.filter { condition in
            condition.key.lowercased() == "aws:principalorgid"
                && ["stringequals", "stringlike"].contains(condition.test.lowercased())
        }
        guard let bond = bonds.first else { return .unknown("nothing says that the principal is of the organization") }
        guard let organization else { return .unknown("the account's own organization") }
        return bond.values == [organization]
            ? .holds("only principals of \(organization)") : .fails("bound to \(bond.values.joined(separator: ", "))")
    }
}

extension BackupVault {
    /// Whether it is neither logically air-gapped nor a view of one of another account.
    fileprivate var isStandard: Bool { vaultType == nil || vaultType == "BACKUP_VAULT" }
}
