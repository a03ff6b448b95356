internal import HoldfastEvaluation
internal import HoldfastModel
internal import HoldfastPolicy

/// The changes of one account while they are gathered, each once.
struct ChangeDraft {
    let account: Account
    let policy: ProtectionPolicy
    private(set) var changes: [Change] = []
    private(set) var refusals: [ChangeRefusal] = []
    private var ids: Set<String> = []

    init(account: Account, policy: ProtectionPolicy) {
        self.account = account
        self.policy = policy
    }

    /// Adds a change, or nothing when it is there already, and gives its id.
    mutating func add(
        _ action: ChangeAction, in region: AWSRegion, target: String, before: FieldValue?, after: FieldValue,
        payload: ChangePayload, reasons: [String], preconditions: [Precondition], iamActions: [String],
        dependsOn: [String] = []
    ) -> String {
        let id = Self.id(account.id, region, action, target)
        guard ids.insert(id).inserted else { return id }
        let mode = policy.enforcement.actions[action.rawValue] ?? policy.enforcement.mode
        changes.append(
            Change(
                id: id, accountID: account.id, region: region, action: action, target: target, before: before,
                after: after, payload: payload, reasons: reasons.sorted(), preconditions: preconditions,
                iamActions: iamActions, dependsOn: Set(dependsOn).sorted(), isEnforced: mode == .enforce))
        return id
    }

    /// Notes something policy asks for that is not planned, once.
    mutating func refuse(_ code: RefusalCode, _ message: String, in region: AWSRegion?, target: String) {
        let refusal = ChangeRefusal(code: code.rawValue, message: message, region: region, target: target)
        if !refusals.contains(refusal) { refusals.append(refusal) }
    }

    /// Notes that a fact is missing for a change.
    mutating func refuse(for gap: ReadGap, in region: AWSRegion, target: String) {
        refuse(
            .factUnknown, "\(gap.api) was not answered (\(gap.reason.rawValue) \(gap.code)): \(target) stays as it is",
            in: region, target: target)
    }

    static func id(_ account: AccountID, _ region: AWSRegion, _ action: ChangeAction, _ target: String) -> String {
        StableDigest([account.rawValue, region.rawValue, action.rawValue, target]).hex
    }
}

/// The kinds of reason for not planning what policy asks for; the texts stand in plans and are part of the surface.
enum RefusalCode: String {
    /// A fact the change depends on was not read.
    case factUnknown = "fact-unknown"
    /// The role AWS Backup is to work with does not exist.
    case backupRoleMissing = "backup-role-missing"
    /// A copy into another account needs links between the accounts that are not made yet.
    case copyLinksMissing = "copy-links-missing"
    /// More changes than the policy allows.
    case guardrailExceeded = "guardrail-exceeded"
    /// A vault is there but takes no backups.
    case vaultNotAvailable = "vault-not-available"
    /// AWS Backup does not know the type in the Region.
    case typeNotOffered = "type-not-offered"
    /// A selection is not as it should be, and AWS can only delete and make anew, which Holdfast does not do yet.
    case selectionDrift = "selection-drift"
    /// Selections of the other kind stand in the way: a tier is selected by tag or by ARN, never both.
    case selectionConflict = "selection-conflict"
    /// The tag would take a resource out of its present plan before another one takes it in.
    case wouldUnprotect = "would-unprotect"
    /// A tag keeps a resource in a tier the policy does not give it; Holdfast removes no tags.
    case tagKept = "tag-kept"
}
