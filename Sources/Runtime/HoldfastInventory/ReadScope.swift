public import HoldfastModel

/// What of an account and Region must be read: what the policy asks about.
public struct ReadScope: Hashable, Sendable {
    /// The resource types to find.
    public let resourceTypes: [ResourceType]
    /// Names or identifiers of the AWS Config rules whose findings count, with `*` and `?`; none for none.
    public let configRules: [String]
    /// The Regions copies go to.
    public let copyRegions: [AWSRegion]
    /// The ARN of the role AWS Backup works with, with `{partition}`, `{account}` and `{region}`.
    public let backupRole: String?
    /// Whether AWS Config's inventory may stand for the services' own lists where a recorder runs.
    public let usesConfigInventory: Bool

    /// Describes what must be read.
    public init(
        resourceTypes: [ResourceType] = ResourceType.governed, configRules: [String] = [],
        copyRegions: [AWSRegion] = [], backupRole: String? = nil, usesConfigInventory: Bool = true
    ) {
        self.resourceTypes = resourceTypes
        self.configRules = configRules
        self.copyRegions = copyRegions
        self.backupRole = backupRole
        self.usesConfigInventory = usesConfigInventory
    }
}
