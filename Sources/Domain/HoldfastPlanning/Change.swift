public import HoldfastModel

/// One write to one account, with all that is needed to make it, judge it and take it back.
public struct Change: Hashable, Sendable, Codable {
    /// The same for the same change planned again: a digest of account, Region, action and target.
    public let id: String
    /// The account written to.
    public let accountID: AccountID
    /// The Region written to.
    public let region: AWSRegion
    /// What is done.
    public let action: ChangeAction
    /// What it is done to: an ARN, or the name of something that does not exist yet.
    public let target: String
    /// AWS's fields as they are; nothing when the target does not exist yet.
    public let before: FieldValue?
    /// AWS's fields as they will be, by AWS's own names.
    public let after: FieldValue
    /// Everything the write needs, in types.
    public let payload: ChangePayload
    /// Ids of the findings it answers.
    public let reasons: [String]
    /// What must be true just before it is made.
    public let preconditions: [Precondition]
    /// The IAM actions it needs.
    public let iamActions: [String]
    /// Ids of changes that must have been made before.
    public let dependsOn: [String]
    /// Whether the policy asks for it to be made, and not only shown.
    public let isEnforced: Bool

    /// Describes a change.
    public init(
        id: String, accountID: AccountID, region: AWSRegion, action: ChangeAction, target: String, before: FieldValue?,
        after: FieldValue, payload: ChangePayload, reasons: [String], preconditions: [Precondition],
        iamActions: [String], dependsOn: [String] = [], isEnforced: Bool
    ) {
        self.id = id
        self.accountID = accountID
        self.region = region
        self.action = action
        self.target = target
        self.before = before
        self.after = after
        self.payload = payload
        self.reasons = reasons
        self.preconditions = preconditions
        self.iamActions = iamActions
        self.dependsOn = dependsOn
        self.isEnforced = isEnforced
    }

    private enum CodingKeys: String, CodingKey {
        case id, region, action, target, before, after, payload, reasons, preconditions, iamActions, dependsOn,
            isEnforced
        case accountID = "accountId"
    }
}

/// The kinds of write Holdfast makes; the names stand in policies, plans and metrics.
public enum ChangeAction: String, Hashable, Sendable, Codable, CaseIterable {
    /// Makes a backup vault.
    case createVault = "create-vault"
    /// Puts Holdfast's ownership tags back on a vault.
    case tagVault = "tag-vault"
    /// Opts a resource type in for AWS Backup.
    case updateRegionSettings = "update-region-settings"
    /// Makes a backup plan.
    case createPlan = "create-plan"
    /// Brings a backup plan back to policy.
    case updatePlan = "update-plan"
    /// Makes a selection of a plan.
    case createSelection = "create-selection"
    /// Puts the tier tag on a resource.
    case tagResource = "tag-resource"
}

/// Everything one write needs.
public enum ChangePayload: Hashable, Sendable, Codable {
    /// A vault with that name, key and tags.
    case createVault(name: String, encryptionKeyARN: String?, tags: [String: String])
    /// Tags on the vault of that ARN.
    case tagVault(arn: ResourceARN, tags: [String: String])
    /// Opt-in preferences by type; types that are not named stay as they are.
    case updateRegionSettings(optIn: [String: Bool])
    /// A plan with those rules and tags.
    case createPlan(PlanSpecification)
    /// The rules the plan of that id gets; its name and advanced settings are in the specification.
    case updatePlan(id: String, PlanSpecification)
    /// A selection of the plan of that name, whose id is known, or comes from the change that makes the plan.
    case createSelection(planName: String, planID: String?, BackupSelection)
    /// The tier tag, or any tag, on a resource.
    case tagResource(arn: ResourceARN, type: ResourceType, tags: [String: String])
}

/// A backup plan as it shall be.
public struct PlanSpecification: Hashable, Sendable, Codable {
    /// The plan's name.
    public let name: String
    /// The rules, in order.
    public let rules: [BackupRule]
    /// Options kept from the plan as it is.
    public let advancedSettings: [AdvancedBackupSetting]
    /// The tags a new plan gets.
    public let tags: [String: String]

    /// Describes a plan.
    public init(
        name: String, rules: [BackupRule], advancedSettings: [AdvancedBackupSetting] = [], tags: [String: String] = [:]
    ) {
        self.name = name
        self.rules = rules
        self.advancedSettings = advancedSettings
        self.tags = tags
    }
}

/// What must be true just before a change is made; read anew each time.
public enum Precondition: Hashable, Sendable, Codable {
    /// No vault has that name.
    case vaultAbsent(name: String)
    /// A vault of that name is there.
    case vaultExists(name: String)
    /// No plan has that name.
    case planAbsent(name: String)
    /// The plan of that id is still of that version.
    case planVersion(id: String, versionID: String)
    /// The plan of that name has no selection of that name.
    case selectionAbsent(planName: String, name: String)
    /// IAM knows the role.
    case roleExists(arn: String)
    /// The opt-in settings of those types are still these.
    case optIn([String: Bool])
    /// The resource's tag still has that value, or is still missing.
    case resourceTag(arn: ResourceARN, key: String, value: String?)
}

/// What became of one change.
public struct ChangeOutcome: Hashable, Sendable, Codable {
    /// The ways a change can end.
    public enum Result: Hashable, Sendable, Codable {
        /// AWS took it; the request id, and the id of what was made where there is one.
        case applied(requestID: String?, createdID: String?)
        /// A precondition no longer held, so the plan is stale.
        case stale(Precondition, found: String)
        /// The policy only observes this action.
        case observed
        /// A change it depends on did not happen.
        case skipped(because: String)
        /// AWS refused or failed.
        case failed(code: String, message: String)

        /// Whether nothing more is to be done about it.
        public var isSettled: Bool {
            switch self {
            case .applied, .observed: true
            case .stale, .skipped, .failed: false
            }
        }
    }

    /// The change.
    public let changeID: String
    /// How it ended.
    public let result: Result
    /// When it ended.
    public let finishedAt: Instant

    /// Describes an end.
    public init(changeID: String, result: Result, finishedAt: Instant) {
        self.changeID = changeID
        self.result = result
        self.finishedAt = finishedAt
    }

    private enum CodingKeys: String, CodingKey {
        case result, finishedAt
        case changeID = "changeId"
    }
}
