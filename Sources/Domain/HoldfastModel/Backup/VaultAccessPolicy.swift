/// Who may do what in a vault, as its access policy says; without statements where the vault has none.
///
/// Source: IAM User Guide, "IAM JSON policy elements reference".
public struct VaultAccessPolicy: Hashable, Sendable, Codable {
    /// One statement of a policy; an element that may be a text or a list is a list here.
    public struct Statement: Hashable, Sendable, Codable {
        /// Whether it takes rights away instead of giving them.
        public let isDeny: Bool
        /// Whom it is about: ARNs, account ids, `*`, or `Service:…` and other kinds with their name before them.
        public let principals: [String]
        /// Whom it is not about; everybody else is meant.
        public let notPrincipals: [String]
        /// The actions, with `*` and `?`.
        public let actions: [String]
        /// The actions it is not about; every other is meant.
        public let notActions: [String]
        /// The resources, with `*` and `?`.
        public let resources: [String]
        /// The resources it is not about.
        public let notResources: [String]
        /// When it counts.
        public let conditions: [Condition]

        /// Describes a statement.
        public init(
            isDeny: Bool, principals: [String] = [], notPrincipals: [String] = [], actions: [String] = [],
            notActions: [String] = [], resources: [String] = [], notResources: [String] = [],
            conditions: [Condition] = []
        ) {
            self.isDeny = isDeny
            self.principals = principals
            self.notPrincipals = notPrincipals
            self.actions = actions
            self.notActions = notActions
            self.resources = resources
            self.notResources = notResources
            self.conditions = conditions
        }
    }

    /// One condition of a statement.
    public struct Condition: Hashable, Sendable, Codable {
        /// The operator, such as `StringEquals`.
        public let test: String
        /// The key, such as `aws:PrincipalOrgID`.
        public let key: String
        /// The values, of which any will do.
        public let values: [String]

        /// Describes a condition.
        public init(test: String, key: String, values: [String]) {
            self.test = test
            self.key = key
            self.values = values
        }
    }

    /// The statements, in their order.
    public let statements: [Statement]

    /// Describes a policy.
    public init(statements: [Statement]) { self.statements = statements }
}

/// Whom a vault notifies, as `GetBackupVaultNotifications` describes it; nobody where the vault has no configuration.
public struct VaultNotifications: Hashable, Sendable, Codable {
    /// The SNS topic; nothing for a vault that notifies nobody.
    public let topicARN: String?
    /// The events it is told, by the names of `BackupVaultEvent`, sorted.
    public let events: [String]

    /// Describes notifications.
    public init(topicARN: String? = nil, events: [String] = []) {
        self.topicARN = topicARN
        self.events = events.sorted()
    }
}
