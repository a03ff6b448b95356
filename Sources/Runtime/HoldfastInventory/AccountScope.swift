public import HoldfastModel

/// Which accounts of an organization are swept.
///
/// Inclusions are alternatives within one kind and must all hold between kinds; any exclusion leaves an account out.
public struct AccountScope: Hashable, Sendable {
    /// A tag on an account; any value when none is given.
    public struct Tag: Hashable, Sendable {
        /// The key, compared with its case.
        public let key: String
        /// The value, with `*` and `?`.
        public let value: String?

        /// Describes a tag.
        public init(key: String, value: String?) {
            self.key = key
            self.value = value
        }

        /// Reads `key=value` or `key`.
        public init(_ text: String) {
            let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            key = String(parts[0])
            value = parts.count > 1 ? String(parts[1]) : nil
        }
    }

    /// Digits or names of accounts to sweep; all when there is none; with `*` and `?`.
    public let accounts: [String]
    /// Digits or names of accounts to leave out.
    public let notAccounts: [String]
    /// Ids or paths of organizational units to sweep, each with all below it; all when there is none.
    public let organizationalUnits: [String]
    /// Ids or paths of organizational units to leave out.
    public let notOrganizationalUnits: [String]
    /// Tags of which one must be on the account; no matter when there is none.
    public let tags: [Tag]
    /// Tags of which none may be on the account.
    public let notTags: [Tag]

    /// Describes a choice; every account by default.
    public init(
        accounts: [String] = [], notAccounts: [String] = [], organizationalUnits: [String] = [],
        notOrganizationalUnits: [String] = [], tags: [Tag] = [], notTags: [Tag] = []
    ) {
        self.accounts = accounts
        self.notAccounts = notAccounts
        self.organizationalUnits = organizationalUnits
        self.notOrganizationalUnits = notOrganizationalUnits
        self.tags = tags
        self.notTags = notTags
    }

    /// Whether the choice cannot be made without the accounts' tags.
    public var needsTags: Bool { !tags.isEmpty || !notTags.isEmpty }

    /// What is done with an account.
    public enum Decision: Hashable, Sendable {
        /// It is swept; the note says which fact for leaving it out was missing, where one was.
        case sweep(note: String?)
        /// AWS does not let anyone work in it; it is shown, not swept.
        case suspended
        /// The choice leaves it out.
        case excluded(because: String)
    }

    /// Decides on one account.
    ///
    /// An account whose tags or unit could not be read is kept: leaving out what might belong in would look like green.
    ///
    /// - Parameter isPlaceKnown: Whether the account's organizational unit could be read.
    public func decision(for account: Account, isPlaceKnown: Bool = true) -> Decision {
        let working: Set<Account.State> = [.active, .pendingActivation]
        guard working.contains(account.state) else { return .suspended }
        if let reason = exclusion(of: account, isPlaceKnown: isPlaceKnown) { return .excluded(because: reason) }
        if needsTags, account.tags == nil { return .sweep(note: "kept, for its tags could not be read") }
        if needsPlace, !isPlaceKnown { return .sweep(note: "kept, for its organizational unit could not be read") }
        return .sweep(note: nil)
    }

    private var needsPlace: Bool { !organizationalUnits.isEmpty || !notOrganizationalUnits.isEmpty }

    private func exclusion(of account: Account, isPlaceKnown: Bool) -> String? {
        if !accounts.isEmpty, !accounts.contains(where: { Self.names($0, account) }) {
            return "not among the accounts asked for"
        }
        if notAccounts.contains(where: { Self.names($0, account) }) { return "left out by account" }
        if isPlaceKnown, !organizationalUnits.isEmpty, !organizationalUnits.contains(where: { Self.holds($0, account) })
        {
            return "not in the organizational units asked for"
        }
        if isPlaceKnown, notOrganizationalUnits.contains(where: { Self.holds($0, account) }) {
            return "left out by organizational unit"
        }
        guard let present = account.tags else { return nil }
        if !tags.isEmpty, !tags.contains(where: { Self.has($0, present) }) { return "without the tags asked for" }
        if notTags.contains(where: { Self.has($0, present) }) { return "left out by tag" }
        return nil
    }

    private static func names(_ text: String, _ account: Account) -> Bool {
        let pattern = WildcardPattern(text)
        return pattern.matches(account.id.rawValue) || pattern.matches(account.name)
    }

    private static func holds(_ text: String, _ account: Account) -> Bool {
        if account.organizationalUnitIDs.contains(text) { return true }
        let path = account.organizationalUnitPath
        let pattern = text.hasSuffix("/") ? String(text.dropLast()) : text
        return WildcardPattern(pattern).matches(path) || WildcardPattern(pattern + "/*").matches(path)
    }

    private static func has(_ tag: Tag, _ present: [String: String]) -> Bool {
        guard let value = present[tag.key] else { return false }
        return tag.value.map { WildcardPattern($0).matches(value) } ?? true
    }
}
