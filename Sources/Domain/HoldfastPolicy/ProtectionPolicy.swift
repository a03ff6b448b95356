public import HoldfastModel

/// What must be protected and how: a checked policy file.
///
/// A value of this type keeps every rule AWS has for plans, so nothing made from it can be refused for its shape.
public struct ProtectionPolicy: Hashable, Sendable {
    /// The tiers, in the order of the file; names are unique.
    public let tiers: [ProtectionTier]
    /// The assignments, in the order of the file; the first that matches a resource decides.
    public let assignments: [Assignment]
    /// Which tag names the tier of a resource, and whether Holdfast sets it.
    public let tagging: TaggingPolicy
    /// The role AWS Backup works with in each account.
    public let backupRole: ARNTemplate
    /// Whether, and how far, Holdfast may change accounts.
    public let enforcement: EnforcementPolicy
    /// Accepted exceptions.
    public let waivers: [Waiver]

    /// Makes a policy of checked parts.
    public init(
        tiers: [ProtectionTier], assignments: [Assignment], tagging: TaggingPolicy, backupRole: ARNTemplate,
        enforcement: EnforcementPolicy, waivers: [Waiver] = []
    ) {
        self.tiers = tiers
        self.assignments = assignments
        self.tagging = tagging
        self.backupRole = backupRole
        self.enforcement = enforcement
        self.waivers = waivers
    }

    /// The tier of that name.
    public func tier(named name: String) -> ProtectionTier? { tiers.first { $0.name == name } }
}

/// Text with `{partition}`, `{account}` and `{region}` to be filled in, such as a role's ARN.
public struct ARNTemplate: Hashable, Sendable {
    /// The text with its braces.
    public let text: String

    /// Takes a text with braces.
    public init(_ text: String) { self.text = text }

    /// The text for one account and Region.
    public func filled(account: AccountID, region: AWSRegion) -> String {
        text.replacing("{partition}", with: region.partition.rawValue).replacing("{account}", with: account.rawValue)
            .replacing("{region}", with: region.rawValue)
    }
}

/// Which tag says the tier of a resource.
public struct TaggingPolicy: Hashable, Sendable {
    /// The tag's key, `holdfast:tier` unless the policy says otherwise.
    public let key: String
    /// Whether Holdfast sets the tag, so that one selection per tier finds its resources by it.
    public let isEnabled: Bool

    /// Describes tagging.
    public init(key: String = "holdfast:tier", isEnabled: Bool) {
        self.key = key
        self.isEnabled = isEnabled
    }
}
