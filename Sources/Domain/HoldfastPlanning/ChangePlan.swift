public import HoldfastModel

/// The changes that would bring accounts to policy: complete, ordered, and made from facts it names.
///
/// A plan is data. Applying it re-reads every precondition first and does exactly what stands here, or less.
public struct ChangePlan: Hashable, Sendable, Codable {
    /// The version of this form.
    public let schemaVersion: Int
    /// When the facts it was made from were read.
    public let createdAt: Instant
    /// The digest of the policy it was made from.
    public let policyHash: String
    /// The changes of each account, sorted by account.
    public let accounts: [AccountChangePlan]

    /// Makes a plan.
    public init(createdAt: Instant, policyHash: String, accounts: [AccountChangePlan]) {
        schemaVersion = 1
        self.createdAt = createdAt
        self.policyHash = policyHash
        self.accounts = accounts
    }

    /// All changes, account by account, in the order they must be made.
    public var changes: [Change] { accounts.flatMap(\.changes) }

    /// All refusals, account by account.
    public var refusals: [ChangeRefusal] { accounts.flatMap(\.refusals) }
}

/// The changes of one account, in the order they must be made.
public struct AccountChangePlan: Hashable, Sendable, Codable {
    /// The account.
    public let accountID: AccountID
    /// The account's name.
    public let accountName: String
    /// What would be changed.
    public let changes: [Change]
    /// What should be changed and is not, with the reason.
    public let refusals: [ChangeRefusal]

    /// Makes the changes of an account.
    public init(accountID: AccountID, accountName: String, changes: [Change], refusals: [ChangeRefusal]) {
        self.accountID = accountID
        self.accountName = accountName
        self.changes = changes
        self.refusals = refusals
    }

    private enum CodingKeys: String, CodingKey {
        case accountName, changes, refusals
        case accountID = "accountId"
    }
}

/// A change that policy asks for and that is not planned.
public struct ChangeRefusal: Hashable, Sendable, Codable {
    /// The kind of reason, such as `backup-role-missing`, `copy-links-missing`, `fact-unknown`, `guardrail-exceeded`.
    public let code: String
    /// Why, a sentence with the names.
    public let message: String
    /// The Region concerned, where one is.
    public let region: AWSRegion?
    /// What would have been changed: an ARN or a name.
    public let target: String

    /// Describes a refusal.
    public init(code: String, message: String, region: AWSRegion?, target: String) {
        self.code = code
        self.message = message
        self.region = region
        self.target = target
    }
}
