/// How the agent, and every verb that talks to AWS, runs.
public struct AgentOptions: Hashable, Sendable {
    /// The policy file, as a path that fits the working directory; nothing for the built-in policy.
    public let policyFile: String?
    /// Where journals and reports are kept.
    public let stateDirectory: String
    /// How accounts are entered.
    public let access: AccessOptions
    /// Which accounts are swept.
    public let scope: ScopeOptions
    /// When and how widely sweeps run.
    public let sweep: SweepOptions
    /// What the agent serves.
    public let web: WebOptions
    /// Where reports are pushed to; nothing for nowhere.
    public let push: PushOptions?
    /// What is logged.
    public let log: LogOptions
}

/// How accounts are entered and called.
public struct AccessOptions: Hashable, Sendable {
    /// The profile of the AWS configuration; nothing for the chain's own choice.
    public let profile: String?
    /// The Regions that are swept, each once, in the order given; none for the one of the credentials.
    public let regions: [String]
    /// The role assumed in each account; nothing to stay in the caller's own account.
    public let role: RoleOptions?
    /// How fast services and operations are called, where not at half of the rates AWS publishes; sorted.
    public let rates: [RateOption]
}

/// The role that is assumed in each account.
public struct RoleOptions: Hashable, Sendable {
    /// Its ARN with `{partition}` and `{account}` to be filled in.
    public let arn: String
    /// The external id its trust policy asks for.
    public let externalID: SecretText?
    /// The name of the sessions, which CloudTrail shows.
    public let sessionName: String
    /// The tags of the sessions, sorted by key.
    public let sessionTags: [OptionPair]
    /// How long a session lasts.
    public let sessionDuration: Duration
}

/// Which accounts of the organization are swept; patterns with `*` and `?` everywhere.
public struct ScopeOptions: Hashable, Sendable {
    /// Digits or names of accounts; all when there is none.
    public let accounts: [String]
    /// Digits or names of accounts to leave out.
    public let notAccounts: [String]
    /// Paths or ids of organizational units; all when there is none.
    public let organizationalUnits: [String]
    /// Paths or ids of organizational units to leave out.
    public let notOrganizationalUnits: [String]
    /// Tags of which an account must have one.
    public let tags: [OptionPair]
    /// Tags of which an account may have none.
    public let notTags: [OptionPair]

    /// Whether every account is swept.
    public var isEverything: Bool {
        accounts.isEmpty && notAccounts.isEmpty && organizationalUnits.isEmpty && notOrganizationalUnits.isEmpty
            && tags.isEmpty && notTags.isEmpty
    }
}

/// A key with a value, or with any value.
public struct OptionPair: Hashable, Sendable, Comparable {
    /// The key.
    public let key: String
    /// The value; nothing for any.
    public let value: String?

    /// Describes a key with its value.
    public init(key: String, value: String?) {
        self.key = key
        self.value = value
    }

    /// Reads `key=value` or `key`.
    public init(_ text: String) {
        let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        key = String(parts.first ?? "")
        value = parts.count > 1 ? String(parts[1]) : nil
    }

    /// Orders by key, then by value.
    public static func < (left: OptionPair, right: OptionPair) -> Bool {
        (left.key, left.value ?? "") < (right.key, right.value ?? "")
    }
}

/// When and how widely sweeps run.
public struct SweepOptions: Hashable, Sendable {
    /// Time from the start of one sweep to the start of the next.
    public let interval: Duration
    /// How many pairs of account and Region are read at the same time.
    public let concurrency: Int
}

/// Where reports are pushed to.
public struct PushOptions: Hashable, Sendable {
    /// The aggregator's address, without a slash at the end.
    public let url: String
    /// The file that holds the token.
    public let tokenFile: String?
}
