/// One account of an organization, as Organizations describes it.
public struct Account: Hashable, Sendable, Codable {
    /// Whether an account can be worked in.
    ///
    /// Source: AWS Organizations API Reference, "Account", where `State` replaces `Status`.
    public struct State: RawRepresentable, Hashable, Sendable, Codable {
        /// The state as AWS writes it.
        public let rawValue: String

        /// Takes the state as AWS writes it.
        public init(rawValue: String) { self.rawValue = rawValue }

        /// The account works.
        public static let active = State(rawValue: "ACTIVE")
        /// AWS suspended the account.
        public static let suspended = State(rawValue: "SUSPENDED")
        /// The account is being closed.
        public static let pendingClosure = State(rawValue: "PENDING_CLOSURE")
        /// The account is closed.
        public static let closed = State(rawValue: "CLOSED")
        /// The account is being made.
        public static let pendingActivation = State(rawValue: "PENDING_ACTIVATION")
    }

    /// The account's digits.
    public let id: AccountID
    /// The account's name, which people gave it.
    public let name: String
    /// Whether it can be worked in.
    public let state: State
    /// The names of the organizational units from below the root down to the account, such as `Workloads/Prod`;
    /// empty for an account that stands directly under the root or in no organization.
    public let organizationalUnitPath: String
    /// The ids of the root and of those units, outermost first.
    public let organizationalUnitIDs: [String]
    /// The tags on the account, or nothing when they could not be read.
    public let tags: [String: String]?
    /// Whether it is the organization's management account.
    public let isManagementAccount: Bool
    /// The organization it is in, such as `o-a1b2c3d4e5`; nothing for one in none, or where that is not known.
    public let organizationID: String?

    /// Describes an account.
    public init(
        id: AccountID, name: String, state: State = .active, organizationalUnitPath: String = "",
        organizationalUnitIDs: [String] = [], tags: [String: String]? = [:], isManagementAccount: Bool = false,
        organizationID: String? = nil
    ) {
        self.id = id
        self.name = name
        self.state = state
        self.organizationalUnitPath = organizationalUnitPath
        self.organizationalUnitIDs = organizationalUnitIDs
        self.tags = tags
        self.isManagementAccount = isManagementAccount
        self.organizationID = organizationID
    }
}
