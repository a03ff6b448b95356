/// What a plan backs up.
///
/// AWS Backup selects a resource that is named by `resources` or by a tag of `listOfTags`, meets every condition and is
/// not named by `notResources`. A selection with neither resources, tags nor conditions selects every opted-in resource.
/// Source: AWS Backup Developer Guide, "Assign resources to a backup plan".
public struct BackupSelection: Hashable, Sendable, Codable {
    /// AWS's id of the selection; nothing before AWS made it.
    public let id: String?
    /// Its name.
    public let name: String
    /// The role AWS Backup assumes for it.
    public let roleARN: String
    /// ARNs, possibly with wildcards, that are selected.
    public let resources: [String]
    /// ARNs, possibly with wildcards, that are left out.
    public let notResources: [String]
    /// Tags of which any one selects.
    public let listOfTags: [TagCondition]
    /// Conditions all of which must hold.
    public let conditions: SelectionConditions
    /// When it was made, where AWS says so.
    public let createdAt: Instant?

    /// One alternative of `ListOfTags`.
    public struct TagCondition: Hashable, Sendable, Codable {
        /// The comparison; AWS takes `STRINGEQUALS` only.
        public let type: String
        /// The tag's key.
        public let key: String
        /// The tag's value.
        public let value: String

        /// Describes an alternative.
        public init(type: String = "STRINGEQUALS", key: String, value: String) {
            self.type = type
            self.key = key
            self.value = value
        }
    }

    /// Describes a selection.
    public init(
        id: String? = nil, name: String, roleARN: String, resources: [String] = [], notResources: [String] = [],
        listOfTags: [TagCondition] = [], conditions: SelectionConditions = SelectionConditions(),
        createdAt: Instant? = nil
    ) {
        self.id = id
        self.name = name
        self.roleARN = roleARN
        self.resources = resources
        self.notResources = notResources
        self.listOfTags = listOfTags
        self.conditions = conditions
        self.createdAt = createdAt
    }
}

/// The typed conditions of a selection, all of which must hold.
public struct SelectionConditions: Hashable, Sendable, Codable {
    /// A key such as `aws:ResourceTag/tier` and the value it is compared with.
    public struct Parameter: Hashable, Sendable, Codable {
        /// The key, with its prefix.
        public let key: String
        /// The value.
        public let value: String

        /// Describes a comparison.
        public init(key: String, value: String) {
            self.key = key
            self.value = value
        }
    }

    /// Keys that must equal their value, case included.
    public let stringEquals: [Parameter]
    /// Keys that must not equal their value.
    public let stringNotEquals: [Parameter]
    /// Keys that must match a pattern with `*`.
    public let stringLike: [Parameter]
    /// Keys that must not match a pattern with `*`.
    public let stringNotLike: [Parameter]

    /// Describes conditions.
    public init(
        stringEquals: [Parameter] = [], stringNotEquals: [Parameter] = [], stringLike: [Parameter] = [],
        stringNotLike: [Parameter] = []
    ) {
        self.stringEquals = stringEquals
        self.stringNotEquals = stringNotEquals
        self.stringLike = stringLike
        self.stringNotLike = stringNotLike
    }

    /// Whether there is no condition at all.
    public var isEmpty: Bool {
        stringEquals.isEmpty && stringNotEquals.isEmpty && stringLike.isEmpty && stringNotLike.isEmpty
    }
}
