public import HoldfastModel

/// Which resources get which tier; the first assignment of a policy that matches a resource decides.
public struct Assignment: Hashable, Sendable {
    /// What matching resources get.
    public enum Outcome: Hashable, Sendable {
        /// They must be protected as the tier of that name says.
        case tier(String)
        /// They need no protection, and are not judged.
        case ignored
    }

    /// Its name, or its place in the file counted from 1, for messages and `why`.
    public let name: String
    /// Which resources it matches.
    public let selector: Selector
    /// What they get.
    public let outcome: Outcome

    /// Describes an assignment.
    public init(name: String, selector: Selector, outcome: Outcome) {
        self.name = name
        self.selector = selector
        self.outcome = outcome
    }
}

/// A set of resources: every criterion that is given must hold, and within one any of its values may.
///
/// A selector with no criterion matches everything. Patterns hold `*` for any run of characters and `?` for one.
public struct Selector: Hashable, Sendable {
    /// Names or identifiers of AWS Config rules of which one must flag the resource; patterns allowed.
    public let configRules: [String]
    /// Tags of which every one must be there, each with one of its values; patterns allowed in values.
    public let tags: [TagCriterion]
    /// Kinds of resources.
    public let resourceTypes: [ResourceType]
    /// Digits or names of accounts; patterns allowed.
    public let accounts: [String]
    /// Paths or ids of organizational units; a path also matches what is below it; patterns allowed.
    public let organizationalUnits: [String]
    /// Codes of Regions; patterns allowed.
    public let regions: [String]
    /// ARNs; patterns allowed.
    public let arns: [String]

    /// A tag and the values it may have.
    public struct TagCriterion: Hashable, Sendable {
        /// The key, compared with its case.
        public let key: String
        /// The values of which one must match; any value when there is none.
        public let values: [String]

        /// Describes a criterion.
        public init(key: String, values: [String]) {
            self.key = key
            self.values = values
        }
    }

    /// Describes a set of resources.
    public init(
        configRules: [String] = [], tags: [TagCriterion] = [], resourceTypes: [ResourceType] = [],
        accounts: [String] = [], organizationalUnits: [String] = [], regions: [String] = [], arns: [String] = []
    ) {
        self.configRules = configRules
        self.tags = tags
        self.resourceTypes = resourceTypes
        self.accounts = accounts
        self.organizationalUnits = organizationalUnits
        self.regions = regions
        self.arns = arns
    }
}
