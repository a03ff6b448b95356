/// An AWS Config rule and what it says of this account and Region.
public struct ConfigRule: Hashable, Sendable, Codable {
    /// The rule's name, which people chose.
    public let name: String
    /// The managed rule's identifier, such as `EBS_IN_BACKUP_PLAN`, or nothing for a custom rule.
    public let sourceIdentifier: String?
    /// The resources it found not compliant.
    public let flags: [ConfigFlag]

    /// Describes a rule.
    public init(name: String, sourceIdentifier: String?, flags: [ConfigFlag]) {
        self.name = name
        self.sourceIdentifier = sourceIdentifier
        self.flags = flags
    }
}

/// One resource a Config rule found not compliant.
public struct ConfigFlag: Hashable, Sendable, Codable {
    /// AWS Config's name of the kind, such as `AWS::EC2::Volume`.
    public let configType: String
    /// AWS Config's id of the resource, such as `vol-0abc` or a table's name; not always unique across kinds.
    public let resourceID: String
    /// When the rule evaluated it.
    public let evaluatedAt: Instant?

    /// Describes a flag.
    public init(configType: String, resourceID: String, evaluatedAt: Instant?) {
        self.configType = configType
        self.resourceID = resourceID
        self.evaluatedAt = evaluatedAt
    }
}
